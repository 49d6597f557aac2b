//! What an audit finds where a register says of links what no act may do.

use attesto_credential::Object;

use super::*;
use crate::issue::link_entry;
use crate::register::{Act, ActKind, Key};

fn act(kind: ActKind, body: Object) -> Act {
    Act::new(kind, at(NOW), id("issuer-1"), body)
}

/// A change of links as it is signed, with entries that are not its own.
fn forged(desk: &mut Desk, entries: impl Fn(Act, &LinkChange) -> Act) -> Vec<String> {
    let change = desk.change(LinkDeed::Withdraw, None).unwrap();
    let seq = desk.register.head().seq + 1;
    let (secured, opened) = desk.office.signed("issuer-1", LINK, at(NOW), change.body());
    let officer = desk.office.officers.find(&id("issuer-1")).unwrap();
    let signed = SignedAct::new(&secured, &opened);
    let act = crate::records::with_signed(act(ActKind::Link, change.body()), officer, &signed, seq);
    desk.register.commit(entries(act, &change)).unwrap();
    desk.flaws()
}

fn withdrawn(desk: &Desk, link: LinkCapability) -> (Key, String) {
    let copy = linked_copies(&desk.register, &desk.copies[0].number).unwrap()[0].key();
    (link_entry(&link), format!("withdrawn {} {NOW}", copy.to_hex()))
}

#[test]
fn a_link_withdrawn_without_an_officers_signature_is_found() {
    let mut desk = Desk::issued();
    let body = desk.change(LinkDeed::Withdraw, None).unwrap().body();
    let (key, value) = withdrawn(&desk, desk.first());
    desk.register.commit(act(ActKind::Link, body).with_set(key, value)).unwrap();
    assert_eq!(desk.flaws(), ["act.unsigned no officer's signature is kept"]);
}

#[test]
fn a_link_withdrawn_twice_is_found() {
    let mut desk = Desk::issued();
    let (key, value) = withdrawn(&desk, desk.first());
    let flaws = forged(&mut desk, |act, _| act.with_set(key.clone(), value.clone()));
    assert_eq!(flaws, Vec::<String>::new());
    let body = desk.register.journal(desk.register.head().seq, 1).unwrap()[0].body().clone();
    desk.register.commit(act(ActKind::Link, body).with_set(key, value)).unwrap();
    let flaws = desk.flaws();
    assert!(flaws.iter().any(|flaw| flaw.contains("link.differs") && flaw.contains("nothing any more")), "{flaws:?}");
}

#[test]
fn a_link_withdrawn_that_nobody_was_given_is_found() {
    let mut desk = Desk::issued();
    let stranger = LinkCapability::from_random([7; 16]);
    let (key, value) = withdrawn(&desk, stranger);
    let flaws = forged(&mut desk, |act, _| act.with_set(key.clone(), value.clone()));
    assert!(flaws[0].contains("had been given to nobody"), "{flaws:?}");
    assert!(flaws[1].contains("did not do to links what was signed"), "{flaws:?}");
}

#[test]
fn a_link_given_or_withdrawn_by_an_act_of_another_kind_is_found() {
    let mut desk = Desk::issued();
    let copy = linked_copies(&desk.register, &desk.copies[0].number).unwrap()[0].key();
    let given = link_entry(&LinkCapability::from_random([7; 16]));
    let (key, value) = withdrawn(&desk, desk.first());
    desk.register.commit(act(ActKind::Void, Object::new()).with_fresh(given, copy.to_hex())).unwrap();
    desk.register.commit(act(ActKind::Void, Object::new()).with_set(key, value)).unwrap();
    let flaws = desk.flaws();
    assert_eq!(flaws.iter().filter(|flaw| flaw.contains("an act that changes no links")).count(), 2, "{flaws:?}");
}

#[test]
fn a_link_given_back_or_to_somebody_else_is_found() {
    let mut desk = Desk::issued();
    desk.done(LinkDeed::Withdraw, None);
    let link = link_entry(&desk.first());
    let other = linked_copies(&desk.register, &desk.copies[1].number).unwrap()[0].key();
    let back = act(ActKind::Link, Object::new()).with_set(link, other.to_hex());
    desk.register.commit(back).unwrap();
    let flaws = desk.flaws();
    assert!(flaws.iter().any(|flaw| flaw.contains("link.differs")), "{flaws:?}");
    assert!(
        flaws.iter().any(|flaw| flaw.contains("copy.differs") && flaw.contains("does not lead to it")),
        "{flaws:?}"
    );
}

#[test]
fn an_act_that_withdraws_other_links_than_were_signed_is_found() {
    let mut desk = Desk::issued();
    let flaws = forged(&mut desk, |act, _| act);
    assert_eq!(flaws, ["link.differs it did not do to links what was signed"]);
}
