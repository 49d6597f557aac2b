//! Which edition of a trust list one is: its number, when it was issued, until when it counts.
//! That a later one exists is known only to whoever has it.

use attesto_credential::Timestamp;

use crate::form::{Faults, Form};

/// The edition of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edition {
    number: u64,
    issued: Timestamp,
    next: Timestamp,
}

impl Edition {
    pub(super) fn new(number: u64, issued: Timestamp, next: Timestamp) -> Self {
        Self { number, issued, next }
    }

    /// Its number; a later edition has a higher one.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// When it was issued.
    pub fn issued(&self) -> Timestamp {
        self.issued
    }

    /// When the next one comes at the latest: the last second in which this one counts.
    pub fn next(&self) -> Timestamp {
        self.next
    }

    /// Whether the next one should have come.
    pub(crate) fn is_stale(&self, at: Timestamp) -> bool {
        self.next < at
    }

    /// How old it is, in seconds.
    pub(crate) fn age_seconds(&self, at: Timestamp) -> i64 {
        at.unix().saturating_sub(self.issued.unix()).max(0)
    }
}

/// Reads `sequence`, `issued` and `next_update`: all three or none.
pub(super) fn read(form: &mut Form<'_, '_>, faults: &mut Faults<'_>) -> Option<Edition> {
    let members = ["sequence", "issued", "next_update"];
    let there = members.into_iter().filter(|name| form.has(name)).count();
    let number = form.whole("sequence", faults);
    let (issued, next) = (form.moment("issued", faults), form.moment("next_update", faults));
    if there != 0 && there != members.len() {
        faults.at(form.start(), "sequence, issued and next_update go together; write all three or none");
    }
    let edition = Edition { number: number?, issued: issued?, next: next? };
    if edition.next < edition.issued {
        faults.at(form.start(), "next_update lies before issued");
    }
    Some(edition)
}
