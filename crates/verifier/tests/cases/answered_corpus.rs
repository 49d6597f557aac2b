//! The cases of European copies whose status their body was asked for, by number and name, and of one nobody asked for.
//! What an answer of anybody else, of another kind or place, comes to is tested in `answered.rs`.

use attesto_credential::{
    AnsweredState, AskedAt, CertificateNumber, CertifiedScope, Credential, CredentialId, DataModel, Declaration,
    Document, Format, Iri, Language, Limits, Line, LocalText, Statement as _, StatusAnswer, Validity, lint,
};
use attesto_securing::{Contexts, KeyId, Signer as _, SigningKey, seal};
use serde_json::{Value, json};

use crate::certificates::{der, root};
use crate::claims::at;
use crate::made::{Made, pretty};
use crate::seals::{NOW, NOW_SECONDS, Parts, payload, trust_of};

pub(crate) const BODY: &str = "did:web:cert.example:demo";
const MADE: &str = "2026-12-01T10:00:00Z";
const COUNTS: &str = "2026-12-05T00:00:00Z";

pub(crate) fn all() -> Vec<Made> {
    let by_state = [
        ("valid-european-in-force-by-its-bodys-answer", AnsweredState::InForce),
        ("european-suspended-by-its-bodys-answer", AnsweredState::Suspended),
        ("european-withdrawn-by-its-bodys-answer", AnsweredState::Withdrawn),
        ("european-replaced-by-its-bodys-answer", AnsweredState::Replaced),
    ];
    let told = by_state.map(|(name, state)| case(name, Some(signed(&said(state)))));
    let good = said(AnsweredState::InForce);
    let ended = StatusAnswer { until: at("2026-12-01T11:00:00Z"), ..good.clone() };
    let wrong = [
        case("european-nobody-asked-its-body", None),
        case("european-answer-by-another-key", Some(signed_as(BODY, StatusAnswer::KIND, &list_key(8), &good))),
        case("european-answer-that-counts-no-more", Some(signed(&ended))),
    ];
    told.into_iter().chain(wrong).collect()
}

fn case(name: &'static str, answer: Option<String>) -> Made {
    let answers = answer.map(|text| ("answers.txt".to_owned(), format!("{text}\n")));
    let material = [Some(("did.json".to_owned(), document())), answers].into_iter().flatten().collect();
    let made = Made::of(name, sealed(NOW_SECONDS)).without_material().and_material(material);
    made.with_trust(Some(trust())).at(NOW)
}

/// The European copy of every case here, sealed at a moment.
pub(crate) fn sealed(seconds: i64) -> Value {
    Parts::good().saying(wording()).with("iat", json!(seconds)).sealed()
}

/// The list that trusts its body, and the authority of its seal.
pub(crate) fn trust() -> String {
    trust_of(&der(&root()))
}

/// The example of the profile as one of a body that answers for its copies.
fn wording() -> String {
    let document = Document::parse(payload().as_bytes(), &Limits::default()).unwrap();
    let mut said = Credential::read(&document, DataModel::Elm).unwrap();
    said.id = CredentialId::from_random([7; 16]);
    said.number = Some(number().to_string());
    let learning = said.learning.as_mut().unwrap();
    learning.asked_at = learning.title.clone().map(|title| AskedAt { url: place(), title });
    learning.specification.as_mut().unwrap().languages.clear();
    lint(said, Format::EUROPEAN).unwrap().document().to_text()
}

fn number() -> CertificateNumber {
    CertificateNumber::new("SIM", 2026, 1).unwrap()
}

fn place() -> Iri {
    Iri::parse("https://cert.example/demo/status-of").unwrap()
}

pub(crate) fn list_key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).unwrap().named(KeyId::parse(&format!("{BODY}#list-1")).unwrap())
}

pub(crate) fn document() -> String {
    let key = list_key(7);
    pretty(&json!({
        "@context": ["https://www.w3.org/ns/did/v1"], "id": BODY, "assertionMethod": [key.id().as_str()],
        "verificationMethod": [{
            "id": key.id().as_str(), "type": "Multikey", "controller": BODY,
            "publicKeyMultibase": key.public().to_multikey(), "urn:attesto:use": ["status-list"],
        }],
    }))
}

/// What the body answers of the copy.
pub(crate) fn said(state: AnsweredState) -> StatusAnswer {
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
        until: at(COUNTS),
    }
}

/// An answer as a declaration of a kind, in somebody's name, sealed by a key.
pub(crate) fn signed_as(by: &str, kind: &str, key: &SigningKey, answer: &StatusAnswer) -> String {
    let declaration = Declaration::new(kind, Iri::parse(by).unwrap(), at(MADE), answer.to_body());
    let linted = lint(declaration, Format::DECLARATION).unwrap();
    seal(vec![linted], key, &Contexts::empty(), at(MADE)).unwrap().remove(0).text().to_owned()
}

/// An answer as the body seals it.
pub(crate) fn signed(answer: &StatusAnswer) -> String {
    signed_as(BODY, StatusAnswer::KIND, &list_key(7), answer)
}
