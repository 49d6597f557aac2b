//! The keys of persons: one slot of a fixed size each, in a file outside the engine, overwritten where it lies.
//! Whose key is whose is said by commitments; erasing a slot erases what was sealed under it, wherever it was copied.

mod slot;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use attesto_issuer::PersonId;
use attesto_securing::{ContentKey, Entropy};
use zeroize::Zeroizing;

use self::slot::{SLOT_BYTES, Slot, header};
use super::{Alarm, OpenFault, give_up};
use crate::world::files::sync_folder;

/// The file of persons' keys, and the copy of it that the installation names.
pub(super) struct PersonKeys {
    original: KeyFile,
    copy: Option<KeyFile>,
    places: Places,
    /// How many slots are in use; what lies behind them was never acknowledged.
    used: u64,
    /// Slots that were not as they were written when the file was opened.
    unsound: BTreeSet<u64>,
    /// The first act that gave a key and that the journal cannot have been about to take.
    beyond: Option<u64>,
    alarm: Alarm,
}

/// In which slot whose key lies. The first half of a commitment is enough to find it; the slot has all of it.
#[derive(Default)]
struct Places(HashMap<[u8; 16], u32>);

struct KeyFile {
    file: File,
    path: PathBuf,
}

/// Why a person's key cannot be had.
#[derive(Debug, thiserror::Error)]
pub(super) enum PersonKeyFault {
    /// The slot is not there or not as it was written.
    #[error("the key of its person is not there or was changed")]
    Damaged,
    /// The disk did not do as asked.
    #[error(transparent)]
    Disk(#[from] io::Error),
}

impl Places {
    fn of(&self, person: PersonId) -> Option<u64> {
        self.0.get(&half(person)).map(|place| u64::from(*place))
    }

    /// Gives a person a slot; who has one keeps it.
    fn give(&mut self, person: PersonId, place: u64) -> io::Result<()> {
        let place = u32::try_from(place).map_err(|_| io::Error::from(io::ErrorKind::FileTooLarge))?;
        self.0.entry(half(person)).or_insert(place);
        Ok(())
    }

    fn keep_below(&mut self, used: u64) {
        self.0.retain(|_, place| u64::from(*place) < used);
    }
}

fn half(person: PersonId) -> [u8; 16] {
    person.commitment().as_bytes().first_chunk().copied().unwrap_or_default()
}

impl PersonKeys {
    /// Reads which slot is whose; `settle` says afterwards how many must be sound.
    pub(super) fn open(path: PathBuf, copy: Option<&Path>, head: u64, alarm: Alarm) -> Result<Self, OpenFault> {
        let original = KeyFile::open(path)?;
        let copy = copy.map(|path| KeyFile::open(path.to_owned())).transpose()?;
        let used = original.used().map_err(|why| OpenFault::disk("read", &original.path, &why))?;
        if used == 0
            && let Some(copy) = &copy
        {
            copy.must_be_empty()?;
        }
        let mut keys =
            Self { original, copy, places: Places::default(), used, unsound: BTreeSet::new(), beyond: None, alarm };
        keys.read_all(head).map_err(|why| OpenFault::disk("read", &keys.original.path, &why))?;
        Ok(keys)
    }

    /// Reads every slot once.
    ///
    /// Only the act after the head can have given keys and been cut short: a later one was acknowledged once, so the
    /// journal at hand is older than the keys.
    fn read_all(&mut self, head: u64) -> io::Result<()> {
        let (places, unsound, beyond) = (&mut self.places, &mut self.unsound, &mut self.beyond);
        places.0.reserve(usize::try_from(self.used).unwrap_or(0).min(1 << 24));
        self.original.each(|place, slot| {
            // The first slot of a person is the one that was acknowledged; a later one was left by an act cut short.
            places.give(slot.claimed_person(), place)?;
            match slot.is_sound() {
                true => *beyond = beyond.or(Some(slot.act()).filter(|act| *act > head + 1)),
                false => drop(unsound.insert(place)),
            }
            Ok(())
        })
    }

    /// How many slots are in use.
    pub(super) fn used(&self) -> u64 {
        self.used
    }

    /// How many slots must be in use for a person to have one.
    pub(super) fn needed_for(&self, person: PersonId) -> Option<u64> {
        self.places.of(person).map(|place| place + 1)
    }

    /// Takes the first `used` slots for acknowledged: each must be sound; whatever lies behind them goes.
    pub(super) fn settle(&mut self, used: u64, head: u64) -> Result<(), OpenFault> {
        let damaged = |found: String| OpenFault::Damaged { record: self.original.path.display().to_string(), found };
        let hint = self.copy.as_ref().map_or(String::new(), |copy| format!(" (its copy is {})", copy.path.display()));
        let disk = |why: io::Error| OpenFault::disk("write", &self.original.path, &why);
        if self.used < used {
            return Err(damaged(format!("{} of {used} persons' keys are there{hint}", self.used)));
        }
        if let Some(place) = self.unsound.first().filter(|place| **place < used) {
            return Err(damaged(format!("slot {place} is not what was written{hint}")));
        }
        if let Some(act) = self.beyond {
            return Err(damaged(format!(
                "it holds a key given by act {act}, but the journal ends at act {head}: journal and store are older"
            )));
        }
        self.original.file.set_len((used + 1) * SLOT_BYTES).map_err(disk)?;
        self.places.keep_below(used);
        self.unsound.clear();
        self.used = used;
        Ok(())
    }

    /// The key of a person; nothing if they were erased.
    pub(super) fn key(&self, person: PersonId) -> Result<Option<ContentKey>, PersonKeyFault> {
        let place = self.places.of(person).ok_or(PersonKeyFault::Damaged)?;
        let slot = self.original.slot(place)?;
        if slot.is_sound() && slot.claimed_person() == person { Ok(slot.key()) } else { Err(PersonKeyFault::Damaged) }
    }

    /// Gives each person a key who has none, durable before this returns.
    pub(super) fn ensure(&mut self, persons: &[PersonId], act: u64, entropy: &mut dyn Entropy) -> io::Result<()> {
        let new: BTreeSet<PersonId> =
            persons.iter().filter(|person| self.places.of(**person).is_none()).copied().collect();
        if new.is_empty() {
            return Ok(());
        }
        let mut slots = Zeroizing::new(Vec::with_capacity(new.len() * slot::BYTES));
        new.iter().for_each(|person| {
            slots.extend_from_slice(Slot::live(*person, &ContentKey::generate(entropy), act).bytes());
        });
        for file in self.files() {
            file.write(self.used, &slots)?;
            file.sync(self.alarm);
        }
        for (place, person) in (self.used..).zip(new) {
            self.places.give(person, place)?;
            self.used = place + 1;
        }
        Ok(())
    }

    /// Overwrites the keys of persons where they lie, in every copy, durable before this returns; once is enough.
    pub(super) fn erase(&mut self, persons: impl Iterator<Item = PersonId>) -> io::Result<usize> {
        let mut erased = 0;
        for person in persons {
            let Some(place) = self.places.of(person) else { continue };
            let slot = self.original.slot(place)?;
            if slot.is_sound() && slot.is_erased() {
                continue;
            }
            for file in self.files() {
                file.write(place, slot.erased().bytes())?;
            }
            self.unsound.remove(&place);
            erased += 1;
        }
        if erased > 0 {
            self.files().for_each(|file| file.sync(self.alarm));
        }
        Ok(erased)
    }

    /// Brings the copy to the bytes of the original, where they differ.
    pub(super) fn copy_out(&self) -> Result<(), OpenFault> {
        let Some(copy) = &self.copy else { return Ok(()) };
        let disk = |why: io::Error| OpenFault::disk("write", &copy.path, &why);
        let mut differs = copy.used().map_err(disk)? != self.used;
        let mut there = Chunk::new();
        let write = |place, slots: &[[u8; slot::BYTES]]| {
            let there = copy.chunk(place, &mut there)?;
            for ((place, slot), at) in (place..).zip(slots).zip(0..) {
                if there.get(at) != Some(slot) {
                    differs = true;
                    copy.write(place, slot)?;
                }
            }
            Ok(())
        };
        self.original.each_chunk(write).map_err(disk)?;
        if !differs {
            return Ok(());
        }
        copy.file.set_len((self.used + 1) * SLOT_BYTES).map_err(disk)?;
        copy.sync(self.alarm);
        Ok(())
    }

    /// Whose slots are erased.
    pub(super) fn erased(&self) -> io::Result<Vec<PersonId>> {
        let mut erased = Vec::new();
        self.original.each(|_, slot| {
            erased.extend(slot.is_erased().then(|| slot.claimed_person()));
            Ok(())
        })?;
        Ok(erased)
    }

    fn files(&self) -> impl Iterator<Item = &KeyFile> {
        self.copy.iter().chain([&self.original])
    }
}

/// Makes a file of the keys that were given by the acts up to `head`, out of all files given that are there.
///
/// Whoever is erased in one of them is erased in it.
pub(super) fn gather(sources: &[PathBuf], head: u64, to: &Path) -> Result<(), OpenFault> {
    let mut persons: BTreeMap<PersonId, Slot> = BTreeMap::new();
    for source in sources.iter().filter(|source| source.exists()) {
        let file = KeyFile::open(source.clone())?;
        let each = file.each(|_, slot| {
            let known = persons.get(&slot.claimed_person()).is_some_and(|known| known.is_erased() || !slot.is_erased());
            if slot.is_sound() && slot.act() <= head && !known {
                persons.insert(slot.claimed_person(), slot.clone());
            }
            Ok(())
        });
        each.map_err(|why| OpenFault::disk("read", source, &why))?;
    }
    let file = KeyFile::open(to.to_owned())?;
    let write = |(place, slot): (u64, &Slot)| file.write(place, slot.bytes());
    let written = (0..).zip(persons.values()).try_for_each(write).and_then(|()| file.file.sync_all());
    written.map_err(|why| OpenFault::disk("write", to, &why))
}

impl KeyFile {
    fn open(path: PathBuf) -> Result<Self, OpenFault> {
        let fault = |doing, why: io::Error| OpenFault::disk(doing, &path, &why);
        if !path.exists() {
            create(&path).map_err(|why| fault("open", why))?;
        }
        let file = OpenOptions::new().read(true).write(true).open(&path).map_err(|why| fault("open", why))?;
        let mut begins = [0; slot::BYTES];
        let read = file.read_exact_at(&mut begins, 0);
        if read.is_err() || begins != header() {
            let record = path.display().to_string();
            return Err(OpenFault::Damaged {
                record,
                found: "it does not begin as a file of persons' keys".to_owned(),
            });
        }
        Ok(Self { file, path })
    }

    /// Refuses a copy of keys that the register does not have.
    fn must_be_empty(&self) -> Result<(), OpenFault> {
        let keys = self.used().map_err(|why| OpenFault::disk("read", &self.path, &why))?;
        let found = format!("the copy holds {keys} persons' keys, but the register has none");
        let record = self.path.display().to_string();
        if keys == 0 { Ok(()) } else { Err(OpenFault::Damaged { record, found }) }
    }

    /// How many whole slots there are.
    fn used(&self) -> io::Result<u64> {
        Ok((self.file.metadata()?.len() / SLOT_BYTES).saturating_sub(1))
    }

    /// Every whole slot, one after the other.
    fn each(&self, mut take: impl FnMut(u64, &Slot) -> io::Result<()>) -> io::Result<()> {
        self.each_chunk(|place, slots| {
            (place..).zip(slots).try_for_each(|(place, slot)| take(place, &Slot::read(slot)))
        })
    }

    /// Every whole slot, so many at once as a chunk holds.
    fn each_chunk(&self, mut take: impl FnMut(u64, &[[u8; slot::BYTES]]) -> io::Result<()>) -> io::Result<()> {
        let (mut chunk, mut place) = (Chunk::new(), 0);
        loop {
            let slots = self.chunk(place, &mut chunk)?;
            let Some(read) = u64::try_from(slots.len()).ok().filter(|read| *read > 0) else { return Ok(()) };
            take(place, slots)?;
            place += read;
        }
    }

    /// The whole slots from one on, as many as a chunk holds.
    fn chunk<'c>(&self, place: u64, chunk: &'c mut Chunk) -> io::Result<&'c [[u8; slot::BYTES]]> {
        let mut read = 0;
        let mut at = (place + 1) * SLOT_BYTES;
        while let Some(room) = chunk.0.get_mut(read..).filter(|room| !room.is_empty()) {
            match self.file.read_at(room, at) {
                Ok(0) => break,
                Ok(more) => (read, at) = (read + more, at + u64::try_from(more).unwrap_or(u64::MAX)),
                Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
                Err(why) => return Err(why),
            }
        }
        Ok(chunk.0.get(..read).unwrap_or(&[]).as_chunks().0)
    }

    fn slot(&self, place: u64) -> io::Result<Slot> {
        let mut bytes = Zeroizing::new([0; slot::BYTES]);
        self.file.read_exact_at(bytes.as_mut_slice(), (place + 1) * SLOT_BYTES)?;
        Ok(Slot::read(&bytes))
    }

    fn write(&self, place: u64, slots: &[u8]) -> io::Result<()> {
        self.file.write_all_at(slots, (place + 1) * SLOT_BYTES)
    }

    fn sync(&self, alarm: Alarm) {
        self.file.sync_data().unwrap_or_else(|why| give_up(alarm, &self.path, &why));
    }
}

/// Room for 512 slots; wiped when dropped.
struct Chunk(Zeroizing<Vec<u8>>);

impl Chunk {
    fn new() -> Self {
        Self(Zeroizing::new(vec![0; 512 * slot::BYTES]))
    }
}

/// Makes a file without slots beside its place and moves it there whole: half a beginning would be damage.
fn create(path: &Path) -> io::Result<()> {
    let beside = path.with_extension("new");
    let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
    file.write_all_at(&header(), 0)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    sync_folder(path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")))
}
