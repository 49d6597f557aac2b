//! The index in sled, with the number of the act it stands at and a sum over all its entries.
//! It holds nothing that journal and pieces do not: when the sum is wrong, it is made again.

use ::sled::{Batch, Tree};
use attesto_issuer::register::{Entry, Head, Key};
use attesto_securing::Digest;

use super::values::{self, ValueFault};

/// Where the index stands; no key of the register has a zero byte.
const APPLIED: &[u8] = b"\0applied";

/// The index and where it stands.
#[derive(Debug)]
pub(super) struct Index {
    tree: Tree,
    applied: Applied,
}

/// The last act that the index holds, and what all entries add up to then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Applied {
    pub(super) seq: u64,
    pub(super) hash: Digest,
    entries: u64,
    sum: Sum,
    /// How many persons' keys were given by then.
    pub(super) person_keys: u64,
}

/// What a tree turned out to be.
pub(super) enum Found {
    /// It adds up.
    Whole(Index),
    /// It does not; where it stood may still be legible.
    Broken(Option<Applied>),
}

/// Sum of the digests of all entries, in four lanes: whatever is lost or swapped changes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sum([u64; 4]);

impl Applied {
    fn nothing() -> Self {
        let start = Head::start();
        Self { seq: start.seq, hash: start.hash, entries: 0, sum: Sum::default(), person_keys: 0 }
    }

    fn write(&self) -> Vec<u8> {
        let lanes: Vec<u8> = self.sum.0.iter().flat_map(|lane| lane.to_be_bytes()).collect();
        let counts = [self.entries.to_be_bytes(), self.person_keys.to_be_bytes()].concat();
        [&self.seq.to_be_bytes(), self.hash.as_bytes().as_slice(), &counts, &lanes].concat()
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let (seq, rest) = bytes.split_first_chunk()?;
        let (hash, rest) = rest.split_first_chunk()?;
        let (entries, rest) = rest.split_first_chunk()?;
        let (person_keys, rest) = rest.split_first_chunk()?;
        Some(Self {
            seq: u64::from_be_bytes(*seq),
            hash: Digest::from_bytes(*hash),
            entries: u64::from_be_bytes(*entries),
            person_keys: u64::from_be_bytes(*person_keys),
            sum: Sum::of(rest.try_into().ok()?),
        })
    }
}

impl Sum {
    fn of(digest: &[u8; 32]) -> Self {
        let mut lanes = digest.chunks_exact(8).filter_map(|lane| lane.try_into().ok()).map(u64::from_be_bytes);
        Self([(); 4].map(|()| lanes.next().unwrap_or(0)))
    }

    fn plus(self, other: Self) -> Self {
        self.by_lane(other, u64::wrapping_add)
    }

    fn minus(self, other: Self) -> Self {
        self.by_lane(other, u64::wrapping_sub)
    }

    fn by_lane(self, other: Self, step: fn(u64, u64) -> u64) -> Self {
        let mut others = other.0.into_iter();
        Self(self.0.map(|lane| step(lane, others.next().unwrap_or(0))))
    }
}

impl Index {
    /// Reads where the index stands, and whether it adds up to what it was then.
    pub(super) fn open(tree: Tree) -> Result<Found, ValueFault> {
        let applied = match values::read(&tree, APPLIED) {
            Ok(Some(bytes)) => Applied::parse(&bytes),
            Ok(None) => Some(Applied::nothing()),
            Err(ValueFault::Damaged) => None,
            Err(fault) => return Err(fault),
        };
        match applied {
            Some(applied) if counted(&tree)? == Some((applied.entries, applied.sum)) => {
                Ok(Found::Whole(Self { tree, applied }))
            }
            _ => Ok(Found::Broken(applied)),
        }
    }

    /// An index without entries, whatever the tree held.
    pub(super) fn emptied(tree: Tree) -> Result<Self, ValueFault> {
        tree.clear()?;
        Ok(Self { tree, applied: Applied::nothing() })
    }

    pub(super) fn applied(&self) -> &Applied {
        &self.applied
    }

    /// Brings the entries of one act in, together with where the index then stands: all or nothing.
    pub(super) fn apply(&mut self, head: &Head, changes: &[Entry], person_keys: u64) -> Result<(), ValueFault> {
        let mut batch = Batch::default();
        let mut applied = Applied { seq: head.seq, hash: head.hash, person_keys, ..self.applied };
        for change in changes {
            let key = change.key().as_str().as_bytes();
            if let Some(old) = self.tree.get(key)? {
                applied.entries = applied.entries.wrapping_sub(1);
                applied.sum = applied.sum.minus(Sum::of(&values::claimed_digest(&old)?));
            }
            let Some(content) = change.value() else {
                batch.remove(key);
                continue;
            };
            let value = values::stored(key, content)?;
            applied.entries = applied.entries.wrapping_add(1);
            applied.sum = applied.sum.plus(Sum::of(&values::claimed_digest(&value)?));
            batch.insert(key, value);
        }
        batch.insert(APPLIED, values::stored(APPLIED, &applied.write())?);
        self.tree.apply_batch(batch)?;
        self.applied = applied;
        Ok(())
    }

    pub(super) fn find(&self, key: &Key) -> Result<Option<Vec<u8>>, ValueFault> {
        values::read(&self.tree, key.as_str().as_bytes())
    }

    pub(super) fn is_there(&self, key: &Key) -> Result<bool, ValueFault> {
        Ok(self.tree.contains_key(key.as_str().as_bytes())?)
    }

    pub(super) fn list(
        &self,
        prefix: &Key,
        after: Option<&Key>,
        at_most: usize,
    ) -> Result<Vec<(Key, Vec<u8>)>, ValueFault> {
        let below = format!("{prefix}/");
        let after = after.map(|after| [after.as_str(), "\0"].concat());
        let from = after.filter(|after| *after > below).unwrap_or_else(|| below.clone());
        let mut listed = Vec::new();
        for entry in self.tree.range(from.as_bytes()..).take(at_most) {
            let (key, value) = entry?;
            if !key.starts_with(below.as_bytes()) {
                break;
            }
            let text = std::str::from_utf8(&key).map_err(|_| ValueFault::Damaged)?;
            listed.push((Key::parse(text).map_err(|_| ValueFault::Damaged)?, values::content(&key, &value)?));
        }
        Ok(listed)
    }
}

/// How many entries there are and what they add up to; `None` if one cannot be an entry.
fn counted(tree: &Tree) -> Result<Option<(u64, Sum)>, ValueFault> {
    let (mut entries, mut sum) = (0, Sum::default());
    for entry in tree {
        let (key, value) = entry?;
        if key == APPLIED {
            continue;
        }
        if values::content(&key, &value).is_err() {
            return Ok(None);
        }
        entries += 1;
        sum = sum.plus(Sum::of(&values::claimed_digest(&value)?));
    }
    Ok(Some((entries, sum)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_index_stands_reads_back() {
        let applied =
            Applied { seq: 7, hash: Digest::of(b"line"), entries: 3, sum: Sum([1, u64::MAX, 0, 9]), person_keys: 4 };
        assert_eq!(Applied::parse(&applied.write()), Some(applied));
        assert_eq!(Applied::parse(&applied.write()[1..]), None);
    }

    #[test]
    fn the_sum_forgets_what_is_taken_out_of_it() {
        let (a, b) = (Sum::of(Digest::of(b"a").as_bytes()), Sum::of(Digest::of(b"b").as_bytes()));
        assert_eq!(a.plus(b).minus(a), b);
        assert_ne!(a, b);
    }
}
