//! What a body answers to whoever asks, by certificate number and name, whether a certification is in force.
//! Names nobody: whoever asked gave the right name, or got no answer.

use std::collections::BTreeMap;

use crate::document::{Json, Object};
use crate::id::{CertificateNumber, Iri};
use crate::model::{Misread, Node};
use crate::text::{Language, Line, LocalText};
use crate::time::{Timestamp, Validity};

/// The kind of declaration whose body is a [`StatusAnswer`].
pub(crate) const ANSWER: &str = "status-answer";

/// How a certification stands, by the word of the body that certified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusAnswer {
    /// Where it was asked: the place that a European copy names.
    pub asked_at: Iri,
    /// Of which certification.
    pub number: CertificateNumber,
    /// How it stands.
    pub state: AnsweredState,
    /// Since when it stands so.
    pub since: Timestamp,
    /// What it certifies.
    pub scope: CertifiedScope,
    /// From when until when it holds.
    pub validity: Validity,
    /// The last second in which the answer counts.
    pub until: Timestamp,
}

/// How a certification stands. Ended is no state: its validity says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AnsweredState {
    /// Nothing stands against it.
    InForce,
    /// It is not in force for a time.
    Suspended,
    /// It was withdrawn for good.
    Withdrawn,
    /// A newer certificate, or the same under a corrected name, follows it.
    Replaced,
}

/// What a certification is for: its scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertifiedScope {
    /// The scheme.
    pub scheme: Iri,
    /// Its version.
    pub version: Line,
    /// What it is called.
    pub title: LocalText,
}

impl AnsweredState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::InForce, Self::Suspended, Self::Withdrawn, Self::Replaced];

    /// Its word in documents.
    pub fn word(self) -> &'static str {
        match self {
            Self::InForce => "in-force",
            Self::Suspended => "suspended",
            Self::Withdrawn => "withdrawn",
            Self::Replaced => "replaced",
        }
    }

    /// The state of a word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// What stands under `name`: an answer is only given to whoever names the right person.
const NAME_AGREES: &str = "yes";

impl StatusAnswer {
    /// The kind of declaration that has this body.
    pub const KIND: &'static str = ANSWER;

    /// The end of every place where such an answer is asked.
    pub const PLACE: &'static str = "/status-of";

    /// Words the body.
    pub fn to_body(&self) -> Object {
        let title: Object =
            self.scope.title.iter().map(|(tag, text)| (tag.as_str().to_owned(), text.as_str().into())).collect();
        let scope = Object::new()
            .with("scheme", self.scope.scheme.as_str())
            .with("version", self.scope.version.as_str())
            .with("title", title);
        Object::new()
            .with("format", 1)
            .with("asked_at", self.asked_at.as_str())
            .with("number", self.number.as_str())
            .with("name", NAME_AGREES)
            .with("state", self.state.word())
            .with("since", self.since.to_string())
            .with("scope", scope)
            .with("valid_from", self.validity.from().to_string())
            .with_some("valid_until", self.validity.until().map(|until| until.to_string()))
            .with("until", self.until.to_string())
    }

    /// Reads the body.
    ///
    /// # Errors
    /// Another format, a member too many or too few, an unknown state, or a validity that ends before it begins.
    pub fn from_body(body: &Object) -> Result<Self, Misread> {
        let mut node = Node::of(body);
        node.skip("format");
        match node.peek("format") {
            Some(Json::Number(number)) if number.as_str() == "1" => {}
            _ => return Err(Misread::new("/format", "1 is needed; a newer format needs a newer program")),
        }
        if node.need_text("name")? != NAME_AGREES {
            return Err(Misread::new("/name", "yes is needed: nothing else is answered"));
        }
        let number = CertificateNumber::parse(&node.need_text("number")?);
        let state = AnsweredState::named(&node.need_text("state")?);
        let (from, until) = (node.need_time("valid_from")?, node.time("valid_until")?);
        let answer = Self {
            asked_at: node.need_iri("asked_at")?,
            number: number.map_err(|_| Misread::new("/number", "a certificate number is needed"))?,
            state: state.ok_or_else(|| Misread::new("/state", "the state is not known here"))?,
            since: node.need_time("since")?,
            scope: scope(Node::of(node.need_object("scope")?))?,
            validity: Validity::new(from, until)
                .map_err(|_| Misread::new("/valid_until", "it must lie after valid_from"))?,
            until: node.need_time("until")?,
        };
        node.finished()?;
        Ok(answer)
    }
}

fn scope(mut node: Node<'_>) -> Result<CertifiedScope, Misread> {
    let bad = |why| Misread::new("/scope", why);
    let (scheme, version) = (node.need_iri("scheme")?, Line::parse(&node.need_text("version")?));
    let texts = node.need_object("title")?.iter().map(|(tag, text)| {
        let text = text.as_str().and_then(|text| Line::parse(text).ok());
        Some((Language::parse(tag).ok()?, text?))
    });
    let texts: Option<BTreeMap<Language, Line>> = texts.collect();
    node.finished()?;
    Ok(CertifiedScope {
        scheme,
        version: version.map_err(|_| bad("a version is needed"))?,
        title: texts
            .and_then(|texts| LocalText::new(texts).ok())
            .ok_or_else(|| bad("a title by language is needed"))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer() -> StatusAnswer {
        let moment = |text| Timestamp::parse(text).unwrap();
        let titles = [("en", "Manager"), ("el", "Διευθυντής")];
        let titles = titles.map(|(tag, text)| (Language::parse(tag).unwrap(), Line::parse(text).unwrap()));
        StatusAnswer {
            asked_at: Iri::parse("https://cert.example/demo/status-of").unwrap(),
            number: CertificateNumber::new("SIM", 2026, 417).unwrap(),
            state: AnsweredState::Suspended,
            since: moment("2026-07-10T08:30:00Z"),
            scope: CertifiedScope {
                scheme: Iri::parse("https://cert.example/scheme").unwrap(),
                version: Line::parse("1.2").unwrap(),
                title: LocalText::new(titles.into_iter().collect()).unwrap(),
            },
            validity: Validity::new(moment("2026-01-01T00:00:00Z"), Some(moment("2029-01-01T00:00:00Z"))).unwrap(),
            until: moment("2026-07-20T00:00:00Z"),
        }
    }

    #[test]
    fn what_is_written_reads_back_in_every_state() {
        for state in AnsweredState::ALL {
            let said = StatusAnswer { state, ..answer() };
            assert_eq!(StatusAnswer::from_body(&said.to_body()), Ok(said));
        }
        let open = StatusAnswer { validity: Validity::new(answer().since, None).unwrap(), ..answer() };
        assert_eq!(StatusAnswer::from_body(&open.to_body()), Ok(open));
    }

    #[test]
    fn a_member_too_many_too_few_or_of_another_meaning_is_misread() {
        let body = answer().to_body();
        for key in ["format", "asked_at", "number", "name", "state", "since", "scope", "valid_from", "until"] {
            let lacking: Object =
                body.iter().filter(|(known, _)| *known != key).map(|(k, v)| (k.to_owned(), v.clone())).collect();
            assert!(StatusAnswer::from_body(&lacking).is_err(), "{key}");
        }
        for (key, value) in [("name", "no"), ("state", "fine"), ("number", "SIM-2026-000417-9"), ("more", "x")] {
            let other: Object =
                body.iter().filter(|(known, _)| *known != key).map(|(k, v)| (k.to_owned(), v.clone())).collect();
            assert!(StatusAnswer::from_body(&other.with(key, value)).is_err(), "{key}");
        }
    }
}
