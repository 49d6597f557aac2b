//! From the first line to the head: the chain, the pieces of each act, its texts and the root over them.
//! What the acts do to the index is gathered on the way.

use attesto_securing::Digest;

use super::replayed::Replayed;
use super::{FlawCode, Found, Lit};
use crate::records::Records;
use crate::register::{Head, JournalLine, Keeping, Piece, PieceItem, Register, RegisterFault, merkle_root};

/// How many lines are read at once.
const STEP: usize = 256;

/// Walks the whole journal.
pub(super) fn walk(
    (register, hands): Lit<'_>,
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
            act((register, hands), &line, replayed, found)?;
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
    (register, hands): Lit<'_>,
    line: &JournalLine,
    replayed: &mut Replayed,
    found: &mut Found,
) -> Result<(), RegisterFault> {
    let mut texts = Vec::new();
    for digest in line.pieces() {
        let Some(bytes) = piece(register, line, digest, replayed, found)? else { continue };
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
    // Damage is told with its line, in the order of the texts, and stops nobody.
    let read = Records::of(register).with_hands(hands).each(&texts, |(digest, _)| Ok(stands(register, digest)))?;
    for ((digest, keeping), stands) in texts.iter().zip(read) {
        told(stands, line, (digest, *keeping), replayed, found)?;
    }
    Ok(())
}

/// The bytes of a piece, if they are whole.
fn piece(
    register: &dyn Register,
    line: &JournalLine,
    digest: &Digest,
    replayed: &mut Replayed,
    found: &mut Found,
) -> Result<Option<Vec<u8>>, RegisterFault> {
    let read = register.payload(digest);
    let stands = read.as_ref().map(|bytes| Stands::of(digest, bytes.as_deref())).map_err(Clone::clone);
    let is_whole = told(stands, line, (digest, Keeping::Lasting), replayed, found)?;
    Ok(read.ok().flatten().filter(|_| is_whole))
}

/// How a text stands in the register.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    Whole,
    Otherwise,
    Nowhere,
}

impl Stands {
    fn of(digest: &Digest, text: Option<&[u8]>) -> Self {
        match text {
            Some(bytes) if Digest::of(bytes) == *digest => Self::Whole,
            Some(_) => Self::Otherwise,
            None => Self::Nowhere,
        }
    }
}

fn stands(register: &dyn Register, digest: &Digest) -> Result<Stands, RegisterFault> {
    Ok(Stands::of(digest, register.payload(digest)?.as_deref()))
}

/// Tells how a text stands; whether it is whole.
fn told(
    stands: Result<Stands, RegisterFault>,
    line: &JournalLine,
    (digest, keeping): (&Digest, Keeping),
    replayed: &mut Replayed,
    found: &mut Found,
) -> Result<bool, RegisterFault> {
    let Some(stands) = found.read(stands)? else { return Ok(false) };
    found.counts.texts += 1;
    if let Keeping::Erasable(person) = keeping {
        // Whether it may be gone, or must be, is known when every act was read.
        replayed.text_of(person, line, digest, (stands != Stands::Nowhere).then_some(()));
    }
    match stands {
        Stands::Otherwise => {
            found.flaw(FlawCode::RecordDamaged, line.record(), format!("text {digest} has other bytes"));
        }
        Stands::Nowhere if keeping == Keeping::Lasting => {
            found.flaw(FlawCode::TextMissing, line.record(), format!("text {digest} is not there"));
        }
        Stands::Whole | Stands::Nowhere => {}
    }
    Ok(stands == Stands::Whole)
}
