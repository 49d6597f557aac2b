//! Words a credential as flat claims, with every claim in the clear and the seed of the salts at the end.

use super::{COMPETENCE, IDENTITIES, RESULTS, SEED, SKILLS};
use crate::credential::{
    Achievement, Alignment, ClaimTerms, Credential, IdentityHash, Outcome, ResultDescription, RubricLevel,
};
use crate::document::{Document, Json, Number, Object};
use crate::id::Iri;
use crate::lint::LintFault;
use crate::status::StatusEntry;
use crate::time::Timestamp;

/// # Errors
/// A credential without the terms of flat claims.
pub(crate) fn write(credential: &Credential) -> Result<Document, LintFault> {
    let why = "a credential without a type and a key of its holder is not worded as flat claims";
    let terms = credential.terms.as_ref().ok_or_else(|| LintFault::format(why))?;
    let root = in_the_clear(credential, terms);
    let root =
        IDENTITIES.into_iter().fold(root, |root, (claim, kind)| root.with_some(claim, identity(credential, kind)));
    let root = RESULTS.into_iter().fold(root, |root, claim| root.with_some(claim, results(credential, claim)));
    let skills = credential.achievement.as_ref().map_or(&[][..], |achievement| &achievement.alignments);
    let root = root.with_some(SKILLS, set(skills.iter().map(skill)));
    let root = credential.others.iter().fold(root, |root, (claim, value)| root.with(claim, value.clone()));
    Ok(Document::composed(root.with_some(SEED, terms.seed.as_ref().map(|seed| seed.to_text()))))
}

fn in_the_clear(credential: &Credential, terms: &ClaimTerms) -> Object {
    let achievement = credential.achievement.as_deref();
    let description = achievement.map(|one| one.description.as_str()).filter(|text| !text.is_empty());
    let language = achievement.and_then(|one| one.language.as_deref());
    Object::new()
        .with("vct", terms.vct.as_str())
        .with_some("vct#integrity", terms.integrity.as_deref())
        .with("jti", credential.id.as_str())
        .with("iss", credential.issuer.id.as_str())
        .with_some("sub", credential.recipient.id.as_ref().map(Iri::as_str))
        .with("nbf", seconds(credential.validity.from()))
        .with_some("exp", credential.validity.until().map(seconds))
        .with_some("issuing_authority", credential.issuer.name.as_deref())
        .with_some("certificate_number", credential.number.as_deref())
        .with_some("certification_scheme", achievement.map(scheme))
        .with_some("achievement_title", achievement.map(|one| one.name.as_str()))
        .with_some("achievement_description", description)
        .with_some("language_of_classes", language.map(|language| vec![language]))
        .with_some("cnf", terms.holder.as_ref().map(|key| Object::new().with("jwk", key.jwk().clone())))
        .with_some("status", status(&credential.status))
}

pub(crate) fn seconds(moment: Timestamp) -> Json {
    // Whole seconds are a JSON number, whatever their sign.
    moment.unix().to_string().parse::<Number>().map_or(Json::Null, Json::Number)
}

fn scheme(achievement: &Achievement) -> Object {
    Object::new()
        .with("id", achievement.id.as_str())
        .with_some("version", achievement.version.as_deref())
        .with_some("code", achievement.human_code.as_deref())
}

/// The standard gives the mechanisms one object, each a member of its own.
fn status(entries: &[StatusEntry]) -> Option<Object> {
    let members = entries.iter().map(|entry| (entry.kind.clone(), entry.members.clone().into()));
    (!entries.is_empty()).then(|| members.collect())
}

fn identity(credential: &Credential, kind: &str) -> Option<String> {
    let found = credential.recipient.identities.iter().find(|identity| identity.kind == kind)?;
    match &found.value {
        IdentityHash::Plain(text) => Some(text.clone()),
        IdentityHash::Hashed { .. } => None,
    }
}

/// The results under a claim, each with what was measured; one that names nothing stands under none.
fn results(credential: &Credential, claim: &str) -> Option<Json> {
    let descriptions = credential.achievement.as_ref().map_or(&[][..], |one| &one.result_descriptions);
    let described = credential.outcomes.iter().filter_map(|outcome| {
        let found = descriptions.iter().find(|one| Some(&one.id) == outcome.description.as_ref())?;
        (claim_of(found) == claim).then(|| result(found, outcome))
    });
    set(described)
}

fn claim_of(description: &ResultDescription) -> &'static str {
    let [competences, others] = RESULTS;
    if description.kind == COMPETENCE { competences } else { others }
}

fn result(description: &ResultDescription, outcome: &Outcome) -> Object {
    let reached = description.levels.iter().find(|level| Some(&level.id) == outcome.achieved_level.as_ref());
    Object::new()
        .with("id", description.id.as_str())
        .with("title", description.name.as_str())
        .with("type", description.kind.as_str())
        .with_some("level", reached.map(level))
        .with_some("value", outcome.value.as_deref())
        .with_some("status", outcome.status.as_deref())
        .with_some("minimum", description.value_min.as_deref())
        .with_some("maximum", description.value_max.as_deref())
        .with_some("asked", description.required_value.as_deref())
}

fn level(level: &RubricLevel) -> Object {
    Object::new()
        .with("id", level.id.as_str())
        .with("title", level.name.as_str())
        .with_some("number", level.level.as_deref())
}

fn skill(skill: &Alignment) -> Object {
    Object::new()
        .with("id", skill.target_url.as_str())
        .with("label", skill.target_name.as_str())
        .with_some("code", skill.target_code.as_deref())
        .with_some("framework", skill.target_framework.as_deref())
}

fn set(elements: impl Iterator<Item = Object>) -> Option<Json> {
    let elements: Vec<Json> = elements.map(Json::from).collect();
    (!elements.is_empty()).then_some(Json::Array(elements))
}
