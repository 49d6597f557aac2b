//! Secret scalars and seeds, one kind per algorithm: drawn, read, used, wiped. Never named, copied or shown.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _,
};
use zeroize::Zeroizing;

use super::{Algorithm, BadKey, PublicKey, Signature};
use crate::entropy::{Entropy, draw};

/// Numbers that are no scalar are drawn again; twice in a row happens once in 2^64 draws.
const DRAWS: usize = 4;

/// A secret of one algorithm. The pair is AWS-LC's, which wipes what it frees; what a key file is written from is wiped
/// here.
pub(super) struct Secret {
    pair: Pair,
    written: Zeroizing<Vec<u8>>,
}

enum Pair {
    Ed25519(Ed25519KeyPair),
    P256(EcdsaKeyPair),
    P384(EcdsaKeyPair),
}

impl Secret {
    pub(super) fn draw(algorithm: Algorithm, entropy: &mut dyn Entropy) -> Result<Self, BadKey> {
        let mut drawn = Err(BadKey::Weak { algorithm });
        for _ in 0..DRAWS {
            drawn = match algorithm {
                Algorithm::EdDsa | Algorithm::Es256 => {
                    Self::from_bytes(algorithm, Zeroizing::new(draw::<32>(entropy)).as_slice())
                }
                Algorithm::Es384 => Self::from_bytes(algorithm, Zeroizing::new(draw::<48>(entropy)).as_slice()),
                // RSA keys come with their certificate, from whoever certified them.
                Algorithm::Ps256 | Algorithm::Rs256 => break,
            };
            if drawn.is_ok() {
                break;
            }
        }
        drawn
    }

    /// A seed of RFC 8032, or a scalar at its full length, the most significant byte first.
    pub(super) fn from_bytes(algorithm: Algorithm, bytes: &[u8]) -> Result<Self, BadKey> {
        let weak = || BadKey::Weak { algorithm };
        let pair = match algorithm {
            Algorithm::EdDsa => Pair::Ed25519(of_seed(bytes.try_into().map_err(|_| weak())?)?),
            Algorithm::Es256 => p256(bytes).map(Pair::P256).ok_or_else(weak)?,
            Algorithm::Es384 => p384(bytes).map(Pair::P384).ok_or_else(weak)?,
            Algorithm::Ps256 | Algorithm::Rs256 => return Err(weak()),
        };
        Ok(Self { pair, written: Zeroizing::new(bytes.to_vec()) })
    }

    pub(super) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        self.written.clone()
    }

    pub(super) fn public(&self) -> Result<PublicKey, BadKey> {
        match &self.pair {
            Pair::Ed25519(pair) => PublicKey::from_point(Algorithm::EdDsa, pair.public_key().as_ref()),
            Pair::P256(pair) => PublicKey::from_point(Algorithm::Es256, pair.public_key().as_ref()),
            Pair::P384(pair) => PublicKey::from_point(Algorithm::Es384, pair.public_key().as_ref()),
        }
    }

    /// Signs, or nothing if the library had no memory for it. The number that an ECDSA signature needs is drawn with key
    /// and message mixed in, so no bad randomness can give the key away.
    pub(super) fn sign(&self, message: &[u8]) -> Option<Signature> {
        let signed = match &self.pair {
            Pair::Ed25519(pair) => pair.try_sign(message),
            Pair::P256(pair) | Pair::P384(pair) => pair.sign(&SystemRandom::new(), message),
        };
        Some(Signature::from_bytes(signed.ok()?.as_ref().to_vec()))
    }
}

/// A seed longer than its length would be cut in silence, so the length is in the type.
fn of_seed(seed: &[u8; 32]) -> Result<Ed25519KeyPair, BadKey> {
    Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| BadKey::Weak { algorithm: Algorithm::EdDsa })
}

/// The public half is worked out by the library that verifies in pure Rust; AWS-LC takes the pair only if it finds the same.
fn p256(scalar: &[u8]) -> Option<EcdsaKeyPair> {
    let point = p256::SecretKey::from_slice(scalar).ok()?.public_key().to_sec1_bytes();
    EcdsaKeyPair::from_private_key_and_public_key(&ECDSA_P256_SHA256_FIXED_SIGNING, scalar, &point).ok()
}

fn p384(scalar: &[u8]) -> Option<EcdsaKeyPair> {
    let point = p384::SecretKey::from_slice(scalar).ok()?.public_key().to_sec1_bytes();
    EcdsaKeyPair::from_private_key_and_public_key(&ECDSA_P384_SHA384_FIXED_SIGNING, scalar, &point).ok()
}
