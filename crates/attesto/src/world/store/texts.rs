//! Texts by digest: in sled, or in a file of their own when they are too large for it; a person's under their key.
//! Durable only after the register has flushed; large ones at once.

use ::sled::Tree;
use attesto_issuer::PersonId;
use attesto_issuer::register::Payload;
use attesto_securing::{ContentKey, Digest};

use super::big::BigTexts;
use super::person_keys::{PersonKeyFault, PersonKeys};
use super::values::{self, CONTENT_LIMIT_BYTES, ValueFault};

/// How a text rests: as it is.
const PLAIN: u8 = 0;
/// How a text rests: behind the commitment of its person, under that person's key.
const SEALED: u8 = 1;

/// All texts of the register.
#[derive(Debug)]
pub(super) struct Texts {
    tree: Tree,
    big: BigTexts,
}

/// Why a text cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub(super) enum TextFault {
    /// The bytes that are kept do not give the text.
    #[error("its bytes do not give the text that was written")]
    Damaged,
    /// What is kept as a file.
    #[error(transparent)]
    File(#[from] std::io::Error),
    /// The key of its person.
    #[error(transparent)]
    Key(#[from] PersonKeyFault),
    /// What is kept in sled.
    #[error(transparent)]
    Value(#[from] ValueFault),
}

/// A text as it rests.
pub(super) struct Resting(Vec<u8>);

impl TextFault {
    /// Whether the bytes are there and are others.
    pub(super) fn is_damage(&self) -> bool {
        match self {
            Self::Damaged | Self::Key(PersonKeyFault::Damaged) => true,
            Self::Value(fault) => *fault == ValueFault::Damaged,
            Self::File(fault) => fault.kind() == std::io::ErrorKind::InvalidData,
            Self::Key(PersonKeyFault::Disk(_)) => false,
        }
    }
}

impl Resting {
    /// Puts a text to rest.
    pub(super) fn of(payload: &Payload, keys: &PersonKeys) -> Result<Self, TextFault> {
        let Some(person) = payload.person() else { return Ok(Self([&[PLAIN], payload.bytes()].concat())) };
        // A text is refused before it comes here if its person is erased, so there is a key.
        let key = keys.key(person)?.ok_or(TextFault::Damaged)?;
        let sealed = key.seal(payload.bytes(), &bound(&payload.digest(), person)).map_err(|_| TextFault::Damaged)?;
        Ok(Self([&[SEALED], person.commitment().as_bytes().as_slice(), &sealed].concat()))
    }

    /// Takes a text as it was kept.
    pub(super) fn kept(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes as they are kept.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Whose it is.
    pub(super) fn person(&self) -> Option<PersonId> {
        let (kind, rest) = self.0.split_first()?;
        (*kind == SEALED).then(|| rest.first_chunk().copied())?.map(|id| PersonId::new(Digest::from_bytes(id)))
    }

    /// The text, if it is the one with that digest; nothing once its person is erased.
    pub(super) fn wake(
        self,
        digest: &Digest,
        key: impl FnOnce(PersonId) -> Result<Option<ContentKey>, PersonKeyFault>,
    ) -> Result<Option<Vec<u8>>, TextFault> {
        let text = match (self.0.split_first(), self.person()) {
            (Some((&PLAIN, text)), _) => text.to_vec(),
            (Some((&SEALED, rest)), Some(person)) => {
                let Some(key) = key(person)? else { return Ok(None) };
                let sealed = rest.get(32..).ok_or(TextFault::Damaged)?;
                key.open(sealed, &bound(digest, person)).map_err(|_| TextFault::Damaged)?
            }
            _ => return Err(TextFault::Damaged),
        };
        if Digest::of(&text) == *digest { Ok(Some(text)) } else { Err(TextFault::Damaged) }
    }
}

impl Texts {
    pub(super) fn new(tree: Tree, big: BigTexts) -> Self {
        Self { tree, big }
    }

    /// The text with a digest, if it is there, is that, and its person is not erased.
    pub(super) fn read(&self, digest: &Digest, keys: &PersonKeys) -> Result<Option<Vec<u8>>, TextFault> {
        match self.resting(digest)? {
            Some(resting) => resting.wake(digest, |person| keys.key(person)),
            None => Ok(None),
        }
    }

    /// The text with a digest as it rests, if it is there and rests as it was put.
    pub(super) fn resting(&self, digest: &Digest) -> Result<Option<Resting>, TextFault> {
        let kept = match values::read(&self.tree, digest.as_bytes())? {
            Some(bytes) => Some(bytes),
            None => self.big.read(digest)?,
        };
        Ok(kept.map(Resting))
    }

    /// Keeps a text; one that is there already, whole, is kept once.
    pub(super) fn write(&self, payload: &Payload, keys: &PersonKeys) -> Result<(), TextFault> {
        self.keep(&payload.digest(), &Resting::of(payload, keys)?)
    }

    /// Keeps a text as it rests.
    pub(super) fn keep(&self, digest: &Digest, resting: &Resting) -> Result<(), TextFault> {
        if resting.0.len() > CONTENT_LIMIT_BYTES {
            return Ok(self.big.write(digest, &resting.0)?);
        }
        // What lies there may rest under a key that an act cut short had drawn and nobody has any more.
        if !matches!(values::read(&self.tree, digest.as_bytes()), Ok(Some(bytes)) if bytes == resting.0) {
            values::write(&self.tree, digest.as_bytes(), &resting.0)?;
        }
        Ok(())
    }
}

fn bound(digest: &Digest, person: PersonId) -> Vec<u8> {
    [b"attesto text 1\n".as_slice(), digest.as_bytes(), person.commitment().as_bytes()].concat()
}
