//! Chunk after chunk, two at a time: wherever it stops, nothing is lost, nothing comes twice, and the bytes are the same.

use std::collections::BTreeMap;

use attesto_securing::{Signature, SigningKey};

use super::super::*;
use super::room::{BadSigner, Counting, Full, Room, project};
use crate::register::{ActKind, Register};

const PEOPLE: usize = 5;

/// Issues two at a time: three chunks, the last of one.
fn by_twos(room: &Room, register: &mut dyn Register, signer: &dyn Signer) -> Result<Vec<(usize, Copy)>, IssueFault> {
    let (mut entropy, mut all) = (Counting::from(1), Vec::new());
    let mut desk = Desk { signer, ..room.desk(register, &mut entropy) };
    let mut given = |place, copy| all.push((place, copy));
    issue_in_chunks(&mut desk, (&room.wanted(), 2), &mut project, &mut given)?;
    Ok(all)
}

fn texts(copies: impl IntoIterator<Item = Copy>) -> BTreeMap<CertificateNumber, String> {
    copies.into_iter().map(|copy| (copy.number, copy.secured.text().to_owned())).collect()
}

#[test]
fn every_chunk_has_an_intent_and_a_record_and_every_copy_is_given_once_with_its_place() {
    let room = Room::with(PEOPLE);
    let (mut register, before) = (room.register.clone(), room.register.head().seq);

    let given = by_twos(&room, &mut register, &room.signer).unwrap();

    let numbers: Vec<&CertificateNumber> = room.certifications.iter().map(Certification::number).collect();
    assert!(given.iter().all(|(place, copy)| copy.number == *numbers[*place] && copy.standing == Standing::Issued));
    assert_eq!(given.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
    let lines = register.journal(before + 1, 99).unwrap();
    let kinds: Vec<ActKind> = lines.iter().map(|line| line.kind()).collect();
    let (intent, record) = (ActKind::Intent, ActKind::Record);
    assert_eq!(kinds, [intent, intent, record, intent, record, record]);
    assert_eq!(open_intents(&register).unwrap(), []);
}

#[test]
fn a_line_that_is_cut_off_after_any_act_is_finished_with_the_bytes_that_it_would_have_had() {
    let room = Room::with(PEOPLE);
    let undisturbed = by_twos(&room, &mut room.register.clone(), &room.signer).unwrap();
    let undisturbed = texts(undisturbed.into_iter().map(|(_, copy)| copy));
    for acts in 0..6 {
        // A register is shared by its clones.
        let room = Room::with(PEOPLE);
        let mut full = Full(room.register.clone(), room.register.head().seq + acts);
        assert!(matches!(by_twos(&room, &mut full, &room.signer), Err(IssueFault::Register(_))), "{acts}");
        let mut register = full.0;

        let open = open_intents(&register).unwrap();
        assert!(open.len() <= 2, "{acts}: {}", open.len());
        let mut entropy = Counting::from(9_000);
        for intent in &open {
            finish(&mut room.desk(&mut register, &mut entropy), intent.id()).unwrap();
        }
        for (number, text) in texts(room.certifications.iter().flat_map(|one| copies(&register, one.number()).unwrap()))
        {
            assert_eq!(undisturbed.get(&number), Some(&text), "{acts}");
        }
        let again = room.issue_into(&mut register, 5_000).unwrap();
        assert_eq!(again.len(), PEOPLE);
        let each = |one: &Certification| copies(&register, one.number()).unwrap().len();
        assert!(room.certifications.iter().all(|one| each(one) == 1), "{acts}");
    }
}

#[test]
fn a_seal_that_does_not_hold_in_the_last_chunk_leaves_the_others_recorded_and_nothing_open() {
    let room = Room::with(PEOPLE);
    let mut register = room.register.clone();
    let wrong = BadSigner(SigningKey::from_seed(&[42; 32]).unwrap(), |mut signatures| {
        if let [last] = signatures.as_mut_slice() {
            let mut bytes = last.as_bytes().to_vec();
            bytes[5] ^= 1;
            *last = Signature::from_bytes(bytes);
        }
        Ok(signatures)
    });

    let refused = by_twos(&room, &mut register, &wrong);

    let last = room.certifications[4].number();
    assert!(matches!(&refused, Err(IssueFault::SelfCheck { number, .. }) if number == last));
    assert_eq!(open_intents(&register).unwrap(), []);
    let there: Vec<usize> =
        room.certifications.iter().map(|one| copies(&register, one.number()).unwrap().len()).collect();
    assert_eq!(there, [1, 1, 1, 1, 0]);
}

#[test]
fn a_wording_that_may_not_be_sealed_stops_the_line_and_what_was_sealed_before_it_is_recorded() {
    let room = Room::with(PEOPLE);
    let (mut register, mut entropy) = (room.register.clone(), Counting::from(1));
    let bad = room.certifications[4].number().clone();
    let mut nameless = |wanted: &Wanted<'_>, reserved: &Reserved, entropy: &mut dyn Entropy| {
        let name =
            |credential: Credential| (*wanted.certification.number() != bad).then_some(credential.name).flatten();
        project(wanted, reserved, entropy).map(|credential| Credential { name: name(credential.clone()), ..credential })
    };

    let mut desk = room.desk(&mut register, &mut entropy);
    let refused = issue_in_chunks(&mut desk, (&room.wanted(), 2), &mut nameless, &mut |_, _| {});

    assert!(matches!(refused, Err(IssueFault::Lint { faults }) if faults.len() == 1));
    assert_eq!(open_intents(&register).unwrap(), []);
    let there = room.certifications.iter().filter(|one| !copies(&register, one.number()).unwrap().is_empty());
    assert_eq!(there.count(), 4);
}
