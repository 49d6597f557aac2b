//! Flat claims: what SD-JWT VC asks of anybody's, and what we ask of our own beyond it.
//! Disclosures were put back in their places before; what is sealed, and how, is floor 2's.

use super::LintFault;
use crate::credential::{ClaimTerms, Credential};
use crate::document::{Document, Json};
use crate::id::{CertificateNumber, Iri};
use crate::status::StatusEntry;

/// What a document breaks of SD-JWT VC, ours or foreign.
pub(super) fn conformance(document: &Document) -> Vec<LintFault> {
    let root = document.root();
    let mut faults = Vec::new();
    let mut rule = |rule, holds: bool, pointer: &str, why: &str| {
        if !holds {
            faults.push(LintFault::new(rule, pointer, why));
        }
    };
    let vct = root.text("vct").is_some_and(|vct| !vct.is_empty());
    rule("claims-type", vct, "/vct", "a type as one string is needed");
    for claim in ["nbf", "exp", "iat"] {
        let whole = root.get(claim).is_none_or(is_whole);
        rule("claims-time", whole, &format!("/{claim}"), "whole seconds since 1970 are needed");
    }
    let issuer = root.get("iss").is_none_or(|iss| iss.as_str().is_some_and(|text| Iri::parse(text).is_ok()));
    rule("claims-issuer", issuer, "/iss", "a URI is needed");
    let integrity = root.get("vct#integrity").is_none_or(|sri| sri.as_str().is_some_and(|text| text.contains('-')));
    rule("claims-integrity", integrity, "/vct#integrity", "an integrity text is needed, as in sha256-…");
    let status = root.get("status").is_none_or(is_status);
    rule("claims-status", status, "/status", "an object is needed, its status_list with idx and uri");
    faults
}

fn is_whole(value: &Json) -> bool {
    matches!(value, Json::Number(number) if number.as_str().parse::<i64>().is_ok())
}

fn is_status(status: &Json) -> bool {
    let Some(mechanisms) = status.as_object() else { return false };
    let list = mechanisms.get(StatusEntry::TOKEN).map(|list| list.as_object().map(StatusEntry::of_token));
    list.is_none_or(|entry| entry.is_some_and(|entry| matches!(entry.read_token(), Ok(Some(_)))))
}

/// What we ask of our own flat claims. Never asked of foreign ones.
pub(crate) fn house(credential: &Credential) -> Vec<LintFault> {
    let mut faults = Vec::new();
    let mut rule = |rule, holds: bool, pointer: &str, why: &str| {
        if !holds {
            faults.push(LintFault::new(rule, pointer, why));
        }
    };
    let random = credential.id.as_str().starts_with("urn:uuid:");
    rule("house-id", random, "/jti", "ours are random urn:uuid, one per copy");
    rule("house-until", credential.validity.until().is_some(), "/exp", "a certification of ours has an end");
    rule("house-title", credential.name.is_some(), "/achievement_title", "a title to display is needed");
    rule("house-issuer", is_https(credential.issuer.id.as_str()), "/iss", "an https URL is needed");
    rule("house-issuer", credential.issuer.name.is_some(), "/issuing_authority", "a name to display is needed");
    let number = credential.number.as_deref().is_some_and(|number| CertificateNumber::parse(number).is_ok());
    rule("house-number", number, "/certificate_number", "a certificate number with its check character is needed");
    let listed = matches!(credential.status.as_slice(), [one] if matches!(one.read_token(), Ok(Some(_))));
    rule("house-status", listed, "/status", "one place in a Token Status List is needed");
    let named = |kind| credential.recipient.identities.iter().any(|identity| identity.kind == kind);
    let names = named("given_name") && named("family_name");
    rule("house-names", names, "/family_name", "the given name and the family name are needed");
    if let Some(terms) = &credential.terms {
        of_terms(terms, &mut rule);
    }
    faults
}

fn of_terms(terms: &ClaimTerms, rule: &mut impl FnMut(&'static str, bool, &str, &str)) {
    rule("house-type", is_https(&terms.vct), "/vct", "the https URL of published metadata is needed");
    rule("house-integrity", terms.integrity.is_some(), "/vct#integrity", "the digest of the metadata is needed");
    rule("house-holder", terms.holder.is_some(), "/cnf", "a copy of ours is bound to a key of its holder");
    rule("house-salts", terms.seed.is_some(), "", "the seed of the salts is needed, or they could not be told again");
}

fn is_https(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://127.0.0.1") || text.starts_with("http://localhost")
}
