//! The status of every copy held against the state of its certification, and every place given once.
//! Whether the public reads the same is asked where the lists are published.

use std::collections::HashMap;

use super::{FlawCode, Found};
use crate::certification::{Certification, State};
use crate::issue::{State as CopyState, copies_entry, copy_family, state_under};
use crate::records::Records;
use crate::register::{Key, Register, RegisterFault};
use crate::status::{CopyStatus, Place, lists, status_at, status_family};

/// Places that copies have: one bit each, list by list.
#[derive(Default)]
pub(super) struct Places(HashMap<u32, Vec<bool>>);

impl Places {
    /// Takes the place of a recorded copy.
    pub(super) fn take(&mut self, place: Place, copy: &Key, found: &mut Found) {
        let size = usize::try_from(Place::PER_LIST).unwrap_or(usize::MAX);
        let list = self.0.entry(place.list()).or_insert_with(|| vec![false; size]);
        let Some(taken) = list.get_mut(usize::try_from(place.index()).unwrap_or(usize::MAX)) else { return };
        if std::mem::replace(taken, true) {
            found.flaw(FlawCode::PlaceTwice, copy, format!("another copy has its place {place} too"));
        }
    }

    fn has(&self, list: u32, key: &Key) -> bool {
        let index = key.last().parse().ok();
        self.0.get(&list).zip(index).and_then(|(list, index): (_, usize)| list.get(index)) == Some(&true)
    }

    /// Finds places whose status is that of no copy: neither recorded there nor given up.
    pub(super) fn orphans(&self, register: &dyn Register, found: &mut Found) -> Result<(), RegisterFault> {
        for list in 1..=found.read(lists(register))?.unwrap_or(0) {
            for (key, value) in found.read(Records::of(register).all(&status_family(list)))?.unwrap_or_default() {
                let status = CopyStatus::parse(&String::from_utf8_lossy(&value));
                if status.is_none() || (status != Some(CopyStatus::Void) && !self.has(list, &key)) {
                    found.flaw(FlawCode::StatusDiffers, &key, "it is the status of no copy");
                }
            }
        }
        Ok(())
    }
}

/// Holds the copies of a certification against its state.
pub(super) fn follows(
    register: &dyn Register,
    certification: &Certification,
    found: &mut Found,
) -> Result<(), RegisterFault> {
    let entries = found.read(Records::of(register).all(&copies_entry(certification.number())))?;
    for (entry, _) in entries.unwrap_or_default() {
        let key = copy_family().under(entry.last());
        let Some(CopyState::Recorded(recorded)) = found.read(state_under(register, &key))?.flatten() else { continue };
        let place = recorded.place();
        let Some(status) = found.read(status_at(register, place))? else { continue };
        let suspended = found.read(register.find(&place.suspended_key()))?.flatten();
        if state_of(status, suspended.as_deref()) != Some(certification.state()) {
            let state = certification.state();
            found.flaw(FlawCode::StatusDiffers, &key, format!("its certification is {state}, its own status is not"));
        }
    }
    Ok(())
}

/// In which state of its certification a copy may stand like this.
fn state_of(status: Option<CopyStatus>, suspended: Option<&[u8]>) -> Option<State> {
    match (status, suspended) {
        (Some(CopyStatus::Revoked { .. }), None) => Some(State::Withdrawn),
        (None | Some(CopyStatus::Replaced { .. }), None) => Some(State::Certified),
        (None | Some(CopyStatus::Replaced { .. }), Some(_)) => Some(State::Suspended),
        _ => None,
    }
}
