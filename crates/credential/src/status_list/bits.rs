//! One bit per copy. How the bits are packed and compressed is each encoding's own business.

/// A bit of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flag {
    /// Nothing stands against the copy.
    Clear,
    /// What the list is for holds of the copy.
    Set,
}

/// The bits of a list, by index counted from 0.
///
/// Bit 0 is the first: the most significant of the first byte (Bitstring Status List 1.0).
#[derive(Clone, PartialEq, Eq)]
pub struct StatusBits {
    bytes: Vec<u8>,
}

/// An index that the list does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the list has {length} places, so index {index} is none of them")]
pub struct BeyondList {
    index: u64,
    length: u64,
}

impl BeyondList {
    pub(super) fn of(index: u64, length: u64) -> Self {
        Self { index, length }
    }
}

impl StatusBits {
    /// How many places a list of ours has, and the least that the standard allows: fewer would tell whose copy it is.
    pub const LENGTH: u64 = 131_072;

    /// A list of [`Self::LENGTH`] clear bits.
    pub fn clear() -> Self {
        Self { bytes: vec![0; 16_384] }
    }

    pub(super) fn of_bytes(bytes: Vec<u8>) -> Self {
        Self { bytes }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How many places there are.
    pub fn length(&self) -> u64 {
        u64::try_from(self.bytes.len()).unwrap_or(u64::MAX).saturating_mul(8)
    }

    /// The bit at an index; `None` beyond the end.
    pub fn get(&self, index: u64) -> Option<Flag> {
        let (byte, mask) = place(index)?;
        self.bytes.get(byte).map(|byte| if byte & mask == 0 { Flag::Clear } else { Flag::Set })
    }

    /// Writes the bit at an index.
    ///
    /// # Errors
    /// Beyond the end.
    pub fn set(&mut self, index: u64, flag: Flag) -> Result<(), BeyondList> {
        let beyond = BeyondList { index, length: self.length() };
        let (byte, mask) = place(index).ok_or(beyond)?;
        let byte = self.bytes.get_mut(byte).ok_or(beyond)?;
        match flag {
            Flag::Clear => *byte &= !mask,
            Flag::Set => *byte |= mask,
        }
        Ok(())
    }

    /// The indices of all set bits, in order.
    pub fn iter_set(&self) -> impl Iterator<Item = u64> + '_ {
        let bytes = (0_u64..).step_by(8).zip(&self.bytes).filter(|(_, byte)| **byte != 0);
        bytes.flat_map(|(first, byte)| (0..8).filter(move |bit| byte & (0x80 >> bit) != 0).map(move |bit| first + bit))
    }

    /// How many bits are set.
    pub fn count_set(&self) -> u64 {
        self.bytes.iter().map(|byte| u64::from(byte.count_ones())).sum()
    }
}

/// Most significant bit first.
fn place(index: u64) -> Option<(usize, u8)> {
    Some((usize::try_from(index / 8).ok()?, 0x80 >> (index % 8)))
}

/// Sixteen thousand bytes help nobody in a failing test.
impl std::fmt::Debug for StatusBits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StatusBits({} of {} set)", self.count_set(), self.length())
    }
}
