//! What an achievement consists of: its scheme, in the words of the European Learning Model.
//! Nothing of a person but the results that stand with the learning outcomes.

use super::super::Unmodelled;
use super::{LearningOutcome, Organisation};
use crate::id::Iri;
use crate::text::LocalText;
use crate::time::Timestamp;
use crate::vocabulary::Concept;

/// What is achieved, by whoever achieves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Specification {
    /// The published id.
    pub id: Iri,
    /// Of which class.
    pub kind: SpecificationKind,
    /// Name to display.
    pub title: Option<LocalText>,
    /// What it is.
    pub description: Option<LocalText>,
    /// Fields of study (ISCED-F 2013).
    pub thematic_areas: Vec<Concept>,
    /// Languages of instruction and assessment.
    pub languages: Vec<Concept>,
    /// Formal or non-formal learning.
    pub setting: Option<Concept>,
    /// Notional workload, as a duration of ISO 8601.
    pub workload: Option<String>,
    /// How one takes part.
    pub modes: Vec<Concept>,
    /// What one must bring.
    pub entry_requirement: Option<LocalText>,
    /// The level of the whole, only where a national framework has levelled it.
    pub eqf: Option<Concept>,
    /// The level in that national framework.
    pub nqf: Vec<Concept>,
    /// Who assured its quality.
    pub accreditations: Vec<Accreditation>,
    /// What one can do.
    pub outcomes: Vec<LearningOutcome>,
    /// Other members.
    pub others: Unmodelled,
}

/// The class of a specification; only a qualification has levels and accreditation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpecificationKind {
    /// `LearningAchievementSpecification`
    Achievement,
    /// `Qualification`
    Qualification,
}

/// The quality assurance of a specification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accreditation {
    /// What it is.
    pub title: Option<LocalText>,
    /// Of which kind.
    pub kind: Option<Concept>,
    /// Who accredits.
    pub agent: Option<Organisation>,
    /// From when.
    pub issued: Option<Timestamp>,
    /// Until when.
    pub expires: Option<Timestamp>,
    /// Other members.
    pub others: Unmodelled,
}
