//! What the holder adds to show a copy: a JWT under the key it is bound to (RFC 9901, 7.3).
//! Whether it was made for whoever looks now is the verifier's to ask.

use attesto_credential::{Document, Json, Limits, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::authentic::Broken;
use crate::digest::Digest;
use crate::jws::{Jws, moment};
use crate::key::PublicKey;

/// The `typ` of the holder's JWT.
pub(super) const TYPE: &str = "kb+jwt";

/// That the holder of a copy's key showed just these claims: to whom, on which question, when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    audience: String,
    nonce: String,
    at: Timestamp,
}

impl Binding {
    /// To whom (`aud`).
    pub fn audience(&self) -> &str {
        &self.audience
    }

    /// On which question (`nonce`).
    pub fn nonce(&self) -> &str {
        &self.nonce
    }

    /// When (`iat`).
    pub fn at(&self) -> Timestamp {
        self.at
    }
}

/// What of the shown text the holder signs a digest of.
pub(super) fn digest(shown: &str) -> String {
    URL_SAFE_NO_PAD.encode(Digest::of(shown.as_bytes()).as_bytes())
}

/// Opens the holder's JWT under the key that the claims name.
pub(super) fn open(text: &str, shown: &str, claims: &Document) -> Result<Binding, Broken> {
    let bad = |what| Broken::KeyBinding { what };
    let key = key(claims).ok_or(bad("the copy names no key of its holder that can be used"))?;
    let jws =
        Jws::read(text, TYPE, &Limits::default()).map_err(|_| bad("the holder's proof is not written as kb+jwt"))?;
    jws.is_by(&key).map_err(|_| bad("it is not signed by the key that the copy is bound to"))?;
    let root = jws.payload.root();
    if root.text("sd_hash") != Some(digest(shown).as_str()) {
        return Err(bad("it was made for another copy, or for other claims of this one"));
    }
    let (audience, nonce, at) = (root.text("aud"), root.text("nonce"), moment(&jws.payload, "iat"));
    let (Some(audience), Some(nonce), Some(at)) = (audience, nonce, at) else {
        return Err(bad("aud, nonce and iat are needed"));
    };
    Ok(Binding { audience: audience.to_owned(), nonce: nonce.to_owned(), at })
}

fn key(claims: &Document) -> Option<PublicKey> {
    let jwk = claims.at("/cnf/jwk").and_then(Json::as_object)?;
    PublicKey::from_jwk(&jwk.to_serde()).ok()
}
