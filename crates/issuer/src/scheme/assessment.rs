//! The assessments of a scheme and the criteria they are marked by.
//! It holds no marks; those are a candidate's, in `outcome`.

use attesto_credential::{Concept, LocalText, Vocabulary};
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::mark::Mark;

/// One assessment: a written test, a project work, an interview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    pub(super) code: Code,
    pub(super) title: LocalText,
    pub(super) method: Method,
    pub(super) criteria: Vec<Criterion>,
    pub(super) kind: Option<Concept>,
    pub(super) supervision: Option<Concept>,
    pub(super) modes: Vec<Concept>,
}

impl Assessment {
    /// The short name.
    pub fn code(&self) -> &Code {
        &self.code
    }

    /// The title by language.
    pub fn title(&self) -> &LocalText {
        &self.title
    }

    /// How it is held.
    pub fn method(&self) -> Method {
        self.method
    }

    /// Of which type of the Union's vocabulary: as the scheme says, else as its method is known there.
    pub fn kind(&self) -> Option<Concept> {
        let word = match self.method {
            Method::Interview => "oral",
            Method::ProjectWork => "project-work",
            Method::WrittenTest => "written",
        };
        self.kind.clone().or_else(|| Vocabulary::AssessmentType.named(word).ok())
    }

    /// How it is supervised and identity checked, where the scheme says it.
    pub fn supervision(&self) -> Option<&Concept> {
        self.supervision.as_ref()
    }

    /// In which modes it is held.
    pub fn modes(&self) -> &[Concept] {
        &self.modes
    }

    /// What it is marked by; at least one.
    pub fn criteria(&self) -> &[Criterion] {
        &self.criteria
    }
}

/// How an assessment is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Spoken, before examiners.
    Interview,
    /// A work handed in.
    ProjectWork,
    /// Written under supervision.
    WrittenTest,
}

/// One criterion: one column of an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    pub(super) code: Code,
    pub(super) title: LocalText,
    pub(super) scale: Scale,
}

impl Criterion {
    /// The short name, which is the column too.
    pub fn code(&self) -> &Code {
        &self.code
    }

    /// The title by language.
    pub fn title(&self) -> &LocalText {
        &self.title
    }

    /// What can come out.
    pub fn scale(&self) -> Scale {
        self.scale
    }
}

/// What can come out under a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// A mark from 0 to a maximum, with a weight in the total of its assessment.
    Marked {
        /// The best mark.
        maximum: Mark,
        /// The weight; 1 if the scheme states none.
        weight: u32,
    },
    /// Shown or not shown.
    Shown,
}
