//! Where the register is kept: a folder with one owner, opened, replayed and checked before anyone reads it.
//! What the register means is the issuer's; this room keeps its bytes.

mod big;
mod creation;
mod index;
mod journal_file;
mod lock;
mod person_keys;
mod replay;
mod sled;
mod texts;
mod values;

use std::path::Path;

use attesto_issuer::register::{Register, RegisterFault};

pub(crate) use self::journal_file::JournalFault;
pub(crate) use self::lock::LockFault;
pub(crate) use self::replay::ReplayFault;

/// Told when the disk can no longer be believed, just before the process ends itself.
pub(crate) type Alarm = fn(&str);

/// A register that is open and whole.
pub(crate) struct Opened {
    /// The register; whoever holds it holds its lock.
    pub(crate) register: Box<dyn Register + Send>,
    /// What was mended on the way, to be told to the operator.
    pub(crate) notices: Vec<Notice>,
}

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

const FORMAT: &str = "1";

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

/// Ends the process: after a failed sync nobody knows what is on the disk, and trying again would hide it.
fn give_up(alarm: Alarm, file: &Path, why: &std::io::Error) -> ! {
    alarm(&format!(
        "the disk could not make {} durable: {why}; the process stops so that nothing is acknowledged that may be lost. See to the disk and start again",
        file.display()
    ));
    std::process::abort()
}

#[cfg(test)]
mod tests;
