//! Start-up: what the journal has and the index has not is put in; what does not belong together is refused.
//! Nothing is guessed: every refusal names the record.

use attesto_issuer::register::{Entry, Head, JournalLine, Keeping, Piece, PieceItem};
use attesto_securing::Digest;

use super::index::{Applied, Index};
use super::journal_file::JournalFile;
use super::person_keys::PersonKeys;
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
pub(super) fn replay(
    index: &mut Index,
    journal: &JournalFile,
    texts: &mut Texts,
    keys: &mut PersonKeys,
) -> Result<Option<Notice>, OpenFault> {
    let (first, head) = (index.applied().seq + 1, journal.head());
    let mut next = first;
    while next <= head.seq {
        for line in journal.read(next, STEP)? {
            let done = done(&line, texts, keys, index)?;
            // What was acknowledged as erased is erased before its act counts as done.
            let erased = keys.erase(done.entries.iter().filter_map(Entry::erased));
            erased.map_err(|why| OpenFault::Disk { doing: "write", path: line.record(), why: why.to_string() })?;
            let person_keys = index.applied().person_keys.max(done.person_keys);
            let packs = texts.bound(&done.texts);
            index.apply(&line.head(), &done.entries, &packs, person_keys).map_err(|fault| damaged(&line, &fault))?;
            next = line.seq() + 1;
        }
    }
    Ok((first <= head.seq).then_some(Notice::Replayed { first, last: head.seq }))
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

/// What an act does, as its pieces tell.
#[derive(Default)]
struct Done {
    entries: Vec<Entry>,
    /// Every text of it, the pieces among them.
    texts: Vec<Digest>,
    /// How many persons' keys must be there.
    person_keys: u64,
}

/// Reads what an act does; every text of it must be there, and a key for each person it keeps one of.
fn done(line: &JournalLine, texts: &Texts, keys: &PersonKeys, index: &Index) -> Result<Done, OpenFault> {
    let mut done = Done { texts: line.pieces().to_vec(), ..Done::default() };
    for digest in line.pieces() {
        let bytes = texts.read(digest, keys, index).map_err(|why| fault(line, digest, &why))?;
        let bytes = bytes.ok_or_else(|| fault(line, digest, &MISSING))?;
        let piece = Piece::parse(&bytes).map_err(|bad| fault(line, digest, &bad))?;
        for item in piece.into_items() {
            match item {
                PieceItem::Entry(entry) => done.entries.push(entry),
                PieceItem::Payload { digest, keeping } => {
                    kept(line, &digest, texts, keys, index)?;
                    done.texts.push(digest);
                    if let Keeping::Erasable(person) = keeping {
                        let needed = keys.needed_for(person).ok_or_else(|| fault(line, &digest, &NO_KEY))?;
                        done.person_keys = done.person_keys.max(needed);
                    }
                }
            }
        }
    }
    Ok(done)
}

const MISSING: &str = "is not in the store";
const NO_KEY: &str = "has no key: the file of persons' keys is older than the journal, or was cut";

/// Whether a text is there and whole. That of a person erased by now gives nothing, and that is right.
fn kept(line: &JournalLine, digest: &Digest, texts: &Texts, keys: &PersonKeys, index: &Index) -> Result<(), OpenFault> {
    let resting = texts.resting(digest, index).map_err(|why| fault(line, digest, &why))?;
    let resting = resting.ok_or_else(|| fault(line, digest, &MISSING))?;
    texts.wake(resting, digest, keys, index).map(|_| ()).map_err(|why| fault(line, digest, &why))
}

fn fault(line: &JournalLine, digest: &Digest, found: &impl ToString) -> OpenFault {
    ReplayFault::Text { record: line.record(), digest: *digest, found: found.to_string() }.into()
}

fn damaged(line: &JournalLine, fault: &ValueFault) -> OpenFault {
    OpenFault::Damaged { record: line.record(), found: format!("its index entries cannot be written: {fault}") }
}
