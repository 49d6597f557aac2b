//! The machine stops between intent and record: what was begun is finished with the same bytes, or made void.
//! Power loss on a disk is the register's own test; here the disk is only full.

use attesto_issuer::{
    Act, Head, IssueFault, JournalLine, Key, MemoryRegister, OpenIntent, Register, RegisterFault, Standing, copies,
    finish, open_intents, void,
};
use attesto_securing::Digest;
use attesto_verifier::Verdict;

use crate::office::{Office, at, id, judged};

/// A register that takes so many acts and then no more.
struct Full(MemoryRegister, u64);

impl Register for Full {
    fn head(&self) -> Head {
        self.0.head()
    }

    fn commit(&mut self, act: Act) -> Result<Head, RegisterFault> {
        if self.0.head().seq >= self.1 {
            return Err(RegisterFault::Unreachable { doing: "write", why: "no space left".to_owned() });
        }
        self.0.commit(act)
    }

    fn payload(&self, digest: &Digest) -> Result<Option<Vec<u8>>, RegisterFault> {
        self.0.payload(digest)
    }

    fn find(&self, key: &Key) -> Result<Option<Vec<u8>>, RegisterFault> {
        self.0.find(key)
    }

    fn list(&self, prefix: &Key, after: Option<&Key>, at_most: usize) -> Result<Vec<(Key, Vec<u8>)>, RegisterFault> {
        self.0.list(prefix, after, at_most)
    }

    fn journal(&self, from_seq: u64, at_most: usize) -> Result<Vec<JournalLine>, RegisterFault> {
        self.0.journal(from_seq, at_most)
    }
}

/// An office that was cut off while it issued three badges, and those three certifications.
fn cut_off() -> (Office, Vec<attesto_issuer::Certification>, OpenIntent) {
    let mut office = Office::new();
    let sheet = office.decide(&office.outcomes(&[]), "decider-1", "2026-11-24T09:00:00Z");
    let mut certifications = office.approve(&sheet, "approver-1", "2026-11-24T10:00:00Z").unwrap();
    certifications.truncate(3);
    let mut full = Full(office.register.clone(), office.register.head().seq + 1);
    let fault = office.issue_into(&mut full, &certifications, "2026-11-24T11:00:00Z").unwrap_err();
    assert!(matches!(fault, IssueFault::Register(RegisterFault::Unreachable { .. })), "{fault}");
    let intent = open_intents(&office.register).unwrap().remove(0);
    (office, certifications, intent)
}

#[test]
fn nothing_left_before_it_was_recorded_and_the_intent_says_what_was_meant() {
    let (office, certifications, intent) = cut_off();

    assert_eq!((intent.copies(), intent.by(), intent.at()), (3, &id("issuer-1"), at("2026-11-24T11:00:00Z")));
    for one in &certifications {
        assert_eq!(copies(&office.register, one.number()).unwrap(), []);
    }
}

#[test]
fn what_was_begun_is_finished_as_it_was_meant_and_issued_once() {
    let (mut office, certifications, intent) = cut_off();
    let mut register = office.register.clone();

    let open = office.issue_into(&mut register, &certifications, "2026-11-25T08:00:00Z");
    assert!(matches!(open, Err(IssueFault::Open { .. })));
    let finished = office.at_desk(&mut register, "2026-11-25T08:00:00Z", |desk| finish(desk, intent.id())).unwrap();
    let again = office.issue(&certifications, "2026-11-25T09:00:00Z");

    assert_eq!(open_intents(&register).unwrap(), []);
    assert!(again.iter().all(|copy| copy.standing == Standing::AlreadyIssued));
    for (copy, finished) in again.iter().zip(&finished) {
        assert_eq!(copy.secured.text(), finished.secured.text());
        let report = judged(copy.secured.clone(), &office.trusting(), "2027-01-01T00:00:00Z");
        assert_eq!(report.verdict(), Verdict::Valid);
    }
}

#[test]
fn what_was_made_void_is_issued_anew_under_other_names() {
    let (mut office, certifications, intent) = cut_off();
    let mut register = office.register.clone();

    void(&mut register, intent.id(), &id("issuer-1"), at("2026-11-25T08:00:00Z")).unwrap();
    let copies = office.issue(&certifications, "2026-11-25T09:00:00Z");

    assert_eq!(open_intents(&register).unwrap(), []);
    assert!(copies.iter().all(|copy| copy.standing == Standing::Issued));
    let refused = office.at_desk(&mut register, "2026-11-25T10:00:00Z", |desk| finish(desk, intent.id()));
    assert!(matches!(refused, Err(IssueFault::NoSuchIntent { .. })));
}
