//! One row under its header: cells by our names for the columns, with a fault where one cannot be taken.
//! What the row is about is said by `people`, `marks` and `meeting`.

use super::Setting;
use super::cell::Way;
use super::fault::{Faults, Why};
use super::header::Header;
use super::table::{Cell, Given, Record, Spot};
use crate::code::OfficerId;
use crate::cohort::CohortFile;
use crate::officer::Duty;

/// A row with all that is needed to understand it.
pub(super) struct Row<'r> {
    pub(super) spot: &'r Spot,
    pub(super) record: &'r Record,
    pub(super) header: &'r Header,
    pub(super) setting: &'r Setting<'r>,
    pub(super) declared: &'r CohortFile,
    pub(super) way: Way<'r>,
}

impl Row<'_> {
    fn cell(&self, column: &str) -> Option<&Cell> {
        self.record.cells.get(self.header.index(column)?)
    }

    /// The trimmed text of a cell that has one.
    pub(super) fn plain(&self, column: &str) -> Option<&str> {
        let given = self.cell(column)?.as_ref().ok()?;
        Some(given.text.trim_matches(' ')).filter(|text| !text.is_empty())
    }

    pub(super) fn fault(&self, column: &str, why: Why, faults: &mut Faults) {
        let value = self.cell(column).and_then(|cell| cell.as_ref().ok()).map_or("", |given| given.text.as_str());
        faults.cell(self.spot, self.record.number, self.declared.layout().header(column), value, why);
    }

    /// `Some(None)` is an empty cell or a column left out; `None` a fault, noted.
    #[expect(clippy::option_option, reason = "a fault, nothing known, and a value are three things")]
    pub(super) fn known<T>(
        &self,
        column: &str,
        parse: impl FnOnce(&Given) -> Result<T, Why>,
        faults: &mut Faults,
    ) -> Option<Option<T>> {
        let parsed = match self.cell(column) {
            None => return Some(None),
            Some(Err(why)) => Err(why.clone()),
            Some(Ok(given)) if given.text.trim_matches(' ').is_empty() => return Some(None),
            Some(Ok(given)) => parse(given),
        };
        parsed.map(Some).map_err(|why| self.fault(column, why, faults)).ok()
    }

    /// A value that must be there; a column that is not was told once, in the header.
    pub(super) fn needed<T>(
        &self,
        column: &str,
        parse: impl FnOnce(&Given) -> Result<T, Why>,
        faults: &mut Faults,
    ) -> Option<T> {
        let value = self.known(column, parse, faults)?;
        if value.is_none() && self.header.index(column).is_some() {
            self.fault(column, Why::MissingCell, faults);
        }
        value
    }

    /// Who examined, by the row; nothing if it is at fault.
    pub(super) fn examiners(&self, faults: &mut Faults) -> Option<Vec<OfficerId>> {
        let read = |given: &Given| {
            let mut examiners = Vec::new();
            for id in given.text.split(' ').filter(|word| !word.is_empty()) {
                let id = OfficerId::parse(id).ok().filter(|id| self.may_examine(id)).ok_or(Why::UnknownExaminer)?;
                if !examiners.contains(&id) {
                    examiners.push(id);
                }
            }
            Ok(examiners)
        };
        self.known("examiner", read, faults).map(Option::unwrap_or_default)
    }

    fn may_examine(&self, id: &OfficerId) -> bool {
        self.setting.officers.find(id).is_some_and(|officer| officer.may(Duty::Examine))
    }
}
