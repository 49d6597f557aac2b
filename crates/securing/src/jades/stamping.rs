//! A time-stamp into a seal that exists (level B-T): the question about it, and the answer put beside it.
//! The roof carries both; a seal without one is as good, only not for as long.

use attesto_credential::{Document, Form, Json, Object, Secured, Unrecognised};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use crate::entropy::Entropy;
use crate::time_stamp::{BadStamp, StampRequest};

/// A seal that was not stamped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotStamped {
    /// The answer is no token for this seal.
    #[error(transparent)]
    Stamp(#[from] BadStamp),
    /// Not exactly one seal around a document.
    #[error("only a document within exactly one seal can be time-stamped; seal it first")]
    NoSeal,
    /// It was stamped before.
    #[error("the seal has a time-stamp, or more, already")]
    Stamped,
    /// The stamped text is over the limits that every reader keeps.
    #[error("the stamped seal would not be read: {0}")]
    Unreadable(#[from] Unrecognised),
}

/// The question to a time-stamping authority about a seal: over the text of its signature in base64url.
///
/// # Errors
/// Not one seal, or one that has a stamp.
pub fn stamp_request(secured: &Secured, entropy: &mut dyn Entropy) -> Result<StampRequest, NotStamped> {
    let Form::Enveloping(enveloping) = secured.form() else { return Err(NotStamped::NoSeal) };
    match enveloping.signatures().as_slice() {
        [one] if one.unprotected().is_some() => Err(NotStamped::Stamped),
        [one] => Ok(StampRequest::new(one.signature().as_bytes(), entropy)),
        _ => Err(NotStamped::NoSeal),
    }
}

/// The same seal with the answer to its question beside it.
///
/// # Errors
/// The answer is no token for this question; whether its authority is believed is found by whoever opens the seal.
pub fn stamp(secured: &Secured, request: &StampRequest, answer: &[u8]) -> Result<Secured, NotStamped> {
    let Form::Enveloping(enveloping) = secured.form() else { return Err(NotStamped::NoSeal) };
    let [signature] = enveloping.outer().root().get("signatures").and_then(Json::as_array).unwrap_or_default() else {
        return Err(NotStamped::NoSeal);
    };
    let signature = signature.as_object().ok_or(NotStamped::NoSeal)?;
    let token = request.token(answer)?;
    let tokens: Vec<Json> = vec![Object::new().with("val", STANDARD.encode(token.der())).into()];
    let part = Object::new().with("sigTst", Object::new().with("tstTokens", tokens));
    let part = URL_SAFE_NO_PAD.encode(Document::composed(part).to_text());
    let parts: Vec<Json> = vec![part.into()];
    let mut stamped = signature.clone();
    stamped.set("header", Object::new().with("etsiU", parts));
    let signatures: Vec<Json> = vec![stamped.into()];
    let text = enveloping.outer().clone().with("signatures", signatures).to_text();
    Ok(Secured::parse(text.as_bytes())?)
}
