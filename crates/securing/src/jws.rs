//! A compact JWS as others may have made it (RFC 7515, RFC 7519): its parts, and the key that it leads to.
//! The kind of a key fixes its algorithm; a key that stands in a header proves nothing.

use attesto_credential::{Document, Iri, Json, Limits, Matter, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::authentic::Broken;
use crate::data_integrity::unbound;
use crate::key::{Algorithm, KeyId, PublicKey};
use crate::resolve::Keys;

/// A JWS in its parts; nothing of it is believed.
pub(crate) struct Jws<'t> {
    input: &'t str,
    header: Document,
    /// What it says.
    pub(crate) payload: Document,
    signature: Vec<u8>,
}

impl<'t> Jws<'t> {
    /// Reads a compact JWS of a type.
    pub(crate) fn read(text: &'t str, header_type: &str, limits: &Limits) -> Result<Self, Broken> {
        let (input, signature) = text.rsplit_once('.').ok_or(Broken::NoProof)?;
        let (header, payload) = input.split_once('.').ok_or(Broken::NoProof)?;
        let header = part(header, &Limits::status_list())?;
        if header.root().text("typ") != Some(header_type) {
            return Err(Broken::Malformed { what: "the header has another typ than its standard asks for" });
        }
        if header.root().get("crit").is_some() {
            return Err(Broken::Malformed { what: "the header has critical members that are not known here" });
        }
        Ok(Self { input, header, payload: part(payload, limits)?, signature: decode(signature)? })
    }

    /// Whether a key signed it, by its own algorithm and no other.
    pub(crate) fn is_by(&self, key: &PublicKey) -> Result<(), Broken> {
        let named = self.header.root().text("alg").unwrap_or_default();
        let algorithm = Algorithm::named(named).ok_or_else(|| Broken::Unsupported { found: named.to_owned() })?;
        let holds = algorithm == key.algorithm() && key.verifies(self.input.as_bytes(), &self.signature);
        if holds { Ok(()) } else { Err(Broken::Signature) }
    }

    /// Whether a key signed it that speaks for somebody in a matter; gives the key's name.
    pub(crate) fn is_by_speaker(
        &self,
        (speaker, matter): (&Iri, Matter),
        sealed: Option<Timestamp>,
        keys: &Keys,
        at: Timestamp,
    ) -> Result<KeyId, Broken> {
        if self.header.root().get("x5c").is_some() {
            return Err(Broken::KeyUnreachable { speaker: speaker.to_string() });
        }
        let kid = self.header.root().text("kid");
        let kid = kid.ok_or(Broken::Malformed { what: "the header names no key: kid or x5c is needed" })?;
        let name = if kid.contains('#') { kid.to_owned() } else { format!("{speaker}#{kid}") };
        let bound = keys.find(speaker, &name, matter, sealed, at);
        let bound = bound.map_err(|why| unbound(why, &name, speaker, matter))?;
        self.is_by(bound.key())?;
        Ok(bound.id().clone())
    }
}

/// Header and payload, not yet with the signature.
#[cfg(feature = "seal")]
pub(crate) fn signing_input(header_type: &str, payload: &Document, signer: &dyn crate::key::Signer) -> String {
    let header = attesto_credential::Object::new()
        .with("alg", signer.public().algorithm().name())
        .with("typ", header_type)
        .with("kid", signer.id().as_str());
    let header = URL_SAFE_NO_PAD.encode(Document::composed(header).to_text());
    format!("{header}.{}", URL_SAFE_NO_PAD.encode(payload.to_text()))
}

/// Reads a part as a JSON object that every reader takes for the same.
pub(crate) fn part(part: &str, limits: &Limits) -> Result<Document, Broken> {
    let document = Document::parse(&decode(part)?, limits);
    let document = document.map_err(|_| Broken::Malformed { what: "a part is not a JSON object within the limits" })?;
    if document.flaws().is_empty() {
        Ok(document)
    } else {
        Err(Broken::Malformed { what: "a part has a duplicate key or an inexact number" })
    }
}

pub(crate) fn decode(part: &str) -> Result<Vec<u8>, Broken> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| Broken::Malformed { what: "a part is not base64url without padding" })
}

/// Whole seconds since 1970 under a claim, if they stand there.
pub(crate) fn moment(payload: &Document, claim: &str) -> Option<Timestamp> {
    match payload.root().get(claim)? {
        Json::Number(number) => Timestamp::from_unix(number.as_str().parse().ok()?).ok(),
        _ => None,
    }
}
