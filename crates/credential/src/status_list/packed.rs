//! Deflate for both encodings of a list, with or without the ZLIB wrapper. Same bytes, same stream.
//! Unpacking believes nothing: it is bounded, and what stands behind the stream is handed back.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

use super::bitstring::BadEncoding;

/// The most that a list may unpack to, in bytes.
pub(super) const UNPACKED_AT_MOST: usize = 8 << 20;

/// Unpacked in steps of this many bytes.
const STEP_BYTES: usize = 64 << 10;

/// What stands around the deflate stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrapper {
    /// Nothing (RFC 1951); the caller has a wrapper of its own.
    None,
    /// A header and a checksum (RFC 1950), looked at while unpacking.
    Zlib,
}

impl Wrapper {
    fn is_zlib(self) -> bool {
        self == Self::Zlib
    }
}

/// Packs at the best level.
pub(super) fn deflated(bytes: &[u8], wrapper: Wrapper) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut deflate = Compress::new(Compression::best(), wrapper.is_zlib());
    let mut read = 0;
    loop {
        packed.reserve(STEP_BYTES);
        let rest = bytes.get(read..).unwrap_or_default();
        let status = deflate.compress_vec(rest, &mut packed, FlushCompress::Finish);
        read = usize::try_from(deflate.total_in()).unwrap_or(usize::MAX);
        // With room in the output and all of the input, deflate cannot fail; a damaged stream would not read back.
        if !matches!(status, Ok(Status::Ok | Status::BufError)) {
            return packed;
        }
    }
}

/// Unpacks one stream; gives what stands behind it too.
///
/// # Errors
/// Damaged, cut off, or larger than is read.
pub(super) fn inflated(packed: &[u8], wrapper: Wrapper) -> Result<(Vec<u8>, &[u8]), BadEncoding> {
    let mut inflate = Decompress::new(wrapper.is_zlib());
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
