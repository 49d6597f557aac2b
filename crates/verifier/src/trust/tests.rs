//! A list that stands in a file, member by member; what others sign is tested beside its reader.

use super::*;

const GOOD: &str = r#"
format = 1
name = "Demonstration list"

[[issuer]]
id = "did:web:cert.example:demo"
name = "Demo Certification Body"
certificates = ["https://cert.example/demo/schemes/sim"]
from = 2026-01-01T00:00:00Z
until = "2027-01-01T00:00:00Z"

[[issuer.key]]
id = "did:web:cert.example:demo#k1"
multikey = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
"#;

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

#[test]
fn a_list_says_who_may_issue_what_and_when() {
    let list = TrustList::from_toml(GOOD).unwrap();
    let issuer = list.issuer("did:web:cert.example:demo").unwrap();
    let certificate = |text| Iri::parse(text).unwrap();
    assert!(issuer.may_issue(Some(&certificate("https://cert.example/demo/schemes/sim"))));
    assert!(!issuer.may_issue(Some(&certificate("https://cert.example/demo/schemes/other"))));
    assert!(!issuer.may_issue(None));
    assert!(issuer.is_trusted_at(at("2027-01-01T00:00:00Z")) && !issuer.is_trusted_at(at("2027-01-01T00:00:01Z")));
    assert!(issuer.is_trusted_at(at("2026-01-01T00:00:00Z")) && !issuer.is_trusted_at(at("2025-12-31T23:59:59Z")));
    assert!(list.issuer("did:web:cert.example").is_none());
}

#[test]
fn every_fault_of_a_list_is_told_with_its_line() {
    let bad = r#"format = 1
motto = "x"
[[issuer]]
id = "not an iri"
certificates = []
from = "yesterday"
[[issuer.key]]
id = "did:web:a.example#k1"
multikey = "z6Mk"
use = "x"
"#;
    let faults = TrustList::from_toml(bad).unwrap_err().faults;
    let lines: Vec<usize> = faults.iter().map(FormFault::line).collect();
    assert_eq!(lines, [1, 2, 3, 3, 4, 6, 9, 10], "{faults:?}");
}

#[test]
fn a_pinned_key_may_be_kept_for_some_uses() {
    let uses = |written: &str| {
        let list = TrustList::from_toml(&format!("{GOOD}{written}\n"))?;
        let issuer = list.issuer("did:web:cert.example:demo").unwrap();
        let speaker = Iri::parse("did:web:cert.example:demo").unwrap();
        let keys = issuer.pinned(Keys::new());
        let now = at("2026-06-01T00:00:00Z");
        let found = |matter| keys.find(&speaker, "did:web:cert.example:demo#k1", matter, None, now).is_ok();
        Ok::<_, BadTrustList>(Matter::ALL.map(found))
    };
    assert_eq!(uses("").unwrap(), [true; 3]);
    assert_eq!(uses("uses = [\"status-list\"]").unwrap(), [false, false, true]);
    assert_eq!(uses("uses = [\"credential\", \"status-list\"]").unwrap(), [true, false, true]);
    assert_eq!(uses("uses = [\"everything\"]").unwrap_err().faults.len(), 1);
    assert_eq!(uses("uses = \"credential\"").unwrap_err().faults.len(), 1);
}

#[test]
fn a_key_of_somebody_else_cannot_be_pinned() {
    let bad = GOOD.replace("demo#k1", "other#k1");
    assert_eq!(TrustList::from_toml(&bad).unwrap_err().faults.len(), 1);
}

#[test]
fn all_certificates_are_never_meant_by_silence() {
    let bad = GOOD.replace("certificates = [\"https://cert.example/demo/schemes/sim\"]\n", "");
    assert_eq!(TrustList::from_toml(&bad).unwrap_err().faults.len(), 1);
    let mixed = GOOD.replace("[\"https://cert", "[\"*\", \"https://cert");
    assert_eq!(TrustList::from_toml(&mixed).unwrap_err().faults.len(), 1);
}
