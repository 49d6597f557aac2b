//! A key with the certificates that say whose it is: what seals documents in a body's name.
//! That its authority is trusted by anybody is not known here.

use super::{Algorithm, BadKey, KeyId, PublicKey, SignFault, Signature, Signer};
use crate::chain::{BadChain, Chain};
use crate::jades::{self, SigningTime};

/// The certificates of a key, and how its seals say when they were made.
#[derive(Clone, Debug)]
pub struct Certified {
    chain: Chain,
    time: SigningTime,
}

/// A signer whose key the first of its certificates names.
pub struct CertifiedKey {
    signer: Box<dyn Signer + Send + Sync>,
    id: KeyId,
    certified: Certified,
}

/// A key and certificates that do not go together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotCertified {
    /// The certificates cannot be used.
    #[error("the certificates cannot be used: {0}")]
    Chain(#[from] BadChain),
    /// The first certificate is of another key.
    #[error("the first certificate is for another key; give the key's own certificate first, then its authorities")]
    OtherKey,
    /// There is no certificate beside the key.
    #[error("there is no certificate beside the key; ask for the file that holds both, or give PEM with the key first")]
    NoCertificate,
    /// The file is protected in a way that is given up.
    #[error(
        "it is protected in an old way (3DES or RC2); write it anew: openssl pkcs12 -legacy -in OLD.p12 -nodes | openssl pkcs12 -export -out NEW.p12"
    )]
    OldProtection,
    /// The passphrase is another, or the file was changed: the two cannot be told apart.
    #[error("it does not open: the passphrase is wrong or the file was changed")]
    Passphrase,
    /// More than one key: nobody could say which one is meant.
    #[error("there are {count} private keys in it; give a file with one")]
    SeveralKeys {
        /// How many.
        count: usize,
    },
    /// The key is of a kind that seals nothing here.
    #[error("the key is of a kind that seals nothing here; use P-256, P-384 or RSA from 2048 bits on")]
    Kind,
    /// The private key cannot be read.
    #[error("the private key cannot be read: {why}")]
    Unreadable {
        /// What is wrong and what to do.
        why: &'static str,
    },
}

impl Certified {
    /// The certificates, the key's own first; no authority that readers must have by themselves.
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// In which member its seals say when they were made.
    pub fn time(&self) -> SigningTime {
        self.time
    }
}

impl CertifiedKey {
    /// Puts a signer and its certificates together; self-signed authorities are left out of the chain.
    ///
    /// # Errors
    /// The first certificate is not of this key, or the certificates cannot be read.
    pub fn new(signer: impl Signer + Send + 'static, certificates: &[impl AsRef<[u8]>]) -> Result<Self, NotCertified> {
        let chain = Chain::read(certificates)?.without_roots();
        if chain.peek_unbelieved().key(signer.public().algorithm()).as_ref() != Some(signer.public()) {
            return Err(NotCertified::OtherKey);
        }
        let certified = Certified { chain, time: SigningTime::default() };
        Ok(Self { id: signer.id().clone(), signer: Box::new(signer), certified })
    }

    /// The same key under the name that opening its seals gives: whose it is, and the digest of its certificate.
    ///
    /// # Errors
    /// The owner's id makes no name of a key.
    pub fn owned_by(mut self, owner: &str) -> Result<Self, BadKey> {
        self.id = jades::key_id(owner, self.certified.chain.peek_unbelieved())
            .map_err(|_| BadKey::Id { found: owner.to_owned() })?;
        Ok(self)
    }

    /// Puts a signer and a chain together, as [`CertifiedKey::new`] does.
    ///
    /// # Errors
    /// The first certificate is not of this key.
    pub fn of_chain(signer: impl Signer + Send + 'static, chain: &Chain) -> Result<Self, NotCertified> {
        let der: Vec<&[u8]> = chain.certificates().map(crate::chain::Certificate::der).collect();
        Self::new(signer, &der)
    }

    /// The same key, saying otherwise when its seals were made.
    #[must_use]
    pub fn saying(mut self, time: SigningTime) -> Self {
        self.certified.time = time;
        self
    }

    /// How it signs.
    pub fn algorithm(&self) -> Algorithm {
        self.signer.public().algorithm()
    }
}

impl Signer for CertifiedKey {
    fn id(&self) -> &KeyId {
        &self.id
    }

    fn public(&self) -> &PublicKey {
        self.signer.public()
    }

    fn sign(&self, messages: &[&[u8]]) -> Result<Vec<Signature>, SignFault> {
        self.signer.sign(messages)
    }

    fn certified(&self) -> Option<&Certified> {
        Some(&self.certified)
    }
}
