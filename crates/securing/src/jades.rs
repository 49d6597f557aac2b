//! European seals (JAdES, ETSI TS 119 182-1): JWS in JSON around the document, levels B-B and B-T; seal and open.
//! Levels above are named and not judged; whether a certificate was revoked is not asked.

mod header;
mod listed;
mod record;
#[cfg(feature = "seal")]
mod stamping;
mod unsigned;

use attesto_credential::{Document, Enveloping, Form, Json, Secured, SignaturePart, Statement, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::authentic::{Authentic, Broken};
use crate::chain::{Anchors, Certificate, Use};
use crate::digest::Digest;
use crate::key::KeyId;
use crate::resolve::Keys;

use header::Header;
use unsigned::Unsigned;

pub use header::SigningTime;
pub use listed::SignedList;
pub use record::{Level, SealRecord};
#[cfg(feature = "seal")]
pub use stamping::{NotStamped, stamp, stamp_request};

/// Clocks may differ this much before a seal is from the future.
const TOLERATED_SECONDS: i64 = 300;

/// The header of a new seal, in base64url.
#[cfg(feature = "seal")]
pub(crate) fn protected(algorithm: crate::key::Algorithm, certified: &crate::key::Certified, at: Timestamp) -> String {
    header::write(algorithm, certified, at)
}

/// What is signed: the header's text, a dot, and the payload as it stands (RFC 7797 3).
pub(crate) fn message(protected: &str, payload: &str) -> Vec<u8> {
    [protected.as_bytes(), b".", payload.as_bytes()].concat()
}

/// The payload within its seal.
#[cfg(feature = "seal")]
pub(crate) fn attach(payload: String, protected: String, signature: &[u8]) -> String {
    use attesto_credential::Object;
    let signature = Object::new().with("protected", protected).with("signature", URL_SAFE_NO_PAD.encode(signature));
    let signatures: Vec<Json> = vec![signature.into()];
    Document::composed(Object::new().with("payload", payload).with("signatures", signatures)).to_text()
}

/// Opens one sealed text: the first seal that holds is enough, the others are counted.
pub(crate) fn open<T: Statement>(secured: &Secured, keys: &Keys, at: Timestamp) -> Result<Authentic<T>, Broken> {
    let Form::Enveloping(enveloping) = secured.form() else { return Err(Broken::NoProof) };
    for document in [enveloping.outer(), enveloping.document()] {
        if let Some(flaw) = document.flaws().first() {
            return Err(crate::canon::Uncanonical::from(flaw).into());
        }
    }
    let said = T::read(enveloping.document(), secured.format().model());
    let signatures = enveloping.signatures();
    let mut worst = Broken::NoProof;
    for signature in &signatures {
        match holds(*signature, (enveloping, secured), &said, keys, at) {
            Ok(record) => {
                let said = said?;
                let key = key_id(said.speaker().as_str(), record.leaf().certificate())?;
                let authentic = Authentic::new(said, key, Some(record.best()), secured.format());
                return Ok(authentic.leaving(signatures.len() - 1).by(record));
            }
            Err(broken) if worst == Broken::NoProof => worst = broken,
            Err(_) => {}
        }
    }
    Err(worst)
}

fn holds<T: Statement>(
    part: SignaturePart<'_>,
    (enveloping, secured): (&Enveloping, &Secured),
    said: &Result<T, attesto_credential::Misread>,
    keys: &Keys,
    at: Timestamp,
) -> Result<SealRecord, Broken> {
    let header = Header::read(part.protected())?;
    let leaf = header.chain.peek_unbelieved();
    let key =
        leaf.key(header.algorithm).ok_or(Broken::Malformed { what: "alg is not that of the certificate's key" })?;
    let signature = URL_SAFE_NO_PAD.decode(part.signature()).map_err(|_| Broken::Signature)?;
    if !key.verifies(&message(part.protected(), enveloping.payload()), &signature) {
        return Err(Broken::Signature);
    }
    is_timely(header.claimed, leaf, at)?;
    let speaker = said.as_ref().map_err(Clone::clone)?.speaker().as_str();
    let anchors = keys.anchors(speaker);
    let unsigned = Unsigned::read(part.unprotected());
    let stamping = keys.stamping(speaker);
    let stamp = unsigned.stamp(part.signature(), &stamping, at);
    let best = stamp.as_ref().and_then(|stamp| stamp.as_ref().ok()).map_or(at, |stamped| stamped.at().min(at));
    let leaf = header.chain.leads(anchors, best, Use::Seal)?;
    is_of_the_issuer(enveloping.document(), leaf.certificate())?;
    let id = key_id(speaker, leaf.certificate())?;
    keys.was_not_compromised(speaker, (&id, &key), &Digest::of(secured.text().as_bytes()))?;
    let content = contents(&header, enveloping.payload(), &stamping, at);
    Ok(SealRecord::new(leaf, header, stamp, content, unsigned, best))
}

/// The time that a seal claims lies within its certificate and not ahead.
fn is_timely(claimed: Timestamp, leaf: &Certificate, at: Timestamp) -> Result<(), Broken> {
    if claimed.unix() > at.unix().saturating_add(TOLERATED_SECONDS) {
        return Err(Broken::FromFuture { created: claimed });
    }
    let (from, until) = (leaf.from(), leaf.until());
    if from <= claimed && claimed <= until { Ok(()) } else { Err(Broken::OutsideCertificate { claimed, from, until }) }
}

/// Law 7 for seals: the body in the certificate is the one that the document names as its issuer
/// (`organizationIdentifier` is `eIDASIdentifier.notation`, as the European viewer writes it).
fn is_of_the_issuer(document: &Document, leaf: &Certificate) -> Result<(), Broken> {
    let issuer = document.at("/issuer/eIDASIdentifier/notation").and_then(Json::as_str);
    let body = leaf.subject().organization_identifier();
    if issuer.is_some() && issuer == body {
        return Ok(());
    }
    Err(Broken::OtherBody { certificate: body.map(str::to_owned), issuer: issuer.map(str::to_owned) })
}

/// Stamps of the payload from before it was sealed (`adoTst`): whether all of them hold.
fn contents(header: &Header, payload: &str, anchors: &Anchors, at: Timestamp) -> Option<bool> {
    let holds = |token: &Vec<u8>| {
        crate::time_stamp::Token::read(token).is_ok_and(|token| token.proves(payload.as_bytes(), anchors, at).is_ok())
    };
    (!header.content_stamps.is_empty()).then(|| header.content_stamps.iter().all(holds))
}

/// The name of a certified key: the speaker's id, and the digest of the certificate.
pub(crate) fn key_id(speaker: &str, leaf: &Certificate) -> Result<KeyId, Broken> {
    KeyId::of_certificate(speaker, &leaf.digest()).map_err(|_| Broken::Malformed { what: "the issuer has no id" })
}

#[cfg(test)]
#[cfg(feature = "seal")]
mod tests;
