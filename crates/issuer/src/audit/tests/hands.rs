//! A register with faults in it shows the same ones in the same order to one pair of hands and to several.

use std::collections::BTreeSet;

use attesto_credential::Format;

use super::*;
use crate::issue::tests::{Counting, project};
use crate::issue::{Wanted, issue};
use crate::records::Records;
use crate::sheet::tests::hands::Several;

/// So many copies of each certification make pages of them, and shares of a page.
const ORDINALS: u32 = 100;

/// A register with many copies of a few certifications.
fn many() -> (Room, MemoryRegister, Vec<Copy>) {
    let room = Room::with(4);
    let mut register = room.register.clone();
    let of = |ordinal| {
        let wanted = move |certification| Wanted { certification, format: Format::OPEN_BADGE, ordinal };
        room.certifications.iter().map(wanted)
    };
    let wanted: Vec<Wanted<'_>> = (0..ORDINALS).flat_map(of).collect();
    let mut entropy = Counting::from(1);
    let copies = issue(&mut room.desk(&mut register, &mut entropy), &wanted, &mut project).unwrap();
    assert!(copies.len() > 256 + 64, "{}", copies.len());
    (room, register, copies)
}

fn audited_by(room: &Room, register: &dyn Register, hands: &dyn Hands) -> Audit {
    let (office, _) = Office::approved();
    let eye =
        Eye { keys: &room.keys, contexts: &room.contexts, officers: &office.officers, at: at("2026-11-25T10:00:00Z") };
    audit(register, &eye, hands).unwrap()
}

/// What is found by one pair of hands, held against what is found by several.
fn found_alike(room: &Room, register: &dyn Register) -> Audit {
    let (alone, several) = (audited_by(room, register, &Alone), audited_by(room, register, &Several));
    assert_eq!(several.flaws, alone.flaws);
    assert_eq!((several.head, several.counts, &several.open), (alone.head, alone.counts, &alone.open));
    assert_eq!(several.acts.len(), alone.acts.len());
    alone
}

/// A text that reads as before, and of which no seal holds.
fn misspelt(text: Vec<u8>) -> Vec<u8> {
    String::from_utf8(text).map_or_else(|other| other.into_bytes(), |text| text.replace("Demo", "Dem0").into_bytes())
}

/// Whether a text or a key is among those that are damaged: so many in a hundred.
fn is_hit(name: &str, in_a_hundred: u8) -> bool {
    Digest::of(name.as_bytes()).as_bytes()[0] % 100 < in_a_hundred
}

#[test]
fn many_copies_without_a_fault_are_sound_to_any_hands() {
    let (room, register, copies) = many();
    let audit = found_alike(&room, &register);
    assert_eq!((audit.flaws.as_slice(), audit.counts.copies), ([].as_slice(), copies.len()));
}

#[test]
fn texts_gone_and_changed_are_found_alike() {
    let (room, register, _) = many();
    let damaged = Tampered {
        text: Box::new(|digest, text| match digest.to_hex() {
            hex if is_hit(&hex, 5) => None,
            hex if is_hit(&hex, 20) => text.map(misspelt),
            _ => text,
        }),
        ..Tampered::none(&register)
    };

    let audit = found_alike(&room, &damaged);

    let told: BTreeSet<&str> = audit.flaws.iter().map(|flaw| flaw.code().as_str()).collect();
    for code in ["text.missing", "record.damaged", "copy.seal"] {
        assert!(told.contains(code), "{code} is not among {told:?}");
    }
}

#[test]
fn entries_lost_and_changed_are_found_alike() {
    let (room, register, _) = many();
    let damaged = Tampered {
        entry: Box::new(|key, value| match key.as_str() {
            key if is_hit(key, 5) => None,
            key if is_hit(key, 10) => Some(b"\xff".to_vec()),
            key if is_hit(key, 20) => Some([value.as_slice(), b" and more"].concat()),
            _ => Some(value),
        }),
        ..Tampered::none(&register)
    };

    let audit = found_alike(&room, &damaged);

    let told: BTreeSet<&str> = audit.flaws.iter().map(|flaw| flaw.code().as_str()).collect();
    for code in ["index.missing", "index.differs", "record.damaged", "copy.differs"] {
        assert!(told.contains(code), "{code} is not among {told:?}");
    }
}

#[test]
fn of_each_page_what_names_show_is_told_before_what_seals_do() {
    let (room, register, copies) = many();
    let credentials = Key::of(&["credential"]);
    let sealed: BTreeSet<Digest> = copies.iter().map(|copy| Digest::of(copy.secured.text().as_bytes())).collect();
    let damaged = Tampered {
        text: Box::new(move |digest, text| if sealed.contains(digest) { text.map(misspelt) } else { text }),
        entry: Box::new(move |key, value| Some(value).filter(|_| !key.is_under(&credentials))),
        ..Tampered::none(&register)
    };

    let flaws = found_alike(&room, &damaged).flaws;

    let of_copies = [FlawCode::CopyDiffers, FlawCode::CopySeal];
    let told: Vec<(FlawCode, &str)> =
        flaws.iter().filter(|flaw| of_copies.contains(&flaw.code())).map(|flaw| (flaw.code(), flaw.record())).collect();
    let keys = Records::of(&register).all(&Key::of(&["copy"])).unwrap();
    let keys: Vec<&str> = keys.iter().map(|(key, _)| key.as_str()).collect();
    let expected: Vec<(FlawCode, &str)> = keys
        .chunks(256)
        .flat_map(|page| of_copies.into_iter().flat_map(move |code| page.iter().map(move |key| (code, *key))))
        .collect();
    assert_eq!(told, expected);
}

/// A register whose second page of copies cannot be listed.
struct Stuck<'r>(&'r MemoryRegister);

impl Register for Stuck<'_> {
    fn head(&self) -> Head {
        self.0.head()
    }

    fn commit(&mut self, _: Act) -> Result<Head, RegisterFault> {
        panic!("an audit changes nothing")
    }

    fn payload(&self, digest: &Digest) -> Result<Option<Vec<u8>>, RegisterFault> {
        self.0.payload(digest)
    }

    fn find(&self, key: &Key) -> Result<Option<Vec<u8>>, RegisterFault> {
        self.0.find(key)
    }

    fn list(&self, prefix: &Key, after: Option<&Key>, at_most: usize) -> Result<Vec<(Key, Vec<u8>)>, RegisterFault> {
        match after {
            Some(_) if prefix.as_str() == "copy" && at_most == 256 => Err(RegisterFault::Damaged {
                record: "the index".to_owned(),
                found: "it cannot be listed".to_owned(),
                remedy: "",
            }),
            _ => self.0.list(prefix, after, at_most),
        }
    }

    fn journal(&self, from_seq: u64, at_most: usize) -> Result<Vec<JournalLine>, RegisterFault> {
        self.0.journal(from_seq, at_most)
    }
}

#[test]
fn a_page_that_cannot_be_listed_is_told_after_what_was_found_before_it() {
    let (room, register, _) = many();

    let audit = found_alike(&room, &Stuck(&register));

    assert_eq!(audit.counts.copies, 256);
    let told: Vec<&str> = audit.flaws.iter().map(Flaw::found).collect();
    assert_eq!(told, ["it cannot be listed"]);
}
