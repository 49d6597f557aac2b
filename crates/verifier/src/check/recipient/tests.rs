//! The recipient check over recipients made by hand; how names compare is walked by `tests/names.rs`.

use attesto_credential::{Object, RecipientIdentity};
use attesto_securing::Digest;

use super::*;

fn plain(kind: &str, text: &str) -> RecipientIdentity {
    RecipientIdentity { kind: kind.to_owned(), value: IdentityHash::Plain(text.to_owned()), others: Object::new() }
}

fn hashed(kind: &str, text: &str, salt: &str) -> RecipientIdentity {
    let hash = format!("sha256${}", Digest::of_parts(&[text.as_bytes(), salt.as_bytes()]));
    let value = IdentityHash::Hashed { hash, salt: Some(salt.to_owned()) };
    RecipientIdentity { kind: kind.to_owned(), value, others: Object::new() }
}

fn of(identities: Vec<RecipientIdentity>) -> Recipient {
    Recipient { id: None, identities }
}

#[test]
fn identity_and_salt_are_hashed_in_this_order() {
    // SHA-256 of "a@example.orgKosher", by another program (coreutils).
    let outside = IdentityHash::Hashed {
        hash: "sha256$3570e49e8e00c41a9544401a81e8fc59ac2d14b80749a7829adc820b2f80cdfa".to_owned(),
        salt: Some("Kosher".to_owned()),
    };
    assert_eq!(hashed::agrees(&outside, &["a@example.org"]), Some(true));
    assert_eq!(hashed::agrees(&outside, &["b@example.org"]), Some(false));
}

#[test]
fn an_address_agrees_as_written_or_in_lower_case() {
    let recipient = of(vec![hashed("emailAddress", "eleni@people.example", "s4lt")]);
    assert_eq!(by_email(&recipient, " Eleni@people.example ").code(), Code::RecipientMatches);
    assert_eq!(by_email(&recipient, "elena@people.example").code(), Code::RecipientDiffers);
}

#[test]
fn a_hash_by_another_algorithm_is_never_taken_for_a_difference() {
    let value = IdentityHash::Hashed { hash: "md5$00".to_owned(), salt: None };
    let recipient = of(vec![RecipientIdentity { kind: "emailAddress".to_owned(), value, others: Object::new() }]);
    assert_eq!(by_email(&recipient, "eleni@people.example").code(), Code::RecipientNothingToCompare);
}

#[test]
fn the_best_of_several_names_counts() {
    let recipient = of(vec![plain("name", "Ελένη Δοκιμή"), plain("name", "Eleni Dokimi")]);
    assert_eq!(by_name(&recipient, "DOKIMI ELENI").code(), Code::RecipientMatches);
    assert_eq!(by_name(&recipient, "Elena Dokimi").code(), Code::RecipientClose);
    assert_eq!(by_name(&recipient, "Sofia Petrou").code(), Code::RecipientDiffers);
}

#[test]
fn a_hashed_name_that_does_not_agree_leaves_it_open() {
    let recipient = of(vec![hashed("name", "Ελένη Δοκιμή", "s4lt")]);
    assert_eq!(by_name(&recipient, "Ελένη Δοκιμή").code(), Code::RecipientMatches);
    assert_eq!(by_name(&recipient, "Eleni Dokimi").code(), Code::RecipientHashUnmatched);
}

#[test]
fn nothing_to_compare_is_not_a_match() {
    let recipient = of(vec![plain("emailAddress", "eleni@people.example")]);
    assert_eq!(by_name(&recipient, "Ελένη Δοκιμή").code(), Code::RecipientNothingToCompare);
    assert_eq!(by_email(&of(Vec::new()), "eleni@people.example").code(), Code::RecipientNothingToCompare);
}
