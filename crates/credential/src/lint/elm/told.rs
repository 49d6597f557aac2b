//! Words the walk and its helpers share, and what we ask of our own European credentials beyond every standard.
//! Never asked of foreign ones.

use super::super::LintFault;
use crate::credential::Credential;
use crate::document::{Json, Object};
use crate::id::CertificateNumber;

/// The classes that a node names itself.
pub(super) fn types(object: &Object) -> Vec<&str> {
    object.get("type").map_or(&[][..], Json::as_set).iter().filter_map(Json::as_str).collect()
}

/// One step of a JSON Pointer (RFC 6901).
pub(super) fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// What a European credential of ours must say, whatever the profile allows: all that Annex I of the Council
/// Recommendation on micro-credentials lists as mandatory, and where its status is asked.
pub(crate) fn ours(credential: &Credential) -> Vec<LintFault> {
    let mut faults = Vec::new();
    let mut rule = |rule, holds: bool, pointer: &str, why: &str| {
        if !holds {
            faults.push(LintFault::new(rule, pointer, why));
        }
    };
    let claim = "/credentialSubject/hasClaim/0";
    rule("house-id", credential.id.as_str().starts_with("urn:uuid:"), "/id", "ours are random urn:uuid, one per copy");
    let number = credential.number.as_deref().is_some_and(|number| CertificateNumber::parse(number).is_ok());
    rule(
        "house-number",
        number,
        &format!("{claim}/identifier"),
        "a certificate number with its check character is needed",
    );
    rule("house-until", credential.validity.until().is_some(), "/validUntil", "a certification of ours has an end");
    rule(
        "house-status",
        credential.status.is_empty(),
        "/credentialStatus",
        "leave it out: a European credential is asked by certificate number",
    );
    rule(
        "house-awarded",
        credential.awarded.is_some(),
        &format!("{claim}/awardedBy/awardingDate"),
        "say when it was awarded",
    );
    let Some(learning) = credential.learning.as_deref() else {
        rule("house-learning", false, claim, "say what was learned, assessed and awarded");
        return faults;
    };
    let specification = format!("{claim}/specifiedBy");
    rule(
        "house-asked",
        learning.asked_at.is_some(),
        &format!("{claim}/supplementaryDocument"),
        "say where its status is asked",
    );
    rule("house-learner", learning.learner.is_some(), "/credentialSubject", "the learner needs a name");
    let Some(told) = &learning.specification else {
        rule("annex-specification", false, &specification, "say what the certification consists of");
        return faults;
    };
    let within = |member: &str| format!("{specification}/{member}");
    rule(
        "annex-outcomes",
        !told.outcomes.is_empty(),
        &within("learningOutcome"),
        "list what a certified person can do",
    );
    rule(
        "annex-workload",
        told.workload.is_some(),
        &within("volumeOfLearning"),
        "state the workload in the scheme ([learning] workload_hours)",
    );
    rule(
        "annex-mode",
        !told.modes.is_empty(),
        &within("mode"),
        "state how one takes part in the scheme ([learning] modes)",
    );
    rule(
        "annex-quality",
        !told.accreditations.is_empty(),
        &within("accreditation"),
        "state the quality assurance in the scheme ([[accreditations]])",
    );
    let assessed = !learning.assessments.is_empty()
        && learning.assessments.iter().all(|one| one.kind.is_some() && one.identity_checked.is_some());
    rule(
        "annex-assessments",
        assessed,
        &format!("{claim}/provenBy"),
        "every assessment needs its type, and how identity was checked (kind and supervision of [[assessments]])",
    );
    faults
}
