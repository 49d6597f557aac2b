//! The index as the journal says it is, held against the index as it stands.
//! Digests stand for keys and values, so that a register of millions of entries fits; a lost key is looked up again.

use std::collections::{BTreeSet, HashMap};

use attesto_securing::Digest;

use super::links::{Before, Links};
use super::{FlawCode, Found};
use crate::records::FAMILIES;
use crate::register::{Entry, JournalLine, Key, PersonId, Piece, PieceItem, Register, RegisterFault};

/// How many entries are read at once.
const STEP: usize = 1_000;
/// How many lines are read at once.
const LINES: usize = 256;
/// The first segment of the keys of links.
const LINKS: &str = "link";

/// What all acts so far did to the index.
#[derive(Debug, Default)]
pub(super) struct Replayed {
    entries: HashMap<KeyMark, ValueMark>,
    /// The first segments of keys.
    families: BTreeSet<String>,
    /// Texts of persons that are not there, with the line that keeps them.
    absent: Vec<(PersonId, Digest, String)>,
    /// Owners of whom a text can be read.
    present: BTreeSet<PersonId>,
    links: Links,
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
    /// Takes one change in, and tells where an act did what no register lets it do.
    pub(super) fn apply(&mut self, line: &JournalLine, entry: &Entry, found: &mut Found) {
        let key = entry.key();
        let family = key.as_str().split('/').next().unwrap_or_default();
        if !self.families.contains(family) {
            self.families.insert(family.to_owned());
        }
        let before = match entry.value() {
            Some(value) => self.entries.insert(KeyMark::of(key), ValueMark::of(value)),
            None => self.entries.remove(&KeyMark::of(key)),
        };
        if family == LINKS {
            let before = if before.is_some() { Before::Given } else { Before::Nobodys };
            self.links.take(line, (entry, before), found);
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
            Some(()) => drop(self.present.insert(person)),
            None => self.absent.push((person, *digest, line.record())),
        }
    }

    /// Holds what can be read of persons against who was erased; to be asked once every act was taken in.
    pub(super) fn erasures(&self, found: &mut Found) {
        let is_erased = |person: &PersonId| self.entries.contains_key(&KeyMark::of(&person.erased_key()));
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
        self.missing(register, found)?.iter().for_each(|key| {
            found.flaw(FlawCode::IndexMissing, key, "an act put it there");
        });
        Ok(())
    }

    /// The keys that are left, in their order: only the acts that put them there have their words.
    fn missing(&self, register: &dyn Register, found: &mut Found) -> Result<BTreeSet<Key>, RegisterFault> {
        let (mut missing, mut next) = (BTreeSet::new(), 1);
        while missing.len() < self.entries.len() {
            let Some(page) = found.read(register.journal(next, LINES))?.filter(|page| !page.is_empty()) else { break };
            for line in &page {
                next = line.seq() + 1;
                let lost = |key: &Key| self.entries.contains_key(&KeyMark::of(key));
                missing.extend(changed(line, register).into_iter().filter(lost));
            }
        }
        Ok(missing)
    }

    fn hold(&mut self, key: &Key, value: &[u8], found: &mut Found) {
        match self.entries.remove(&KeyMark::of(key)) {
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

/// The keys that an act changed, as far as its pieces can be read; what cannot was told when the acts were followed.
fn changed(line: &JournalLine, register: &dyn Register) -> Vec<Key> {
    let pieces = line.pieces().iter().filter_map(|digest| register.payload(digest).ok().flatten());
    let items = pieces.filter_map(|piece| Piece::parse(&piece).ok()).flat_map(Piece::into_items);
    let entries = items.filter_map(|item| match item {
        PieceItem::Entry(entry) => Some(entry.key().clone()),
        PieceItem::Payload { .. } => None,
    });
    entries.collect()
}
