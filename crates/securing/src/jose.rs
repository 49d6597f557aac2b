//! Declarations as compact JWS (RFC 7515, RFC 8037): seal and open.
//! The header has exactly three members and the key fixes the algorithm; nothing in a header proves anything.

use attesto_credential::{Document, Limits, Secured, Statement, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::authentic::{Authentic, Broken};
use crate::data_integrity::broken;
use crate::key::Algorithm;
use crate::resolve::Keys;

const TYPE: &str = "attesto+jws";

/// What is signed, for a key of this name: header and payload, not yet with the signature.
#[cfg(feature = "seal")]
pub(crate) fn signing_input(document: &Document, key: &crate::key::KeyId) -> String {
    let header = attesto_credential::Object::new().with("alg", "EdDSA").with("typ", TYPE).with("kid", key.as_str());
    let header = URL_SAFE_NO_PAD.encode(Document::composed(header).to_text());
    format!("{header}.{}", URL_SAFE_NO_PAD.encode(document.to_text()))
}

/// The compact JWS.
#[cfg(feature = "seal")]
pub(crate) fn attach(signing_input: &str, signature: &crate::key::Signature) -> String {
    format!("{signing_input}.{}", URL_SAFE_NO_PAD.encode(signature.as_bytes()))
}

/// Opens one compact JWS.
pub(crate) fn open<T: Statement>(secured: &Secured, keys: &Keys, at: Timestamp) -> Result<Authentic<T>, Broken> {
    let (input, signature) = secured.text().rsplit_once('.').ok_or(Broken::NoProof)?;
    let (header, payload) = input.split_once('.').ok_or(Broken::NoProof)?;
    let key = key_named_in(&part(header)?)?;
    let signature: [u8; 64] =
        decode(signature)?.try_into().map_err(|_| Broken::Malformed { what: "the signature has not 64 bytes" })?;
    let document = part(payload)?;
    let said = T::read(&document, secured.format().model())?;
    let bound = keys.find(said.speaker(), &key, said.matter(), said.stated(), at);
    let bound = bound.map_err(|unbound| broken(unbound, &key, &said))?;
    let suits = bound.key().algorithm() == Algorithm::EdDsa;
    if suits && bound.key().verifies(input.as_bytes(), &signature) {
        let stated = said.stated();
        Ok(Authentic::new(said, bound.id().clone(), stated, secured.format()))
    } else {
        Err(Broken::Signature)
    }
}

fn key_named_in(header: &Document) -> Result<String, Broken> {
    let root = header.root();
    let exact = root.len() == 3 && root.text("alg") == Some("EdDSA") && root.text("typ") == Some(TYPE);
    let key = root.text("kid").filter(|_| exact);
    key.map(str::to_owned)
        .ok_or(Broken::Malformed { what: "the header must be alg EdDSA, typ attesto+jws and kid, nothing else" })
}

fn part(part: &str) -> Result<Document, Broken> {
    let document = Document::parse(&decode(part)?, &Limits::declaration());
    let document = document.map_err(|_| Broken::Malformed { what: "a part is not a JSON object within the limits" })?;
    if document.flaws().is_empty() {
        Ok(document)
    } else {
        Err(Broken::Malformed { what: "a part has a duplicate key or an inexact number" })
    }
}

fn decode(part: &str) -> Result<Vec<u8>, Broken> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| Broken::Malformed { what: "a part is not base64url without padding" })
}
