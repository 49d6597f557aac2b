//! Secret scalars and seeds, one kind per algorithm: drawn, read, used, wiped. Never named, copied or shown.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use zeroize::Zeroizing;

use super::{Algorithm, BadKey, PublicKey, Signature};
use crate::entropy::{Entropy, draw};

/// Numbers that are no scalar are drawn again; twice in a row happens once in 2^64 draws.
const DRAWS: usize = 4;

/// A secret of one algorithm; each kind wipes itself when dropped.
pub(super) enum Secret {
    /// The pair is AWS-LC's, which wipes what it frees; dalek, which verifies, never sees a secret.
    Ed25519 {
        pair: Ed25519KeyPair,
        seed: Zeroizing<Vec<u8>>,
    },
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
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
        match algorithm {
            Algorithm::EdDsa => Self::of_seed(bytes.try_into().map_err(|_| weak())?),
            Algorithm::Es256 => p256::ecdsa::SigningKey::from_slice(bytes).map(Self::P256).map_err(|_| weak()),
            Algorithm::Es384 => p384::ecdsa::SigningKey::from_slice(bytes).map(Self::P384).map_err(|_| weak()),
            Algorithm::Ps256 | Algorithm::Rs256 => Err(weak()),
        }
    }

    /// A seed longer than its length would be cut in silence, so the length is in the type.
    fn of_seed(seed: &[u8; 32]) -> Result<Self, BadKey> {
        let weak = |_| BadKey::Weak { algorithm: Algorithm::EdDsa };
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(weak)?;
        Ok(Self::Ed25519 { pair, seed: Zeroizing::new(seed.to_vec()) })
    }

    pub(super) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        match self {
            Self::Ed25519 { seed, .. } => seed.clone(),
            Self::P256(key) => Zeroizing::new(key.to_bytes().to_vec()),
            Self::P384(key) => Zeroizing::new(key.to_bytes().to_vec()),
        }
    }

    pub(super) fn public(&self) -> Result<PublicKey, BadKey> {
        match self {
            Self::Ed25519 { pair, .. } => PublicKey::from_point(Algorithm::EdDsa, pair.public_key().as_ref()),
            Self::P256(key) => {
                PublicKey::from_point(Algorithm::Es256, key.verifying_key().to_sec1_point(false).as_bytes())
            }
            Self::P384(key) => {
                PublicKey::from_point(Algorithm::Es384, key.verifying_key().to_sec1_point(false).as_bytes())
            }
        }
    }

    /// Signs, or nothing if the library had no memory for it. ECDSA draws its number from message and key (RFC 6979),
    /// so no bad randomness can give the key away.
    pub(super) fn sign(&self, message: &[u8]) -> Option<Signature> {
        let bytes = match self {
            Self::Ed25519 { pair, .. } => pair.try_sign(message).ok()?.as_ref().to_vec(),
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature = p256::ecdsa::signature::Signer::sign(key, message);
                signature.to_bytes().to_vec()
            }
            Self::P384(key) => {
                let signature: p384::ecdsa::Signature = p384::ecdsa::signature::Signer::sign(key, message);
                signature.to_bytes().to_vec()
            }
        };
        Some(Signature::from_bytes(bytes))
    }
}
