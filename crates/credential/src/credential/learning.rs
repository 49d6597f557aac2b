//! What the European Learning Model tells of a certification: in several languages, with assessments and quality.
//! What every credential tells (name, issuer, recipient, achievement, outcomes) is read off it and never typed twice.

mod body;
mod outcome;
mod read_off;
mod specification;

pub use body::{LegalIdentifier, Organisation};
pub use outcome::{Assessment, Entitlement, LearningOutcome, ShownResult};
pub use specification::{Accreditation, Specification, SpecificationKind};

use super::Unmodelled;
use crate::id::Iri;
use crate::text::{Language, Line, LocalText};
use crate::time::Timestamp;
use crate::vocabulary::Concept;

/// One achievement as the European Learning Model words it. Parts that the profile lets out are optional.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learning {
    /// The language it is shown in first.
    pub language: Language,
    /// When this copy was made (`issued`, `issuanceDate`).
    pub issued: Timestamp,
    /// Who issues it.
    pub issuer: Organisation,
    /// Of whom it is said.
    pub learner: Option<Learner>,
    /// What was achieved.
    pub title: Option<LocalText>,
    /// What that is.
    pub description: Option<LocalText>,
    /// Who awarded it, mostly the issuer.
    pub awarded_by: Vec<Organisation>,
    /// Where its status is asked, by certificate number and name.
    pub asked_at: Option<AskedAt>,
    /// What the achievement consists of.
    pub specification: Option<Specification>,
    /// By which assessments it was shown.
    pub assessments: Vec<Assessment>,
    /// To what it entitles.
    pub entitlements: Vec<Entitlement>,
    /// How it is shown.
    pub display: Display,
    /// Claims besides the first achievement, as they were written.
    pub other_claims: Vec<Unmodelled>,
    /// Other members of the achievement.
    pub others: Unmodelled,
}

/// The learner's name: each part in one language, as the profile asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learner {
    /// Given names, as the person writes them.
    pub given: Option<NameIn>,
    /// Family name, as the person writes it.
    pub family: Option<NameIn>,
    /// The whole name; in Latin letters, where the parts are in others.
    pub full: Option<NameIn>,
}

/// A name in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameIn {
    /// The language whose script it is in.
    pub language: Language,
    /// The name.
    pub name: Line,
}

/// A place in the web where the status of a certification is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedAt {
    /// Where.
    pub url: Iri,
    /// What it is, for people.
    pub title: LocalText,
}

/// How a credential is shown by viewers: a title, and rendered pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Display {
    /// The title.
    pub title: Option<LocalText>,
    /// Rendered pages, by language.
    pub pages: Vec<Page>,
    /// Other members.
    pub others: Unmodelled,
}

/// One rendered page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// In which language.
    pub language: Language,
    /// Counted from 1.
    pub number: u64,
    /// The picture, in base64.
    pub content: String,
    /// What the picture is (`PNG`).
    pub content_type: Concept,
}
