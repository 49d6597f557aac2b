//! Many signatures that one key has just made, held against it at once, to find a machine that signs wrongly.
//! Not for signatures of others: a part of small order in `R` may go unseen (docs/src/decisions/0036-strict-ed25519.md).

use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::{IsIdentity as _, VartimeMultiscalarMul as _};
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest as _, Sha512};

/// Fewer are sooner asked one by one.
pub(super) const LEAST: usize = 16;

/// Whether `[S]B = R + [k]A` holds for all, by one sum of all equations, each times a number that follows from
/// everything that is asked about.
pub(super) fn hold(key: &VerifyingKey, all: &[(&[u8], &[u8])]) -> bool {
    Sum::of(key, all).is_some_and(|sum| sum.comes_to_nothing(key))
}

struct Sum {
    of_base: Scalar,
    of_key: Scalar,
    numbers: Vec<Scalar>,
    points: Vec<EdwardsPoint>,
}

impl Sum {
    fn of(key: &VerifyingKey, all: &[(&[u8], &[u8])]) -> Option<Self> {
        let seed = all.iter().fold(Sha512::new_with_prefix(key.as_bytes()), |hash, (message, signature)| {
            hash.chain_update(message.len().to_le_bytes()).chain_update(message).chain_update(signature)
        });
        let mut drawn = Numbers::of(&seed.finalize());
        let room = all.len() + 2;
        let mut sum = Self {
            of_base: Scalar::ZERO,
            of_key: Scalar::ZERO,
            numbers: Vec::with_capacity(room),
            points: Vec::with_capacity(room),
        };
        for (message, signature) in all {
            let signature = Signature::from_slice(signature).ok()?;
            let s = Scalar::from_canonical_bytes(*signature.s_bytes()).into_option()?;
            let point = CompressedEdwardsY(*signature.r_bytes()).decompress()?;
            let hash = Sha512::new().chain_update(signature.r_bytes()).chain_update(key.as_bytes());
            let k = Scalar::from_bytes_mod_order_wide(&hash.chain_update(message).finalize().into());
            let z = drawn.next();
            sum.of_base += z * s;
            sum.of_key += z * k;
            sum.numbers.push(z);
            sum.points.push(point);
        }
        Some(sum)
    }

    fn comes_to_nothing(mut self, key: &VerifyingKey) -> bool {
        self.numbers.extend([-self.of_base, self.of_key]);
        self.points.extend([ED25519_BASEPOINT_POINT, key.to_edwards()]);
        EdwardsPoint::vartime_multiscalar_mul(&self.numbers, &self.points).is_identity()
    }
}

/// Numbers of 64 bits that nobody chose: what was made wrongly by chance is missed but once in so many times, and whoever
/// makes wrong signatures on purpose is found by every reader.
struct Numbers {
    seed: Sha512,
    round: u64,
    left: Vec<u64>,
}

impl Numbers {
    fn of(seed: &[u8]) -> Self {
        Self { seed: Sha512::new_with_prefix(seed), round: 0, left: Vec::with_capacity(8) }
    }

    fn next(&mut self) -> Scalar {
        if self.left.is_empty() {
            let hash = self.seed.clone().chain_update(self.round.to_le_bytes()).finalize();
            self.left.extend(hash.as_chunks().0.iter().copied().map(u64::from_le_bytes));
            self.round += 1;
        }
        Scalar::from(self.left.pop().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::{Signer as _, SigningKey};

    #[test]
    fn all_hold_until_one_bit_of_one_of_them_is_another() {
        let key = SigningKey::from_bytes(&[9; 32]);
        let messages: Vec<[u8; 64]> = (0..40).map(|number| [number; 64]).collect();
        let signatures: Vec<[u8; 64]> = messages.iter().map(|message| key.sign(message).to_bytes()).collect();
        let holds = |messages: &[[u8; 64]], signatures: &[[u8; 64]]| {
            let all: Vec<(&[u8], &[u8])> =
                messages.iter().zip(signatures).map(|(message, signature)| (&message[..], &signature[..])).collect();
            hold(&key.verifying_key(), &all)
        };
        assert!(holds(&messages, &signatures));
        assert!(holds(&[], &[]));
        for bit in (0..512).step_by(7) {
            let flipped = |all: &[[u8; 64]]| {
                let mut all = all.to_vec();
                all[bit % 40][bit / 8] ^= 1 << (bit % 8);
                all
            };
            assert!(!holds(&flipped(&messages), &signatures), "{bit}");
            assert!(!holds(&messages, &flipped(&signatures)), "{bit}");
        }
        assert!(!holds(&messages[1..], &signatures[..39]), "each stands under its own message");
    }
}
