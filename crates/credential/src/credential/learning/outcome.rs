//! What one can do, by which assessments it was shown, and to what it entitles.
//! The class names are those of the European Learning Model.

use super::super::Unmodelled;
use crate::id::Iri;
use crate::text::LocalText;
use crate::time::Timestamp;
use crate::vocabulary::Concept;

/// One thing a certified person can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LearningOutcome {
    /// The published id of the competence.
    pub id: Iri,
    /// What it is.
    pub title: Option<LocalText>,
    /// Knowledge or skill.
    pub kind: Option<Concept>,
    /// How widely it is of use.
    pub reuse: Option<Concept>,
    /// Concepts of ESCO that it relates to.
    pub skills: Vec<Concept>,
    /// What this person has shown of it.
    pub result: Option<ShownResult>,
    /// Other members.
    pub others: Unmodelled,
}

/// The result under one competence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownResult {
    /// In words.
    pub note: LocalText,
    /// The step of the scheme's own scale, with its number as code; without a code: not shown.
    pub step: Concept,
}

impl ShownResult {
    /// The step that was shown, if one was.
    pub fn shown(&self) -> Option<&Concept> {
        Some(&self.step).filter(|step| step.notation.is_some())
    }
}

/// One assessment and what came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The published id of how it is held.
    pub specification: Option<Iri>,
    /// What it is.
    pub title: Option<LocalText>,
    /// What came out, in words.
    pub grade: Option<LocalText>,
    /// Of which type (`dcType` of its specification).
    pub kind: Option<Concept>,
    /// How it is held.
    pub modes: Vec<Concept>,
    /// How identity was checked and the assessment supervised.
    pub identity_checked: Option<Concept>,
    /// When its result was told.
    pub issued: Option<Timestamp>,
    /// Other members.
    pub others: Unmodelled,
}

/// What a certified person may do by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entitlement {
    /// What it is.
    pub title: Option<LocalText>,
    /// Of which kind.
    pub kind: Option<Concept>,
    /// Prospective or actual.
    pub status: Option<Concept>,
    /// Occupations of ESCO it is for.
    pub occupations: Vec<Concept>,
    /// Other members.
    pub others: Unmodelled,
}
