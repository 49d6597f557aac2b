//! How a key signs, and what it signs with. The kind of a key fixes its algorithm; no header has a say in it.
//! Keys themselves stand beside this.

/// A signature algorithm (RFC 7518, RFC 8037).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Algorithm {
    /// Ed25519 (RFC 8032).
    EdDsa,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
    /// RSASSA-PSS with SHA-256; for certified keys only.
    Ps256,
    /// RSASSA-PKCS1-v1_5 with SHA-256; for certified keys only.
    Rs256,
}

impl Algorithm {
    /// Every algorithm that a key is made for here.
    pub const ALL: [Self; 3] = [Self::EdDsa, Self::Es256, Self::Es384];

    /// Those of RSA keys: one key signs by either.
    pub const OF_RSA: [Self; 2] = [Self::Ps256, Self::Rs256];

    /// Its name in a JOSE header.
    pub fn name(self) -> &'static str {
        match self {
            Self::EdDsa => "EdDSA",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Ps256 => "PS256",
            Self::Rs256 => "RS256",
        }
    }

    /// The algorithm of a name in a JOSE header.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().chain(Self::OF_RSA).find(|algorithm| algorithm.name() == name)
    }

    /// The curve that its keys lie on; of RSA, that word.
    pub fn curve(self) -> &'static str {
        match self {
            Self::EdDsa => "Ed25519",
            Self::Es256 => "P-256",
            Self::Es384 => "P-384",
            Self::Ps256 | Self::Rs256 => "RSA",
        }
    }
}

/// A signature as JOSE and Data Integrity write it: of an elliptic curve, both numbers side by side at full length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature(Vec<u8>);

impl Signature {
    /// Takes the bytes as they are; whether they are a signature is found when it is verified.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}
