//! P-256 keys whose signatures of one text are the same each time (RFC 6979), so that what is made here can lie in folders.
//! The product's keys draw another number for each signature; no reader can tell one from the other.

use attesto_securing::{Algorithm, KeyId, PublicKey, SignFault, Signature, Signer};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{self, SigningKey};

/// Such a key, which everybody knows.
#[derive(Clone)]
pub(crate) struct Repeating {
    id: KeyId,
    public: PublicKey,
    secret: SigningKey,
}

impl Repeating {
    /// The key of a scalar whose bytes are all the same, named by its own did:key.
    pub(crate) fn of(secret: u8) -> Self {
        let secret = SigningKey::from_slice(&[secret; 32]).unwrap();
        let point = secret.verifying_key().to_sec1_point(false);
        let public = PublicKey::from_point(Algorithm::Es256, point.as_bytes()).unwrap();
        Self { id: public.to_did_key().unwrap().1, public, secret }
    }

    /// The same key under another name.
    pub(crate) fn named(self, id: KeyId) -> Self {
        Self { id, ..self }
    }
}

impl Signer for Repeating {
    fn id(&self) -> &KeyId {
        &self.id
    }

    fn public(&self) -> &PublicKey {
        &self.public
    }

    fn sign(&self, messages: &[&[u8]]) -> Result<Vec<Signature>, SignFault> {
        let sign = |message: &&[u8]| {
            let signature: ecdsa::Signature = self.secret.sign(message);
            Signature::from_bytes(signature.to_bytes().to_vec())
        };
        Ok(messages.iter().map(sign).collect())
    }
}
