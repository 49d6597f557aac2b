//! What is sealed opens as it was said, by the key that sealed it: `open(seal(x)) == x`, one or twenty at once.
//! A batch keeps its order, and one broken text does not touch its neighbours.

use attesto_credential::{Credential, Declaration, Format, Iri, Secured, Statement, StatusList, lint};
use attesto_securing::{Authentic, Broken, Keys, Signer, SigningKey, open, seal};
use proptest::collection::vec;
use proptest::prelude::*;

use super::cases;
use super::generated::{conforming, declaration, sealable_list};
use crate::office::{PINNED, at};

const SEALED: &str = "2026-11-24T11:00:00Z";

fn key() -> SigningKey {
    SigningKey::from_seed(&[7; 32]).unwrap()
}

fn speaker() -> Iri {
    Iri::parse(key().id().owner()).unwrap()
}

fn sealed<T: Statement>(batch: &[T], format: Format) -> Vec<Secured> {
    let linted = batch.iter().map(|one| lint(one.clone(), format).unwrap()).collect();
    seal(linted, &key(), &PINNED, at(SEALED)).unwrap()
}

fn opened<T: Statement>(batch: &[Secured]) -> Vec<Result<Authentic<T>, Broken>> {
    open(batch, &Keys::new(), &PINNED, at(SEALED))
}

fn said<T: Statement>(batch: &[Secured]) -> Vec<T> {
    opened::<T>(batch).into_iter().map(|one| one.unwrap().said().clone()).collect()
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn credentials_sealed_in_a_batch_open_as_they_were_in_order(batch in vec(conforming(speaker()), 1..=20)) {
        let secured = sealed(&batch, Format::OPEN_BADGE);
        prop_assert_eq!(&said::<Credential>(&secured), &batch);
        let again: Vec<Secured> = secured.iter().map(|one| Secured::parse(one.text().as_bytes()).unwrap()).collect();
        prop_assert_eq!(&again, &secured);
        let key = key();
        for one in opened::<Credential>(&again) {
            let one = one.unwrap();
            prop_assert_eq!((one.key(), one.sealed()), (key.id(), Some(at(SEALED))));
        }
    }

    #[test]
    fn a_batch_gives_the_bytes_that_each_alone_would_give(batch in vec(conforming(speaker()), 1..=5)) {
        let singly: Vec<Secured> =
            batch.iter().flat_map(|one| sealed(std::slice::from_ref(one), Format::OPEN_BADGE)).collect();
        prop_assert_eq!(sealed(&batch, Format::OPEN_BADGE), singly);
    }

    #[test]
    fn declarations_sealed_in_a_batch_open_as_they_were_in_order(batch in vec(declaration(speaker()), 1..=20)) {
        prop_assert_eq!(said::<Declaration>(&sealed(&batch, Format::DECLARATION)), batch);
    }

    #[test]
    fn status_lists_sealed_in_a_batch_open_as_they_were_in_order(batch in vec(sealable_list(speaker()), 1..=4)) {
        let secured = sealed(&batch, Format::STATUS_LIST);
        prop_assert_eq!(said::<StatusList>(&secured), batch);
        let again: Vec<Secured> = secured.iter().map(|one| Secured::parse(one.text().as_bytes()).unwrap()).collect();
        prop_assert_eq!(again, secured);
    }

    #[test]
    fn a_broken_text_in_a_batch_does_not_touch_its_neighbours(
        batch in vec(conforming(speaker()), 3..=6),
        broken in 0_usize..3,
    ) {
        let mut secured = sealed(&batch, Format::OPEN_BADGE);
        let lie = secured[broken].text().replacen("\"validUntil\":\"", "\"validUntil\":\"9", 1);
        prop_assume!(Secured::parse(lie.as_bytes()).is_ok());
        secured[broken] = Secured::parse(lie.as_bytes()).unwrap();
        for (place, one) in opened::<Credential>(&secured).into_iter().enumerate() {
            prop_assert_eq!(one.is_err(), place == broken);
        }
    }

    #[test]
    fn a_statement_is_not_opened_as_one_of_another_kind(
        credential in conforming(speaker()),
        notice in declaration(speaker()),
        list in sealable_list(speaker()),
    ) {
        let list = sealed(&[list], Format::STATUS_LIST);
        prop_assert!(opened::<Credential>(&list)[0].is_err() && opened::<Declaration>(&list)[0].is_err());
        prop_assert!(opened::<StatusList>(&sealed(std::slice::from_ref(&credential), Format::OPEN_BADGE))[0].is_err());
        prop_assert!(opened::<StatusList>(&sealed(std::slice::from_ref(&notice), Format::DECLARATION))[0].is_err());
        prop_assert!(opened::<Declaration>(&sealed(&[credential], Format::OPEN_BADGE))[0].is_err());
        prop_assert!(opened::<Credential>(&sealed(&[notice], Format::DECLARATION))[0].is_err());
    }
}
