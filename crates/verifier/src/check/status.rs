//! Finds what the issuer says now of a copy. No status list is read yet, so an entry is never good on absence.

use attesto_credential::{Credential, StatusEntry};
use attesto_securing::Authentic;

use crate::finding::{Code, Finding};

/// One finding per entry; without an entry, that there is none.
pub(crate) fn find(authentic: &Authentic<Credential>) -> Vec<Finding> {
    match authentic.said().status.as_slice() {
        [] => vec![Finding::of(Code::StatusNone)],
        entries => entries.iter().map(unreachable).collect(),
    }
}

fn unreachable(entry: &StatusEntry) -> Finding {
    let place = ["statusListCredential", "id"].into_iter().find_map(|key| entry.members.text(key));
    let mechanism = if entry.kind.is_empty() { "an unnamed mechanism" } else { &entry.kind };
    let finding = Finding::of(Code::StatusUnreachable).with("mechanism", mechanism);
    finding.with("where", place.unwrap_or("no stated place"))
}
