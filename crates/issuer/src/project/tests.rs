use attesto_credential::{
    DataModel, Format, Json, Language, LegalIdentifier, Line, LocalText, Organisation, Page, Statement as _, Timestamp,
    Vocabulary, conformance, european_duties, european_silence, lint, urn_uuid,
};

use super::*;
use crate::certification::tests::a_certification;
use crate::certification::{Event, Happening};
use crate::decide::tests::the_scheme;
use crate::sheet::tests::{drawn_up_by, id, some_outcomes};

pub(crate) fn the_person() -> Person {
    drawn_up_by("decide-1", &some_outcomes()).unwrap().1.remove(0)
}

pub(crate) fn the_issuer() -> Issuer {
    Issuer {
        id: Iri::parse("did:web:attesto.example:demo-body").unwrap(),
        name: Some("Demo Certification Body (fictitious)".to_owned()),
        url: None,
        others: Object::new(),
    }
}

fn drawn() -> Drawn {
    let status = StatusPlace::parse("https://attesto.example/demo-body/status/1/revocation.json#417");
    let status = status.unwrap();
    Drawn { id: CredentialId::from_random([1; 16]), subject: urn_uuid([2; 16]), salt: [3; 16], status }
}

pub(crate) fn projected() -> Credential {
    project(&a_certification(), &the_scheme(), &the_person(), &the_issuer(), &drawn()).unwrap()
}

#[test]
fn what_is_projected_may_be_sealed() {
    lint(projected(), Format::OPEN_BADGE).unwrap();
}

#[test]
fn every_node_has_a_name_of_its_own_where_the_schema_lets_it_have_one() {
    fn nodes<'a>(value: &'a Json, found: &mut Vec<&'a Object>) {
        match value {
            Json::Object(object) => {
                found.push(object);
                object.iter().for_each(|(_, value)| nodes(value, found));
            }
            Json::Array(elements) => elements.iter().for_each(|element| nodes(element, found)),
            _ => {}
        }
    }
    let linted = lint(projected(), Format::OPEN_BADGE).unwrap();
    let root = Json::Object(linted.document().root().clone());
    let mut found = Vec::new();
    nodes(&root, &mut found);
    let (named, unnamed): (Vec<&Object>, Vec<&Object>) = found.into_iter().partition(|node| node.get("id").is_some());
    assert!(unnamed.iter().all(|node| node.text("type") == Some("IdentityObject")), "{unnamed:?}");
    // What has the same name says the same.
    for node in &named {
        let alike = named.iter().filter(|other| other.text("id") == node.text("id"));
        assert!(alike.into_iter().all(|other| other == node), "{node:?}");
    }
    let result = linted.said().outcomes[2].id.as_ref().unwrap().as_str();
    assert_eq!(result, format!("{}#result-3", linted.said().id.as_str()));
}

#[test]
fn a_credential_says_what_the_record_says() {
    let certification = a_certification();
    let credential = projected();
    assert_eq!(credential.number.as_deref(), Some(certification.number().as_str()));
    assert_eq!(credential.validity, certification.validity());
    assert_eq!(credential.name.as_deref(), Some("Διαχειριστής Κοινωνικής Καινοτομίας"));
    let achievement = credential.achievement.unwrap();
    let value_of = |name: &str| {
        let found = achievement.result_descriptions.iter().position(|d| d.name == name).unwrap();
        credential.outcomes[found].value.clone().unwrap()
    };
    assert_eq!(value_of("Παρακολούθηση των διαδικτυακών σεμιναρίων"), "8");
    assert_eq!(value_of("Γραπτή εξέταση"), "80");
    assert_eq!(achievement.language.as_deref(), Some("el"));
    let others: Vec<&str> = achievement.related.iter().filter_map(|related| related.language.as_deref()).collect();
    assert_eq!(others, ["en", "it", "ro"]);
}

#[test]
fn every_competence_is_told_with_its_level_and_no_level_is_claimed_for_the_whole() {
    let credential = projected();
    let levels: Vec<&str> = credential
        .outcomes
        .iter()
        .flat_map(|outcome| &outcome.alignments)
        .map(|alignment| alignment.target_url.as_str())
        .collect();
    assert_eq!(levels, ["http://data.europa.eu/snb/eqf/6"; 6]);
    let achievement = credential.achievement.unwrap();
    assert!(achievement.alignments.iter().all(|alignment| alignment.target_url.contains("/esco/")));
}

#[test]
fn the_email_stands_there_only_as_a_salted_hash() {
    let credential = projected();
    let text = lint(credential, Format::OPEN_BADGE).unwrap().document().to_text();
    assert!(!text.contains("grammateia"), "{text}");
    let salt = "03".repeat(16);
    let hash = Digest::of(format!("gr-1@grammateia.example{salt}").as_bytes()).to_hex();
    assert!(text.contains(&format!("\"identityHash\":\"sha256${hash}\",\"salt\":\"{salt}\"")), "{text}");
}

#[test]
fn another_person_another_scheme_or_a_withdrawn_certification_gets_none() {
    let certification = a_certification();
    let (scheme, person, issuer) = (the_scheme(), the_person(), the_issuer());
    let other = drawn_up_by("decide-1", &some_outcomes()).unwrap().1.remove(1);
    let refused = project(&certification, &scheme, &other, &issuer, &drawn());
    assert!(matches!(refused, Err(NotProjected::PersonDiffers { .. })));
    let newer = Scheme::parse(&crate::scheme::tests::TEXT.replace("version = \"1.0\"", "version = \"1.1\"")).unwrap();
    let refused = project(&certification, &newer, &person, &issuer, &drawn());
    assert!(matches!(refused, Err(NotProjected::SchemeDiffers { .. })));
    let at = Timestamp::from_unix(1_800_000_000).unwrap();
    let withdrawn = certification.turned(Happening::new(Event::Withdrawn, at, at, id("decide-1"))).unwrap();
    let refused = project(&withdrawn, &scheme, &person, &issuer, &drawn());
    assert!(matches!(refused, Err(NotProjected::NotInForce { state: State::Withdrawn, .. })));
}

fn abroad() -> Abroad {
    let country = Vocabulary::Country.named("BE").unwrap();
    let told = LegalIdentifier { notation: "VATBE-0123456789".to_owned(), country: country.clone() };
    let page = |language: &str| Page {
        language: Language::parse(language).unwrap(),
        number: 1,
        content: "iVBORw0KGgo=".to_owned(),
        content_type: Vocabulary::FileType.named("png").unwrap(),
    };
    let name =
        |tag: &str| (Language::parse(tag).unwrap(), Line::parse(&format!("Demo Certification Body ({tag})")).unwrap());
    Abroad {
        id: CredentialId::from_random([1; 16]),
        subject: urn_uuid([2; 16]),
        at: Timestamp::from_unix(1_790_000_000).unwrap(),
        body: Organisation {
            id: Iri::parse("did:web:attesto.example:demo-body").unwrap(),
            legal_name: LocalText::new(["el", "en", "ro"].map(name).into()).ok(),
            legal_identifier: Some(told.clone()),
            registration: Some(LegalIdentifier { notation: "0123456789".to_owned(), ..told.clone() }),
            vat: Some(LegalIdentifier { notation: "BE0123456789".to_owned(), ..told }),
            country: Some(country),
            others: Object::new(),
        },
        asked_at: Iri::parse("https://attesto.example/demo-body/status-of").unwrap(),
        pages: ["el", "en", "it", "ro"].map(page).to_vec(),
    }
}

fn abroad_projected() -> Credential {
    european(&a_certification(), &the_scheme(), &the_person(), abroad()).unwrap()
}

#[test]
fn a_european_credential_of_the_demo_breaks_no_rule_and_reads_back() {
    let credential = abroad_projected();
    let document = credential.write(DataModel::Elm).unwrap();
    assert_eq!(conformance(&document, DataModel::Elm), []);
    assert_eq!(european_silence(&document), []);
    assert_eq!(european_duties(&credential), []);
    assert_eq!(Credential::read(&document, DataModel::Elm), Ok(credential));
}

#[test]
fn a_european_credential_speaks_every_language_of_the_scheme_and_tells_each_grade_and_competence() {
    let learning = *abroad_projected().learning.unwrap();
    assert_eq!(learning.title.unwrap().iter().count(), 4);
    let grades: Vec<LocalText> = learning.assessments.iter().filter_map(|one| one.grade.clone()).collect();
    let english = Language::parse("en").unwrap();
    assert_eq!((grades.len(), grades[0].best(&english)), (3, "80 / 100"));
    assert!(grades.iter().all(|grade| grade.iter().count() == 4));
    let specification = learning.specification.unwrap();
    assert_eq!(specification.workload.as_deref(), Some("PT60H"));
    assert_eq!(specification.outcomes.len(), 6);
    let note = specification.outcomes[0].result.as_ref().unwrap().note.best(&english).to_owned();
    assert_eq!(note, "shown, level 6 of the scheme's own scale");
    // No national framework has levelled the demo's scheme.
    assert_eq!((specification.eqf, specification.nqf.len()), (None, 0));
}

/// Where the elements of the Council Recommendation 2022/C 243/02, Annex I, stand: texts, and words of the Union's lists.
const ANNEX: [(&str, &str); 17] = [
    ("title", "/credentialSubject/hasClaim/0/title"),
    ("country of the issuer", "/issuer/location/0/address/0/countryCode/prefLabel"),
    ("issuer", "/issuer/legalName"),
    ("awarding body", "/credentialSubject/hasClaim/0/awardedBy/awardingBody/0/legalName"),
    ("learning outcome", "/credentialSubject/hasClaim/0/specifiedBy/learningOutcome/0/title"),
    ("its result", "/credentialSubject/hasClaim/0/specifiedBy/learningOutcome/0/additionalNote/0/noteLiteral"),
    ("form of participation", "/credentialSubject/hasClaim/0/specifiedBy/mode/0/prefLabel"),
    ("quality assurance", "/credentialSubject/hasClaim/0/specifiedBy/accreditation/0/title"),
    ("its type", "/credentialSubject/hasClaim/0/specifiedBy/accreditation/0/dcType/prefLabel"),
    ("who assured it", "/credentialSubject/hasClaim/0/specifiedBy/accreditation/0/accreditingAgent/legalName"),
    ("assessment", "/credentialSubject/hasClaim/0/provenBy/0/title"),
    ("its type", "/credentialSubject/hasClaim/0/provenBy/0/specifiedBy/dcType/prefLabel"),
    ("its grade", "/credentialSubject/hasClaim/0/provenBy/0/grade/noteLiteral"),
    ("how identity was checked", "/credentialSubject/hasClaim/0/provenBy/0/idVerification/prefLabel"),
    ("entitlement", "/credentialSubject/hasClaim/0/entitlesTo/0/title"),
    ("where its status is asked", "/credentialSubject/hasClaim/0/supplementaryDocument/0/title"),
    ("display", "/displayParameter/title"),
];

#[test]
fn every_element_of_annex_one_stands_there_in_greek_romanian_and_english() {
    let document = abroad_projected().write(DataModel::Elm).unwrap();
    for (element, pointer) in ANNEX {
        let told = document.at(pointer).and_then(Json::as_object).unwrap_or_else(|| panic!("{element}: {pointer}"));
        for tag in ["el", "en", "ro"] {
            assert!(told.text(tag).is_some_and(|text| !text.is_empty()), "{element} in {tag}: {pointer}");
        }
        // Figures are the same in all of them.
        assert!(told.text("el") != told.text("en") || element == "its grade", "{element}");
    }
    let learned = "/credentialSubject/hasClaim/0/specifiedBy";
    for (element, pointer) in [
        ("learner", "/credentialSubject/givenName/el".to_owned()),
        ("learner", "/credentialSubject/familyName/el".to_owned()),
        ("learner, whole", "/credentialSubject/fullName/el".to_owned()),
        ("date of issue", "/issued".to_owned()),
        ("date of award", "/credentialSubject/hasClaim/0/awardedBy/awardingDate".to_owned()),
        ("end", "/validUntil".to_owned()),
        ("workload", format!("{learned}/volumeOfLearning")),
        ("ESCO skill", format!("{learned}/learningOutcome/0/relatedESCOSkill/0/id")),
    ] {
        assert!(document.at(&pointer).and_then(Json::as_str).is_some_and(|text| !text.is_empty()), "{element}");
    }
    let outcomes = document.at(&format!("{learned}/learningOutcome")).and_then(Json::as_array).unwrap();
    assert!(outcomes.iter().all(|one| one.as_object().is_some_and(|one| one.get("additionalNote").is_some())));
    assert_eq!(outcomes.len(), a_certification().competences().len(), "a result for each competence");
    assert_eq!(document.at("/credentialStatus"), None);
}

#[test]
fn badge_and_european_credential_name_competences_levels_and_people_alike() {
    let (badge, abroad) = (projected(), abroad_projected());
    let levels = |credential: &Credential| -> Vec<Iri> {
        credential.outcomes.iter().filter_map(|outcome| outcome.achieved_level.clone()).collect()
    };
    assert_eq!(levels(&badge), levels(&abroad));
    assert_eq!((&badge.number, badge.validity, badge.awarded), (&abroad.number, abroad.validity, abroad.awarded));
    let names = |credential: &Credential| -> Vec<String> {
        let plain = credential.recipient.identities.iter().filter_map(|one| match &one.value {
            IdentityHash::Plain(name) => Some(name.clone()),
            IdentityHash::Hashed { .. } => None,
        });
        plain.collect()
    };
    assert_eq!(names(&badge), names(&abroad));
    assert_eq!(badge.achievement.unwrap().id, abroad.achievement.unwrap().id);
}

#[test]
fn a_level_of_the_whole_stands_there_only_with_the_national_one() {
    let levelled = "[learning.levelled]\neqf = 6\nnational = \"http://data.europa.eu/snb/qdr/c_1\"\n[learning.levelled.title]\nen = \"Level 6\"\n\n[[accreditations]]";
    let text = crate::scheme::tests::TEXT.replacen("[[accreditations]]", levelled, 1);
    let scheme = Scheme::parse(&text).unwrap();
    let credential = european(&a_certification(), &scheme, &the_person(), abroad()).unwrap();
    assert_eq!(conformance(&credential.write(DataModel::Elm).unwrap(), DataModel::Elm), []);
    let told = credential.learning.unwrap().specification.unwrap();
    assert_eq!(told.eqf.unwrap().iri.as_str(), "http://data.europa.eu/snb/eqf/6");
    assert_eq!(told.nqf[0].iri.as_str(), "http://data.europa.eu/snb/qdr/c_1");
    assert!(Scheme::parse(&text.replace("national = \"http://data.europa.eu/snb/qdr/c_1\"\n", "")).is_err());
}

#[test]
fn what_a_group_has_in_common_is_composed_once_and_says_the_same() {
    let (scheme, issuer) = (the_scheme(), the_issuer());
    let (first, other) = (a_certification(), a_certification());
    let mut projection = Projection::of(&scheme, issuer.clone());

    let one = projection.project(&first, &the_person(), &drawn()).unwrap();
    let again = projection.project(&other, &the_person(), &drawn()).unwrap();

    let objects = [&one, &again].map(|said| lint((*said).clone(), Format::OPEN_BADGE).unwrap());
    let shared = objects.each_ref().map(|linted| {
        let document = linted.document();
        let achievement = document.at("/credentialSubject/achievement").and_then(Json::as_object);
        achievement.and_then(Object::shared).unwrap().clone()
    });
    assert!(shared[0].is(&shared[1]));
    assert_eq!(one, project(&first, &scheme, &the_person(), &issuer, &drawn()).unwrap());
    assert_eq!(one, again);
}
