//! RSA keys that sign, by AWS-LC, whose arithmetic gives nothing away by the time it takes.
//! They are read and never made: who certifies such a key makes it.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaKeyPair};

use super::{Algorithm, BadKey, KeyId, PublicKey, SignFault, Signature, Signer};

/// The longest modulus that every reader of such a seal takes, in bytes.
const LONGEST: usize = 512;

/// An RSA secret of 2048 to 4096 bits; never copied, never shown.
pub struct RsaSigningKey {
    id: KeyId,
    public: PublicKey,
    pair: RsaKeyPair,
}

impl RsaSigningKey {
    /// Takes a PKCS #8 key, to sign by PS256 or RS256.
    ///
    /// # Errors
    /// Not an RSA key, too short or too long, or an algorithm of another kind of key.
    pub fn from_pkcs8(der: &[u8], algorithm: Algorithm) -> Result<Self, BadKey> {
        let weak = || BadKey::Weak { algorithm };
        let pair = RsaKeyPair::from_pkcs8(der).map_err(|_| weak())?;
        if !Algorithm::OF_RSA.contains(&algorithm) || pair.public_modulus_len() > LONGEST {
            return Err(weak());
        }
        let public = PublicKey::from_point(algorithm, pair.public_key().as_ref())?;
        let (_, id) = public.to_did_key()?;
        Ok(Self { id, public, pair })
    }
}

impl Signer for RsaSigningKey {
    fn id(&self) -> &KeyId {
        &self.id
    }

    fn public(&self) -> &PublicKey {
        &self.public
    }

    fn sign(&self, messages: &[&[u8]]) -> Result<Vec<Signature>, SignFault> {
        messages.iter().map(|message| self.sign_one(message)).collect()
    }
}

impl RsaSigningKey {
    fn sign_one(&self, message: &[u8]) -> Result<Signature, SignFault> {
        let padding: &'static dyn aws_lc_rs::signature::RsaEncoding = match self.public.algorithm() {
            Algorithm::Rs256 => &RSA_PKCS1_SHA256,
            _ => &RSA_PSS_SHA256,
        };
        let mut signature = vec![0; self.pair.public_modulus_len()];
        let refused =
            |_| SignFault::Refused { key: self.id.to_string(), why: "the library gave no signature".to_owned() };
        self.pair.sign(padding, &SystemRandom::new(), message, &mut signature).map_err(refused)?;
        Ok(Signature::from_bytes(signature))
    }
}
