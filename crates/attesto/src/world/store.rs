//! Where the register is kept: a folder with one owner, opened, replayed and checked before anyone reads it.
//! What the register means is the issuer's; this room keeps its bytes.

mod big;
mod creation;
mod index;
mod journal_file;
mod lock;
mod packs;
mod person_keys;
mod replay;
mod resting;
mod runs;
mod side_by_side;
mod sled;
mod squeeze;
mod texts;
mod values;

use std::path::{Path, PathBuf};

use attesto_issuer::register::{Head, JournalLine, PersonId, Register, RegisterFault};
use attesto_securing::Digest;

pub(crate) use self::journal_file::JournalFault;
use self::lock::Lock;
pub(crate) use self::lock::LockFault;
pub(crate) use self::replay::ReplayFault;
use super::files;

/// Told when the disk can no longer be believed, just before the process ends itself.
pub(crate) type Alarm = fn(&str);

/// A register that is open and whole.
pub(crate) struct Opened {
    /// The register; whoever holds it holds its lock.
    pub(crate) register: Box<dyn Kept>,
    /// What was mended on the way, to be told to the operator.
    pub(crate) notices: Vec<Notice>,
}

/// A register whose bytes can be carried elsewhere.
pub(crate) trait Kept: Register + Send {
    /// A text as it rests: a person's under their key.
    fn resting(&self, digest: &Digest) -> Result<Option<Vec<u8>>, RegisterFault>;

    /// Persons whose keys are erased and of whom no act says so.
    fn erased_without_act(&self) -> Result<Vec<PersonId>, RegisterFault>;
}

/// Texts as they rest, one after the other.
pub(crate) type RestingTexts<'t> = &'t mut dyn Iterator<Item = std::io::Result<(Digest, Vec<u8>)>>;

/// Something that opening mended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum Notice {
    /// Keys of persons who were erased had come back.
    #[error("{count} key(s) of erased persons had come back with an older file of keys; they were overwritten again")]
    ErasedAgain {
        /// How many.
        count: usize,
    },
    /// The index did not add up and was made again.
    #[error("the index of the register was damaged and was made again from all {acts} acts; nothing is lost")]
    IndexRebuilt {
        /// How many acts were read.
        acts: u64,
    },
    /// Acts were in the journal and not yet in the index.
    #[error("the last stop was sudden: act {first} to {last} were put into the index again; nothing is lost")]
    Replayed {
        /// The first one.
        first: u64,
        /// The last one.
        last: u64,
    },
    /// The last line was half written and is gone.
    #[error(
        "the last stop came in the middle of act {seq}: it had not been acknowledged and was dropped ({bytes} bytes)"
    )]
    TornLine {
        /// The number the act would have had.
        seq: u64,
        /// How many bytes were there.
        bytes: u64,
    },
}

impl Notice {
    /// Whether it only tells that acts were put into the index.
    pub(crate) fn is_replay(&self) -> bool {
        matches!(self, Self::IndexRebuilt { .. } | Self::Replayed { .. })
    }
}

/// Why a register cannot be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum OpenFault {
    /// The disk did not do as asked.
    #[error("cannot {doing} {path}: {why}; see to the disk and its permissions and try again")]
    Disk {
        /// What was tried.
        doing: &'static str,
        /// On which file or folder.
        path: String,
        /// What the system said.
        why: String,
    },
    /// A part of the store cannot be read as what it was.
    #[error("{record}: {found}; {RESTORE}")]
    Damaged {
        /// Which record.
        record: String,
        /// What is wrong with it.
        found: String,
    },
    /// The journal is not what was written.
    #[error(transparent)]
    Journal(#[from] JournalFault),
    /// Somebody else has it.
    #[error(transparent)]
    Lock(#[from] LockFault),
    /// A later version wrote it.
    #[error("{path} has format {found}; this version knows {FORMAT}: use the version that wrote it, or a later one")]
    Newer {
        /// The folder.
        path: String,
        /// Its format.
        found: String,
    },
    /// Journal and store do not belong together.
    #[error(transparent)]
    Replay(#[from] ReplayFault),
}

/// What to do when a register is damaged.
pub(crate) const RESTORE: &str =
    "nothing was changed: put this folder aside and restore the last backup, then compare with the published head";

const FORMAT: &str = "3";

impl OpenFault {
    fn disk(doing: &'static str, path: &Path, why: &impl ToString) -> Self {
        Self::Disk { doing, path: path.display().to_string(), why: why.to_string() }
    }
}

/// Opens the register in a folder, or makes a new one there. A copy of the persons' keys is kept where one is named.
///
/// # Errors
/// Somebody else has it, the disk fails, or what is kept is not what was written.
pub(crate) fn open(folder: &Path, keys_copy: Option<&Path>, alarm: Alarm) -> Result<Opened, OpenFault> {
    let (register, notices) = sled::SledRegister::open(folder, keys_copy, alarm)?;
    Ok(Opened { register: Box::new(register), notices })
}

fn unreachable(doing: &'static str, why: &impl ToString) -> RegisterFault {
    RegisterFault::Unreachable { doing, why: why.to_string() }
}

/// The register in a folder, made new if there is none; for benches and whoever tests it from outside.
///
/// # Errors
/// One sentence: somebody else has it, the disk fails, or what is kept is not what was written.
pub fn register(folder: &Path) -> Result<Box<dyn Register + Send>, String> {
    let opened = open(folder, None, super::ledger::alarm).map_err(|fault| fault.to_string())?;
    Ok(opened.register)
}

/// The digest of the specimen that a resting text needs beside it, if it needs one.
pub(crate) fn specimen_of(resting: &[u8]) -> Option<Digest> {
    resting::Resting::kept(resting.to_vec()).specimen()
}

/// The lock of a register, for whoever changes its folder.
pub(crate) fn hold(folder: &Path) -> Result<impl Sized + use<>, OpenFault> {
    Lock::take(folder)
}

/// Makes a register in a folder that has none, out of the journal, the texts and the keys of another.
pub(crate) fn rebuild(
    folder: &Path,
    journal: &[u8],
    texts: RestingTexts<'_>,
    keys: &[PathBuf],
    alarm: Alarm,
) -> Result<(), OpenFault> {
    let head = journal_head(journal).map_or(0, |head| head.seq);
    creation::fill(folder, journal, texts, alarm).map_err(|why| OpenFault::disk("create", folder, &why))?;
    person_keys::gather(keys, head, &folder.join(sled::PERSON_KEYS))
}

/// Puts a rebuilt register in the place of another, whose data are kept aside under `aside`; its keys are not.
pub(crate) fn replace(folder: &Path, rebuilt: &Path, aside: &str) -> Result<(), OpenFault> {
    let swap = || {
        let data = folder.join("data");
        if data.exists() {
            std::fs::rename(&data, folder.join(aside))?;
        }
        std::fs::rename(rebuilt.join(sled::PERSON_KEYS), folder.join(sled::PERSON_KEYS))?;
        std::fs::rename(rebuilt.join("data"), data)?;
        files::sync_folder(folder)?;
        std::fs::remove_dir_all(rebuilt)
    };
    swap().map_err(|why| OpenFault::disk("replace", folder, &why))
}

/// Where persons' keys lie in the folder of a register.
pub(crate) fn keys_of(folder: &Path) -> PathBuf {
    folder.join(sled::PERSON_KEYS)
}

/// How far the journal in a folder can be followed, whatever state the rest is in.
pub(crate) fn legible_head(folder: &Path) -> Option<Head> {
    std::fs::read(folder.join("data/journal.jsonl")).ok().and_then(|journal| journal_head(&journal))
}

/// The last line that follows from the first.
fn journal_head(journal: &[u8]) -> Option<Head> {
    let lines = journal.split(|byte| *byte == b'\n').map_while(|line| std::str::from_utf8(line).ok());
    let lines = lines.map_while(|line| JournalLine::parse(line).ok());
    let mut head = Head::start();
    for line in lines {
        let Ok(next) = head.follow(&line) else { break };
        head = next;
    }
    (head.seq > 0).then_some(head)
}

/// Ends the process: after a failed sync nobody knows what is on the disk, and trying again would hide it.
fn give_up(alarm: Alarm, file: &Path, why: &std::io::Error) -> ! {
    alarm(&format!(
        "the disk could not make {} durable: {why}; the process stops so that nothing is acknowledged that may be lost. See to the disk and start again",
        file.display()
    ));
    std::process::abort()
}

#[cfg(test)]
pub(crate) mod tests;
