//! Files of outcomes as offices send them, taken all or not at all; every fault of every file is told at once.
//! It decides nothing and opens no file: bytes in, outcomes out.

mod cell;
mod csv;
mod fault;
mod header;
mod row;

pub use fault::{IntakeFault, IntakeFaults, Why};

use std::collections::BTreeMap;

use crate::cohort::{Cohort, CohortFile};
use crate::officer::Officers;
use crate::outcome::Outcome;
use crate::scheme::Scheme;
use fault::Faults;
use header::Header;

/// The columns that every scheme has; no unit or criterion may be called so.
pub const FIXED_COLUMNS: [&str; 8] = [
    "candidate",
    "given_name",
    "family_name",
    "given_name_latin",
    "family_name_latin",
    "email",
    "examiner",
    "assessed_on",
];

/// One file as it came.
#[derive(Clone, Copy, Debug)]
pub struct InputFile<'b> {
    /// Its path, as the cohort names it.
    pub path: &'b str,
    /// Its bytes.
    pub bytes: &'b [u8],
}

/// How much is read before it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IntakeLimits {
    /// Bytes of one file.
    pub file_bytes: usize,
    /// Rows of one file, without the header.
    pub rows: usize,
    /// Bytes of one cell.
    pub cell_bytes: usize,
    /// Cells of one row.
    pub columns: usize,
    /// Faults that are told; of more, only how many.
    pub faults: usize,
}

impl Default for IntakeLimits {
    fn default() -> Self {
        Self { file_bytes: 64 << 20, rows: 100_000, cell_bytes: 4096, columns: 512, faults: 10_000 }
    }
}

/// Reads all files of a cohort into outcomes, in the order of the files and their rows.
///
/// An empty cell of attendance, assessment or examiner is *not known*, never a fault; names, e-mail and reference are
/// needed. Reference and e-mail stand once in the whole cohort, without regard to letter case. An examiner must be an
/// officer with the duty to examine, else impartiality could not be checked.
///
/// # Errors
/// All faults of all files, each with file, row, column, value, why and remedy; then nothing is taken.
pub fn intake(
    files: &[InputFile<'_>],
    scheme: &Scheme,
    cohort: &Cohort,
    officers: &Officers,
    limits: &IntakeLimits,
) -> Result<Vec<Outcome>, IntakeFaults> {
    let mut faults = Faults::new(limits.faults);
    let mut taken = Taken::default();
    if cohort.scheme() != scheme.id() {
        faults.cohort(Why::OtherScheme { cohort: cohort.scheme().to_string(), scheme: scheme.id().to_string() });
    }
    for trainer in cohort.trainers().iter().filter(|trainer| officers.find(trainer).is_none()) {
        faults.cohort(Why::UnknownOfficer { found: trainer.to_string() });
    }
    for file in files.iter().filter(|file| cohort.files().iter().all(|declared| declared.path() != file.path)) {
        faults.file(file.path, Why::NotDeclared);
    }
    for declared in cohort.files() {
        match files.iter().find(|file| file.path == declared.path()) {
            Some(file) => rows_of(file.bytes, declared, (scheme, officers, limits), &mut taken, &mut faults),
            None => faults.file(declared.path(), Why::NotGiven),
        }
    }
    faults.into_result(taken.outcomes)
}

/// What was taken so far, and where each reference and e-mail was seen first.
#[derive(Default)]
struct Taken {
    outcomes: Vec<Outcome>,
    references: BTreeMap<String, Place>,
    emails: BTreeMap<String, Place>,
}

/// A file and a row.
type Place = (String, usize);

fn rows_of(
    bytes: &[u8],
    declared: &CohortFile,
    (scheme, officers, limits): (&Scheme, &Officers, &IntakeLimits),
    taken: &mut Taken,
    faults: &mut Faults,
) {
    let path = declared.path();
    let Some(table) = csv::table(bytes, path, declared.separator(), limits, faults) else { return };
    let Some((head, rows)) = table.split_first() else {
        faults.file(path, Why::Empty);
        return;
    };
    let Some(header) = Header::read(head, path, scheme, faults) else { return };
    if rows.is_empty() {
        faults.file(path, Why::NoRows);
    }
    for record in rows {
        if record.width != header.width() {
            faults.row(path, record.number, Why::UnevenRow { found: record.width, expected: header.width() });
            continue;
        }
        let row = row::Row { path, record, header: &header, scheme, officers, declared };
        row.note_twice(taken, faults);
        taken.outcomes.extend(row.outcome(faults));
    }
}

#[cfg(test)]
mod tests;
