//! The hash that RDFC-1.0 labels blank nodes by.
//! Not the digest that is signed: that is taken over the finished text.

use sha2::{Digest, Sha256, Sha384};

/// The hash function of RDFC-1.0; SHA-256 unless a suite says otherwise (P-384 of ecdsa-rdfc-2019 does).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LabelHash {
    /// The default of RDFC-1.0.
    #[default]
    Sha256,
    /// For suites of 384 bits.
    Sha384,
}

impl LabelHash {
    pub(super) fn digest(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
        }
    }
}

/// Lower-case hexadecimal, which is what RDFC-1.0 compares and sorts.
pub(super) fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
