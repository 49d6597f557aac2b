//! Sealed text of a known format. Nothing of it is believed: to open it, floor 2 is needed.

mod enveloping;

use std::sync::{Arc, OnceLock};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::document::{Composed, Document, Json, Limits, Object, Unreadable};
use crate::format::{Format, Profile};
use crate::lint::Casting;
use crate::model::status_list::CLASS as STATUS_LIST_CLASS;

pub use enveloping::{Enveloping, SignaturePart};

/// A text that says it is sealed.
///
/// Parsing fails only where no known format is found or a limit is passed;
/// every other fault of form is a finding later.
#[derive(Clone, Debug)]
pub struct Secured {
    format: Format,
    text: Arc<String>,
    /// Of a text that was poured here, read when it is asked for.
    form: OnceLock<Form>,
}

/// How it is written follows from the text.
impl PartialEq for Secured {
    fn eq(&self, other: &Self) -> bool {
        (self.format, &self.text) == (other.format, &other.text)
    }
}

impl Eq for Secured {}

/// How the seal is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// A compact JWS.
    Compact,
    /// A JWT and its disclosures, each behind a `~`, perhaps with the holder's own JWT at the end.
    Disclosing,
    /// A document with its proofs inside, or without any.
    Embedded(Document),
    /// A document as the payload of a JWS in JSON, with its seals around it.
    Enveloping(Enveloping),
}

/// Why bytes are no sealed text of a known format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unrecognised {
    /// Neither a JSON object nor a compact JWS, with or without disclosures.
    #[error(
        "no credential is in here: it is neither a JSON object nor a compact JWS; give the file as the issuer sent it"
    )]
    NoKnownFormat,
    /// JSON without `@context`.
    #[error("this JSON has no @context, so it is no verifiable credential; give the file as the issuer sent it")]
    NoContext,
    /// Looks like JSON but cannot be read.
    #[error("the credential cannot be read: {0}; ask for the file again, it may be damaged")]
    Unreadable(#[from] Unreadable),
}

/// What a sealed text says of itself: enough to find keys, nothing to believe.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// Who it says speaks.
    pub issuer: Option<String>,
    /// Keys that it says sealed it, in order.
    pub keys: Vec<String>,
    /// Whether it brings certificates for its key.
    pub has_chain: bool,
}

impl Secured {
    /// Reads bytes as sealed text under the default limits.
    ///
    /// # Errors
    /// No known format, or over a limit.
    pub fn parse(bytes: &[u8]) -> Result<Self, Unrecognised> {
        Self::parse_within(bytes, &Limits::default())
    }

    /// Reads bytes as sealed text.
    ///
    /// # Errors
    /// No known format, or over a limit.
    pub fn parse_within(bytes: &[u8], limits: &Limits) -> Result<Self, Unrecognised> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii();
        match bytes.first() {
            Some(b'{') => Self::json(bytes, limits),
            Some(_) if bytes.len() > limits.bytes => {
                Err(Unreadable::TooLarge { found: bytes.len(), limit: limits.bytes }.into())
            }
            Some(_) => Self::compact(bytes),
            None => Err(Unrecognised::NoKnownFormat),
        }
    }

    /// A payload inside its seals may be one long string: what is not read within the limits, or has the members of
    /// such a one, is read within wider ones.
    fn json(bytes: &[u8], limits: &Limits) -> Result<Self, Unrecognised> {
        let read = Document::parse_with_text(bytes, limits);
        let wider = Enveloping::limits(limits);
        let may_be = match &read {
            Ok((document, _)) => Enveloping::is_named_so(document),
            Err(_) => bytes.len() <= wider.bytes && Enveloping::is_likely(bytes),
        };
        if may_be {
            let outer = Document::parse(bytes, &wider)?;
            if let Some(enveloping) = Enveloping::of(&outer, &wider) {
                let (format, text) = (Format::EUROPEAN, outer.to_text());
                return Ok(Self::of(format, text, Form::Enveloping(enveloping?)));
            }
        }
        let (document, text) = read?;
        Self::embedded(document, text)
    }

    /// Takes a document of ours with its proof in it, as [`Secured::parse`] would read its text, and reads nothing twice.
    ///
    /// # Errors
    /// No `@context`, or over the default limits, which every reader keeps.
    pub fn composed(composed: Composed) -> Result<Self, Unrecognised> {
        let (document, text, measure) = composed.into_parts();
        measure.hold(&Limits::default())?;
        Self::embedded(document, text)
    }

    /// Takes a badge that was poured, with its proof as the last member, as [`Secured::parse`] would read its text. The
    /// proof is its options, which many have, and what stands at its end.
    ///
    /// # Errors
    /// Over the default limits, which every reader keeps.
    pub fn cast(casting: Casting, options: &Composed, signature: (&str, &str)) -> Result<Self, Unrecognised> {
        let mut text = casting.into_text();
        text.pop();
        options.push_as_last(&mut text, "proof", signature);
        let limit = Limits::default().bytes;
        if text.len() > limit {
            return Err(Unreadable::TooLarge { found: text.len(), limit }.into());
        }
        Ok(Self { format: Format::OPEN_BADGE, text: Arc::new(text), form: OnceLock::new() })
    }

    fn of(format: Format, text: String, form: Form) -> Self {
        Self { format, text: Arc::new(text), form: form.into() }
    }

    fn embedded(document: Document, text: String) -> Result<Self, Unrecognised> {
        if document.root().get("@context").is_none() {
            return Err(Unrecognised::NoContext);
        }
        let mut classes = document.root().get("type").map_or(&[][..], Json::as_set).iter();
        let is_list = classes.any(|class| class.as_str() == Some(STATUS_LIST_CLASS));
        let format = if is_list { Format::STATUS_LIST } else { Format::OPEN_BADGE };
        Ok(Self::of(format, text, Form::Embedded(document)))
    }

    fn compact(bytes: &[u8]) -> Result<Self, Unrecognised> {
        let text = std::str::from_utf8(bytes).map_err(|_| Unrecognised::NoKnownFormat)?;
        if let Some((jwt, rest)) = text.split_once('~') {
            return Self::disclosing(text, jwt, rest);
        }
        if !is_jws(text) {
            return Err(Unrecognised::NoKnownFormat);
        }
        let is_list = header(text).is_some_and(|header| header.root().text("typ") == Some(TOKEN_LIST_TYPE));
        let format = if is_list { Format::TOKEN_LIST } else { Format::DECLARATION };
        Ok(Self::of(format, text.to_owned(), Form::Compact))
    }

    /// Each part by its form alone: a JWS, then disclosures, then perhaps another JWS.
    fn disclosing(text: &str, jwt: &str, rest: &str) -> Result<Self, Unrecognised> {
        let (disclosures, bound) = rest.rsplit_once('~').map_or((None, rest), |(before, last)| (Some(before), last));
        let whole = is_jws(jwt)
            && disclosures.is_none_or(|parts| parts.split('~').all(is_base64url))
            && (bound.is_empty() || is_jws(bound));
        let secured = Self::of(Format::SD_JWT_VC, text.to_owned(), Form::Disclosing);
        if whole { Ok(secured) } else { Err(Unrecognised::NoKnownFormat) }
    }

    /// The format it was recognised as.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The sealed text; of JSON, in compact form with the members as they stood.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The sealed text, for whoever keeps it: it is not copied.
    pub fn shared_text(&self) -> Arc<String> {
        self.text.clone()
    }

    /// How the seal is written.
    pub fn form(&self) -> &Form {
        self.form.get_or_init(|| match Document::parse(self.text.as_bytes(), &Limits::default()) {
            Ok(document) => Form::Embedded(document),
            // A pattern is held against the limits, so that this does not come up; what cannot be read says nothing.
            Err(_) => Form::Embedded(Document::composed(Object::new())),
        })
    }

    /// The document with its proofs, where they are embedded, or inside its seals. Unbelieved.
    pub fn peek_unbelieved(&self) -> Option<&Document> {
        match self.form() {
            Form::Embedded(document) => Some(document),
            Form::Enveloping(enveloping) => Some(enveloping.document()),
            Form::Compact | Form::Disclosing => None,
        }
    }

    /// The payload of a JWT, without what its disclosures say. Unbelieved.
    pub fn peek_payload_unbelieved(&self) -> Option<Document> {
        match self.form() {
            Form::Embedded(_) | Form::Enveloping(_) => None,
            Form::Compact | Form::Disclosing => self.text.split('.').nth(1).and_then(json),
        }
    }

    /// Enough to find keys, nothing to believe.
    pub fn hints(&self) -> Hints {
        let Some(document) = self.peek_unbelieved() else { return self.hints_of_jwt() };
        let issuer = document.root().get("issuer");
        let issuer = issuer.and_then(|issuer| issuer.as_str().or_else(|| issuer.as_object()?.text("id")));
        let proofs = document.root().get("proof").map_or(&[][..], Json::as_set);
        let keys = proofs.iter().filter_map(|proof| proof.as_object()?.text("verificationMethod"));
        Hints { issuer: issuer.map(str::to_owned), keys: keys.map(str::to_owned).collect(), has_chain: false }
    }

    /// The speaker stands in the payload and the name of the key in the header; notices of our own name neither there.
    fn hints_of_jwt(&self) -> Hints {
        let (Some(header), Some(payload)) = (header(&self.text), self.peek_payload_unbelieved()) else {
            return Hints::default();
        };
        let issuer = payload.root().text("iss").map(str::to_owned);
        let key = header.root().text("kid");
        let named = key
            .zip(issuer.as_deref())
            .map(|(key, issuer)| if key.contains('#') { key.to_owned() } else { format!("{issuer}#{key}") });
        Hints { issuer, keys: named.into_iter().collect(), has_chain: header.root().get("x5c").is_some() }
    }
}

/// The `typ` of a Token Status List.
const TOKEN_LIST_TYPE: &str = Profile::StatusList.header_type();

fn is_base64url(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}

fn is_jws(text: &str) -> bool {
    text.split('.').count() == 3 && text.split('.').all(is_base64url)
}

fn json(part: &str) -> Option<Document> {
    Document::parse(&URL_SAFE_NO_PAD.decode(part).ok()?, &Limits::status_list()).ok()
}

fn header(text: &str) -> Option<Document> {
    text.split('.').next().and_then(json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_credential_is_said_to_be_none() {
        assert_eq!(Secured::parse(b""), Err(Unrecognised::NoKnownFormat));
        assert_eq!(Secured::parse(b"hello"), Err(Unrecognised::NoKnownFormat));
        assert_eq!(Secured::parse(b"{}"), Err(Unrecognised::NoContext));
        assert!(matches!(Secured::parse(b"{\"@context\":"), Err(Unrecognised::Unreadable(_))));
        assert!(matches!(Secured::parse(&vec![b' '; 3 << 20]), Err(Unrecognised::NoKnownFormat)));
        assert!(matches!(
            Secured::parse(&vec![b'x'; 20 << 20]),
            Err(Unrecognised::Unreadable(Unreadable::TooLarge { .. }))
        ));
        assert!(matches!(
            Secured::parse(b"{\"@context\":\"\xff\"}"),
            Err(Unrecognised::Unreadable(Unreadable::NotUtf8 { .. }))
        ));
    }

    #[test]
    fn a_document_is_of_one_format_by_its_classes() {
        let format = |classes: &str| {
            let text = format!(r#"{{"@context":[],"type":{classes}}}"#);
            Secured::parse(text.as_bytes()).unwrap().format()
        };
        assert_eq!(format(r#"["VerifiableCredential","OpenBadgeCredential"]"#), Format::OPEN_BADGE);
        assert_eq!(format(r#"["VerifiableCredential","BitstringStatusListCredential"]"#), Format::STATUS_LIST);
        assert_eq!(format(r#""BitstringStatusListCredential""#), Format::STATUS_LIST);
    }

    #[test]
    fn a_text_of_parts_is_of_one_format_by_its_form_and_its_type() {
        let of = |text: &str| Secured::parse(text.as_bytes()).map(|secured| (secured.format(), secured.form().clone()));
        let list = URL_SAFE_NO_PAD.encode(r#"{"typ":"statuslist+jwt"}"#);
        assert_eq!(of("e30.e30.AA"), Ok((Format::DECLARATION, Form::Compact)));
        assert_eq!(of(&format!("{list}.e30.AA")), Ok((Format::TOKEN_LIST, Form::Compact)));
        for sd_jwt in
            ["e30.e30.AA~", "e30.e30.AA~WyJ4Il0~", "e30.e30.AA~WyJ4Il0~WyJ4Il0~e30.e30.AA", "e30.e30.AA~e30.e30.AA"]
        {
            assert_eq!(of(sd_jwt), Ok((Format::SD_JWT_VC, Form::Disclosing)), "{sd_jwt}");
        }
        for none in
            ["e30.e30~", "~", "e30.e30.AA~~", "e30.e30.AA~WyJ4Il0", "e30.e30.AA~W yJ~", "e30.e30.AA~WyJ4Il0~e30.e30"]
        {
            assert_eq!(of(none), Err(Unrecognised::NoKnownFormat), "{none}");
        }
    }

    #[test]
    fn hints_of_a_jwt_name_its_issuer_and_key() {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let payload = part(r#"{"iss":"https://a.example"}"#);
        let text = |header: &str| format!("{}.{payload}.AA~", part(header));
        let named = Secured::parse(text(r#"{"kid":"k1"}"#).as_bytes()).unwrap().hints();
        assert_eq!((named.keys, named.has_chain), (vec!["https://a.example#k1".to_owned()], false));
        assert!(Secured::parse(text(r#"{"x5c":["AA"]}"#).as_bytes()).unwrap().hints().has_chain);
    }

    #[test]
    fn a_document_inside_its_seals_is_read_with_the_pictures_that_it_carries() {
        let picture = "A".repeat(400_000);
        let text = format!(r#"{{"payload":"{{\"picture\":\"{picture}\"}}","signatures":[]}}"#);
        let secured = Secured::parse(text.as_bytes()).unwrap();
        assert_eq!(secured.format(), Format::EUROPEAN);
        assert_eq!(secured.peek_unbelieved().unwrap().root().text("picture"), Some(picture.as_str()));
        assert_eq!(Secured::parse(secured.text().as_bytes()), Ok(secured));
        // Only there: elsewhere a long string stays over the limit.
        let other = format!(r#"{{"@context":[],"payload":1,"signatures":"{picture}"}}"#);
        assert!(matches!(Secured::parse(other.as_bytes()), Err(Unrecognised::Unreadable(_))));
    }

    #[test]
    fn hints_name_issuer_and_keys() {
        let text = br#"{"@context":[],"issuer":{"id":"did:web:a.example"},"proof":[{"verificationMethod":"did:web:a.example#k1"}]}"#;
        let hints = Secured::parse(text).unwrap().hints();
        assert_eq!((hints.issuer.as_deref(), hints.keys.len()), (Some("did:web:a.example"), 1));
    }
}
