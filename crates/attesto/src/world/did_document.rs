//! The body's own DID document: which keys speak for it.
//! Absolute key ids and `assertionMethod` as strings: some verifiers read nothing else. Each key says what it is for.

use std::path::PathBuf;

use attesto_credential::Matter;
use attesto_issuer::{KeyUse, KnownKey};
use attesto_securing::{KeyFile, KeyId, Keys, PublicKey};
use serde_json::{Value, json};

use super::config::Installation;
use super::{files, proofs, seals, wallets};
use crate::fault::{Failure, Fault};

/// The member of a key that says what it is for.
const USE: &str = "urn:attesto:use";

/// The member of a compromised key that says below which address it is proven what was recorded before.
const EVIDENCE: &str = "urn:attesto:evidence";

/// The document of a DID with the keys that speak for it, each in its own matters.
pub(crate) fn of(did: &str, keys: &[(&KeyFile, &[Matter])]) -> String {
    let mut document = json!({
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did, "verificationMethod": [], "assertionMethod": [],
    });
    keys.iter().for_each(|(key, matters)| put(&mut document, did, (key.id(), key.public()), matters));
    format!("{document:#}\n")
}

/// The document with what it lacks: the keys that lie here, each with its uses, and what the register knows of others.
///
/// Nothing is taken out, and nothing else that stands in it is touched; `None` where it lacks nothing.
pub(crate) fn completed(
    text: &str,
    (did, base_url): (&str, &str),
    lying: &[(KeyFile, Vec<Matter>)],
    known: &[KnownKey],
) -> Result<Option<String>, Failure> {
    let wrong = |why: String| Failure::new(Fault::Config, "did-document", format!("public/did.json: {why}"));
    let written: Value = serde_json::from_str(text).map_err(|error| wrong(error.to_string()))?;
    let mut document = written.clone();
    lying.iter().for_each(|(key, matters)| put(&mut document, did, (key.id(), key.public()), matters));
    known
        .iter()
        .filter(|known| known.of == KeyUse::Seal)
        .for_each(|one| proofs::tell(&mut document, (did, base_url), one));
    for one in known.iter().filter(|known| KeyUse::IN_DOCUMENT.contains(&known.of)) {
        put(&mut document, did, (&one.key.id, &one.key.public), &[one.of.matter()]);
        if one.revoked.is_some() && one.of == KeyUse::Credential {
            set(&mut document, &one.key.id, EVIDENCE, json!(proofs::address(base_url, &one.key)));
        }
        let moments = [("expires", one.expires), ("revoked", one.revoked)];
        for (member, moment) in moments.into_iter().filter_map(|(member, moment)| Some((member, moment?))) {
            set(&mut document, &one.key.id, member, json!(moment.to_string()));
        }
    }
    Ok((document != written).then(|| format!("{document:#}\n")))
}

/// Puts a key in, if it is not there, and says what it is for.
fn put(document: &mut Value, did: &str, (id, public): (&KeyId, &PublicKey), matters: &[Matter]) {
    if find(document, id).is_none() {
        let method = json!({
            "id": id.as_str(), "type": "Multikey", "controller": did, "publicKeyMultibase": public.to_multikey(),
        });
        push(document, "verificationMethod", method);
        push(document, "assertionMethod", json!(id.as_str()));
    }
    set(document, id, USE, json!(matters.iter().map(|matter| matter.word()).collect::<Vec<_>>()));
}

fn push(document: &mut Value, member: &str, one: Value) {
    if let Some(all) = document.get_mut(member).and_then(Value::as_array_mut) {
        all.push(one);
    }
}

fn set(document: &mut Value, id: &KeyId, member: &str, value: Value) {
    if let Some(method) = find(document, id).and_then(Value::as_object_mut) {
        method.insert(member.to_owned(), value);
    }
}

fn find<'d>(document: &'d mut Value, id: &KeyId) -> Option<&'d mut Value> {
    let methods = document.get_mut("verificationMethod").and_then(Value::as_array_mut)?;
    methods.iter_mut().find(|method| method.get("id").and_then(Value::as_str) == Some(id.as_str()))
}

/// The published text of the body's own document.
pub(crate) fn text(installation: &Installation) -> Result<String, Failure> {
    files::read_text(&path(installation))
}

/// Where it lies.
pub(crate) fn path(installation: &Installation) -> PathBuf {
    installation.path(&installation.written().folders.public).join("did.json")
}

/// What the body's own documents say of its keys, those for wallets too, and the authority behind its seals.
pub(crate) fn keys(installation: &Installation) -> Result<Keys, Failure> {
    let document = path(installation);
    let bytes = files::read(&document, 1 << 20)?;
    let wrong = |fault| Failure::new(Fault::Config, "did-document", format!("{}: {fault}", document.display()));
    let keys = wallets::with_keys(installation, Keys::new().with_document(&bytes).map_err(wrong)?)?;
    seals::with_authority(installation, keys)
}

#[cfg(test)]
mod tests {
    use attesto_credential::{Iri, Timestamp};
    use attesto_issuer::BodyKey;
    use attesto_securing::{Passphrase, SigningKey};

    use super::*;
    use crate::world::entropy::System;

    const DID: &str = "did:web:cert.example:demo";
    const BASE: &str = "https://cert.example/demo";

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

    #[test]
    fn a_document_is_completed_once_and_what_else_stands_in_it_stays() {
        let (first, second) = (key(1, "credentials-1"), key(2, "credentials-2"));
        let mut written: Value = serde_json::from_str(&of(DID, &[(&first, &[Matter::Credential])])).unwrap();
        written["service"] = json!([{"id": "did:web:cert.example:demo#site", "type": "LinkedDomains", "serviceEndpoint": "https://cert.example"}]);
        let method = written["verificationMethod"][0].as_object_mut().unwrap();
        method.remove(USE);
        let retired = Timestamp::parse("2026-11-26T09:00:00Z").unwrap();
        let known = KnownKey {
            key: BodyKey { id: first.id().clone(), public: first.public().clone() },
            of: KeyUse::Credential,
            since: None,
            expires: Some(retired),
            revoked: None,
            revoked_at: None,
            secret: None,
        };
        let lying = [(second, vec![Matter::Credential])];

        let completed =
            completed(&written.to_string(), (DID, BASE), &lying, std::slice::from_ref(&known)).unwrap().unwrap();

        let document: Value = serde_json::from_str(&completed).unwrap();
        assert_eq!(document["service"], written["service"]);
        assert_eq!(document["verificationMethod"][0]["expires"], "2026-11-26T09:00:00Z");
        let keys = Keys::new().with_document(completed.as_bytes()).unwrap();
        let speaker = Iri::parse(DID).unwrap();
        let speaks = |fragment: &str, matter, sealed: &str| {
            let sealed = Timestamp::parse(sealed).unwrap();
            keys.find(&speaker, &format!("{DID}#{fragment}"), matter, Some(sealed), sealed).is_ok()
        };
        assert!(speaks("credentials-1", Matter::Credential, "2026-11-26T09:00:00Z"));
        assert!(!speaks("credentials-1", Matter::Credential, "2026-11-26T09:00:01Z"));
        assert!(!speaks("credentials-1", Matter::Declaration, "2026-11-26T09:00:00Z"), "uses were written anew");
        assert!(speaks("credentials-2", Matter::Credential, "2026-11-26T09:00:01Z"));
        assert_eq!(super::completed(&completed, (DID, BASE), &lying, std::slice::from_ref(&known)).unwrap(), None);
    }
}
