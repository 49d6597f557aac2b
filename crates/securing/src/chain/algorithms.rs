//! The signatures by which certificates vouch for one another: ECDSA on P-256 and P-384, RSA of 2048 to 8192 bits.
//! What seals a credential is asked of `key`; SHA-1 and RSA below 2048 bits are not known here.

use rsa::pkcs1::DecodeRsaPublicKey as _;
use rsa::signature::hazmat::PrehashVerifier as _;
use rsa::traits::PublicKeyParts as _;
use rustls_pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id};
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::certificate::{Certificate, Kind};
use crate::key::{Curve, Written};

/// A hash of the SHA-2 family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

/// A kind of key.
#[derive(Clone, Copy, Debug)]
enum Scheme {
    P256,
    P384,
    Pkcs1,
    Pss,
}

/// One pair of key and hash.
#[derive(Debug)]
struct Algorithm(Scheme, Hash);

/// Every algorithm by which a certificate may be signed.
pub(super) const ALL: &[&dyn SignatureVerificationAlgorithm] = &[
    &Algorithm(Scheme::P256, Hash::Sha256),
    &Algorithm(Scheme::P256, Hash::Sha384),
    &Algorithm(Scheme::P256, Hash::Sha512),
    &Algorithm(Scheme::P384, Hash::Sha256),
    &Algorithm(Scheme::P384, Hash::Sha384),
    &Algorithm(Scheme::P384, Hash::Sha512),
    &Algorithm(Scheme::Pkcs1, Hash::Sha256),
    &Algorithm(Scheme::Pkcs1, Hash::Sha384),
    &Algorithm(Scheme::Pkcs1, Hash::Sha512),
    &Algorithm(Scheme::Pss, Hash::Sha256),
    &Algorithm(Scheme::Pss, Hash::Sha384),
    &Algorithm(Scheme::Pss, Hash::Sha512),
];

impl Hash {
    /// The hash of an object identifier.
    pub(crate) fn named(id: &str) -> Option<Self> {
        match id {
            "2.16.840.1.101.3.4.2.1" => Some(Self::Sha256),
            "2.16.840.1.101.3.4.2.2" => Some(Self::Sha384),
            "2.16.840.1.101.3.4.2.3" => Some(Self::Sha512),
            _ => None,
        }
    }

    /// The digest of some bytes.
    pub(crate) fn of(self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(message).to_vec(),
            Self::Sha384 => Sha384::digest(message).to_vec(),
            Self::Sha512 => Sha512::digest(message).to_vec(),
        }
    }
}

impl SignatureVerificationAlgorithm for Algorithm {
    fn verify_signature(&self, key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), InvalidSignature> {
        let holds = match self.0 {
            Scheme::P256 => Curve::P256.holds(key, self.1, message, (signature, Written::Der)),
            Scheme::P384 => Curve::P384.holds(key, self.1, message, (signature, Written::Der)),
            Scheme::Pkcs1 => pkcs1_holds(key, self.1, &self.1.of(message), signature).is_some(),
            Scheme::Pss => pss_holds(key, self.1, &self.1.of(message), signature).is_some(),
        };
        holds.then_some(()).ok_or(InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        match self.0 {
            Scheme::P256 => alg_id::ECDSA_P256,
            Scheme::P384 => alg_id::ECDSA_P384,
            Scheme::Pkcs1 | Scheme::Pss => alg_id::RSA_ENCRYPTION,
        }
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        match (self.0, self.1) {
            (Scheme::P256 | Scheme::P384, Hash::Sha256) => alg_id::ECDSA_SHA256,
            (Scheme::P256 | Scheme::P384, Hash::Sha384) => alg_id::ECDSA_SHA384,
            (Scheme::P256 | Scheme::P384, Hash::Sha512) => alg_id::ECDSA_SHA512,
            (Scheme::Pkcs1, Hash::Sha256) => alg_id::RSA_PKCS1_SHA256,
            (Scheme::Pkcs1, Hash::Sha384) => alg_id::RSA_PKCS1_SHA384,
            (Scheme::Pkcs1, Hash::Sha512) => alg_id::RSA_PKCS1_SHA512,
            (Scheme::Pss, Hash::Sha256) => alg_id::RSA_PSS_SHA256,
            (Scheme::Pss, Hash::Sha384) => alg_id::RSA_PSS_SHA384,
            (Scheme::Pss, Hash::Sha512) => alg_id::RSA_PSS_SHA512,
        }
    }
}

/// Whether a signature as CMS writes it holds under a certificate's key; `None` by an algorithm that is not judged here.
///
/// An algorithm that names only the kind of key goes with the hash that is named beside it (RFC 3370, RFC 5754).
pub(crate) fn signed_by(
    certificate: &Certificate,
    algorithm: &str,
    beside: Hash,
    message: &[u8],
    signature: &[u8],
) -> Option<bool> {
    use Hash::{Sha256, Sha384, Sha512};
    let (curve, pkcs1, hash) = match algorithm {
        "1.2.840.10045.4.3.2" => (true, false, Sha256),
        "1.2.840.10045.4.3.3" => (true, false, Sha384),
        "1.2.840.10045.4.3.4" => (true, false, Sha512),
        "1.2.840.113549.1.1.1" => (false, true, beside),
        "1.2.840.113549.1.1.10" => (false, false, beside),
        "1.2.840.113549.1.1.11" => (false, true, Sha256),
        "1.2.840.113549.1.1.12" => (false, true, Sha384),
        "1.2.840.113549.1.1.13" => (false, true, Sha512),
        _ => return None,
    };
    let scheme = match certificate.kind()? {
        Kind::P256 if curve => Scheme::P256,
        Kind::P384 if curve => Scheme::P384,
        Kind::Rsa if pkcs1 => Scheme::Pkcs1,
        Kind::Rsa if !curve => Scheme::Pss,
        _ => return Some(false),
    };
    Some(Algorithm(scheme, hash).verify_signature(certificate.key_bytes(), message, signature).is_ok())
}

/// Reads an RSA key that is long enough to be believed and short enough to be reckoned with.
fn rsa_key(key: &[u8]) -> Option<rsa::PublicKey> {
    let key = rsa::PublicKey::from_pkcs1_der(key).ok()?;
    (key.n().bit_width() >= 2048).then_some(key)
}

fn pkcs1_holds(key: &[u8], hash: Hash, digest: &[u8], signature: &[u8]) -> Option<()> {
    let key = rsa_key(key)?;
    let signature = rsa::pkcs1v15::Signature::try_from(signature).ok()?;
    let held = match hash {
        Hash::Sha256 => rsa::pkcs1v15::VerifyingKey::<Sha256>::new(key).verify_prehash(digest, &signature),
        Hash::Sha384 => rsa::pkcs1v15::VerifyingKey::<Sha384>::new(key).verify_prehash(digest, &signature),
        Hash::Sha512 => rsa::pkcs1v15::VerifyingKey::<Sha512>::new(key).verify_prehash(digest, &signature),
    };
    held.ok()
}

fn pss_holds(key: &[u8], hash: Hash, digest: &[u8], signature: &[u8]) -> Option<()> {
    let key = rsa_key(key)?;
    let signature = rsa::pss::Signature::try_from(signature).ok()?;
    let held = match hash {
        Hash::Sha256 => rsa::pss::VerifyingKey::<Sha256>::new(key).verify_prehash(digest, &signature),
        Hash::Sha384 => rsa::pss::VerifyingKey::<Sha384>::new(key).verify_prehash(digest, &signature),
        Hash::Sha512 => rsa::pss::VerifyingKey::<Sha512>::new(key).verify_prehash(digest, &signature),
    };
    held.ok()
}
