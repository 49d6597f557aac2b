//! An office of two candidates and its whole day: decide, approve, issue, suspend, lift, give up, issue, withdraw.
//! Every draw and every time is fixed, so that two days that end alike end with the same bytes.

use std::collections::BTreeSet;

use attesto_credential::{Declaration, Did, Format, Iri, Issuer, Line, Object, Secured, Timestamp, Unmodelled, lint};
use attesto_issuer::register::{ActKind, Register};
use attesto_issuer::{
    APPROVAL, Alone, Audit, Cause, Certification, Cohort, Copy, CopySecret, DECISION, Desk, Drawn, Duty, Eye,
    InputFile, IntakeLimits, IssueFault, Officer, OfficerId, Officers, Order, Particulars, Person, Records, Reserved,
    Resolutions, STATUS, Scheme, Setting, Sheet, SignedAct, Sitting, StatusBase, StatusChange, Wanted, approve, audit,
    finish, intake, issue, open_intents, project, record_approval, record_change, record_decision, void,
};
use attesto_securing::{
    Authentic, Contexts, Digest, Entropy, KeyId, Keys, PublicKey, SignFault, Signature, Signer, SigningKey, draw, open,
    seal,
};

use crate::world::clock::{Bundled, Zone};

/// Why a step of the day was not done.
pub(crate) type Stopped = Box<dyn std::error::Error>;

const OFFICERS: [(&str, Duty); 6] = [
    ("decider-1", Duty::Decide),
    ("approver-1", Duty::Approve),
    ("issuer-1", Duty::Issue),
    ("examiner-gr", Duty::Examine),
    ("trainer-1", Duty::Train),
    ("trainer-2", Duty::Train),
];

const COHORT: &str = r#"
    format = 1
    id = "two-2026"
    scheme = "https://attesto.example/demo-body/schemes/social-innovation-manager/1.0"
    title = "Two candidates"
    zone = "Europe/Brussels"
    trainers = ["trainer-1", "trainer-2"]
    [[files]]
    path = "greece.csv"
    country = "GR"
    language = "el"
"#;

const DECIDED: &str = "2026-11-24T09:00:00Z";
const APPROVED: &str = "2026-11-24T10:00:00Z";
const ISSUED: &str = "2026-11-24T11:00:00Z";
const GIVEN_UP: &str = "2026-11-24T14:00:00Z";
const ISSUED_AGAIN: &str = "2026-11-24T15:00:00Z";
/// The turns of the first certification, in order.
fn turns() -> [(Particulars, Cause, &'static str); 3] {
    [
        (Particulars::Suspend, Cause::Complaint, "2026-11-24T12:00:00Z"),
        (Particulars::Lift, Cause::Cleared, "2026-11-24T13:00:00Z"),
        (Particulars::Withdraw, Cause::FalseBasis, "2026-11-24T16:00:00Z"),
    ]
}

/// How many acts the whole day has.
pub(super) const ACTS: u64 = 11;

/// The scheme as its owner wrote it.
pub(crate) const SCHEME: &str = include_str!("../../../../demo/scheme.toml");

/// The office; what it did stands in the register alone.
pub(crate) struct Office {
    scheme: Scheme,
    officers: Officers,
    sheet: Sheet,
    persons: Vec<Person>,
    issuer: SigningKey,
    keys: Keys,
    contexts: Contexts,
    secret: CopySecret,
    issuing: OfficerId,
}

/// Counts up from a seed: every draw is another, and the same again the next time.
struct Counting(u64);

impl Entropy for Counting {
    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            self.0 += 1;
            chunk.copy_from_slice(&Digest::of(&self.0.to_be_bytes()).as_bytes()[..chunk.len()]);
        }
    }
}

/// The issuer's key, which does not sign today.
struct Silent<'k>(&'k SigningKey);

impl Signer for Silent<'_> {
    fn id(&self) -> &KeyId {
        self.0.id()
    }

    fn public(&self) -> &PublicKey {
        self.0.public()
    }

    fn sign(&self, _: &[&[u8]]) -> Result<Vec<Signature>, SignFault> {
        Ok(Vec::new())
    }
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn key_of(officer: &str) -> SigningKey {
    let place = OFFICERS.iter().position(|(id, _)| *id == officer).unwrap();
    SigningKey::from_seed(&[u8::try_from(place).unwrap() + 1; 32]).unwrap()
}

fn officers() -> Officers {
    OFFICERS.iter().fold(Officers::default(), |officers, (name, duty)| {
        let (id, did) = (OfficerId::parse(name).unwrap(), Did::parse(key_of(name).id().owner()).unwrap());
        let officer = Officer::new(id, Line::parse("Invented Officer").unwrap(), did, BTreeSet::from([*duty]));
        officers.with(officer).unwrap()
    })
}

impl Office {
    pub(crate) fn new() -> Self {
        let scheme = Scheme::parse(SCHEME).unwrap();
        let (cohort, officers) = (Cohort::parse(COHORT).unwrap(), officers());
        let rows: Vec<&str> = include_str!("../../../../../../tests/pilot/greece.csv").lines().take(3).collect();
        let rows = rows.join("\n");
        let (mut bytes, resolutions, limits) = (rows.as_bytes(), Resolutions::none(), IntakeLimits::web());
        let setting = Setting {
            scheme: &scheme,
            cohort: &cohort,
            officers: &officers,
            zones: &Bundled,
            resolutions: &resolutions,
            limits: &limits,
        };
        let file = InputFile { path: "greece.csv", bytes: &mut bytes };
        let outcomes = intake(&mut [file], &setting).unwrap().outcomes;
        let decider = OfficerId::parse("decider-1").unwrap();
        let sitting = Sitting {
            scheme: Digest::of(SCHEME.as_bytes()),
            inputs: Vec::new(),
            officer: &decider,
            at: at(DECIDED),
            hands: &Alone,
        };
        let mut entropy = Counting(0);
        let (sheet, persons) =
            Sheet::draw_up(&scheme, &cohort, outcomes, &officers, sitting, &mut || draw(&mut entropy)).unwrap();
        Self {
            scheme,
            officers,
            sheet,
            persons,
            issuer: SigningKey::from_seed(&[42; 32]).unwrap(),
            keys: Keys::new(),
            contexts: Contexts::pinned(),
            secret: CopySecret::new([9; 32]),
            issuing: OfficerId::parse("issuer-1").unwrap(),
        }
    }

    /// Does what of the day is not done yet, and gives every copy that was issued.
    pub(super) fn day(&self, register: &mut dyn Register) -> Result<Vec<Copy>, Stopped> {
        self.settle(register)?;
        self.decide(register)?;
        self.approve(register)?;
        let mut copies = self.issue(register, 0, &self.issuer, ISSUED, 1)?;
        self.turn(register, 1)?;
        self.turn(register, 2)?;
        self.give_up(register)?;
        copies.extend(self.issue(register, 1, &self.issuer, ISSUED_AGAIN, 9_000)?);
        self.turn(register, 3)?;
        Ok(copies)
    }

    /// Decides and approves, so that both candidates are certified; gives the certifications.
    pub(crate) fn certify(&self, register: &mut dyn Register) -> Vec<Certification> {
        self.decide(register).and_then(|()| self.approve(register)).unwrap();
        Records::of(register).certifications(&self.sheet.digest()).unwrap()
    }

    /// The person of a certification, as they were when it was decided.
    pub(crate) fn person(&self, certification: &Certification) -> &Person {
        self.persons.iter().find(|person| person.candidate() == certification.candidate()).unwrap()
    }

    /// What `ledger check` finds.
    pub(super) fn audit(&self, register: &dyn Register) -> Audit {
        let eye = Eye {
            keys: &self.keys,
            contexts: &self.contexts,
            officers: &self.officers,
            at: at("2026-12-01T10:00:00Z"),
        };
        audit(register, &eye, &Alone).unwrap()
    }

    /// Ends what was interrupted: finishes it, or gives it up if that was the plan.
    fn settle(&self, register: &mut dyn Register) -> Result<(), Stopped> {
        for intent in open_intents(register)? {
            if intent.at() == at(GIVEN_UP) {
                void(register, intent.id(), &self.issuing, intent.at())?;
            } else {
                finish(&mut self.desk(register, &self.issuer, intent.at(), &mut Counting(0)), intent.id())?;
            }
        }
        Ok(())
    }

    fn decide(&self, register: &mut dyn Register) -> Result<(), Stopped> {
        if Records::of(register).sheet(&self.sheet.digest())?.is_none() {
            let (secured, opened) = signed("decider-1", DECISION, DECIDED, self.sheet.act());
            let signed = SignedAct::new(&secured, &opened);
            record_decision(register, &self.sheet, &self.persons, self.officer("decider-1"), &signed)?;
        }
        Ok(())
    }

    fn approve(&self, register: &mut dyn Register) -> Result<(), Stopped> {
        if Records::of(register).approval(&self.sheet.digest())?.is_some() {
            return Ok(());
        }
        let approver = self.officer("approver-1");
        let approval = approve(&self.sheet, &self.scheme, approver.id(), &self.officers, at(APPROVED), &Alone)?;
        let numbers = Records::of(register).next_numbers("SIM", 2026, approval.certified().count())?;
        let certifications =
            approval.certifications(&self.scheme, &numbers, &Zone::named("Europe/Brussels").unwrap())?;
        let (secured, opened) = signed("approver-1", APPROVAL, APPROVED, approval.act(&numbers));
        let signed = SignedAct::new(&secured, &opened);
        record_approval(register, &approval, &certifications, approver, &signed)?;
        Ok(())
    }

    fn issue(
        &self,
        register: &mut dyn Register,
        ordinal: u32,
        signer: &dyn Signer,
        moment: &str,
        seed: u64,
    ) -> Result<Vec<Copy>, Stopped> {
        let certifications = Records::of(register).certifications(&self.sheet.digest())?;
        let wanted = |certification| Wanted { certification, format: Format::OPEN_BADGE, ordinal };
        let wanted: Vec<Wanted<'_>> = certifications.iter().map(wanted).collect();
        let mut worded = |one: &Wanted<'_>, reserved: &Reserved, entropy: &mut dyn Entropy| {
            self.worded(one.certification, reserved, draw(entropy))
        };
        Ok(issue(&mut self.desk(register, signer, at(moment), &mut Counting(seed)), &wanted, &mut worded)?)
    }

    fn worded(
        &self,
        certification: &Certification,
        reserved: &Reserved,
        salt: [u8; 16],
    ) -> Result<attesto_credential::Credential, String> {
        let person = self.persons.iter().find(|person| person.commitment() == certification.person()).unwrap();
        let base = StatusBase::of(&Iri::parse("https://attesto.example/small-body").unwrap());
        let status = base.place(reserved.place).unwrap();
        let drawn = Drawn { id: reserved.id.clone(), subject: reserved.subject.clone(), salt, status };
        let id = Iri::parse(self.issuer.id().owner()).unwrap();
        let issuer = Issuer { id, name: Some("Small body".to_owned()), url: None, others: Unmodelled::new() };
        project(certification, &self.scheme, person, &issuer, &drawn).map_err(|why| why.to_string())
    }

    /// Issues with a key that does not sign: the intent is given up.
    fn give_up(&self, register: &mut dyn Register) -> Result<(), Stopped> {
        if register.journal(1, usize::MAX)?.iter().any(|line| line.kind() == ActKind::Void) {
            return Ok(());
        }
        let stopped = self.issue(register, 1, &Silent(&self.issuer), GIVEN_UP, 5_000).unwrap_err();
        match stopped.downcast_ref() {
            Some(IssueFault::Seal(_)) => Ok(()),
            _ => Err(stopped),
        }
    }

    /// Turns the first certification, unless its history is as long already.
    fn turn(&self, register: &mut dyn Register, place: usize) -> Result<(), Stopped> {
        let certification = Records::of(register).certifications(&self.sheet.digest())?.remove(0);
        if certification.history().len() > place {
            return Ok(());
        }
        self.act(register, &certification, turns()[place - 1].clone())
    }

    /// Does something to a certification.
    pub(crate) fn act(
        &self,
        register: &mut dyn Register,
        certification: &Certification,
        (particulars, cause, moment): (Particulars, Cause, &str),
    ) -> Result<(), Stopped> {
        let second = self.scheme.wants_two(particulars.deed()).then(|| self.officer("approver-1").id().clone());
        let order = Order {
            number: certification.number().clone(),
            particulars,
            cause,
            decided: at(moment),
            effective: at(moment),
            by: self.officer("decider-1").id().clone(),
            second,
            note: None,
        };
        let change = StatusChange::of(order, (register, &self.secret), &self.scheme, &self.officers)?;
        let names: Vec<String> = change.officers().map(ToString::to_string).collect();
        let sealed: Vec<_> = names.iter().map(|name| signed(name, STATUS, moment, change.body())).collect();
        let acts: Vec<(&Officer, SignedAct<'_>)> = names
            .iter()
            .zip(&sealed)
            .map(|(name, (secured, opened))| (self.officer(name), SignedAct::new(secured, opened)))
            .collect();
        record_change(register, &change, &acts, None)?;
        Ok(())
    }

    fn desk<'d>(
        &'d self,
        register: &'d mut dyn Register,
        signer: &'d dyn Signer,
        at: Timestamp,
        entropy: &'d mut Counting,
    ) -> Desk<'d> {
        let (keys, contexts, secret, officer) = (&self.keys, &self.contexts, &self.secret, &self.issuing);
        Desk { register, signer, keys, contexts, entropy, secret, officer, at, hands: &Alone, stamping: None }
    }

    fn officer(&self, name: &str) -> &Officer {
        self.officers.find(&OfficerId::parse(name).unwrap()).unwrap()
    }
}

fn signed(officer: &str, kind: &str, moment: &str, body: Object) -> (Secured, Authentic<Declaration>) {
    let key = key_of(officer);
    let by = Iri::parse(key.id().owner()).unwrap();
    let linted = lint(Declaration::new(kind, by, at(moment), body), Format::DECLARATION).unwrap();
    let secured = seal(vec![linted], &key, &Contexts::pinned(), at(moment)).unwrap().remove(0);
    let secured_once = std::slice::from_ref(&secured);
    let opened = open(secured_once, &Keys::new(), &Contexts::pinned(), at(moment)).remove(0).unwrap();
    (secured, opened)
}
