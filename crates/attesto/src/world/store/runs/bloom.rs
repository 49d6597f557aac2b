//! A Bloom filter: whether a key can be in a run at all. It never says no to a key that is there.
//! Fourteen bits a key, of which eight are asked; about one absent key in eight hundred is looked for in vain.

const BITS_PER_KEY: u64 = 14;
const PROBES: u64 = 8;
/// How many bits the format before asked.
const FIRST_PROBES: u64 = 7;

/// The filter of one run.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Bloom {
    words: Vec<u64>,
    probes: u64,
}

impl Bloom {
    /// A filter for up to so many keys.
    pub(super) fn for_keys(keys: u64) -> Self {
        let words = usize::try_from((keys * BITS_PER_KEY).div_ceil(64)).unwrap_or(usize::MAX).max(1);
        Self { words: vec![0; words], probes: PROBES }
    }

    /// How many keys it is made for.
    pub(super) fn keys(&self) -> u64 {
        u64::try_from(self.words.len()).unwrap_or(u64::MAX).saturating_mul(64) / BITS_PER_KEY
    }

    pub(super) fn add(&mut self, hash: u64) {
        for bit in self.bits(hash) {
            if let Some(word) = place(bit).and_then(|place| self.words.get_mut(place)) {
                *word |= 1 << (bit % 64);
            }
        }
    }

    pub(super) fn may_hold(&self, hash: u64) -> bool {
        let is_set = |bit| place(bit).and_then(|place| self.words.get(place)).is_some_and(|w| w >> (bit % 64) & 1 == 1);
        self.bits(hash).all(is_set)
    }

    pub(super) fn write(&self, to: &mut Vec<u8>) {
        self.words.iter().for_each(|word| to.extend_from_slice(&word.to_be_bytes()));
    }

    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let (words, rest) = bytes.as_chunks();
        let words: Vec<u64> = words.iter().map(|word| u64::from_be_bytes(*word)).collect();
        (rest.is_empty() && !words.is_empty()).then_some(Self { words, probes: PROBES })
    }

    /// The same filter as the format before filled it.
    pub(super) fn of_first_format(self) -> Self {
        Self { probes: FIRST_PROBES, ..self }
    }

    fn bits(&self, hash: u64) -> impl Iterator<Item = u64> + use<> {
        let bits = u64::try_from(self.words.len()).unwrap_or(1) * 64;
        let step = mixed(hash) | 1;
        (0..self.probes).map(move |probe| hash.wrapping_add(probe.wrapping_mul(step)) % bits)
    }
}

fn place(bit: u64) -> Option<usize> {
    usize::try_from(bit / 64).ok()
}

/// FNV-1a and a finish; it stands on the disk, so it may not change.
pub(in super::super) fn hash(key: &[u8]) -> u64 {
    let fnv = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    mixed(key.iter().fold(0xcbf2_9ce4_8422_2325, fnv))
}

/// The finish of splitmix64.
fn mixed(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_is_never_denied_and_most_else_is() {
        let mut bloom = Bloom::for_keys(1_000);
        let key = |number: u32| hash(format!("key/{number}").as_bytes());
        (0..1_000).for_each(|number| bloom.add(key(number)));

        assert!((0..1_000).all(|number| bloom.may_hold(key(number))));
        assert!((1_000..11_000).filter(|number| bloom.may_hold(key(*number))).count() < 50);
        let mut bytes = Vec::new();
        bloom.write(&mut bytes);
        assert_eq!(Bloom::parse(&bytes), Some(bloom));
    }
}
