//! One candidate on a sheet: figures, where they come from, and what is decided; no name.
//! Who the person is stands apart, in `person`.

use attesto_credential::{Date, Language};
use attesto_securing::Digest;
use serde::{Deserialize, Serialize};

use crate::code::{CandidateReference, Country, OfficerId};
use crate::decide::{Decision, decide};
use crate::outcome::{Figures, Outcome, Trace};
use crate::person::Person;
use crate::scheme::Scheme;
use crate::shared::Shared;
use crate::wire;

/// One candidate on a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetRow {
    pub(super) candidate: CandidateReference,
    #[serde(with = "wire::text")]
    pub(super) person: Digest,
    pub(super) country: Country,
    #[serde(with = "wire::text")]
    pub(super) language: Language,
    #[serde(deserialize_with = "wire::exact")]
    pub(super) examiners: Vec<OfficerId>,
    #[serde(with = "wire::text_if_any")]
    pub(super) assessed_on: Option<Date>,
    pub(super) figures: Shared<Figures>,
    #[serde(default, skip_serializing_if = "Trace::is_empty")]
    pub(super) trace: Trace,
    pub(super) decision: Decision,
}

impl SheetRow {
    /// How the cohort calls the candidate.
    pub fn candidate(&self) -> &CandidateReference {
        &self.candidate
    }

    /// The commitment that stands for the person ([`Person::commitment`]).
    pub fn person(&self) -> Digest {
        self.person
    }

    /// The candidate's country.
    pub fn country(&self) -> &Country {
        &self.country
    }

    /// The language of the credential to be.
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// Who examined.
    pub fn examiners(&self) -> &[OfficerId] {
        &self.examiners
    }

    /// The day of the assessment, if it is known.
    pub fn assessed_on(&self) -> Option<Date> {
        self.assessed_on
    }

    /// The figures that were decided on.
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// The same, for whoever has them too.
    pub(crate) fn shared_figures(&self) -> &Shared<Figures> {
        &self.figures
    }

    /// Where the figures come from.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// The decision.
    pub fn decision(&self) -> &Decision {
        &self.decision
    }
}

pub(super) fn row(scheme: &Scheme, outcome: Outcome, salt: [u8; 16]) -> (Person, SheetRow) {
    let decision = decide(scheme, &outcome);
    let Outcome { candidate, name, email, country, language, figures, examiners, assessed_on, trace } = outcome;
    let person = Person::new(candidate.clone(), name, email, salt);
    let row = SheetRow {
        candidate,
        person: person.commitment(),
        country,
        language,
        examiners,
        assessed_on,
        figures: figures.into(),
        trace,
        decision,
    };
    (person, row)
}
