//! What came out for one candidate: attendance, marks, interview, and who examined.
//! It is only what the files say; what follows from it is said by `decide`.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use attesto_credential::{Date, Language, PersonName};

use crate::code::{CandidateReference, Code, Country, OfficerId};
use crate::mark::{BadMark, Mark};
use crate::person::Email;
use crate::wire;

/// One candidate's row, taken from a file without a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub(crate) candidate: CandidateReference,
    pub(crate) name: PersonName,
    pub(crate) email: Email,
    pub(crate) country: Country,
    pub(crate) language: Language,
    pub(crate) figures: Figures,
    pub(crate) examiners: Vec<OfficerId>,
    pub(crate) assessed_on: Option<Date>,
    pub(crate) trace: Trace,
}

impl Outcome {
    /// How the cohort calls the candidate.
    pub fn candidate(&self) -> &CandidateReference {
        &self.candidate
    }

    /// The candidate's name.
    pub fn name(&self) -> &PersonName {
        &self.name
    }

    /// The candidate's e-mail.
    pub fn email(&self) -> &Email {
        &self.email
    }

    /// The country of the file.
    pub fn country(&self) -> &Country {
        &self.country
    }

    /// The language of the credential to be.
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// What came out.
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// Who examined; empty if not known yet.
    pub fn examiners(&self) -> &[OfficerId] {
        &self.examiners
    }

    /// The day of the assessment, if the file says it.
    pub fn assessed_on(&self) -> Option<Date> {
        self.assessed_on
    }

    /// Where the figures come from, as far as the files say it.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }
}

/// Where figures come from: for how long somebody was present, and who gave which mark.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trace {
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    minutes: BTreeMap<Code, u32>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    examiners: BTreeMap<Code, Vec<OfficerId>>,
}

impl Trace {
    /// Minutes present by unit, where a meeting's export says it.
    pub fn minutes(&self) -> &BTreeMap<Code, u32> {
        &self.minutes
    }

    /// Who examined, by criterion, where a file of one assessment says it.
    pub fn examiners(&self) -> &BTreeMap<Code, Vec<OfficerId>> {
        &self.examiners
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.minutes.is_empty() && self.examiners.is_empty()
    }

    pub(crate) fn note_minutes(&mut self, unit: &Code, minutes: u32) {
        self.minutes.insert(unit.clone(), minutes);
    }

    pub(crate) fn note_examiner(&mut self, criterion: &Code, examiner: &OfficerId) {
        let examiners = self.examiners.entry(criterion.clone()).or_default();
        if !examiners.contains(examiner) {
            examiners.push(examiner.clone());
        }
    }
}

/// Attendance and assessment of one candidate; what is not in it is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    attendance: BTreeMap<Code, Attendance>,
    assessment: BTreeMap<Code, Achieved>,
}

impl Figures {
    /// Puts figures together, by unit and by criterion.
    pub fn new(attendance: BTreeMap<Code, Attendance>, assessment: BTreeMap<Code, Achieved>) -> Self {
        Self { attendance, assessment }
    }

    pub(crate) fn note_attendance(&mut self, unit: Code, attendance: Attendance) {
        self.attendance.insert(unit, attendance);
    }

    pub(crate) fn note_achieved(&mut self, criterion: Code, achieved: Achieved) {
        self.assessment.insert(criterion, achieved);
    }

    /// Takes what another row of the same person knows; the first thing on which the two differ, if there is one.
    pub(crate) fn unite(&mut self, other: Self) -> Option<Code> {
        let mut differ = None;
        for (unit, attendance) in other.attendance {
            let there = *self.attendance.entry(unit.clone()).or_insert(attendance);
            differ = differ.or((there != attendance).then_some(unit));
        }
        for (criterion, achieved) in other.assessment {
            let there = *self.assessment.entry(criterion.clone()).or_insert(achieved);
            differ = differ.or((there != achieved).then_some(criterion));
        }
        differ
    }

    /// Whether a unit was attended, if that is known.
    pub fn attendance(&self, unit: &Code) -> Option<Attendance> {
        self.attendance.get(unit).copied()
    }

    /// What was achieved under a criterion, if that is known.
    pub fn achieved(&self, criterion: &Code) -> Option<Achieved> {
        self.assessment.get(criterion).copied()
    }
}

/// Whether a unit was attended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Attendance {
    /// Not there.
    Absent,
    /// There.
    Attended,
}

/// What was achieved under one criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Achieved {
    /// A mark.
    Mark(Mark),
    /// Asked and not shown.
    NotShown,
    /// Shown.
    Shown,
}

impl Achieved {
    pub(crate) fn parse(text: &str) -> Result<Self, BadMark> {
        match text {
            "not-shown" => Ok(Self::NotShown),
            "shown" => Ok(Self::Shown),
            mark => Mark::parse(mark).map(Self::Mark),
        }
    }
}

impl fmt::Display for Achieved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mark(mark) => mark.fmt(f),
            Self::NotShown => f.write_str("not-shown"),
            Self::Shown => f.write_str("shown"),
        }
    }
}

wire::texted!(shown: Achieved);
wire::in_json!(Achieved);
