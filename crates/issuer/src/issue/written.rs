//! Drafts: copies as they will be sealed, with every random value; whole, or as what fills a pattern.
//! Which of them an intent claims stands in `intent`.

use std::borrow::Cow;
use std::sync::Arc;

use attesto_credential::{
    CertificateNumber, Credential, CredentialId, Document, Format, Limits, Linted, Object, Secured, Statement, Wording,
    lint, urn_uuid,
};
use attesto_securing::{Digest, words};
use serde::{Deserialize, Serialize};

use super::copy::{BadLink, CopyKey, LinkCapability, format_name, format_named};
use super::moulds::Made;
use super::pattern::{KeptPattern, KeptPatterns, NamedPatterns};
use super::{IssueFault, Reserved};
use crate::certification::Certification;
use crate::record::{read_up_to, text};
use crate::records::{Records, damaged};
use crate::register::{Key, Payload, PersonId, Register, RegisterFault};
use crate::status::Place;
use crate::wire;

/// One copy as it will be sealed.
pub(super) struct Draft {
    pub(super) written: WrittenDraft,
    pub(super) linted: Linted<Credential>,
    pub(super) made: Made,
    /// The text to be made durable; nothing once it is, or was before.
    pub(super) payload: Option<Payload>,
    /// The digest that its text is kept under.
    pub(super) kept: Digest,
    /// What its wording is poured into, if it is.
    pub(super) pattern: Option<Arc<KeptPattern>>,
}

/// A copy as it stands in an intent: the wording to be sealed, with every random value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenDraft {
    format: u32,
    #[serde(with = "wire::text")]
    copy: Digest,
    #[serde(with = "wire::text")]
    person: Digest,
    #[serde(with = "wire::text")]
    pub(super) number: CertificateNumber,
    #[serde(with = "wire::text")]
    credential: attesto_credential::Iri,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    place: Place,
    secured_as: String,
    /// In format 1, the whole wording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    document: Option<String>,
    /// In format 2, what it is poured into, and what fills the holes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    poured: Option<PouredDraft>,
}

/// A wording that many drafts share, and what is this one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PouredDraft {
    #[serde(with = "wire::text")]
    pattern: Digest,
    fillings: Vec<String>,
}

impl PouredDraft {
    pub(super) fn fillings(&self) -> impl Iterator<Item = &str> {
        self.fillings.iter().map(String::as_str)
    }
}

impl Draft {
    pub(super) fn new(
        copy: CopyKey,
        certification: &Certification,
        reserved: &Reserved,
        (linted, made): (Linted<Credential>, Made),
        patterns: &KeptPatterns,
    ) -> Self {
        let (document, pattern, poured) = match linted.wording() {
            Wording::Composed(document) => (Some(document.to_text()), None, None),
            Wording::Poured(casting) => {
                let pattern = patterns.of(casting.pattern());
                let fillings = casting.fillings().iter().map(str::to_owned).collect();
                let poured = PouredDraft { pattern: pattern.digest(), fillings };
                (None, Some(pattern), Some(poured))
            }
        };
        let written = WrittenDraft {
            format: if poured.is_some() { 2 } else { 1 },
            copy: copy.digest(),
            person: certification.person(),
            number: certification.number().clone(),
            credential: linted.said().id.as_iri().clone(),
            link: reserved.link.map(LinkCapability::to_text),
            place: reserved.place,
            secured_as: format_name(linted.format()).to_owned(),
            document,
            poured,
        };
        let payload = written.payload();
        Self { written, linted, made, kept: payload.digest(), payload: Some(payload), pattern }
    }
}

impl WrittenDraft {
    pub(crate) fn copy(&self) -> CopyKey {
        CopyKey::from_digest(self.copy)
    }

    pub(crate) fn number(&self) -> &CertificateNumber {
        &self.number
    }

    pub(crate) fn credential(&self) -> CredentialId {
        CredentialId::from_iri(self.credential.clone())
    }

    /// Whether a sealed text words just this, poured into its pattern if it is of one.
    pub(super) fn words(&self, pattern: Option<&KeptPattern>, secured: &Secured) -> bool {
        self.wording(pattern).is_some_and(|wording| words(&wording, secured))
    }

    /// The wording to be sealed; nothing if the pattern is missing.
    fn wording(&self, pattern: Option<&KeptPattern>) -> Option<Cow<'_, str>> {
        match (&self.document, &self.poured, pattern) {
            (Some(document), None, _) => Some(Cow::Borrowed(document)),
            (None, Some(poured), Some(pattern)) => Some(Cow::Owned(pattern.filled(poured))),
            _ => None,
        }
    }

    /// What it is poured into, if it is.
    pub(super) fn pattern(&self) -> Option<Digest> {
        self.poured.as_ref().map(|poured| poured.pattern)
    }

    /// The whole wording, where it is kept so.
    pub(super) fn document(&self) -> Option<&str> {
        self.document.as_deref()
    }

    /// The same of nobody, where it is poured: what the other drafts of one wording resemble.
    pub(super) fn of_nobody(&self) -> Option<String> {
        let PouredDraft { pattern, fillings } = self.poured.as_ref()?;
        let fillings: Vec<&str> = fillings.iter().map(|_| "").collect();
        let poured = Object::new().with("pattern", pattern.to_hex()).with("fillings", fillings);
        let draft = Object::new()
            .with("format", 2_u64)
            .with("copy", "")
            .with("person", "")
            .with("number", "")
            .with("credential", urn_uuid([0; 16]).as_str())
            .with("link", "")
            .with("place", "1/000000")
            .with("secured_as", self.secured_as.as_str())
            .with("poured", poured);
        Some(Document::composed(draft).to_text())
    }

    /// The link that it is issued with.
    pub(crate) fn link(&self) -> Result<Option<LinkCapability>, BadLink> {
        self.link.as_deref().map(LinkCapability::parse).transpose()
    }

    /// Where its status stands.
    pub(crate) fn place(&self) -> Place {
        self.place
    }

    /// The format it is to be sealed in; nothing if this release has no such.
    pub(crate) fn format(&self) -> Option<Format> {
        format_named(&self.secured_as)
    }

    /// Whose copy it is.
    pub(crate) fn person_id(&self) -> PersonId {
        PersonId::new(self.person)
    }

    pub(super) fn payload(&self) -> Payload {
        Payload::erasable(text(self).into_bytes(), self.person_id())
    }

    pub(super) fn load(register: &dyn Register, key: &Key, named: &Digest) -> Result<Self, RegisterFault> {
        Self::parse(key, &Records::of(register).lasting(key, named)?)
    }

    pub(super) fn parse(key: &Key, written: &str) -> Result<Self, RegisterFault> {
        let draft: Self = read_up_to(2, "draft of a copy", written).map_err(|bad| damaged(key, bad))?;
        match (draft.format, &draft.document, &draft.poured) {
            (1, Some(_), None) | (2, None, Some(_)) => Ok(draft),
            _ => Err(damaged(key, "its wording is not that of its format")),
        }
    }

    /// Lints the wording again; nothing is sealed on the word of the disk.
    pub(super) fn linted(self, patterns: &NamedPatterns<'_>, key: &Key) -> Result<Draft, IssueFault> {
        let unread = |why: String| damaged(key, why);
        let format = self.format().ok_or_else(|| unread("it names no format".to_owned()))?;
        let pattern = patterns.named(key, &self)?;
        let wording = self.wording(pattern.as_deref()).ok_or_else(|| unread("it has no wording".to_owned()))?;
        let document = Document::parse(wording.as_bytes(), &Limits::default());
        let document = document.map_err(|why| unread(why.to_string()))?;
        let said =
            <Credential as Statement>::read(&document, format.model()).map_err(|why| unread(why.why().to_owned()))?;
        let linted =
            lint(said, format).map_err(|fault| IssueFault::Lint { faults: vec![(self.number.clone(), fault)] })?;
        if linted.wording().text() != wording {
            return Err(unread("it is worded otherwise by this version".to_owned()).into());
        }
        let kept = self.payload().digest();
        Ok(Draft { written: self, linted, made: Made::Linted, payload: None, kept, pattern })
    }
}
