//! The index as the journal says it is, held against the index as it stands.
//! Digests stand for values, so that a register of millions of entries fits.

use std::collections::{BTreeSet, HashMap};

use attesto_securing::Digest;

use super::{FlawCode, Found};
use crate::records::FAMILIES;
use crate::register::{Entry, JournalLine, Key, PersonId, Register, RegisterFault};

/// How many entries are read at once.
const STEP: usize = 1_000;

/// What all acts so far did to the index.
#[derive(Debug, Default)]
pub(super) struct Replayed {
    entries: HashMap<Key, Digest>,
    /// Texts of persons that are not there, with the line that keeps them.
    absent: Vec<(PersonId, Digest, String)>,
    /// Owners of whom a text can be read.
    present: BTreeSet<PersonId>,
}

impl Replayed {
    /// Takes one change in, and tells where an act did what no register lets it do.
    pub(super) fn apply(&mut self, line: &JournalLine, entry: &Entry, found: &mut Found) {
        let key = entry.key();
        let before = match entry.value() {
            Some(value) => self.entries.insert(key.clone(), Digest::of(value)),
            None => self.entries.remove(key),
        };
        match (entry, before) {
            (Entry::Fresh { .. }, Some(_)) => found.flaw(FlawCode::KeyTwice, line.record(), format!("{key} was taken")),
            (Entry::Gone { .. }, None) => found.flaw(FlawCode::KeyGone, line.record(), format!("{key} was not there")),
            _ => {}
        }
    }

    /// Takes in whether a text of a person's can be read.
    pub(super) fn text_of(&mut self, person: PersonId, line: &JournalLine, digest: &Digest, there: Option<()>) {
        match there {
            Some(()) => drop(self.present.insert(person)),
            None => self.absent.push((person, *digest, line.record())),
        }
    }

    /// Holds what can be read of persons against who was erased; to be asked once every act was taken in.
    pub(super) fn erasures(&self, found: &mut Found) {
        let is_erased = |person: &PersonId| self.entries.contains_key(&person.erased_key());
        for (person, digest, record) in self.absent.iter().filter(|(person, ..)| !is_erased(person)) {
            found.flaw(FlawCode::TextMissing, record, format!("text {digest} of person {person} is not there"));
        }
        for person in self.present.iter().filter(|person| is_erased(person)) {
            found.flaw(FlawCode::ErasureUndone, person.erased_key(), "a text of this person can still be read");
        }
    }

    /// Holds the register's index against this one, both ways.
    pub(super) fn against(mut self, register: &dyn Register, found: &mut Found) -> Result<(), RegisterFault> {
        found.counts.entries = self.entries.len();
        for family in self.families() {
            if let Some(value) = found.read(register.find(&family))?.flatten() {
                self.hold(&family, &value, found);
            }
            let mut after = None;
            while let Some(page) = found.read(register.list(&family, after.as_ref(), STEP))? {
                for (key, value) in &page {
                    self.hold(key, value, found);
                }
                match page.into_iter().last() {
                    Some((key, _)) => after = Some(key),
                    None => break,
                }
            }
        }
        let mut missing: Vec<&Key> = self.entries.keys().collect();
        missing.sort();
        missing.into_iter().for_each(|key| found.flaw(FlawCode::IndexMissing, key, "an act put it there"));
        Ok(())
    }

    fn hold(&mut self, key: &Key, value: &[u8], found: &mut Found) {
        match self.entries.remove(key) {
            Some(said) if said == Digest::of(value) => {}
            Some(_) => found.flaw(FlawCode::IndexDiffers, key, "the journal says otherwise"),
            None => found.flaw(FlawCode::IndexExtra, key, "no act put it there"),
        }
    }

    /// The first segments that can occur.
    fn families(&self) -> BTreeSet<Key> {
        let first = |key: &Key| key.as_str().split('/').next().and_then(|first| Key::parse(first).ok());
        let known = FAMILIES.iter().map(|family| Key::of(&[family]));
        self.entries.keys().filter_map(first).chain(known).collect()
    }
}
