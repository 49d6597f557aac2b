//! Why a rule is met or not: figure and clause, as facts and as an English sentence.
//! The sentence in other languages is made at the roof, from the same facts.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::mark::Mark;
use crate::scheme::{Measure, UnitKind};

/// What one rule says of one candidate. Its `Display` is the English sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    pub(super) rule: Code,
    pub(super) clause: String,
    pub(super) holding: Holding,
    pub(super) measure: Measure,
    pub(super) units: UnitKind,
    pub(super) found: Option<Mark>,
    pub(super) out_of: Mark,
    pub(super) asked: Mark,
    pub(super) lacking: Vec<Code>,
}

/// Whether a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holding {
    /// The measure reaches the minimum.
    Met,
    /// A figure that the rule measures is missing.
    Missing,
    /// It does not.
    NotMet,
}

impl Reason {
    /// The rule.
    pub fn rule(&self) -> &Code {
        &self.rule
    }

    /// The clause it stands in.
    pub fn clause(&self) -> &str {
        &self.clause
    }

    /// Whether it holds.
    pub fn holding(&self) -> Holding {
        self.holding
    }

    /// What it measures.
    pub fn measure(&self) -> Measure {
        self.measure
    }

    /// What the units of the scheme are called.
    pub fn units(&self) -> UnitKind {
        self.units
    }

    /// The figure; nothing if something is missing.
    pub fn found(&self) -> Option<Mark> {
        self.found
    }

    /// The best figure one can have.
    pub fn out_of(&self) -> Mark {
        self.out_of
    }

    /// What the scheme asks for.
    pub fn asked(&self) -> Mark {
        self.asked
    }

    /// What is missing; else what was not attended, not shown, or is below the minimum.
    pub fn lacking(&self) -> &[Code] {
        &self.lacking
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { out_of, asked, .. } = self;
        let lacking = self.lacking.iter().map(Code::as_str).collect::<Vec<_>>().join(", ");
        let named = if lacking.is_empty() { String::new() } else { format!(" ({lacking})") };
        match (self.found, self.measure) {
            (None, _) => write!(f, "not known yet: {lacking}")?,
            (Some(found), Measure::Attended) => write!(f, "attended {found} of {out_of} {}", self.units.plural())?,
            (Some(found), Measure::Competences) => write!(f, "shows {found} of {out_of} competences{named}")?,
            (Some(found), Measure::LowestMark) => write!(f, "marked {found} of {out_of}{named}")?,
            (Some(found), Measure::Shown) => write!(f, "showed {found} of {out_of} in the interview{named}")?,
            (Some(found), Measure::Total) => write!(f, "reached {found} percent")?,
        }
        let percent = if self.measure == Measure::Total { " percent" } else { "" };
        write!(f, "; the scheme asks for {asked}{percent}, rule `{}`, clause {}", self.rule, self.clause)
    }
}
