//! What signs: a secret in memory today; PKCS#11, a KMS or a remote e-seal by the same trait tomorrow.

use ed25519_dalek::Signer as _;

use super::{BadKey, KeyId, PublicKey};
use crate::entropy::{Entropy, draw};

/// Signs messages in batches under one key.
pub trait Signer {
    /// The key's absolute name, as verifiers will look it up.
    fn id(&self) -> &KeyId;

    /// The public half, for the self-check after signing.
    fn public(&self) -> &PublicKey;

    /// Signs each message; as many signatures as messages, in their order.
    ///
    /// # Errors
    /// The device refused or could not be reached; nothing was signed.
    fn sign(&self, messages: &[&[u8]]) -> Result<Vec<[u8; 64]>, SignFault>;
}

/// A signer that did not sign.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignFault {
    /// The device said no.
    #[error("the key {key} did not sign: {why}; see to the device and run the command again")]
    Refused {
        /// Which key.
        key: String,
        /// What the device said.
        why: String,
    },
}

/// An Ed25519 secret; wiped from memory when dropped, never copied, never shown.
pub struct SigningKey {
    id: KeyId,
    public: PublicKey,
    secret: ed25519_dalek::SigningKey,
}

impl SigningKey {
    /// Draws a new key, named by its own did:key.
    ///
    /// # Errors
    /// The source of randomness gave a key that nobody may use.
    pub fn generate(entropy: &mut dyn Entropy) -> Result<Self, BadKey> {
        let mut seed = zeroize::Zeroizing::new(draw::<32>(entropy));
        let key = Self::from_seed(&seed);
        seed.fill(0);
        key
    }

    /// Takes a seed (RFC 8032 private key), named by its own did:key.
    ///
    /// # Errors
    /// A seed whose key nobody may use.
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, BadKey> {
        let secret = ed25519_dalek::SigningKey::from_bytes(seed);
        let public = PublicKey::from_bytes(secret.verifying_key().as_bytes())?;
        let (_, id) = public.to_did_key()?;
        Ok(Self { id, public, secret })
    }

    /// The same key under the name that its owner's document gives it.
    #[must_use]
    pub fn named(self, id: KeyId) -> Self {
        Self { id, ..self }
    }

    pub(super) fn seed(&self) -> zeroize::Zeroizing<[u8; 32]> {
        zeroize::Zeroizing::new(self.secret.to_bytes())
    }
}

impl Signer for SigningKey {
    fn id(&self) -> &KeyId {
        &self.id
    }

    fn public(&self) -> &PublicKey {
        &self.public
    }

    fn sign(&self, messages: &[&[u8]]) -> Result<Vec<[u8; 64]>, SignFault> {
        Ok(messages.iter().map(|message| self.secret.sign(message).to_bytes()).collect())
    }
}
