//! The encoding of Token Status List: 1, 2, 4 or 8 bits per copy, the least significant first, ZLIB, base64url.
//! Decoding believes nothing: what it unpacks is bounded, and one whole stream is read or none.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::bits::BeyondList;
use super::bitstring::BadEncoding;
use super::packed::{Wrapper, deflated, inflated};

/// How many bits of a list tell of one copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BitsPerCopy {
    /// Valid or not.
    One,
    /// The least with which a suspension can be told; ours.
    Two,
    /// Sixteen values.
    Four,
    /// A byte each.
    Eight,
}

/// The values of ours, by index counted from 0: the same state as the bits of both Bitstring lists, in one list.
///
/// A copy stands at the low end of its byte first, opposite to [`StatusBits`](super::StatusBits).
#[derive(Clone, PartialEq, Eq)]
pub struct TokenStatuses {
    bits: BitsPerCopy,
    bytes: Vec<u8>,
}

/// What a value of a Token Status List says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenStatus {
    /// 0: in force.
    Valid,
    /// 1: taken back.
    Invalid,
    /// 2: not in force for now.
    Suspended,
    /// 3: of ours, followed by another copy; the standard leaves the meaning to whoever issued.
    Replaced,
    /// Any other value, which the standard reserves or leaves to whoever issued.
    Unknown(u8),
}

impl BitsPerCopy {
    /// The number of bits.
    pub fn number(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Four => 4,
            Self::Eight => 8,
        }
    }

    /// The size of a number of bits.
    pub fn of_number(number: u64) -> Option<Self> {
        [Self::One, Self::Two, Self::Four, Self::Eight].into_iter().find(|bits| u64::from(bits.number()) == number)
    }

    fn per_byte(self) -> u64 {
        8 / u64::from(self.number())
    }

    fn mask(self) -> u8 {
        u8::MAX >> (8 - self.number())
    }
}

impl TokenStatus {
    /// The value in a list.
    pub fn value(self) -> u8 {
        match self {
            Self::Valid => 0,
            Self::Invalid => 1,
            Self::Suspended => 2,
            Self::Replaced => 3,
            Self::Unknown(value) => value,
        }
    }

    /// What a value says.
    pub fn of_value(value: u8) -> Self {
        let known = [Self::Valid, Self::Invalid, Self::Suspended, Self::Replaced];
        known.into_iter().find(|status| status.value() == value).unwrap_or(Self::Unknown(value))
    }
}

impl TokenStatuses {
    /// A list of ours in which every copy is in force: two bits each, as many places as a Bitstring list.
    pub fn valid() -> Self {
        Self { bits: BitsPerCopy::Two, bytes: vec![0; 32_768] }
    }

    /// How many bits tell of one copy.
    pub fn bits(&self) -> BitsPerCopy {
        self.bits
    }

    /// How many places there are.
    pub fn length(&self) -> u64 {
        u64::try_from(self.bytes.len()).unwrap_or(u64::MAX).saturating_mul(self.bits.per_byte())
    }

    /// What is said at an index; `None` beyond the end.
    pub fn get(&self, index: u64) -> Option<TokenStatus> {
        let (byte, shift) = self.place(index)?;
        let byte = self.bytes.get(byte)?;
        Some(TokenStatus::of_value((byte >> shift) & self.bits.mask()))
    }

    /// Writes what is said at an index.
    ///
    /// # Errors
    /// Beyond the end.
    pub fn set(&mut self, index: u64, status: TokenStatus) -> Result<(), BeyondList> {
        let (beyond, mask) = (BeyondList::of(index, self.length()), self.bits.mask());
        let (byte, shift) = self.place(index).ok_or(beyond)?;
        let byte = self.bytes.get_mut(byte).ok_or(beyond)?;
        *byte = (*byte & !(mask << shift)) | ((status.value() & mask) << shift);
        Ok(())
    }

    /// The text of `lst`.
    pub fn to_lst(&self) -> String {
        URL_SAFE_NO_PAD.encode(deflated(&self.bytes, Wrapper::Zlib))
    }

    /// Reads the text of `lst`; at most 8 MiB are unpacked.
    ///
    /// # Errors
    /// Another base, or a stream that is damaged, cut off, not alone or too large.
    pub fn from_lst(bits: BitsPerCopy, text: &str) -> Result<Self, BadEncoding> {
        let packed = URL_SAFE_NO_PAD.decode(text).map_err(|_| BadEncoding::NotBase64url)?;
        if !matches!(packed.as_slice(), [first, second, ..] if is_zlib(*first, *second)) {
            return Err(BadEncoding::NotZlib);
        }
        match inflated(&packed, Wrapper::Zlib)? {
            (bytes, []) => Ok(Self { bits, bytes }),
            _ => Err(BadEncoding::Trailing),
        }
    }

    /// Least significant bits first.
    fn place(&self, index: u64) -> Option<(usize, u32)> {
        let (byte, nth) = (index / self.bits.per_byte(), index % self.bits.per_byte());
        Some((usize::try_from(byte).ok()?, u32::try_from(nth).ok()? * u32::from(self.bits.number())))
    }
}

/// RFC 1950: deflate, a checksum of the header, and no dictionary that a reader would have to know.
fn is_zlib(first: u8, second: u8) -> bool {
    first & 0x0f == 8 && second & 0x20 == 0 && (u16::from(first) * 256 + u16::from(second)) % 31 == 0
}

/// Thirty thousand bytes help nobody in a failing test.
impl std::fmt::Debug for TokenStatuses {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TokenStatuses({} places of {} bits)", self.length(), self.bits.number())
    }
}

#[cfg(test)]
mod tests;
