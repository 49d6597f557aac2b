//! A certification becomes the flat claims of one copy, bound to a key of its holder; what the holder may hold back
//! stands by itself. It says what the badge says: the same results, made by the very function that makes them there.

use attesto_credential::{
    Achievement, ClaimTerms, Credential, CredentialId, Criteria, Date, HolderKey, IdentityHash, Issuer, Json, Language,
    Object, Outcome, Recipient, RecipientIdentity, ResultDescription, SaltSeed, StatusEntry, StatusPlace,
};

use super::{NotProjected, achievement, fits, result};
use crate::calendar::Calendar;
use crate::certification::Certification;
use crate::person::Person;
use crate::scheme::Scheme;

/// The kind of a result that is a competence (Open Badges 3.0 `ResultType`).
const COMPETENCE: &str = "RubricCriterionLevel";

/// What was drawn for one copy of flat claims, and what it is bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnClaims {
    /// The id of the copy.
    pub id: CredentialId,
    /// 32 random bytes; from them come the salts of its disclosures.
    pub seed: SaltSeed,
    /// Where its status is told, in a Token Status List.
    pub status: StatusPlace,
    /// The URL of the published type, and the digest of what lies there.
    pub kind: (String, String),
    /// The key of whoever will hold it.
    pub holder: HolderKey,
}

/// Words what one copy of a certification says as flat claims: names, results and skills each by itself.
///
/// Dates are those of the body's own days. The e-mail stands in plain text, for its holder need not show it.
///
/// # Errors
/// The scheme, or the person, is not that of the certification; it is not in force.
pub fn project_claims(
    certification: &Certification,
    scheme: &Scheme,
    person: &Person,
    (issuer, calendar): (&Issuer, &dyn Calendar),
    drawn: DrawnClaims,
) -> Result<Credential, NotProjected> {
    fits(certification, scheme, person)?;
    let mut results: Vec<(ResultDescription, Outcome)> =
        result::all(certification, scheme)?.into_iter().map(narrowed).collect();
    results.sort_by_key(|(description, _)| description.kind != COMPETENCE);
    let (descriptions, outcomes) = results.into_iter().unzip();
    let achievement = achievement_of(achievement::of(scheme, certification.language(), descriptions)?);
    let validity = certification.validity();
    let (vct, integrity) = drawn.kind;
    Ok(Credential {
        id: drawn.id,
        name: Some(achievement.name.clone()),
        issuer: Issuer { url: None, others: Object::new(), ..issuer.clone() },
        recipient: recipient(person),
        achievement: Some(achievement.into()),
        outcomes,
        number: Some(certification.number().as_str().to_owned()),
        validity,
        awarded: None,
        status: vec![StatusEntry::token(&drawn.status)],
        others: {
            let dates =
                dates(calendar.local_date(validity.from()), validity.until().map(|until| calendar.local_date(until)));
            learning(scheme, certification.language(), dates)
        },
        subject_others: Object::new(),
        learning: None,
        terms: Some(ClaimTerms { vct, integrity: Some(integrity), holder: Some(drawn.holder), seed: Some(drawn.seed) }),
    })
}

fn dates(issued: Date, expires: Option<Date>) -> Object {
    Object::new()
        .with("date_of_issuance", issued.to_string())
        .with_some("date_of_expiry", expires.map(|day| day.to_string()))
}

/// Workload, level and quality, as far as the scheme tells them; the level only where a national framework gave one.
fn learning(scheme: &Scheme, language: &Language, others: Object) -> Object {
    let hours = scheme.learning().workload_hours().map(|hours| format!("PT{hours}H"));
    let level = scheme.learning().levelled().map(|levelled| levelled.eqf().iri.as_str().to_owned());
    let quality: Vec<Json> = scheme.accreditations().iter().map(|one| one.title().best(language).into()).collect();
    // What stands in the issuer's own part comes first, as it does when all of it is read back.
    others
        .with_some("types_of_quality_assurance", Some(quality).filter(|quality| !quality.is_empty()))
        .with_some("expected_study_time", hours)
        .with_some("level_of_learning_experience", level)
}

/// What flat claims have room for: of a rubric only the level that was reached.
fn narrowed((description, outcome): (ResultDescription, Outcome)) -> (ResultDescription, Outcome) {
    let levels = description.levels.into_iter().filter(|level| Some(&level.id) == outcome.achieved_level.as_ref());
    let levels = levels.collect();
    let description = ResultDescription { levels, allowed_values: Vec::new(), alignments: Vec::new(), ..description };
    (description, Outcome { id: None, alignments: Vec::new(), ..outcome })
}

fn achievement_of(achievement: Achievement) -> Achievement {
    let plain = |mut one: attesto_credential::Alignment| {
        (one.id, one.target_type) = (None, None);
        one
    };
    Achievement {
        criteria: Criteria::default(),
        kind: None,
        related: Vec::new(),
        alignments: achievement.alignments.into_iter().map(plain).collect(),
        ..achievement
    }
}

fn recipient(person: &Person) -> Recipient {
    let identity = |kind: &str, text: &str| RecipientIdentity {
        kind: kind.to_owned(),
        value: IdentityHash::Plain(text.to_owned()),
        others: Object::new(),
    };
    let (native, latin) = (person.name().native(), person.name().latin());
    let mut identities =
        vec![identity("given_name", native.given().as_str()), identity("family_name", native.family().as_str())];
    if let Some(latin) = latin {
        identities.push(identity("given_name_latin", latin.given().as_str()));
        identities.push(identity("family_name_latin", latin.family().as_str()));
    }
    identities.push(identity("emailAddress", &person.email().folded()));
    Recipient { id: None, identities }
}

#[cfg(test)]
mod tests;
