//! Declarations and token status lists as compact JWS (RFC 7515, RFC 8037): seal and open.
//! The key fixes the algorithm; nothing in a header proves anything, and a declaration's has exactly three members.

use attesto_credential::{Document, Limits, Profile, Secured, Statement, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::authentic::{Authentic, Broken};
use crate::data_integrity::broken;
use crate::jws::{Jws, decode, moment, part};
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
pub(crate) fn open<T: Statement>(
    secured: &Secured,
    profile: Profile,
    keys: &Keys,
    at: Timestamp,
) -> Result<Authentic<T>, Broken> {
    match profile {
        Profile::Declaration => declaration(secured, keys, at),
        Profile::StatusList => {
            let jws = Jws::read(secured.text(), profile.header_type(), &Limits::status_list())?;
            let said = T::read(&jws.payload, secured.format().model())?;
            let sealed = moment(&jws.payload, "iat");
            let (key, leaf) = jws.is_by_speaker((said.speaker(), said.matter()), sealed, (keys, secured.text()), at)?;
            Ok(Authentic::new(said, key, sealed, secured.format()).vouched_by(leaf))
        }
    }
}

/// Whether a compact JWS words just this.
#[cfg(feature = "seal")]
pub(crate) fn words(document: &Document, secured: &Secured) -> bool {
    secured.text().split('.').nth(1) == Some(URL_SAFE_NO_PAD.encode(document.to_text()).as_str())
}

/// Opens one declaration.
fn declaration<T: Statement>(secured: &Secured, keys: &Keys, at: Timestamp) -> Result<Authentic<T>, Broken> {
    let (input, signature) = secured.text().rsplit_once('.').ok_or(Broken::NoProof)?;
    let (header, payload) = input.split_once('.').ok_or(Broken::NoProof)?;
    let key = key_named_in(&part(header, &Limits::declaration())?)?;
    let signature: [u8; 64] =
        decode(signature)?.try_into().map_err(|_| Broken::Malformed { what: "the signature has not 64 bytes" })?;
    let document = part(payload, &Limits::declaration())?;
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
