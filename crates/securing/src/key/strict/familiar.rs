//! A key under which many signatures are looked at: multiples of its point are worked out once and kept beside it.
//! They change what an answer costs and never the answer: the same point is made, by the same formulas, of the same numbers.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, OnceLock};

use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::scalar::Scalar;
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest as _, Sha512};

use super::multiples::{Multiples, sum};

/// A key is familiar when it is asked for the fourth time.
const FIRST: usize = 3;

/// So many keys have multiples at once, of about 40 kB each; the others are asked as before.
const KEYS: usize = 256;

/// Bits of a digit: of the key's number, and of the base point's, whose multiples are there once, with some 80 kB.
const WIDTHS: (u32, u32) = (6, 7);

static KEPT: AtomicUsize = AtomicUsize::new(0);

static OF_BASE: LazyLock<Multiples> = LazyLock::new(|| Multiples::of(ED25519_BASEPOINT_POINT, WIDTHS.1));

/// How often a key was asked, and its multiples since it is asked often.
#[derive(Default)]
pub(super) struct Familiar {
    asked: AtomicUsize,
    multiples: OnceLock<Option<OfKey>>,
}

/// Multiples of the point that is added where the key's is taken away.
pub(super) struct OfKey(Multiples);

impl fmt::Debug for Familiar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Familiar")
    }
}

impl Familiar {
    /// The multiples of a key, if it is asked often enough and there is room.
    pub(super) fn multiples(&self, key: &VerifyingKey) -> Option<&OfKey> {
        if let Some(known) = self.multiples.get() {
            return known.as_ref();
        }
        if self.asked.fetch_add(1, Ordering::Relaxed) < FIRST {
            return None;
        }
        self.multiples.get_or_init(|| OfKey::of(key)).as_ref()
    }
}

impl OfKey {
    fn of(key: &VerifyingKey) -> Option<Self> {
        if KEPT.fetch_add(1, Ordering::Relaxed) >= KEYS {
            KEPT.fetch_sub(1, Ordering::Relaxed);
            return None;
        }
        Some(Self(Multiples::of(-key.to_edwards(), WIDTHS.0)))
    }

    /// Whether `[S]B − [k]A` is `R`, to the byte, for an `S` that is reduced (RFC 8032, 5.1.7).
    pub(super) fn fits(&self, key: &VerifyingKey, message: &[u8], signature: &Signature) -> bool {
        let Some(s) = Scalar::from_canonical_bytes(*signature.s_bytes()).into_option() else { return false };
        let hash = Sha512::new().chain_update(signature.r_bytes()).chain_update(key.as_bytes()).chain_update(message);
        let k = Scalar::from_bytes_mod_order_wide(&hash.finalize().into());
        sum((&OF_BASE, &s), (&self.0, &k)).compress().as_bytes() == signature.r_bytes()
    }
}

impl Drop for OfKey {
    fn drop(&mut self) {
        KEPT.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_familiar_when_it_was_asked_often_and_no_more_keys_than_there_is_room_for() {
        let key = ed25519_dalek::SigningKey::from_bytes(&[3; 32]).verifying_key();
        let mut keys: Vec<Familiar> = (0..2 * KEYS).map(|_| Familiar::default()).collect();

        let asked = |familiar: &Familiar| (0..=FIRST).map(|_| familiar.multiples(&key).is_some()).collect::<Vec<_>>();

        assert_eq!(asked(&keys[0]), [false, false, false, true]);
        let kept = keys.iter().filter(|familiar| asked(familiar).ends_with(&[true])).count();
        assert!(kept > 0 && kept <= KEYS, "{kept}");
        keys.clear();
        assert!(asked(&Familiar::default()).ends_with(&[true]), "room is given back");
    }
}
