//! Who answers for a copy. What an answer comes to is held by the cases: `tests/cases/answered.rs`.

use attesto_credential::{Language, Line, LocalText};

use super::*;

#[test]
fn who_answers_is_named_by_the_address() {
    let of = |url: &str| {
        let title = LocalText::new([(Language::parse("en").unwrap(), Line::parse("x").unwrap())].into()).unwrap();
        answerer(&AskedAt { url: Iri::parse(url).unwrap(), title }).map(|did| did.to_string())
    };
    assert_eq!(of("https://cert.example/a/b/status-of").as_deref(), Some("did:web:cert.example:a:b"));
    assert_eq!(of("https://cert.example:8443/a/status-of").as_deref(), Some("did:web:cert.example%3A8443:a"));
    assert_eq!(of("https://cert.example/status-of").as_deref(), Some("did:web:cert.example"));
    assert_eq!([of("http://cert.example/a/status-of"), of("https://cert.example/a/status")], [None, None]);
}
