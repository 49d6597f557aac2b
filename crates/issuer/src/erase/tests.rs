use attesto_credential::Secured;

use super::*;
use crate::audit::{Eye, audit};
use crate::issue::Alone;
use crate::issue::tests::Room;
use crate::records::tests::{Office, at, id};
use crate::register::MemoryRegister;

/// An office that issued to three, one of whom is meant.
fn issued() -> (Office, Room, MemoryRegister, Candidacy) {
    let (office, _) = Office::approved();
    let room = Room::with(3);
    let mut register = room.register.clone();
    room.issue_into(&mut register, 1).unwrap();
    let one = &room.certifications[1];
    let candidacy = Candidacy {
        scheme: one.scheme().id().clone(),
        cohort: one.cohort().clone(),
        candidate: one.candidate().clone(),
    };
    (office, room, register, candidacy)
}

fn erase(office: &Office, register: &mut MemoryRegister, held: &Held) -> Result<Head, RecordRefused> {
    let moment = at("2026-11-25T09:00:00Z");
    let erasure = held.erasure(ErasureReason::Request, id("eraser-1"), moment);
    let (secured, opened) = office.signed("eraser-1", ERASURE, moment, erasure.body());
    let officer = office.officers.find(&id("eraser-1")).unwrap();
    record_erasure(register, &erasure, officer, &SignedAct::new(&secured, &opened))
}

#[test]
fn what_is_held_of_a_person_is_all_of_it() {
    let (_, room, register, candidacy) = issued();

    let held = held(&register, &candidacy).unwrap();

    assert_eq!(candidacies(&register, &candidacy.candidate).unwrap(), [candidacy]);
    assert_eq!(held.certifications, [room.certifications[1].clone()]);
    assert_eq!((held.sittings.len(), held.copies.len()), (1, 1));
    let person = held.sittings[0].person.as_ref().unwrap();
    assert_eq!(person.commitment(), room.certifications[1].person());
    assert!(held.copies[0].secured.text().contains(room.certifications[1].number().as_str()));
    assert!(!held.is_erased());
}

#[test]
fn after_an_erasure_nothing_reads_as_the_person_and_everything_else_as_before() {
    let (office, room, mut register, candidacy) = issued();
    let before = held(&register, &candidacy).unwrap();
    let badge: Secured = before.copies[0].secured.clone();
    let lines = register.journal(1, 99).unwrap();

    erase(&office, &mut register, &before).unwrap();

    let after = held(&register, &candidacy).unwrap();
    assert!(after.is_erased() && after.copies.is_empty());
    assert_eq!(after.certifications, before.certifications);
    assert_eq!(after.sittings[0].row, before.sittings[0].row);
    assert_eq!(register.journal(1, lines.len()).unwrap(), lines);
    let other = copies(&register, room.certifications[0].number()).unwrap();
    assert_eq!(other.len(), 1);
    let opened = attesto_securing::open::<attesto_credential::Credential>(
        &[badge],
        &room.keys,
        &room.contexts,
        at("2027-01-01T00:00:00Z"),
    );
    assert!(opened[0].is_ok());
}

#[test]
fn an_audit_finds_nothing_after_an_erasure_and_counts_it() {
    let (office, room, mut register, candidacy) = issued();
    let before = held(&register, &candidacy).unwrap();

    erase(&office, &mut register, &before).unwrap();

    let eye =
        Eye { keys: &room.keys, contexts: &room.contexts, officers: &office.officers, at: at("2026-11-25T10:00:00Z") };
    let audit = audit(&register, &eye, &Alone).unwrap();
    assert_eq!(audit.flaws, []);
    assert_eq!((audit.counts.copies, audit.counts.erased_copies), (2, 1));
}

#[test]
fn nobody_is_erased_twice_and_nothing_is_issued_to_the_erased() {
    let (office, room, mut register, candidacy) = issued();
    let before = held(&register, &candidacy).unwrap();
    erase(&office, &mut register, &before).unwrap();

    let again = erase(&office, &mut register, &before);

    assert!(matches!(again, Err(RecordRefused::Register(RegisterFault::Taken { .. }))));
    let issued = room.issue_into(&mut register, 7_000);
    let number = room.certifications[1].number();
    assert!(matches!(issued, Err(crate::IssueFault::Erased { number: erased }) if erased == *number));
}

#[test]
fn no_name_stands_in_the_act() {
    let (_, _, register, candidacy) = issued();
    let held = held(&register, &candidacy).unwrap();
    let person = held.sittings[0].person.clone().unwrap();

    let body = held.erasure(ErasureReason::Request, id("eraser-1"), at("2026-11-25T09:00:00Z")).body();

    let text = attesto_credential::Document::composed(body).to_text();
    for named in [person.name().native().family().as_str(), person.email().as_str()] {
        assert!(!text.contains(named));
    }
}

#[test]
fn another_candidacy_with_the_same_email_is_told_and_not_presumed() {
    let (_, _, register, candidacy) = issued();
    let held = held(&register, &candidacy).unwrap();
    assert_eq!(same_email(&register, &held).unwrap(), []);
    let elsewhere = Candidacy { cohort: Code::parse("another").unwrap(), ..candidacy.clone() };
    let seen_from_elsewhere = Held { candidacy: elsewhere, ..held };
    assert_eq!(same_email(&register, &seen_from_elsewhere).unwrap(), [candidacy]);
}
