//! One slot of the file of persons' keys: 128 bytes, so that none crosses a sector of the disk.
//! State, commitment, key, the act that gave it, and a digest over the four.

use attesto_issuer::PersonId;
use attesto_securing::{ContentKey, Digest};
use zeroize::Zeroizing;

/// Bytes of a slot.
pub(super) const BYTES: usize = 128;
/// The same, as an offset.
pub(super) const SLOT_BYTES: u64 = 128;

/// What the digest of a slot is over, from its beginning.
const SAID_BYTES: usize = 8 + 32 + 32 + 8;
const LIVE: &[u8; 8] = b"live\0\0\0\0";
const ERASED: &[u8; 8] = b"erased\0\0";

/// A slot as it lies on the disk; wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Slot(Zeroizing<[u8; BYTES]>);

/// What the file begins with, as long as a slot.
pub(super) fn header() -> [u8; BYTES] {
    let mut bytes = [0; BYTES];
    bytes.iter_mut().zip(b"attesto persons' keys 1\n").for_each(|(byte, text)| *byte = *text);
    bytes
}

impl Slot {
    /// A person's key.
    pub(super) fn live(person: PersonId, key: &ContentKey, act: u64) -> Self {
        Self::compose(LIVE, person, key.bytes(), act)
    }

    /// The slot once its person is erased.
    pub(super) fn erased(&self) -> Self {
        Self::compose(ERASED, self.claimed_person(), &[0; 32], self.act())
    }

    fn compose(state: &[u8; 8], person: PersonId, key: &[u8; 32], act: u64) -> Self {
        let commitment = person.commitment();
        let act = act.to_be_bytes();
        let check = Digest::of_parts(&[state, commitment.as_bytes(), key, &act]);
        let mut slot = Self(Zeroizing::new([0; BYTES]));
        let mut room = slot.0.as_mut_slice();
        for part in [state.as_slice(), commitment.as_bytes(), key, &act, check.as_bytes()] {
            let Some((place, behind)) = room.split_at_mut_checked(part.len()) else { break };
            place.copy_from_slice(part);
            room = behind;
        }
        slot
    }

    /// Takes bytes as they were read; whether they were written like that is asked by [`Slot::is_sound`].
    pub(super) fn read(bytes: &[u8; BYTES]) -> Self {
        Self(Zeroizing::new(*bytes))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// Whether these are the bytes of a slot.
    pub(super) fn is_sound(&self) -> bool {
        let Some((said, rest)) = self.0.split_at_checked(SAID_BYTES) else { return false };
        let Some((check, empty)) = rest.split_first_chunk() else { return false };
        let state = self.part::<8>(0);
        (state == *LIVE || state == *ERASED)
            && Digest::of(said).as_bytes() == check
            && empty.iter().all(|byte| *byte == 0)
    }

    /// Whose it says it is.
    pub(super) fn claimed_person(&self) -> PersonId {
        PersonId::new(Digest::from_bytes(self.part(8)))
    }

    /// The number of the act that gave the key.
    pub(super) fn act(&self) -> u64 {
        u64::from_be_bytes(self.part(72))
    }

    /// Whether it is the slot of a person who was erased.
    pub(super) fn is_erased(&self) -> bool {
        self.part(0) == *ERASED
    }

    /// The key; nothing once it was erased.
    pub(super) fn key(&self) -> Option<ContentKey> {
        (self.part(0) == *LIVE).then(|| ContentKey::from_bytes(self.part(40)))
    }

    fn part<const N: usize>(&self, at: usize) -> [u8; N] {
        self.0.get(at..).and_then(<[u8]>::first_chunk).copied().unwrap_or([0; N])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn somebody() -> PersonId {
        PersonId::new(Digest::of(b"somebody"))
    }

    #[test]
    fn a_slot_gives_its_key_until_it_is_erased() {
        let live = Slot::live(somebody(), &ContentKey::from_bytes([7; 32]), 9);
        assert_eq!(live.key().unwrap().bytes(), &[7; 32]);
        assert!(live.is_sound() && live.claimed_person() == somebody() && live.act() == 9);

        let erased = live.erased();
        assert!(erased.is_sound() && erased.key().is_none() && erased.claimed_person() == somebody());
        assert!(!erased.bytes().windows(4).any(|bytes| bytes == [7; 4]));
    }

    #[test]
    fn a_slot_changed_anywhere_is_not_sound() {
        let live = Slot::live(somebody(), &ContentKey::from_bytes([7; 32]), 9);
        for slot in [live.erased(), live] {
            for at in 0..BYTES {
                let mut bytes = *slot.0;
                bytes[at] ^= 1;
                assert!(!Slot::read(&bytes).is_sound(), "byte {at}");
            }
        }
        assert!(!Slot::read(&[0; BYTES]).is_sound());
    }
}
