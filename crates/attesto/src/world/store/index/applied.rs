//! Where the index stands: the last act in it, what its recent entries add up to, its runs, packs and keys.
//! One value in sled, written in the same batch as the entries of the act.

use attesto_issuer::register::Head;
use attesto_securing::Digest;

use super::super::runs::RunName;

/// The last act that the index holds, and what all of it is then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Applied {
    pub(in super::super) seq: u64,
    pub(in super::super) hash: Digest,
    /// How many entries stand in sled.
    pub(super) entries: u64,
    pub(super) sum: Sum,
    /// How many persons' keys were given by then.
    pub(in super::super) person_keys: u64,
    /// How many packs there are.
    pub(super) packs: u32,
    /// The number of the next run.
    pub(super) next_run: u32,
    /// The oldest first.
    pub(super) runs: Vec<RunName>,
}

/// Sum of the digests of all entries, in four lanes: whatever is lost or swapped changes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum([u64; 4]);

impl Applied {
    pub(super) fn nothing() -> Self {
        let start = Head::start();
        Self {
            seq: start.seq,
            hash: start.hash,
            entries: 0,
            sum: Sum::default(),
            person_keys: 0,
            packs: 0,
            next_run: 0,
            runs: Vec::new(),
        }
    }

    /// Counts an entry in.
    pub(super) fn enter(&mut self, sum: Sum) {
        self.entries = self.entries.wrapping_add(1);
        self.sum = self.sum.plus(sum);
    }

    /// Counts an entry out.
    pub(super) fn leave(&mut self, sum: Sum) {
        self.entries = self.entries.wrapping_sub(1);
        self.sum = self.sum.minus(sum);
    }

    pub(super) fn write(&self) -> Vec<u8> {
        let lanes: Vec<u8> = self.sum.0.iter().flat_map(|lane| lane.to_be_bytes()).collect();
        let counts = [self.entries.to_be_bytes(), self.person_keys.to_be_bytes()].concat();
        let files = [self.packs.to_be_bytes(), self.next_run.to_be_bytes()].concat();
        let mut bytes = [&self.seq.to_be_bytes(), self.hash.as_bytes().as_slice(), &counts, &lanes, &files].concat();
        self.runs.iter().for_each(|run| run.write(&mut bytes));
        bytes
    }

    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let (seq, rest) = bytes.split_first_chunk()?;
        let (hash, rest) = rest.split_first_chunk()?;
        let (entries, rest) = rest.split_first_chunk()?;
        let (person_keys, rest) = rest.split_first_chunk()?;
        let (sum, rest) = rest.split_first_chunk()?;
        // A register of format 1 has neither packs nor runs.
        let (packs, rest) = if rest.is_empty() { (&[0; 4], rest) } else { rest.split_first_chunk()? };
        let (next_run, rest) = if rest.is_empty() { (&[0; 4], rest) } else { rest.split_first_chunk()? };
        Some(Self {
            seq: u64::from_be_bytes(*seq),
            hash: Digest::from_bytes(*hash),
            entries: u64::from_be_bytes(*entries),
            person_keys: u64::from_be_bytes(*person_keys),
            sum: Sum::of(sum),
            packs: u32::from_be_bytes(*packs),
            next_run: u32::from_be_bytes(*next_run),
            runs: RunName::parse_all(rest)?,
        })
    }
}

impl Sum {
    pub(super) fn of(digest: &[u8; 32]) -> Self {
        let mut lanes = digest.chunks_exact(8).filter_map(|lane| lane.try_into().ok()).map(u64::from_be_bytes);
        Self([(); 4].map(|()| lanes.next().unwrap_or(0)))
    }

    pub(super) fn plus(self, other: Self) -> Self {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_index_stands_reads_back_and_so_does_what_the_first_format_wrote() {
        let run = RunName { number: 6, level: 1, bytes: 9, digest: Digest::of(b"run") };
        let applied = Applied {
            seq: 7,
            hash: Digest::of(b"line"),
            entries: 3,
            sum: Sum([1, u64::MAX, 0, 9]),
            person_keys: 4,
            packs: 2,
            next_run: 7,
            runs: vec![run],
        };
        assert_eq!(Applied::parse(&applied.write()), Some(applied.clone()));
        assert_eq!(Applied::parse(&applied.write()[1..]), None);
        let first = Applied { packs: 0, next_run: 0, runs: Vec::new(), ..applied };
        assert_eq!(Applied::parse(&first.write()[..88]), Some(first));
    }

    #[test]
    fn the_sum_forgets_what_is_taken_out_of_it() {
        let (a, b) = (Sum::of(Digest::of(b"a").as_bytes()), Sum::of(Digest::of(b"b").as_bytes()));
        assert_eq!(a.plus(b).minus(a), b);
        assert_ne!(a, b);
    }
}
