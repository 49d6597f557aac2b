//! The act that stands where a restored register goes on: from which backup, what is known to be lost, how far the
//! counters jumped so that nothing given out in the lost part is given again.

use attesto_credential::{Object, Timestamp};

use crate::code::OfficerId;
use crate::officer::Officer;
use crate::records::{
    RESTORATION, RecordRefused, Records, SignedAct, counter_family, counter_floor, ordinal, place_counter, with_signed,
};
use crate::register::{Act, ActKind, Head, Register};

/// The highest counter of a certificate number.
const LAST: u32 = 999_999;

/// A restore with loss, ready to be signed.
#[derive(Clone, Debug)]
pub struct Restoration {
    backup: Head,
    known: Option<Head>,
    gap: u32,
    by: OfficerId,
    at: Timestamp,
}

impl Restoration {
    /// A restore from a backup that ends at `backup`, while acts are known to `known`; counters jump by `gap`.
    pub fn new(backup: Head, known: Option<Head>, gap: u32, by: OfficerId, at: Timestamp) -> Self {
        Self { backup, known, gap, by, at }
    }

    /// How many acts are known to be lost.
    pub fn lost(&self) -> Option<u64> {
        self.known.map(|known| known.seq.saturating_sub(self.backup.seq))
    }

    /// What the officer signs, and what stands in the journal.
    pub fn body(&self) -> Object {
        let head = |head: &Head| Object::new().with("seq", head.seq).with("hash", head.hash.to_hex());
        Object::new()
            .with("backup", head(&self.backup))
            .with_some("known", self.known.as_ref().map(head))
            .with_some("lost", self.lost())
            .with("gap", u64::from(self.gap))
            .with("restored_by", self.by.as_str())
            .with("restored_at", self.at.to_string())
    }
}

/// Records a restore with loss: every counter jumps, those of years and prefixes to come too.
///
/// # Errors
/// Another act was signed, or the register cannot.
pub fn record_restoration(
    register: &mut dyn Register,
    restoration: &Restoration,
    officer: &Officer,
    signed: &SignedAct<'_>,
) -> Result<Head, RecordRefused> {
    signed.is(RESTORATION, officer, &restoration.body())?;
    let seq = register.head().seq + 1;
    let act = Act::new(ActKind::Restoration, restoration.at, officer.id().clone(), restoration.body());
    let mut act = with_signed(act, officer, signed, seq);
    let records = Records::of(register);
    let jumped = |stood: u32| format!("{:06}", stood.saturating_add(restoration.gap).min(LAST));
    for (key, _) in records.all(&counter_family())? {
        act = act.with_set(key.clone(), jumped(records.counter(&key)?.unwrap_or(0)));
    }
    let places = records.places_given()?.saturating_add(u64::from(restoration.gap));
    act = act.with_set(place_counter(), ordinal(places));
    let floor = counter_floor();
    let stood = records.counter(&floor)?.unwrap_or(0);
    Ok(register.commit(act.with_set(floor, jumped(stood)))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::tests::{Office, at, id};
    use crate::register::MemoryRegister;

    fn restored(register: &mut MemoryRegister, office: &Office, gap: u32) {
        let moment = at("2026-11-26T09:00:00Z");
        let restoration = Restoration::new(register.head(), None, gap, id("approver-1"), moment);
        let (secured, opened) = office.signed("approver-1", RESTORATION, moment, restoration.body());
        let officer = office.officers.find(&id("approver-1")).unwrap();
        record_restoration(register, &restoration, officer, &SignedAct::new(&secured, &opened)).unwrap();
    }

    fn next(register: &MemoryRegister, prefix: &str, year: u16) -> String {
        Records::of(register).next_numbers(prefix, year, 1).unwrap()[0].as_str()[..15].to_owned()
    }

    #[test]
    fn every_counter_jumps_those_that_were_never_used_too() {
        let (office, certifications) = Office::approved();
        let mut register = office.register.clone();
        let count = certifications.len();

        restored(&mut register, &office, 5_000);

        assert_eq!(next(&register, "SIM", 2026), format!("SIM-2026-{:06}", 5_000 + count + 1));
        assert_eq!(next(&register, "SIM", 2027), "SIM-2027-005001");
        assert_eq!(next(&register, "NEW", 2026), "NEW-2026-005001");
    }

    #[test]
    fn a_second_loss_jumps_once_more_and_no_counter_runs_over() {
        let office = Office::new();
        let mut register = office.register.clone();
        restored(&mut register, &office, 5_000);
        restored(&mut register, &office, 5_000);
        assert_eq!(next(&register, "SIM", 2026), "SIM-2026-010001");
        restored(&mut register, &office, u32::MAX);
        assert!(Records::of(&register).next_numbers("SIM", 2026, 1).is_err());
    }

    #[test]
    fn what_is_known_to_be_lost_is_counted() {
        let head = |seq| Head { seq, ..Head::start() };
        let lost = |known: Option<u64>| {
            Restoration::new(head(40), known.map(head), 1, id("approver-1"), at("2026-11-26T09:00:00Z")).lost()
        };
        assert_eq!([lost(None), lost(Some(52)), lost(Some(39))], [None, Some(12), Some(0)]);
    }
}
