//! One record, every carrier, same truth (law 1): each carrier read back says what the certification says.
//! The pictures here are the smallest there are; those of the product are drawn at the roof.

use attesto_credential::{Credential, Secured, carrier};
use attesto_issuer::{Certification, Person, Showing};

use crate::office::{Office, PIXEL, opened, person};

const LATER: &str = "2027-06-01T12:00:00Z";
const DRAWING: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>"#;

/// The credential as it comes out of every carrier.
fn read_back(text: &str) -> Vec<Credential> {
    let png = carrier::png::wrap(PIXEL, text).unwrap();
    let svg = carrier::svg::wrap(DRAWING, text).unwrap();
    let carriers = [text.as_bytes(), &png, svg.as_bytes()];
    let texts = carriers.map(|bytes| carrier::unwrap(bytes).unwrap().into_owned());
    texts.iter().map(|text| opened(&Secured::parse(text.as_bytes()).unwrap(), LATER).said().clone()).collect()
}

#[test]
fn every_carrier_says_what_the_certification_says() {
    let (office, certifications, copies) = Office::issued();
    for (certification, copy) in certifications.iter().zip(&copies) {
        let person = person(&office.register, certification);
        for said in read_back(copy.secured.text()) {
            says_whom_and_when(&said, certification, &person);
            says_what_was_shown(&said, certification, &office);
        }
    }
}

fn says_whom_and_when(said: &Credential, certification: &Certification, person: &Person) {
    assert_eq!(said.number.as_deref(), Some(certification.number().as_str()));
    assert_eq!(said.validity, certification.validity());
    assert_eq!(said.awarded, Some(certification.approved().1));
    let names: Vec<&str> = said
        .recipient
        .identities
        .iter()
        .filter(|identity| identity.kind == "name")
        .map(|identity| match &identity.value {
            attesto_credential::IdentityHash::Plain(name) => name.as_str(),
            attesto_credential::IdentityHash::Hashed { .. } => panic!("a name in plain text"),
        })
        .collect();
    let written = [Some(person.name().native()), person.name().latin()];
    assert_eq!(names, written.into_iter().flatten().map(ToString::to_string).collect::<Vec<_>>());
    let achievement = said.achievement.as_ref().unwrap();
    assert_eq!(&achievement.id, certification.scheme().id());
    assert_eq!(achievement.version.as_deref(), Some(certification.scheme().version().as_str()));
    assert_eq!(achievement.language.as_deref(), Some(certification.language().as_str()));
}

/// Each competence once, at the level of the record; what was not shown has none.
fn says_what_was_shown(said: &Credential, certification: &Certification, office: &Office) {
    let achievement = said.achievement.as_ref().unwrap();
    for result in certification.competences() {
        let end = format!("#result-competence-{}", result.competence());
        let description = achievement.result_descriptions.iter().find(|one| one.id.as_str().ends_with(&end)).unwrap();
        let told: Vec<_> =
            said.outcomes.iter().filter(|outcome| outcome.description.as_ref() == Some(&description.id)).collect();
        assert_eq!(told.len(), 1, "{end}");
        let level = told[0]
            .achieved_level
            .as_ref()
            .map(|level| description.levels.iter().find(|one| one.id == *level).unwrap().level.clone().unwrap());
        match result.showing() {
            Showing::Shown { level: shown } => assert_eq!(level, Some(shown.number().to_string())),
            Showing::NotShown | Showing::Missing => assert_eq!(level, None),
        }
    }
    for criterion in office.scheme.all_criteria() {
        let end = format!("#result-criterion-{}", criterion.code());
        let outcome = said.outcomes.iter().find(|one| one.description.as_ref().unwrap().as_str().ends_with(&end));
        let value = outcome.unwrap().value.as_deref().unwrap();
        match certification.figures().achieved(criterion.code()).unwrap() {
            attesto_issuer::Achieved::Mark(mark) => assert_eq!(value, mark.to_string()),
            attesto_issuer::Achieved::Shown | attesto_issuer::Achieved::NotShown => assert!(!value.is_empty()),
        }
    }
}
