//! Lists of ours are written and read as they were; foreign ones are read as far as the standard lets them differ.

use super::*;
use crate::document::{Document, Limits};
use crate::format::{DataModel, Format};
use crate::lint::lint;
use crate::statement::Statement;

fn iri(text: &str) -> Iri {
    Iri::parse(text).unwrap()
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

pub(crate) fn list() -> StatusList {
    let id = iri("https://cert.example/demo/status/1/revocation.json");
    let mut bits = StatusBits::clear();
    bits.set(94_567, Flag::Set).unwrap();
    let sibling = |kind: Beside, byte| Sibling {
        id: kind.of(&iri("https://cert.example/demo/status/1/2026-06-01T000000Z/revocation.json")),
        sha256: [byte; 32],
        media_type: "application/vc".to_owned(),
    };
    StatusList {
        issuer: iri("did:web:cert.example:demo"),
        purposes: vec![Purpose::Revocation],
        from: Some(at("2026-06-01T00:00:00Z")),
        until: Some(at("2026-06-02T00:00:00Z")),
        ttl_seconds: Some(3600),
        bits,
        siblings: vec![sibling(Beside::Suspension, 1), sibling(Beside::Successors, 2), sibling(Beside::History, 3)],
        id,
    }
}

fn read(text: &str) -> Result<StatusList, crate::model::Misread> {
    let document = Document::parse(text.as_bytes(), &Limits::default()).unwrap();
    StatusList::read(&document, DataModel::StatusList)
}

fn written() -> String {
    list().write(DataModel::StatusList).unwrap().to_text()
}

fn rules(list: StatusList) -> Vec<&'static str> {
    match lint(list, Format::STATUS_LIST) {
        Ok(_) => Vec::new(),
        Err(error) => error.faults().iter().map(LintFault::rule).collect(),
    }
}

#[test]
fn a_list_of_ours_reads_back_and_may_be_sealed() {
    assert_eq!(read(&written()), Ok(list()));
    assert_eq!(rules(list()), [""; 0]);
    let bare = StatusList { siblings: Vec::new(), ttl_seconds: None, ..list() };
    assert_eq!(rules(bare), [""; 0]);
}

#[test]
fn the_issuer_is_a_string_and_the_contexts_an_array() {
    let document = list().write(DataModel::StatusList).unwrap();
    assert_eq!(document.root().text("issuer"), Some("did:web:cert.example:demo"));
    assert!(document.root().get("@context").is_some_and(|contexts| contexts.as_array().is_some()));
    assert_eq!(
        document.at("/credentialSubject/id").unwrap().as_str(),
        Some("https://cert.example/demo/status/1/revocation.json#list")
    );
}

#[test]
fn a_list_that_breaks_a_rule_of_the_house_is_not_sealed() {
    let far = Some(at("2026-06-03T00:00:00Z"));
    let stray = Sibling { id: iri("https://evil.example/x"), sha256: [0; 32], media_type: String::new() };
    assert_eq!(rules(StatusList { from: None, ..list() }), ["list-from"]);
    assert_eq!(rules(StatusList { until: None, ..list() }), ["list-until"]);
    assert_eq!(rules(StatusList { ttl_seconds: Some(86_401), ..list() }), ["list-ttl"]);
    assert_eq!(rules(StatusList { ttl_seconds: Some(86_401), until: far, ..list() }), [""; 0]);
    assert_eq!(rules(StatusList { purposes: vec![Purpose::Message], ..list() }), ["list-purpose"]);
    let both = vec![Purpose::Revocation, Purpose::Suspension];
    assert_eq!(rules(StatusList { purposes: both, ..list() }), ["list-purpose"]);
    assert_eq!(rules(StatusList { siblings: vec![stray], ..list() }), ["list-siblings", "reads-back"]);
    for id in ["http://cert.example/1", "urn:x:1", "https://cert.example/1?x", "https://cert.example/1#x"] {
        let list = StatusList { id: iri(id), siblings: Vec::new(), ..list() };
        assert_eq!(rules(list), ["list-id"], "{id}");
    }
}

#[test]
fn a_foreign_list_may_name_its_issuer_as_an_object_and_several_purposes_and_no_end() {
    let foreign = written()
        .replace(r#""issuer":"did:web:cert.example:demo""#, r#""issuer":{"id":"did:web:cert.example:demo","name":"D"}"#)
        .replace(r#""statusPurpose":"revocation""#, r#""statusPurpose":["revocation","suspension"]"#)
        .replace(r#""validFrom":"2026-06-01T00:00:00Z","validUntil":"2026-06-02T00:00:00Z","#, "")
        .replace(r#""ttl":3600000,"#, "");
    let read = read(&foreign).unwrap();
    assert_eq!(read.issuer, list().issuer);
    assert_eq!(read.purposes, [Purpose::Revocation, Purpose::Suspension]);
    assert_eq!((read.from, read.until, read.ttl_seconds), (None, None, None));
    assert_eq!(read.bits, list().bits);
}

#[test]
fn a_related_resource_of_another_kind_is_passed_over_but_a_sibling_without_digest_is_not() {
    let stray = written().replace("/history.jws", "/about.jws");
    assert_eq!(read(&stray).unwrap().siblings.len(), 2);
    for (good, bad) in [("digestSRI", "digestMultibase"), ("sha256-", "sha384-"), ("/history.jws", "/x/successors.jws")]
    {
        assert!(read(&written().replacen(good, bad, 9)).is_err(), "{bad}");
    }
}

#[test]
fn what_is_no_list_is_not_read_as_one() {
    for (good, bad) in [
        ("\"BitstringStatusListCredential\"", "\"OpenBadgeCredential\""),
        ("\"BitstringStatusList\"", "\"Other\""),
        ("\"encodedList\":\"u", "\"encodedList\":\"z"),
        ("\"ttl\":3600000", "\"ttl\":\"soon\""),
        ("\"statusPurpose\":\"revocation\"", "\"statusPurpose\":7"),
        ("\"validUntil\":\"2026-06-02", "\"validUntil\":\"2026-05-02"),
    ] {
        let broken = written().replacen(good, bad, 1);
        assert_ne!(broken, written(), "{bad}");
        assert!(read(&broken).is_err(), "{bad}");
    }
}

#[test]
fn a_document_beside_a_list_is_told_by_its_name_below_the_folder_of_the_list() {
    let named = |url: &str| Beside::named(&list().id, &iri(url));
    let folder = "https://cert.example/demo/status/1";
    for kind in Beside::ALL {
        assert_eq!(named(kind.of(&list().id).as_str()), Some(kind));
        assert_eq!(named(&format!("{folder}/2026-06-01T000000Z/{}", kind.file_name())), Some(kind));
    }
    for none in [
        "https://evil.example/suspension.json",
        "https://cert.example/demo/status/2/suspension.json",
        "https://cert.example/demo/status/1/../2/suspension.json",
        "https://cert.example/demo/status/1/%2e%2e/2/suspension.json",
        "https://cert.example/demo/status/1//suspension.json",
        "https://cert.example/demo/status/1/suspension.json?x",
        "https://cert.example/demo/status/1/x/suspension.json#y",
        "https://cert.example/demo/status/1/revocation.json",
    ] {
        assert_eq!(named(none), None, "{none}");
    }
}
