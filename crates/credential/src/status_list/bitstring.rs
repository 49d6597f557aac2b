//! The encoding of Bitstring Status List 1.0: GZIP, base64url, multibase `u`. Same bits, same text.
//! Decoding believes nothing: what it unpacks is bounded, and one whole stream is read or none.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

use super::bits::StatusBits;

/// The most that a list may unpack to, in bytes: 67 million copies.
const UNPACKED_AT_MOST: usize = 8 << 20;

/// Unpacked in steps of this many bytes.
const STEP_BYTES: usize = 64 << 10;

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
    /// Not a GZIP stream.
    NotGzip,
    /// Not multibase `u`.
    NotMultibase,
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
            Self::NotGzip => "the list is not compressed by GZIP",
            Self::NotMultibase => "the list is not written as base64url behind the letter u",
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
    let mut deflate = Compress::new(Compression::best(), false);
    let mut read = 0;
    loop {
        packed.reserve(STEP_BYTES);
        let rest = bytes.get(read..).unwrap_or_default();
        let status = deflate.compress_vec(rest, &mut packed, FlushCompress::Finish);
        read = usize::try_from(deflate.total_in()).unwrap_or(usize::MAX);
        // With room in the output and all of the input, deflate cannot fail; a damaged stream would not read back.
        if !matches!(status, Ok(Status::Ok | Status::BufError)) {
            break;
        }
    }
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
    let (bytes, rest) = inflate(behind_header(packed)?)?;
    let (trailer, behind) = rest.split_first_chunk::<8>().ok_or(BadEncoding::CutOff)?;
    let expected = [crc32fast::hash(&bytes).to_le_bytes(), length_modulo(&bytes)].concat();
    if trailer.as_slice() != expected {
        return Err(BadEncoding::Checksum);
    }
    if behind.is_empty() { Ok(bytes) } else { Err(BadEncoding::Trailing) }
}

/// Unpacks one raw deflate stream; gives what stands behind it too.
fn inflate(packed: &[u8]) -> Result<(Vec<u8>, &[u8]), BadEncoding> {
    let mut inflate = Decompress::new(false);
    let mut bytes = Vec::new();
    loop {
        bytes.reserve(STEP_BYTES);
        let before = (inflate.total_in(), inflate.total_out());
        let rest = packed.get(usize::try_from(before.0).unwrap_or(usize::MAX)..).unwrap_or_default();
        let status = inflate.decompress_vec(rest, &mut bytes, FlushDecompress::None);
        let status = status.map_err(|_| BadEncoding::Damaged)?;
        if bytes.len() > UNPACKED_AT_MOST {
            return Err(BadEncoding::TooLarge);
        }
        let read = usize::try_from(inflate.total_in()).unwrap_or(usize::MAX);
        match status {
            Status::StreamEnd => return Ok((bytes, packed.get(read..).unwrap_or_default())),
            _ if before == (inflate.total_in(), inflate.total_out()) => return Err(BadEncoding::CutOff),
            _ => {}
        }
    }
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
