//! One act of an officer: what is done, with the texts and the index entries that go with it.
//! All of it comes into the register, or none; nothing is written here.

use std::collections::HashSet;
use std::sync::Arc;

use attesto_credential::{Object, Timestamp};
use attesto_securing::Digest;

use super::RegisterFault;
use super::key::Key;
use super::person_id::PersonId;
use crate::code::OfficerId;

/// What can be done to the register; the words of the journal are for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ActKind {
    /// A second officer approved a sheet; certifications came to be.
    Approval,
    /// A sheet of decisions was signed.
    Decision,
    /// Persons were erased.
    Erasure,
    /// What is about to be sealed, with every random value in it.
    Intent,
    /// A key of the body was given up; another may have taken its place.
    Key,
    /// Links of a copy were withdrawn, or renewed.
    Link,
    /// An edition of a status list was sealed, to be published.
    Publication,
    /// What was sealed.
    Record,
    /// The register was restored, and something was lost.
    Restoration,
    /// A published edition was read back as the public reads it.
    Sighting,
    /// The status of a certification or of a copy changed.
    Status,
    /// An intent was given up.
    Void,
}

impl ActKind {
    const ALL: [Self; 12] = [
        Self::Approval,
        Self::Decision,
        Self::Erasure,
        Self::Intent,
        Self::Key,
        Self::Link,
        Self::Publication,
        Self::Record,
        Self::Restoration,
        Self::Sighting,
        Self::Status,
        Self::Void,
    ];

    /// The word in the journal.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approval => "approval",
            Self::Decision => "decision",
            Self::Erasure => "erasure",
            Self::Intent => "intent",
            Self::Key => "key",
            Self::Link => "link",
            Self::Publication => "publication",
            Self::Record => "record",
            Self::Restoration => "restoration",
            Self::Sighting => "sighting",
            Self::Status => "status",
            Self::Void => "void",
        }
    }

    /// Reads the word in the journal.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// How long a payload must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Keeping {
    /// Until its person is erased: what names a person. It rests sealed under that person's key.
    Erasable(PersonId),
    /// For good; its absence is damage.
    Lasting,
}

/// The bytes of a text: its own, or shared with whoever made it, for it may have hundreds of megabytes.
#[derive(Clone, Debug)]
enum Text {
    Own(Vec<u8>),
    Shared(Arc<String>),
}

impl Text {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Own(bytes) => bytes,
            Self::Shared(text) => text.as_bytes(),
        }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.bytes() == other.bytes()
    }
}

impl Eq for Text {}

/// A text that the register keeps by its digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payload {
    bytes: Text,
    digest: Digest,
    keeping: Keeping,
}

impl Payload {
    /// A text that stays for good.
    pub fn lasting(bytes: Vec<u8>) -> Self {
        Self::new(bytes, Keeping::Lasting)
    }

    /// A text that goes when its person is erased. At least 128 bits of it must be unguessable, for its digest stays.
    pub fn erasable(bytes: Vec<u8>, person: PersonId) -> Self {
        Self::new(bytes, Keeping::Erasable(person))
    }

    /// A text that stays for good and is not copied; of whoever knows its digest.
    pub(crate) fn lasting_shared(text: Arc<String>, digest: Digest) -> Self {
        Self { bytes: Text::Shared(text), digest, keeping: Keeping::Lasting }
    }

    fn new(bytes: Vec<u8>, keeping: Keeping) -> Self {
        Self { digest: Digest::of(&bytes), bytes: Text::Own(bytes), keeping }
    }

    /// The text.
    pub fn bytes(&self) -> &[u8] {
        self.bytes.bytes()
    }

    /// Its digest.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// How long it must be there.
    pub fn keeping(&self) -> Keeping {
        self.keeping
    }

    /// Whose it is, if it is anybody's.
    pub fn person(&self) -> Option<PersonId> {
        match self.keeping {
            Keeping::Erasable(person) => Some(person),
            Keeping::Lasting => None,
        }
    }
}

/// A change of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Takes a key that nobody has: else the whole act is refused.
    Fresh {
        /// The key.
        key: Key,
        /// What stands under it.
        value: Vec<u8>,
    },
    /// Takes a key away that is there: else the whole act is refused.
    Gone {
        /// The key.
        key: Key,
    },
    /// Sets a key, whether it is there or not.
    Set {
        /// The key.
        key: Key,
        /// What stands under it from now on.
        value: Vec<u8>,
    },
}

impl Entry {
    /// The largest value of an entry, in bytes; larger texts are payloads.
    pub const LIMIT_BYTES: usize = 16 << 10;

    /// The key that changes.
    pub fn key(&self) -> &Key {
        match self {
            Self::Fresh { key, .. } | Self::Gone { key } | Self::Set { key, .. } => key,
        }
    }

    /// The person that the entry says is erased from now on.
    pub fn erased(&self) -> Option<PersonId> {
        match self {
            Self::Fresh { key, .. } => PersonId::of_erased_key(key),
            Self::Gone { .. } | Self::Set { .. } => None,
        }
    }

    /// What stands under the key afterwards.
    pub fn value(&self) -> Option<&[u8]> {
        match self {
            Self::Fresh { value, .. } | Self::Set { value, .. } => Some(value),
            Self::Gone { .. } => None,
        }
    }
}

/// One act: all or nothing.
///
/// The body stands in the journal for good and must hold no personal data.
#[derive(Clone, Debug)]
pub struct Act {
    kind: ActKind,
    at: Timestamp,
    by: OfficerId,
    body: Object,
    payloads: Vec<Payload>,
    entries: Vec<Entry>,
    specimen: Option<Vec<u8>>,
}

impl Act {
    /// The largest body, in bytes of JSON.
    pub const BODY_LIMIT_BYTES: usize = 512 << 10;

    /// An act of an officer with nothing but a body.
    pub fn new(kind: ActKind, at: Timestamp, by: OfficerId, body: Object) -> Self {
        Self { kind, at, by, body, payloads: Vec::new(), entries: Vec::new(), specimen: None }
    }

    /// The act with one more payload.
    #[must_use]
    pub fn with_payload(mut self, payload: Payload) -> Self {
        self.payloads.push(payload);
        self
    }

    /// The act with a text that its persons' texts resemble; an engine may keep them by what is different.
    ///
    /// It must hold nothing of any person: it stays when they are erased. No line of the journal knows of it.
    #[must_use]
    pub fn with_specimen(self, specimen: Option<Vec<u8>>) -> Self {
        Self { specimen, ..self }
    }

    /// The act with one more index entry under a key that nobody has.
    #[must_use]
    pub fn with_fresh(mut self, key: Key, value: impl Into<Vec<u8>>) -> Self {
        self.entries.push(Entry::Fresh { key, value: value.into() });
        self
    }

    /// The act with one key set.
    #[must_use]
    pub fn with_set(mut self, key: Key, value: impl Into<Vec<u8>>) -> Self {
        self.entries.push(Entry::Set { key, value: value.into() });
        self
    }

    /// The act with one key taken away.
    #[must_use]
    pub fn with_gone(mut self, key: Key) -> Self {
        self.entries.push(Entry::Gone { key });
        self
    }

    /// The act with one person erased, of whom nothing is kept from then on.
    #[must_use]
    pub fn with_erased(self, person: PersonId) -> Self {
        self.with_fresh(person.erased_key(), Vec::new())
    }

    /// What is done.
    pub fn kind(&self) -> ActKind {
        self.kind
    }

    /// When.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// The id of the officer.
    pub fn by(&self) -> &OfficerId {
        &self.by
    }

    /// What stands in the journal.
    pub fn body(&self) -> &Object {
        &self.body
    }

    /// The texts, in order.
    pub fn payloads(&self) -> &[Payload] {
        &self.payloads
    }

    /// What the persons' texts resemble, if that was said.
    pub fn specimen(&self) -> Option<&[u8]> {
        self.specimen.as_deref()
    }

    /// The changes of the index, in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The persons that the act erases.
    pub fn erased(&self) -> impl Iterator<Item = PersonId> {
        self.entries.iter().filter_map(Entry::erased)
    }

    /// Holds the act against what an engine must take and what its index has.
    ///
    /// `are_there` tells of keys, in their order, which are in the index now; it is asked once.
    ///
    /// # Errors
    /// A key named twice, too long, taken, or missing; a value too large; a text for a person who is erased.
    pub fn check(
        &self,
        are_there: impl FnOnce(&[&Key]) -> Result<Vec<bool>, RegisterFault>,
    ) -> Result<(), RegisterFault> {
        let seen = self.bounded()?;
        let persons: HashSet<PersonId> = self.payloads.iter().filter_map(Payload::person).collect();
        let persons: Vec<(PersonId, Key)> = persons.into_iter().map(|person| (person, person.erased_key())).collect();
        if let Some((person, _)) = persons.iter().find(|(_, erased)| seen.contains(erased)) {
            return Err(RegisterFault::Erased { person: *person });
        }
        let changed: Vec<&Entry> = self.entries.iter().filter(|entry| !matches!(entry, Entry::Set { .. })).collect();
        let asked = changed.iter().map(|entry| entry.key()).chain(persons.iter().map(|(_, erased)| erased));
        let there = are_there(&asked.collect::<Vec<&Key>>())?;
        for (entry, is_there) in changed.iter().zip(&there) {
            match entry {
                Entry::Fresh { key, .. } if *is_there => return Err(RegisterFault::Taken { key: key.clone() }),
                Entry::Gone { key } if !is_there => return Err(RegisterFault::Missing { key: key.clone() }),
                Entry::Fresh { .. } | Entry::Gone { .. } | Entry::Set { .. } => {}
            }
        }
        let erased = persons.iter().zip(there.iter().skip(changed.len())).find(|(_, is_erased)| **is_erased);
        erased.map_or(Ok(()), |((person, _), _)| Err(RegisterFault::Erased { person: *person }))
    }

    /// The keys of all entries, each once and none too long.
    fn bounded(&self) -> Result<HashSet<&Key>, RegisterFault> {
        let mut seen = HashSet::with_capacity(self.entries.len());
        for entry in &self.entries {
            let key = entry.key();
            let value_bytes = entry.value().map_or(0, <[u8]>::len);
            bounded("key", key, key.as_str().len(), Key::LIMIT_BYTES)?;
            bounded("value", key, value_bytes, Entry::LIMIT_BYTES)?;
            if !seen.insert(key) {
                return Err(RegisterFault::Twice { key: key.clone() });
            }
        }
        Ok(seen)
    }
}

fn bounded(part: &'static str, key: &Key, found: usize, limit: usize) -> Result<(), RegisterFault> {
    if found > limit { Err(RegisterFault::TooLong { part, key: key.clone(), found, limit }) } else { Ok(()) }
}
