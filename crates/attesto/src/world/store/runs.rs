//! Sealed runs: entries of the index in the order of their keys, in files that never change once they are named.
//! A run holds nothing that journal and pieces do not; what is changed later stands in a later run.

mod bloom;
mod merged;
mod reader;
mod writer;

use std::path::{Path, PathBuf};

use attesto_securing::Digest;

use super::values::ValueFault;

pub(super) use self::bloom::hash;
pub(super) use self::merged::Merged;
pub(super) use self::reader::{Part, Run};
pub(super) use self::writer::RunWriter;

/// An entry of the index: nothing stands under a key that was taken away.
pub(super) type Entry = (Vec<u8>, Option<Vec<u8>>);

/// Entries in the order of their keys.
pub(super) type Entries<'r> = Box<dyn Iterator<Item = Result<Entry, ValueFault>> + 'r>;

const MARK: &[u8; 16] = b"attesto run 2\n\0\0";
/// Of runs whose filters know keys only; they are read and no longer written.
const FIRST_MARK: &[u8; 16] = b"attesto run 1\n\0\0";
/// How large a block gets before it is closed, in bytes before it is compressed: a look-up reads all of one.
const BLOCK_BYTES: usize = 4 << 10;
const CHECK_BYTES: usize = 8;
/// Behind the footer: where it begins, and its digest.
const TAIL_BYTES: usize = 8 + 32;

/// What names a run: with its digest, every byte of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RunName {
    pub(super) number: u32,
    /// How often its entries were merged.
    pub(super) level: u8,
    pub(super) bytes: u64,
    pub(super) digest: Digest,
}

impl RunName {
    const BYTES: usize = 4 + 1 + 8 + 32;

    pub(super) fn write(&self, to: &mut Vec<u8>) {
        to.extend_from_slice(&self.number.to_be_bytes());
        to.push(self.level);
        to.extend_from_slice(&self.bytes.to_be_bytes());
        to.extend_from_slice(self.digest.as_bytes());
    }

    /// Every name that was written one behind the other.
    pub(super) fn parse_all(bytes: &[u8]) -> Option<Vec<Self>> {
        let (names, rest) = bytes.as_chunks::<{ Self::BYTES }>();
        rest.is_empty().then(|| names.iter().filter_map(|name| Self::parse(name)).collect())
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let (number, rest) = bytes.split_first_chunk()?;
        let (level, rest) = rest.split_first()?;
        let (size, rest) = rest.split_first_chunk()?;
        Some(Self {
            number: u32::from_be_bytes(*number),
            level: *level,
            bytes: u64::from_be_bytes(*size),
            digest: Digest::from_bytes(rest.try_into().ok()?),
        })
    }
}

/// What a footer must read as; the mark of the file is in it.
fn named(footer: &[u8]) -> Digest {
    Digest::of_parts(&[MARK, footer])
}

/// The prefixes under which a key can be listed, each with the slash behind it; the house's own keys are not listed.
fn prefixes(key: &[u8]) -> impl Iterator<Item = &[u8]> {
    let listed = if key.first() == Some(&0) { &[][..] } else { key };
    let ends = listed.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| at + 1);
    ends.filter_map(|end| key.get(..end))
}

/// How many hashes the filter of a run takes for a key that comes after another.
pub(super) fn hashes(key: &[u8], before: &[u8]) -> u64 {
    1 + new_prefixes(key, before).map(|_| 1).sum::<u64>()
}

/// Those prefixes of a key that the key before it does not have.
fn new_prefixes<'k>(key: &'k [u8], before: &[u8]) -> impl Iterator<Item = &'k [u8]> {
    prefixes(key).filter(|prefix| !before.starts_with(prefix))
}

/// Where a run lies.
pub(super) fn path(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("{number:010}.run"))
}

/// What stands behind each block, so that no damage of it is taken for entries.
fn check(block: &[u8]) -> [u8; CHECK_BYTES] {
    Digest::of(block).as_bytes().first_chunk().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests;
