//! A certification: the record of what one person holds, and its state with the whole history.
//! It is no credential; those are copies of it, made by `project`.

mod state;

pub use state::{Event, Happening, State, TurnRefused};

use serde::{Deserialize, Serialize};

use attesto_credential::{CertificateNumber, Document, Language, Timestamp, Validity};
use attesto_securing::Digest;

use crate::code::{CandidateReference, Code, Country, OfficerId};
use crate::decide::CompetenceResult;
use crate::outcome::Figures;
use crate::record::{self, BadRecord};
use crate::shared::Shared;
use crate::sheet::{SchemeRef, SheetRow};
use crate::wire;

/// What one person holds. The person stands apart; a commitment stands for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certification {
    written: Written,
    validity: Validity,
    state: State,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: u32,
    #[serde(with = "wire::text")]
    number: CertificateNumber,
    candidate: CandidateReference,
    #[serde(with = "wire::text")]
    person: Digest,
    country: Country,
    #[serde(with = "wire::text")]
    language: Language,
    scheme: SchemeRef,
    cohort: Code,
    #[serde(with = "wire::text")]
    sheet: Digest,
    figures: Shared<Figures>,
    competences: Shared<Vec<CompetenceResult>>,
    decided_by: OfficerId,
    #[serde(with = "wire::text")]
    decided_at: Timestamp,
    approved_by: OfficerId,
    #[serde(with = "wire::text")]
    approved_at: Timestamp,
    #[serde(with = "wire::text")]
    valid_from: Timestamp,
    #[serde(with = "wire::text_if_any")]
    valid_until: Option<Timestamp>,
    #[serde(with = "wire::text_if_any")]
    renews: Option<CertificateNumber>,
    #[serde(with = "wire::text_if_any")]
    renewed_as: Option<CertificateNumber>,
    history: Vec<Happening>,
}

/// What all certifications of one approval share.
pub(crate) struct Grounds<'g> {
    pub(crate) scheme: &'g SchemeRef,
    pub(crate) sheet: Digest,
    pub(crate) cohort: &'g Code,
    pub(crate) decided: (&'g OfficerId, Timestamp),
    pub(crate) approved: (&'g OfficerId, Timestamp),
    pub(crate) validity: Validity,
}

impl Certification {
    /// The certification of one row that was approved.
    pub(crate) fn granted(number: &CertificateNumber, row: &SheetRow, grounds: &Grounds<'_>) -> Self {
        let (decided_by, decided_at) = grounds.decided;
        let (approved_by, approved_at) = grounds.approved;
        let happening = Happening::new(Event::Granted, decided_at, approved_at, approved_by.clone());
        let written = Written {
            format: 1,
            number: number.clone(),
            candidate: row.candidate().clone(),
            person: row.person(),
            country: row.country().clone(),
            language: row.language().clone(),
            scheme: grounds.scheme.clone(),
            cohort: grounds.cohort.clone(),
            sheet: grounds.sheet,
            figures: row.shared_figures().clone(),
            competences: row.decision().shared_competences().clone(),
            decided_by: decided_by.clone(),
            decided_at,
            approved_by: approved_by.clone(),
            approved_at,
            valid_from: approved_at,
            valid_until: grounds.validity.until(),
            renews: None,
            renewed_as: None,
            history: vec![happening],
        };
        Self { written, validity: grounds.validity, state: State::Certified }
    }

    /// Reads a record as [`Certification::to_text`] writes it.
    ///
    /// # Errors
    /// Any other text; a validity that ends before it begins; a history with a turn that is not allowed.
    pub fn parse(text: &str) -> Result<Self, BadRecord> {
        let written: Written = record::read("certification", text)?;
        let contradicts = |why: String| BadRecord::Contradicts { record: "certification", why };
        let validity = Validity::new(written.valid_from, written.valid_until);
        let validity = validity.map_err(|error| contradicts(error.to_string()))?;
        let state = state::follow(&written.history).map_err(|error| contradicts(error.to_string()))?;
        Ok(Self { written, validity, state })
    }

    /// The record (`format = 1`).
    pub fn to_document(&self) -> Document {
        record::document(&self.written)
    }

    /// Its text.
    pub fn to_text(&self) -> String {
        record::text(&self.written)
    }

    /// The same certification after something happened to it; the history grows by one.
    ///
    /// # Errors
    /// It cannot come from where it stands, or was decided before what was decided last.
    pub fn turned(mut self, happening: Happening) -> Result<Self, TurnRefused> {
        self.written.history.push(happening);
        self.state = state::follow(&self.written.history)?;
        Ok(self)
    }

    /// The same certification about the same person, who is written otherwise.
    pub(crate) fn corrected(mut self, happening: Happening, person: Digest) -> Result<Self, TurnRefused> {
        self.written.person = person;
        self.turned(happening.about(person))
    }

    /// This certification, followed by another, and the one that follows: a number and a period of its own.
    pub(crate) fn renewed(
        mut self,
        happening: Happening,
        number: &CertificateNumber,
        validity: Validity,
    ) -> Result<(Self, Self), TurnRefused> {
        let by = happening.second().unwrap_or(happening.by()).clone();
        let granted = Happening::new(Event::Granted, happening.decided(), validity.from(), by.clone());
        let written = Written {
            number: number.clone(),
            decided_by: happening.by().clone(),
            decided_at: happening.decided(),
            approved_by: by,
            approved_at: happening.decided(),
            valid_from: validity.from(),
            valid_until: validity.until(),
            renews: Some(self.number().clone()),
            renewed_as: None,
            history: vec![granted],
            ..self.written.clone()
        };
        self.written.renewed_as = Some(number.clone());
        Ok((self.turned(happening)?, Self { written, validity, state: State::Certified }))
    }

    /// The certificate number.
    pub fn number(&self) -> &CertificateNumber {
        &self.written.number
    }

    /// How the cohort called the candidate.
    pub fn candidate(&self) -> &CandidateReference {
        &self.written.candidate
    }

    /// The commitment that stands for the person.
    pub fn person(&self) -> Digest {
        self.written.person
    }

    /// The candidate's country.
    pub fn country(&self) -> &Country {
        &self.written.country
    }

    /// The language of its credentials.
    pub fn language(&self) -> &Language {
        &self.written.language
    }

    /// The scheme.
    pub fn scheme(&self) -> &SchemeRef {
        &self.written.scheme
    }

    /// The cohort.
    pub fn cohort(&self) -> &Code {
        &self.written.cohort
    }

    /// The sheet it was decided on.
    pub fn sheet(&self) -> Digest {
        self.written.sheet
    }

    /// Attendance and marks.
    pub fn figures(&self) -> &Figures {
        &self.written.figures
    }

    /// One result per competence.
    pub fn competences(&self) -> &[CompetenceResult] {
        &self.written.competences
    }

    /// Who decided, and when.
    pub fn decided(&self) -> (&OfficerId, Timestamp) {
        (&self.written.decided_by, self.written.decided_at)
    }

    /// Who approved, and when.
    pub fn approved(&self) -> (&OfficerId, Timestamp) {
        (&self.written.approved_by, self.written.approved_at)
    }

    /// From when until when it holds; expiry is no state, it is read off here.
    pub fn validity(&self) -> Validity {
        self.validity
    }

    /// The state it is in.
    pub fn state(&self) -> State {
        self.state
    }

    /// The certification that it follows.
    pub fn renews(&self) -> Option<&CertificateNumber> {
        self.written.renews.as_ref()
    }

    /// The certification that follows it.
    pub fn renewed_as(&self) -> Option<&CertificateNumber> {
        self.written.renewed_as.as_ref()
    }

    /// All that happened, oldest first; begins with `Granted`.
    pub fn history(&self) -> &[Happening] {
        &self.written.history
    }
}

#[cfg(test)]
pub(crate) mod tests;
