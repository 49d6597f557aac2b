//! One row to one outcome, or to all its faults.
//! It compares nothing with other rows but reference and e-mail.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use attesto_credential::{FullName, Line, PersonName};

use super::csv::Record;
use super::fault::{Faults, Why};
use super::header::Header;
use super::{Taken, cell};
use crate::code::OfficerId;
use crate::cohort::CohortFile;
use crate::officer::{Duty, Officers};
use crate::outcome::{Figures, Outcome};
use crate::scheme::Scheme;

/// A row with all that is needed to understand it.
pub(super) struct Row<'r> {
    pub(super) path: &'r str,
    pub(super) record: &'r Record,
    pub(super) header: &'r Header,
    pub(super) scheme: &'r Scheme,
    pub(super) officers: &'r Officers,
    pub(super) declared: &'r CohortFile,
}

impl Row<'_> {
    /// The outcome, unless a cell is at fault.
    pub(super) fn outcome(&self, faults: &mut Faults) -> Option<Outcome> {
        let candidate = self.needed("candidate", cell::reference, faults);
        let name = self.name(faults);
        let email = self.needed("email", cell::email, faults);
        let figures = self.figures(faults);
        let examiners = self.examiners(faults);
        let assessed_on = self.known("assessed_on", cell::day, faults);
        Some(Outcome {
            candidate: candidate?,
            name: name?,
            email: email?,
            country: self.declared.country().clone(),
            language: self.declared.language().clone(),
            figures: figures?,
            examiners: examiners?,
            assessed_on: assessed_on?,
        })
    }

    /// Notes a reference or an e-mail that an earlier row has, even if this row has other faults.
    pub(super) fn note_twice(&self, taken: &mut Taken, faults: &mut Faults) {
        let here = (self.path.to_owned(), self.record.number);
        if let Some(text) = self.plain("candidate") {
            match taken.references.entry(text.to_ascii_lowercase()) {
                Entry::Vacant(free) => drop(free.insert(here.clone())),
                Entry::Occupied(first) => {
                    let (file, row) = first.get().clone();
                    self.fault("candidate", Why::ReferenceTwice { file, row }, faults);
                }
            }
        }
        if let Some(text) = self.plain("email") {
            match taken.emails.entry(text.to_ascii_lowercase()) {
                Entry::Vacant(free) => drop(free.insert(here)),
                Entry::Occupied(first) => {
                    let (file, row) = first.get().clone();
                    self.fault("email", Why::EmailTwice { file, row }, faults);
                }
            }
        }
    }

    fn cell(&self, column: &str) -> Option<&super::csv::Cell> {
        self.record.cells.get(self.header.index(column)?)
    }

    /// The trimmed text of a cell that has one.
    fn plain(&self, column: &str) -> Option<&str> {
        self.cell(column)?.as_deref().ok().map(|text| text.trim_matches(' ')).filter(|text| !text.is_empty())
    }

    fn fault(&self, column: &str, why: Why, faults: &mut Faults) {
        let value = self.cell(column).and_then(|cell| cell.as_deref().ok()).unwrap_or("");
        faults.cell(self.path, self.record.number, column, value, why);
    }

    /// `Some(None)` is an empty cell or a column left out; `None` a fault, noted.
    #[expect(clippy::option_option, reason = "a fault, nothing known, and a value are three things")]
    fn known<T>(
        &self,
        column: &str,
        read: impl FnOnce(&str) -> Result<T, Why>,
        faults: &mut Faults,
    ) -> Option<Option<T>> {
        let read = match self.cell(column) {
            None => return Some(None),
            Some(Err(why)) => Err(why.clone()),
            Some(Ok(text)) if text.trim_matches(' ').is_empty() => return Some(None),
            Some(Ok(text)) => read(text.trim_matches(' ')),
        };
        read.map_err(|why| self.fault(column, why, faults)).ok().map(Some)
    }

    fn needed<T>(&self, column: &str, read: impl FnOnce(&str) -> Result<T, Why>, faults: &mut Faults) -> Option<T> {
        let value = self.known(column, read, faults)?;
        // A column that is not there was told once, in the header.
        if value.is_none() && self.header.index(column).is_some() {
            self.fault(column, Why::MissingCell, faults);
        }
        value
    }

    fn name(&self, faults: &mut Faults) -> Option<PersonName> {
        let given = self.needed("given_name", cell::line, faults);
        let family = self.needed("family_name", cell::line, faults);
        let given_latin = self.known("given_name_latin", cell::latin_line, faults);
        let family_latin = self.known("family_name_latin", cell::latin_line, faults);
        let native = FullName::new(given?, family?);
        let latin = match (given_latin?, family_latin?) {
            (Some(given), Some(family)) => Some(FullName::new(given, family)),
            (None, None) if is_latin(native.given()) && is_latin(native.family()) => None,
            (Some(_), None) => return self.no_latin("family_name_latin", faults),
            (None, _) => return self.no_latin("given_name_latin", faults),
        };
        Some(PersonName::new(native, latin))
    }

    fn no_latin(&self, column: &str, faults: &mut Faults) -> Option<PersonName> {
        self.fault(column, Why::MissingLatin, faults);
        None
    }

    fn figures(&self, faults: &mut Faults) -> Option<Figures> {
        let mut whole = true;
        let mut attendance = BTreeMap::new();
        for unit in self.scheme.curriculum() {
            let read = self.known(unit.code().as_str(), cell::attendance, faults);
            whole &= read.is_some();
            attendance.extend(read.flatten().map(|attended| (unit.code().clone(), attended)));
        }
        let mut assessment = BTreeMap::new();
        for criterion in self.scheme.all_criteria() {
            let read = self.known(criterion.code().as_str(), |text| cell::achieved(text, criterion.scale()), faults);
            whole &= read.is_some();
            assessment.extend(read.flatten().map(|achieved| (criterion.code().clone(), achieved)));
        }
        whole.then(|| Figures::new(attendance, assessment))
    }

    fn examiners(&self, faults: &mut Faults) -> Option<Vec<OfficerId>> {
        let may_examine = |id: &OfficerId| self.officers.find(id).is_some_and(|officer| officer.may(Duty::Examine));
        let read = |text: &str| {
            let ids = text.split(' ').filter(|word| !word.is_empty());
            let mut examiners = Vec::new();
            for id in ids {
                let id = OfficerId::parse(id).ok().filter(may_examine).ok_or(Why::UnknownExaminer)?;
                if !examiners.contains(&id) {
                    examiners.push(id);
                }
            }
            Ok(examiners)
        };
        self.known("examiner", read, faults).map(Option::unwrap_or_default)
    }
}

fn is_latin(line: &Line) -> bool {
    cell::is_latin(line.as_str())
}
