//! Links follow their copies, and their holders' word: withdrawn, renewed, gone with an erased person.

mod flaws;

use attesto_credential::{CredentialId, Format};

use super::*;
use crate::audit::{Eye, audit};
use crate::erase::{Candidacy, ErasureReason, held, record_erasure};
use crate::issue::tests::{Counting, Room, project};
use crate::issue::{Alone, Copy, copies, copy_by_link, issue};
use crate::records::tests::{Office, at, id};
use crate::records::{ERASURE, RecordRefused, SignedAct};
use crate::register::{Head, MemoryRegister, Register};
use crate::{LinkCapability, Standing, Wanted};

const NOW: &str = "2026-11-25T09:00:00Z";

/// An office that issued a badge to each of three.
struct Desk {
    office: Office,
    room: Room,
    register: MemoryRegister,
    copies: Vec<Copy>,
    drawn: u64,
}

impl Desk {
    fn issued() -> Self {
        let (office, _) = Office::approved();
        let room = Room::with(3);
        let mut register = room.register.clone();
        let copies = room.issue_into(&mut register, 1).unwrap();
        Self { office, room, register, copies, drawn: 70_000 }
    }

    fn order(&self, deed: LinkDeed, copy: Option<&CredentialId>) -> LinkOrder {
        let number = self.copies[0].number.clone();
        let reason = LinkReason::Request;
        LinkOrder { number, copy: copy.cloned(), deed, reason, by: id("issuer-1"), at: at(NOW) }
    }

    fn change(&mut self, deed: LinkDeed, copy: Option<&CredentialId>) -> Result<LinkChange, LinkRefused> {
        self.drawn += 100;
        LinkChange::of(self.order(deed, copy), &self.register, &mut Counting::from(self.drawn))
    }

    fn record(&mut self, change: &LinkChange, name: &str) -> Result<Head, RecordRefused> {
        let (secured, opened) = self.office.signed(name, LINK, at(NOW), change.body());
        let officer = self.office.officers.find(&id(name)).unwrap();
        record_link(&mut self.register, change, officer, &SignedAct::new(&secured, &opened))
    }

    fn done(&mut self, deed: LinkDeed, copy: Option<&CredentialId>) -> Option<LinkCapability> {
        let change = self.change(deed, copy).unwrap();
        self.record(&change, "issuer-1").unwrap();
        change.given()
    }

    fn first(&self) -> LinkCapability {
        self.copies[0].link.unwrap()
    }

    fn standing(&self, link: LinkCapability) -> LinkStanding {
        link_standing(&self.register, &link).unwrap()
    }

    /// Issues the next badge of the first certification.
    fn issue_another(&mut self, ordinal: u32) -> Copy {
        let wanted = Wanted { certification: &self.room.certifications[0], format: Format::OPEN_BADGE, ordinal };
        self.drawn += 100;
        let mut entropy = Counting::from(self.drawn);
        let mut desk = self.room.desk(&mut self.register, &mut entropy);
        desk.at = at(NOW);
        issue(&mut desk, &[wanted], &mut project).unwrap().remove(0)
    }

    fn erase_the_first(&mut self) {
        let one = &self.room.certifications[0];
        let candidacy = Candidacy {
            scheme: one.scheme().id().clone(),
            cohort: one.cohort().clone(),
            candidate: one.candidate().clone(),
        };
        let erasure =
            held(&self.register, &candidacy).unwrap().erasure(ErasureReason::Request, id("eraser-1"), at(NOW));
        let (secured, opened) = self.office.signed("eraser-1", ERASURE, at(NOW), erasure.body());
        let officer = self.office.officers.find(&id("eraser-1")).unwrap();
        record_erasure(&mut self.register, &erasure, officer, &SignedAct::new(&secured, &opened)).unwrap();
    }

    fn flaws(&self) -> Vec<String> {
        self.flaws_of(&self.register)
    }

    fn flaws_of(&self, register: &dyn Register) -> Vec<String> {
        let (keys, contexts, officers) = (&self.room.keys, &self.room.contexts, &self.office.officers);
        let found = audit(register, &Eye { keys, contexts, officers, at: at("2026-11-26T09:00:00Z") }, &Alone).unwrap();
        found.flaws.iter().map(|flaw| format!("{} {}", flaw.code(), flaw.found())).collect()
    }
}

#[test]
fn what_acts_did_to_links_is_read_off_the_journal_once_each() {
    let room = Room::with(3);
    let mut register = room.register.clone();
    let before = register.head().seq;
    let copies = room.issue_into(&mut register, 1).unwrap();

    let news = link_news(&register, before).unwrap();

    assert_eq!((news.copies().len(), news.erasures()), (3, 0));
    let shown: Vec<_> = news.copies().iter().map(|key| linked(&register, key).unwrap().unwrap()).collect();
    for (copy, shown) in copies.iter().zip(&shown) {
        assert_eq!(copy.standing, Standing::Issued);
        assert_eq!((shown.number(), shown.secured(), shown.id()), (&copy.number, &copy.secured, &copy.id));
        assert_eq!(shown.links().iter().map(KnownLink::capability).collect::<Vec<_>>(), [copy.link.unwrap()]);
        assert!(shown.links()[0].withdrawn().is_none());
        assert_eq!(link_standing(&register, &copy.link.unwrap()).unwrap(), LinkStanding::Shows);
    }
    assert_eq!(link_news(&register, register.head().seq).unwrap(), LinkNews::default());
    assert_eq!(link_standing(&register, &LinkCapability::from_random([7; 16])).unwrap(), LinkStanding::Unknown);
}

#[test]
fn a_withdrawn_link_shows_nothing_and_the_copy_stays_as_it_was() {
    let mut desk = Desk::issued();
    let (before, link) = (desk.register.head().seq, desk.first());

    desk.done(LinkDeed::Withdraw, None);

    assert_eq!(desk.standing(link), LinkStanding::Withdrawn);
    assert_eq!(copy_by_link(&desk.register, &link).unwrap(), None);
    let copy = copies(&desk.register, &desk.copies[0].number).unwrap().remove(0);
    assert_eq!((copy.link, &copy.secured), (None, &desk.copies[0].secured));
    assert_eq!(link_news(&desk.register, before).unwrap().copies().len(), 1);
    assert_eq!(desk.standing(desk.copies[1].link.unwrap()), LinkStanding::Shows);
    assert_eq!(desk.flaws(), Vec::<String>::new());
}

#[test]
fn a_renewed_link_shows_the_copy_and_every_earlier_one_is_withdrawn() {
    let mut desk = Desk::issued();
    let second = desk.done(LinkDeed::Renew, None).unwrap();
    desk.done(LinkDeed::Withdraw, None);
    let third = desk.done(LinkDeed::Renew, None).unwrap();

    let known = linked_copies(&desk.register, &desk.copies[0].number).unwrap().remove(0);

    let links: Vec<_> = known.links().iter().map(|link| (link.capability(), link.withdrawn())).collect();
    assert_eq!(links, [(desk.first(), Some(at(NOW))), (second, Some(at(NOW))), (third, None)]);
    assert_eq!((known.showing().collect::<Vec<_>>(), desk.standing(third)), (vec![third], LinkStanding::Shows));
    assert_eq!(copy_by_link(&desk.register, &third).unwrap().unwrap().link, Some(third));
    assert_eq!(desk.room.issue_into(&mut desk.register, 9_000).unwrap()[0].link, Some(third));
    assert_eq!(desk.flaws(), Vec::<String>::new());
}

#[test]
fn a_link_that_shows_nothing_is_not_withdrawn_again() {
    let mut desk = Desk::issued();
    desk.done(LinkDeed::Withdraw, None);
    assert!(matches!(desk.change(LinkDeed::Withdraw, None), Err(LinkRefused::NoLink { .. })));
}

#[test]
fn which_of_several_copies_is_meant_must_be_said_unless_one_alone_is_shown() {
    let mut desk = Desk::issued();
    let second = desk.issue_another(1);
    for deed in [LinkDeed::Withdraw, LinkDeed::Renew] {
        assert!(matches!(desk.change(deed, None), Err(LinkRefused::Several { count: 2, .. })));
    }
    let stranger = desk.copies[1].id.clone();
    assert!(matches!(desk.change(LinkDeed::Withdraw, Some(&stranger)), Err(LinkRefused::NoCopy { .. })));

    let first = desk.copies[0].id.clone();
    desk.done(LinkDeed::Withdraw, Some(&first));
    assert_eq!(desk.standing(second.link.unwrap()), LinkStanding::Shows);
    desk.done(LinkDeed::Withdraw, None);

    assert_eq!(desk.standing(second.link.unwrap()), LinkStanding::Withdrawn);
    assert!(matches!(desk.change(LinkDeed::Withdraw, None), Err(LinkRefused::NoLink { .. })));
    assert!(matches!(desk.change(LinkDeed::Renew, None), Err(LinkRefused::Several { .. })));
    assert_eq!(desk.flaws(), Vec::<String>::new());
}

#[test]
fn a_change_of_links_is_recorded_only_as_its_officer_signed_it() {
    let mut desk = Desk::issued();
    let (withdraw, renew) =
        (desk.change(LinkDeed::Withdraw, None).unwrap(), desk.change(LinkDeed::Renew, None).unwrap());
    let (secured, opened) = desk.office.signed("issuer-1", LINK, at(NOW), renew.body());
    let officer = desk.office.officers.find(&id("issuer-1")).unwrap();
    let other = record_link(&mut desk.register, &withdraw, officer, &SignedAct::new(&secured, &opened));

    assert!(matches!(other, Err(RecordRefused::SignedOther { .. })));
    assert!(matches!(desk.record(&withdraw, "decider-1"), Err(RecordRefused::SignedOther { .. })));
    assert_eq!(desk.standing(desk.first()), LinkStanding::Shows);
}

#[test]
fn neither_journal_nor_index_holds_a_link_that_was_given_later() {
    let mut desk = Desk::issued();
    let link = desk.done(LinkDeed::Renew, None).unwrap().to_text();
    let journal = desk.register.journal(1, 99).unwrap();
    assert!(journal.iter().all(|line| !line.to_text().contains(&link)));
    for family in ["link", "copy-link", "copy", "officer-act"] {
        let all = crate::records::Records::of(&desk.register).all(&crate::register::Key::of(&[family])).unwrap();
        assert!(!all.is_empty());
        assert!(all.iter().all(|(key, value)| !format!("{key} {}", String::from_utf8_lossy(value)).contains(&link)));
    }
}

#[test]
fn every_link_of_an_erased_person_is_nobodys() {
    let mut desk = Desk::issued();
    let second = desk.done(LinkDeed::Renew, None).unwrap();

    desk.erase_the_first();

    assert_eq!([desk.first(), second].map(|link| desk.standing(link)), [LinkStanding::Unknown; 2]);
    assert_eq!(linked_copies(&desk.register, &desk.copies[0].number).unwrap(), []);
    assert!(matches!(desk.change(LinkDeed::Renew, None), Err(LinkRefused::NoCopy { .. })));
    assert_eq!(desk.flaws(), Vec::<String>::new());
}

#[test]
fn what_follows_a_copy_that_nothing_shows_has_no_link_until_its_holder_asks_for_one() {
    let mut desk = Desk::issued();
    let shown = desk.issue_another(1);
    assert!(shown.link.is_some());
    desk.done(LinkDeed::Withdraw, Some(&shown.id));

    let hidden = desk.issue_another(2);

    assert_eq!(hidden.link, None);
    assert_eq!(desk.issue_another(3).link, None);
    let given = desk.done(LinkDeed::Renew, Some(&hidden.id)).unwrap();
    assert_eq!(copy_by_link(&desk.register, &given).unwrap().unwrap().id, hidden.id);
    assert_eq!(desk.flaws(), Vec::<String>::new());
}

#[test]
fn a_copy_for_a_wallet_is_issued_without_a_link() {
    let desk = Desk::issued();
    let certification = &desk.room.certifications[0];
    let drawn = LinkCapability::from_random([7; 16]);
    let link = |format, ordinal| {
        first_link(drawn, (&desk.register, desk.room.secret()), &Wanted { certification, format, ordinal }).unwrap()
    };
    assert_eq!((link(Format::SD_JWT_VC, 0), link(Format::OPEN_BADGE, 0)), (None, Some(drawn)));
}
