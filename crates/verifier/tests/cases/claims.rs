//! Copies of flat claims before their judge: shown, held back, bound, taken back; and what a wrong list or proof does.
//! Everything is sealed here by keys that everybody knows; the list is what a reader would have fetched.

use attesto_credential::{
    Credential, DataModel, Document, Format, Iri, Limits, Secured, Statement, Timestamp, TokenList, TokenStatus,
    TokenStatuses, lint,
};
use attesto_securing::{Chosen, Contexts, KeyId, Signer, present, seal};
use attesto_verifier::{Asked, Case, Code, Material, Need, Policy, Report, ShownTo, TrustList, Verdict};
use serde_json::json;

use crate::repeating::Repeating;

pub(crate) const ISSUER: &str = "https://cert.example/demo";
pub(crate) const LIST: &str = "https://cert.example/demo/status/1/token.jwt";
pub(crate) const NOW: &str = "2026-11-26T12:00:00Z";
const INDEX: u64 = 48_213;

pub(crate) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

pub(crate) fn key(secret: u8) -> Repeating {
    Repeating::of(secret)
}

pub(crate) fn named(secret: u8, name: &str) -> Repeating {
    key(secret).named(KeyId::parse(&format!("{ISSUER}#{name}")).unwrap())
}

pub(crate) fn sealed<T: Statement>(said: T, format: Format, signer: &dyn Signer) -> Secured {
    let linted = lint(said, format).unwrap();
    seal(vec![linted], signer, &Contexts::empty(), at("2026-11-25T09:00:00Z")).unwrap().pop().unwrap()
}

pub(crate) fn copy() -> Secured {
    sealed(said(), Format::SD_JWT_VC, &named(1, "seal"))
}

/// What the copy says.
pub(crate) fn said() -> Credential {
    let jwk: serde_json::Value = key(2).public().to_jwk().to_serde();
    let outcome = |code: &str, title: &str| {
        json!({"id": format!("https://s.example/1#{code}"), "title": title,
        "type": "RubricCriterionLevel", "level": {"id": format!("https://s.example/1#{code}-6"), "title": "EQF 6", "number": "6"}})
    };
    let wording = json!({
        "vct": format!("{ISSUER}/vct/sim/1"), "vct#integrity": "sha256-AA", "iss": ISSUER,
        "jti": "urn:uuid:0b0e7a5c-8f0e-4a43-9c1e-2d3a6f1b9c01", "nbf": 1_790_000_000, "exp": 1_890_000_000,
        "issuing_authority": "Demo Certification Body (fictitious)",
        "certificate_number": attesto_credential::CertificateNumber::new("SIM", 2026, 417).unwrap().to_string(),
        "certification_scheme": {"id": "https://s.example/1", "version": "1"},
        "achievement_title": "Social Innovation Manager",
        "cnf": {"jwk": jwk}, "status": {"status_list": {"idx": INDEX, "uri": LIST}},
        "given_name": "Ευαγγελία", "family_name": "Δοκιμίδου",
        "given_name_latin": "Evangelia", "family_name_latin": "Dokimidou", "email": "evangelia@people.example",
        "learning_outcomes": [outcome("c1", "Design"), outcome("c2", "Finance")],
        "_salts_from": "CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk",
    });
    let document = Document::parse(wording.to_string().as_bytes(), &Limits::default()).unwrap();
    Credential::read(&document, DataModel::Claims).unwrap()
}

pub(crate) fn shown(claims: &[&str]) -> Secured {
    let chosen = Chosen::of(claims.iter().copied());
    present(&copy(), &chosen, ("https://office.example", "n-1"), &key(2), at(NOW)).unwrap()
}

pub(crate) fn list(status: TokenStatus) -> TokenList {
    let mut statuses = TokenStatuses::valid();
    statuses.set(INDEX, status).unwrap();
    TokenList {
        id: Iri::parse(LIST).unwrap(),
        issuer: Iri::parse(ISSUER).unwrap(),
        from: at("2026-11-26T06:00:00Z"),
        until: Some(at("2026-11-27T06:00:00Z")),
        ttl_seconds: Some(300),
        statuses,
    }
}

pub(crate) fn metadata() -> String {
    let jwk = |secret: u8, kid: &str| {
        let mut jwk = key(secret).public().to_jwk().to_serde();
        jwk["kid"] = kid.into();
        jwk
    };
    json!({"issuer": ISSUER, "jwks": {"keys": [jwk(1, "seal"), jwk(4, "list")]}}).to_string()
}

pub(crate) fn sealed_list(list: TokenList) -> Secured {
    sealed(list, Format::TOKEN_LIST, &named(4, "list"))
}

/// What a reader fetched: the issuer's keys, and a list.
fn material(list: &str) -> Material {
    let mut material = Material::new(Contexts::empty());
    material.add_issuer(Iri::parse(ISSUER).unwrap(), metadata().as_bytes(), at(NOW)).unwrap();
    material.add_listed(Iri::parse(LIST).unwrap(), list.as_bytes(), at(NOW));
    material
}

fn of_list(list: TokenList) -> Material {
    material(sealed_list(list).text())
}

fn good() -> Material {
    of_list(list(TokenStatus::Valid))
}

fn trusting() -> Policy {
    let list = format!(
        "format = 1\nname = \"L\"\n[[issuer]]\nid = \"{ISSUER}\"\nname = \"Body\"\ncertificates = [\"https://s.example/1\"]\n"
    );
    Policy::default().trusting(TrustList::from_toml(&list).unwrap())
}

fn asking(name: Option<&str>, shown: Option<(&str, &str)>) -> Policy {
    let shown = shown.map(|(audience, nonce)| ShownTo { audience: audience.to_owned(), nonce: nonce.to_owned() });
    trusting().asking(Asked { name: name.map(str::to_owned), email: None, shown })
}

fn judged(secured: Secured, material: &Material, policy: &Policy) -> Report {
    Case::new(secured).judge(material, policy, at(NOW))
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.lines().iter().map(|line| line.finding().code().text()).collect()
}

pub(crate) fn finds(report: &Report, code: Code, verdict: Verdict) {
    assert!(codes(report).contains(&code.text()), "{code} not in {:?}", codes(report));
    assert_eq!(report.verdict(), verdict, "{:?}", codes(report));
}

#[test]
fn a_copy_that_was_shown_here_and_now_is_valid_and_says_what_was_disclosed() {
    let policy = asking(Some("Evangelia Dokimidou"), Some(("https://office.example", "n-1")));
    let report = judged(shown(&["given_name", "family_name", "learning_outcomes/1"]), &good(), &policy);

    finds(&report, Code::SdBound, Verdict::Valid);
    let expected = [
        "conformance.claims-ok",
        "proof.holds",
        "sd.bound",
        "issuer.trusted",
        "validity.current",
        "status.good",
        "recipient.matches",
    ];
    assert_eq!(codes(&report), expected);
    let subject = report.subject().unwrap();
    assert_eq!(subject.names(), ["Ευαγγελία Δοκιμίδου"]);
    assert_eq!(subject.shown().iter().map(|one| one.title.as_str()).collect::<Vec<_>>(), ["Finance"]);
    assert_eq!(subject.shown()[0].level.as_deref(), Some("EQF 6"));
}

#[test]
fn the_file_alone_is_valid_and_nobody_proved_to_be_its_holder() {
    finds(&judged(copy(), &good(), &trusting()), Code::SdUnproven, Verdict::Valid);
    finds(&judged(shown(&[]), &good(), &trusting()), Code::SdNotAsked, Verdict::Valid);
}

#[test]
fn a_proof_for_another_or_on_another_question_or_of_another_day_is_none() {
    let copy_shown = || shown(&["given_name"]);
    let asked = |audience, nonce| asking(None, Some((audience, nonce)));
    finds(&judged(copy_shown(), &good(), &asked("https://other.example", "n-1")), Code::SdAudience, Verdict::NotValid);
    finds(&judged(copy_shown(), &good(), &asked("https://office.example", "n-2")), Code::SdNonce, Verdict::NotValid);
    finds(&judged(copy(), &good(), &asked("https://office.example", "n-1")), Code::SdBindingMissing, Verdict::NotValid);
    let old =
        present(&copy(), &Chosen::default(), ("https://office.example", "n-1"), &key(2), at("2026-11-26T11:54:59Z"));
    let policy = asked("https://office.example", "n-1");
    finds(&judged(old.unwrap(), &good(), &policy), Code::SdBindingOld, Verdict::NotValid);
    let (before, proof) = (
        copy_shown().text().rsplit_once('~').unwrap().0.to_owned(),
        shown(&[]).text().rsplit_once('~').unwrap().1.to_owned(),
    );
    let mixed = Secured::parse(format!("{before}~{proof}").as_bytes()).unwrap();
    finds(&judged(mixed, &good(), &policy), Code::SdBindingBroken, Verdict::NotValid);
}

#[test]
fn a_name_that_was_held_back_cannot_be_compared_and_half_a_name_is_none() {
    let asked = asking(Some("Evangelia Dokimidou"), None);
    finds(&judged(shown(&["email"]), &good(), &asked), Code::RecipientNothingToCompare, Verdict::CannotTell);
    finds(
        &judged(shown(&["family_name_latin"]), &good(), &asked),
        Code::RecipientNothingToCompare,
        Verdict::CannotTell,
    );
    let other = asking(Some("Maria Papadopoulou"), None);
    finds(&judged(shown(&["given_name", "family_name"]), &good(), &other), Code::RecipientDiffers, Verdict::NotValid);
}

#[test]
fn the_list_says_what_has_become_of_the_copy() {
    let of = |status| judged(copy(), &of_list(list(status)), &trusting());
    finds(&of(TokenStatus::Valid), Code::StatusGood, Verdict::Valid);
    finds(&of(TokenStatus::Invalid), Code::StatusRevoked, Verdict::NotValid);
    finds(&of(TokenStatus::Suspended), Code::StatusSuspended, Verdict::NotValid);
    finds(&of(TokenStatus::Replaced), Code::StatusReplaced, Verdict::CannotTell);
}

#[test]
fn a_list_that_is_not_the_one_asked_for_or_no_longer_counts_tells_nothing() {
    let of = |list| judged(copy(), &of_list(list), &trusting());
    let good = || list(TokenStatus::Valid);
    let elsewhere = Iri::parse("https://cert.example/demo/status/2/token.jwt").unwrap();
    finds(&of(TokenList { id: elsewhere, ..good() }), Code::StatusListBroken, Verdict::CannotTell);
    let strangers = Iri::parse("https://other.example").unwrap();
    let list_of_a_stranger = sealed(TokenList { issuer: strangers, ..good() }, Format::TOKEN_LIST, &named(4, "list"));
    finds(
        &judged(copy(), &material(list_of_a_stranger.text()), &trusting()),
        Code::StatusListBroken,
        Verdict::CannotTell,
    );
    let ended = TokenList { from: at("2026-11-24T06:00:00Z"), until: Some(at("2026-11-25T06:00:00Z")), ..good() };
    finds(&of(ended), Code::StatusStale, Verdict::CannotTell);
    let by_another = sealed(good(), Format::TOKEN_LIST, &named(5, "list"));
    finds(&judged(copy(), &material(by_another.text()), &trusting()), Code::StatusListBroken, Verdict::CannotTell);
    finds(&judged(copy(), &material("e30.e30.AA"), &trusting()), Code::StatusListBroken, Verdict::CannotTell);
    let mut absent = good_keys();
    absent.absent_listed(Iri::parse(LIST).unwrap(), "no answer");
    finds(&judged(copy(), &absent, &trusting()), Code::StatusUnreachable, Verdict::CannotTell);
}

fn good_keys() -> Material {
    let mut material = Material::new(Contexts::empty());
    material.add_issuer(Iri::parse(ISSUER).unwrap(), metadata().as_bytes(), at(NOW)).unwrap();
    material
}

#[test]
fn of_a_past_day_the_list_of_that_day_is_asked_for_and_only_one_that_counted_then_is_taken() {
    let then = at("2026-11-25T12:00:00Z");
    let (case, policy) = (Case::new(copy()), trusting());
    let mut hearing = case.hearing(&policy, then);
    let mut material = good();
    let dated = Iri::parse(&format!("{LIST}?time={}", then.unix())).unwrap();
    let needs = hearing.missing(&material);
    assert!(matches!(needs.as_slice(), [Need::Listed { at, .. }] if *at == dated), "{needs:?}");
    let of_then = TokenList {
        from: at("2026-11-25T06:00:00Z"),
        until: Some(at("2026-11-26T05:59:59Z")),
        ..list(TokenStatus::Suspended)
    };
    material.add_listed(
        dated.clone(),
        sealed(of_then, Format::TOKEN_LIST, &named(4, "list")).text().as_bytes(),
        at(NOW),
    );
    finds(&hearing.judge(&material), Code::StatusSuspended, Verdict::NotValid);

    let mut present_again = good();
    present_again.add_listed(
        dated,
        sealed(list(TokenStatus::Valid), Format::TOKEN_LIST, &named(4, "list")).text().as_bytes(),
        at(NOW),
    );
    finds(&case.judge(&present_again, &policy, then), Code::StatusNoHistory, Verdict::CannotTell);
}

#[test]
fn keys_are_asked_for_first_and_nothing_else_on_the_word_of_unbelieved_text() {
    let (case, policy) = (Case::new(copy()), trusting());
    let mut hearing = case.hearing(&policy, at(NOW));
    let mut material = Material::new(Contexts::empty());
    let needs = hearing.missing(&material);
    let expected = "https://cert.example/.well-known/jwt-vc-issuer/demo";
    assert!(matches!(needs.as_slice(), [Need::Issuer { at, .. }] if at.as_str() == expected), "{needs:?}");
    material.add_issuer(Iri::parse(ISSUER).unwrap(), metadata().as_bytes(), at(NOW)).unwrap();
    let needs = hearing.missing(&material);
    assert!(matches!(needs.as_slice(), [Need::Listed { at, .. }] if at.as_str() == LIST), "{needs:?}");

    let mut unreachable = Material::new(Contexts::empty());
    unreachable.absent_issuer(Iri::parse(ISSUER).unwrap(), "no answer");
    finds(&case.judge(&unreachable, &policy, at(NOW)), Code::ProofKeyUnreachable, Verdict::CannotTell);
    let stranger = Material::new(Contexts::empty()).add_issuer(
        Iri::parse("https://other.example").unwrap(),
        metadata().as_bytes(),
        at(NOW),
    );
    assert!(stranger.is_err());
}

#[test]
fn a_disclosure_that_was_added_or_given_twice_is_an_answer() {
    let text = copy().text().to_owned();
    let first = text.split('~').nth(1).unwrap().to_owned();
    let with = |more: &str| Secured::parse(format!("{text}{more}~").as_bytes()).unwrap();
    finds(&judged(with("WyJzIiwiYSIsMV0"), &good(), &trusting()), Code::SdUnreferenced, Verdict::NotValid);
    finds(&judged(with(&first), &good(), &trusting()), Code::SdDigestTwice, Verdict::NotValid);
    finds(&judged(with("AA"), &good(), &trusting()), Code::SdMalformed, Verdict::NotValid);
}
