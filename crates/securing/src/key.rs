//! Keys: public ones that may be shown to anyone, and what can sign.
//! Where a key comes from, and for whom it speaks, is asked in `resolve`.

use std::fmt;

use attesto_credential::Iri;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::digest::Digest;

mod algorithm;
#[cfg(feature = "seal")]
mod certified;
mod checked;
mod ecdsa;
#[cfg(feature = "seal")]
mod file;
#[cfg(feature = "seal")]
mod import;
#[cfg(feature = "seal")]
mod pkcs12;
mod public;
#[cfg(feature = "seal")]
mod rsa;
#[cfg(feature = "seal")]
mod secret;
#[cfg(feature = "seal")]
mod signing;
mod strict;

pub use algorithm::{Algorithm, Signature};
pub(crate) use checked::Checked;
pub(crate) use ecdsa::{Curve, Written};
pub use public::PublicKey;

#[cfg(feature = "seal")]
pub use certified::{Certified, CertifiedKey, NotCertified};
#[cfg(feature = "seal")]
pub use file::{KeyFile, KeyFileFault, Passphrase};
#[cfg(feature = "seal")]
pub use import::RsaPadding;
#[cfg(feature = "seal")]
pub use rsa::RsaSigningKey;
#[cfg(feature = "seal")]
pub use signing::{SignFault, Signer, SigningKey};

/// What the name of a key begins with that is known by its certificate.
const CERTIFIED: &str = "x5t-S256-";

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
    #[error("{found:?} is not a multikey; one begins with z6Mk (Ed25519), zDn (P-256) or z82 (P-384)")]
    Multikey {
        /// As found.
        found: String,
    },
    /// A codec that is not judged here.
    #[error("keys of codec 0x{codec:x} are not used here; Ed25519 (0xed), P-256 (0x1200) and P-384 (0x1201) are")]
    Codec {
        /// The multicodec.
        codec: u64,
    },
    /// Not a point, not canonical, or of small order: anyone could sign for it.
    #[error("the bytes are no safe {} key; make a new one", algorithm.curve())]
    Weak {
        /// Of which algorithm it should be one.
        algorithm: Algorithm,
    },
    /// A JWK of another kind.
    #[error("the JWK is no public key of a kind used here (crv Ed25519, P-256 or P-384, and no private part)")]
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

    /// The name of a key that a certificate makes known: the speaker's id, and the certificate's SHA-256 digest.
    ///
    /// # Errors
    /// The speaker is no absolute IRI.
    pub fn of_certificate(speaker: &str, digest: &Digest) -> Result<Self, BadKey> {
        let owner = speaker.split('#').next().unwrap_or(speaker);
        Self::parse(&format!("{owner}#{CERTIFIED}{}", URL_SAFE_NO_PAD.encode(digest.as_bytes())))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether it names its key by a certificate.
    pub fn is_certified(&self) -> bool {
        self.0.as_str().split_once('#').is_some_and(|(_, fragment)| fragment.starts_with(CERTIFIED))
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

#[cfg(test)]
mod tests;
