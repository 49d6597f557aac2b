use std::collections::BTreeSet;

use attesto_credential::{Did, Format, Line, Object, Timestamp, lint};
use attesto_securing::{Contexts, Keys, SigningKey, open, seal};

use super::*;
use crate::approve::approve;
use crate::calendar::tests::Utc;
use crate::code::OfficerId;
use crate::cohort::Cohort;
use crate::decide::Proposal;
use crate::intake::tests::outcomes_of_the_pilot;
use crate::issue::Alone;
use crate::officer::{Duty, Officers};
use crate::register::MemoryRegister;
use crate::scheme::Scheme;
use crate::sheet::Sitting;

/// The demo's cohort, decided but not recorded, with the keys of its officers.
pub(crate) struct Office {
    pub(crate) register: MemoryRegister,
    pub(crate) officers: Officers,
    scheme: Scheme,
    sheet: Sheet,
    persons: Vec<Person>,
}

pub(crate) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

pub(crate) fn id(text: &str) -> OfficerId {
    OfficerId::parse(text).unwrap()
}

const OFFICERS: [(&str, Duty); 10] = [
    ("decider-1", Duty::Decide),
    ("approver-1", Duty::Approve),
    ("issuer-1", Duty::Issue),
    ("eraser-1", Duty::Erase),
    ("examiner-2", Duty::Examine),
    ("examiner-gr", Duty::Examine),
    ("examiner-it", Duty::Examine),
    ("examiner-ro", Duty::Examine),
    ("trainer-1", Duty::Train),
    ("trainer-2", Duty::Train),
];

fn key_of(officer: &str) -> SigningKey {
    let place = OFFICERS.iter().position(|(id, _)| *id == officer).unwrap();
    SigningKey::from_seed(&[u8::try_from(place).unwrap() + 1; 32]).unwrap()
}

fn some_officers() -> Officers {
    OFFICERS.iter().fold(Officers::default(), |officers, (name, duty)| {
        let did = Did::parse(attesto_securing::Signer::id(&key_of(name)).owner()).unwrap();
        let officer = Officer::new(id(name), Line::parse("Invented Officer").unwrap(), did, BTreeSet::from([*duty]));
        officers.with(officer).unwrap()
    })
}

impl Office {
    pub(crate) fn new() -> Self {
        let scheme = Scheme::parse(include_str!("../../../attesto/demo/scheme.toml")).unwrap();
        let cohort = Cohort::parse(include_str!("../../../../tests/pilot/cohort.toml")).unwrap();
        let officers = some_officers();
        let outcomes = outcomes_of_the_pilot(&scheme, &cohort, &officers);
        let decider = id("decider-1");
        let sitting = Sitting {
            scheme: Digest::of(b"scheme"),
            inputs: Vec::new(),
            officer: &decider,
            at: at("2026-11-24T09:00:00Z"),
            hands: &Alone,
        };
        let mut salt = 0;
        let mut salts = || {
            salt += 1;
            [salt; 16]
        };
        let (sheet, persons) = Sheet::draw_up(&scheme, &cohort, outcomes, &officers, sitting, &mut salts).unwrap();
        Self { register: MemoryRegister::new(), officers, scheme, sheet, persons }
    }

    /// The office after decision and approval, and the certifications that followed.
    pub(crate) fn approved() -> (Self, Vec<Certification>) {
        let mut office = Self::new();
        office.decide().unwrap();
        office.approve().unwrap();
        let certifications = Records::of(&office.register).certifications(&office.sheet.digest()).unwrap();
        (office, certifications)
    }

    pub(crate) fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    fn officer(&self, name: &str) -> &Officer {
        self.officers.find(&id(name)).unwrap()
    }

    pub(crate) fn signed(
        &self,
        name: &str,
        kind: &str,
        at: Timestamp,
        body: Object,
    ) -> (Secured, Authentic<Declaration>) {
        let by = self.officer(name).did().as_iri().clone();
        let linted = lint(Declaration::new(kind, by, at, body), Format::DECLARATION).unwrap();
        let secured = seal(vec![linted], &key_of(name), &Contexts::pinned(), at).unwrap().remove(0);
        let opened = open(std::slice::from_ref(&secured), &Keys::new(), &Contexts::pinned(), at).remove(0).unwrap();
        (secured, opened)
    }

    fn decide(&mut self) -> Result<Head, RecordRefused> {
        let (secured, opened) = self.signed("decider-1", DECISION, self.sheet.decided_at(), self.sheet.act());
        let officer = self.officer("decider-1").clone();
        let signed = SignedAct::new(&secured, &opened);
        record_decision(&mut self.register, &self.sheet, &self.persons, &officer, &signed)
    }

    fn approve(&mut self) -> Result<Head, RecordRefused> {
        let moment = at("2026-11-24T10:00:00Z");
        let approver = id("approver-1");
        let approval = approve(&self.sheet, &self.scheme, &approver, &self.officers, moment, &Alone).unwrap();
        let count = approval.certified().count();
        let numbers = Records::of(&self.register).next_numbers("SIM", 2026, count).unwrap();
        let certifications = approval.certifications(&self.scheme, &numbers, &Utc).unwrap();
        let (secured, opened) = self.signed("approver-1", APPROVAL, moment, approval.act(&numbers));
        let officer = self.officer("approver-1").clone();
        let signed = SignedAct::new(&secured, &opened);
        record_approval(&mut self.register, &approval, &certifications, &officer, &signed)
    }
}

#[test]
fn what_was_decided_and_approved_reads_back_as_it_was() {
    let (office, certifications) = Office::approved();
    let records = Records::of(&office.register);
    let sheet = office.sheet.digest();

    assert_eq!(records.sheet(&sheet).unwrap(), Some(office.sheet.clone()));
    assert_eq!(records.latest_sheets(9).unwrap(), [sheet]);
    let head = records.sheet_head(&sheet).unwrap().unwrap();
    assert_eq!((head.sheet(), head.scheme(), head.cohort()), (sheet, office.sheet.scheme(), office.sheet.cohort()));
    assert!(head.is_beside(&office.sheet));
    assert_eq!(certifications.len(), office.sheet.count(Proposal::Certify));
    for person in &office.persons {
        assert_eq!(records.person(&person.commitment()).unwrap().as_ref(), Some(person));
    }
    for one in &certifications {
        assert_eq!(records.certification(one.number()).unwrap().as_ref(), Some(one));
        let certified = records.certified(one.scheme().id(), one.cohort(), one.candidate()).unwrap();
        assert_eq!(certified.as_ref(), Some(one.number()));
    }
    assert_eq!(records.signed_by(&id("decider-1")).unwrap(), [records.decision(&sheet).unwrap().unwrap()]);
    assert_eq!(records.signed_by(&id("approver-1")).unwrap(), [records.approval(&sheet).unwrap().unwrap()]);
}

#[test]
fn certifications_come_in_steps_as_they_come_all_at_once() {
    let (office, certifications) = Office::approved();
    let (records, sheet) = (Records::of(&office.register), office.sheet.digest());
    for step in [1, 2, 3, certifications.len(), 1_000] {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let page = records.certifications_after(&sheet, after.as_ref(), step).unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.number().clone());
            all.extend(page);
        }
        assert_eq!(all, certifications, "{step}");
    }
    assert_eq!(records.certifications_after(&Digest::of(b"nothing"), None, 9).unwrap(), []);
}

#[test]
fn what_was_never_recorded_is_not_found() {
    let office = Office::new();
    let records = Records::of(&office.register);
    let nothing = Digest::of(b"nothing");
    assert_eq!(records.sheet(&nothing).unwrap(), None);
    assert_eq!(records.sheet_head(&nothing).unwrap(), None);
    assert_eq!(records.person(&nothing).unwrap(), None);
    assert_eq!(records.approval(&nothing).unwrap(), None);
    assert_eq!(records.certifications(&nothing).unwrap(), []);
    assert_eq!(records.latest_sheets(9).unwrap(), []);
}

#[test]
fn numbers_go_on_where_the_last_approval_ended() {
    let (office, certifications) = Office::approved();
    let records = Records::of(&office.register);
    let counter = u32::try_from(certifications.len()).unwrap() + 1;

    assert_eq!(records.next_numbers("SIM", 2026, 1).unwrap(), [CertificateNumber::new("SIM", 2026, counter).unwrap()]);
    assert_eq!(records.next_numbers("SIM", 2027, 1).unwrap(), [CertificateNumber::new("SIM", 2027, 1).unwrap()]);
    assert_eq!(records.next_numbers("sim", 2026, 1).unwrap(), records.next_numbers("SIM", 2026, 1).unwrap());
    assert!(matches!(records.next_numbers("S-M", 2027, 1), Err(NumbersRefused::Number(_))));
}

#[test]
fn the_same_sheet_is_approved_once() {
    let (mut office, _) = Office::approved();
    let head = office.register.head();

    let refused = office.approve();

    assert!(matches!(refused, Err(RecordRefused::Register(RegisterFault::Taken { .. }))));
    assert_eq!(office.register.head(), head);
}

#[test]
fn a_sheet_with_other_persons_is_refused() {
    let mut office = Office::new();
    office.persons.swap(0, 1);
    assert!(matches!(office.decide(), Err(RecordRefused::OtherPersons { .. })));
    assert_eq!(office.register.head(), Head::start());
}

#[test]
fn an_act_signed_by_another_or_over_another_thing_is_refused() {
    let mut office = Office::new();
    let (moment, body) = (office.sheet.decided_at(), office.sheet.act());
    for (signer, kind, body) in [
        ("approver-1", DECISION, body.clone()),
        ("decider-1", APPROVAL, body.clone()),
        ("decider-1", DECISION, body.with("more", true)),
    ] {
        let (secured, opened) = office.signed(signer, kind, moment, body);
        let officer = office.officer("decider-1").clone();
        let signed = SignedAct::new(&secured, &opened);

        let refused = record_decision(&mut office.register, &office.sheet, &office.persons, &officer, &signed);

        assert!(matches!(refused, Err(RecordRefused::SignedOther { .. })), "{signer} {kind}");
    }
}

#[test]
fn the_journal_names_no_person() {
    let (office, _) = Office::approved();
    let journal: String = office.register.journal(1, 99).unwrap().iter().map(|line| line.to_text()).collect();
    for person in &office.persons {
        assert!(!journal.contains(person.name().native().family().as_str()));
        assert!(!journal.contains(person.email().as_str()));
    }
}
