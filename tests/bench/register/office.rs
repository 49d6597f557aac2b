//! The acts of a body as it writes them, for a thousand copies each: approval, intent, record.
//! Keys and texts are those of the issuer; the officers' declarations, one an act, are left out.

use attesto_credential::{Document, Object, Timestamp};
use attesto_issuer::{Act, ActKind, Key, OfficerId, Payload, specimen};
use attesto_securing::Digest;

use super::badges::Copy;

fn act(kind: ActKind, number: u64, copies: &[Copy]) -> Act {
    let at = Timestamp::from_unix(1_780_000_000).expect("a moment");
    let body =
        Object::new().with("intent", format!("{number:032x}")).with("copies", u64::try_from(copies.len()).unwrap_or(0));
    Act::new(kind, at, OfficerId::parse("issuer-1").expect("an officer"), body)
}

/// As `issue` intends.
pub(super) fn intent(number: u64, copies: &[Copy]) -> Act {
    let id = format!("{number:032x}");
    let opened = act(ActKind::Intent, number, copies).with_fresh(Key::of(&["intent", &id]), "open");
    let opened = opened.with_specimen(specimen(copies.iter().map(|copy| copy.document.as_str())));
    (0..).zip(copies).fold(opened, |act, (place, copy): (u32, &Copy)| {
        let draft = Payload::erasable(copy.draft.clone().into_bytes(), copy.person);
        let digest = draft.digest().to_hex();
        act.with_payload(draft)
            .with_fresh(Key::of(&["intent-draft", &id, &format!("{place:06}")]), digest)
            .with_fresh(Key::of(&["copy", &copy.name.to_hex()]), format!("intent {id}"))
            .with_fresh(Key::of(&["credential", &copy.id]), copy.name.to_hex())
    })
}

/// As `issue` records.
pub(super) fn record(number: u64, copies: &[Copy]) -> Act {
    let id = format!("{number:032x}");
    let ended = act(ActKind::Record, number, copies).with_gone(Key::of(&["intent", &id]));
    let ended = ended.with_specimen(specimen(copies.iter().map(|copy| copy.document.as_str())));
    (0..).zip(copies).fold(ended, |act, (place, copy): (u32, &Copy)| {
        let sealed = Payload::erasable(copy.sealed.clone().into_bytes(), copy.person);
        let draft = Digest::of(copy.draft.as_bytes());
        let recorded = format!("recorded {} {draft} {}", sealed.digest(), copy.person);
        act.with_payload(sealed)
            .with_gone(Key::of(&["intent-draft", &id, &format!("{place:06}")]))
            .with_set(Key::of(&["copy", &copy.name.to_hex()]), recorded)
            .with_fresh(Key::of(&["link", &copy.link.to_hex()]), copy.name.to_hex())
            .with_fresh(Key::of(&["copies", &copy.number, &copy.name.to_hex()]), Vec::new())
    })
}

/// As `decide` keeps persons and `approve` certifications, in one act here.
pub(super) fn approval(number: u64, copies: &[Copy]) -> Act {
    let sheet = Digest::of(&number.to_be_bytes()).to_hex();
    copies.iter().fold(act(ActKind::Approval, number, copies), |act, copy| {
        let person = Payload::erasable(person(copy).into_bytes(), copy.person);
        let certification = Payload::lasting(certification(copy).into_bytes());
        let (about, digest) = (person.digest().to_hex(), certification.digest().to_hex());
        act.with_payload(person)
            .with_payload(certification)
            .with_fresh(Key::of(&["person", &copy.person.to_string()]), about)
            .with_fresh(Key::of(&["number", &copy.number]), digest)
            .with_fresh(Key::of(&["granted", &sheet, &copy.number]), Vec::new())
            .with_fresh(
                Key::of(&["certified", "https://attesto.example/scheme/1.0", "cohort", &copy.number]),
                copy.number.as_str(),
            )
    })
}

fn person(copy: &Copy) -> String {
    let name = copy.document.split("\"identityHash\":\"").nth(1).and_then(|rest| rest.split('"').next());
    let record = Object::new()
        .with("format", 1_u64)
        .with("salt", copy.link.to_hex())
        .with("candidate", copy.number.as_str())
        .with("name", name.unwrap_or_default())
        .with("email", format!("{}@office.example", copy.number.to_lowercase()))
        .with("born", "1990-01-01");
    Document::composed(record).to_text()
}

/// A certification as it is kept.
pub(super) fn certification(copy: &Copy) -> String {
    let marks: Vec<String> =
        copy.document.split("\"value\":\"").skip(1).map(|rest| rest.chars().take(3).collect()).collect();
    let record = Object::new()
        .with("format", 1_u64)
        .with("number", copy.number.as_str())
        .with("scheme", "https://attesto.example/demo-body/schemes/social-innovation-manager/1.0")
        .with("cohort", "cohort")
        .with("candidate", copy.number.as_str())
        .with("person", copy.person.to_string())
        .with("sheet", copy.name.to_hex())
        .with("figures", marks.join(" "))
        .with("from", "2026-11-24")
        .with("until", "2029-11-24")
        .with("state", "certified");
    Document::composed(record).to_text()
}
