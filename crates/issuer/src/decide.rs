//! What follows from an outcome under a scheme: certify, refuse, or undecided with what is missing; with every reason.
//! It proposes; a named officer decides and a second one approves.

mod reason;
mod weigh;

pub use reason::{Holding, Reason};
pub(crate) use weigh::best;

use serde::{Deserialize, Serialize};

use attesto_credential::Level;

use crate::code::{Code, OfficerId};
use crate::outcome::{Achieved, Figures, Outcome};
use crate::scheme::{Ask, Scheme};
use crate::shared::Shared;
use crate::wire;

/// What is decided on one candidate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    proposal: Proposal,
    missing: Vec<Code>,
    #[serde(deserialize_with = "wire::exact")]
    reasons: Vec<Reason>,
    #[serde(deserialize_with = "wire::exact_shared")]
    competences: Shared<Vec<CompetenceResult>>,
}

/// To certify, to refuse, or neither yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proposal {
    /// Every rule is met.
    Certify,
    /// Everything is known and a rule is not met.
    Refuse,
    /// Something is missing.
    Undecided,
}

/// How one competence came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompetenceResult {
    competence: Code,
    showing: Showing,
    #[serde(deserialize_with = "wire::exact")]
    by: Vec<Evidence>,
}

/// Whether a competence is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is", deny_unknown_fields)]
pub enum Showing {
    /// A figure that it hangs on is missing.
    Missing,
    /// Not even at its lowest level.
    NotShown,
    /// Shown, and at which level.
    Shown {
        /// The highest level whose demands, and those of all levels below, are met.
        #[serde(with = "wire::text")]
        level: Level,
    },
}

/// One criterion that a competence hangs on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    criterion: Code,
    asked: Ask,
    #[serde(skip_serializing_if = "Option::is_none")]
    achieved: Option<Achieved>,
}

impl Evidence {
    /// The criterion.
    pub fn criterion(&self) -> &Code {
        &self.criterion
    }

    /// What the level asks of it.
    pub fn asked(&self) -> Ask {
        self.asked
    }

    /// What was achieved; nothing if that is missing.
    pub fn achieved(&self) -> Option<Achieved> {
        self.achieved
    }
}

impl CompetenceResult {
    /// The competence by its code in the scheme.
    pub fn competence(&self) -> &Code {
        &self.competence
    }

    /// Whether it is shown.
    pub fn showing(&self) -> Showing {
        self.showing
    }

    /// By which criteria: those of the level shown, else those of the lowest level.
    pub fn by(&self) -> &[Evidence] {
        &self.by
    }
}

impl Decision {
    /// What is proposed.
    pub fn proposal(&self) -> Proposal {
        self.proposal
    }

    /// The units and criteria of which nothing is known, and `examiner` if nobody is named; in the scheme's order.
    pub fn missing(&self) -> &[Code] {
        &self.missing
    }

    /// One reason per rule, in the scheme's order.
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// One result per competence, in the scheme's order.
    pub fn competences(&self) -> &[CompetenceResult] {
        &self.competences
    }

    /// The same, for whoever has them too.
    pub(crate) fn shared_competences(&self) -> &Shared<Vec<CompetenceResult>> {
        &self.competences
    }
}

/// Decides on one candidate.
///
/// As long as anything is missing (one unit, one criterion, the examiner), the decision is *undecided*, whatever the
/// other figures say: a late file never refuses anybody, and nobody is certified on less than the scheme measures.
/// With everything known, to certify if every rule is met, else to refuse. Same scheme and outcome, same decision.
pub fn decide(scheme: &Scheme, outcome: &Outcome) -> Decision {
    weigh_up(scheme, outcome.figures(), outcome.examiners())
}

pub(crate) fn weigh_up(scheme: &Scheme, figures: &Figures, examiners: &[OfficerId]) -> Decision {
    let competences: Vec<CompetenceResult> =
        scheme.rubrics().iter().map(|rubric| weigh::competence(rubric, figures)).collect();
    let reasons: Vec<Reason> =
        scheme.rules().iter().map(|rule| weigh::rule(rule, scheme, figures, &competences)).collect();
    let missing = missing(scheme, figures, examiners);
    let proposal = match (missing.is_empty(), reasons.iter().all(|reason| reason.holding() == Holding::Met)) {
        (false, _) => Proposal::Undecided,
        (true, true) => Proposal::Certify,
        (true, false) => Proposal::Refuse,
    };
    Decision { proposal, missing, reasons, competences: competences.into() }
}

fn missing(scheme: &Scheme, figures: &Figures, examiners: &[OfficerId]) -> Vec<Code> {
    let units = scheme.curriculum().iter().map(|unit| unit.code()).filter(|code| figures.attendance(code).is_none());
    let criteria = scheme.all_criteria().map(|criterion| criterion.code());
    let criteria = criteria.filter(|code| figures.achieved(code).is_none());
    let examiner = Code::parse("examiner").ok().filter(|_| examiners.is_empty());
    units.chain(criteria).cloned().chain(examiner).collect()
}

#[cfg(test)]
pub(crate) mod tests;
