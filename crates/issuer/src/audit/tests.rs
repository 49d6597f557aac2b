mod hands;

use attesto_credential::{Object, Secured};
use attesto_securing::Digest;

use super::*;
use crate::issue::tests::Room;
use crate::issue::{Alone, Copy, copies, open_intents, void};
use crate::records::tests::{Office, at, id};
use crate::register::{Act, ActKind, Key, MemoryRegister, Payload, PersonId};

type OnText<'r> = Box<dyn Fn(&Digest, Option<Vec<u8>>) -> Option<Vec<u8>> + Sync + 'r>;
type OnEntry<'r> = Box<dyn Fn(&Key, Vec<u8>) -> Option<Vec<u8>> + Sync + 'r>;
type OnLine<'r> = Box<dyn Fn(JournalLine) -> Option<JournalLine> + Sync + 'r>;

/// A register of which the test changes what is read.
struct Tampered<'r> {
    inner: &'r MemoryRegister,
    text: OnText<'r>,
    entry: OnEntry<'r>,
    line: OnLine<'r>,
}

impl<'r> Tampered<'r> {
    fn none(inner: &'r MemoryRegister) -> Self {
        Self { inner, text: Box::new(|_, text| text), entry: Box::new(|_, value| Some(value)), line: Box::new(Some) }
    }
}

impl Register for Tampered<'_> {
    fn head(&self) -> Head {
        self.inner.head()
    }

    fn commit(&mut self, _: Act) -> Result<Head, RegisterFault> {
        panic!("an audit changes nothing")
    }

    fn payload(&self, digest: &Digest) -> Result<Option<Vec<u8>>, RegisterFault> {
        Ok((self.text)(digest, self.inner.payload(digest)?))
    }

    fn find(&self, key: &Key) -> Result<Option<Vec<u8>>, RegisterFault> {
        Ok(self.inner.find(key)?.and_then(|value| (self.entry)(key, value)))
    }

    fn list(&self, prefix: &Key, after: Option<&Key>, at_most: usize) -> Result<Vec<(Key, Vec<u8>)>, RegisterFault> {
        let entries = self.inner.list(prefix, after, at_most)?;
        Ok(entries.into_iter().filter_map(|(key, value)| Some((key.clone(), (self.entry)(&key, value)?))).collect())
    }

    fn journal(&self, from_seq: u64, at_most: usize) -> Result<Vec<JournalLine>, RegisterFault> {
        Ok(self.inner.journal(from_seq, at_most)?.into_iter().filter_map(&self.line).collect())
    }
}

fn issued() -> (Room, MemoryRegister, Vec<Copy>) {
    let room = Room::with(3);
    let mut register = room.register.clone();
    let copies = room.issue_into(&mut register, 1).unwrap();
    (room, register, copies)
}

fn audited(room: &Room, register: &dyn Register) -> Audit {
    let (office, _) = Office::approved();
    let eye =
        Eye { keys: &room.keys, contexts: &room.contexts, officers: &office.officers, at: at("2026-11-25T10:00:00Z") };
    audit(register, &eye, &Alone).unwrap()
}

fn codes(audit: &Audit) -> Vec<&str> {
    let mut codes: Vec<&str> = audit.flaws.iter().map(|flaw| flaw.code().as_str()).collect();
    codes.dedup();
    codes
}

fn act(kind: ActKind, body: Object) -> Act {
    Act::new(kind, at("2026-11-24T12:00:00Z"), id("issuer-1"), body)
}

#[test]
fn in_a_sound_register_nothing_is_found_and_every_act_is_listed() {
    let (room, register, _) = issued();

    let audit = audited(&room, &register);

    assert_eq!(audit.flaws, []);
    let kinds: Vec<ActKind> = audit.acts.iter().map(JournalLine::kind).collect();
    assert_eq!(kinds, [ActKind::Decision, ActKind::Approval, ActKind::Intent, ActKind::Record]);
    assert_eq!((audit.head, audit.open.len(), audit.counts.copies), (register.head(), 0, 3));
    assert!(audit.counts.certifications > 3 && audit.counts.texts > 60);
}

#[test]
fn an_interrupted_act_of_issuing_is_told_as_open_and_is_no_flaw() {
    let room = Room::with(3);
    let mut open = room.stopped_after_the_intent();
    assert_eq!(codes(&audited(&room, &open)), Vec::<&str>::new());
    assert_eq!(audited(&room, &open).open.len(), 1);

    let intent = open_intents(&open).unwrap().remove(0);
    void(&mut open, intent.id(), &room.officer, at("2026-11-24T12:00:00Z")).unwrap();

    assert_eq!(audited(&room, &open).open, []);
    assert_eq!(codes(&audited(&room, &open)), Vec::<&str>::new());
}

#[test]
fn every_text_that_is_gone_or_changed_is_found_with_the_line_that_keeps_it() {
    let (room, register, copies) = issued();
    let sealed = Digest::of(copies[1].secured.text().as_bytes());
    let gone = Tampered {
        text: Box::new(move |digest, text| text.filter(|_| *digest != sealed)),
        ..Tampered::none(&register)
    };
    let changed = Tampered {
        text: Box::new(move |digest, text| text.map(|text| if *digest == sealed { b"else".to_vec() } else { text })),
        ..Tampered::none(&register)
    };

    let (gone, changed) = (audited(&room, &gone), audited(&room, &changed));

    assert!(codes(&gone).contains(&"text.missing") && codes(&changed).contains(&"record.damaged"));
    for audit in [gone, changed] {
        assert_eq!(audit.flaws[0].record(), "journal line 4 (record by issuer-1)");
    }
}

#[test]
fn an_entry_changed_lost_or_slipped_in_is_found_by_its_key() {
    let (room, register, _) = issued();
    let counter = Key::of(&["counter", "SIM-2026"]);
    let changed = Tampered {
        entry: Box::new(|key, value| Some(if *key == counter { b"000999".to_vec() } else { value })),
        ..Tampered::none(&register)
    };
    let lost =
        Tampered { entry: Box::new(|key, value| Some(value).filter(|_| *key != counter)), ..Tampered::none(&register) };

    let (changed, lost) = (audited(&room, &changed), audited(&room, &lost));

    assert_eq!(codes(&changed), ["index.differs"]);
    assert_eq!(changed.flaws[0].record(), "counter/SIM-2026");
    assert_eq!(codes(&lost), ["index.missing", "counter.behind"]);
}

#[test]
fn a_line_taken_out_of_the_journal_breaks_the_chain() {
    let (room, register, _) = issued();
    let shorter =
        Tampered { line: Box::new(|line| Some(line).filter(|line| line.seq() != 2)), ..Tampered::none(&register) };

    let audit = audited(&room, &shorter);

    assert_eq!(audit.flaws[0].code(), FlawCode::ChainBroken);
    assert_eq!(audit.flaws[0].record(), "journal line 3 (intent by issuer-1)");
}

#[test]
fn an_act_that_nobody_signed_is_found() {
    let (room, mut register, _) = issued();
    register.commit(act(ActKind::Decision, Object::new().with("sheet", "made up"))).unwrap();
    assert_eq!(codes(&audited(&room, &register)), ["act.unsigned"]);
}

#[test]
fn an_act_that_says_something_else_than_was_signed_is_found() {
    let (room, mut register, _) = issued();
    let signed = register.find(&crate::records::signed_key("approver-1", 2)).unwrap().unwrap();
    let forged = act(ActKind::Decision, Object::new().with("sheet", "made up"));
    register.commit(forged.with_fresh(crate::records::signed_key("issuer-1", 5), signed)).unwrap();
    assert_eq!(codes(&audited(&room, &register)), ["act.seal"]);
}

#[test]
fn an_intent_that_ends_twice_is_found() {
    let (room, mut register, _) = issued();
    let again = register.journal(4, 1).unwrap()[0].body().clone();
    register.commit(act(ActKind::Record, again)).unwrap();
    assert_eq!(codes(&audited(&room, &register)), ["intent.end"]);
}

#[test]
fn an_intent_that_only_the_journal_knows_is_found() {
    let (room, mut register, _) = issued();
    register.commit(act(ActKind::Intent, Object::new().with("intent", "abc").with("copies", 1_u64))).unwrap();
    assert_eq!(codes(&audited(&room, &register)), ["intent.open"]);
}

#[test]
fn a_copy_under_another_seal_is_found_when_it_is_opened() {
    let (room, mut register, copies_before) = issued();
    let number = room.certifications[0].number();
    let key = room.copy_key(0);
    let stands = String::from_utf8(register.find(&key).unwrap().unwrap()).unwrap();
    let draft = stands.split(' ').nth(2).unwrap().to_owned();
    let forged = copies_before[0].secured.text().replace("Demo body", "Demo bodi").into_bytes();
    let forged = Payload::erasable(forged, PersonId::new(room.certifications[0].person()));
    let place = copies_before[0].place;
    let recorded = format!("recorded {} {draft} {} {place}", forged.digest(), room.certifications[0].person());
    register
        .commit(act(ActKind::Decision, Object::new()).with_payload(forged).with_set(key.clone(), recorded))
        .unwrap();

    let audit = audited(&room, &register);

    assert!(codes(&audit).contains(&"copy.seal"), "{:?}", audit.flaws);
    let flaw = audit.flaws.iter().find(|flaw| flaw.code() == FlawCode::CopySeal).unwrap();
    assert_eq!(flaw.record(), key.as_str());
    assert_eq!(copies(&register, number).unwrap().len(), 1);
}

#[test]
fn a_copy_that_stands_under_the_names_of_another_is_found() {
    let (room, mut register, _) = issued();
    let other = register.find(&room.copy_key(1)).unwrap().unwrap();
    register.commit(act(ActKind::Decision, Object::new()).with_set(room.copy_key(0), other)).unwrap();
    assert!(codes(&audited(&room, &register)).contains(&"copy.differs"));
}

#[test]
fn a_copy_that_cannot_be_read_is_damage() {
    let (room, register, copies) = issued();
    assert!(Secured::parse(copies[0].secured.text().as_bytes()).is_ok());
    let key = room.copy_key(2);
    let other = key.clone();
    let changed = Tampered {
        entry: Box::new(move |key, value| Some(if *key == other { b"recorded".to_vec() } else { value })),
        ..Tampered::none(&register)
    };
    let audit = audited(&room, &changed);
    assert!(audit.flaws.iter().any(|flaw| flaw.code() == FlawCode::RecordDamaged && flaw.record() == key.as_str()));
}

#[test]
fn every_code_is_written_once_and_documented() {
    let page = include_str!("../../../../docs/src/reference/register.md");
    let mut codes: Vec<&str> = FlawCode::ALL.iter().map(|code| code.as_str()).collect();
    for code in &codes {
        assert!(page.contains(&format!("| `{code}` |")), "{code} is not documented");
    }
    codes.sort_unstable();
    let count = codes.len();
    codes.dedup();
    assert_eq!(codes.len(), count);
}
