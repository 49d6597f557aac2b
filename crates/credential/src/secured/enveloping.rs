//! A JWS in the JSON General serialization with its payload inside, as it is written (RFC 7515 7.2.1, RFC 7797).
//! Takes the text apart and believes nothing; what the parts prove is asked on floor 2.

use crate::document::{Document, Json, Limits, Object, Unreadable};

/// The most signatures that are looked at.
const SIGNATURES: usize = 16;

/// A document inside its seals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enveloping {
    outer: Document,
    payload: String,
    document: Document,
}

/// One signature beside a payload, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignaturePart<'p> {
    protected: &'p str,
    signature: &'p str,
    unprotected: Option<&'p Object>,
}

impl Enveloping {
    /// Whether a text may be such a one, before it is read: then strings may be as long as the text.
    pub(super) fn is_likely(bytes: &[u8]) -> bool {
        let has = |text: &str| text.contains("\"signatures\"") && text.contains("\"payload\"");
        std::str::from_utf8(bytes).is_ok_and(has)
    }

    /// Whether a document that was read has the members of such a one.
    pub(super) fn is_named_so(document: &Document) -> bool {
        document.root().get("payload").is_some() && document.root().get("signatures").is_some()
    }

    /// Limits under which such a text is read: a payload with its pictures is one long string.
    pub(super) fn limits(limits: &Limits) -> Limits {
        let bytes = limits.bytes.max(crate::carrier::LIMIT_BYTES);
        Limits { bytes, string_bytes: bytes, ..*limits }
    }

    /// Takes an object with `payload` and `signatures` apart; `None` if it is none.
    pub(super) fn of(outer: &Document, limits: &Limits) -> Option<Result<Self, Unreadable>> {
        let payload = outer.root().text("payload")?;
        outer.root().get("signatures")?.as_array()?;
        let document = Document::parse(payload.as_bytes(), limits);
        Some(document.map(|document| Self { outer: outer.clone(), payload: payload.to_owned(), document }))
    }

    /// The whole as it was written.
    pub fn outer(&self) -> &Document {
        &self.outer
    }

    /// The payload, unescaped once and otherwise as it is: what is signed.
    pub fn payload(&self) -> &str {
        &self.payload
    }

    /// What the payload reads as. Unbelieved.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The signatures that are written as ones, 16 at most.
    pub fn signatures(&self) -> Vec<SignaturePart<'_>> {
        let parts = self.outer.root().get("signatures").and_then(Json::as_array).unwrap_or_default();
        parts.iter().filter_map(SignaturePart::of).take(SIGNATURES).collect()
    }
}

impl<'p> SignaturePart<'p> {
    fn of(part: &'p Json) -> Option<Self> {
        let part = part.as_object()?;
        let unprotected = part.get("header").and_then(Json::as_object);
        Some(Self { protected: part.text("protected")?, signature: part.text("signature")?, unprotected })
    }

    /// The header that is signed, in base64url.
    pub fn protected(self) -> &'p str {
        self.protected
    }

    /// The signature, in base64url.
    pub fn signature(self) -> &'p str {
        self.signature
    }

    /// The header that is not signed.
    pub fn unprotected(self) -> Option<&'p Object> {
        self.unprotected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Result<Enveloping, Unreadable>> {
        let limits = Enveloping::limits(&Limits::default());
        Enveloping::of(&Document::parse(text.as_bytes(), &limits).unwrap(), &limits)
    }

    #[test]
    fn the_payload_is_the_string_as_unescaped_once() {
        let text =
            r#"{"payload":"{ \"a\" : \"\u00e9\\u00e9\" }","signatures":[{"protected":"e30","signature":"AA"},7]}"#;
        let read = read(text).unwrap().unwrap();
        assert_eq!(read.payload(), "{ \"a\" : \"é\\u00e9\" }");
        assert_eq!(read.document().root().text("a"), Some("éé"));
        assert_eq!(read.signatures().len(), 1);
        assert_eq!((read.signatures()[0].protected(), read.signatures()[0].signature()), ("e30", "AA"));
    }

    #[test]
    fn what_has_no_payload_as_text_or_no_list_of_signatures_is_none() {
        assert!(read(r#"{"payload":{},"signatures":[]}"#).is_none());
        assert!(read(r#"{"payload":"{}","signatures":{}}"#).is_none());
        assert!(read(r#"{"payload":"no json","signatures":[]}"#).unwrap().is_err());
    }
}
