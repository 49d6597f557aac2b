//! The header of a file: which column is what; every column known, every needed one there, none twice.
//! It reads no row.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::{Faults, Why};
use super::table::{Record, Spot};
use crate::cohort::{CohortFile, FileKind, Layout, folded};
use crate::scheme::Scheme;

/// The columns of ours that are no code of a scheme; no unit or criterion may be called so.
pub const FIXED_COLUMNS: [&str; 12] = [
    "candidate",
    "given_name",
    "family_name",
    "given_name_latin",
    "family_name_latin",
    "email",
    "birth_date",
    "examiner",
    "assessed_on",
    "name",
    "join",
    "leave",
];

const PERSON: [&str; 7] =
    ["candidate", "given_name", "family_name", "given_name_latin", "family_name_latin", "email", "birth_date"];
const MEETING: [&str; 4] = ["name", "email", "join", "leave"];
const ASSESSMENT: [&str; 4] = ["candidate", "email", "examiner", "assessed_on"];

/// The columns that a file may have, by our names, and those that it must.
pub(super) struct Columns<'s> {
    known: Vec<&'s str>,
    needed: Vec<&'s str>,
    /// Of these, one is enough.
    any: Vec<Vec<&'s str>>,
}

impl<'s> Columns<'s> {
    /// By what the file holds and what the scheme measures.
    pub(super) fn of(file: &CohortFile, scheme: &'s Scheme) -> Self {
        let units = || scheme.curriculum().iter().map(|unit| unit.code().as_str());
        let criteria = || scheme.all_criteria().map(|criterion| criterion.code().as_str());
        match file.kind() {
            FileKind::Outcomes(_) => {
                let person = ["candidate", "given_name", "family_name", "email"];
                let needed = person.into_iter().chain(units()).chain(criteria()).chain(["examiner"]).collect();
                let known = PERSON.into_iter().chain(units()).chain(criteria()).chain(["examiner", "assessed_on"]);
                Self { known: known.collect(), needed, any: Vec::new() }
            }
            FileKind::Candidates(_) => Self {
                known: PERSON.to_vec(),
                needed: vec!["candidate", "given_name", "family_name", "email"],
                any: Vec::new(),
            },
            FileKind::Attendance(_) => {
                Self { known: MEETING.to_vec(), needed: vec!["join", "leave"], any: vec![vec!["email", "name"]] }
            }
            FileKind::Assessment { assessment, .. } => {
                let ours = scheme.assessments().iter().filter(|one| one.code() == assessment);
                let criteria: Vec<&str> =
                    ours.flat_map(|one| one.criteria()).map(|criterion| criterion.code().as_str()).collect();
                let known = ASSESSMENT.into_iter().chain(criteria.iter().copied()).collect();
                Self { known, needed: Vec::new(), any: vec![vec!["candidate", "email"], criteria] }
            }
        }
    }
}

/// Where each column stands.
pub(super) struct Header {
    columns: BTreeMap<String, usize>,
    width: usize,
}

impl Header {
    /// Reads the header; nothing if its columns cannot be told for sure.
    pub(super) fn read(
        head: &Record,
        layout: &Layout,
        columns: &Columns<'_>,
        spot: &Spot,
        faults: &mut Faults,
    ) -> Option<Self> {
        let ours: BTreeMap<&str, &str> = columns.known.iter().map(|ours| (layout.header(ours), *ours)).collect();
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        let mut whole = head.width == head.cells.len();
        if !whole {
            faults.row(spot, head.number, Why::UnevenRow { found: head.width, expected: columns.known.len() });
        }
        for (index, cell) in head.cells.iter().enumerate() {
            let (name, why) = match cell {
                Err(why) => (String::new(), Some(why.clone())),
                Ok(given) => {
                    let name = folded(&given.text);
                    let is_new = seen.insert(name.clone());
                    let why = match ours.get(name.as_str()) {
                        _ if layout.ignores(&name) => None,
                        None => Some(Why::UnknownColumn),
                        Some(_) if !is_new => Some(Why::ColumnTwice),
                        Some(ours) => {
                            found.insert((*ours).to_owned(), index);
                            None
                        }
                    };
                    (given.text.clone(), why)
                }
            };
            if let Some(why) = why {
                whole = false;
                faults.cell(spot, head.number, &name, &name, why);
            }
        }
        for name in columns.needed.iter().filter(|name| !found.contains_key(**name)) {
            whole = false;
            faults.cell(spot, head.number, layout.header(name), "", Why::MissingColumn);
        }
        for any in columns.any.iter().filter(|any| !any.iter().any(|name| found.contains_key(*name))) {
            whole = false;
            let names: Vec<&str> = any.iter().map(|name| layout.header(name)).collect();
            faults.cell(spot, head.number, &names.join(" | "), "", Why::MissingColumn);
        }
        // Rows are read even under a faulty header, as long as it can be told whose they are: all faults at once.
        let readable = whole || ["candidate", "email"].iter().any(|name| found.contains_key(*name));
        readable.then_some(Self { columns: found, width: head.width })
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
