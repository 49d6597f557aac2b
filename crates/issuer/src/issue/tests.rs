mod abroad;
mod line;
mod room;
mod wallets;

use attesto_credential::Statement as _;
use attesto_securing::{Digest, Signature, SigningKey};

use room::{BadSigner, Full};
pub(crate) use room::{Counting, Room, project};

use super::*;
use crate::records::Records;
use crate::records::tests::{Office, at};
use crate::register::{JournalLine, Key, MemoryRegister, Register};
fn texts(copies: &[Copy]) -> Vec<&str> {
    copies.iter().map(|copy| copy.secured.text()).collect()
}

#[test]
fn every_certification_asked_for_comes_back_sealed_and_recorded_in_order() {
    let mut room = Room::with(5);
    let copies = room.issue_into(&mut room.register.clone(), 1).unwrap();

    let numbers: Vec<&CertificateNumber> = copies.iter().map(|copy| &copy.number).collect();
    assert_eq!(numbers, room.certifications.iter().map(Certification::number).collect::<Vec<_>>());
    assert!(copies.iter().all(|copy| copy.standing == Standing::Issued));
    let secured: Vec<Secured> = copies.iter().map(|copy| copy.secured.clone()).collect();
    for opened in attesto_securing::open::<Credential>(&secured, &room.keys, &room.contexts, at("2027-01-01T00:00:00Z"))
    {
        assert_eq!(opened.unwrap().sealed(), Some(at("2026-11-24T11:00:00Z")));
    }
    assert_eq!(open_intents(&room.register).unwrap(), []);
    let register = &mut room.register;
    for copy in copies {
        let known = Copy { standing: Standing::AlreadyIssued, ..copy };
        assert_eq!(copy_by_credential(register, &known.id).unwrap().as_ref(), Some(&known));
        assert_eq!(copy_by_link(register, &known.link.unwrap()).unwrap().as_ref(), Some(&known));
        assert_eq!(super::copies(register, &known.number).unwrap(), [known]);
    }
}

#[test]
fn issuing_the_same_again_issues_nothing_and_gives_the_same_bytes() {
    let room = Room::with(4);
    let mut register = room.register.clone();
    let first = room.issue_into(&mut register, 1).unwrap();
    let head = register.head();

    let again = room.issue_into(&mut register, 5_000).unwrap();

    assert_eq!(register.head(), head);
    assert!(again.iter().all(|copy| copy.standing == Standing::AlreadyIssued));
    assert_eq!(texts(&again), texts(&first));
    assert_eq!(
        again.iter().map(|copy| copy.link).collect::<Vec<_>>(),
        first.iter().map(|copy| copy.link).collect::<Vec<_>>()
    );
}

#[test]
fn only_what_is_not_there_yet_is_issued() {
    let mut room = Room::with(4);
    let mut register = room.register.clone();
    let last = room.certifications.split_off(3);
    room.issue_into(&mut register, 1).unwrap();
    room.certifications.extend(last);

    let copies = room.issue_into(&mut register, 5_000).unwrap();

    let issued: Vec<Standing> = copies.iter().map(|copy| copy.standing).collect();
    assert_eq!(issued, [[Standing::AlreadyIssued; 3].as_slice(), &[Standing::Issued]].concat());
}

#[test]
fn another_copy_of_the_same_certification_has_other_names() {
    let room = Room::with(1);
    let mut register = room.register.clone();
    room.issue_into(&mut register, 1).unwrap();
    let second = Wanted { ordinal: 1, ..room.wanted()[0] };

    let mut entropy = Counting(5_000);
    issue(&mut room.desk(&mut register, &mut entropy), &[second], &mut project).unwrap();

    let copies = copies(&register, room.certifications[0].number()).unwrap();
    assert_eq!(copies.len(), 2);
    assert!(copies[0].id != copies[1].id && copies[0].link != copies[1].link);
}

#[test]
fn an_act_cut_off_before_its_record_is_finished_byte_for_byte() {
    let room = Room::with(3);
    let undisturbed = room.issue_into(&mut Office::approved().0.register, 1).unwrap();
    let mut full = Full(room.register.clone(), room.register.head().seq + 1);
    assert!(matches!(room.issue_into(&mut full, 1), Err(IssueFault::Register(RegisterFault::Unreachable { .. }))));
    let mut register = full.0;

    let open = open_intents(&register).unwrap();
    assert_eq!(open.iter().map(OpenIntent::copies).collect::<Vec<_>>(), [3]);
    assert!(copies(&register, room.certifications[0].number()).unwrap().is_empty());
    assert!(matches!(room.issue_into(&mut register, 5_000), Err(IssueFault::Open { .. })));
    let mut entropy = Counting(9_000);
    let finished = finish(&mut room.desk(&mut register, &mut entropy), open[0].id()).unwrap();

    assert_eq!(texts(&finished), texts(&undisturbed));
    assert_eq!(open_intents(&register).unwrap(), []);
    assert_eq!(texts(&room.issue_into(&mut register, 5_000).unwrap()), texts(&undisturbed));
}

/// The texts of the drafts of the intent that is open.
fn drafts_of(register: &MemoryRegister) -> Vec<String> {
    let intent = open_intents(register).unwrap().remove(0);
    let drafts = Records::of(register).all(&Key::of(&["intent-draft", intent.id().as_str()])).unwrap();
    let text = |value: Vec<u8>| {
        let digest = Digest::parse_hex(std::str::from_utf8(&value).unwrap()).unwrap();
        String::from_utf8(register.payload(&digest).unwrap().unwrap()).unwrap()
    };
    drafts.into_iter().map(|(_, value)| text(value)).collect()
}

#[test]
fn drafts_of_one_wording_keep_what_is_their_own_and_the_wording_once_without_anybody_in_it() {
    let room = Room::with(3);
    let mut full = Full(room.register.clone(), room.register.head().seq + 1);
    room.issue_into(&mut full, 1).unwrap_err();

    let drafts = drafts_of(&full.0);

    let poured: Vec<&String> = drafts.iter().filter(|draft| draft.starts_with("{\"format\":2,")).collect();
    assert_eq!((drafts.len(), poured.len()), (3, 2), "the first one is linted and kept whole");
    let named = |draft: &str| draft.split_once("\"pattern\":\"").unwrap().1[..64].to_owned();
    assert_eq!(named(poured[0]), named(poured[1]));
    let pattern = full.0.payload(&Digest::parse_hex(&named(poured[0])).unwrap()).unwrap().unwrap();
    let pattern = String::from_utf8(pattern).unwrap();
    for draft in &poured {
        let fillings = draft.split_once("\"fillings\":[\"").unwrap().1.split("\"]").next().unwrap();
        let fillings: Vec<&str> = fillings.split("\",\"").collect();
        assert!(room.certifications.iter().any(|one| fillings.contains(&one.number().as_str())));
        // A mark of two digits stands in other words too.
        assert!(fillings.iter().filter(|filling| filling.len() > 4).all(|filling| !pattern.contains(filling)));
    }
    assert!(poured.iter().all(|draft| !draft.contains("AchievementSubject")) && pattern.contains("AchievementSubject"));
}

#[test]
fn a_void_intent_frees_its_copies_and_burns_its_ids() {
    let room = Room::with(2);
    let mut full = Full(room.register.clone(), room.register.head().seq + 1);
    room.issue_into(&mut full, 1).unwrap_err();
    let mut register = full.0;
    let intent = open_intents(&register).unwrap().remove(0);

    void(&mut register, intent.id(), &room.officer, at("2026-11-24T12:00:00Z")).unwrap();

    assert!(matches!(
        void(&mut register, intent.id(), &room.officer, at("2026-11-24T12:00:00Z")),
        Err(IssueFault::NoSuchIntent { .. })
    ));
    let mut room = room;
    room.register = register.clone();
    let mut entropy = Counting(1);
    let mut desk = Desk { at: at("2026-11-24T13:00:00Z"), ..room.desk(&mut register, &mut entropy) };
    let same_ids = issue(&mut desk, &room.wanted(), &mut project);
    assert!(matches!(same_ids, Err(IssueFault::Register(RegisterFault::Taken { .. }))));
    let mut entropy = Counting(5_000);
    let mut desk = Desk { at: at("2026-11-24T13:00:00Z"), ..room.desk(&mut register, &mut entropy) };
    assert_eq!(issue(&mut desk, &room.wanted(), &mut project).unwrap().len(), 2);
}

#[test]
fn a_key_that_signs_wrongly_issues_nothing_and_leaves_nothing_open() {
    let room = Room::with(2);
    let wrong = BadSigner(SigningKey::from_seed(&[42; 32]).unwrap(), |mut signatures| {
        let mut bytes = signatures[1].as_bytes().to_vec();
        bytes[5] ^= 1;
        signatures[1] = Signature::from_bytes(bytes);
        Ok(signatures)
    });

    let refused = room.issue_under(&wrong);

    let second = room.certifications[1].number();
    assert!(matches!(&refused, Err(IssueFault::SelfCheck { number, why: SelfCheck::Broken(_) }) if number == second));
    assert_eq!(open_intents(&room.register).unwrap(), []);
    assert!(copies(&room.register, second).unwrap().is_empty());
}

#[test]
fn a_key_that_does_not_sign_issues_nothing_and_leaves_nothing_open() {
    let room = Room::with(2);
    let silent = BadSigner(SigningKey::from_seed(&[42; 32]).unwrap(), |_| Ok(Vec::new()));

    assert!(matches!(room.issue_under(&silent), Err(IssueFault::Seal(_))));
    assert_eq!(open_intents(&room.register).unwrap(), []);
}

#[test]
fn an_intent_is_finished_only_with_the_key_it_was_made_for() {
    let room = Room::with(1);
    let mut full = Full(room.register.clone(), room.register.head().seq + 1);
    room.issue_into(&mut full, 1).unwrap_err();
    let (mut register, mut entropy) = (full.0, Counting(1));
    let intent = open_intents(&register).unwrap().remove(0);
    let other = SigningKey::from_seed(&[43; 32]).unwrap();

    let refused = finish(&mut Desk { signer: &other, ..room.desk(&mut register, &mut entropy) }, intent.id());

    assert!(matches!(refused, Err(IssueFault::OtherKey { .. })));
    assert_eq!(open_intents(&register).unwrap(), [intent]);
}

#[test]
fn every_copy_that_may_not_be_sealed_is_told_and_nothing_is_written() {
    let room = Room::with(3);
    let (mut register, mut entropy) = (room.register.clone(), Counting(1));
    let head = register.head();
    let mut nameless = |wanted: &Wanted<'_>, reserved: &Reserved, entropy: &mut dyn Entropy| {
        project(wanted, reserved, entropy).map(|credential| Credential { name: None, ..credential })
    };

    let refused = issue(&mut room.desk(&mut register, &mut entropy), &room.wanted(), &mut nameless);

    assert!(matches!(refused, Err(IssueFault::Lint { faults }) if faults.len() == 3));
    assert_eq!(register.head(), head);
}

#[test]
fn a_rehearsal_is_flagged_and_recorded_nowhere() {
    let room = Room::with(2);
    let (mut register, mut entropy) = (room.register.clone(), Counting(1));
    let head = register.head();

    let copies = rehearse(&mut room.desk(&mut register, &mut entropy), &room.wanted(), &mut project).unwrap();

    assert!(copies.len() == 2 && copies.iter().all(|copy| copy.standing == Standing::Rehearsed));
    assert_eq!(register.head(), head);
    assert_eq!(copy_by_credential(&register, &copies[0].id).unwrap(), None);
}

#[test]
fn neither_journal_nor_index_holds_a_link() {
    let room = Room::with(2);
    let mut register = room.register.clone();
    let copies = room.issue_into(&mut register, 1).unwrap();
    let journal: String = register.journal(1, 99).unwrap().iter().map(JournalLine::to_text).collect();
    let records = Records::of(&register);
    for copy in copies {
        let link = copy.link.unwrap().to_text();
        assert!(!journal.contains(&link));
        for kind in ["copy", "credential", "link", "copies"] {
            for (key, value) in records.all(&Key::of(&[kind])).unwrap() {
                let entry = format!("{key} {}", String::from_utf8_lossy(&value));
                assert!(!entry.contains(&link), "{entry}");
            }
        }
    }
}

#[test]
fn the_name_of_a_copy_hangs_on_the_secret_and_on_every_part() {
    let room = Room::with(2);
    let wanted = room.wanted();
    let name = room.secret.copy_key(&wanted[0]);
    assert_eq!(name, CopySecret::new([9; 32]).copy_key(&wanted[0]));
    assert_ne!(name, CopySecret::new([8; 32]).copy_key(&wanted[0]));
    assert_ne!(name, room.secret.copy_key(&wanted[1]));
    assert_ne!(name, room.secret.copy_key(&Wanted { ordinal: 1, ..wanted[0] }));
    assert_ne!(name, room.secret.copy_key(&Wanted { format: Format::DECLARATION, ..wanted[0] }));
}

#[test]
fn what_is_sealed_is_worded_in_the_draft_to_the_byte() {
    let room = Room::with(1);
    let copy = room.issue_into(&mut room.register.clone(), 1).unwrap().remove(0);
    let document = copy.secured.peek_unbelieved().unwrap();
    let said = Credential::read(&document.clone().without("proof"), Format::OPEN_BADGE.model()).unwrap();
    assert_eq!(said.id, copy.id);
}
