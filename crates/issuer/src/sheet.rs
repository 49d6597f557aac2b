//! The decision sheet: what was decided on a cohort, on which figures and why, without a name on it.
//! It is bound by the digest of its text; persons stand apart, and a commitment stands for each.

mod change;
mod draw;
mod head;
mod read;
mod row;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use attesto_credential::{Document, Iri, Line, Object, Timestamp};
use attesto_securing::Digest;

use crate::approve::{NotImpartial, impartial};
use crate::code::{CandidateReference, Code, OfficerId};
use crate::cohort::Cohort;
use crate::decide::{Proposal, weigh_up};
use crate::issue::{Alone, Hands};
use crate::officer::{Duty, Officers};
use crate::outcome::Outcome;
use crate::person::Person;
use crate::record::{self, BadRecord};
use crate::scheme::Scheme;
use crate::shares::each_share;
use crate::wire;

pub use change::Change;
pub use head::SheetHead;
pub use row::SheetRow;

/// What the record is called.
const SHEET: &str = "decision sheet";

/// The decisions on one cohort, sorted by candidate reference, each reference once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    written: Written,
    text: Arc<String>,
    digest: Digest,
}

/// Which version of which scheme, to the byte.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchemeRef {
    #[serde(with = "wire::text")]
    id: Iri,
    #[serde(with = "wire::text")]
    version: Line,
    #[serde(with = "wire::text")]
    digest: Digest,
}

impl SchemeRef {
    /// Names a scheme by its id, version and the digest of its file.
    pub fn new(scheme: &Scheme, digest: Digest) -> Self {
        Self { id: scheme.id().clone(), version: scheme.version().clone(), digest }
    }

    /// The published id of the version.
    pub fn id(&self) -> &Iri {
        &self.id
    }

    /// The version, as published.
    pub fn version(&self) -> &Line {
        &self.version
    }

    /// SHA-256 of the scheme file.
    pub fn digest(&self) -> Digest {
        self.digest
    }
}

/// One input file, by name and digest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    path: String,
    #[serde(with = "wire::text")]
    digest: Digest,
}

impl Input {
    /// Names an input.
    pub fn new(path: String, digest: Digest) -> Self {
        Self { path, digest }
    }

    /// The path, as the cohort names it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// SHA-256 of its bytes.
    pub fn digest(&self) -> Digest {
        self.digest
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: u32,
    scheme: SchemeRef,
    cohort: Code,
    inputs: Vec<Input>,
    trainers: Vec<OfficerId>,
    decided_by: OfficerId,
    #[serde(with = "wire::text")]
    decided_at: Timestamp,
    rows: Vec<SheetRow>,
}

/// Who decides, when, on which files.
#[derive(Clone)]
pub struct Sitting<'s> {
    /// Digest of the scheme file.
    pub scheme: Digest,
    /// The input files.
    pub inputs: Vec<Input>,
    /// The officer who decides.
    pub officer: &'s OfficerId,
    /// When.
    pub at: Timestamp,
    /// Who weighs up some outcomes while others are; which, changes nothing on the sheet.
    pub hands: &'s dyn Hands,
}

/// Why no sheet can be drawn up.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SheetRefused {
    /// Two outcomes of one candidate.
    #[error("candidate {candidate} has two outcomes; decide on one")]
    CandidateTwice {
        /// Who.
        candidate: CandidateReference,
    },
    /// No outcome.
    #[error("there is no outcome to decide on; give at least one")]
    Empty,
    /// The officer may not decide on these candidates.
    #[error(transparent)]
    NotImpartial(#[from] NotImpartial),
}

impl Sheet {
    /// Decides on all outcomes and draws up the sheet; the persons come apart from it, in the same order.
    ///
    /// `salt` is called once per candidate and gives 16 fresh random bytes.
    ///
    /// # Errors
    /// No outcome, a candidate twice, or an officer without the duty to decide, or who examined or trained.
    pub fn draw_up(
        scheme: &Scheme,
        cohort: &Cohort,
        mut outcomes: Vec<Outcome>,
        officers: &Officers,
        sitting: Sitting<'_>,
        salt: &mut dyn FnMut() -> [u8; 16],
    ) -> Result<(Self, Vec<Person>), SheetRefused> {
        outcomes.sort_by(|one, other| one.candidate().cmp(other.candidate()));
        let neighbours = outcomes.iter().zip(outcomes.iter().skip(1));
        if let Some((outcome, _)) = neighbours.into_iter().find(|(one, next)| one.candidate() == next.candidate()) {
            return Err(SheetRefused::CandidateTwice { candidate: outcome.candidate().clone() });
        }
        if outcomes.is_empty() {
            return Err(SheetRefused::Empty);
        }
        let mut inputs = sitting.inputs;
        inputs.sort();
        let head = Written {
            format: 1,
            scheme: SchemeRef::new(scheme, sitting.scheme),
            cohort: cohort.id().clone(),
            inputs,
            trainers: cohort.trainers().to_vec(),
            decided_by: sitting.officer.clone(),
            decided_at: sitting.at,
            rows: Vec::new(),
        };
        let (sheet, persons) = draw::sheet(head, scheme, (outcomes, salt), sitting.hands);
        impartial(&sheet, sitting.officer, Duty::Decide, officers)?;
        Ok((sheet, persons))
    }

    /// Reads a sheet as [`Sheet::to_text`] writes it.
    ///
    /// # Errors
    /// Any other text; rows out of order; a candidate twice. Whether the decisions follow from the figures is asked by
    /// [`Sheet::follows_from`].
    pub fn parse(text: &str) -> Result<Self, BadRecord> {
        Self::read(text.to_owned(), Digest::of(text.as_bytes()), &Alone)
    }

    /// Reads the same, and keeps the text that it is given, of which the digest is known.
    pub(crate) fn read(text: String, digest: Digest, hands: &dyn Hands) -> Result<Self, BadRecord> {
        // What is not taken share by share is read in one piece, which says why not.
        let written = read::in_shares(&text, hands).map_or_else(|| record::read(SHEET, &text), Ok)?;
        let ordered = written.rows.is_sorted_by(|one, next| one.candidate < next.candidate);
        if !ordered || written.rows.is_empty() {
            let why = "its rows are not in the order of candidates, each once".to_owned();
            return Err(BadRecord::Contradicts { record: SHEET, why });
        }
        Ok(Self { written, digest, text: Arc::new(text) })
    }

    /// The canonical text.
    pub fn to_text(&self) -> &str {
        &self.text
    }

    /// The same, to be kept elsewhere without a copy of it.
    pub(crate) fn shared_text(&self) -> Arc<String> {
        Arc::clone(&self.text)
    }

    /// The same as a document.
    pub fn to_document(&self) -> Document {
        record::document(&self.written)
    }

    /// SHA-256 of the text: the name of the sheet.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Whether each decision is what the scheme says of the figures beside it.
    pub fn follows_from(&self, scheme: &Scheme) -> bool {
        self.follows(scheme, &Alone)
    }

    /// The same, asked on every hand.
    pub(crate) fn follows(&self, scheme: &Scheme, hands: &dyn Hands) -> bool {
        let follows = |row: &SheetRow| weigh_up(scheme, &row.figures, &row.examiners) == row.decision;
        self.written.scheme.id == *scheme.id()
            && each_share(self.rows(), hands, |rows| rows.iter().all(follows)).into_iter().all(|follows| follows)
    }

    /// The scheme.
    pub fn scheme(&self) -> &SchemeRef {
        &self.written.scheme
    }

    /// The cohort.
    pub fn cohort(&self) -> &Code {
        &self.written.cohort
    }

    /// A candidate's row.
    pub fn row(&self, candidate: &CandidateReference) -> Option<&SheetRow> {
        let place = self.rows().binary_search_by(|row| row.candidate.cmp(candidate)).ok()?;
        self.rows().get(place)
    }

    /// The input files.
    pub fn inputs(&self) -> &[Input] {
        &self.written.inputs
    }

    /// Who trained these candidates.
    pub fn trainers(&self) -> &[OfficerId] {
        &self.written.trainers
    }

    /// Who decided.
    pub fn decided_by(&self) -> &OfficerId {
        &self.written.decided_by
    }

    /// When.
    pub fn decided_at(&self) -> Timestamp {
        self.written.decided_at
    }

    /// The candidates, in the order of their references.
    pub fn rows(&self) -> &[SheetRow] {
        &self.written.rows
    }

    /// How many candidates have this proposal.
    pub fn count(&self, proposal: Proposal) -> usize {
        self.rows().iter().filter(|row| row.decision.proposal() == proposal).count()
    }

    /// What the deciding officer signs: kind `decision`, the digest of the sheet and its counts.
    pub fn act(&self) -> Object {
        record::object(&Act {
            sheet: self.digest().to_hex(),
            scheme: self.written.scheme.clone(),
            cohort: self.cohort().clone(),
            decided_by: self.decided_by().clone(),
            decided_at: self.decided_at().to_string(),
            certify: self.count(Proposal::Certify),
            refuse: self.count(Proposal::Refuse),
            undecided: self.count(Proposal::Undecided),
        })
    }
}

#[derive(Serialize)]
struct Act {
    sheet: String,
    scheme: SchemeRef,
    cohort: Code,
    decided_by: OfficerId,
    decided_at: String,
    certify: usize,
    refuse: usize,
    undecided: usize,
}

#[cfg(test)]
pub(crate) mod tests;
