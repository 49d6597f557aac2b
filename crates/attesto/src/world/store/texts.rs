//! Texts by digest: those of a bulk act in a pack, others in sled, or in a file of their own when they are too large.
//! Durable only after the register has flushed; packs and large ones at once.

use std::collections::HashMap;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::scope;

use ::sled::Tree;
use attesto_issuer::register::{Act, Payload};
use attesto_securing::Digest;

use super::big::BigTexts;
use super::index::Index;
use super::packs::{Pack, PackName, Packs, Place};
use super::person_keys::{PersonKeyFault, PersonKeys};
use super::resting::{self, Laying, Resting};
use super::side_by_side::in_shares;
use super::squeeze::{self, Press, Specimen, Squeezer};
use super::values::{self, CONTENT_LIMIT_BYTES, ValueFault};

/// An act that keeps more texts than this keeps them in a pack.
const SINGLE_TEXTS: usize = 32;
/// How many specimens are kept ready.
const SPECIMENS: usize = 16;

/// All texts of the register.
pub(super) struct Texts {
    tree: Tree,
    big: BigTexts,
    packs: Packs,
    loose: Loose,
    specimens: Mutex<HashMap<Digest, Arc<Specimen>>>,
}

/// Packs that the index does not know: of the act that a stop cut short, or of all while the index is made again.
#[derive(Default)]
struct Loose {
    packs: Vec<Option<Pack>>,
    places: HashMap<Digest, (usize, PackName, Place)>,
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
    /// What is kept in sled, or where it lies.
    #[error(transparent)]
    Value(#[from] ValueFault),
}

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

impl Texts {
    pub(super) fn new(tree: Tree, big: BigTexts, packs: Packs) -> Self {
        Self { tree, big, packs, loose: Loose::default(), specimens: Mutex::default() }
    }

    /// The text with a digest, if it is there, is that, and its person is not erased.
    pub(super) fn read(&self, digest: &Digest, keys: &PersonKeys, index: &Index) -> Result<Option<Vec<u8>>, TextFault> {
        self.resting(digest, index)?.map_or(Ok(None), |resting| self.wake(resting, digest, keys, index))
    }

    /// The text that rests so.
    pub(super) fn wake(
        &self,
        resting: Resting,
        digest: &Digest,
        keys: &PersonKeys,
        index: &Index,
    ) -> Result<Option<Vec<u8>>, TextFault> {
        let specimen = resting.specimen().map(|specimen| self.specimen(&specimen, keys, index)).transpose()?;
        resting.wake(digest, |person| keys.key(person), specimen.as_deref())
    }

    fn specimen(&self, digest: &Digest, keys: &PersonKeys, index: &Index) -> Result<Arc<Specimen>, TextFault> {
        let ready = || self.specimens.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(specimen) = ready().get(digest) {
            return Ok(Arc::clone(specimen));
        }
        let text = self.resting(digest, index)?.filter(|resting| resting.specimen().is_none());
        let text = text.map(|resting| resting.wake(digest, |person| keys.key(person), None)).transpose()?.flatten();
        let specimen = Arc::new(Specimen::of(&text.ok_or(TextFault::Damaged)?));
        let mut ready = ready();
        if ready.len() >= SPECIMENS {
            ready.clear();
        }
        ready.insert(*digest, Arc::clone(&specimen));
        Ok(specimen)
    }

    /// The text with a digest as it rests, if it is there and rests as it was put.
    pub(super) fn resting(&self, digest: &Digest, index: &Index) -> Result<Option<Resting>, TextFault> {
        let kept = if let Some(bytes) = values::read(&self.tree, digest.as_bytes())? {
            Some(bytes)
        } else if let Some((_, name, place)) = self.loose.places.get(digest) {
            Some(self.packs.read(name, digest, place)?)
        } else if let Some((name, place)) = index.place(digest)? {
            Some(self.packs.read(&name, digest, &place)?)
        } else {
            self.big.read(digest)?
        };
        Ok(kept.map(Resting::kept))
    }

    /// Keeps the texts of an act and its pieces: many in a pack, which is then given, others one by one.
    pub(super) fn write(
        &self,
        act: &Act,
        pieces: &[Payload],
        keys: &PersonKeys,
        index: &Index,
    ) -> Result<Vec<Pack>, TextFault> {
        if act.payloads().len() <= SINGLE_TEXTS {
            act.payloads().iter().chain(pieces).try_for_each(|payload| self.write_one(payload, keys))?;
            return Ok(Vec::new());
        }
        let (packed, large): (Vec<&Payload>, Vec<&Payload>) =
            act.payloads().iter().chain(pieces).partition(|payload| payload.bytes().len() <= squeeze::LIMIT_BYTES);
        let press = act.specimen().map(Press::of);
        // A large text waits for the disk, the others for the processor.
        let (written, texts) = scope(|scope| {
            let large = scope.spawn(|| large.into_iter().try_for_each(|payload| self.write_one(payload, keys)));
            let texts = laid(&packed, keys, press.as_ref());
            (large.join().unwrap_or_else(|fault| resume_unwind(fault)), texts)
        });
        written?;
        let mut texts = texts?;
        let specimen = act.specimen().map(|specimen| Payload::lasting(specimen.to_vec()));
        // It is kept once, with the first act that uses it; what is there and does not read is kept again.
        if let Some(specimen) = specimen.filter(|one| !matches!(self.read(&one.digest(), keys, index), Ok(Some(_)))) {
            texts.push((specimen.digest(), Laying::new(keys, None)?.lay(&specimen)?.into_bytes()));
        }
        Ok(vec![self.packs.write(&texts)?])
    }

    fn write_one(&self, payload: &Payload, keys: &PersonKeys) -> Result<(), TextFault> {
        match resting::plain(payload)
            .filter(|parts| parts.iter().map(|part| part.len()).sum::<usize>() > CONTENT_LIMIT_BYTES)
        {
            Some(parts) => Ok(self.big.write(&payload.digest(), &parts)?),
            None => self.keep(&payload.digest(), &Resting::of(payload, keys)?),
        }
    }

    /// Keeps a text as it rests; one that is there already, whole, is kept once.
    fn keep(&self, digest: &Digest, resting: &Resting) -> Result<(), TextFault> {
        if resting.bytes().len() > CONTENT_LIMIT_BYTES {
            return Ok(self.big.write(digest, &[resting.bytes()])?);
        }
        // What lies there may rest under a key that an act cut short had drawn and nobody has any more.
        if !matches!(values::read(&self.tree, digest.as_bytes()), Ok(Some(bytes)) if bytes == resting.bytes()) {
            values::write(&self.tree, digest.as_bytes(), resting.bytes())?;
        }
        Ok(())
    }

    /// Keeps texts as they rested elsewhere, in packs; which line names them is not known yet.
    pub(super) fn keep_all(
        &self,
        texts: &mut dyn Iterator<Item = std::io::Result<(Digest, Vec<u8>)>>,
    ) -> Result<(), TextFault> {
        let (mut gathered, mut bytes, mut squeezer) = (Vec::new(), 0, Squeezer::new(None)?);
        for text in texts {
            let (digest, resting) = text?;
            if resting.len() > squeeze::LIMIT_BYTES {
                self.big.write(&digest, &[&resting])?;
                continue;
            }
            let resting = Resting::kept(resting).smaller(&mut squeezer)?.into_bytes();
            bytes += resting.len();
            gathered.push((digest, resting));
            if gathered.len() >= 4_096 || bytes >= 8 << 20 {
                self.packs.write(&gathered)?;
                (gathered, bytes) = (Vec::new(), 0);
            }
        }
        if gathered.is_empty() { Ok(()) } else { self.packs.write(&gathered).map(|_| ()).map_err(Into::into) }
    }

    /// What is wrong with a pack that the index knows, without reading its texts.
    pub(super) fn amiss(&self, known: &[PackName]) -> std::io::Result<Option<(std::path::PathBuf, &'static str)>> {
        self.packs.amiss(known)
    }

    /// Takes in the packs that the index does not know, for lines that name texts in them.
    pub(super) fn gather_loose(&mut self, known: &[PackName]) -> std::io::Result<()> {
        for pack in self.packs.beside(known)? {
            let number = self.loose.packs.len();
            let places = pack.items().iter().map(|(digest, place)| (*digest, (number, pack.name(), *place)));
            self.loose.places.extend(places);
            self.loose.packs.push(Some(pack));
        }
        Ok(())
    }

    /// The loose packs that texts lie in; they are loose no longer.
    pub(super) fn bound(&mut self, texts: &[Digest]) -> Vec<Pack> {
        let mut bound = Vec::new();
        for digest in texts {
            let number = self.loose.places.get(digest).map(|(number, ..)| *number);
            let Some(pack) = number.and_then(|number| self.loose.packs.get_mut(number)).and_then(Option::take) else {
                continue;
            };
            for (digest, _) in pack.items() {
                if self.loose.places.get(digest).map(|(there, ..)| *there) == number {
                    self.loose.places.remove(digest);
                }
            }
            bound.push(pack);
        }
        bound
    }

    /// Forgets what is still loose, and removes it from the disk: it was left by an act cut short.
    pub(super) fn tidy(&mut self, known: &[PackName]) -> std::io::Result<()> {
        self.loose = Loose::default();
        self.packs.tidy(known)
    }
}

/// Squeezes and seals texts, a share of them on each thread; they come in their order.
fn laid(texts: &[&Payload], keys: &PersonKeys, press: Option<&Press>) -> Result<Vec<(Digest, Vec<u8>)>, TextFault> {
    in_shares(texts, |share| {
        let mut laying = Laying::new(keys, press)?;
        share.iter().map(|text| Ok((text.digest(), laying.lay(text)?.into_bytes()))).collect()
    })
}
