//! A place in the issuer's own status lists, and the order in which places are given: to outsiders it is no order.
//! What stands at a place is `copy_status`'s.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::issue::CopySecret;

/// Entries of one list; also the least that Bitstring Status List 1.0 allows.
const PER_LIST: u32 = 1 << BITS;
const BITS: u32 = 17;
/// Both halves of the network have as many bits; one more than needed is walked off.
const HALF_BITS: u32 = 9;
const HALF: u32 = (1 << HALF_BITS) - 1;
const ROUNDS: u8 = 8;

/// One entry of one of the issuer's status lists; it belongs to one copy for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Place {
    list: u32,
    index: u32,
}

/// A text that is no place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{found:?} is not a place in a status list; it is written LIST/INDEX, as in 1/000417")]
pub struct BadPlace {
    /// As found, cut and escaped.
    pub found: String,
}

impl Place {
    /// Entries of one list.
    pub const PER_LIST: u32 = PER_LIST;

    /// Reads `LIST/INDEX`, as [`Place`] is displayed.
    ///
    /// # Errors
    /// Another form, list 0, or an index beyond the list.
    pub fn parse(text: &str) -> Result<Self, BadPlace> {
        let bad = || BadPlace { found: crate::quote::shown(text) };
        let (list, index) = text.split_once('/').ok_or_else(bad)?;
        let place = Self { list: list.parse().map_err(|_| bad())?, index: index.parse().map_err(|_| bad())? };
        if place.to_string() == text && place.list > 0 && place.index < PER_LIST { Ok(place) } else { Err(bad()) }
    }

    /// The list, counted from 1.
    pub fn list(self) -> u32 {
        self.list
    }

    /// The entry, counted from 0.
    pub fn index(self) -> u32 {
        self.index
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:06}", self.list, self.index)
    }
}

impl TryFrom<String> for Place {
    type Error = BadPlace;

    fn try_from(text: String) -> Result<Self, BadPlace> {
        Self::parse(&text)
    }
}

impl From<Place> for String {
    fn from(place: Place) -> Self {
        place.to_string()
    }
}

impl CopySecret {
    /// The place that the n-th copy gets, counted from 0: each exactly once, one list after the other.
    ///
    /// Within a list the order is a permutation under the secret (a Feistel network over SHA-256, walked until it
    /// falls inside the list), so that nobody reads the order of issue off the indices.
    pub fn place(&self, nth: u64) -> Place {
        let per_list = u64::from(PER_LIST);
        let list = u32::try_from(nth / per_list).unwrap_or(u32::MAX - 1);
        let mut index = u32::try_from(nth % per_list).unwrap_or(0);
        loop {
            index = self.walked(list, index);
            if index < PER_LIST {
                return Place { list: list + 1, index };
            }
        }
    }

    /// One step of the walk: a permutation of all numbers of twice [`HALF_BITS`] bits.
    fn walked(&self, list: u32, from: u32) -> u32 {
        let (mut left, mut right) = (from >> HALF_BITS, from & HALF);
        for round in 0..ROUNDS {
            (left, right) = (right, left ^ self.mixed(list, round, right));
        }
        (left << HALF_BITS) | right
    }

    fn mixed(&self, list: u32, round: u8, half: u32) -> u32 {
        let digest = self.keyed(b"attesto-place-1", &[&list.to_be_bytes(), &[round], &half.to_be_bytes()]);
        let word = digest.as_bytes().first_chunk().copied().map_or(0, u32::from_be_bytes);
        word & HALF
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn secret() -> CopySecret {
        CopySecret::new([9; 32])
    }

    #[test]
    fn every_place_of_a_list_is_given_exactly_once_before_the_next_list_begins() {
        let secret = secret();
        let places: Vec<Place> = (0..u64::from(PER_LIST)).map(|nth| secret.place(nth)).collect();
        assert!(places.iter().all(|place| place.list() == 1));
        assert_eq!(places.iter().collect::<HashSet<_>>().len(), places.len());
        assert_eq!(secret.place(u64::from(PER_LIST)).list(), 2);
    }

    #[test]
    fn the_order_of_issue_cannot_be_read_off_the_indices() {
        // Chi-square over 64 equal parts of the list, 10 000 places: 63 degrees of freedom, 103.4 at p = 0.001.
        for (key, list) in [(1, 0), (2, 0), (3, 1), (4, 7)] {
            let secret = CopySecret::new([key; 32]);
            let first = u64::from(PER_LIST) * list;
            let indices: Vec<u32> = (first..first + 10_000).map(|nth| secret.place(nth).index()).collect();
            let mut parts = [0u32; 64];
            for index in &indices {
                parts[usize::try_from(index / (PER_LIST / 64)).unwrap()] += 1;
            }
            let expected = 10_000.0 / 64.0;
            let chi: f64 = parts.iter().map(|found| (f64::from(*found) - expected).powi(2) / expected).sum();
            assert!(chi < 103.4, "secret {key}, list {list}: {chi}");
            let rising = indices.windows(2).filter(|pair| pair[0] < pair[1]).count();
            assert!((4_700..5_300).contains(&rising), "secret {key}, list {list}: {rising} rise");
        }
    }

    #[test]
    fn another_secret_gives_another_order() {
        let other = CopySecret::new([8; 32]);
        assert!((0..100).any(|nth| secret().place(nth) != other.place(nth)));
    }

    #[test]
    fn a_place_reads_back_and_nothing_else_does() {
        let place = secret().place(417);
        assert_eq!(Place::parse(&place.to_string()), Ok(place));
        for bad in ["", "1", "0/000001", "1/1", "1/131072", "1/0000417", "-1/000417", "1/00x417", "+1/000417"] {
            assert!(Place::parse(bad).is_err(), "{bad}");
        }
    }
}
