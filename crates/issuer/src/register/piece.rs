//! Pieces: what an act keeps and how it changes the index, as texts that the journal names.
//! From journal and pieces the whole index can be made again; no personal data stands in them.

use attesto_securing::Digest;

use super::act::{Act, Entry, Keeping, Payload};
use super::key::Key;
use super::person_id::PersonId;

/// The largest piece, in bytes; an engine must take a value of this size.
const LIMIT_BYTES: usize = 96 << 10;
const MARK: &[u8] = b"attesto-piece-1\n";

/// Part of what an act does, as read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    items: Vec<PieceItem>,
}

/// One thing that an act does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PieceItem {
    /// A change of the index.
    Entry(Entry),
    /// A text that must be there.
    Payload {
        /// Its digest.
        digest: Digest,
        /// How long it must be there.
        keeping: Keeping,
    },
}

/// A text that no piece is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("byte {at} of the piece is not {expected}")]
pub struct BadPiece {
    /// Offset.
    pub at: usize,
    /// What should stand there.
    pub expected: &'static str,
}

impl Piece {
    /// Writes what an act does, in as many pieces as it takes; none if it does nothing but stand in the journal.
    pub fn write(act: &Act) -> Vec<Payload> {
        let payloads = act.payloads().iter().map(payload_item);
        let entries = act.entries().iter().map(entry_item);
        let mut pieces: Vec<Vec<u8>> = Vec::new();
        for item in payloads.chain(entries) {
            match pieces.last_mut() {
                Some(piece) if piece.len() + item.len() <= LIMIT_BYTES => piece.extend_from_slice(&item),
                _ => pieces.push([MARK, &item].concat()),
            }
        }
        pieces.into_iter().map(Payload::lasting).collect()
    }

    /// Reads a piece.
    ///
    /// # Errors
    /// Any byte that [`Piece::write`] would not write.
    pub fn parse(bytes: &[u8]) -> Result<Self, BadPiece> {
        let mut reader = Reader { bytes, at: 0 };
        if reader.take(MARK.len(), "the mark of a piece")? != MARK {
            return Err(BadPiece { at: 0, expected: "the mark of a piece" });
        }
        let mut items = Vec::new();
        while reader.at < bytes.len() {
            items.push(reader.item()?);
        }
        Ok(Self { items })
    }

    /// What the act does, in order.
    pub fn items(&self) -> &[PieceItem] {
        &self.items
    }

    /// What the act does, in order.
    pub fn into_items(self) -> Vec<PieceItem> {
        self.items
    }
}

fn payload_item(payload: &Payload) -> Vec<u8> {
    let digest = payload.digest();
    match payload.keeping() {
        Keeping::Erasable(person) => [b"e".as_slice(), digest.as_bytes(), person.commitment().as_bytes()].concat(),
        Keeping::Lasting => [b"l".as_slice(), digest.as_bytes()].concat(),
    }
}

fn entry_item(entry: &Entry) -> Vec<u8> {
    let tag = match entry {
        Entry::Fresh { .. } => b'+',
        Entry::Gone { .. } => b'-',
        Entry::Set { .. } => b'=',
    };
    let mut item = vec![tag];
    push_text(&mut item, entry.key().as_str().as_bytes());
    if let Some(value) = entry.value() {
        push_text(&mut item, value);
    }
    item
}

fn push_text(item: &mut Vec<u8>, text: &[u8]) {
    // Act::check bounds keys and values far below four gigabytes.
    let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
    item.extend_from_slice(&length.to_be_bytes());
    item.extend_from_slice(text);
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize, expected: &'static str) -> Result<&'a [u8], BadPiece> {
        let bad = BadPiece { at: self.at, expected };
        let end = self.at.checked_add(length).ok_or_else(|| bad.clone())?;
        let taken = self.bytes.get(self.at..end).ok_or(bad)?;
        self.at = end;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self, expected: &'static str) -> Result<[u8; N], BadPiece> {
        let at = self.at;
        self.take(N, expected)?.try_into().map_err(|_| BadPiece { at, expected })
    }

    fn text(&mut self, expected: &'static str) -> Result<&'a [u8], BadPiece> {
        let length = u32::from_be_bytes(self.array("a length")?);
        self.take(usize::try_from(length).unwrap_or(usize::MAX), expected)
    }

    fn key(&mut self) -> Result<Key, BadPiece> {
        let bad = BadPiece { at: self.at, expected: "a key" };
        let text = std::str::from_utf8(self.text("a key")?).map_err(|_| bad.clone())?;
        Key::parse(text).map_err(|_| bad)
    }

    fn item(&mut self) -> Result<PieceItem, BadPiece> {
        let at = self.at;
        let [tag] = self.array("a tag")?;
        let item = match tag {
            b'e' => PieceItem::Payload {
                digest: Digest::from_bytes(self.array("a digest")?),
                keeping: Keeping::Erasable(PersonId::new(Digest::from_bytes(self.array("a person")?))),
            },
            b'l' => {
                PieceItem::Payload { digest: Digest::from_bytes(self.array("a digest")?), keeping: Keeping::Lasting }
            }
            b'+' => PieceItem::Entry(Entry::Fresh { key: self.key()?, value: self.text("a value")?.to_vec() }),
            b'=' => PieceItem::Entry(Entry::Set { key: self.key()?, value: self.text("a value")?.to_vec() }),
            b'-' => PieceItem::Entry(Entry::Gone { key: self.key()? }),
            _ => return Err(BadPiece { at, expected: "a tag" }),
        };
        Ok(item)
    }
}

#[cfg(test)]
mod tests {
    use attesto_credential::{Object, Timestamp};

    use super::super::act::ActKind;
    use super::*;

    fn a_bulk_act() -> Act {
        let at = Timestamp::parse("2026-03-31T10:00:00Z").unwrap();
        let mut act = Act::new(ActKind::Record, at, crate::code::OfficerId::parse("officer-1").unwrap(), Object::new())
            .with_payload(Payload::lasting(b"kept".to_vec()))
            .with_payload(Payload::erasable(b"a person".to_vec(), PersonId::new(Digest::of(b"somebody"))))
            .with_gone(Key::of(&["open", "1"]));
        for number in 0..1_000 {
            act = act.with_fresh(Key::of(&["number", &number.to_string()]), vec![7; 300]);
        }
        act.with_set(Key::of(&["counter"]), b"1000".to_vec())
    }

    #[test]
    fn what_an_act_does_reads_back_in_order_from_pieces_below_the_limit() {
        let act = a_bulk_act();

        let pieces = Piece::write(&act);

        assert!(pieces.len() > 1 && pieces.iter().all(|piece| piece.bytes().len() <= LIMIT_BYTES));
        let items: Vec<PieceItem> =
            pieces.iter().flat_map(|piece| Piece::parse(piece.bytes()).unwrap().into_items()).collect();
        let entries: Vec<&Entry> = items
            .iter()
            .filter_map(|item| if let PieceItem::Entry(entry) = item { Some(entry) } else { None })
            .collect();
        assert_eq!(items.len(), 2 + act.entries().len());
        assert_eq!(entries, act.entries().iter().collect::<Vec<_>>());
    }

    #[test]
    fn a_piece_cut_short_anywhere_is_refused_or_ends_between_two_items() {
        let piece = Piece::write(&a_bulk_act()).remove(0);
        let whole = Piece::parse(piece.bytes()).unwrap();
        for length in 0..2_000 {
            if let Ok(shorter) = Piece::parse(&piece.bytes()[..length]) {
                assert_eq!(shorter.items(), &whole.items()[..shorter.items().len()]);
            }
        }
        assert!(Piece::parse(&[piece.bytes(), b"?"].concat()).is_err());
    }
}
