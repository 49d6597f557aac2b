//! Start-up: what the journal has and the index has not is put in; what does not belong together is refused.
//! Nothing is guessed: every refusal names the record.

use attesto_issuer::register::{Entry, Head, JournalLine, Keeping, Piece, PieceItem};
use attesto_securing::Digest;

use super::index::{Applied, Index};
use super::journal_file::JournalFile;
use super::texts::Texts;
use super::values::ValueFault;
use super::{Notice, OpenFault, RESTORE};

/// How many lines are read at once.
const STEP: usize = 256;

/// Journal and store that do not belong together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum ReplayFault {
    /// The store has acts that the journal has not.
    #[error(
        "the store holds act {applied}, but the journal ends at act {head}: the journal is older than the store or was cut; {RESTORE}"
    )]
    Beyond {
        /// Where the index stands.
        applied: u64,
        /// Where the journal ends.
        head: u64,
    },
    /// The store was filled from another journal.
    #[error(
        "journal line {seq} has digest {found}, but the store holds an act {seq} with digest {applied}: they do not belong together; {RESTORE}"
    )]
    Hash {
        /// The act.
        seq: u64,
        /// The digest in the store.
        applied: Digest,
        /// The digest in the journal.
        found: Digest,
    },
    /// A text that a line names is gone or damaged.
    #[error("{record}: text {digest} {found}; {RESTORE}")]
    Text {
        /// The line.
        record: String,
        /// The text.
        digest: Digest,
        /// Missing or damaged.
        found: String,
    },
}

/// Brings the index to the head of the journal; the two are known to belong together.
pub(super) fn replay(index: &mut Index, journal: &JournalFile, texts: &Texts) -> Result<Option<Notice>, OpenFault> {
    let (applied, head) = (*index.applied(), journal.head());
    let mut next = applied.seq + 1;
    while next <= head.seq {
        for line in journal.read(next, STEP)? {
            let entries = entries(&line, texts)?;
            index.apply(&line.head(), &entries).map_err(|fault| damaged(&line, &fault))?;
            next = line.seq() + 1;
        }
    }
    Ok((applied.seq < head.seq).then_some(Notice::Replayed { first: applied.seq + 1, last: head.seq }))
}

/// Whether a store that stands at `applied` was filled from this journal and is not ahead of it.
pub(super) fn belongs(applied: &Applied, journal: &JournalFile) -> Result<(), OpenFault> {
    let (seq, head, applied) = (applied.seq, journal.head().seq, applied.hash);
    if seq > head {
        return Err(ReplayFault::Beyond { applied: seq, head }.into());
    }
    let found = match seq {
        0 => Head::start().hash,
        _ => journal.read(seq, 1)?.first().map_or(Head::start().hash, JournalLine::hash),
    };
    if found == applied { Ok(()) } else { Err(ReplayFault::Hash { seq, applied, found }.into()) }
}

/// The changes of the index that a line's pieces tell; every text of the act must be there.
fn entries(line: &JournalLine, texts: &Texts) -> Result<Vec<Entry>, OpenFault> {
    let mut entries = Vec::new();
    for digest in line.pieces() {
        let bytes = text(line, texts, digest)?;
        let piece = Piece::parse(&bytes).map_err(|bad| fault(line, digest, &bad))?;
        for item in piece.into_items() {
            match item {
                PieceItem::Entry(entry) => entries.push(entry),
                // No act of this version erases a text, so one that may be erased must be there as well.
                PieceItem::Payload { digest, keeping: Keeping::Erasable | Keeping::Lasting } => {
                    text(line, texts, &digest)?;
                }
            }
        }
    }
    Ok(entries)
}

fn text(line: &JournalLine, texts: &Texts, digest: &Digest) -> Result<Vec<u8>, OpenFault> {
    let read = texts.read(digest).map_err(|why| fault(line, digest, &why))?;
    read.ok_or_else(|| fault(line, digest, &"is not in the store"))
}

fn fault(line: &JournalLine, digest: &Digest, found: &impl ToString) -> OpenFault {
    ReplayFault::Text { record: line.record(), digest: *digest, found: found.to_string() }.into()
}

fn damaged(line: &JournalLine, fault: &ValueFault) -> OpenFault {
    OpenFault::Damaged { record: line.record(), found: format!("its index entries cannot be written: {fault}") }
}
