//! What must hold before a statement may be sealed: the official schema, the rules by name, and that it reads back.
//! Boulder's token in our words: a `Linted` is made here only, is spent by sealing, and cannot be copied.

mod claims;
pub(crate) mod elm;
mod house;
mod mould;
mod probes;
mod schema;

pub(crate) use claims::house as house_of_claims;
pub(crate) use house::house;
pub use mould::{Casting, Mould, Pattern};

use std::borrow::Cow;

use crate::credential::Credential;
use crate::document::Document;
use crate::format::{DataModel, Format};
use crate::statement::Statement;

/// A statement that conforms, with its wording; may be sealed once.
#[derive(Debug)]
pub struct Linted<T: Statement> {
    statement: T,
    wording: Wording,
    format: Format,
}

/// How a statement is worded: member by member, or poured into the wording of many.
#[derive(Debug)]
pub enum Wording {
    /// Member by member.
    Composed(Document),
    /// Poured.
    Poured(Casting),
}

impl Wording {
    /// The text that will be sealed.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Composed(document) => Cow::Owned(document.to_text()),
            Self::Poured(casting) => Cow::Borrowed(casting.text()),
        }
    }
}

impl<T: Statement> Linted<T> {
    /// What it says.
    pub fn said(&self) -> &T {
        &self.statement
    }

    /// The wording that will be sealed.
    pub fn wording(&self) -> &Wording {
        &self.wording
    }

    /// The document that will be sealed.
    pub fn document(&self) -> Cow<'_, Document> {
        match &self.wording {
            Wording::Composed(document) => Cow::Borrowed(document),
            Wording::Poured(casting) => Cow::Owned(casting.document()),
        }
    }

    /// How it is worded and to be secured.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Spends it for its wording.
    pub fn into_wording(self) -> Wording {
        self.wording
    }
}

/// A rule that a document breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LintFault {
    rule: &'static str,
    pointer: String,
    why: String,
}

impl LintFault {
    pub(crate) fn new(rule: &'static str, pointer: impl Into<String>, why: impl Into<String>) -> Self {
        Self { rule, pointer: pointer.into(), why: why.into() }
    }

    pub(crate) fn format(why: &str) -> Self {
        Self::new("format", "", why)
    }

    /// The name of the rule.
    pub fn rule(&self) -> &'static str {
        self.rule
    }

    /// JSON Pointer of the place.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// What is wrong and what should stand there.
    pub fn why(&self) -> &str {
        &self.why
    }
}

impl std::fmt::Display for LintFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at {:?}: {}", self.rule, self.pointer, self.why)
    }
}

/// A statement that may not be sealed, with every rule it breaks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the statement may not be sealed: {}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct LintError {
    faults: Vec<LintFault>,
}

impl LintError {
    /// All faults, in the order of the rules.
    pub fn faults(&self) -> &[LintFault] {
        &self.faults
    }
}

/// Words a statement in a format and lets it through if it conforms and reads back as it was.
///
/// # Errors
/// Every rule it breaks, at once.
pub fn lint<T: Statement>(statement: T, format: Format) -> Result<Linted<T>, LintError> {
    let document = statement.write(format.model()).map_err(|fault| LintError { faults: vec![fault] })?;
    let mut faults = statement.faults(&document, format);
    match T::read(&document, format.model()) {
        Ok(back) if back == statement => {}
        Ok(_) => faults.push(LintFault::new("reads-back", "", "the document reads back as another statement")),
        Err(misread) => faults.push(LintFault::new("reads-back", misread.pointer(), misread.why())),
    }
    if !faults.is_empty() {
        return Err(LintError { faults });
    }
    Ok(Linted { statement, wording: Wording::Composed(document), format })
}

/// What a European Digital Credential says that no SHACL sees and readers lose: unknown keys, melted nodes, lost times.
pub fn european_silence(document: &Document) -> Vec<LintFault> {
    elm::silent(document)
}

/// What a European credential of ours must say whatever the profile allows; never asked of foreign ones.
pub fn european_duties(credential: &Credential) -> Vec<LintFault> {
    elm::ours(credential)
}

/// What a credential breaks of its standard, ours or foreign: an Open Badge of the official schema and of the 1EdTech
/// validator's probes, flat claims of the rules of SD-JWT VC, a European Digital Credential of the official SHACL (EDC
/// generic profile).
///
/// Asks nothing of the proof, of keys, or of the day.
pub fn conformance(document: &Document, model: DataModel) -> Vec<LintFault> {
    match model {
        DataModel::Claims => return claims::conformance(document),
        DataModel::Elm => return elm::conformance(document),
        DataModel::Declaration | DataModel::OpenBadges | DataModel::StatusList | DataModel::TokenList => {}
    }
    let mut faults = schema::achievement_credential(document);
    faults.extend(probes::all(document));
    faults
}
