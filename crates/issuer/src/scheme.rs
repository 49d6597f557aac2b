//! A certification scheme (ISO/IEC 17024 clause 8): what is certified, by what assessments, under which rules.
//! It decides nothing; `decide` does, by the rules that stand here.

mod assessment;
mod learning;
mod link;
mod parse;
mod parse_learning;
mod rubric;
mod rule;
mod term;

pub use assessment::{Assessment, Criterion, Method, Scale};
pub use learning::{Accreditation, Agent, Entitlement, Learning, Levelled};
pub(crate) use parse::zone;
pub use rubric::{Ask, Demand, Rubric, RubricLevel};
pub use rule::{Measure, Rule};
pub use term::{Term, Topic};

use std::collections::BTreeSet;

use attesto_credential::{BadTime, Iri, Line, LocalText, Timestamp, Validity};

use crate::calendar::Calendar;
use crate::code::Code;
use crate::form::FormFaults;
use crate::status::Deed;

/// One version of a scheme; immutable once a decision names it.
///
/// Every code that a rule or a rubric names is known to exist, every minimum can be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    id: Iri,
    code: String,
    version: Line,
    owner: Owner,
    zone: Line,
    validity_months: u32,
    title: LocalText,
    description: LocalText,
    criteria: LocalText,
    units: UnitKind,
    curriculum: Vec<Unit>,
    assessments: Vec<Assessment>,
    rubrics: Vec<Rubric>,
    rules: Vec<Rule>,
    approval_clause: Line,
    appeal_days: u32,
    by_two: BTreeSet<Deed>,
    terms: Vec<Term>,
    learning: Learning,
    accreditations: Vec<Accreditation>,
    entitlements: Vec<Entitlement>,
}

/// The body that owns a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    id: Iri,
    name: Line,
}

impl Owner {
    /// The owner's published name in the web.
    pub fn id(&self) -> &Iri {
        &self.id
    }

    /// The name people know it by.
    pub fn name(&self) -> &Line {
        &self.name
    }
}

/// What the units of a curriculum are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnitKind {
    /// A meeting in a room.
    Session,
    /// A meeting on the net.
    Webinar,
    /// A meeting where things are made.
    Workshop,
}

impl UnitKind {
    /// The English word for several of them.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Session => "sessions",
            Self::Webinar => "webinars",
            Self::Workshop => "workshops",
        }
    }
}

/// One unit of the curriculum, attended or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    code: Code,
    title: LocalText,
    minutes: u32,
    present_percent: u32,
}

impl Unit {
    /// The short name, which is the column of its attendance too.
    pub fn code(&self) -> &Code {
        &self.code
    }

    /// The title by language.
    pub fn title(&self) -> &LocalText {
        &self.title
    }

    /// The workload in minutes.
    pub fn minutes(&self) -> u32 {
        self.minutes
    }

    /// For how many seconds one must be present to have attended it.
    pub fn present_seconds(&self) -> u64 {
        (u64::from(self.minutes) * 60 * u64::from(self.present_percent)).div_ceil(100)
    }
}

impl Scheme {
    /// Reads a scheme file (`format = 1`).
    ///
    /// # Errors
    /// All faults at once, each with line, key, value and remedy: not TOML, a member missing, unknown or not of its
    /// grammar, a code that stands twice or that nothing has, a minimum nobody can reach.
    pub fn parse(toml_text: &str) -> Result<Self, FormFaults> {
        parse::scheme(toml_text)
    }

    /// The published IRI of this version.
    pub fn id(&self) -> &Iri {
        &self.id
    }

    /// The prefix of its certificate numbers, 1 to 8 of A-Z and 0-9.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The version, as published.
    pub fn version(&self) -> &Line {
        &self.version
    }

    /// The body that owns it.
    pub fn owner(&self) -> &Owner {
        &self.owner
    }

    /// The IANA time zone in which its days begin and end.
    pub fn zone(&self) -> &Line {
        &self.zone
    }

    /// For how many months a certification holds.
    pub fn validity_months(&self) -> u32 {
        self.validity_months
    }

    /// The period of a certification that begins at a moment: to the last second of the day before, so many months on.
    ///
    /// # Errors
    /// A calendar that lets days run backwards.
    pub fn period(&self, from: Timestamp, calendar: &dyn Calendar) -> Result<Validity, BadTime> {
        Validity::new(from, Some(calendar.end(from, self.validity_months)))
    }

    /// What a certified person may be called, by language.
    pub fn title(&self) -> &LocalText {
        &self.title
    }

    /// What a certified person does, by language.
    pub fn description(&self) -> &LocalText {
        &self.description
    }

    /// What one must do to be certified, in words, by language.
    pub fn criteria(&self) -> &LocalText {
        &self.criteria
    }

    /// What the units of the curriculum are called.
    pub fn unit_kind(&self) -> UnitKind {
        self.units
    }

    /// The units of the curriculum.
    pub fn curriculum(&self) -> &[Unit] {
        &self.curriculum
    }

    /// The assessments.
    pub fn assessments(&self) -> &[Assessment] {
        &self.assessments
    }

    /// The criteria of all assessments, in their order.
    pub fn all_criteria(&self) -> impl Iterator<Item = &Criterion> {
        self.assessments.iter().flat_map(|assessment| assessment.criteria())
    }

    /// A criterion by its code.
    pub fn criterion(&self, code: &Code) -> Option<&Criterion> {
        self.all_criteria().find(|criterion| criterion.code() == code)
    }

    /// The competences, each with what shows it.
    pub fn rubrics(&self) -> &[Rubric] {
        &self.rubrics
    }

    /// The rules of the decision, in the order they are told.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The clause of the scheme that asks for approval by a second officer.
    pub fn approval_clause(&self) -> &Line {
        &self.approval_clause
    }

    /// Whether a deed on a certification needs a second officer: as the scheme's `also` says, else correction, renewal
    /// and withdrawal.
    pub fn wants_two(&self, deed: Deed) -> bool {
        self.by_two.contains(&deed)
    }

    /// Within how many days of the decision an appeal may be made.
    pub fn appeal_days(&self) -> u32 {
        self.appeal_days
    }

    /// What the scheme says on suspension, withdrawal, recertification, appeal and the like.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// What it says of field, workload, mode and national level.
    pub fn learning(&self) -> &Learning {
        &self.learning
    }

    /// Who assured its quality.
    pub fn accreditations(&self) -> &[Accreditation] {
        &self.accreditations
    }

    /// What a certified person may do by it.
    pub fn entitlements(&self) -> &[Entitlement] {
        &self.entitlements
    }
}

#[cfg(test)]
pub(crate) mod tests;
