//! The body's own DID document: which keys speak for it.
//! Absolute key ids and `assertionMethod` as strings: some verifiers read nothing else.

use attesto_securing::KeyFile;
use serde_json::json;

/// The document of a DID whose credentials are sealed by one key.
pub(crate) fn of(did: &str, key: &KeyFile) -> String {
    let id = key.id().as_str();
    let document = json!({
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": [
            {"id": id, "type": "Multikey", "controller": did, "publicKeyMultibase": key.public().to_multikey()}
        ],
        "assertionMethod": [id],
    });
    format!("{document:#}\n")
}
