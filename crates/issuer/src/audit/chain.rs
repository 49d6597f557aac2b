//! From the first line to the head: the chain, the pieces of each act, its texts and the root over them.
//! What the acts do to the index is gathered on the way.

use attesto_securing::Digest;

use super::replayed::Replayed;
use super::{FlawCode, Found};
use crate::register::{Head, JournalLine, Keeping, Piece, PieceItem, Register, RegisterFault, merkle_root};

/// How many lines are read at once.
const STEP: usize = 256;

/// Walks the whole journal.
pub(super) fn walk(
    register: &dyn Register,
    replayed: &mut Replayed,
    found: &mut Found,
) -> Result<Vec<JournalLine>, RegisterFault> {
    let (mut lines, mut head) = (Vec::new(), Head::start());
    while let Some(page) = found.read(register.journal(head.seq + 1, STEP))?.filter(|page| !page.is_empty()) {
        for line in page {
            if let Err(broken) = head.follow(&line) {
                found.flaw(FlawCode::ChainBroken, line.record(), broken);
            }
            head = line.head();
            act(register, &line, replayed, found)?;
            lines.push(line);
        }
    }
    replayed.erasures(found);
    if head != register.head() {
        found.flaw(FlawCode::ChainBroken, "the head", format!("the journal can be read to act {} only", head.seq));
    }
    Ok(lines)
}

fn act(
    register: &dyn Register,
    line: &JournalLine,
    replayed: &mut Replayed,
    found: &mut Found,
) -> Result<(), RegisterFault> {
    let mut texts = Vec::new();
    for digest in line.pieces() {
        let Some(bytes) = text(register, line, digest, Keeping::Lasting, replayed, found)? else { continue };
        match Piece::parse(&bytes) {
            Ok(piece) => piece.into_items().into_iter().for_each(|item| match item {
                PieceItem::Entry(entry) => replayed.apply(line, &entry, found),
                PieceItem::Payload { digest, keeping } => texts.push((digest, keeping)),
            }),
            Err(bad) => found.flaw(FlawCode::PieceUnreadable, line.record(), bad),
        }
    }
    replayed.act_ends(line, found);
    let leaves: Vec<Digest> = texts.iter().map(|(digest, _)| *digest).collect();
    let adds_up =
        u64::try_from(leaves.len()) == Ok(line.payload_count()) && merkle_root(&leaves) == line.payload_root();
    if !adds_up {
        found.flaw(FlawCode::RootDiffers, line.record(), "its texts are not those that were committed");
    }
    for (digest, keeping) in &texts {
        text(register, line, digest, *keeping, replayed, found)?;
    }
    Ok(())
}

fn text(
    register: &dyn Register,
    line: &JournalLine,
    digest: &Digest,
    keeping: Keeping,
    replayed: &mut Replayed,
    found: &mut Found,
) -> Result<Option<Vec<u8>>, RegisterFault> {
    let Some(read) = found.read(register.payload(digest))? else { return Ok(None) };
    found.counts.texts += 1;
    if let Keeping::Erasable(person) = keeping {
        // Whether it may be gone, or must be, is known when every act was read.
        replayed.text_of(person, line, digest, read.as_ref().map(|_| ()));
    }
    match read {
        Some(bytes) if Digest::of(&bytes) == *digest => return Ok(Some(bytes)),
        Some(_) => found.flaw(FlawCode::RecordDamaged, line.record(), format!("text {digest} has other bytes")),
        None if keeping != Keeping::Lasting => {}
        None => found.flaw(FlawCode::TextMissing, line.record(), format!("text {digest} is not there")),
    }
    Ok(None)
}
