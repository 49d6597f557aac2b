//! What signs: a secret in memory today; PKCS#11, a KMS or a remote e-seal by the same trait tomorrow.

use super::secret::Secret;
use super::{Algorithm, BadKey, Certified, KeyId, PublicKey, Signature};
use crate::entropy::Entropy;

/// Signs messages in batches under one key, from any thread.
pub trait Signer: Sync {
    /// The key's absolute name, as verifiers will look it up.
    fn id(&self) -> &KeyId;

    /// The public half, for the self-check after signing.
    fn public(&self) -> &PublicKey;

    /// Signs each message; as many signatures as messages, in their order.
    ///
    /// # Errors
    /// The device refused or could not be reached; nothing was signed.
    fn sign(&self, messages: &[&[u8]]) -> Result<Vec<Signature>, SignFault>;

    /// Its certificates, for mechanisms that carry them.
    fn certified(&self) -> Option<&Certified> {
        None
    }
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

/// A secret key; wiped from memory when dropped, never copied, never shown.
pub struct SigningKey {
    id: KeyId,
    public: PublicKey,
    secret: Secret,
}

impl SigningKey {
    /// Draws a new Ed25519 key, named by its own did:key.
    ///
    /// # Errors
    /// The source of randomness gave a key that nobody may use.
    pub fn generate(entropy: &mut dyn Entropy) -> Result<Self, BadKey> {
        Self::generate_for(Algorithm::EdDsa, entropy)
    }

    /// Draws a new key of an algorithm, named by its own did:key.
    ///
    /// # Errors
    /// The source of randomness gave a key that nobody may use.
    pub fn generate_for(algorithm: Algorithm, entropy: &mut dyn Entropy) -> Result<Self, BadKey> {
        Self::of(Secret::draw(algorithm, entropy)?)
    }

    /// Takes a seed (RFC 8032 private key), named by its own did:key.
    ///
    /// # Errors
    /// A seed whose key nobody may use.
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, BadKey> {
        Self::from_secret(Algorithm::EdDsa, seed)
    }

    /// Takes a secret of an algorithm, named by its own did:key: a seed of RFC 8032, or a scalar at its full length.
    ///
    /// # Errors
    /// A secret whose key nobody may use.
    pub fn from_secret(algorithm: Algorithm, secret: &[u8]) -> Result<Self, BadKey> {
        Self::of(Secret::from_bytes(algorithm, secret)?)
    }

    fn of(secret: Secret) -> Result<Self, BadKey> {
        let public = secret.public()?;
        let (_, id) = public.to_did_key()?;
        Ok(Self { id, public, secret })
    }

    /// The same key under the name that its owner's document gives it.
    #[must_use]
    pub fn named(self, id: KeyId) -> Self {
        Self { id, ..self }
    }

    pub(super) fn secret(&self) -> zeroize::Zeroizing<Vec<u8>> {
        self.secret.to_bytes()
    }
}

impl Signer for SigningKey {
    fn id(&self) -> &KeyId {
        &self.id
    }

    fn public(&self) -> &PublicKey {
        &self.public
    }

    fn sign(&self, messages: &[&[u8]]) -> Result<Vec<Signature>, SignFault> {
        let refused = || SignFault::Refused { key: self.id.to_string(), why: "there was no memory for it".to_owned() };
        messages.iter().map(|message| self.secret.sign(message).ok_or_else(refused)).collect()
    }
}
