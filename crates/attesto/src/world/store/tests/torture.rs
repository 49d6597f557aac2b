//! Every call of a whole day made to fail in turn, on each engine; after each the register is opened anew and held
//! against a day that nothing disturbed. Faults below the port are the business of `tests/outside/torture`.

use attesto_issuer::register::{Head, JournalLine, MemoryRegister, Register};
use attesto_issuer::{ActKind, Copy};

use super::Folder;
use super::faulting::{Failing, Faulting};
use super::office::{ACTS, Office};

/// A place that gives the same register each time, new and empty the first.
type Place = Box<dyn FnMut() -> Box<dyn Register + Send>>;

fn in_memory() -> Place {
    let register = MemoryRegister::new();
    Box::new(move || Box::new(register.clone()))
}

fn over_sled() -> Place {
    let folder = Folder::new();
    Box::new(move || folder.open().register)
}

/// A day that nothing disturbed.
struct Undisturbed {
    lines: Vec<JournalLine>,
    head: Head,
    copies: Vec<Copy>,
}

impl Undisturbed {
    fn day(office: &Office) -> Self {
        let mut register = MemoryRegister::new();
        let copies = office.day(&mut register).unwrap();
        Self { lines: register.journal(1, usize::MAX).unwrap(), head: register.head(), copies }
    }

    /// What stands is the beginning of this day, whole, and everything acknowledged is in it.
    fn begins_with(&self, office: &Office, register: &dyn Register, acknowledged: u64) {
        let audit = office.audit(register);
        assert_eq!(audit.flaws, []);
        let stands = usize::try_from(audit.head.seq).unwrap();
        assert_eq!(audit.acts[..], self.lines[..stands], "another act, or one twice");
        // One act more may be there: the one whose answer was lost.
        assert!((acknowledged..=acknowledged + 1).contains(&audit.head.seq), "{acknowledged} acts were acknowledged");
        let last = self.lines[..stands].last().map(JournalLine::kind);
        assert_eq!(audit.open.len(), usize::from(last == Some(ActKind::Intent)));
    }

    /// The day is brought to this very end: the same acts, the same certificates, byte for byte.
    fn ends_with(&self, office: &Office, register: &mut dyn Register) {
        let copies = office.day(register).unwrap();
        assert_eq!(register.head(), self.head);
        assert_eq!(texts(&copies), texts(&self.copies));
        let audit = office.audit(register);
        assert_eq!((audit.flaws, audit.counts.copies), (Vec::new(), self.copies.len()));
    }
}

fn texts(copies: &[Copy]) -> Vec<(String, &str)> {
    copies.iter().map(|copy| (copy.link.unwrap().to_text(), copy.secured.text())).collect()
}

/// Disturbs one day after another, each one call later, until none is; gives how many were. Two hands share them.
fn tortured(failing: Failing, place: &(dyn Fn() -> Place + Sync)) -> u32 {
    let calls = std::thread::scope(|scope| {
        let hands = [1, 2].map(|first| scope.spawn(move || every_other(failing, first, place)));
        hands.map(|hand| hand.join().unwrap())
    });
    calls.into_iter().min().unwrap()
}

/// Every other day, the first of them disturbed at that call; gives how many calls a day has, or one more.
fn every_other(failing: Failing, first: u32, place: &dyn Fn() -> Place) -> u32 {
    let office = Office::new();
    let undisturbed = Undisturbed::day(&office);
    for number in (first..).step_by(2) {
        let mut open = place();
        let mut faulting = Faulting::new(open(), failing, number);
        let ended = office.day(&mut faulting);
        let (reached, acknowledged) = (faulting.reached(), faulting.acknowledged());
        drop(faulting);
        let mut register = open();
        if !reached {
            assert_eq!(texts(&ended.unwrap()), texts(&undisturbed.copies));
            undisturbed.ends_with(&office, register.as_mut());
            return number - 1;
        }
        undisturbed.begins_with(&office, register.as_ref(), acknowledged);
        undisturbed.ends_with(&office, register.as_mut());
    }
    unreachable!("the day has an end")
}

/// Each call of a day fails once.
fn tortured_call_by_call(place: &(dyn Fn() -> Place + Sync)) {
    let calls = tortured(Failing::Once, place);
    assert!(calls > 50, "only {calls} calls failed");
}

/// Every act fails from one on, or its answer is lost.
fn tortured_act_by_act(place: &(dyn Fn() -> Place + Sync)) {
    for failing in [Failing::CommitsFromThenOn, Failing::Unanswered] {
        assert_eq!(u64::from(tortured(failing, place)), ACTS, "{failing:?}");
    }
}

#[test]
fn the_day_has_every_kind_of_act_and_every_copy_is_another() {
    let office = Office::new();
    let day = Undisturbed::day(&office);

    assert_eq!(day.head.seq, ACTS);
    let kinds: Vec<ActKind> = day.lines.iter().map(JournalLine::kind).collect();
    for kind in [ActKind::Approval, ActKind::Decision, ActKind::Intent, ActKind::Record, ActKind::Void] {
        assert!(kinds.contains(&kind), "{kind:?}");
    }
    let mut ids: Vec<&str> = day.copies.iter().map(|copy| copy.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert!(day.copies.len() == 4 && ids.len() == day.copies.len());
}

#[test]
fn in_memory_no_call_that_fails_loses_or_doubles_anything() {
    tortured_call_by_call(&in_memory);
}

#[test]
fn in_memory_no_act_that_fails_loses_or_doubles_anything() {
    tortured_act_by_act(&in_memory);
}

#[test]
fn over_sled_no_call_that_fails_loses_or_doubles_anything() {
    tortured_call_by_call(&over_sled);
}

#[test]
fn over_sled_no_act_that_fails_loses_or_doubles_anything() {
    tortured_act_by_act(&over_sled);
}
