//! Secret scalars and seeds, one kind per algorithm: drawn, read, used, wiped. Never named, copied or shown.

use ed25519_dalek::Signer as _;
use zeroize::Zeroizing;

use super::{Algorithm, BadKey, PublicKey, Signature};
use crate::entropy::{Entropy, draw};

/// Numbers that are no scalar are drawn again; twice in a row happens once in 2^64 draws.
const DRAWS: usize = 4;

/// A secret of one algorithm; each kind wipes itself when dropped.
pub(super) enum Secret {
    Ed25519(ed25519_dalek::SigningKey),
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
            Algorithm::EdDsa => {
                let seed = bytes.try_into().map_err(|_| weak())?;
                Ok(Self::Ed25519(ed25519_dalek::SigningKey::from_bytes(seed)))
            }
            Algorithm::Es256 => p256::ecdsa::SigningKey::from_slice(bytes).map(Self::P256).map_err(|_| weak()),
            Algorithm::Es384 => p384::ecdsa::SigningKey::from_slice(bytes).map(Self::P384).map_err(|_| weak()),
            Algorithm::Ps256 | Algorithm::Rs256 => Err(weak()),
        }
    }

    pub(super) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        match self {
            Self::Ed25519(key) => Zeroizing::new(key.to_bytes().to_vec()),
            Self::P256(key) => Zeroizing::new(key.to_bytes().to_vec()),
            Self::P384(key) => Zeroizing::new(key.to_bytes().to_vec()),
        }
    }

    pub(super) fn public(&self) -> Result<PublicKey, BadKey> {
        match self {
            Self::Ed25519(key) => PublicKey::from_bytes(key.verifying_key().as_bytes()),
            Self::P256(key) => {
                PublicKey::from_point(Algorithm::Es256, key.verifying_key().to_sec1_point(false).as_bytes())
            }
            Self::P384(key) => {
                PublicKey::from_point(Algorithm::Es384, key.verifying_key().to_sec1_point(false).as_bytes())
            }
        }
    }

    /// Signs; ECDSA draws its number from message and key (RFC 6979), so no bad randomness can give the key away.
    pub(super) fn sign(&self, message: &[u8]) -> Signature {
        let bytes = match self {
            Self::Ed25519(key) => key.sign(message).to_bytes().to_vec(),
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature = p256::ecdsa::signature::Signer::sign(key, message);
                signature.to_bytes().to_vec()
            }
            Self::P384(key) => {
                let signature: p384::ecdsa::Signature = p384::ecdsa::signature::Signer::sign(key, message);
                signature.to_bytes().to_vec()
            }
        };
        Signature::from_bytes(bytes)
    }
}
