//! The keys of persons: one slot of a fixed size each, in a file outside the engine, overwritten where it lies.
//! Whose key is whose is said by commitments; erasing a slot erases what was sealed under it, wherever it was copied.

mod slot;

use std::collections::{BTreeSet, HashMap};
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use attesto_issuer::PersonId;
use attesto_securing::{ContentKey, Entropy};
use zeroize::Zeroizing;

use self::slot::{SLOT_BYTES, Slot, header};
use super::big::sync_folder;
use super::{Alarm, OpenFault, give_up};

/// The file of persons' keys, and the copy of it that the installation names.
pub(super) struct PersonKeys {
    original: KeyFile,
    copy: Option<KeyFile>,
    places: HashMap<PersonId, u64>,
    /// How many slots are in use; what lies behind them was never acknowledged.
    used: u64,
    alarm: Alarm,
}

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

impl PersonKeys {
    /// Reads which slot is whose; `settle` says afterwards how many must be sound.
    pub(super) fn open(path: PathBuf, copy: Option<&Path>, alarm: Alarm) -> Result<Self, OpenFault> {
        let original = KeyFile::open(path)?;
        let copy = copy.map(|path| KeyFile::open(path.to_owned())).transpose()?;
        let slots = original.slots().map_err(|why| OpenFault::disk("read", &original.path, &why))?;
        let mut places = HashMap::with_capacity(slots.len());
        for (place, slot) in (0..).zip(&slots) {
            // The first slot of a person is the one that was acknowledged; a later one was left by an act cut short.
            places.entry(slot.claimed_person()).or_insert(place);
        }
        let used = u64::try_from(slots.len()).unwrap_or(u64::MAX);
        Ok(Self { original, copy, places, used, alarm })
    }

    /// How many slots are in use.
    pub(super) fn used(&self) -> u64 {
        self.used
    }

    /// How many slots must be in use for a person to have one.
    pub(super) fn needed_for(&self, person: PersonId) -> Option<u64> {
        self.places.get(&person).map(|place| place + 1)
    }

    /// Takes the first `used` slots for acknowledged: each must be sound; whatever lies behind them goes.
    pub(super) fn settle(&mut self, used: u64) -> Result<(), OpenFault> {
        let damaged = |found: String| OpenFault::Damaged { record: self.original.path.display().to_string(), found };
        let hint = self.copy.as_ref().map_or(String::new(), |copy| format!(" (its copy is {})", copy.path.display()));
        let disk = |why: io::Error| OpenFault::disk("write", &self.original.path, &why);
        if self.used < used {
            return Err(damaged(format!("{} of {used} persons' keys are there{hint}", self.used)));
        }
        let slots = self.original.slots().map_err(disk)?;
        for (place, slot) in (0..used).zip(&slots) {
            if !slot.is_sound() {
                return Err(damaged(format!("slot {place} is not what was written{hint}")));
            }
        }
        self.original.file.set_len((used + 1) * SLOT_BYTES).map_err(disk)?;
        self.places.retain(|_, place| *place < used);
        self.used = used;
        Ok(())
    }

    /// The key of a person; nothing if they were erased.
    pub(super) fn key(&self, person: PersonId) -> Result<Option<ContentKey>, PersonKeyFault> {
        let place = self.places.get(&person).ok_or(PersonKeyFault::Damaged)?;
        let slot = self.original.slot(*place)?;
        if slot.is_sound() && slot.claimed_person() == person { Ok(slot.key()) } else { Err(PersonKeyFault::Damaged) }
    }

    /// Gives each person a key who has none, durable before this returns.
    pub(super) fn ensure(&mut self, persons: &[PersonId], entropy: &mut dyn Entropy) -> io::Result<()> {
        let new: BTreeSet<PersonId> =
            persons.iter().filter(|person| !self.places.contains_key(person)).copied().collect();
        if new.is_empty() {
            return Ok(());
        }
        let mut slots = Zeroizing::new(Vec::with_capacity(new.len() * slot::BYTES));
        new.iter().for_each(|person| {
            slots.extend_from_slice(Slot::live(*person, &ContentKey::generate(entropy)).bytes());
        });
        for file in self.files() {
            file.write(self.used, &slots)?;
            file.sync(self.alarm);
        }
        for (place, person) in (self.used..).zip(new) {
            self.places.insert(person, place);
            self.used = place + 1;
        }
        Ok(())
    }

    /// Overwrites the keys of persons where they lie, in every copy, durable before this returns; once is enough.
    pub(super) fn erase(&mut self, persons: impl Iterator<Item = PersonId>) -> io::Result<usize> {
        let mut erased = 0;
        for person in persons {
            let Some(place) = self.places.get(&person) else { continue };
            let slot = self.original.slot(*place)?;
            if slot.is_sound() && slot.key().is_none() {
                continue;
            }
            for file in self.files() {
                file.write(*place, Slot::erased(person).bytes())?;
            }
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
        let (slots, there) = (self.original.slots().map_err(disk)?, copy.slots().map_err(disk)?);
        if slots == there {
            return Ok(());
        }
        for (place, slot) in (0..).zip(&slots) {
            if there.get(usize::try_from(place).unwrap_or(usize::MAX)) != Some(slot) {
                copy.write(place, slot.bytes()).map_err(disk)?;
            }
        }
        copy.file.set_len((self.used + 1) * SLOT_BYTES).map_err(disk)?;
        copy.sync(self.alarm);
        Ok(())
    }

    fn files(&self) -> impl Iterator<Item = &KeyFile> {
        self.copy.iter().chain([&self.original])
    }
}

impl KeyFile {
    fn open(path: PathBuf) -> Result<Self, OpenFault> {
        let fault = |doing, why: io::Error| OpenFault::disk(doing, &path, &why);
        let is_new = !path.exists();
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&path);
        let file = file.map_err(|why| fault("open", why))?;
        if is_new {
            let folder = path.parent().unwrap_or(Path::new("."));
            let made =
                file.write_all_at(&header(), 0).and_then(|()| file.sync_all()).and_then(|()| sync_folder(folder));
            made.map_err(|why| fault("write", why))?;
        }
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

    /// Every whole slot.
    fn slots(&self) -> io::Result<Vec<Slot>> {
        let mut bytes = Zeroizing::new(Vec::new());
        File::open(&self.path)?.read_to_end(&mut bytes)?;
        Ok(bytes.get(slot::BYTES..).unwrap_or(&[]).as_chunks().0.iter().map(Slot::read).collect())
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
