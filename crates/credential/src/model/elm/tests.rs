use super::*;
use crate::competence::{EscoLink, Level};
use crate::credential::*;
use crate::document::{Document, Limits, Object};
use crate::id::{CertificateNumber, CredentialId, Iri, urn_uuid};
use crate::lint::elm::{conformance, ours, silent};
use crate::text::{Language, Line, LocalText};
use crate::time::{Timestamp, Validity};
use crate::vocabulary::{Concept, Vocabulary};

const EXAMPLE: &str = include_str!("../../../../../tests/vectors/elm/example.json");

fn iri(text: &str) -> Iri {
    Iri::parse(text).unwrap()
}

fn tag(text: &str) -> Language {
    Language::parse(text).unwrap()
}

fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

fn said(text: &str) -> Option<LocalText> {
    let texts = ["el", "en", "it", "ro"].map(|code| (tag(code), line(&format!("{text} ({code})"))));
    LocalText::new(texts.into_iter().collect()).ok()
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn named(vocabulary: Vocabulary, word: &str) -> Concept {
    vocabulary.named(word).unwrap()
}

fn a_body(id: &str, country: &str) -> Organisation {
    let country = named(Vocabulary::Country, country);
    let legal_identifier = Some(LegalIdentifier { notation: "VATBE-0123456789".to_owned(), country: country.clone() });
    let (id, country) = (iri(id), Some(country));
    Organisation {
        id,
        legal_name: said("A body"),
        legal_identifier,
        registration: None,
        vat: None,
        country,
        others: Object::new(),
    }
}

fn an_outcome(code: &str, step: Option<&str>) -> LearningOutcome {
    let skill = iri("http://data.europa.eu/esco/skill/149e5f0d-eb46-4e75-9265-e91f6b2ca596");
    let link = EscoLink::new(skill, "social innovation".to_owned(), "v1.2".to_owned());
    let step = Concept {
        iri: iri(&format!("https://body.example/s#{code}-{}", step.unwrap_or("not-shown"))),
        scheme: Some(iri(&format!("https://body.example/s#result-{code}"))),
        label: said("A step"),
        notation: step.map(str::to_owned),
    };
    LearningOutcome {
        id: iri(&format!("https://body.example/s#{code}")),
        title: said("Can do it"),
        kind: Some(named(Vocabulary::SkillType, "skill")),
        reuse: Some(named(Vocabulary::Reuse, "sector-specific")),
        skills: vec![Concept::esco_skill(&link)],
        result: Some(ShownResult { note: said("A result").unwrap(), step }),
        others: Object::new(),
    }
}

fn a_specification() -> Specification {
    let accreditation = Accreditation {
        title: said("Accredited"),
        kind: Some(named(Vocabulary::AccreditationType, "programme-quality-assurance")),
        agent: Some(a_body("https://accreditation.example", "BE")),
        issued: Some(at("2026-01-15T00:00:00Z")),
        expires: Some(at("2030-01-14T23:59:59Z")),
        others: Object::new(),
    };
    Specification {
        id: iri("https://body.example/s"),
        kind: SpecificationKind::Qualification,
        title: said("Manager"),
        description: said("Manages"),
        thematic_areas: vec![named(Vocabulary::ThematicArea, "0413")],
        languages: vec![named(Vocabulary::Language, "el")],
        setting: Some(named(Vocabulary::LearningSetting, "non-formal")),
        workload: Some("PT150H".to_owned()),
        modes: vec![named(Vocabulary::Mode, "online"), named(Vocabulary::Mode, "project-based")],
        entry_requirement: said("Three years"),
        eqf: Some(Concept::eqf(Level::new(6).unwrap())),
        nqf: Vec::new(),
        accreditations: vec![accreditation],
        outcomes: vec![an_outcome("C1", Some("6")), an_outcome("C2", None)],
        others: Object::new(),
    }
}

fn an_assessment() -> Assessment {
    Assessment {
        specification: Some(iri("https://body.example/s#assessment-written")),
        title: said("Written test"),
        grade: said("80 of 100"),
        kind: Some(named(Vocabulary::AssessmentType, "written")),
        modes: vec![named(Vocabulary::Mode, "presential")],
        identity_checked: Some(named(Vocabulary::Supervision, "supervised-with-id")),
        issued: Some(at("2026-11-18T00:00:00Z")),
        others: Object::new(),
    }
}

fn a_page(language: &str, number: u64) -> Page {
    let content_type = named(Vocabulary::FileType, "png");
    Page { language: tag(language), number, content: format!("{language}{number}=="), content_type }
}

/// A credential with every part that a projection of ours may have.
pub(crate) fn a_credential() -> Credential {
    let name = |language: &str, name: &str| Some(NameIn { language: tag(language), name: line(name) });
    let pages = [("el", 1), ("el", 2), ("en", 1), ("it", 1), ("ro", 1)];
    let learning = Learning {
        language: tag("el"),
        issued: at("2026-11-23T09:00:00Z"),
        issuer: a_body("did:web:body.example:demo", "BE"),
        learner: Some(Learner {
            given: name("el", "Ελένη"),
            family: name("el", "Δοκιμάκη"),
            full: name("en", "Eleni Dokimaki"),
        }),
        title: said("Certified manager"),
        description: said("Manages well"),
        awarded_by: vec![a_body("did:web:body.example:demo", "BE")],
        asked_at: Some(AskedAt { url: iri("https://body.example/demo/status-of"), title: said("Ask here").unwrap() }),
        specification: Some(a_specification()),
        assessments: vec![an_assessment()],
        entitlements: vec![Entitlement {
            title: said("May lead"),
            kind: Some(named(Vocabulary::EntitlementType, "occupation")),
            status: Some(named(Vocabulary::EntitlementStatus, "prospective")),
            occupations: Vec::new(),
            others: Object::new(),
        }],
        display: Display {
            title: said("Certificate"),
            pages: pages.map(|(language, number)| a_page(language, number)).to_vec(),
            others: Object::new(),
        },
        other_claims: Vec::new(),
        others: Object::new(),
    };
    let number = CertificateNumber::new("SIM", 2026, 417).unwrap();
    let validity = Validity::new(at("2026-11-20T09:00:00Z"), Some(at("2029-11-19T22:59:59Z"))).unwrap();
    learning.credential(
        CredentialId::from_random([1; 16]),
        Some(urn_uuid([2; 16])),
        Some(number.as_str().to_owned()),
        validity,
        Some(at("2026-11-20T09:00:00Z")),
    )
}

#[test]
fn what_is_written_reads_back_as_it_was() {
    let credential = a_credential();
    assert_eq!(read(&write(&credential).unwrap()).unwrap(), credential);
}

#[test]
fn a_credential_of_ours_breaks_no_rule() {
    let credential = a_credential();
    let document = write(&credential).unwrap();
    assert_eq!(conformance(&document), []);
    assert_eq!(silent(&document), []);
    assert_eq!(ours(&credential), []);
    assert!(!document.to_text().contains("credentialStatus"));
}

#[test]
fn without_what_annex_one_asks_a_credential_of_ours_is_not_sealed() {
    type Loss = fn(&mut Learning);
    let lost: [(&str, Loss); 7] = [
        ("annex-outcomes", |told| told.specification.as_mut().unwrap().outcomes.clear()),
        ("annex-workload", |told| told.specification.as_mut().unwrap().workload = None),
        ("annex-mode", |told| told.specification.as_mut().unwrap().modes.clear()),
        ("annex-quality", |told| told.specification.as_mut().unwrap().accreditations.clear()),
        ("annex-assessments", |told| told.assessments[0].identity_checked = None),
        ("house-asked", |told| told.asked_at = None),
        ("house-learner", |told| told.learner = None),
    ];
    for (rule, lose) in lost {
        let mut credential = a_credential();
        lose(credential.learning.as_deref_mut().unwrap());
        let rules: Vec<&str> = ours(&credential).iter().map(|fault| fault.rule()).collect();
        assert_eq!(rules, [rule]);
    }
}

#[test]
fn what_every_credential_tells_is_read_off_the_learning_part() {
    let credential = read(&write(&a_credential()).unwrap()).unwrap();
    assert_eq!(credential.name.as_deref(), Some("Certified manager (el)"));
    assert_eq!(credential.issuer.name.as_deref(), Some("A body (el)"));
    let names: Vec<&IdentityHash> = credential.recipient.identities.iter().map(|one| &one.value).collect();
    let plain = |name: &str| IdentityHash::Plain(name.to_owned());
    assert_eq!(names, [&plain("Ελένη Δοκιμάκη"), &plain("Eleni Dokimaki")]);
    let achievement = credential.achievement.unwrap();
    assert_eq!((achievement.id.as_str(), achievement.result_descriptions.len()), ("https://body.example/s", 3));
    let told: Vec<(Option<&str>, Option<&str>)> = credential
        .outcomes
        .iter()
        .map(|outcome| (outcome.value.as_deref(), outcome.achieved_level.as_ref().map(Iri::as_str)))
        .collect();
    let level = Some("https://body.example/s#C1-6");
    assert_eq!(told, [(None, level), (Some("A result (el)"), None), (Some("80 of 100 (el)"), None)]);
}

#[test]
fn a_foreign_credential_is_read_and_what_is_not_modelled_is_kept() {
    let mut value: serde_json::Value = serde_json::from_str(EXAMPLE).unwrap();
    value["cnf"] = serde_json::json!({"jwk": {"kty": "EC"}});
    value["credentialSubject"]["hasClaim"]
        .as_array_mut()
        .unwrap()
        .push(serde_json::json!({"type": "LearningActivity"}));
    let document = Document::parse(value.to_string().as_bytes(), &Limits::default()).unwrap();
    let credential = read(&document).unwrap();
    assert_eq!(credential.name.as_deref(), Some("Certified Social Innovation Manager"));
    assert_eq!(credential.issuer.id.as_str(), "urn:epass:org:1");
    assert_eq!(credential.validity.until(), Some(at("2029-11-22T22:59:59Z")));
    assert_eq!(credential.number, None);
    assert!(credential.others.get("cnf").is_some());
    assert!(credential.subject_others.get("dateOfBirth").is_some());
    let learning = credential.learning.unwrap();
    assert_eq!(learning.other_claims.len(), 1);
    assert!(learning.others.get("creditReceived").is_some());
    let specification = learning.specification.unwrap();
    assert_eq!(specification.workload.as_deref(), Some("PT150H"));
    assert!(specification.others.get("isPartialQualification").is_some());
    assert_eq!(specification.outcomes[0].skills.len(), 2);
    assert_eq!(learning.assessments[0].grade.as_ref().unwrap().best(&tag("en")), "Pass (82/100)");
}

#[test]
fn a_status_that_cannot_stand_there_is_never_taken_for_none() {
    let value: serde_json::Value = serde_json::from_str(EXAMPLE).unwrap();
    for status in [serde_json::json!("https://body.example/1#7"), serde_json::json!({"id": "https://body.example/1#7"})]
    {
        let mut value = value.clone();
        value["credentialStatus"] = status;
        let document = Document::parse(value.to_string().as_bytes(), &Limits::default()).unwrap();
        assert_eq!(read(&document).unwrap_err().pointer(), "/credentialStatus");
    }
}

#[test]
fn a_credential_with_a_status_or_without_its_learning_part_is_not_worded() {
    let badge = Credential { learning: None, ..a_credential() };
    assert!(write(&badge).is_err());
    let status = crate::status::StatusEntry { kind: "x".to_owned(), members: Object::new() };
    assert!(write(&Credential { status: vec![status], ..a_credential() }).is_err());
}
