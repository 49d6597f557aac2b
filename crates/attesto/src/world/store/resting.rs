//! How a text rests: as it is, or smaller; a person's sealed under that person's key, after it was made smaller.
//! Where it rests is not known here.

use attesto_issuer::PersonId;
use attesto_issuer::register::Payload;
use attesto_securing::{ContentKey, Digest};

use super::person_keys::{PersonKeyFault, PersonKeys};
use super::squeeze::{Press, Specimen, Squeezer, unsqueezed};
use super::texts::TextFault;

/// As it is.
const PLAIN: u8 = 0;
/// Behind the commitment of its person, under that person's key.
const SEALED: u8 = 1;
/// Squeezed.
const SQUEEZED: u8 = 2;
/// Behind the commitment of its person, squeezed, then sealed.
const SEALED_SQUEEZED: u8 = 3;
/// Behind the commitment of its person and the digest of a specimen, squeezed against that, then sealed.
const SEALED_LIKE: u8 = 4;

/// A text as it rests.
pub(super) struct Resting(Vec<u8>);

/// Squeezes texts and puts them to rest, one after the other.
pub(super) struct Laying<'p> {
    keys: &'p PersonKeys,
    alone: Squeezer<'p>,
    like: Option<(Digest, Squeezer<'p>)>,
}

impl<'p> Laying<'p> {
    pub(super) fn new(keys: &'p PersonKeys, press: Option<&'p Press>) -> Result<Self, TextFault> {
        let like = press.map(|press| Squeezer::new(Some(press)).map(|squeezer| (press.digest(), squeezer)));
        Ok(Self { keys, alone: Squeezer::new(None)?, like: like.transpose()? })
    }

    /// Puts a text to rest; a person's is squeezed against the specimen, if there is one.
    pub(super) fn lay(&mut self, payload: &Payload) -> Result<Resting, TextFault> {
        let Some(person) = payload.person() else {
            return Ok(Resting([[SQUEEZED].as_slice(), &self.alone.squeeze(payload.bytes())?].concat()));
        };
        let (kind, specimen, squeezed) = match &mut self.like {
            Some((specimen, squeezer)) => (SEALED_LIKE, Some(*specimen), squeezer.squeeze(payload.bytes())?),
            None => (SEALED_SQUEEZED, None, self.alone.squeeze(payload.bytes())?),
        };
        let specimen = specimen.as_ref().map_or(&[][..], |specimen| specimen.as_bytes());
        let sealed = seal(self.keys, &squeezed, person, &bound_squeezed(&payload.digest(), person, specimen))?;
        Ok(Resting([&[kind], person.commitment().as_bytes().as_slice(), specimen, &sealed].concat()))
    }
}

impl Resting {
    /// Puts a text to rest in its full length.
    pub(super) fn of(payload: &Payload, keys: &PersonKeys) -> Result<Self, TextFault> {
        let Some(person) = payload.person() else { return Ok(Self([&[PLAIN], payload.bytes()].concat())) };
        let sealed = seal(keys, payload.bytes(), person, &bound(&payload.digest(), person))?;
        Ok(Self([&[SEALED], person.commitment().as_bytes().as_slice(), &sealed].concat()))
    }

    /// Takes a text as it was kept.
    pub(super) fn kept(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes as they are kept.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// The same text in its full length where nobody's key is needed for that.
    pub(super) fn legible(self) -> Result<Self, TextFault> {
        match self.0.split_first() {
            Some((&SQUEEZED, squeezed)) => {
                let text = unsqueezed(squeezed, None).ok_or(TextFault::Damaged)?;
                Ok(Self([&[PLAIN], text.as_slice()].concat()))
            }
            _ => Ok(self),
        }
    }

    /// The same text squeezed where it lies in its full length and nobody's key is needed.
    pub(super) fn smaller(self, squeezer: &mut Squeezer<'_>) -> Result<Self, TextFault> {
        match self.0.split_first() {
            Some((&PLAIN, text)) => Ok(Self([[SQUEEZED].as_slice(), &squeezer.squeeze(text)?].concat())),
            _ => Ok(self),
        }
    }

    /// Whose it is.
    pub(super) fn person(&self) -> Option<PersonId> {
        let (kind, rest) = self.0.split_first()?;
        let sealed = matches!(*kind, SEALED | SEALED_SQUEEZED | SEALED_LIKE);
        sealed.then(|| rest.first_chunk().copied())?.map(|id| PersonId::new(Digest::from_bytes(id)))
    }

    /// The specimen it was squeezed against; without that nobody can read it.
    pub(super) fn specimen(&self) -> Option<Digest> {
        let (kind, rest) = self.0.split_first()?;
        (*kind == SEALED_LIKE).then(|| rest.get(32..)?.first_chunk().copied())?.map(Digest::from_bytes)
    }

    /// The text, if it is the one with that digest; nothing once its person is erased.
    pub(super) fn wake(
        self,
        digest: &Digest,
        key: impl FnOnce(PersonId) -> Result<Option<ContentKey>, PersonKeyFault>,
        specimen: Option<&Specimen>,
    ) -> Result<Option<Vec<u8>>, TextFault> {
        let (kind, rest) = self.0.split_first().ok_or(TextFault::Damaged)?;
        let woken = match (*kind, self.person()) {
            (PLAIN, _) => {
                let mut text = self.0;
                text.remove(0);
                Some(text)
            }
            (SQUEEZED, _) => unsqueezed(rest, None),
            (kind, Some(person)) => {
                let Some(key) = key(person)? else { return Ok(None) };
                let behind = rest.get(32..).ok_or(TextFault::Damaged)?;
                opened(kind, behind, &key, digest, person, specimen)
            }
            _ => None,
        };
        let text = woken.ok_or(TextFault::Damaged)?;
        if Digest::of(&text) == *digest { Ok(Some(text)) } else { Err(TextFault::Damaged) }
    }
}

/// A text as it rests in its full length, in parts and without a copy of it, where nobody's key is needed for that.
pub(super) fn plain(payload: &Payload) -> Option<[&[u8]; 2]> {
    payload.person().is_none().then(|| [[PLAIN].as_slice(), payload.bytes()])
}

/// Opens what lies behind the commitment of a person.
fn opened(
    kind: u8,
    behind: &[u8],
    key: &ContentKey,
    digest: &Digest,
    person: PersonId,
    specimen: Option<&Specimen>,
) -> Option<Vec<u8>> {
    match kind {
        SEALED => key.open(behind, &bound(digest, person)).ok(),
        SEALED_SQUEEZED => unsqueezed(&key.open(behind, &bound_squeezed(digest, person, &[])).ok()?, None),
        SEALED_LIKE => {
            let (named, sealed) = behind.split_at_checked(32)?;
            unsqueezed(&key.open(sealed, &bound_squeezed(digest, person, named)).ok()?, Some(specimen?))
        }
        _ => None,
    }
}

fn seal(keys: &PersonKeys, content: &[u8], person: PersonId, bound: &[u8]) -> Result<Vec<u8>, TextFault> {
    // A text is refused before it comes here if its person is erased, so there is a key.
    let key = keys.key(person)?.ok_or(TextFault::Damaged)?;
    key.seal(content, bound).map_err(|_| TextFault::Damaged)
}

fn bound(digest: &Digest, person: PersonId) -> Vec<u8> {
    [b"attesto text 1\n".as_slice(), digest.as_bytes(), person.commitment().as_bytes()].concat()
}

fn bound_squeezed(digest: &Digest, person: PersonId, specimen: &[u8]) -> Vec<u8> {
    [b"attesto text 2\n".as_slice(), digest.as_bytes(), person.commitment().as_bytes(), specimen].concat()
}
