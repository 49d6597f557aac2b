//! Answers follow the register: each found by number and name alone, sealed by the list key, with no name in any file.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use attesto_credential::{AnsweredState, FullName, Line, PersonName};
use attesto_issuer::{Cause, Email, MemoryRegister, Particulars};
use attesto_securing::KeyId;
use serde_json::json;

use super::*;
use crate::world::store::tests::office::{Office, SCHEME};

const APPROVED: &str = "2026-11-24T10:00:00Z";

/// A body that certified two.
struct Body {
    folder: tempfile::TempDir,
    installation: Installation,
    office: Office,
    register: MemoryRegister,
    signer: SigningKey,
    certified: Vec<Certification>,
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

impl Body {
    fn certifying() -> Self {
        let (folder, did) = (tempfile::tempdir().unwrap(), "did:web:cert.example:demo");
        let text =
            format!("format = 1\n[body]\nname = \"Demo\"\ndid = \"{did}\"\nbase_url = \"https://cert.example/demo\"\n");
        let installation = Installation::from_text(folder.path(), &text, std::iter::empty()).unwrap();
        let signer = SigningKey::from_seed(&[7; 32]).unwrap().named(KeyId::parse(&format!("{did}#list-1")).unwrap());
        let method = json!({"id": signer.id().as_str(), "type": "Multikey", "controller": did,
            "publicKeyMultibase": signer.public().to_multikey(), "urn:attesto:use": ["status-list"]});
        let document = json!({"@context": ["https://www.w3.org/ns/did/v1"], "id": did,
            "verificationMethod": [method], "assertionMethod": [signer.id().as_str()]});
        for name in ["public", "schemes"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        fs::write(folder.path().join("public/did.json"), document.to_string()).unwrap();
        ledger::keep_scheme(&installation, SCHEME).unwrap();
        let (office, mut register) = (Office::new(), MemoryRegister::new());
        let certified = office.certify(&mut register);
        Self { folder, installation, office, register, signer, certified }
    }

    fn seals(&self, moment: &str) -> usize {
        seal_due(&self.installation, &self.register, &self.signer, at(moment)).unwrap()
    }

    fn number(&self) -> &str {
        self.certified[0].number().as_str()
    }

    fn name(&self) -> &PersonName {
        self.office.person(&self.certified[0]).name()
    }

    /// What is answered, opened as a stranger would.
    fn told(&self, name: &str) -> Option<StatusAnswer> {
        let text = Book::of(&self.installation).find(self.number(), name)?;
        let keys = did_document::keys(&self.installation).unwrap();
        let secured = Secured::parse(text.as_bytes()).unwrap();
        let opened = open::<Declaration>(&[secured], &keys, &Contexts::empty(), at("2026-11-25T00:00:00Z")).remove(0);
        Some(StatusAnswer::from_body(opened.unwrap().said().body()).unwrap())
    }

    fn state(&self, name: &str) -> Option<AnsweredState> {
        self.told(name).map(|answer| answer.state)
    }

    fn files(&self) -> Vec<PathBuf> {
        let book = Book::of(&self.installation);
        let inside = book.paths().unwrap();
        inside.into_iter().chain([book.folder().join(NOTE)]).collect()
    }
}

#[test]
fn an_answer_is_found_by_number_and_name_in_either_script_and_by_neither_alone() {
    let body = Body::certifying();
    assert_eq!(body.seals(APPROVED), 2);
    let (native, latin) = (body.name().native().to_string(), body.name().latin().unwrap().to_string());
    let turned = format!("  {}   {} ", body.name().native().family(), body.name().native().given());
    let answer = body.told(&native).unwrap();
    assert_eq!(
        (answer.state, answer.asked_at.as_str()),
        (AnsweredState::InForce, "https://cert.example/demo/status-of")
    );
    assert_eq!((answer.since, answer.validity), (at(APPROVED), body.certified[0].validity()));
    assert_eq!(answer.scope.title.iter().count(), 4);
    for name in [&latin, &latin.to_uppercase(), &native.to_lowercase(), &turned] {
        assert_eq!(body.state(name), Some(AnsweredState::InForce), "{name}");
    }
    let other = body.office.person(&body.certified[1]).name().native().to_string();
    for name in [other.as_str(), "", "?", body.name().native().given().as_str()] {
        assert_eq!(body.state(name), None, "{name}");
    }
    let book = Book::of(&body.installation);
    assert!(book.find(&body.number().to_lowercase(), &native).is_some());
    for number in [body.certified[1].number().as_str(), "SIM-2026-000099-9", "", "../../keys"] {
        assert_eq!(book.find(number, &native), None, "{number}");
    }
}

#[test]
fn no_file_holds_a_name_or_is_for_others_to_read() {
    let body = Body::certifying();
    body.seals(APPROVED);
    let names = [body.name().native(), body.name().latin().unwrap()];
    let names: Vec<String> =
        names.iter().flat_map(|name| [name.given().to_string(), name.family().to_string()]).collect();
    assert_eq!(body.files().len(), 3);
    for path in body.files() {
        let text = fs::read_to_string(&path).unwrap();
        assert!(names.iter().all(|name| !text.contains(name)), "{}", path.display());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0, "{}", path.display());
    }
    assert_eq!(fs::metadata(Book::of(&body.installation).folder()).unwrap().permissions().mode() & 0o077, 0);
}

#[test]
fn what_changed_is_sealed_again_at_once_and_all_of_it_at_half_of_its_life() {
    let mut body = Body::certifying();
    let name = body.name().native().to_string();
    body.seals(APPROVED);
    assert_eq!(body.seals(APPROVED), 0);
    let suspended = (Particulars::Suspend, Cause::Complaint, "2026-11-24T12:00:00Z");
    body.office.act(&mut body.register, &body.certified[0], suspended).unwrap();

    assert_eq!(body.seals("2026-11-24T12:00:00Z"), 1);

    assert_eq!(body.state(&name), Some(AnsweredState::Suspended));
    assert_eq!(body.seals("2026-11-27T00:00:00Z"), 0);
    assert_eq!(body.seals("2026-11-28T10:00:00Z"), 2);
    let other = SigningKey::from_seed(&[8; 32]).unwrap();
    assert!(
        seal_due(&body.installation, &body.register, &other, at("2026-11-28T11:00:00Z")).is_err(),
        "nobody believes it"
    );
}

#[test]
fn under_a_name_that_was_corrected_a_newer_copy_is_told_of_and_no_name() {
    let mut body = Body::certifying();
    let before = body.name().native().to_string();
    body.seals(APPROVED);
    let line = |text| Line::parse(text).unwrap();
    let name = PersonName::new(FullName::new(line("Νέα"), line("Ονομαστή")), None);
    let known = body.office.person(&body.certified[0]);
    let email = Email::parse("nea@grammateia.example").unwrap();
    let person = Person::new(known.candidate().clone(), name, email, [77; 16]);
    let corrected = (Particulars::Correct(Box::new(person)), Cause::NewName, "2026-11-24T12:00:00Z");
    body.office.act(&mut body.register, &body.certified[0], corrected).unwrap();

    for _again in 0..2 {
        body.seals("2026-11-24T13:00:00Z");
        assert_eq!(body.state("Νέα Ονομαστή"), Some(AnsweredState::InForce));
        assert_eq!(body.state(&before), Some(AnsweredState::Replaced));
        fs::remove_file(Book::of(&body.installation).folder().join(NOTE)).unwrap();
    }
}

#[test]
fn another_secret_finds_nothing_of_before_and_what_nobody_holds_is_destroyed() {
    let body = Body::certifying();
    let name = body.name().native().to_string();
    body.seals(APPROVED);
    fs::remove_file(body.folder.path().join("keys/answers.secret")).unwrap();
    assert_eq!(body.state(&name), None);
    assert_eq!(body.seals(APPROVED), 2);
    assert_eq!((body.state(&name), body.files().len()), (Some(AnsweredState::InForce), 3));

    clear(&body.installation, &MemoryRegister::new()).unwrap();

    assert_eq!((body.state(&name), body.files().len()), (None, 1));
}

#[test]
fn nothing_is_found_where_nothing_was_ever_sealed() {
    let installation = Body::certifying().installation;
    assert!(!Path::new(installation.root()).exists());
    assert_eq!(Book::of(&installation).find("SIM-2026-000001-4", "Anybody"), None);
}
