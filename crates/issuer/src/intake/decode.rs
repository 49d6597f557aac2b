//! Bytes to characters, one by one, in the encoding of the cohort or of a byte order mark; nothing is replaced.
//! It knows no rows; a byte that stands for no character is handed on as such, with its place.

use encoding_rs as standard;

use super::fault::Why;
use crate::cohort::Encoding;

/// One character of a file, or bytes that are none, and how many bytes it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) character: Option<char>,
    pub(super) bytes: usize,
}

/// The encoding of a file by what is declared and how it begins, and how many bytes its mark takes.
pub(super) fn begun(declared: Option<Encoding>, head: &[u8]) -> Result<(Encoding, usize), Why> {
    let marks: [(&[u8], Encoding); 3] =
        [(b"\xef\xbb\xbf", Encoding::Utf8), (b"\xff\xfe", Encoding::Utf16Le), (b"\xfe\xff", Encoding::Utf16Be)];
    let marked = marks.into_iter().find(|(mark, _)| head.starts_with(mark));
    match (declared, marked) {
        (Some(declared), Some((_, found))) if declared != found => {
            Err(Why::OtherEncoding { declared: declared.word(), found: found.word() })
        }
        (_, Some((mark, found))) => Ok((found, mark.len())),
        (declared, None) => Ok((declared.unwrap_or(Encoding::Utf8), 0)),
    }
}

/// Turns the bytes of a file into characters, piece by piece.
pub(super) struct Decoder {
    encoding: Encoding,
    table: Vec<Option<char>>,
    rest: Vec<u8>,
}

impl Decoder {
    pub(super) fn new(encoding: Encoding) -> Self {
        let table = single_byte(encoding).map(|set| (0..=255).map(|byte| alone(set, byte)).collect());
        Self { encoding, table: table.unwrap_or_default(), rest: Vec::new() }
    }

    /// Hands on every character that is whole so far.
    pub(super) fn feed(&mut self, piece: &[u8], hand: &mut dyn FnMut(Unit)) {
        match self.encoding {
            Encoding::Utf8 => self.feed_utf8(piece, hand),
            Encoding::Utf16Be => self.feed_utf16(piece, u16::from_be_bytes, hand),
            Encoding::Utf16Le => self.feed_utf16(piece, u16::from_le_bytes, hand),
            _ => {
                for byte in piece {
                    hand(Unit { character: self.table.get(usize::from(*byte)).copied().flatten(), bytes: 1 });
                }
            }
        }
    }

    /// Hands on what is left when the file has ended: a character cut in half.
    pub(super) fn end(&mut self, hand: &mut dyn FnMut(Unit)) {
        if !self.rest.is_empty() {
            hand(Unit { character: None, bytes: self.rest.len() });
            self.rest.clear();
        }
    }

    fn feed_utf8(&mut self, piece: &[u8], hand: &mut dyn FnMut(Unit)) {
        let joined = if self.rest.is_empty() {
            None
        } else {
            let mut joined = std::mem::take(&mut self.rest);
            joined.extend_from_slice(piece);
            Some(joined)
        };
        let bytes = joined.as_deref().unwrap_or(piece);
        let mut chunks = bytes.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            for character in chunk.valid().chars() {
                hand(Unit { character: Some(character), bytes: character.len_utf8() });
            }
            let broken = chunk.invalid();
            let may_go_on =
                chunks.peek().is_none() && std::str::from_utf8(broken).is_err_and(|error| error.error_len().is_none());
            if may_go_on {
                self.rest = broken.to_vec();
            } else if !broken.is_empty() {
                hand(Unit { character: None, bytes: broken.len() });
            }
        }
    }

    fn feed_utf16(&mut self, piece: &[u8], read: fn([u8; 2]) -> u16, hand: &mut dyn FnMut(Unit)) {
        let mut bytes = std::mem::take(&mut self.rest);
        bytes.extend_from_slice(piece);
        let pairs = bytes.chunks_exact(2);
        let odd = pairs.remainder().to_vec();
        let mut units: Vec<u16> = pairs.map(|pair| read([byte(pair, 0), byte(pair, 1)])).collect();
        // A first half of a pair waits for its second one.
        let waiting = units.pop_if(|unit| (0xd800..0xdc00).contains(unit));
        for decoded in char::decode_utf16(units) {
            let character = decoded.ok();
            hand(Unit { character, bytes: 2 * character.map_or(1, char::len_utf16) });
        }
        if waiting.is_some() {
            let begin = bytes.len() - odd.len() - 2;
            self.rest = bytes.split_off(begin);
        } else {
            self.rest = odd;
        }
    }
}

fn byte(pair: &[u8], index: usize) -> u8 {
    pair.get(index).copied().unwrap_or_default()
}

/// Whether a text was decoded wrongly once: its characters, back in an old encoding, are the bytes of another text.
pub(super) fn is_decoded_twice(text: &str, by: Encoding) -> bool {
    if text.is_ascii() {
        return false;
    }
    let candidates = match single_byte(by) {
        Some(set) => vec![set],
        None => vec![standard::WINDOWS_1252, standard::WINDOWS_1253, standard::WINDOWS_1250],
    };
    candidates.into_iter().any(|set| {
        let (bytes, _, unmappable) = set.encode(text);
        !unmappable && std::str::from_utf8(&bytes).is_ok_and(|again| again != text && !again.is_ascii())
    })
}

fn single_byte(encoding: Encoding) -> Option<&'static standard::Encoding> {
    match encoding {
        Encoding::Iso8859_2 => Some(standard::ISO_8859_2),
        Encoding::Iso8859_7 => Some(standard::ISO_8859_7),
        Encoding::Iso8859_16 => Some(standard::ISO_8859_16),
        Encoding::Windows1250 => Some(standard::WINDOWS_1250),
        Encoding::Windows1252 => Some(standard::WINDOWS_1252),
        Encoding::Windows1253 => Some(standard::WINDOWS_1253),
        Encoding::Utf16Be | Encoding::Utf16Le | Encoding::Utf8 => None,
    }
}

fn alone(set: &'static standard::Encoding, byte: u8) -> Option<char> {
    let text = set.decode_without_bom_handling_and_without_replacement(std::slice::from_ref(&byte))?;
    text.chars().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(encoding: Encoding, pieces: &[&[u8]]) -> Vec<(Option<char>, usize)> {
        let mut units = Vec::new();
        let mut decoder = Decoder::new(encoding);
        let mut hand = |unit: Unit| units.push((unit.character, unit.bytes));
        for piece in pieces {
            decoder.feed(piece, &mut hand);
        }
        decoder.end(&mut hand);
        units
    }

    fn text(encoding: Encoding, bytes: &[u8]) -> String {
        decoded(encoding, &[bytes]).into_iter().filter_map(|(character, _)| character).collect()
    }

    #[test]
    fn names_come_out_the_same_in_every_encoding_that_can_write_them() {
        for (name, encoding) in [
            ("Ελένη Δοκιμάκη", Encoding::Windows1253),
            ("Ελένη Δοκιμάκη", Encoding::Iso8859_7),
            ("Nicolò D'Angelo", Encoding::Windows1252),
            ("Ştefan Ţintă", Encoding::Windows1250),
            ("Ştefan Ţintă", Encoding::Iso8859_2),
            ("Ștefan Țintă", Encoding::Iso8859_16),
        ] {
            let (bytes, _, unmappable) = single_byte(encoding).unwrap().encode(name);
            assert!(!unmappable, "{name}");
            assert_eq!(text(encoding, &bytes), name, "{encoding:?}");
        }
        let wide: Vec<u8> = "Ștefan 𝒜".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(Encoding::Utf16Le, &wide), "Ștefan 𝒜");
        let wide: Vec<u8> = "Ștefan 𝒜".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(text(Encoding::Utf16Be, &wide), "Ștefan 𝒜");
    }

    #[test]
    fn where_the_pieces_are_cut_changes_nothing() {
        let utf8 = "aΣ€𝒜z".as_bytes();
        let utf16: Vec<u8> = "aΣ€𝒜z".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (encoding, bytes) in [(Encoding::Utf8, utf8), (Encoding::Utf16Le, utf16.as_slice())] {
            let whole = decoded(encoding, &[bytes]);
            for cut in 0..=bytes.len() {
                let (one, two) = bytes.split_at(cut);
                assert_eq!(decoded(encoding, &[one, two]), whole, "{encoding:?} at {cut}");
            }
            let bytewise: Vec<&[u8]> = bytes.chunks(1).collect();
            assert_eq!(decoded(encoding, &bytewise), whole, "{encoding:?}");
        }
    }

    #[test]
    fn bytes_that_stand_for_nothing_are_handed_on_with_their_length() {
        assert_eq!(decoded(Encoding::Utf8, &[b"a\xffb"]), [(Some('a'), 1), (None, 1), (Some('b'), 1)]);
        assert_eq!(decoded(Encoding::Utf8, &[b"a\xe2\x82"]), [(Some('a'), 1), (None, 2)]);
        assert_eq!(decoded(Encoding::Windows1253, &[b"\xaa\xc1"]), [(None, 1), (Some('Α'), 1)]);
        assert_eq!(decoded(Encoding::Utf16Le, &[b"\x00\xd8a\0"]), [(None, 2), (Some('a'), 2)]);
        assert_eq!(decoded(Encoding::Utf16Le, &[b"a\0b"]), [(Some('a'), 2), (None, 1)]);
        assert_eq!(decoded(Encoding::Utf16Le, &[b"a\0\x00\xd8"]), [(Some('a'), 2), (None, 2)]);
    }

    #[test]
    fn what_was_decoded_wrongly_before_is_seen() {
        for twice in ["NicolÃ²", "Î•Î»Î\u{ad}Î½Î·", "È˜tefan"] {
            assert!(is_decoded_twice(twice, Encoding::Utf8), "{twice}");
        }
        assert!(is_decoded_twice("Ξ•Ξ»ΞµΞ½Ξ·", Encoding::Windows1253));
        for sound in ["Nicolò", "Ελένη", "Ștefan Țintă", "François", "ΓΙΏΡΓΟΣ", "D’Angelo", "Åse Ñuñez"]
        {
            assert!(!is_decoded_twice(sound, Encoding::Utf8), "{sound}");
            assert!(!is_decoded_twice(sound, Encoding::Windows1253), "{sound}");
        }
    }
}
