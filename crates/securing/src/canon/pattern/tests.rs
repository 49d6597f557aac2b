use attesto_credential::{
    Casting, CertificateNumber, Credential, CredentialId, DataModel, Document, Format, IdentityHash, Limits, Linted,
    Mould, Statement as _, Wording as Worded, lint, urn_uuid,
};

use super::*;
use crate::canon::canonical;

const BADGES: [&str; 3] = [
    include_str!("../../../../../tests/bench/cred.json"),
    include_str!("../../../../../tests/bench/cred-named.json"),
    include_str!("../../../../../tests/bench/demo-badge.json"),
];

fn badge(text: &str) -> Credential {
    let document = Document::parse(text.as_bytes(), &Limits::default()).unwrap().without("proof");
    Credential::read(&document, DataModel::OpenBadges).unwrap()
}

/// The same badge of another person; ids, names, hashes and marks follow from a number.
fn of_another(badge: &Credential, number: u64) -> Credential {
    let digest = |what: &str| Digest::of(format!("{what} {number}").as_bytes());
    let random = |what: &str| *digest(what).as_bytes().first_chunk().unwrap();
    let mut other = badge.clone();
    other.id = CredentialId::from_random(random("copy"));
    for outcome in &mut other.outcomes {
        let part = outcome.id.as_ref().and_then(|id| id.as_str().strip_prefix(badge.id.as_str()));
        if let Some(part) = part {
            outcome.id = Some(attesto_credential::Iri::parse(&format!("{}{part}", other.id.as_str())).unwrap());
        }
        if outcome.value.as_ref().is_some_and(|value| value.bytes().all(|byte| byte.is_ascii_digit())) {
            outcome.value = Some((number % 101).to_string());
        }
    }
    other.recipient.id = Some(urn_uuid(random("subject")));
    other.number = Some(CertificateNumber::new("LAW", 2026, 1 + u32::try_from(number).unwrap()).unwrap().to_string());
    for (place, identity) in other.recipient.identities.iter_mut().enumerate() {
        match &mut identity.value {
            IdentityHash::Plain(name) => *name = format!("Ελένη {place} {number}"),
            IdentityHash::Hashed { hash, .. } => *hash = format!("sha256${}", digest("hash").to_hex()),
        }
    }
    other
}

fn mould(badge: &Credential) -> Mould {
    Mould::of(&lint(badge.clone(), Format::OPEN_BADGE).unwrap()).unwrap()
}

fn casting(linted: Linted<Credential>) -> Casting {
    let Worded::Poured(casting) = linted.into_wording() else { panic!("it was not poured") };
    casting
}

fn walked(casting: &Casting, contexts: &Contexts) -> Digest {
    canonical(&casting.document(), contexts, &Budget::default()).unwrap().digest()
}

#[test]
fn what_is_poured_has_the_form_that_a_walk_gives_whoever_it_is_of() {
    let contexts = Contexts::pinned();
    for text in BADGES {
        // The first one is `badge` itself, which has marks and a number as others have.
        let badge = of_another(&badge(text), 0);
        let mould = mould(&badge);
        for number in 0..400 {
            let other = of_another(&badge, number);
            let casting = casting(mould.pour(other.clone()).unwrap());
            assert_eq!(casting.document().to_text(), casting.text());
            assert_eq!(Credential::read(&casting.document(), DataModel::OpenBadges).unwrap(), other);
            let told = digest(&casting, &contexts, &Budget::default());
            assert_eq!(told, Some(walked(&casting, &contexts)), "{number}");
        }
    }
}

#[test]
fn what_cannot_be_told_is_left_to_a_walk() {
    let contexts = Contexts::pinned();
    let mut badge = of_another(&badge(BADGES[2]), 0);
    let mould = mould(&badge);
    let name = badge.recipient.identities[0].value.clone();
    badge.recipient.identities[1].value = name;
    let alike = casting(mould.pour(badge.clone()).unwrap());
    assert_eq!(digest(&alike, &contexts, &Budget::default()), None, "two identities hash alike");
    let own = badge.id.as_iri().clone();
    badge.recipient.id = Some(own);
    let melted = casting(mould.pour(badge).unwrap());
    assert_eq!(digest(&melted, &contexts, &Budget::default()), None, "one id for the copy and its subject");
    assert_eq!(digest(&alike, &Contexts::empty(), &Budget::default()), None);
    for (quads, blank_nodes) in [(10, 1_000), (10_000, 1)] {
        let small = Budget { quads, blank_nodes, ..Budget::default() };
        assert_eq!(digest(&casting_of(&badge_of(7)), &Contexts::pinned(), &small), None);
    }
}

fn badge_of(number: u64) -> Credential {
    of_another(&badge(BADGES[2]), number)
}

fn casting_of(badge: &Credential) -> Casting {
    casting(mould(badge).pour(badge.clone()).unwrap())
}

#[test]
fn orders_of_blank_nodes_differ_from_person_to_person() {
    let contexts = Contexts::pinned();
    let badge = badge_of(0);
    let mould = mould(&badge);
    let mut orders = std::collections::HashSet::new();
    for number in 0..200 {
        let casting = casting(mould.pour(of_another(&badge, number)).unwrap());
        let form = canonical(&casting.document(), &contexts, &Budget::default()).unwrap();
        let kinds = |line: &str| line.starts_with("_:c14n").then(|| line.rsplit(' ').nth(1).map(|o| o.len())).flatten();
        orders.insert(form.lines().filter_map(kinds).collect::<Vec<_>>());
    }
    assert!(orders.len() > 20, "{}", orders.len());
}
