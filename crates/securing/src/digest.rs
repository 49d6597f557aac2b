//! SHA-256 for everything above. Canonical form and proofs use it too.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;

use sha2::{Digest as _, Sha256};

/// So long are the blocks that SHA-256 takes in.
const BLOCK_BYTES: usize = 64;

/// Shorter beginnings are taken in anew each time.
const LEAST_BYTES: usize = 1_024;

/// Beginnings that a thread remembers; what comes later takes the place of the oldest.
const BEGINNINGS: usize = 8;

thread_local! {
    /// By every byte of it, so that what is remembered changes what a digest costs and never the digest.
    static BEGUN: RefCell<Begun> = const { RefCell::new(Begun { met: VecDeque::new(), known: VecDeque::new() }) };
}

/// Beginnings of which only the digest is kept, to know one that comes a second time: what comes once is not remembered.
const MET: usize = 16;

struct Begun {
    met: VecDeque<Digest>,
    known: VecDeque<(Box<[u8]>, Sha256)>,
}

/// The state of SHA-256 after a beginning.
fn begun(beginning: &[u8]) -> Sha256 {
    let taken_in = || Sha256::new_with_prefix(beginning);
    BEGUN.with(|begun| {
        let Ok(mut begun) = begun.try_borrow_mut() else { return taken_in() };
        if let Some((_, state)) = begun.known.iter().find(|(known, _)| **known == *beginning) {
            return state.clone();
        }
        let state = taken_in();
        if begun.was_met(Digest(state.clone().finalize().into())) {
            if begun.known.len() >= BEGINNINGS {
                begun.known.pop_front();
            }
            begun.known.push_back((beginning.into(), state.clone()));
        }
        state
    })
}

impl Begun {
    /// Whether a beginning was met before, as it is from now on.
    fn was_met(&mut self, beginning: Digest) -> bool {
        let was_met = self.met.contains(&beginning);
        if !was_met {
            self.met.truncate(MET - 1);
            self.met.push_front(beginning);
        }
        was_met
    }
}

/// A SHA-256 digest.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest of some bytes of which the first `shared` are those of many others.
    pub(crate) fn of_beginning(bytes: &[u8], shared: usize) -> Self {
        match bytes.split_at_checked(shared) {
            Some((beginning, rest)) if beginning.len() >= LEAST_BYTES => {
                Self(begun(beginning).chain_update(rest).finalize().into())
            }
            _ => Self::of(bytes),
        }
    }

    /// The digest of parts, one behind the other.
    pub fn of_parts(parts: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }

    /// The digest that nobody without the key can make (HMAC, RFC 2104).
    pub fn keyed(key: &[u8; 32], message: &[u8]) -> Self {
        let padded = |with: u8| {
            let mut block = [with; BLOCK_BYTES];
            block.iter_mut().zip(key).for_each(|(byte, key)| *byte ^= key);
            block
        };
        let inner = Self::of_parts(&[&padded(0x36), message]);
        Self::of_parts(&[&padded(0x5c), inner.as_bytes()])
    }

    /// Takes a digest as it was stored.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// 64 lower-case hexadecimal digits.
    pub fn to_hex(self) -> String {
        let digit = |value: u8| char::from(if value < 10 { b'0' + value } else { b'a' - 10 + value });
        let mut hex = String::with_capacity(2 * self.0.len());
        for byte in self.0 {
            hex.push(digit(byte >> 4));
            hex.push(digit(byte & 15));
        }
        hex
    }

    /// Reads 64 hexadecimal digits.
    pub fn parse_hex(text: &str) -> Option<Self> {
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let mut bytes = [0; 32];
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

/// A digest in the making, of more bytes than are at hand at once.
#[derive(Clone, Default)]
pub struct Digesting(Sha256);

impl Digesting {
    /// Takes in more bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all of them.
    pub fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_what_begins_alike_is_that_of_the_whole() {
        let text =
            |number: usize, long: usize| format!("{}{}", "line of many \n".repeat(long), "x".repeat(number % 70));
        for (round, number) in (0..40).flat_map(|number| (0..3).map(move |round| (round, number))) {
            for long in [60, 80, 81, 400] {
                let (text, other) = (text(number, long), format!("{number} {}", text(number, long)));
                for bytes in [text.as_bytes(), other.as_bytes()] {
                    for shared in
                        [0, 1, LEAST_BYTES - 1, LEAST_BYTES, 1_100, bytes.len() - 1, bytes.len(), bytes.len() + 1]
                    {
                        assert_eq!(Digest::of_beginning(bytes, shared), Digest::of(bytes), "{round} {number} {shared}");
                    }
                }
            }
        }
        assert!(BEGUN.with_borrow(|begun| begun.known.len() == BEGINNINGS && begun.met.len() == MET));
        let known =
            || BEGUN.with_borrow(|begun| begun.known.iter().map(|(known, _)| known.clone()).collect::<Vec<_>>());
        let before = known();
        for number in 0..99 {
            let once = format!("{number} {}", text(number, 500));
            assert_eq!(Digest::of_beginning(once.as_bytes(), 2_000), Digest::of(once.as_bytes()));
        }
        assert_eq!(known(), before, "what comes once takes no place");
    }

    #[test]
    fn a_keyed_digest_is_the_published_hmac() {
        // RFC 4231, test case 2: a key shorter than a block is filled up with zeros.
        let mut key = [0; 32];
        key[..4].copy_from_slice(b"Jefe");
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(Digest::keyed(&key, b"what do ya want for nothing?").to_hex(), expected);
    }

    #[test]
    fn the_digest_of_abc_is_that_of_fips_180() {
        let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Digest::of(b"abc").to_hex(), hex);
        assert_eq!(Digest::of_parts(&[b"a", b"bc"]), Digest::parse_hex(hex).unwrap());
        assert_eq!(Digest::parse_hex("zz"), None);
    }
}
