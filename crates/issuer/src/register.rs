//! The register's port: the issuer's memory of acts, one after the other, each whole or not at all.
//! No engine and no disk; those are at the roof, and every one must pass [`contract`](self::contract::contract).

mod act;
pub mod contract;
mod journal;
mod key;
mod memory;
mod merkle;
mod person_id;
mod piece;
mod written;

use attesto_credential::Timestamp;
use attesto_securing::Digest;

pub use act::{Act, ActKind, Entry, Keeping, Payload};
pub use journal::{BadLine, BrokenChain, Composed, JournalLine, link};
pub use key::{BadKey, Key};
pub use memory::MemoryRegister;
pub use merkle::merkle_root;
pub use person_id::PersonId;
pub use piece::{BadPiece, Piece, PieceItem};
pub(crate) use written::{entries_of, lines_after};

/// The issuer's memory: a chained journal of acts, the texts they name, and an index to find them by.
///
/// One owner at a time. An act that was acknowledged is there after any restart; one that was not is there
/// whole or not at all. Uniqueness is the engine's: an act that takes a fresh key takes it alone.
///
/// Any number of threads may look things up at once.
pub trait Register: Sync {
    /// The last act, or [`Head::start`].
    fn head(&self) -> Head;

    /// Writes one act, all of it or nothing; once this returns, it survives power loss.
    ///
    /// # Errors
    /// A key taken, missing, named twice or too long; a clock that ran backwards; an engine that cannot write.
    /// After [`RegisterFault::Unindexed`] the act *is* written; after all others it is not.
    fn commit(&mut self, act: Act) -> Result<Head, RegisterFault>;

    /// The text with this digest, if it is here; nothing once its person is erased.
    ///
    /// # Errors
    /// Damage, or an engine that cannot read.
    fn payload(&self, digest: &Digest) -> Result<Option<Vec<u8>>, RegisterFault>;

    /// What stands under a key.
    ///
    /// # Errors
    /// Damage, or an engine that cannot read.
    fn find(&self, key: &Key) -> Result<Option<Vec<u8>>, RegisterFault>;

    /// The entries below `prefix` (whole segments) after a key, in the order of the keys' bytes.
    ///
    /// # Errors
    /// Damage, or an engine that cannot read.
    fn list(&self, prefix: &Key, after: Option<&Key>, at_most: usize) -> Result<Vec<(Key, Vec<u8>)>, RegisterFault>;

    /// The lines of the journal from a sequence number on; the first act is number 1.
    ///
    /// # Errors
    /// Damage, or an engine that cannot read.
    fn journal(&self, from_seq: u64, at_most: usize) -> Result<Vec<JournalLine>, RegisterFault>;
}

/// Where the journal ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// How many acts there are.
    pub seq: u64,
    /// The digest of the last line.
    pub hash: Digest,
    /// When the last act was, by the clock of whoever did it.
    pub at: Option<Timestamp>,
}

impl Head {
    /// Before the first act.
    pub fn start() -> Self {
        Self { seq: 0, hash: Digest::from_bytes([0; 32]), at: None }
    }
}

/// Why the register did not do as asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RegisterFault {
    /// The body of an act is too large for one line.
    #[error("the act's body has {found} bytes of JSON; one line takes {limit}: do it in smaller pieces")]
    BodyTooLong {
        /// Bytes.
        found: usize,
        /// Bytes at most.
        limit: usize,
    },
    /// The body of an act would not read back.
    #[error("the act's body cannot stand in the journal: {why}; nothing was written")]
    BodyUnfit {
        /// What its reader says.
        why: BadLine,
    },
    /// The clock stands before the last act.
    #[error("the clock says {at}, but the last act was at {last}; set the clock right and try again")]
    ClockBackwards {
        /// When the act says it is.
        at: Timestamp,
        /// When the last one was.
        last: Timestamp,
    },
    /// The person was erased; nothing of them is kept again.
    #[error("person {person} was erased; nothing is kept of them any more, and nothing was written")]
    Erased {
        /// Who.
        person: PersonId,
    },
    /// What is kept is not what was written.
    #[error("{record}: {found}; {remedy}")]
    Damaged {
        /// Which record.
        record: String,
        /// What is wrong with it.
        found: String,
        /// What to do.
        remedy: &'static str,
    },
    /// A key to be taken away is not there.
    #[error("{key} is no longer in the register; somebody else was quicker, look again")]
    Missing {
        /// The key.
        key: Key,
    },
    /// A key that must be fresh is not.
    #[error("{key} is taken already; nothing was written")]
    Taken {
        /// The key.
        key: Key,
    },
    /// A part of an entry is too long.
    #[error("the {part} of {key} has {found} bytes; at most {limit} are taken")]
    TooLong {
        /// `key` or `value`.
        part: &'static str,
        /// The key.
        key: Key,
        /// Bytes.
        found: usize,
        /// Bytes at most.
        limit: usize,
    },
    /// One act changes a key twice.
    #[error("one act changes {key} twice; nothing was written")]
    Twice {
        /// The key.
        key: Key,
    },
    /// The act is written, but its index is not.
    #[error("act {seq} is written, but its index is not ({why}); start again, and it will be")]
    Unindexed {
        /// Its number.
        seq: u64,
        /// What the engine said.
        why: String,
    },
    /// The engine could not read or write; nothing was changed.
    #[error("the register could not {doing}: {why}; nothing was changed, see to the disk and try again")]
    Unreachable {
        /// What it was doing.
        doing: &'static str,
        /// What the engine said.
        why: String,
    },
}
