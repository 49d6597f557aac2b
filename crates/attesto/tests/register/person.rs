//! A person asks for what is held, then to be erased: afterwards no file of the installation names them.

use std::fs;
use std::path::Path;

use crate::place::{Place, json};

/// A certified candidate of the demo, with every form their name and address take.
const NUMBERED: &str = "Dokimaki";
const FORMS: [&str; 4] = ["Δοκιμάκη", "Dokimaki", "DOKIMAKI", "Eleni.Dokimaki"];

/// A demo with an officer who may erase, and the certificate number of the person meant.
pub(crate) fn with_eraser() -> (Place, String, String) {
    let demo = Place::demo();
    let secret = demo.path("secrets/issuer-1.txt");
    let added = demo.run(&[
        "officer",
        "add",
        "eraser-1",
        "--name",
        "Keeper (invented)",
        "--duty",
        "erase",
        "--passphrase-file",
        &secret,
    ]);
    assert_eq!(added.code, 0, "{}", added.stderr);
    let number = fs::read_dir(demo.path("out"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .find(|entry| fs::read_to_string(entry.path().join("badge.json")).unwrap().contains(NUMBERED));
    (demo, number.unwrap().file_name().into_string().unwrap(), secret)
}

/// Files below a folder that hold any form of the name, byte for byte; input files of the offices are theirs.
fn naming(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if ["greece", "italy", "romania"].iter().any(|office| path.ends_with(format!("demo/{office}"))) {
            continue;
        }
        if path.is_dir() {
            naming(&path, found);
        } else {
            let bytes = fs::read(&path).unwrap();
            let names = |form: &&str| bytes.windows(form.len()).any(|window| window == form.as_bytes());
            if FORMS.iter().any(names) {
                found.push(path.display().to_string());
            }
        }
    }
}

#[test]
fn a_person_gets_everything_held_about_them_as_files() {
    let demo = Place::demo();
    let number = json(&demo.run(&["--json", "ledger", "show"]).stdout)["acts"][1]["body"]["numbers"][0].clone();
    let out = demo.path("for-the-person");

    let given = demo.run(&["--json", "person", "export", number.as_str().unwrap(), "--out", &out]);

    assert_eq!(given.code, 0, "{}", given.stderr);
    let read = |name: &str| json(&fs::read_to_string(Path::new(&out).join(name)).unwrap());
    assert!(read("person-1.json")["person"]["email"].as_str().unwrap().contains('@'));
    assert!(read("decision-1.json")["row"]["figures"].is_object());
    assert_eq!(read("credential-1.json")["proof"]["type"], "DataIntegrityProof");
    assert_eq!(read(&format!("certification-{}.json", number.as_str().unwrap()))["number"], number);
    assert_eq!(read("held.json")["credentials"][0]["number"], number);
    let acts = read("acts.json")["acts"].as_array().unwrap().len();
    assert_eq!(acts, 4, "decided, approved, suspended, lifted");
    assert_eq!(demo.run(&["person", "export", number.as_str().unwrap(), "--out", &out]).code, 73);
}

#[test]
fn after_an_erasure_no_file_names_the_person_and_badges_already_out_verify() {
    let (demo, number, secret) = with_eraser();
    let kept = tempfile::tempdir().unwrap();
    let badge = kept.path().join("badge.json");
    fs::copy(Path::new(&demo.path("out")).join(&number).join("badge.json"), &badge).unwrap();
    fs::remove_dir_all(demo.path("rehearsal")).unwrap();
    fs::remove_dir_all(demo.path("forged")).unwrap();

    let erased = demo.run(&[
        "--json",
        "person",
        "erase",
        &number,
        "--officer",
        "eraser-1",
        "--reason",
        "request",
        "--passphrase-file",
        &secret,
    ]);

    assert_eq!(erased.code, 0, "{}", erased.stderr);
    // What the holders have is theirs.
    fs::remove_dir_all(demo.path("holders")).unwrap();
    let mut found = Vec::new();
    naming(&demo.root(), &mut found);
    assert_eq!(found, Vec::<String>::new());
    let checked = json(&demo.run(&["--json", "ledger", "check"]).stdout);
    assert_eq!(checked["findings"], json("[]"));
    assert_eq!(checked["counts"]["erased_copies"], 1);
    let verified = demo.run(&["verify", badge.to_str().unwrap(), "--trust", &demo.path("trust.toml")]);
    assert_eq!(verified.code, 0, "{}", verified.stdout);
}

#[test]
fn an_erased_person_is_left_out_of_issuing_and_the_others_are_not() {
    let (demo, number, secret) = with_eraser();
    let before = fs::read_dir(demo.path("out")).unwrap().count();
    let erase =
        ["person", "erase", &number, "--officer", "eraser-1", "--reason", "request", "--passphrase-file", &secret];
    assert_eq!(demo.run(&erase).code, 0);
    assert_eq!(demo.run(&erase).code, 0, "erasing again only clears files");
    let decided = json(&demo.run(&["--json", "ledger", "show"]).stdout)["acts"][0]["body"].clone();
    let (sheet, certified) = (decided["sheet"].clone(), decided["certify"].as_u64().unwrap());

    let issued = demo.run(&["--json", "issue", sheet.as_str().unwrap(), "--officer", "issuer-1"]);

    assert_eq!(issued.code, 0, "{}", issued.stderr);
    assert_eq!(json(&issued.stdout)["already_issued"], certified - 1);
    assert_eq!(fs::read_dir(demo.path("out")).unwrap().count(), before - 1);
}

#[test]
fn nobody_without_the_duty_erases_and_an_unknown_person_is_told() {
    let (demo, number, _) = with_eraser();
    let before = demo.acts();
    let erase =
        |whom: &str, officer: &str| demo.run(&["person", "erase", whom, "--officer", officer, "--reason", "request"]);

    let refused = erase(&number, "issuer-1");
    let unknown = demo.run(&["person", "export", "XX-000", "--out", &demo.path("none")]);

    assert_eq!((refused.code, unknown.code), (77, 66), "{}{}", refused.stderr, unknown.stderr);
    assert_eq!(demo.acts(), before);
}
