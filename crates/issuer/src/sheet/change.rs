//! What became of a candidate's figures from one sheet to the next, in the words of the input files.
//! It compares figures only; the decisions stand on the sheets themselves.

use crate::outcome::{Achieved, Attendance};
use crate::scheme::Scheme;

use super::SheetRow;

/// One figure that differs between two sheets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    what: String,
    before: Option<String>,
    now: Option<String>,
}

impl Change {
    /// The unit or criterion by its code, or `examiner`.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// As the earlier sheet has it; nothing if it was not known.
    pub fn before(&self) -> Option<&str> {
        self.before.as_deref()
    }

    /// As the later sheet has it; nothing if it is not known any more.
    pub fn now(&self) -> Option<&str> {
        self.now.as_deref()
    }
}

impl SheetRow {
    /// What differs from an earlier row of the same candidate, in the scheme's order.
    pub fn changes_since(&self, earlier: &Self, scheme: &Scheme) -> Vec<Change> {
        let of = |row: &Self| -> Vec<Option<String>> {
            let units = scheme.curriculum().iter().map(|unit| row.figures.attendance(unit.code()).map(attendance));
            let criteria = scheme.all_criteria().map(|criterion| row.figures.achieved(criterion.code()).map(achieved));
            units.chain(criteria).chain([examiners(row)]).collect()
        };
        let units = scheme.curriculum().iter().map(|unit| unit.code().to_string());
        let criteria = scheme.all_criteria().map(|criterion| criterion.code().to_string());
        let names = units.chain(criteria).chain(["examiner".to_owned()]);
        let both = of(earlier).into_iter().zip(of(self));
        let pairs = names.zip(both).filter(|(_, (before, now))| before != now);
        pairs.map(|(what, (before, now))| Change { what, before, now }).collect()
    }

    /// Whether the same was decided on the same figures: everything but the salt of the person's commitment.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        *self == Self { person: self.person, ..other.clone() }
    }
}

fn attendance(attendance: Attendance) -> String {
    match attendance {
        Attendance::Absent => "no".to_owned(),
        Attendance::Attended => "yes".to_owned(),
    }
}

fn achieved(achieved: Achieved) -> String {
    match achieved {
        Achieved::Mark(mark) => mark.to_string(),
        Achieved::NotShown => "no".to_owned(),
        Achieved::Shown => "yes".to_owned(),
    }
}

fn examiners(row: &SheetRow) -> Option<String> {
    let ids: Vec<&str> = row.examiners.iter().map(|id| id.as_str()).collect();
    if ids.is_empty() { None } else { Some(ids.join(" ")) }
}
