//! The life of one certification in a register in memory, act by act, with what the lists then say.

use attesto_credential::{
    CertificateNumber, Declaration, FullName, Iri, Line, ListHistory, PersonName, Secured, Statement, StatusList,
    Timestamp, Validity, Why,
};
use attesto_securing::{Contexts, Keys, Signer as _, SigningKey};

use super::*;
use crate::audit::{Eye, audit};
use crate::certification::{Certification, Event, State};
use crate::code::OfficerId;
use crate::issue::tests::{Counting, Room};
use crate::issue::{Alone, Copy, issue};
use crate::person::{Email, Person};
use crate::records::tests::{Office, at, id};
use crate::records::{RecordRefused, Records, SignedAct};
use crate::register::{Head, MemoryRegister, Register};

const NOW: &str = "2026-11-25T09:00:00Z";

/// An office that issued a badge to each of three.
struct Life {
    office: Office,
    room: Room,
    register: MemoryRegister,
    copies: Vec<Copy>,
}

impl Life {
    fn begun() -> Self {
        let (office, _) = Office::approved();
        let room = Room::with(3);
        let mut register = room.register.clone();
        let copies = room.issue_into(&mut register, 1).unwrap();
        Self { office, room, register, copies }
    }

    fn number(&self) -> CertificateNumber {
        self.room.certifications[0].number().clone()
    }

    fn certification(&self) -> Certification {
        Records::of(&self.register).certification(&self.number()).unwrap().unwrap()
    }

    fn order(&self, particulars: Particulars, cause: Cause) -> Order {
        let two = self.office.scheme().wants_two(particulars.deed());
        let by = if particulars.deed() == Deed::Replace { "issuer-1" } else { "decider-1" };
        Order {
            number: self.number(),
            particulars,
            cause,
            decided: at(NOW),
            effective: at(NOW),
            by: id(by),
            second: two.then(|| id("approver-1")),
            note: None,
        }
    }

    fn change(&self, order: Order) -> Result<StatusChange, ChangeRefused> {
        StatusChange::of(order, (&self.register, self.room.secret()), self.office.scheme(), &self.office.officers)
    }

    fn record(&mut self, change: &StatusChange, note: Option<&str>) -> Result<Head, RecordRefused> {
        let names: Vec<OfficerId> = change.officers().cloned().collect();
        self.record_as(&names, change, note)
    }

    fn record_as(
        &mut self,
        names: &[OfficerId],
        change: &StatusChange,
        note: Option<&str>,
    ) -> Result<Head, RecordRefused> {
        let signed = |name: &OfficerId| self.office.signed(name.as_str(), STATUS, at(NOW), change.body());
        let sealed: Vec<_> = names.iter().map(signed).collect();
        let acts: Vec<_> = names
            .iter()
            .zip(&sealed)
            .map(|(name, (secured, opened))| {
                (self.office.officers.find(name).unwrap(), SignedAct::new(secured, opened))
            })
            .collect();
        record_change(&mut self.register, change, &acts, note)
    }

    fn done(&mut self, particulars: Particulars, cause: Cause) {
        let change = self.change(self.order(particulars, cause)).unwrap();
        self.record(&change, None).unwrap();
    }

    /// Issues what was promised for a certification.
    fn issue_promised(&mut self, number: &CertificateNumber, seed: u64) -> Vec<Copy> {
        let certification = Records::of(&self.register).certification(number).unwrap().unwrap();
        let wanted = promised(&self.register, self.room.secret(), &certification).unwrap();
        let mut entropy = Counting::from(seed);
        let mut desk = self.room.desk(&mut self.register, &mut entropy);
        desk.at = at(NOW);
        issue(&mut desk, &wanted, &mut crate::issue::tests::project).unwrap()
    }

    fn list(&self) -> ListState {
        assert_eq!(lists(&self.register).unwrap(), 1);
        ListState::read(&self.register, 1).unwrap()
    }

    fn flaws(&self) -> Vec<String> {
        let eye = Eye {
            keys: &self.room.keys,
            contexts: &self.room.contexts,
            officers: &self.office.officers,
            at: at("2026-11-26T09:00:00Z"),
        };
        audit(&self.register, &eye, &Alone).unwrap().flaws.iter().map(|flaw| format!("{flaw:?}")).collect()
    }

    fn renamed(&self) -> Person {
        let known = Records::of(&self.register).person(&self.certification().person()).unwrap().unwrap();
        let line = |text| Line::parse(text).unwrap();
        let name = PersonName::new(FullName::new(line("Νέα"), line("Ονομαστή")), None);
        Person::new(known.candidate().clone(), name, Email::parse("nea@grammateia.example").unwrap(), [77; 16])
    }
}

fn refused(life: &Life, order: Order) -> String {
    life.change(order).unwrap_err().to_string()
}

#[test]
fn a_suspension_sets_both_bits_and_lifting_clears_both() {
    let mut life = Life::begun();
    let index = life.copies[0].place.index();
    assert_eq!(life.list(), ListState::default());

    life.done(Particulars::Suspend, Cause::Complaint);

    assert_eq!((life.list().revoked(), life.list().suspended()), ([index].as_slice(), [index].as_slice()));
    assert_eq!((life.certification().state(), life.flaws()), (State::Suspended, Vec::<String>::new()));

    life.done(Particulars::Lift, Cause::Cleared);

    assert_eq!((life.list(), life.certification().state()), (ListState::default(), State::Certified));
    let events: Vec<Event> = life.certification().history().iter().map(|one| one.event()).collect();
    assert_eq!(events, [Event::Granted, Event::Suspended, Event::Lifted]);
    assert_eq!(life.flaws(), Vec::<String>::new());
}

#[test]
fn a_withdrawn_bit_never_clears() {
    let mut life = Life::begun();
    let index = life.copies[0].place.index();
    life.done(Particulars::Suspend, Cause::Complaint);
    life.done(Particulars::Withdraw, Cause::Unresolved);

    assert_eq!((life.list().revoked(), life.list().suspended()), ([index].as_slice(), [].as_slice()));
    for (particulars, cause) in [(Particulars::Lift, Cause::Cleared), (Particulars::Suspend, Cause::Complaint)] {
        assert!(matches!(life.change(life.order(particulars, cause)), Err(ChangeRefused::Turn(_))));
    }
    assert_eq!(life.flaws(), Vec::<String>::new());
}

#[test]
fn an_error_put_right_ends_the_old_copy_and_points_to_the_new_one_under_the_same_number() {
    let mut life = Life::begun();
    let (number, person) = (life.number(), life.renamed());
    life.done(Particulars::Correct(Box::new(person.clone())), Cause::Error);

    let old = life.copies[0].place.index();
    let before = life.list();
    assert_eq!((before.revoked(), before.successors()[0].place), ([old].as_slice(), None));

    let new = life.issue_promised(&number, 7_000).remove(0);

    let succession = life.list().successors()[0];
    assert_eq!((succession.index, succession.why, succession.place), (old, Why::Correction, Some(new.place)));
    assert_eq!((new.number.clone(), life.certification().person()), (number, person.commitment()));
    assert_eq!(life.issue_promised(&new.number, 8_000), []);
    assert_eq!(life.flaws(), Vec::<String>::new());
}

#[test]
fn a_new_name_or_a_renewal_leaves_the_old_copy_good_for_readers_who_know_nothing_of_successors() {
    let mut life = Life::begun();
    let person = life.renamed();
    life.done(Particulars::Correct(Box::new(person)), Cause::NewName);
    assert_eq!((life.list().revoked(), life.list().successors().len()), ([].as_slice(), 1));

    let next = CertificateNumber::new("SIM", 2029, 1).unwrap();
    let validity = Validity::new(at(NOW), Some(at("2029-11-24T21:59:59Z"))).unwrap();
    let number = life.number();
    let married = life.issue_promised(&number, 7_000).remove(0);
    life.done(Particulars::Renew(next.clone(), validity), Cause::Recertified);
    let renewed = life.issue_promised(&next, 8_000).remove(0);

    let successors = life.list();
    let of_married = successors.successors().iter().find(|one| one.index == married.place.index()).unwrap();
    assert_eq!((of_married.why, of_married.place), (Why::Renewal, Some(renewed.place)));
    assert!(successors.revoked().is_empty());
    assert_eq!(life.certification().renewed_as(), Some(&next));
    let follower = Records::of(&life.register).certification(&next).unwrap().unwrap();
    assert_eq!((follower.renews(), follower.validity()), (Some(&number), validity));
    assert_eq!(life.flaws(), Vec::<String>::new());
}

#[test]
fn withdrawing_after_a_change_of_name_revokes_the_old_copy_too() {
    let mut life = Life::begun();
    let (number, person) = (life.number(), life.renamed());
    life.done(Particulars::Correct(Box::new(person)), Cause::NewName);
    let new = life.issue_promised(&number, 7_000).remove(0);
    life.done(Particulars::Suspend, Cause::Complaint);
    life.done(Particulars::Withdraw, Cause::Unresolved);

    let mut both = [life.copies[0].place.index(), new.place.index()];
    both.sort_unstable();
    assert_eq!((life.list().revoked(), life.list().successors()), (both.as_slice(), [].as_slice()));
    assert_eq!(life.flaws(), Vec::<String>::new());
}

#[test]
fn replacing_a_lost_copy_concerns_that_copy_alone() {
    let mut life = Life::begun();
    let (number, lost) = (life.number(), life.copies[0].id.clone());
    let certification = life.certification();
    life.done(Particulars::Replace(lost.clone()), Cause::Lost);
    let new = life.issue_promised(&number, 7_000).remove(0);

    assert_eq!(life.certification(), certification);
    assert_eq!(life.list().revoked(), [life.copies[0].place.index()]);
    assert_eq!(life.list().successors()[0].place, Some(new.place));
    let again = life.order(Particulars::Replace(lost), Cause::Lost);
    assert!(matches!(life.change(again), Err(ChangeRefused::NoSuchCopy { .. })));
    let other = life.order(Particulars::Replace(life.copies[1].id.clone()), Cause::Lost);
    assert!(matches!(life.change(other), Err(ChangeRefused::NoSuchCopy { .. })));
}

#[test]
fn who_may_not_act_is_told_by_what_rule() {
    let life = Life::begun();
    let withdraw = || life.order(Particulars::Withdraw, Cause::Conduct);
    let alone = Order { second: None, ..withdraw() };
    let twice = Order { second: Some(id("decider-1")), ..withdraw() };
    for order in [alone, twice] {
        assert!(matches!(life.change(order), Err(ChangeRefused::SecondNeeded { .. })));
    }
    let trainer = Order { by: id("trainer-1"), ..withdraw() };
    assert!(refused(&life, trainer).contains("duty"));
    let unknown = Order { second: Some(id("nobody")), ..withdraw() };
    assert!(refused(&life, unknown).contains("not among the officers"));
    let later = Order { effective: at("2026-12-01T00:00:00Z"), ..withdraw() };
    assert!(matches!(life.change(later), Err(ChangeRefused::EffectiveLater { .. })));
    let stranger = Order { number: CertificateNumber::new("SIM", 2020, 9).unwrap(), ..withdraw() };
    assert!(matches!(life.change(stranger), Err(ChangeRefused::NoSuchCertification { .. })));
}

#[test]
fn a_change_is_recorded_only_as_all_its_officers_signed_it() {
    let mut life = Life::begun();
    let change = life.change(life.order(Particulars::Withdraw, Cause::Conduct)).unwrap();
    let head = life.register.head();

    assert!(matches!(life.record_as(&[id("decider-1")], &change, None), Err(RecordRefused::SignedOther { .. })));
    assert!(matches!(life.record(&change, Some("no note was signed for")), Err(RecordRefused::SignedOther { .. })));
    assert_eq!(life.register.head(), head);
    life.record(&change, None).unwrap();
    assert_eq!(life.register.head().seq, head.seq + 1);
}

#[test]
fn a_note_stays_out_of_the_journal_and_goes_with_its_person() {
    let mut life = Life::begun();
    let note = r#"{"format":1,"salt":"00","note":"Maria wrote to us"}"#;
    let order = Order {
        note: Some(attesto_securing::Digest::of(note.as_bytes())),
        ..life.order(Particulars::Suspend, Cause::Investigation)
    };
    let change = life.change(order).unwrap();
    life.record(&change, Some(note)).unwrap();

    assert_eq!(Records::of(&life.register).notes(&life.number()).unwrap(), [note]);
    let lines = life.register.journal(1, 99).unwrap();
    assert!(lines.iter().all(|line| !line.to_text().contains("Maria")));
    assert_eq!(life.flaws(), Vec::<String>::new());
}

#[test]
fn a_copy_whose_status_is_not_that_of_its_certification_is_found() {
    let mut life = Life::begun();
    let (place, free) = (life.copies[0].place, life.room.secret().place(9));
    let act = |key, value: &str| {
        let at = Timestamp::parse("2026-11-25T11:00:00Z").unwrap();
        let act = crate::register::Act::new(crate::register::ActKind::Void, at, id("issuer-1"), Default::default());
        act.with_set(key, value)
    };
    life.register.commit(act(place.key(), "revoked 2026-11-25T09:00:00Z")).unwrap();
    life.register.commit(act(free.key(), "revoked 2026-11-25T09:00:00Z")).unwrap();

    let flaws = life.flaws();
    assert_eq!(flaws.iter().filter(|flaw| flaw.contains("StatusDiffers")).count(), 2, "{flaws:?}");
}

fn press<'p>(
    life: &'p mut Life,
    moment: &str,
    (issuer, base, by): (&'p Iri, &'p StatusBase, &'p OfficerId),
    contexts: &'p Contexts,
    signer: &'p SigningKey,
) -> Press<'p> {
    let life_seconds = 86_400;
    Press {
        register: &mut life.register,
        signer,
        contexts,
        issuer,
        base,
        by,
        at: at(moment),
        life_seconds,
        token: None,
    }
}

#[test]
fn an_edition_says_what_stands_in_the_register_and_names_what_went_before() {
    let mut life = Life::begun();
    let signer = SigningKey::from_seed(&[5; 32]).unwrap();
    let (issuer, contexts, by) = (Iri::parse(signer.id().owner()).unwrap(), Contexts::pinned(), id("attesto"));
    let base = StatusBase::of(&Iri::parse("https://cert.example/body").unwrap());
    let names = (&issuer, &base, &by);
    assert_eq!(due(&life.register, at(NOW), 3_600).unwrap(), [1]);
    let first = publish(&mut press(&mut life, NOW, names, &contexts, &signer), 1).unwrap();
    assert_eq!(due(&life.register, at(NOW), 3_600).unwrap(), [0; 0]);
    assert_eq!(due(&life.register, at("2026-11-26T08:30:00Z"), 3_600).unwrap(), [1]);

    life.done(Particulars::Suspend, Cause::Complaint);
    assert_eq!(due(&life.register, at(NOW), 3_600).unwrap(), [1]);
    let second = publish(&mut press(&mut life, NOW, names, &contexts, &signer), 1).unwrap();

    assert_eq!((second.from(), latest(&life.register, 1).unwrap()), (at("2026-11-25T09:00:01Z"), Some(second.clone())));
    let text = |part| Secured::parse(second.text(&life.register, part).unwrap().as_bytes()).unwrap();
    let list = open_one::<StatusList>(&text(PartOfEdition::Revocation), &contexts);
    let set: Vec<u64> = list.bits.iter_set().collect();
    assert_eq!(set, [u64::from(life.copies[0].place.index())]);
    assert_eq!(list.id.as_str(), "https://cert.example/body/status/1/revocation.json");
    let named = list.beside(attesto_credential::Beside::Suspension).unwrap().sha256;
    assert_eq!(&named, second.digest(PartOfEdition::Suspension).as_bytes());
    let suspended = open_one::<StatusList>(&text(PartOfEdition::Suspension), &contexts);
    assert_eq!(suspended.bits, list.bits);
    let history = open_one::<Declaration>(&text(PartOfEdition::History), &contexts);
    let history = ListHistory::from_body(history.body()).unwrap();
    assert_eq!(history.editions.len(), 1);
    assert_eq!(&history.editions[0].sha256, first.digest(PartOfEdition::Revocation).as_bytes());
    assert_eq!(
        history.editions[0].at.as_str(),
        "https://cert.example/body/status/1/2026-11-25T090000Z/revocation.json"
    );
    assert_eq!(life.flaws(), Vec::<String>::new());
}

fn open_one<T: Statement>(secured: &Secured, contexts: &Contexts) -> T {
    let moment = at("2026-11-25T12:00:00Z");
    let opened = attesto_securing::open::<T>(std::slice::from_ref(secured), &Keys::new(), contexts, moment);
    opened.into_iter().next().unwrap().unwrap().said().clone()
}

mod answer;
mod token;
