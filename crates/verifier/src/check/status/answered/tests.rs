//! A European copy with and without its body's answer: never VALID on absence, nor on anybody else's word.

use attesto_credential::{
    CertificateNumber, CertifiedScope, CredentialId, DataModel, Declaration, Document, Format, Language, Limits, Line,
    LocalText, Statement as _, Validity, lint,
};
use attesto_securing::{CertifiedKey, Contexts, KeyId, RsaPadding, Signer as _, SigningKey, seal};

use super::*;
use crate::{Case, Check, Need, Policy, TrustList, Verdict};

const DID: &str = "did:web:cert.example:demo";
const NOW: &str = "2026-12-01T12:00:00Z";

fn vector(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors").join(name);
    std::fs::read(path).unwrap()
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn number() -> CertificateNumber {
    CertificateNumber::new("SIM", 2026, 1).unwrap()
}

/// The example of the profile as one of ours, sealed: with a number, and where its status is asked.
fn case() -> Case {
    let document = Document::parse(&vector("elm/example.json"), &Limits::default()).unwrap();
    let mut said = Credential::read(&document, DataModel::Elm).unwrap();
    said.id = CredentialId::from_random([7; 16]);
    said.number = Some(number().to_string());
    let learning = said.learning.as_mut().unwrap();
    let title = learning.title.clone().unwrap();
    learning.asked_at = Some(AskedAt { url: place(), title });
    learning.specification.as_mut().unwrap().languages.clear();
    let key = CertifiedKey::from_pem(&vector("jades/p256.pem"), RsaPadding::Pss).unwrap();
    let linted = lint(said, Format::EUROPEAN).unwrap();
    Case::new(seal(vec![linted], &key, &Contexts::empty(), at("2026-11-30T12:00:00Z")).unwrap().remove(0))
}

fn place() -> Iri {
    Iri::parse("https://cert.example/demo/status-of").unwrap()
}

fn policy() -> Policy {
    trusting(Policy::default())
}

/// A policy with the authority of the vectors and their issuer.
fn trusting(policy: Policy) -> Policy {
    let document = Document::parse(&vector("elm/example.json"), &Limits::default()).unwrap();
    let issuer = document.at("/issuer/id").unwrap().as_str().unwrap().to_owned();
    let list = format!(
        "format = 1\nname = \"L\"\n[[issuer]]\nid = \"{issuer}\"\nname = \"B\"\ncertificates = [\"*\"]\nanchors = [\"anchors.pem\"]\n"
    );
    policy.trusting(TrustList::beside(&list, &|_| Some(vector("jades/anchors.pem"))).unwrap())
}

fn list_key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).unwrap().named(KeyId::parse(&format!("{DID}#list-1")).unwrap())
}

fn said(state: AnsweredState) -> StatusAnswer {
    let title = (Language::parse("en").unwrap(), Line::parse("Manager").unwrap());
    StatusAnswer {
        asked_at: place(),
        number: number(),
        state,
        since: at("2026-11-30T00:00:00Z"),
        scope: CertifiedScope {
            scheme: Iri::parse("https://cert.example/scheme").unwrap(),
            version: Line::parse("1").unwrap(),
            title: LocalText::new([title].into()).unwrap(),
        },
        validity: Validity::new(at("2026-11-01T00:00:00Z"), None).unwrap(),
        until: at("2026-12-05T00:00:00Z"),
    }
}

fn signed_as(by: &str, kind: &str, key: &SigningKey, answer: &StatusAnswer) -> String {
    let declaration = Declaration::new(kind, Iri::parse(by).unwrap(), at("2026-12-01T10:00:00Z"), answer.to_body());
    let linted = lint(declaration, Format::DECLARATION).unwrap();
    seal(vec![linted], key, &Contexts::empty(), at("2026-12-01T10:00:00Z")).unwrap().remove(0).text().to_owned()
}

fn signed(answer: &StatusAnswer) -> String {
    signed_as(DID, StatusAnswer::KIND, &list_key(7), answer)
}

fn material(answers: &[String]) -> Material {
    let key = list_key(7);
    let document = format!(
        r#"{{"@context":["https://www.w3.org/ns/did/v1"],"id":"{DID}","verificationMethod":[{{"id":"{id}","type":"Multikey","controller":"{DID}","publicKeyMultibase":"{public}","urn:attesto:use":["status-list"]}}],"assertionMethod":["{id}"]}}"#,
        id = key.id(),
        public = key.public().to_multikey(),
    );
    let material = Material::new(Contexts::empty());
    let mut material = material.with_document(Did::parse(DID).unwrap(), document.as_bytes(), at(NOW)).unwrap();
    answers.iter().for_each(|answer| material.add_answer(answer, at(NOW)));
    material
}

/// The code of the status and the verdict, at a moment.
fn judged(answers: &[String], moment: &str) -> (&'static str, Verdict) {
    let report = case().judge(&material(answers), &policy(), at(moment));
    let status: Vec<&'static str> = report
        .lines()
        .iter()
        .filter(|line| line.check() == Check::Status)
        .map(|line| line.finding().code().text())
        .collect();
    let [status] = status.as_slice() else { panic!("{status:?}") };
    (status, report.verdict())
}

#[test]
fn each_state_that_the_body_answers_is_found_and_without_an_answer_nobody_can_tell() {
    assert_eq!(judged(&[], NOW), ("status.by-number", Verdict::CannotTell));
    for (state, code, verdict) in [
        (AnsweredState::InForce, "status.answered-good", Verdict::Valid),
        (AnsweredState::Suspended, "status.answered-suspended", Verdict::NotValid),
        (AnsweredState::Withdrawn, "status.answered-withdrawn", Verdict::NotValid),
        (AnsweredState::Replaced, "status.answered-replaced", Verdict::CannotTell),
    ] {
        assert_eq!(judged(&[signed(&said(state))], NOW), (code, verdict));
    }
}

#[test]
fn of_two_answers_of_one_second_the_one_in_force_does_not_count() {
    let [good, bad] = [AnsweredState::InForce, AnsweredState::Suspended].map(|state| signed(&said(state)));
    for answers in [[good.clone(), bad.clone()], [bad, good]] {
        assert_eq!(judged(&answers, NOW), ("status.answered-suspended", Verdict::NotValid));
    }
}

#[test]
fn an_answer_of_anybody_else_of_another_kind_or_place_or_changed_is_not_believed() {
    let good = said(AnsweredState::InForce);
    let elsewhere = StatusAnswer { asked_at: Iri::parse("https://other.example/status-of").unwrap(), ..good.clone() };
    let stranger = SigningKey::from_seed(&[9; 32]).unwrap();
    let text = signed(&good);
    let (head, signature) = text.rsplit_once('.').unwrap();
    let swapped: String = signature.chars().rev().collect();
    for (why, answer) in [
        ("by another key", signed_as(DID, StatusAnswer::KIND, &list_key(8), &good)),
        ("by somebody else", signed_as(stranger.id().owner(), StatusAnswer::KIND, &stranger, &good)),
        ("of another kind", signed_as(DID, "status-history", &list_key(7), &good)),
        ("asked elsewhere", signed(&elsewhere)),
        ("changed", format!("{head}.{swapped}")),
    ] {
        assert_eq!(judged(&[answer], NOW), ("status.answer-broken", Verdict::CannotTell), "{why}");
    }
    let other = StatusAnswer { number: CertificateNumber::new("SIM", 2026, 2).unwrap(), ..good };
    assert_eq!(judged(&[signed(&other), "x".to_owned()], NOW), ("status.by-number", Verdict::CannotTell));
}

#[test]
fn an_answer_counts_for_its_own_time_and_the_latest_one_first() {
    let good = signed(&said(AnsweredState::InForce));
    for (moment, code) in [
        ("2026-12-05T00:00:00Z", "status.answered-good"),
        ("2026-12-05T00:00:01Z", "status.answer-stale"),
        ("2026-12-01T09:54:59Z", "status.answer-stale"),
    ] {
        assert_eq!(judged(std::slice::from_ref(&good), moment).0, code, "{moment}");
    }
    let strict = trusting(Policy::from_toml("format = 1\n[status]\nmax_age = \"1h\"\n").unwrap());
    let report = case().judge(&material(std::slice::from_ref(&good)), &strict, at(NOW));
    assert!(report.lines().iter().any(|line| line.finding().code() == Code::StatusAnswerStale));
}

#[test]
fn the_keys_of_whoever_answers_are_asked_for_only_where_there_is_an_answer() {
    let (case, policy) = (case(), policy());
    let mut without = Material::new(Contexts::empty());
    assert_eq!(case.hearing(&policy, at(NOW)).missing(&without), []);
    without.add_answer(&signed(&said(AnsweredState::InForce)), at(NOW));
    let need = Need::Keys { controller: Did::parse(DID).unwrap() };
    assert_eq!(case.hearing(&policy, at(NOW)).missing(&without), [need]);
}

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
