//! What the status lists say: every bit and every successor, from what stands in the register.
//! Wording and sealing them is `publication`'s.

use attesto_credential::{Timestamp, Why};

use attesto_securing::Digest;

use super::copy_status::{ends_the_old, status_family, suspended_family};
use super::known::place_of;
use super::{CopyStatus, Place};
use crate::records::{Records, damaged};
use crate::register::{Key, Register, RegisterFault};

/// The state of one list: what is not good in it; everything else is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListState {
    revoked: Vec<u32>,
    suspended: Vec<u32>,
    successors: Vec<Succession>,
}

/// One copy in whose place another stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Succession {
    /// The index of the old copy.
    pub index: u32,
    /// Why.
    pub why: Why,
    /// Since when.
    pub since: Timestamp,
    /// The place of the new copy; nothing until it is issued.
    pub place: Option<Place>,
}

impl ListState {
    /// The indices whose revocation bit is set, in order: withdrawn, void, replaced after an error or a loss, and
    /// suspended, so that readers who know nothing else fail safe.
    pub fn revoked(&self) -> &[u32] {
        &self.revoked
    }

    /// The indices whose suspension bit is set, in order.
    pub fn suspended(&self) -> &[u32] {
        &self.suspended
    }

    /// The copies that have a successor, in the order of their indices.
    pub fn successors(&self) -> &[Succession] {
        &self.successors
    }

    /// What it says, as a digest: two states that say the same have the same.
    pub fn digest(&self) -> Digest {
        let successor = |one: &Succession| {
            let place = one.place.map_or_else(|| "-".to_owned(), |place| place.to_string());
            format!("{} {} {} {place}", one.index, one.why, one.since)
        };
        let successors: Vec<String> = self.successors.iter().map(successor).collect();
        Digest::of(format!("{:?}\n{:?}\n{}", self.revoked, self.suspended, successors.join("\n")).as_bytes())
    }

    /// Reads the state of a list, counted from 1.
    ///
    /// # Errors
    /// Damage, or the register cannot.
    pub fn read(register: &dyn Register, list: u32) -> Result<Self, RegisterFault> {
        let records = Records::of(register);
        let mut state = Self::default();
        for (key, value) in records.all(&status_family(list))? {
            let index = index(&key)?;
            let text = String::from_utf8_lossy(&value);
            match CopyStatus::parse(&text).ok_or_else(|| damaged(&key, "it is no status"))? {
                CopyStatus::Revoked { .. } | CopyStatus::Void => state.revoked.push(index),
                CopyStatus::Replaced { why, since, by } => {
                    let place = place_of(register, &by)?;
                    state.successors.push(Succession { index, why, since, place });
                    state.revoked.extend(ends_the_old(why).then_some(index));
                }
            }
        }
        for (key, _) in records.all(&suspended_family(list))? {
            state.suspended.push(index(&key)?);
        }
        state.revoked.extend(&state.suspended);
        state.revoked.sort_unstable();
        state.revoked.dedup();
        Ok(state)
    }
}

/// How many lists there are: those in which a place was given, and always the first.
///
/// # Errors
/// Damage, or the register cannot.
pub fn lists(register: &dyn Register) -> Result<u32, RegisterFault> {
    let given = Records::of(register).places_given()?;
    let begun = given.div_ceil(u64::from(Place::PER_LIST)).max(1);
    Ok(u32::try_from(begun).unwrap_or(u32::MAX))
}

fn index(key: &Key) -> Result<u32, RegisterFault> {
    let index = key.last().parse().ok().filter(|index| *index < Place::PER_LIST);
    index.ok_or_else(|| damaged(key, "it names no place"))
}
