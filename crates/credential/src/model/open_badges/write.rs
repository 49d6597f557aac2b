//! Words a credential as an Open Badge.

use super::CONTEXTS;
use crate::credential::{
    Achievement, Alignment, Credential, IdentityHash, Issuer, Outcome, Recipient, RecipientIdentity, Related,
    ResultDescription, RubricLevel,
};
use crate::document::{Document, Json, Object};
use crate::id::Iri;
use crate::status::StatusEntry;

pub(crate) fn write(credential: &Credential) -> Document {
    let root = Object::new()
        .with("@context", CONTEXTS.to_vec())
        .with("id", credential.id.as_str())
        .with("type", vec!["VerifiableCredential", "OpenBadgeCredential"])
        .with_some("name", credential.name.as_deref())
        .with("issuer", issuer(&credential.issuer))
        .with("validFrom", credential.validity.from().to_string())
        .with_some("validUntil", credential.validity.until().map(|until| until.to_string()))
        .with_some("awardedDate", credential.awarded.map(|awarded| awarded.to_string()))
        .with("credentialSubject", subject(credential))
        .with_some("credentialStatus", statuses(&credential.status));
    Document::composed(and(root, &credential.others))
}

fn node(id: Option<&Iri>, class: &str) -> Object {
    Object::new().with_some("id", id.map(Iri::as_str)).with("type", vec![class])
}

fn named(id: &str, class: &str) -> Object {
    Object::new().with("id", id).with("type", vec![class])
}

/// The object with the members that its struct does not model at the end.
fn and(mut object: Object, others: &Object) -> Object {
    for (key, value) in others.iter() {
        object.set(key, value.clone());
    }
    object
}

/// One entry stands alone: the schema of Open Badges takes no array here.
fn statuses(entries: &[StatusEntry]) -> Option<Json> {
    match entries {
        [one] => Some(one.members.clone().into()),
        several => set(several, |entry| entry.members.clone()),
    }
}

/// An array, or nothing for none.
fn set<T>(elements: &[T], write: impl Fn(&T) -> Object) -> Option<Json> {
    (!elements.is_empty()).then(|| Json::Array(elements.iter().map(|element| write(element).into()).collect()))
}

fn texts(elements: &[String]) -> Option<Json> {
    (!elements.is_empty()).then(|| Json::from(elements.to_vec()))
}

fn issuer(issuer: &Issuer) -> Object {
    let profile = named(issuer.id.as_str(), "Profile")
        .with_some("name", issuer.name.as_deref())
        .with_some("url", issuer.url.as_deref());
    and(profile, &issuer.others)
}

fn subject(credential: &Credential) -> Object {
    let Recipient { id, identities } = &credential.recipient;
    let subject = Object::new()
        .with_some("id", id.as_ref().map(Iri::as_str))
        .with("type", vec!["AchievementSubject"])
        .with_some("identifier", set(identities, identity))
        .with_some("licenseNumber", credential.number.as_deref())
        .with_some("achievement", credential.achievement.as_ref().map(|one| one.in_badge(achievement)))
        .with_some("result", set(&credential.outcomes, outcome));
    and(subject, &credential.subject_others)
}

fn identity(identity: &RecipientIdentity) -> Object {
    let object = Object::new().with("type", "IdentityObject");
    let object = match &identity.value {
        IdentityHash::Hashed { hash, salt } => {
            object.with("hashed", true).with("identityHash", hash.as_str()).with_some("salt", salt.as_deref())
        }
        IdentityHash::Plain(plain) => object.with("hashed", false).with("identityHash", plain.as_str()),
    };
    and(object.with("identityType", identity.kind.as_str()), &identity.others)
}

fn achievement(achievement: &Achievement) -> Object {
    let criteria = Object::new()
        .with_some("id", achievement.criteria.id.as_ref().map(Iri::as_str))
        .with_some("narrative", achievement.criteria.narrative.as_deref());
    let object = named(achievement.id.as_str(), "Achievement")
        .with("name", achievement.name.as_str())
        .with("description", achievement.description.as_str())
        .with_some("achievementType", achievement.kind.as_deref())
        .with_some("version", achievement.version.as_deref())
        .with_some("humanCode", achievement.human_code.as_deref())
        .with_some("inLanguage", achievement.language.as_deref())
        .with("criteria", criteria)
        .with_some("alignment", set(&achievement.alignments, alignment))
        .with_some("resultDescription", set(&achievement.result_descriptions, description))
        .with_some("related", set(&achievement.related, related));
    and(object, &achievement.others)
}

fn alignment(alignment: &Alignment) -> Object {
    let object = node(alignment.id.as_ref(), "Alignment")
        .with("targetName", alignment.target_name.as_str())
        .with("targetUrl", alignment.target_url.as_str())
        .with_some("targetCode", alignment.target_code.as_deref())
        .with_some("targetFramework", alignment.target_framework.as_deref())
        .with_some("targetType", alignment.target_type.as_deref());
    and(object, &alignment.others)
}

fn description(description: &ResultDescription) -> Object {
    let object = named(description.id.as_str(), "ResultDescription")
        .with("name", description.name.as_str())
        .with("resultType", description.kind.as_str())
        .with_some("allowedValue", texts(&description.allowed_values))
        .with_some("valueMin", description.value_min.as_deref())
        .with_some("valueMax", description.value_max.as_deref())
        .with_some("requiredValue", description.required_value.as_deref())
        .with_some("requiredLevel", description.required_level.as_ref().map(Iri::as_str))
        .with_some("rubricCriterionLevel", set(&description.levels, level))
        .with_some("alignment", set(&description.alignments, alignment));
    and(object, &description.others)
}

fn level(level: &RubricLevel) -> Object {
    let object = named(level.id.as_str(), "RubricCriterionLevel")
        .with("name", level.name.as_str())
        .with_some("level", level.level.as_deref());
    and(object, &level.others)
}

fn related(related: &Related) -> Object {
    named(related.id.as_str(), "Related")
        .with_some("inLanguage", related.language.as_deref())
        .with_some("version", related.version.as_deref())
}

fn outcome(outcome: &Outcome) -> Object {
    let object = node(outcome.id.as_ref(), "Result")
        .with_some("resultDescription", outcome.description.as_ref().map(Iri::as_str))
        .with_some("value", outcome.value.as_deref())
        .with_some("status", outcome.status.as_deref())
        .with_some("achievedLevel", outcome.achieved_level.as_ref().map(Iri::as_str))
        .with_some("alignment", set(&outcome.alignments, alignment));
    and(object, &outcome.others)
}
