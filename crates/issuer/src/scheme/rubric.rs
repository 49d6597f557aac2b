//! Which criteria show which competence, and at which level.
//! It does not say who showed it; `decide` does.

use std::fmt;

use attesto_credential::{Competence, Concept, Level};

use crate::code::Code;
use crate::mark::{BadMark, Mark};
use crate::wire;

/// A competence of the scheme with the levels at which it can be shown, lowest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rubric {
    pub(super) code: Code,
    pub(super) competence: Competence,
    pub(super) levels: Vec<RubricLevel>,
    pub(super) kind: Option<Concept>,
    pub(super) reuse: Option<Concept>,
}

impl Rubric {
    /// The short name of the competence.
    pub fn code(&self) -> &Code {
        &self.code
    }

    /// The competence.
    pub fn competence(&self) -> &Competence {
        &self.competence
    }

    /// Knowledge or skill, where the scheme says it.
    pub fn kind(&self) -> Option<&Concept> {
        self.kind.as_ref()
    }

    /// How widely it is of use, where the scheme says it.
    pub fn reuse(&self) -> Option<&Concept> {
        self.reuse.as_ref()
    }

    /// The levels, strictly rising; at least one.
    pub fn levels(&self) -> &[RubricLevel] {
        &self.levels
    }
}

/// One level of a rubric: shown if every demand is met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RubricLevel {
    pub(super) level: Level,
    pub(super) demands: Vec<Demand>,
}

impl RubricLevel {
    /// The level, by the scheme's own statement.
    pub fn level(&self) -> Level {
        self.level
    }

    /// What must come out; at least one.
    pub fn demands(&self) -> &[Demand] {
        &self.demands
    }
}

/// What must come out under one criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    pub(super) criterion: Code,
    pub(super) ask: Ask,
}

impl Demand {
    /// The criterion.
    pub fn criterion(&self) -> &Code {
        &self.criterion
    }

    /// What it asks.
    pub fn ask(&self) -> Ask {
        self.ask
    }
}

/// What a demand asks of its criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// At least this mark.
    AtLeast(Mark),
    /// To be shown.
    Shown,
}

impl Ask {
    /// Reads `shown` or a mark.
    ///
    /// # Errors
    /// Neither.
    pub fn parse(text: &str) -> Result<Self, BadMark> {
        if text == "shown" { Ok(Self::Shown) } else { Mark::parse(text).map(Self::AtLeast) }
    }
}

impl fmt::Display for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(mark) => mark.fmt(f),
            Self::Shown => f.write_str("shown"),
        }
    }
}

wire::texted!(shown: Ask);
wire::in_json!(Ask);
