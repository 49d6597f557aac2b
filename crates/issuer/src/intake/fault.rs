//! The faults of files of outcomes: where, what stands there, why it cannot be taken, what to do.
//! How they are drawn as a table is the roof's business.

use std::collections::BTreeMap;
use std::fmt;

use super::table::Spot;
pub use super::why::Why;

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntakeFault {
    file: String,
    sheet: Option<String>,
    row: Option<usize>,
    column: Option<String>,
    value: String,
    why: Why,
}

impl IntakeFault {
    /// The file, as the cohort names it; empty if it is the cohort itself.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The sheet of a workbook, escaped and cut.
    pub fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// The row as a spreadsheet counts it: the header is row 1.
    pub fn row(&self) -> Option<usize> {
        self.row
    }

    /// The column by its name, escaped and cut.
    pub fn column(&self) -> Option<&str> {
        self.column.as_deref()
    }

    /// What stands there, escaped and cut to 40 characters.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Why it cannot be taken; its `Display` is the English sentence.
    pub fn why(&self) -> &Why {
        &self.why
    }
}

impl fmt::Display for IntakeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.file.is_empty() { "cohort" } else { &self.file })?;
        if let Some(sheet) = &self.sheet {
            write!(f, ", sheet {sheet}")?;
        }
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}; {}", self.why, self.why.remedy())
    }
}

/// All faults of all files; nothing was taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the files cannot be taken, they have {} fault(s); the first: {}", .faults.len() + .untold, first(.faults))]
pub struct IntakeFaults {
    faults: Vec<IntakeFault>,
    untold: usize,
}

impl IntakeFaults {
    /// The faults, by file, row and column in the order of the files; never empty.
    pub fn faults(&self) -> &[IntakeFault] {
        &self.faults
    }

    /// How many more there are beyond the limit on what is told.
    pub fn untold(&self) -> usize {
        self.untold
    }
}

fn first(faults: &[IntakeFault]) -> String {
    faults.first().map(ToString::to_string).unwrap_or_default()
}

/// Faults as they are found.
pub(super) struct Faults {
    limit: usize,
    found: Vec<IntakeFault>,
    untold: usize,
}

impl Faults {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit: limit.max(1), found: Vec::new(), untold: 0 }
    }

    pub(super) fn cohort(&mut self, why: Why) {
        self.note(&Spot::of(""), None, None, "", why);
    }

    pub(super) fn file(&mut self, spot: &Spot, why: Why) {
        self.note(spot, None, None, "", why);
    }

    pub(super) fn row(&mut self, spot: &Spot, row: usize, why: Why) {
        self.note(spot, Some(row), None, "", why);
    }

    pub(super) fn cell(&mut self, spot: &Spot, row: usize, column: &str, value: &str, why: Why) {
        self.note(spot, Some(row), Some(crate::quote::shown(column)), value, why);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// How many there are so far, told or not.
    pub(super) fn count(&self) -> usize {
        self.found.len() + self.untold
    }

    fn note(&mut self, spot: &Spot, row: Option<usize>, column: Option<String>, value: &str, why: Why) {
        if self.found.len() == self.limit {
            self.untold += 1;
            return;
        }
        let file = crate::quote::shown_whole(&spot.file);
        let sheet = spot.sheet.as_deref().map(crate::quote::shown);
        self.found.push(IntakeFault { file, sheet, row, column, value: crate::quote::shown(value), why });
    }

    /// What was taken, unless there was a fault; faults in the order of the files.
    pub(super) fn into_result<T>(mut self, taken: T, order: &[&str]) -> Result<T, IntakeFaults> {
        if self.found.is_empty() {
            return Ok(taken);
        }
        let order: BTreeMap<&str, usize> = order.iter().enumerate().map(|(index, path)| (*path, index + 2)).collect();
        let place = |file: &str| if file.is_empty() { 0 } else { order.get(file).copied().unwrap_or(1) };
        self.found.sort_by_key(|fault| place(&fault.file));
        Err(IntakeFaults { faults: self.found, untold: self.untold })
    }
}
