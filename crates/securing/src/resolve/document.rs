//! The keys of a DID document. ssi reads it; which keys may assert is decided here.

use attesto_credential::{Iri, Timestamp};
use ssi_dids_core::DID;
use ssi_dids_core::document::DIDVerificationMethod;
use ssi_dids_core::document::verification_method::ValueOrReference;

use super::{BadDocument, BoundKey, EvidenceAt, Standing, Uses, compromised, public_key, published, read, uses};
use crate::key::KeyId;

/// The member of a compromised key that says below which address it is proven what was recorded before.
const EVIDENCE: &str = "urn:attesto:evidence";

pub(super) fn keys(bytes: &[u8]) -> Result<published::Read, BadDocument> {
    let text = read(bytes)?;
    let compromised = compromised::listed(text.root())?;
    let parsed = serde_json::from_value::<ssi_dids_core::Document>(text.root().to_serde());
    let document = parsed.map_err(|error| BadDocument::NotADocument { why: error.to_string() })?;
    let controller = document.id.as_did();
    let asserts = |method: &DIDVerificationMethod| {
        document.verification_relationships.assertion_method.iter().any(|entry| names(entry, controller, method))
    };
    let embedded = document.verification_relationships.assertion_method.iter().filter_map(value);
    let methods = document.verification_method.iter().chain(embedded);
    let bound = methods.filter_map(|method| {
        let standing = if asserts(method) { Standing::Asserts } else { Standing::Elsewhere };
        key(controller, method, standing)
    });
    Ok((controller.to_string(), bound.collect(), compromised))
}

fn value(entry: &ValueOrReference) -> Option<&DIDVerificationMethod> {
    match entry {
        ValueOrReference::Value(method) => Some(method),
        ValueOrReference::Reference(_) => None,
    }
}

/// References may be absolute or start at `#` (DID Core 3.2.2).
fn names(entry: &ValueOrReference, controller: &DID, method: &DIDVerificationMethod) -> bool {
    match entry {
        ValueOrReference::Value(value) => value.id == method.id,
        ValueOrReference::Reference(reference) => *reference.resolve(controller) == *method.id,
    }
}

/// A method counts if the document itself controls it and its key can be used; else it is as if it were not there.
fn key(controller: &DID, method: &DIDVerificationMethod, standing: Standing) -> Option<BoundKey> {
    if method.controller.as_did() != controller {
        return None;
    }
    let id = KeyId::parse(method.id.as_str()).ok()?;
    let key = public_key(&method.properties).ok()?;
    let (expires, revoked) = (moment(method, "expires")?, moment(method, "revoked")?);
    let uses = Uses::of(method.properties.get(uses::MEMBER));
    let evidence = method.properties.get(EVIDENCE).and_then(|url| Iri::parse(url.as_str()?).ok());
    let evidence = evidence.map(EvidenceAt::new);
    Some(BoundKey { id, key, standing, uses, expires, revoked, evidence })
}

/// The moment under a key: outer `None` if it stands there and cannot be read, for then the key must not be used.
fn moment(method: &DIDVerificationMethod, key: &str) -> Option<Option<Timestamp>> {
    match method.properties.get(key) {
        None => Some(None),
        Some(value) => value.as_str().and_then(|text| Timestamp::parse(text).ok()).map(Some),
    }
}
