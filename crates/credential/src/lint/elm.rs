//! What a European Digital Credential breaks: of the official SHACL, and of what that SHACL lets pass in silence.
//! The document is read as it is written; nothing is expanded, fetched or believed.

mod literal;
mod nodes;
mod shapes;
mod terms;
mod told;
mod walk;

pub(crate) use told::ours;

use super::LintFault;
use crate::document::{Document, Json, Object};
use crate::model::elm::{CONTEXTS, CREDENTIAL, PROFILE, SCHEMA};
use nodes::Nodes;
use walk::Walk;

/// What the official SHACL (EDC generic profile 1.1.0) refuses, with class, member and remedy.
pub(crate) fn conformance(document: &Document) -> Vec<LintFault> {
    let nodes = Nodes::of(document.root());
    Walk::over(document.root(), &nodes).refused
}

/// What the SHACL does not see: unknown keys, members of another class, lost dates, nodes that melt together.
pub(crate) fn silent(document: &Document) -> Vec<LintFault> {
    let root = document.root();
    let nodes = Nodes::of(root);
    let mut faults = Walk::over(root, &nodes).silent;
    faults.extend(nodes.faults());
    envelope(root, &mut faults);
    faults
}

/// What VC Data Model 1.1 and the viewer ask of the outermost object, beside the profile.
fn envelope(root: &Object, faults: &mut Vec<LintFault>) {
    let mut rule = |rule, holds: bool, pointer: &str, why: String| {
        if !holds {
            faults.push(LintFault::new(rule, pointer, format!("{CREDENTIAL}{}: {why}", pointer.replace('/', "."))));
        }
    };
    let texts = |key: &str| -> Vec<&str> {
        root.get(key).map_or(&[][..], Json::as_set).iter().filter_map(Json::as_str).collect()
    };
    rule(
        "elm-context",
        texts("@context") == CONTEXTS,
        "/@context",
        format!("write these two in this order: {}", CONTEXTS.join(", ")),
    );
    let types = ["VerifiableCredential", CREDENTIAL];
    rule("elm-types", texts("type") == types, "/type", format!("write these two and no other: {}", types.join(", ")));
    let same = |one: &str, other: &str| root.get(one).is_some() && root.get(one) == root.get(other);
    rule(
        "elm-issuance",
        same("issuanceDate", "issued"),
        "/issuanceDate",
        "write it, the same moment as issued".to_owned(),
    );
    let ends = root.get("validUntil").is_none() && root.get("expirationDate").is_none()
        || same("expirationDate", "validUntil");
    rule("elm-expiry", ends, "/expirationDate", "write it, the same moment as validUntil".to_owned());
    let schema = |key: &str, id: &str| {
        let mut named = root.get(key).map_or(&[][..], Json::as_set).iter().filter_map(Json::as_object);
        named.any(|one| one.text("id") == Some(id))
    };
    rule(
        "elm-profile",
        schema("credentialSchema", SCHEMA),
        "/credentialSchema",
        format!("name the generic profile, {SCHEMA}"),
    );
    rule(
        "elm-profile",
        schema("credentialProfiles", PROFILE),
        "/credentialProfiles",
        format!("name the generic profile, {PROFILE}"),
    );
}

#[cfg(test)]
mod tests;
