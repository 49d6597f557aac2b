//! Editions of the lists as the register keeps them: when they counted, what they rest on, and their sealed texts.
//! Worded and sealed they are in `publication`.

use attesto_credential::{Object, Secured, Timestamp};
use attesto_securing::Digest;

use super::publication::compact;
use crate::code::OfficerId;
use crate::records::{Records, damaged, digest};
use crate::register::{Act, ActKind, Key, Payload, Register, RegisterFault};

/// What an edition consists of, each a file of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartOfEdition {
    /// Which editions went before.
    History,
    /// The list that copies name.
    Revocation,
    /// Which copies were followed by which.
    Successors,
    /// Which set bits may clear again.
    Suspension,
    /// The same state as one Token Status List; only where there is a key for it.
    Token,
}

impl PartOfEdition {
    /// Every part, in the order of the register.
    pub const ALL: [Self; 5] = [Self::History, Self::Revocation, Self::Successors, Self::Suspension, Self::Token];

    /// The name of its file.
    pub fn file(self) -> &'static str {
        match self {
            Self::History => "history.jws",
            Self::Revocation => "revocation.json",
            Self::Successors => "successors.jws",
            Self::Suspension => "suspension.json",
            Self::Token => "token.jwt",
        }
    }
}

/// An edition that was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownEdition {
    list: u32,
    from: Timestamp,
    until: Timestamp,
    state: Digest,
    parts: Vec<(PartOfEdition, Digest)>,
}

impl KnownEdition {
    pub(super) fn new(
        list: u32,
        (from, until): (Timestamp, Timestamp),
        state: Digest,
        parts: &[(PartOfEdition, Secured)],
    ) -> Self {
        let of = |part| {
            let (_, secured) = parts.iter().find(|(known, _)| *known == part)?;
            Some((part, Digest::of(secured.text().as_bytes())))
        };
        Self { list, from, until, state, parts: PartOfEdition::ALL.into_iter().filter_map(of).collect() }
    }

    /// The list, counted from 1.
    pub fn list(&self) -> u32 {
        self.list
    }

    /// From when it counts.
    pub fn from(&self) -> Timestamp {
        self.from
    }

    /// Until when it counts, unless another follows.
    pub fn until(&self) -> Timestamp {
        self.until
    }

    /// What it says, as a digest: two editions that say the same have the same.
    pub fn state(&self) -> Digest {
        self.state
    }

    /// The name of the folder under which it stays published.
    pub fn folder(&self) -> String {
        compact(self.from)
    }

    /// The parts that it has; all but the token list it always has.
    pub fn parts(&self) -> impl Iterator<Item = PartOfEdition> + '_ {
        self.parts.iter().map(|(part, _)| *part)
    }

    /// The digest of a part's text.
    pub fn digest(&self, part: PartOfEdition) -> Digest {
        self.parts.iter().find(|(known, _)| *known == part).map_or(self.state, |(_, digest)| *digest)
    }

    /// The sealed text of a part.
    ///
    /// # Errors
    /// Damage, or the register cannot.
    pub fn text(&self, register: &dyn Register, part: PartOfEdition) -> Result<String, RegisterFault> {
        Records::of(register).lasting(&self.key(), &self.digest(part))
    }

    fn key(&self) -> Key {
        edition_family(self.list).under(&self.folder())
    }

    fn value(&self) -> String {
        let parts: Vec<String> = self.parts.iter().map(|(_, digest)| digest.to_hex()).collect();
        let parts = parts.join(" ");
        format!("{} {} {} {parts}", self.from, self.until, self.state)
    }

    fn parse(list: u32, key: &Key, value: &[u8]) -> Result<Self, RegisterFault> {
        let text = std::str::from_utf8(value).map_err(|_| damaged(key, "it is not text"))?;
        let words: Vec<&str> = text.split(' ').collect();
        let [from, until, state, parts @ ..] = words.as_slice() else {
            return Err(damaged(key, "it is no edition of a list"));
        };
        if ![4, 5].contains(&parts.len()) {
            return Err(damaged(key, "it has another number of parts than an edition of a list"));
        }
        let time = |text: &str| Timestamp::parse(text).map_err(|bad| damaged(key, bad));
        let sum = |text: &str| digest(key, text.as_bytes());
        let part = |(part, text): (PartOfEdition, &&str)| Ok((part, sum(text)?));
        let parts = PartOfEdition::ALL.into_iter().zip(parts).map(part).collect::<Result<_, RegisterFault>>()?;
        Ok(Self { list, from: time(from)?, until: time(until)?, state: sum(state)?, parts })
    }
}

/// The editions of a list, the oldest first.
///
/// # Errors
/// Damage, or the register cannot.
pub fn editions(register: &dyn Register, list: u32) -> Result<Vec<KnownEdition>, RegisterFault> {
    let entries = Records::of(register).all(&edition_family(list))?;
    entries.iter().map(|(key, value)| KnownEdition::parse(list, key, value)).collect()
}

/// The edition of a list that was published last.
///
/// # Errors
/// Damage, or the register cannot.
pub fn latest(register: &dyn Register, list: u32) -> Result<Option<KnownEdition>, RegisterFault> {
    let key = latest_key(list);
    let value = register.find(&key)?;
    value.map(|value| KnownEdition::parse(list, &key, &value)).transpose()
}

/// The act with an edition in it.
pub(super) fn with_edition(act: Act, edition: &KnownEdition, parts: Vec<(PartOfEdition, Secured)>) -> Act {
    let texts = parts.into_iter().map(|(_, secured)| Payload::lasting(secured.text().as_bytes().to_vec()));
    texts
        .fold(act, Act::with_payload)
        .with_fresh(edition.key(), edition.value())
        .with_set(latest_key(edition.list), edition.value())
}

/// Records that an edition was read back as the public reads it; asked twice, the first time stands.
///
/// # Errors
/// The register cannot.
pub fn record_sighting(
    register: &mut dyn Register,
    edition: &KnownEdition,
    by: &OfficerId,
    at: Timestamp,
) -> Result<Timestamp, RegisterFault> {
    if let Some(seen) = seen(register, edition)? {
        return Ok(seen);
    }
    let body = Object::new().with("list", u64::from(edition.list)).with("from", edition.from.to_string());
    let act = Act::new(ActKind::Sighting, at, by.clone(), body);
    register.commit(act.with_fresh(seen_key(edition), at.to_string()))?;
    Ok(at)
}

/// When an edition was first read back as the public reads it.
///
/// # Errors
/// Damage, or the register cannot.
pub fn seen(register: &dyn Register, edition: &KnownEdition) -> Result<Option<Timestamp>, RegisterFault> {
    let key = seen_key(edition);
    let text = Records::of(register).text(&key)?;
    text.map(|text| Timestamp::parse(&text).map_err(|bad| damaged(&key, bad))).transpose()
}

fn seen_key(edition: &KnownEdition) -> Key {
    Key::of(&["seen", &edition.list.to_string(), &edition.folder()])
}

fn edition_family(list: u32) -> Key {
    Key::of(&["edition", &list.to_string()])
}

fn latest_key(list: u32) -> Key {
    Key::of(&["latest-edition", &list.to_string()])
}
