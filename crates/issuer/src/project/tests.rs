use attesto_credential::{Format, Timestamp, lint, urn_uuid};

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
