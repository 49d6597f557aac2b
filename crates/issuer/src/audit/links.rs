//! Every link followed through the acts: given once to one copy, withdrawn once by an act that says so.
//! Whether its copy is there is `copies`'; what is published behind it is not known here.

use std::collections::BTreeSet;

use attesto_credential::Object;

use super::{FlawCode, Found};
use crate::issue::{CopyKey, LinkEntry, Shown, read_link};
use crate::register::{ActKind, Entry, JournalLine, Key};

/// What acts did to links so far.
#[derive(Debug, Default)]
pub(super) struct Links {
    withdrawn: BTreeSet<Key>,
    /// What the act at hand did.
    act: Done,
}

/// What one act did to links, by their digests.
#[derive(Debug, Default, PartialEq, Eq)]
struct Done {
    given: BTreeSet<String>,
    withdrawn: BTreeSet<String>,
    copies: BTreeSet<String>,
}

impl Links {
    /// Takes in what an act did to one link.
    pub(super) fn take(&mut self, line: &JournalLine, entry: &Entry, found: &mut Found) {
        let key = entry.key();
        let mut flaw = |why: &str| found.flaw(FlawCode::LinkDiffers, line.record(), format!("{key} {why}"));
        let read = entry.value().and_then(|value| read_link(key, value).ok());
        let Some(LinkEntry { copy, shown }) = read else { return flaw("shows neither a copy nor nothing") };
        if line.kind() == ActKind::Link {
            self.act.note(key.last(), copy, shown);
        }
        match (entry, shown, line.kind()) {
            (Entry::Fresh { .. }, Shown::Copy, ActKind::Link | ActKind::Record) => {}
            (Entry::Set { .. }, Shown::Withdrawn { .. }, ActKind::Link) => {
                if !self.withdrawn.insert(key.clone()) {
                    flaw("was withdrawn and showed nothing any more");
                }
            }
            _ => flaw("was changed by an act that changes no links"),
        }
    }

    /// Tells of a link that was withdrawn and stood under no key before.
    pub(super) fn of_nobody(line: &JournalLine, entry: &Entry, found: &mut Found) {
        let key = entry.key();
        let is_withdrawn = |value| read_link(key, value).is_ok_and(|link| link.shown != Shown::Copy);
        if matches!(entry, Entry::Set { value, .. } if is_withdrawn(value.as_slice())) && line.kind() == ActKind::Link {
            let found_there = format!("{key} was withdrawn and had been given to nobody");
            found.flaw(FlawCode::LinkDiffers, line.record(), found_there);
        }
    }

    /// Holds what an act did to links against what its officer signed.
    pub(super) fn end(&mut self, line: &JournalLine, found: &mut Found) {
        let done = std::mem::take(&mut self.act);
        if line.kind() == ActKind::Link && done != signed(line.body()) {
            found.flaw(FlawCode::LinkDiffers, line.record(), "it did not do to links what was signed");
        }
    }
}

impl Done {
    fn note(&mut self, link: &str, copy: CopyKey, shown: Shown) {
        self.copies.insert(copy.to_hex());
        let links = if shown == Shown::Copy { &mut self.given } else { &mut self.withdrawn };
        links.insert(link.to_owned());
    }
}

/// What an act says that it does.
fn signed(body: &Object) -> Done {
    let texts = |member: &str| body.text(member).map(str::to_owned).into_iter().collect();
    let withdrawn = body.get("withdrawn").and_then(|links| links.as_array()).unwrap_or_default();
    let withdrawn = withdrawn.iter().filter_map(|link| link.as_str()).map(str::to_owned).collect();
    Done { given: texts("given"), withdrawn, copies: texts("copy") }
}
