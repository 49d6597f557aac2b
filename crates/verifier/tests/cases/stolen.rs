//! Badges under a key that was stolen: what a head proves that was published before, and all that does not prove it.

use attesto_credential::{Declaration, Format, JournalHead, Secured, lint};
use attesto_securing::{Contexts, Digest, Evidence, KeyId, Roll, Signer as _, SigningKey, seal};
use serde_json::{Value, json};

use crate::bench::*;
use crate::corpus::{changed, trust};
use crate::lists::{Served, iri, moment};
use crate::made::Made;

pub(crate) const SINCE: &str = "2026-06-15T00:00:00Z";
pub(crate) const BEFORE: &str = "2026-06-10T03:00:00Z";

pub(crate) fn journal_key() -> SigningKey {
    key(3).named(KeyId::parse(&format!("{ISSUER}#journal-1")).unwrap())
}

/// The stolen key, and the journal's, which nobody stole.
pub(crate) fn document() -> Value {
    let stolen = json!({"revoked": SINCE, "urn:attesto:evidence": "https://cert.example/demo/proofs/k1"});
    let mut document = did_document(&stolen);
    document["verificationMethod"].as_array_mut().unwrap().push(json!({
        "id": format!("{ISSUER}#journal-1"), "type": "Multikey", "controller": ISSUER,
        "publicKeyMultibase": key(3).public().to_multikey(), "urn:attesto:use": ["declaration"],
    }));
    document["assertionMethod"].as_array_mut().unwrap().push(json!(format!("{ISSUER}#journal-1")));
    document
}

fn text_of(badge: &Value) -> Digest {
    Digest::of(Secured::parse(badge.to_string().as_bytes()).unwrap().text().as_bytes())
}

pub(crate) fn head(copies: Digest, at: &str, by: &SigningKey) -> String {
    let said = JournalHead { seq: 7, hash: [7; 32], at: Some(moment(at)), copies: Some(*copies.as_bytes()) };
    let declaration = Declaration::new(JournalHead::KIND, iri(ISSUER), moment(at), said.to_body());
    let linted = lint(declaration, Format::DECLARATION).unwrap();
    seal(vec![linted], by, &Contexts::pinned(), moment(at)).unwrap().remove(0).text().to_owned()
}

/// A roll of the badges given, and of some others.
fn roll(badges: &[&Value]) -> Roll {
    let others = (0..300_u16).map(|number| Digest::of(&number.to_be_bytes()));
    Roll::of(badges.iter().map(|badge| text_of(badge)).chain(others))
}

/// What is served for a badge: its leaf of a roll under a head.
fn served(badge: &Value, roll: &Roll, head: &str) -> Served {
    let text = text_of(badge);
    let url = format!("https://cert.example/demo/proofs/k1/{}", Evidence::file_of(&text));
    (url, roll.evidence(text.as_bytes()[0], head).to_text())
}

fn case(name: &'static str, badge: &Value, served: &[Served]) -> Made {
    Made::of(name, badge).with_document(&document()).with_listed(served)
}

pub(crate) fn all() -> Vec<Made> {
    let badge = sealed(&badge());
    let (with, without) = (roll(&[&badge]), roll(&[]));
    let good = head(with.root(), BEFORE, &journal_key());
    let by_the_thief = served(&badge, &with, &head(with.root(), BEFORE, &issuer_key()));
    let later = served(&badge, &with, &head(with.root(), SINCE, &journal_key()));
    let other_roll = served(&badge, &with, &head(without.root(), BEFORE, &journal_key()));
    let not_there = served(&badge, &without, &head(without.root(), BEFORE, &journal_key()));
    let forged = sealed(&changed(|badge| badge["credentialSubject"]["result"][0]["value"] = "99".into()));
    let of_forged = served(&forged, &with, &good);
    let mut changed_after = badge.clone();
    changed_after["credentialSubject"]["result"][0]["value"] = "98".into();
    let held = |copies: Digest, held: &str| {
        Some(trust("[\"*\"]", &format!("\n[[issuer.head]]\ncopies = \"{copies}\"\nheld = \"{held}\"\n")))
    };
    vec![
        case("valid-recorded-before-the-key-was-stolen", &badge, &[served(&badge, &with, &good)]),
        case("key-stolen-and-recorded-after-the-last-head", &badge, &[not_there]),
        case("key-stolen-and-the-head-is-of-that-day", &badge, std::slice::from_ref(&later)),
        case("key-stolen-and-the-head-is-of-another-roll", &badge, &[other_roll]),
        case("key-stolen-and-the-head-is-by-the-thief", &badge, std::slice::from_ref(&by_the_thief)),
        case("key-stolen-and-the-proof-is-withheld", &badge, &[])
            .and_material(vec![("absent.txt".to_owned(), format!("{} 404\n", served(&badge, &with, &good).0))]),
        case("key-stolen-and-the-badge-is-the-thiefs", &forged, &[of_forged]),
        case("key-stolen-and-the-badge-was-changed", &changed_after, &[]),
        case("valid-recorded-in-a-head-that-the-verifier-held", &badge, &[by_the_thief])
            .with_trust(held(with.root(), BEFORE)),
        case("key-stolen-and-the-verifier-held-the-head-later", &badge, &[later]).with_trust(held(with.root(), SINCE)),
    ]
}
