//! A European copy with and without its body's answer: never VALID on absence, nor on anybody else's word.
//! The copy and the answers are those of the corpus beside this.

use attesto_credential::{AnsweredState, CertificateNumber, Did, Iri, Secured, StatusAnswer};
use attesto_securing::{Contexts, Signer as _, SigningKey};
use attesto_verifier::{Case, Check, Code, Material, Need, Policy, TrustList, Verdict};

use crate::answered_corpus::{BODY, document, list_key, said, sealed, signed, signed_as, trust};
use crate::claims::at;
use crate::seals::{NOW, NOW_SECONDS};

fn case() -> Case {
    Case::new(Secured::parse(sealed(NOW_SECONDS - 86_400).to_string().as_bytes()).unwrap())
}

fn policy() -> Policy {
    trusting(Policy::default())
}

fn trusting(policy: Policy) -> Policy {
    policy.trusting(TrustList::from_toml(&trust()).unwrap())
}

fn material(answers: &[String]) -> Material {
    let material = Material::new(Contexts::empty());
    let mut material = material.with_document(Did::parse(BODY).unwrap(), document().as_bytes(), at(NOW)).unwrap();
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
        ("by another key", signed_as(BODY, StatusAnswer::KIND, &list_key(8), &good)),
        ("by somebody else", signed_as(stranger.id().owner(), StatusAnswer::KIND, &stranger, &good)),
        ("of another kind", signed_as(BODY, "status-history", &list_key(7), &good)),
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
    let need = Need::Keys { controller: Did::parse(BODY).unwrap() };
    assert_eq!(case.hearing(&policy, at(NOW)).missing(&without), [need]);
}
