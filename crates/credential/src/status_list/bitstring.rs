//! The encoding of Bitstring Status List 1.0: GZIP, base64url, multibase `u`. Same bits, same text.
//! Decoding believes nothing: what it unpacks is bounded, and one whole stream is read or none.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::bits::StatusBits;
use super::packed::{Wrapper, deflated, inflated};

/// RFC 1952: magic, deflate, no flags, no time, slowest, unknown system.
const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff];

/// Why a text is no list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.why())]
#[non_exhaustive]
pub enum BadEncoding {
    /// Checksum or length disagree.
    Checksum,
    /// The stream ends too early.
    CutOff,
    /// What is packed is damaged.
    Damaged,
    /// Not base64url without padding.
    NotBase64url,
    /// Not a GZIP stream.
    NotGzip,
    /// Not multibase `u`.
    NotMultibase,
    /// Not a ZLIB stream.
    NotZlib,
    /// Unpacks to more than is read.
    TooLarge,
    /// Fewer places than the standard allows.
    TooShort,
    /// Something stands behind the stream.
    Trailing,
}

impl BadEncoding {
    /// What is wrong, as a sentence.
    pub fn why(self) -> &'static str {
        match self {
            Self::Checksum => "the checksum of the compressed list disagrees with what it holds",
            Self::CutOff => "the compressed list is cut off",
            Self::Damaged => "the compressed list is damaged",
            Self::NotBase64url => "the list is not written as base64url",
            Self::NotGzip => "the list is not compressed by GZIP",
            Self::NotMultibase => "the list is not written as base64url behind the letter u",
            Self::NotZlib => "the list is not compressed as a ZLIB stream",
            Self::TooLarge => "the list unpacks to more than 8 MiB",
            Self::TooShort => "the list has fewer than the 131072 places that the standard asks for",
            Self::Trailing => "something stands behind the compressed list",
        }
    }
}

impl StatusBits {
    /// The text of `encodedList`.
    pub fn to_encoded(&self) -> String {
        format!("u{}", URL_SAFE_NO_PAD.encode(gzip(self.as_bytes())))
    }

    /// Reads the text of `encodedList`; at most 8 MiB are unpacked.
    ///
    /// # Errors
    /// Another base, a stream that is damaged, cut off, not alone or too large, or fewer than 131 072 places.
    pub fn from_encoded(text: &str) -> Result<Self, BadEncoding> {
        let base64 = text.strip_prefix('u').ok_or(BadEncoding::NotMultibase)?;
        let packed = URL_SAFE_NO_PAD.decode(base64).map_err(|_| BadEncoding::NotMultibase)?;
        let bits = Self::of_bytes(gunzip(&packed)?);
        if bits.length() < Self::LENGTH { Err(BadEncoding::TooShort) } else { Ok(bits) }
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = HEADER.to_vec();
    packed.extend(deflated(bytes, Wrapper::None));
    packed.extend(crc32fast::hash(bytes).to_le_bytes());
    packed.extend(length_modulo(bytes));
    packed
}

/// The last member of the trailer: the unpacked length modulo 2^32.
fn length_modulo(bytes: &[u8]) -> [u8; 4] {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX) & u64::from(u32::MAX);
    u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes()
}

fn gunzip(packed: &[u8]) -> Result<Vec<u8>, BadEncoding> {
    let (bytes, rest) = inflated(behind_header(packed)?, Wrapper::None)?;
    let (trailer, behind) = rest.split_first_chunk::<8>().ok_or(BadEncoding::CutOff)?;
    let expected = [crc32fast::hash(&bytes).to_le_bytes(), length_modulo(&bytes)].concat();
    if trailer.as_slice() != expected {
        return Err(BadEncoding::Checksum);
    }
    if behind.is_empty() { Ok(bytes) } else { Err(BadEncoding::Trailing) }
}

/// Skips the header of RFC 1952 with whatever optional fields it announces.
fn behind_header(packed: &[u8]) -> Result<&[u8], BadEncoding> {
    let (header, mut rest) = packed.split_first_chunk::<10>().ok_or(BadEncoding::NotGzip)?;
    let [0x1f, 0x8b, 8, flags, ..] = *header else { return Err(BadEncoding::NotGzip) };
    if flags & 0b1110_0000 != 0 {
        return Err(BadEncoding::NotGzip);
    }
    if flags & 4 != 0 {
        let (length, behind) = rest.split_first_chunk::<2>().ok_or(BadEncoding::CutOff)?;
        rest = behind.get(usize::from(u16::from_le_bytes(*length))..).ok_or(BadEncoding::CutOff)?;
    }
    for flag in [8, 16] {
        if flags & flag != 0 {
            let end = rest.iter().position(|byte| *byte == 0).ok_or(BadEncoding::CutOff)?;
            rest = rest.get(end + 1..).ok_or(BadEncoding::CutOff)?;
        }
    }
    if flags & 2 != 0 {
        rest = rest.get(2..).ok_or(BadEncoding::CutOff)?;
    }
    Ok(rest)
}

#[cfg(test)]
mod tests;
