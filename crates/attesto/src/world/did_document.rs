//! The body's own DID document: which keys speak for it.
//! Absolute key ids and `assertionMethod` as strings: some verifiers read nothing else. Each key says what it is for.

use attesto_credential::Matter;
use attesto_securing::{KeyFile, Keys};
use serde_json::{Value, json};

use super::config::Installation;
use super::{files, wallets};
use crate::fault::{Failure, Fault};

/// The document of a DID with the keys that speak for it, each in its own matters.
pub(crate) fn of(did: &str, keys: &[(&KeyFile, &[Matter])]) -> String {
    let method = |(key, matters): &(&KeyFile, &[Matter])| {
        json!({
            "id": key.id().as_str(), "type": "Multikey", "controller": did,
            "publicKeyMultibase": key.public().to_multikey(),
            "urn:attesto:use": matters.iter().map(|matter| matter.word()).collect::<Vec<_>>(),
        })
    };
    let document = json!({
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": keys.iter().map(method).collect::<Vec<Value>>(),
        "assertionMethod": keys.iter().map(|(key, _)| key.id().as_str()).collect::<Vec<_>>(),
    });
    format!("{document:#}\n")
}

/// The published text of the body's own document.
pub(crate) fn text(installation: &Installation) -> Result<String, Failure> {
    files::read_text(&installation.path(&installation.written().folders.public).join("did.json"))
}

/// What the body's own documents say of its keys, those for wallets too.
pub(crate) fn keys(installation: &Installation) -> Result<Keys, Failure> {
    let document = installation.path(&installation.written().folders.public).join("did.json");
    let bytes = files::read(&document, 1 << 20)?;
    let wrong = |fault| Failure::new(Fault::Config, "did-document", format!("{}: {fault}", document.display()));
    wallets::with_keys(installation, Keys::new().with_document(&bytes).map_err(wrong)?)
}

#[cfg(test)]
mod tests {
    use attesto_credential::{Iri, Timestamp};
    use attesto_securing::{KeyId, Passphrase, SigningKey};

    use super::*;
    use crate::world::entropy::System;

    const DID: &str = "did:web:cert.example:demo";

    fn key(seed: u8, fragment: &str) -> KeyFile {
        let key =
            SigningKey::from_seed(&[seed; 32]).unwrap().named(KeyId::parse(&format!("{DID}#{fragment}")).unwrap());
        let passphrase = Passphrase::new("correct horse battery".to_owned().into()).unwrap();
        KeyFile::protect(&key, &passphrase, &mut System).unwrap()
    }

    #[test]
    fn each_key_speaks_in_its_own_matters_only() {
        let (credentials, journal) = (key(1, "credentials-1"), key(2, "journal-1"));

        let document = of(DID, &[(&credentials, &[Matter::Credential]), (&journal, &[Matter::Declaration])]);

        let keys = Keys::new().with_document(document.as_bytes()).unwrap();
        let (speaker, now) = (Iri::parse(DID).unwrap(), Timestamp::parse("2026-06-01T00:00:00Z").unwrap());
        let speaks = |key: &KeyFile, matter| keys.find(&speaker, key.id().as_str(), matter, None, now).is_ok();
        assert!(speaks(&credentials, Matter::Credential) && speaks(&journal, Matter::Declaration));
        assert!(!speaks(&journal, Matter::Credential) && !speaks(&journal, Matter::StatusList));
        assert!(!speaks(&credentials, Matter::Declaration) && !speaks(&credentials, Matter::StatusList));
    }
}
