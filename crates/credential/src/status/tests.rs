//! Entries read strictly: an index that readers could take for different ones is malformed.

use super::*;
use crate::document::{Document, Limits};

fn place() -> StatusPlace {
    StatusPlace { list: Iri::parse("https://cert.example/demo/status/1/revocation.json").unwrap(), index: 94_567 }
}

fn entry(members: &str) -> StatusEntry {
    let document = Document::parse(members.as_bytes(), &Limits::default()).unwrap();
    StatusEntry { kind: StatusEntry::BITSTRING.to_owned(), members: document.root().clone() }
}

/// The entry with one member written in another way.
fn with(member: &str, written: &str) -> Result<Option<ReadEntry>, Misread> {
    let whole = [
        ("statusPurpose", r#""revocation""#),
        ("statusListIndex", r#""5""#),
        ("statusListCredential", r#""https://a.example/1""#),
    ];
    let members: Vec<String> = whole
        .iter()
        .filter(|(key, _)| *key != member)
        .map(|(key, value)| format!("\"{key}\":{value}"))
        .chain([format!("\"{member}\":{written}")])
        .collect();
    entry(&format!("{{{}}}", members.join(","))).read()
}

#[test]
fn what_is_written_reads_back() {
    for purpose in [Purpose::Revocation, Purpose::Suspension, Purpose::Foreign("expired".to_owned())] {
        let read = StatusEntry::bitstring(&place(), &purpose).read().unwrap().unwrap();
        assert_eq!(read, ReadEntry { place: place(), purpose, size_bits: 1 });
    }
    assert_eq!(StatusPlace::parse(&place().to_string()), Ok(place()));
}

#[test]
fn an_index_is_a_string_of_digits_as_a_counter_writes_it() {
    for good in [r#""0""#, r#""5""#, r#"["5"]"#, r#""131071""#, r#""18446744073709551615""#] {
        assert!(with("statusListIndex", good).is_ok(), "{good}");
    }
    let bad = [
        r#""007""#,
        r#""1e3""#,
        r#""-1""#,
        r#""+1""#,
        r#""18446744073709551616""#,
        r#""1.0""#,
        r#"" 1""#,
        r#""0x10""#,
        r#""١""#,
        r#""""#,
        "5",
        "5.0",
        "-1",
        "null",
        "true",
        "{}",
        r#"["5","6"]"#,
    ];
    for bad in bad {
        assert_eq!(with("statusListIndex", bad).unwrap_err().pointer(), "/statusListIndex", "{bad}");
    }
}

#[test]
fn purpose_and_list_are_one_text_each() {
    for bad in [r#"["revocation","suspension"]"#, "1", "null", r#""""#] {
        assert_eq!(with("statusPurpose", bad).unwrap_err().pointer(), "/statusPurpose", "{bad}");
    }
    for bad in [r#""status/1""#, "null", r#"{"id":"https://a.example/1"}"#] {
        assert_eq!(with("statusListCredential", bad).unwrap_err().pointer(), "/statusListCredential", "{bad}");
    }
}

#[test]
fn a_size_is_a_positive_number() {
    assert_eq!(with("statusSize", "2").unwrap().unwrap().size_bits, 2);
    for bad in ["0", "-1", "1.5", r#""two""#, "[]"] {
        assert!(with("statusSize", bad).is_err(), "{bad}");
    }
}

#[test]
fn an_entry_of_another_mechanism_is_not_malformed() {
    let foreign = StatusEntry { kind: "1EdTechRevocationList".to_owned(), members: Object::new() };
    assert_eq!(foreign.read(), Ok(None));
}

#[test]
fn an_entry_that_lacks_a_member_is_malformed() {
    let whole = StatusEntry::bitstring(&place(), &Purpose::Revocation);
    for member in ["statusPurpose", "statusListIndex", "statusListCredential"] {
        let mut lacking = whole.clone();
        lacking.members.remove(member);
        assert!(lacking.read().is_err(), "{member}");
    }
}

#[test]
fn a_text_without_list_or_index_names_no_place() {
    for bad in ["", "https://a.example/1", "https://a.example/1#", "https://a.example/1#x", "#5", "a#5"] {
        assert!(StatusPlace::parse(bad).is_err(), "{bad}");
    }
}
