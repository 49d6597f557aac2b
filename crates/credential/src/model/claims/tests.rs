//! Flat claims read back as they were, say what 2.1 of SD-JWT VC asks for, and keep what they do not know.

use super::*;
use crate::credential::{
    Achievement, Alignment, ClaimTerms, Credential, HolderKey, IdentityHash, Issuer, Outcome, Recipient,
    RecipientIdentity, ResultDescription, RubricLevel, SaltSeed,
};
use crate::document::{Document, Json, Limits, Object};
use crate::id::{CertificateNumber, CredentialId, Iri};
use crate::lint::lint;
use crate::status::{StatusEntry, StatusPlace};
use crate::time::{Timestamp, Validity};
use crate::{Format, Statement};

fn iri(text: &str) -> Iri {
    Iri::parse(text).unwrap()
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn measured(id: &str, kind: &str, level: Option<&str>, value: Option<&str>) -> (ResultDescription, Outcome) {
    let id = iri(&format!("https://scheme.example/sim/1#{id}"));
    let levels: Vec<RubricLevel> = level
        .map(|number| RubricLevel {
            id: iri(&format!("{id}-level-{number}")),
            name: format!("EQF {number}"),
            level: Some(number.to_owned()),
            others: Object::new(),
        })
        .into_iter()
        .collect();
    let outcome = Outcome {
        id: None,
        description: Some(id.clone()),
        value: value.map(str::to_owned),
        status: None,
        achieved_level: levels.first().map(|level| level.id.clone()),
        alignments: Vec::new(),
        others: Object::new(),
    };
    let description = ResultDescription {
        id,
        name: "Σχεδιασμός".to_owned(),
        kind: kind.to_owned(),
        allowed_values: Vec::new(),
        value_min: value.map(|_| "0".to_owned()),
        value_max: value.map(|_| "100".to_owned()),
        required_value: None,
        required_level: None,
        levels,
        alignments: Vec::new(),
        others: Object::new(),
    };
    (description, outcome)
}

fn plain(kind: &str, text: &str) -> RecipientIdentity {
    RecipientIdentity { kind: kind.to_owned(), value: IdentityHash::Plain(text.to_owned()), others: Object::new() }
}

/// A copy as the issuer projects it.
pub(crate) fn copy() -> Credential {
    let results = [
        measured("competence-c1", COMPETENCE, Some("6"), None),
        measured("competence-c2", COMPETENCE, Some("7"), None),
        measured("rule-total", "Percent", None, Some("83")),
    ];
    let (result_descriptions, outcomes) = results.into_iter().unzip();
    let jwk = Object::new().with("kty", "EC").with("crv", "P-256").with("x", "AA").with("y", "BB");
    let place = StatusPlace { list: iri("https://body.example/b/status/1/token.jwt"), index: 48_213 };
    let skill = Alignment {
        id: None,
        target_name: "lead a team".to_owned(),
        target_url: "http://data.europa.eu/esco/skill/1".to_owned(),
        target_code: Some("1".to_owned()),
        target_framework: Some("ESCO 1.2".to_owned()),
        target_type: None,
        others: Object::new(),
    };
    Credential {
        id: CredentialId::from_random([1; 16]),
        name: Some("Social Innovation Manager".to_owned()),
        issuer: Issuer {
            id: iri("https://body.example/b"),
            name: Some("Body".to_owned()),
            url: None,
            others: Object::new(),
        },
        recipient: Recipient {
            id: None,
            identities: vec![
                plain("given_name", "Μαρία"),
                plain("family_name", "Παπαδοπούλου"),
                plain("given_name_latin", "Maria"),
                plain("emailAddress", "maria@example.gr"),
            ],
        },
        achievement: Some(
            Achievement {
                id: iri("https://scheme.example/sim/1"),
                name: "Social Innovation Manager".to_owned(),
                description: "What it is".to_owned(),
                criteria: Default::default(),
                kind: None,
                version: Some("1".to_owned()),
                human_code: Some("SIM".to_owned()),
                language: Some("el".to_owned()),
                alignments: vec![skill],
                result_descriptions,
                related: Vec::new(),
                others: Object::new(),
            }
            .into(),
        ),
        outcomes,
        number: Some(CertificateNumber::new("SIM", 2026, 123).unwrap().to_string()),
        validity: Validity::new(at("2026-11-23T10:00:00Z"), Some(at("2029-11-22T22:59:59Z"))).unwrap(),
        awarded: None,
        status: vec![StatusEntry::token(&place)],
        others: Object::new().with("issuing_country", "IT").with("date_of_issuance", "2026-11-23"),
        subject_others: Object::new(),
        terms: Some(ClaimTerms {
            vct: "https://body.example/b/vct/sim/1".to_owned(),
            integrity: Some("sha256-AA".to_owned()),
            holder: Some(HolderKey::of(&jwk).unwrap()),
            seed: Some(SaltSeed::from_random([9; 32])),
        }),
        learning: None,
    }
}

fn document(text: &str) -> Document {
    Document::parse(text.as_bytes(), &Limits::default()).unwrap()
}

#[test]
fn what_is_written_reads_back_as_it_was() {
    let written = write(&copy()).unwrap().to_text();
    assert_eq!(read(&document(&written)).unwrap(), copy());
}

#[test]
fn a_copy_of_ours_may_be_sealed_and_keeps_its_seed_to_itself() {
    let linted = lint(copy(), Format::SD_JWT_VC).unwrap();
    assert!(linted.document().root().get(SEED).is_some());
    assert_eq!(linted.said().as_sealed().terms.unwrap().seed, None);
}

#[test]
fn what_the_standard_and_the_house_ask_for_is_asked_for_by_name() {
    let without = |change: fn(&mut Credential)| {
        let mut changed = copy();
        change(&mut changed);
        let faults = lint(changed, Format::SD_JWT_VC).unwrap_err();
        faults.faults().iter().map(crate::LintFault::rule).collect::<Vec<_>>()
    };
    assert_eq!(without(|copy| copy.status.clear()), ["house-status"]);
    assert_eq!(without(|copy| copy.terms.as_mut().unwrap().holder = None), ["house-holder"]);
    assert_eq!(without(|copy| copy.terms.as_mut().unwrap().seed = None), ["house-salts"]);
    assert_eq!(without(|copy| copy.terms.as_mut().unwrap().vct = "urn:x:1".to_owned()), ["house-type"]);
    assert_eq!(without(|copy| copy.issuer.id = iri("did:web:body.example")), ["house-issuer"]);
    assert_eq!(without(|copy| copy.terms = None), ["format"]);
    assert_eq!(without(|copy| copy.awarded = Some(copy.validity.from())), ["reads-back"]);
}

#[test]
fn what_was_held_back_is_as_if_it_had_not_been_said() {
    let mut disclosed = write(&copy()).unwrap();
    for claim in ["given_name", "family_name", "given_name_latin", "email", "esco_skills"] {
        disclosed = disclosed.without(claim);
    }
    let outcomes = disclosed.root().get("learning_outcomes").and_then(Json::as_array).unwrap()[1..].to_vec();
    let said = read(&disclosed.with("learning_outcomes", outcomes)).unwrap();
    assert_eq!((said.recipient.identities.len(), said.outcomes.len()), (0, 2));
    assert_eq!(said.number, copy().number);
}

#[test]
fn a_foreign_copy_is_read_by_its_type_and_what_is_not_known_is_kept() {
    let said = read(&document(
        r#"{"vct":"urn:eudi:pid:1","iss":"https://pid.example","iat":1700000000,"exp":1800000000,"given_name":"Ana","address":{"locality":"Cluj"}}"#,
    ))
    .unwrap();
    assert_eq!(said.achievement.unwrap().id.as_str(), "urn:eudi:pid:1");
    assert_eq!(said.validity.from(), at("2023-11-14T22:13:20Z"));
    assert!(said.others.get("address").is_some());
}

#[test]
fn a_key_a_time_or_a_status_that_cannot_be_read_is_not_taken_for_none() {
    for (member, pointer) in [
        (r#""cnf":{"jwk":{"kty":"EC","crv":"P-256","x":"A","y":"B","d":"C"}}"#, "/cnf/jwk"),
        (r#""cnf":{"kid":"k1"}"#, "/cnf/jwk"),
        (r#""exp":"2030-01-01""#, "/exp"),
        (r#""nbf":1.5"#, "/nbf"),
        (r#""status":{"status_list":7}"#, "/status/status_list"),
        (r#""exp":1"#, "/exp"),
    ] {
        let text = format!(r#"{{"vct":"urn:x:1","iss":"https://a.example","iat":1700000000,{member}}}"#);
        assert_eq!(read(&document(&text)).unwrap_err().pointer(), pointer, "{member}");
    }
}

#[test]
fn each_claim_of_ours_is_disclosed_in_one_way() {
    assert_eq!(Disclosure::of("given_name"), Disclosure::Whole);
    assert_eq!(Disclosure::of("learning_outcomes"), Disclosure::Elements);
    for never in ["vct", "vct#integrity", "iss", "nbf", "exp", "cnf", "status", "certificate_number"] {
        assert_eq!(Disclosure::of(never), Disclosure::Never, "{never}");
    }
    assert!(Disclosure::claims().all(|claim| Disclosure::of(claim) != Disclosure::Never));
}
