//! The header of a file: which column is what; every column known, every needed one there, none twice.
//! It reads no row.

use std::collections::BTreeMap;

use super::FIXED_COLUMNS;
use super::csv::Record;
use super::fault::{Faults, Why};
use crate::scheme::Scheme;

/// The columns that may be left out.
const OPTIONAL: [&str; 3] = ["given_name_latin", "family_name_latin", "assessed_on"];

/// Where each column stands.
pub(super) struct Header {
    columns: BTreeMap<String, usize>,
    width: usize,
}

impl Header {
    /// Reads the first row; nothing if its columns cannot be told for sure.
    pub(super) fn read(head: &Record, path: &str, scheme: &Scheme, faults: &mut Faults) -> Option<Self> {
        let known = known(scheme);
        let mut columns = BTreeMap::new();
        let mut whole = head.width == head.cells.len();
        if !whole {
            faults.row(path, head.number, Why::UnevenRow { found: head.width, expected: known.len() });
        }
        for (index, cell) in head.cells.iter().enumerate() {
            let why = match cell {
                Err(why) => Some((String::new(), why.clone())),
                Ok(name) if !known.contains(&name.trim()) => Some((name.clone(), Why::UnknownColumn)),
                Ok(name) => {
                    let twice = columns.insert(name.trim().to_owned(), index).is_some();
                    twice.then(|| (name.clone(), Why::ColumnTwice))
                }
            };
            if let Some((name, why)) = why {
                whole = false;
                faults.cell(path, head.number, &name, &name, why);
            }
        }
        for name in known.into_iter().filter(|name| !OPTIONAL.contains(name) && !columns.contains_key(*name)) {
            whole = false;
            faults.cell(path, head.number, name, "", Why::MissingColumn);
        }
        // Rows are read even under a faulty header, as long as the needed columns are there: all faults at once.
        let readable = whole || ["candidate", "email"].iter().any(|name| columns.contains_key(*name));
        readable.then_some(Self { columns, width: head.width })
    }

    /// How many cells a row must have.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// Where a column stands.
    pub(super) fn index(&self, column: &str) -> Option<usize> {
        self.columns.get(column).copied()
    }
}

/// The names of all columns a file may have under a scheme.
fn known(scheme: &Scheme) -> Vec<&str> {
    let units = scheme.curriculum().iter().map(|unit| unit.code().as_str());
    let criteria = scheme.all_criteria().map(|criterion| criterion.code().as_str());
    FIXED_COLUMNS.into_iter().chain(units).chain(criteria).collect()
}
