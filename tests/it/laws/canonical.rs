//! The canonical form is of what is said, not of how it lies in the text: the order of members does not reach it.
//! Byte for byte against jsonld.js is tested in `securing` and in `tests/outside`.

use attesto_credential::{Credential, DataModel, Document, Iri, Json, Object, Statement};
use attesto_securing::{Budget, canonical};
use proptest::prelude::*;

use super::cases;
use super::generated::conforming;
use crate::office::PINNED;

fn canon(document: &Document) -> String {
    canonical(document, &PINNED, &Budget::default()).unwrap().as_str().to_owned()
}

/// The same value with the members of every object in another order.
fn shuffled(value: &Json, turn: usize) -> Json {
    match value {
        Json::Object(object) => reordered(object, turn).into(),
        Json::Array(elements) => elements.iter().map(|element| shuffled(element, turn)).collect::<Vec<_>>().into(),
        other => other.clone(),
    }
}

fn reordered(object: &Object, turn: usize) -> Object {
    let mut members: Vec<(String, Json)> =
        object.iter().map(|(key, value)| (key.to_owned(), shuffled(value, turn))).collect();
    let by = turn % members.len().max(1);
    members.rotate_left(by);
    if turn % 2 == 1 {
        members.reverse();
    }
    members.into_iter().collect()
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn the_order_of_members_does_not_reach_the_canonical_form(
        credential in conforming(Iri::parse("did:key:z6MkA").unwrap()),
        turn in 1_usize..64,
    ) {
        let document = credential.write(DataModel::OpenBadges).unwrap();
        let other = Document::composed(reordered(document.root(), turn));
        prop_assert_eq!(canon(&other), canon(&document));
        prop_assert_eq!(Credential::read(&other, DataModel::OpenBadges).unwrap(), credential);
    }
}
