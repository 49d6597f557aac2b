//! The probes of the 1EdTech public validator, ported as rules by name
//! (`openbadges`, inspector-vc 1.11: ContextPropertyProbe to IssuerProbe). Severity and network probes are not here.

use std::collections::HashSet;

use super::LintFault;
use crate::document::{Document, Json, Object};
use crate::model::open_badges::CONTEXTS;
use crate::time::Timestamp;

pub(super) fn all(document: &Document) -> Vec<LintFault> {
    let root = document.root();
    let mut faults = Vec::new();
    context(root, &mut faults);
    types(root, &mut faults);
    if root.iter().any(|(_, member)| holds_nothing(member)) {
        present(&Json::Object(root.clone()), "", &mut faults);
    }
    issuer(root, &mut faults);
    subject(root, &mut faults);
    class(root.get("evidence"), "/evidence", "Evidence", "evidence-type", &mut faults);
    dates(root, &mut faults);
    faults
}

fn has_type(object: &Object, classes: &[&str]) -> bool {
    let types = object.get("type").map_or(&[][..], Json::as_set);
    types.iter().filter_map(Json::as_str).any(|found| classes.contains(&found))
}

/// ContextPropertyProbe: VC Data Model 2.0 first, a numbered Open Badges 3.0 context second.
fn context(root: &Object, faults: &mut Vec<LintFault>) {
    let contexts = root.get("@context").map_or(&[][..], Json::as_set);
    let at = |index: usize| contexts.get(index).and_then(Json::as_str).unwrap_or("");
    let [base, _] = CONTEXTS;
    if at(0) != base {
        faults.push(LintFault::new("context", "/@context/0", format!("{base} must stand first")));
    }
    let numbered = at(1).strip_prefix("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.");
    let patch = numbered.and_then(|rest| rest.strip_suffix(".json"));
    if !patch.is_some_and(|patch| patch.len() == 1 && patch.bytes().all(|b| b.is_ascii_digit())) {
        let why = "a numbered Open Badges 3.0 context must stand second, as in context-3.0.3.json";
        faults.push(LintFault::new("context", "/@context/1", why));
    }
}

/// TypePropertyProbe.
fn types(root: &Object, faults: &mut Vec<LintFault>) {
    let both =
        has_type(root, &["VerifiableCredential"]) && has_type(root, &["AchievementCredential", "OpenBadgeCredential"]);
    if !both {
        let why = "VerifiableCredential and OpenBadgeCredential (or AchievementCredential) are needed";
        faults.push(LintFault::new("type", "/type", why));
    }
}

/// Whether a null or an empty array stands anywhere in a value; where, is told by `present`.
fn holds_nothing(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::Array(elements) => elements.is_empty() || elements.iter().any(holds_nothing),
        Json::Object(object) => object.iter().any(|(_, member)| holds_nothing(member)),
        Json::Bool(_) | Json::Number(_) | Json::String(_) => false,
    }
}

/// Nulls and empty arrays must be left out (Open Badges 3.0, JSON serialisation).
fn present(value: &Json, pointer: &str, faults: &mut Vec<LintFault>) {
    match value {
        Json::Null => faults.push(LintFault::new("present", pointer, "null must be left out")),
        Json::Array(elements) if elements.is_empty() => {
            faults.push(LintFault::new("present", pointer, "an empty array must be left out"));
        }
        Json::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                present(element, &format!("{pointer}/{index}"), faults);
            }
        }
        Json::Object(object) => {
            for (key, member) in object.iter() {
                present(member, &format!("{pointer}/{key}"), faults);
            }
        }
        _ => {}
    }
}

/// IssuerProbe: an object of type Profile, so that keys and name stand together.
fn issuer(root: &Object, faults: &mut Vec<LintFault>) {
    let Some(profile) = root.get("issuer").and_then(Json::as_object) else {
        faults.push(LintFault::new("issuer-profile", "/issuer", "an object of type Profile is needed"));
        return;
    };
    profile_type(profile, "/issuer", "issuer-profile", faults);
    class(profile.get("otherIdentifier"), "/issuer/otherIdentifier", "IdentifierEntry", "issuer-identifier", faults);
    class(profile.get("parentOrg"), "/issuer/parentOrg", "Profile", "issuer-parent", faults);
}

fn profile_type(profile: &Object, pointer: &str, rule: &'static str, faults: &mut Vec<LintFault>) {
    if !has_type(profile, &["Profile"]) {
        faults.push(LintFault::new(rule, format!("{pointer}/type"), "type Profile is needed"));
    }
}

/// Every object under a member must be of a class.
fn class(value: Option<&Json>, pointer: &str, class: &str, rule: &'static str, faults: &mut Vec<LintFault>) {
    for (index, element) in value.map_or(&[][..], Json::as_set).iter().enumerate() {
        if !element.as_object().is_some_and(|object| has_type(object, &[class])) {
            faults.push(LintFault::new(
                rule,
                format!("{pointer}/{index}"),
                format!("an object of type {class} is needed"),
            ));
        }
    }
}

/// CredentialSubjectProbe.
fn subject(root: &Object, faults: &mut Vec<LintFault>) {
    let at = "/credentialSubject";
    let Some(subject) = root.get("credentialSubject").and_then(Json::as_object) else {
        faults.push(LintFault::new("subject", at, "one object of type AchievementSubject is needed"));
        return;
    };
    if !has_type(subject, &["AchievementSubject"]) {
        faults.push(LintFault::new("subject", format!("{at}/type"), "type AchievementSubject is needed"));
    }
    if subject.get("id").is_none() && subject.get("identifier").is_none() {
        faults.push(LintFault::new("subject", at, "id or identifier is needed: a badge is of somebody"));
    }
    class(subject.get("identifier"), &format!("{at}/identifier"), "IdentityObject", "identifier-type", faults);
    class(subject.get("result"), &format!("{at}/result"), "Result", "result-type", faults);
    class(subject.get("source"), &format!("{at}/source"), "Profile", "source-type", faults);
    identities(subject, faults);
    match subject.get("achievement").and_then(Json::as_object) {
        Some(achievement) => achievement_of(subject, achievement, faults),
        None => faults.push(LintFault::new("achievement", format!("{at}/achievement"), "an object is needed")),
    }
}

/// An identity is hashed as `sha256$` and lower-case hex; readers compare it as text.
fn identities(subject: &Object, faults: &mut Vec<LintFault>) {
    for (index, identity) in subject.get("identifier").map_or(&[][..], Json::as_set).iter().enumerate() {
        let Some(identity) = identity.as_object() else { continue };
        let hash = identity.text("identityHash").and_then(|text| text.strip_prefix("sha256$")).unwrap_or("");
        let hexadecimal = hash.len() == 64 && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if identity.get("hashed") == Some(&Json::Bool(true)) && !hexadecimal {
            let pointer = format!("/credentialSubject/identifier/{index}/identityHash");
            faults.push(LintFault::new(
                "identity-hash",
                pointer,
                "sha256$ and 64 lower-case hexadecimal digits are needed",
            ));
        }
    }
}

fn achievement_of(subject: &Object, achievement: &Object, faults: &mut Vec<LintFault>) {
    let at = "/credentialSubject/achievement";
    if !has_type(achievement, &["Achievement"]) {
        faults.push(LintFault::new("achievement", format!("{at}/type"), "type Achievement is needed"));
    }
    let criteria = achievement.get("criteria").and_then(Json::as_object);
    if !criteria.is_some_and(|criteria| criteria.get("id").is_some() || criteria.get("narrative").is_some()) {
        faults.push(LintFault::new("criteria", format!("{at}/criteria"), "an object with id or narrative is needed"));
    }
    let descriptions = achievement.get("resultDescription");
    class(descriptions, &format!("{at}/resultDescription"), "ResultDescription", "result-description-type", faults);
    results(subject, descriptions, faults);
}

/// A result points at a description of the same achievement, and a Status result says which (OB 3.0, Result).
fn results(subject: &Object, descriptions: Option<&Json>, faults: &mut Vec<LintFault>) {
    let described: Vec<&Object> =
        descriptions.map_or(&[][..], Json::as_set).iter().filter_map(Json::as_object).collect();
    for (index, result) in subject.get("result").map_or(&[][..], Json::as_set).iter().enumerate() {
        let Some(result) = result.as_object() else { continue };
        let at = format!("/credentialSubject/result/{index}");
        let Some(wanted) = result.text("resultDescription") else { continue };
        let Some(found) = described.iter().find(|d| d.text("id") == Some(wanted)) else {
            let why = format!("{wanted} is no result description of this achievement");
            faults.push(LintFault::new("result-description", format!("{at}/resultDescription"), why));
            continue;
        };
        if found.text("resultType") == Some("Status") && result.get("status").is_none() {
            faults.push(LintFault::new("result-status", at.clone(), "a result of type Status needs a status"));
        }
        achieved_level(result, found, &at, faults);
    }
}

fn achieved_level(result: &Object, description: &Object, at: &str, faults: &mut Vec<LintFault>) {
    let Some(level) = result.text("achievedLevel") else { return };
    let levels = description.get("rubricCriterionLevel").map_or(&[][..], Json::as_set);
    let ids: HashSet<&str> = levels.iter().filter_map(|l| l.as_object()?.text("id")).collect();
    if !ids.contains(level) {
        let why = format!("{level} is no level of the result description it points at");
        faults.push(LintFault::new("achieved-level", format!("{at}/achievedLevel"), why));
    }
}

/// ExpirationProbe and IssuanceProbe read moments with an offset; which day it is, is the verifier's question.
fn dates(root: &Object, faults: &mut Vec<LintFault>) {
    let mut moment = |key: &str| {
        let value = root.get(key)?;
        let read = value.as_str().and_then(|text| Timestamp::parse(text).ok());
        if read.is_none() {
            faults.push(LintFault::new("dates", format!("/{key}"), "a moment with Z or an offset is needed"));
        }
        read
    };
    let (from, until) = (moment("validFrom"), moment("validUntil"));
    moment("awardedDate");
    if matches!((from, until), (Some(from), Some(until)) if until <= from) {
        faults.push(LintFault::new("dates", "/validUntil", "it must lie after validFrom"));
    }
}
