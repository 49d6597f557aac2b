//! The body's own DID document: which keys speak for it.
//! Absolute key ids and `assertionMethod` as strings: some verifiers read nothing else.

use attesto_securing::{KeyFile, Keys};
use serde_json::{Value, json};

use super::config::Installation;
use super::files;
use crate::fault::{Failure, Fault};

/// The document of a DID with the keys that speak for it.
pub(crate) fn of(did: &str, keys: &[&KeyFile]) -> String {
    let method = |key: &&KeyFile| {
        json!({
            "id": key.id().as_str(), "type": "Multikey", "controller": did,
            "publicKeyMultibase": key.public().to_multikey(),
        })
    };
    let document = json!({
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": keys.iter().map(method).collect::<Vec<Value>>(),
        "assertionMethod": keys.iter().map(|key| key.id().as_str()).collect::<Vec<_>>(),
    });
    format!("{document:#}\n")
}

/// What the body's own document says of its keys.
pub(crate) fn keys(installation: &Installation) -> Result<Keys, Failure> {
    let document = installation.path(&installation.written().folders.public).join("did.json");
    let bytes = files::read(&document, 1 << 20)?;
    let wrong = |fault| Failure::new(Fault::Config, "did-document", format!("{}: {fault}", document.display()));
    Keys::new().with_document(&bytes).map_err(wrong)
}
