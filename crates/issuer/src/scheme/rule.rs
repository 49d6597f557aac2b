//! The one rule grammar: a measure over named parts of the scheme must reach a minimum.
//! It measures nothing itself; `decide` does.

use attesto_credential::{Line, LocalText};
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::mark::Mark;

/// One rule of the decision: `measure` over `of` is at least `minimum`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub(super) id: Code,
    pub(super) clause: Line,
    pub(super) title: LocalText,
    pub(super) measure: Measure,
    pub(super) of: Vec<Code>,
    pub(super) minimum: Mark,
}

impl Rule {
    /// The rule's own name.
    pub fn id(&self) -> &Code {
        &self.id
    }

    /// The clause of the published scheme that it stands in.
    pub fn clause(&self) -> &Line {
        &self.clause
    }

    /// What it is about, by language.
    pub fn title(&self) -> &LocalText {
        &self.title
    }

    /// What is measured.
    pub fn measure(&self) -> Measure {
        self.measure
    }

    /// Over which units, criteria or competences; at least one, all known to the scheme.
    pub fn of(&self) -> &[Code] {
        &self.of
    }

    /// What it asks: a count, a mark, or percent for a total.
    pub fn minimum(&self) -> Mark {
        self.minimum
    }
}

/// What a rule measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// How many of the units were attended.
    Attended,
    /// How many of the competences are shown, at whatever level.
    Competences,
    /// The lowest of the marks.
    LowestMark,
    /// How many of the criteria are shown.
    Shown,
    /// The weighted mean of the marks, in percent, cut after two decimals.
    Total,
}

impl Measure {
    /// Reads the word of a scheme file.
    ///
    /// # Errors
    /// Not one of the five.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        match text {
            "attended" => Ok(Self::Attended),
            "competences" => Ok(Self::Competences),
            "lowest-mark" => Ok(Self::LowestMark),
            "shown" => Ok(Self::Shown),
            "total" => Ok(Self::Total),
            _ => Err("is not a measure; write attended, competences, lowest-mark, shown or total"),
        }
    }
}
