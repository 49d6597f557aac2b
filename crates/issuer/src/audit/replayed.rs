//! The index as the journal says it is, held against the index as it stands.
//! Digests stand for keys and values, a part of them at a time, so that a register of any size fits; a lost key is looked
//! up again.

use std::collections::{BTreeSet, HashMap, HashSet};

use attesto_securing::Digest;

use super::links::Links;
use super::{FlawCode, Found};
use crate::records::FAMILIES;
use crate::register::{Entry, JournalLine, Key, PersonId, Piece, PieceItem, Register, RegisterFault};

/// How many entries are read at once.
const STEP: usize = 1_000;
/// How many lines are read at once.
const LINES: usize = 256;
/// The first segment of the keys of links.
const LINKS: &str = "link";

/// So many entries are held at once; where there are more, acts and index are gone through once more for each part.
const HELD: u64 = 2 << 20;
/// No piece holds more entries than about this.
const IN_A_PIECE: u64 = 2_048;

/// What all acts so far did to the index, as far as its keys are of the part that is held.
#[derive(Debug, Default)]
pub(super) struct Replayed {
    part: Part,
    entries: HashMap<KeyMark, ValueMark>,
    /// The first segments of keys.
    families: BTreeSet<String>,
    /// Who was erased.
    erased: BTreeSet<PersonId>,
    /// Texts of persons that are not there, with the line that keeps them.
    absent: Vec<(PersonId, Digest, String)>,
    /// Owners of whom a text can be read.
    present: HashSet<PersonMark>,
    links: Links,
}

/// One of the equal parts that keys fall into, by their marks.
#[derive(Clone, Copy, Debug)]
struct Part {
    number: u64,
    of: u64,
}

impl Default for Part {
    fn default() -> Self {
        Self { number: 0, of: 1 }
    }
}

impl Part {
    fn has(self, KeyMark([first, ..]): KeyMark) -> bool {
        u64::from(first) % self.of == self.number
    }
}

/// What the commitment of a person begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct PersonMark([u8; 8]);

impl PersonMark {
    fn of(person: PersonId) -> Self {
        Self(person.commitment().as_bytes().first_chunk().copied().unwrap_or_default())
    }
}

/// The first half of the digest of a key: no two keys share it by chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct KeyMark([u8; 16]);

/// The first quarter of the digest of a value: what was changed by accident has another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ValueMark([u8; 8]);

impl KeyMark {
    fn of(key: &Key) -> Self {
        Self(begin(key.as_str().as_bytes()))
    }
}

impl ValueMark {
    fn of(value: &[u8]) -> Self {
        Self(begin(value))
    }
}

/// What the digest of some bytes begins with.
fn begin<const N: usize>(bytes: &[u8]) -> [u8; N] {
    Digest::of(bytes).as_bytes().first_chunk().copied().unwrap_or([0; N])
}

impl Replayed {
    /// Begins before the first act, with the first part of the keys.
    pub(super) fn begin(register: &dyn Register) -> Result<Self, RegisterFault> {
        Ok(Self { part: Part { number: 0, of: parts(register, HELD)? }, ..Self::default() })
    }

    /// Takes one change in, and tells where an act did what no register lets it do.
    pub(super) fn apply(&mut self, line: &JournalLine, entry: &Entry, found: &mut Found) {
        let family = family(entry);
        if !self.families.contains(family) {
            self.families.insert(family.to_owned());
        }
        self.erased.extend(entry.erased());
        if family == LINKS {
            self.links.take(line, entry, found);
        }
        self.follow(line, entry, found);
    }

    /// Takes a change in whose key is of the part that is held.
    fn follow(&mut self, line: &JournalLine, entry: &Entry, found: &mut Found) {
        let (key, mark) = (entry.key(), KeyMark::of(entry.key()));
        if !self.part.has(mark) {
            return;
        }
        let before = match entry.value() {
            Some(value) => self.entries.insert(mark, ValueMark::of(value)),
            None => self.entries.remove(&mark),
        };
        if before.is_none() && family(entry) == LINKS {
            Links::of_nobody(line, entry, found);
        }
        match (entry, before) {
            (Entry::Fresh { .. }, Some(_)) => found.flaw(FlawCode::KeyTwice, line.record(), format!("{key} was taken")),
            (Entry::Gone { .. }, None) => found.flaw(FlawCode::KeyGone, line.record(), format!("{key} was not there")),
            _ => {}
        }
    }

    /// Takes in that everything of an act was taken in.
    pub(super) fn act_ends(&mut self, line: &JournalLine, found: &mut Found) {
        self.links.end(line, found);
    }

    /// Takes in whether a text of a person's can be read.
    pub(super) fn text_of(&mut self, person: PersonId, line: &JournalLine, digest: &Digest, there: Option<()>) {
        match there {
            Some(()) => drop(self.present.insert(PersonMark::of(person))),
            None => self.absent.push((person, *digest, line.record())),
        }
    }

    /// Holds what can be read of persons against who was erased; to be asked once every act was taken in.
    pub(super) fn erasures(&self, found: &mut Found) {
        for (person, digest, record) in self.absent.iter().filter(|(person, ..)| !self.erased.contains(person)) {
            found.flaw(FlawCode::TextMissing, record, format!("text {digest} of person {person} is not there"));
        }
        for person in self.erased.iter().filter(|person| self.present.contains(&PersonMark::of(**person))) {
            found.flaw(FlawCode::ErasureUndone, person.erased_key(), "a text of this person can still be read");
        }
    }

    /// Holds the register's index against this one, both ways, part by part.
    pub(super) fn against(mut self, register: &dyn Register, found: &mut Found) -> Result<(), RegisterFault> {
        self.present = HashSet::new();
        loop {
            found.counts.entries += self.entries.len();
            self.hold_part(register, found)?;
            let number = self.part.number + 1;
            if number == self.part.of {
                return Ok(());
            }
            self.part.number = number;
            self.entries.clear();
            changes(register, &mut |line, entry| self.follow(line, entry, found))?;
        }
    }

    fn hold_part(&mut self, register: &dyn Register, found: &mut Found) -> Result<(), RegisterFault> {
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
        self.missing(register)?.iter().for_each(|key| {
            found.flaw(FlawCode::IndexMissing, key, "an act put it there");
        });
        Ok(())
    }

    /// The keys that are left, in their order: only the acts that put them there have their words.
    fn missing(&self, register: &dyn Register) -> Result<BTreeSet<Key>, RegisterFault> {
        let mut missing = BTreeSet::new();
        if !self.entries.is_empty() {
            changes(register, &mut |_, entry| {
                let key = entry.key();
                if self.entries.contains_key(&KeyMark::of(key)) {
                    missing.insert(key.clone());
                }
            })?;
        }
        Ok(missing)
    }

    fn hold(&mut self, key: &Key, value: &[u8], found: &mut Found) {
        let mark = KeyMark::of(key);
        if !self.part.has(mark) {
            return;
        }
        match self.entries.remove(&mark) {
            Some(said) if said == ValueMark::of(value) => {}
            Some(_) => found.flaw(FlawCode::IndexDiffers, key, "the journal says otherwise"),
            None => found.flaw(FlawCode::IndexExtra, key, "no act put it there"),
        }
    }

    /// The first segments that can occur.
    fn families(&self) -> BTreeSet<Key> {
        let seen = self.families.iter().filter_map(|family| Key::parse(family).ok());
        FAMILIES.iter().map(|family| Key::of(&[family])).chain(seen).collect()
    }
}

/// The first segment of the key that changes.
fn family(entry: &Entry) -> &str {
    entry.key().as_str().split('/').next().unwrap_or_default()
}

/// Into how many parts keys must fall so that no part has many more than so many entries.
fn parts(register: &dyn Register, held: u64) -> Result<u64, RegisterFault> {
    let mut pieces = 0_u64;
    lines(register, &mut |line| pieces += u64::try_from(line.pieces().len()).unwrap_or(u64::MAX))?;
    if pieces.saturating_mul(IN_A_PIECE) <= held {
        return Ok(1);
    }
    // Acts of single copies have a piece each, with a few entries in it: only counting tells.
    let mut entries = 0_u64;
    changes(register, &mut |_, entry| match entry {
        Entry::Fresh { .. } => entries += 1,
        Entry::Gone { .. } => entries = entries.saturating_sub(1),
        Entry::Set { .. } => {}
    })?;
    Ok(entries.div_ceil(held).clamp(1, 256))
}

/// Every change of every act, as far as its pieces can be read; what cannot is told when the acts are followed.
fn changes(register: &dyn Register, each: &mut dyn FnMut(&JournalLine, &Entry)) -> Result<(), RegisterFault> {
    lines(register, &mut |line| {
        let pieces = line.pieces().iter().filter_map(|digest| register.payload(digest).ok().flatten());
        for piece in pieces.filter_map(|piece| Piece::parse(&piece).ok()) {
            for item in piece.items() {
                if let PieceItem::Entry(entry) = item {
                    each(line, entry);
                }
            }
        }
    })
}

/// Every line as far as the journal can be read; where it cannot is told when it is followed.
fn lines(register: &dyn Register, each: &mut dyn FnMut(&JournalLine)) -> Result<(), RegisterFault> {
    let (mut next, mut told_there) = (1, Found::default());
    while let Some(page) = told_there.read(register.journal(next, LINES))?.filter(|page| !page.is_empty()) {
        for line in &page {
            next = line.seq() + 1;
            each(line);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::tests::Room;

    fn in_parts(register: &dyn Register, of: u64) -> (usize, Vec<crate::audit::Flaw>) {
        let (mut found, part) = (Found::default(), Part { number: 0, of });
        let mut replayed = Replayed { part, ..Replayed::default() };
        changes(register, &mut |line, entry| replayed.apply(line, entry, &mut found)).unwrap();
        replayed.against(register, &mut found).unwrap();
        (found.counts.entries, found.flaws)
    }

    #[test]
    fn an_index_held_part_by_part_is_found_the_same_as_all_at_once() {
        let room = Room::with(3);
        let mut register = room.register.clone();
        room.issue_into(&mut register, 1).unwrap();
        let sound = in_parts(&register, 1);

        assert!(sound.0 > 30 && sound.1.is_empty());
        for of in [2, 3, 7, 256] {
            assert_eq!(in_parts(&register, of), sound, "{of} parts");
        }
    }

    #[test]
    fn what_no_act_may_do_is_told_once_whatever_part_it_falls_into() {
        let room = Room::with(1);
        let mut register = room.register.clone();
        room.issue_into(&mut register, 1).unwrap();
        let told = |of: u64| {
            let mut found = Found::default();
            for number in 0..of {
                let mut replayed = Replayed { part: Part { number, of }, ..Replayed::default() };
                // Each act twice: whatever it takes fresh is taken already.
                let mut twice = |line: &JournalLine, entry: &Entry| {
                    replayed.follow(line, entry, &mut found);
                    replayed.follow(line, entry, &mut found);
                };
                changes(&register, &mut twice).unwrap();
            }
            found.flaws.len()
        };
        assert!(told(1) > 10);
        assert_eq!(told(5), told(1));
    }

    #[test]
    fn few_acts_are_held_at_once_and_many_entries_in_parts() {
        let room = Room::with(3);
        let register = &room.register;
        assert_eq!(parts(register, HELD).unwrap(), 1);
        let entries = in_parts(register, 1).0;
        assert_eq!(parts(register, 10).unwrap(), u64::try_from(entries.div_ceil(10)).unwrap());
    }
}
