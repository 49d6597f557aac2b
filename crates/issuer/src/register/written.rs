//! What an act wrote, read off its pieces again.
//! Nothing is written here.

use super::{Entry, JournalLine, Key, Piece, PieceItem, Register, RegisterFault};

/// How many lines are read at once.
const STEP: usize = 256;

/// Goes through the lines after an act in their order, a page at a time; after act 0, through all of them.
///
/// # Errors
/// The register cannot, or whoever reads the lines stops.
pub(crate) fn lines_after(
    register: &dyn Register,
    after: u64,
    mut each: impl FnMut(&JournalLine) -> Result<(), RegisterFault>,
) -> Result<(), RegisterFault> {
    let mut next = after + 1;
    loop {
        let page = register.journal(next, STEP)?;
        let Some(last) = page.last() else { return Ok(()) };
        next = last.seq() + 1;
        page.iter().try_for_each(&mut each)?;
    }
}

/// The entries that the act of a line set, fresh or anew, in their order.
///
/// # Errors
/// A piece of it is not there, or the register cannot.
pub(crate) fn entries_of(register: &dyn Register, line: &JournalLine) -> Result<Vec<(Key, Vec<u8>)>, RegisterFault> {
    let mut entries = Vec::new();
    for digest in line.pieces() {
        let missing = || RegisterFault::Damaged {
            record: line.record(),
            found: format!("its piece {digest} is not there or no piece"),
            remedy: "put the register's folder aside and restore the last backup",
        };
        let piece = register.payload(digest)?.and_then(|bytes| Piece::parse(&bytes).ok()).ok_or_else(missing)?;
        entries.extend(piece.into_items().into_iter().filter_map(|item| match item {
            PieceItem::Entry(Entry::Fresh { key, value } | Entry::Set { key, value }) => Some((key, value)),
            _ => None,
        }));
    }
    Ok(entries)
}
