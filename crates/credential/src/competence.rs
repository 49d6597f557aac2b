//! What a person is shown to be able to do, and at which level.

use crate::id::Iri;
use crate::text::LocalText;

/// A level of the European Qualifications Framework, 1 to 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Level(u8);

/// A number that is no level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("level {found} is not one of EQF 1 to 8; write the digit only")]
pub struct BadLevel {
    /// As found.
    pub found: i64,
}

impl Level {
    /// Takes a level.
    ///
    /// # Errors
    /// Not 1 to 8.
    pub fn new(level: i64) -> Result<Self, BadLevel> {
        u8::try_from(level).ok().filter(|level| (1..=8).contains(level)).map(Self).ok_or(BadLevel { found: level })
    }

    /// The digit.
    pub fn number(self) -> u8 {
        self.0
    }

    /// The level's own name in the Union's vocabulary.
    pub fn iri(self) -> String {
        format!("http://data.europa.eu/snb/eqf/{}", self.0)
    }
}

/// A link to a concept of ESCO; the IRI is opaque, http, and compared as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EscoLink {
    iri: Iri,
    label: String,
    version: String,
}

impl EscoLink {
    /// Takes a link with its English label and the version of ESCO it was taken from (`v1.2`).
    pub fn new(iri: Iri, label: String, version: String) -> Self {
        Self { iri, label, version }
    }

    /// The concept.
    pub fn iri(&self) -> &Iri {
        &self.iri
    }

    /// The concept's uuid, the last step of its IRI.
    pub fn code(&self) -> &str {
        self.iri.as_str().rsplit('/').next().unwrap_or("")
    }

    /// English label.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Version of ESCO.
    pub fn version(&self) -> &str {
        &self.version
    }
}

/// One competence of a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Competence {
    id: Iri,
    code: String,
    title: LocalText,
    level: Option<Level>,
    esco: Vec<EscoLink>,
}

impl Competence {
    /// Takes a competence under its published IRI and its short code within the scheme.
    pub fn new(id: Iri, code: String, title: LocalText, level: Option<Level>, esco: Vec<EscoLink>) -> Self {
        Self { id, code, title, level, esco }
    }

    /// The published IRI.
    pub fn id(&self) -> &Iri {
        &self.id
    }

    /// The short code.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The title by language.
    pub fn title(&self) -> &LocalText {
        &self.title
    }

    /// The EQF level, where the scheme states one.
    pub fn level(&self) -> Option<Level> {
        self.level
    }

    /// Links to ESCO.
    pub fn esco(&self) -> &[EscoLink] {
        &self.esco
    }
}
