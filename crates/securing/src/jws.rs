//! A compact JWS as others may have made it (RFC 7515, RFC 7519): its parts, and the key that it leads to.
//! The kind of a key fixes its algorithm; a key that stands in a header proves nothing.

use attesto_credential::{Document, Iri, Json, Limits, Matter, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use crate::authentic::Broken;
use crate::chain::{Chain, Leaf, Use};
use crate::data_integrity::unbound;
use crate::digest::Digest;
use crate::key::{Algorithm, Checked, KeyId, PublicKey};
use crate::resolve::{Keys, Unbound};

/// A JWS in its parts; nothing of it is believed.
#[derive(Debug)]
pub(crate) struct Jws {
    input: String,
    header: Document,
    /// What it says.
    pub(crate) payload: Document,
    signature: Vec<u8>,
    checked: Checked,
}

impl Jws {
    /// Reads a compact JWS of a type.
    pub(crate) fn read(text: &str, header_type: &str, limits: &Limits) -> Result<Self, Broken> {
        let (input, signature) = text.rsplit_once('.').ok_or(Broken::NoProof)?;
        let (header, payload) = input.split_once('.').ok_or(Broken::NoProof)?;
        let header = part(header, &Limits::status_list())?;
        if header.root().text("typ") != Some(header_type) {
            return Err(Broken::Malformed { what: "the header has another typ than its standard asks for" });
        }
        if header.root().get("crit").is_some() {
            return Err(Broken::Malformed { what: "the header has critical members that are not known here" });
        }
        let (payload, signature) = (part(payload, limits)?, decode(signature)?);
        Ok(Self { input: input.to_owned(), header, payload, signature, checked: Checked::default() })
    }

    /// Whether a key signed it, by its own algorithm and no other.
    pub(crate) fn is_by(&self, key: &PublicKey) -> Result<(), Broken> {
        let named = self.header.root().text("alg").unwrap_or_default();
        let algorithm = Algorithm::named(named).ok_or_else(|| Broken::Unsupported { found: named.to_owned() })?;
        let verify = || key.verifies(self.input.as_bytes(), &self.signature);
        let holds = algorithm == key.algorithm() && self.checked.holds(key, verify);
        if holds { Ok(()) } else { Err(Broken::Signature) }
    }

    /// Whether a key signed it that speaks for somebody in a matter; gives the key's name, and its certificate if an
    /// authority vouches for it. Where certificates stand in the header, nothing else makes the key known. `text` is what
    /// was recorded of it, which may be known to be older than the day its key was compromised.
    pub(crate) fn is_by_speaker(
        &self,
        (speaker, matter): (&Iri, Matter),
        sealed: Option<Timestamp>,
        (keys, text): (&Keys, &str),
        at: Timestamp,
    ) -> Result<(KeyId, Option<Leaf>), Broken> {
        if let Some(x5c) = self.header.root().get("x5c") {
            return self.is_certified(x5c, speaker, sealed, (keys, text), at).map(|(id, leaf)| (id, Some(leaf)));
        }
        let kid = self.header.root().text("kid");
        let kid = kid.ok_or(Broken::Malformed { what: "the header names no key: kid or x5c is needed" })?;
        let name = if kid.contains('#') { kid.to_owned() } else { format!("{speaker}#{kid}") };
        let why = match keys.find(speaker, &name, matter, sealed, at) {
            Ok(bound) => return self.is_by(bound.key()).map(|()| (bound.id().clone(), None)),
            Err(why) => why,
        };
        if let Unbound::Compromised { key, .. } = &why {
            // What the key never signed is broken, whatever became of the key.
            self.is_by(key)?;
            if let Some(id) = KeyId::parse(&name).ok().filter(|_| keys.vouch_for(&Digest::of(text.as_bytes()))) {
                return Ok((id, None));
            }
        }
        Err(unbound(why, &name, speaker, matter))
    }

    /// The signature first, then whom the certificate names and who vouches for it.
    fn is_certified(
        &self,
        x5c: &Json,
        speaker: &Iri,
        sealed: Option<Timestamp>,
        (keys, text): (&Keys, &str),
        at: Timestamp,
    ) -> Result<(KeyId, Leaf), Broken> {
        let chain = chain(x5c)?;
        let certificate = chain.peek_unbelieved();
        let named = Algorithm::named(self.header.root().text("alg").unwrap_or_default());
        let key = named.and_then(|algorithm| certificate.key(algorithm));
        let key = key.ok_or(Broken::Malformed { what: "alg is not that of the certificate's key" })?;
        self.is_by(&key)?;
        if !certificate.stands_for(speaker.as_str()) {
            let subject = certificate.subject().told();
            return Err(Broken::OtherSpeaker { subject, issuer: speaker.to_string() });
        }
        let (from, until) = (certificate.from(), certificate.until());
        if let Some(claimed) = sealed.filter(|claimed| *claimed < from || until < *claimed) {
            return Err(Broken::OutsideCertificate { claimed, from, until });
        }
        let leaf = chain.leads(keys.anchors(speaker.as_str()), at, Use::Attestation)?;
        let id = KeyId::of_certificate(speaker.as_str(), &leaf.certificate().digest());
        let id = id.map_err(|_| Broken::Malformed { what: "the issuer has no id" })?;
        keys.was_not_compromised(speaker.as_str(), (&id, &key), &Digest::of(text.as_bytes()))?;
        Ok((id, leaf))
    }
}

/// The certificates of a header, leaf first (RFC 7515, 4.1.6).
fn chain(x5c: &Json) -> Result<Chain, Broken> {
    let malformed = Broken::Malformed { what: "x5c must hold certificates in base64" };
    let der = x5c.as_array().unwrap_or_default().iter().map(|one| STANDARD.decode(one.as_str()?).ok());
    let der: Vec<Vec<u8>> = der.collect::<Option<_>>().ok_or(malformed)?;
    Ok(Chain::read(&der)?)
}

/// Header and payload, not yet with the signature.
#[cfg(feature = "seal")]
pub(crate) fn signing_input(header_type: &str, payload: &Document, signer: &dyn crate::key::Signer) -> String {
    let header = attesto_credential::Object::new()
        .with("alg", signer.public().algorithm().name())
        .with("typ", header_type)
        .with("kid", signer.id().as_str())
        .with_some("x5c", signer.certified().map(|certified| x5c(certified.chain())));
    let header = URL_SAFE_NO_PAD.encode(Document::composed(header).to_text());
    format!("{header}.{}", URL_SAFE_NO_PAD.encode(payload.to_text()))
}

/// The certificates as a header has them.
#[cfg(feature = "seal")]
fn x5c(chain: &Chain) -> Vec<Json> {
    chain.certificates().map(|one| STANDARD.encode(one.der()).into()).collect()
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
