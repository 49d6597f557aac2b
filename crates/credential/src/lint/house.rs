//! What we ask of our own credentials beyond the standard. Never asked of foreign ones.

use super::LintFault;
use crate::credential::{Achievement, Credential, IdentityHash};
use crate::id::CertificateNumber;

pub(crate) fn house(credential: &Credential) -> Vec<LintFault> {
    let mut faults = Vec::new();
    let mut rule = |rule, holds: bool, pointer: &str, why: &str| {
        if !holds {
            faults.push(LintFault::new(rule, pointer, why));
        }
    };
    let random = credential.id.as_str().starts_with("urn:uuid:");
    rule("house-id", random, "/id", "ours are random urn:uuid, one per copy");
    let subject = credential
        .recipient
        .id
        .as_ref()
        .is_some_and(|id| id.as_str().starts_with("urn:uuid:") || id.as_str().starts_with("did:"));
    rule(
        "house-subject-id",
        subject,
        "/credentialSubject/id",
        "a random urn:uuid per copy, or the holder's DID, is needed",
    );
    rule("house-until", credential.validity.until().is_some(), "/validUntil", "a certification of ours has an end");
    rule("house-title", credential.name.is_some(), "/name", "a title to display is needed");
    rule("house-issuer", credential.issuer.name.is_some(), "/issuer/name", "a name to display is needed");
    let number = credential.number.as_deref().is_some_and(|number| CertificateNumber::parse(number).is_ok());
    rule(
        "house-number",
        number,
        "/credentialSubject/licenseNumber",
        "a certificate number with its check character is needed",
    );
    let salted =
        credential.recipient.identities.iter().all(|i| !matches!(&i.value, IdentityHash::Hashed { salt: None, .. }));
    rule(
        "house-salt",
        salted,
        "/credentialSubject/identifier",
        "a hashed identity needs a salt, else it can be guessed",
    );
    rule("house-status", credential.status.len() <= 1, "/credentialStatus", "Open Badges allow one status entry");
    let achievement = credential.achievement.as_deref();
    rule(
        "house-achievement",
        achievement.is_some_and(spoken),
        "/credentialSubject/achievement",
        "an achievement in one named language is needed",
    );
    faults
}

fn spoken(achievement: &Achievement) -> bool {
    achievement.language.is_some() && achievement.criteria.id.is_some()
}
