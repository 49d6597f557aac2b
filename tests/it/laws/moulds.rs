//! What is poured from a mould is, to the byte, what `lint` would have let through; what does not fit is given back.
//! Bulk issue rests on it; that its seals hold is law of `seal_open`.

use attesto_credential::{
    CertificateNumber, Credential, CredentialId, DataModel, Format, IdentityHash, Iri, Mould, Object, Purpose,
    Statement, StatusEntry, StatusPlace, lint, urn_uuid,
};
use attesto_securing::{Broken, Signer, SigningKey, seal, seal_held};
use proptest::collection::vec;
use proptest::prelude::*;

use super::cases;
use super::generated::{conforming, list_url, text};
use crate::office::{Office, PINNED, at};

fn speaker() -> Iri {
    Iri::parse(SigningKey::from_seed(&[7; 32]).unwrap().id().owner()).unwrap()
}

/// The badges of the demo's people, as they were said.
fn badges() -> Vec<Credential> {
    let (_, _, copies) = Office::issued();
    let said = |document: &attesto_credential::Document| {
        Credential::read(&document.clone().without("proof"), DataModel::OpenBadges).unwrap()
    };
    copies.iter().map(|copy| said(copy.secured.peek_unbelieved().unwrap())).collect()
}

fn with_name(mut badge: Credential, name: &str) -> Credential {
    badge.recipient.identities[0].value = IdentityHash::Plain(name.to_owned());
    badge
}

fn with_status(mut badge: Credential, list: &Iri, index: u64) -> Credential {
    badge.status = vec![StatusEntry::bitstring(&StatusPlace { list: list.clone(), index }, &Purpose::Revocation)];
    badge
}

#[test]
fn most_badges_of_a_cohort_are_poured_and_say_to_the_byte_what_lint_lets_through() {
    let (mut moulds, mut poured) = (Vec::<Mould>::new(), 0);
    let badges = badges();
    for badge in &badges {
        let linted = lint(badge.clone(), Format::OPEN_BADGE).unwrap();
        match moulds.iter().find_map(|mould| mould.pour(badge.clone()).ok()) {
            Some(one) => {
                poured += 1;
                assert_eq!((one.said(), one.format()), (linted.said(), linted.format()));
                assert_eq!(one.document().to_text(), linted.document().to_text());
            }
            None if moulds.iter_mut().any(|mould| mould.learn(&linted)) => {}
            None => moulds.push(Mould::of(&linted).unwrap()),
        }
    }
    assert_eq!(moulds.len(), 3, "one for each language");
    assert!(poured * 2 > badges.len(), "{poured} of {}", badges.len());
}

#[test]
fn what_does_not_fit_is_given_back_as_it_was() {
    let badge = badges().remove(0);
    let mould = Mould::of(&lint(badge.clone(), Format::OPEN_BADGE).unwrap()).unwrap();
    assert!(mould.pour(badge.clone()).is_ok());
    let list = badge.status[0].read().unwrap().unwrap().place.list;
    let fitting = [with_name(badge.clone(), "Ștefan Închipuitu"), with_status(badge.clone(), &list, 131_071)];
    assert!(fitting.into_iter().all(|badge| mould.pour(badge).is_ok()));

    let mut others: Vec<Credential> = ["", "says \"so\"", "C:\\", "two\nlines", &"x".repeat(513)]
        .into_iter()
        .map(|name| with_name(badge.clone(), name))
        .collect();
    others.push(with_status(badge.clone(), &list_url(), 0));
    others.push(Credential { status: Vec::new(), ..badge.clone() });
    others.push(Credential { id: CredentialId::from_iri(Iri::parse("https://a.example/1").unwrap()), ..badge.clone() });
    others.push(Credential { id: CredentialId::from_iri(Iri::parse("urn:uuid:1").unwrap()), ..badge.clone() });
    others.push(Credential { name: Some("Another title".to_owned()), ..badge.clone() });
    others.push(Credential { name: None, ..badge.clone() });
    others.push(Credential { number: Some("SIM-2026-000001-X".to_owned()), ..badge.clone() });
    others.push(Credential { number: None, ..badge.clone() });
    others.push(Credential { awarded: None, ..badge.clone() });
    others.push(Credential { outcomes: Vec::new(), ..badge.clone() });
    others.push(Credential { others: Object::new().with("x-member", 1_u64), ..badge.clone() });
    let mut marked = badge.clone();
    marked.outcomes[0].value = Some("good".to_owned());
    others.push(marked);
    let mut unsalted = badge.clone();
    let hash = format!("sha256${}", "0".repeat(64));
    unsalted.recipient.identities.last_mut().unwrap().value = IdentityHash::Hashed { hash, salt: None };
    others.push(unsalted);
    let mut nobody = badge.clone();
    nobody.recipient.id = None;
    others.push(nobody);
    for other in others {
        assert_eq!(mould.pour(other.clone()).map(|_| ()), Err(Box::new(other)));
    }
}

#[test]
fn what_is_poured_is_sealed_to_the_bytes_that_each_alone_would_get() {
    let badge = badges().remove(0);
    let key = SigningKey::from_seed(&[7; 32]).unwrap();
    let mould = Mould::of(&lint(badge.clone(), Format::OPEN_BADGE).unwrap()).unwrap();
    let names = ["Ελένη Δοκιμάκη", "Ștefan Închipuitu", "Niccolò D'Esempio"];
    let moment = at("2026-11-24T11:00:00Z");
    let singly: Vec<_> = names
        .iter()
        .map(|name| lint(with_name(badge.clone(), name), Format::OPEN_BADGE).unwrap())
        .map(|linted| seal(vec![linted], &key, &PINNED, moment).unwrap().remove(0))
        .collect();
    let poured = || names.iter().map(|name| mould.pour(with_name(badge.clone(), name)).unwrap()).collect();

    assert_eq!(seal(poured(), &key, &PINNED, moment).unwrap(), singly);
    let held: Vec<Result<_, Broken>> = seal_held(poured(), &key, &PINNED, moment).unwrap();
    assert_eq!(held.into_iter().collect::<Result<Vec<_>, _>>().unwrap(), singly);
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn whatever_a_mould_takes_lint_takes_and_words_the_same(
        specimen in conforming(speaker()),
        (id, subject, counter) in (any::<[u8; 16]>(), any::<[u8; 16]>(), 1_u32..999_999),
        names in vec(text(), 3),
        values in vec(prop_oneof!["[0-9]{1,3}(\\.[0-9])?".boxed(), text().boxed()], 4),
    ) {
        let mut other = specimen.clone();
        other.id = CredentialId::from_random(id);
        other.recipient.id = Some(urn_uuid(subject));
        other.number = Some(CertificateNumber::new("LAW", 2026, counter).unwrap().to_string());
        for (identity, name) in other.recipient.identities.iter_mut().zip(names) {
            identity.value = IdentityHash::Plain(name);
        }
        for (outcome, value) in other.outcomes.iter_mut().zip(values) {
            outcome.value = Some(value);
        }
        let Some(mut mould) = Mould::of(&lint(specimen, Format::OPEN_BADGE).unwrap()) else { return Ok(()) };
        let linted = lint(other.clone(), Format::OPEN_BADGE).unwrap();
        match mould.pour(other.clone()) {
            Ok(poured) => {
                prop_assert_eq!(poured.said(), linted.said());
                prop_assert_eq!(poured.document().to_text(), linted.document().to_text());
            }
            Err(back) => prop_assert_eq!(*back, other.clone()),
        }
        if mould.learn(&linted) {
            prop_assert_eq!(mould.pour(other).unwrap().document().to_text(), linted.document().to_text());
        }
    }
}
