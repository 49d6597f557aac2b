//! A certification body for the tests: the demo's scheme and people, in plain files, officers with keys, a register in memory.
//! Everything in it is real but the clock, the entropy and the disk, which are arguments.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use attesto_credential::{
    CertificateNumber, Credential, Date, Declaration, Did, Format, Iri, Issuer, Line, Object, Secured, Timestamp, lint,
};
use attesto_issuer::{
    APPROVAL, Alone, ApprovalRefused, Calendar, Certification, Cohort, Copy, CopySecret, DECISION, Desk, Drawn, Duty,
    Input, InputFile, IntakeLimits, IssueFault, MemoryRegister, Moments, Officer, OfficerId, Officers, Outcome,
    PartOfEdition, Person, Press, Records, Register, Reserved, Resolutions, Scheme, Setting, Sheet, SignedAct, Sitting,
    StatusBase, WallTime, Wanted, Zones, approve, intake, issue, project, publish, record_approval, record_decision,
};
use attesto_securing::{Authentic, Contexts, Digest, Entropy, Keys, Signer, SigningKey, draw, open, seal};
use attesto_verifier::{Case, Material, Policy, Report, TrustList};

pub(crate) const SCHEME: &str = include_str!("../../crates/attesto/demo/scheme.toml");
pub(crate) const COHORT: &str = include_str!("../pilot/cohort.toml");
pub(crate) const FILES: [(&str, &str); 3] = [
    ("greece.csv", include_str!("../pilot/greece.csv")),
    ("italy.csv", include_str!("../pilot/italy.csv")),
    ("romania.csv", include_str!("../pilot/romania.csv")),
];
/// One grey pixel.
pub(crate) const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\0\0\0\x0aIDATx\x9cch\0\0\0\x82\0\x81\x77\xcd\x72\xb6\0\0\0\0IEND\xae\x42\x60\x82";

const OFFICERS: [(&str, &[Duty]); 10] = [
    ("decider-1", &[Duty::Decide]),
    ("decider-2", &[Duty::Decide, Duty::Approve]),
    ("approver-1", &[Duty::Approve]),
    ("issuer-1", &[Duty::Issue]),
    ("examiner-2", &[Duty::Examine, Duty::Approve]),
    ("examiner-gr", &[Duty::Examine]),
    ("examiner-it", &[Duty::Examine]),
    ("examiner-ro", &[Duty::Examine]),
    ("trainer-1", &[Duty::Train, Duty::Approve]),
    ("trainer-2", &[Duty::Train]),
];

pub(crate) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

pub(crate) fn id(text: &str) -> OfficerId {
    OfficerId::parse(text).unwrap()
}

/// Draws that can be told again: the digests of 1, 2, 3, …
pub(crate) struct Counting(pub(crate) u64);

impl Entropy for Counting {
    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            self.0 += 1;
            chunk.copy_from_slice(&Digest::of(&self.0.to_be_bytes()).as_bytes()[..chunk.len()]);
        }
    }
}

/// The calendar of UTC.
struct Utc;

impl Calendar for Utc {
    fn local_date(&self, moment: Timestamp) -> Date {
        Date::parse(&moment.to_string()[..10]).unwrap()
    }

    fn last_second(&self, day: Date) -> Timestamp {
        at(&format!("{day}T23:59:59Z"))
    }
}

/// These files name no time.
struct NoClocks;

impl Zones for NoClocks {
    fn knows(&self, _: &str) -> bool {
        false
    }

    fn moments(&self, _: &str, _: WallTime) -> Moments {
        Moments::Never
    }
}

/// The body.
pub(crate) struct Office {
    pub(crate) register: MemoryRegister,
    pub(crate) scheme: Scheme,
    pub(crate) cohort: Cohort,
    pub(crate) officers: Officers,
    pub(crate) key: SigningKey,
    pub(crate) contexts: Contexts,
    secret: CopySecret,
    entropy: Counting,
}

/// The key an officer signs with; everybody knows it, never use it.
fn key_of(officer: &str) -> SigningKey {
    let place = OFFICERS.iter().position(|(id, _)| *id == officer).unwrap();
    SigningKey::from_seed(&[u8::try_from(place).unwrap() + 1; 32]).unwrap()
}

fn officers() -> Officers {
    OFFICERS.iter().fold(Officers::default(), |officers, (name, duties)| {
        let did = Did::parse(key_of(name).id().owner()).unwrap();
        let duties = duties.iter().copied().collect::<BTreeSet<_>>();
        officers.with(Officer::new(id(name), Line::parse("Invented Officer").unwrap(), did, duties)).unwrap()
    })
}

impl Office {
    pub(crate) fn new() -> Self {
        Self {
            register: MemoryRegister::new(),
            scheme: Scheme::parse(SCHEME).unwrap(),
            cohort: Cohort::parse(COHORT).unwrap(),
            officers: officers(),
            key: SigningKey::from_seed(&ISSUER_SEED).unwrap(),
            contexts: Contexts::pinned(),
            secret: CopySecret::new([9; 32]),
            entropy: Counting(0),
        }
    }

    /// The outcomes of the demo's files, with every occurrence of a text replaced in them.
    pub(crate) fn outcomes(&self, changed: &[(&str, &str)]) -> Vec<Outcome> {
        let texts = FILES.map(|(path, text)| {
            (path, changed.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to)))
        });
        let mut texts: Vec<(&str, &[u8])> = texts.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
        let mut files: Vec<InputFile<'_>> = texts.iter_mut().map(|(path, bytes)| InputFile { path, bytes }).collect();
        let (limits, resolutions) = (IntakeLimits::web(), Resolutions::none());
        let Self { scheme, cohort, officers, .. } = self;
        let setting =
            Setting { scheme, cohort, officers, zones: &NoClocks, resolutions: &resolutions, limits: &limits };
        intake(&mut files, &setting).unwrap().outcomes
    }

    /// Draws up a sheet.
    pub(crate) fn drawn_up(&mut self, outcomes: &[Outcome], officer: &str, moment: &str) -> (Sheet, Vec<Person>) {
        let officer = id(officer);
        let sitting = Sitting {
            scheme: Digest::of(SCHEME.as_bytes()),
            inputs: FILES.map(|(path, text)| Input::new(path.to_owned(), Digest::of(text.as_bytes()))).into(),
            officer: &officer,
            at: at(moment),
            hands: &Alone,
        };
        let mut salt = || draw(&mut self.entropy);
        Sheet::draw_up(&self.scheme, &self.cohort, outcomes.to_vec(), &self.officers, sitting, &mut salt).unwrap()
    }

    /// Draws up a sheet, has it signed and records it.
    pub(crate) fn decide(&mut self, outcomes: &[Outcome], officer: &str, moment: &str) -> Sheet {
        let (sheet, persons) = self.drawn_up(outcomes, officer, moment);
        let (secured, opened) = self.signed(officer, DECISION, at(moment), sheet.act());
        let officer = self.officers.find(&id(officer)).unwrap().clone();
        let signed = SignedAct::new(&secured, &opened);
        record_decision(&mut self.register, &sheet, &persons, &officer, &signed).unwrap();
        sheet
    }

    /// Approves a sheet, has the approval signed and records it.
    pub(crate) fn approve(
        &mut self,
        sheet: &Sheet,
        officer: &str,
        moment: &str,
    ) -> Result<Vec<Certification>, ApprovalRefused> {
        let approval = approve(sheet, &self.scheme, &id(officer), &self.officers, at(moment), &Alone)?;
        let numbers = Records::of(&self.register).next_numbers("SIM", 2026, approval.certified().count()).unwrap();
        let certifications = approval.certifications(&self.scheme, &numbers, &Utc).unwrap();
        let (secured, opened) = self.signed(officer, APPROVAL, at(moment), approval.act(&numbers));
        let officer = self.officers.find(&id(officer)).unwrap().clone();
        let signed = SignedAct::new(&secured, &opened);
        record_approval(&mut self.register, &approval, &certifications, &officer, &signed).unwrap();
        Ok(certifications)
    }

    /// What an officer signs, sealed with the officer's own key and opened again.
    fn signed(&self, name: &str, kind: &str, at: Timestamp, body: Object) -> (Secured, Authentic<Declaration>) {
        let by = self.officers.find(&id(name)).unwrap().did().as_iri().clone();
        let linted = lint(Declaration::new(kind, by, at, body), Format::DECLARATION).unwrap();
        let secured = seal(vec![linted], &key_of(name), &self.contexts, at).unwrap().remove(0);
        let opened = open(std::slice::from_ref(&secured), &Keys::new(), &self.contexts, at).remove(0).unwrap();
        (secured, opened)
    }

    /// Issues the badges of certifications, into this office's register.
    pub(crate) fn issue(&mut self, certifications: &[Certification], moment: &str) -> Vec<Copy> {
        let mut register = self.register.clone();
        self.issue_into(&mut register, certifications, moment).unwrap()
    }

    /// Issues into another register that shares this office's people and keys.
    pub(crate) fn issue_into(
        &mut self,
        register: &mut dyn Register,
        certifications: &[Certification],
        moment: &str,
    ) -> Result<Vec<Copy>, IssueFault> {
        let wanted = |certification| Wanted { certification, format: Format::OPEN_BADGE, ordinal: 0 };
        let wanted: Vec<Wanted<'_>> = certifications.iter().map(wanted).collect();
        let (records, scheme, issuer) = (self.register.clone(), self.scheme.clone(), self.issuer());
        let mut worded = |wanted: &Wanted<'_>, reserved: &Reserved, entropy: &mut dyn Entropy| {
            let person = Records::of(&records).person(&wanted.certification.person()).unwrap().unwrap();
            let status = base().place(reserved.place).unwrap();
            let salt = draw(entropy);
            let drawn = Drawn { id: reserved.id.clone(), subject: reserved.subject.clone(), salt, status };
            project(wanted.certification, &scheme, &person, &issuer, &drawn)
        };
        self.at_desk(register, moment, |desk| issue(desk, &wanted, &mut worded))
    }

    /// Sits somebody down to issue, or to finish what was begun.
    pub(crate) fn at_desk<T>(
        &mut self,
        register: &mut dyn Register,
        moment: &str,
        act: impl FnOnce(&mut Desk<'_>) -> T,
    ) -> T {
        act(&mut Desk {
            register,
            signer: &self.key,
            keys: &Keys::new(),
            contexts: &self.contexts,
            entropy: &mut self.entropy,
            secret: &self.secret,
            officer: &id("issuer-1"),
            at: at(moment),
            hands: &Alone,
            stamping: None,
        })
    }

    fn issuer(&self) -> Issuer {
        Issuer {
            id: Iri::parse(self.key.id().owner()).unwrap(),
            name: Some("Demo Certification Body (fictitious)".to_owned()),
            url: None,
            others: Object::new(),
        }
    }

    /// A policy that trusts this body.
    pub(crate) fn trusting(&self) -> Policy {
        let id = self.key.id().owner();
        let list = format!(
            "format = 1\nname = \"Tests\"\n[[issuer]]\nid = \"{id}\"\nname = \"The body\"\ncertificates = [\"*\"]\n"
        );
        Policy::default().trusting(TrustList::from_toml(&list).unwrap())
    }

    /// The whole way for the whole cohort: the certifications and their badges.
    pub(crate) fn issued() -> (Self, Vec<Certification>, Vec<Copy>) {
        let mut office = Self::new();
        let sheet = office.decide(&office.outcomes(&[]), "decider-1", "2026-11-24T09:00:00Z");
        let certifications = office.approve(&sheet, "approver-1", "2026-11-24T10:00:00Z").unwrap();
        let copies = office.issue(&certifications, "2026-11-24T11:00:00Z");
        (office, certifications, copies)
    }
}

/// What is recorded of the person of a certification.
pub(crate) fn person(register: &dyn Register, certification: &Certification) -> Person {
    Records::of(register).person(&certification.person()).unwrap().unwrap()
}

/// What the number of a certification leads to.
pub(crate) fn by_number(register: &dyn Register, number: &CertificateNumber) -> Certification {
    Records::of(register).certification(number).unwrap().unwrap()
}

/// Opens a badge of a did:key issuer.
pub(crate) fn opened(secured: &Secured, moment: &str) -> Authentic<Credential> {
    open(std::slice::from_ref(secured), &Keys::new(), &PINNED, at(moment)).remove(0).unwrap()
}

/// Parsed once: it is the slowest thing here.
pub(crate) static PINNED: LazyLock<Contexts> = LazyLock::new(Contexts::pinned);
static LISTS_FETCHED: LazyLock<Material> = LazyLock::new(with_lists);

/// Judges a text with nothing fetched but the status list of the body, in which nothing stands.
pub(crate) fn judged(secured: Secured, policy: &Policy, moment: &str) -> Report {
    Case::new(secured).judge(&LISTS_FETCHED, policy, at(moment))
}

const ISSUER_SEED: [u8; 32] = [42; 32];
const PUBLISHED: &str = "2026-11-24T12:00:00Z";

fn base() -> StatusBase {
    StatusBase::of(&Iri::parse("https://attesto.example/demo-body").unwrap())
}

/// The body's first list as it published it when nobody's status had changed, good for ten years.
fn with_lists() -> Material {
    let (mut register, base) = (MemoryRegister::new(), base());
    let signer = SigningKey::from_seed(&ISSUER_SEED).unwrap();
    let issuer = Iri::parse(signer.id().owner()).unwrap();
    let mut press = Press {
        register: &mut register,
        signer: &signer,
        contexts: &PINNED,
        issuer: &issuer,
        base: &base,
        by: &id("attesto"),
        at: at(PUBLISHED),
        life_seconds: 10 * 365 * 86_400,
        token: None,
    };
    let edition = publish(&mut press, 1).unwrap();
    let list = base.list(1).unwrap();
    let folder = list.as_str().strip_suffix("/revocation.json").unwrap();
    let mut material = Material::new(Contexts::pinned());
    for part in edition.parts() {
        let text = edition.text(&register, part).unwrap();
        let dated = Iri::parse(&format!("{folder}/{}/{}", edition.folder(), part.file())).unwrap();
        material.add_listed(dated, text.as_bytes(), at(PUBLISHED));
    }
    let text = edition.text(&register, PartOfEdition::Revocation).unwrap();
    material.add_listed(list, text.as_bytes(), at(PUBLISHED));
    material
}
