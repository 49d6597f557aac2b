//! Keys: public ones that may be shown to anyone, and what can sign.
//! Where a key comes from, and for whom it speaks, is asked in `resolve`.

use std::fmt;

use attesto_credential::{Did, Iri};
use ed25519_dalek::{Signature, VerifyingKey};
use ssi_multicodec::{ED25519_PUB, MultiEncoded, MultiEncodedBuf};

#[cfg(feature = "seal")]
mod file;
#[cfg(feature = "seal")]
mod signing;

#[cfg(feature = "seal")]
pub use file::{KeyFile, KeyFileFault, Passphrase};
#[cfg(feature = "seal")]
pub use signing::{SignFault, Signer, SigningKey};

/// The absolute name of a key: its owner's id, `#`, and a fragment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyId(Iri);

/// A public key that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadKey {
    /// A key name without owner or fragment.
    #[error("{found:?} does not name a key; write the owner's id, '#' and the key's name")]
    Id {
        /// As found.
        found: String,
    },
    /// Not base58btc multibase with a known codec.
    #[error("{found:?} is not a multikey; an Ed25519 one begins with z6Mk")]
    Multikey {
        /// As found.
        found: String,
    },
    /// A codec that is not judged here.
    #[error("keys of codec 0x{codec:x} are not used here; only Ed25519 (0xed) is")]
    Codec {
        /// The multicodec.
        codec: u64,
    },
    /// Not a point, not canonical, or of small order: anyone could sign for it.
    #[error("the bytes are no safe Ed25519 key; make a new one")]
    Weak,
    /// A JWK of another kind.
    #[error("the JWK is no Ed25519 public key (kty OKP, crv Ed25519)")]
    Jwk,
}

impl KeyId {
    /// Reads a key name.
    ///
    /// # Errors
    /// No absolute IRI, or no fragment.
    pub fn parse(text: &str) -> Result<Self, BadKey> {
        let bad = || BadKey::Id { found: text.to_owned() };
        let iri = Iri::parse(text).map_err(|_| bad())?;
        match text.split_once('#') {
            Some((owner, fragment)) if !owner.is_empty() && !fragment.is_empty() => Ok(Self(iri)),
            _ => Err(bad()),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The owner's id, which is the part before `#`.
    pub fn owner(&self) -> &str {
        self.0.without_fragment()
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An Ed25519 public key: canonical, on the curve, not of small order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Takes the 32 bytes of RFC 8032.
    ///
    /// # Errors
    /// A point that no honest key has.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, BadKey> {
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| BadKey::Weak)?;
        let canonical = key.to_edwards().compress().to_bytes() == *bytes;
        if canonical && !key.is_weak() { Ok(Self(key)) } else { Err(BadKey::Weak) }
    }

    /// Reads a multikey (<https://www.w3.org/TR/cid-1.0/#Multikey>): `z6Mk…`.
    ///
    /// # Errors
    /// Another base, another codec, or a weak key.
    pub fn from_multikey(text: &str) -> Result<Self, BadKey> {
        let bad = || BadKey::Multikey { found: text.to_owned() };
        let base58 = text.strip_prefix('z').filter(|rest| rest.len() <= 128).ok_or_else(bad)?;
        let bytes = bs58::decode(base58).into_vec().map_err(|_| bad())?;
        let (codec, key) = MultiEncoded::new(&bytes).map_err(|_| bad())?.parts();
        if codec != ED25519_PUB {
            return Err(BadKey::Codec { codec });
        }
        Self::from_bytes(key.try_into().map_err(|_| bad())?)
    }

    /// Reads a JWK (RFC 8037).
    ///
    /// # Errors
    /// Another kind of key, or a weak one.
    pub fn from_jwk(jwk: &serde_json::Value) -> Result<Self, BadKey> {
        let jwk: ssi_jwk::JWK = serde_json::from_value(jwk.clone()).map_err(|_| BadKey::Jwk)?;
        let ssi_jwk::Params::OKP(okp) = jwk.params else { return Err(BadKey::Jwk) };
        let bytes = <&[u8; 32]>::try_from(okp.public_key.0.as_slice()).map_err(|_| BadKey::Jwk)?;
        if okp.curve == "Ed25519" && okp.private_key.is_none() { Self::from_bytes(bytes) } else { Err(BadKey::Jwk) }
    }

    /// The multikey, `z6Mk…`.
    pub fn to_multikey(&self) -> String {
        let encoded = MultiEncodedBuf::encode_bytes(ED25519_PUB, self.0.as_bytes());
        format!("z{}", bs58::encode(encoded.as_bytes()).into_string())
    }

    /// The did:key of this key, and its only key's name.
    ///
    /// # Errors
    /// There is none for a key that could be read; the texts are checked all the same.
    pub fn to_did_key(&self) -> Result<(Did, KeyId), BadKey> {
        let multikey = self.to_multikey();
        let bad = || BadKey::Id { found: multikey.clone() };
        let did = Did::parse(&format!("did:key:{multikey}")).map_err(|_| bad())?;
        let id = KeyId::parse(&format!("{did}#{multikey}"))?;
        Ok((did, id))
    }

    /// Whether a signature holds, by the strict rules: canonical `R` and `S`, no small order.
    pub fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.0.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }
}

#[cfg(test)]
mod tests;
