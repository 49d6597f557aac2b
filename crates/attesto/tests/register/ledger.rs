//! The register as the person at the terminal sees it: check, show, head; busy, damaged, older than published.

use std::fs::{self, File};
use std::io::Write as _;

use crate::place::{Place, json};

#[test]
fn a_sound_register_has_no_findings_and_lists_its_acts() {
    let demo = Place::demo();

    let checked = demo.run(&["--json", "ledger", "check"]);

    assert_eq!(checked.code, 0, "{}", checked.stderr);
    let answer = json(&checked.stdout);
    assert_eq!(answer["findings"].as_array().unwrap().len(), 0);
    let acts: Vec<&str> = answer["acts"].as_array().unwrap().iter().map(|act| act["act"].as_str().unwrap()).collect();
    let sheet = ["decision", "approval", "intent", "record"];
    let seen = ["publication", "sighting"];
    let copied = ["status", "intent", "record", "publication", "sighting"];
    let turned = ["status", "publication", "sighting"].repeat(3);
    let abroad = ["intent", "record", "intent", "record", "publication", "sighting"];
    let all = [&sheet[..], &seen, &sheet, &turned, &copied.repeat(3), &abroad].concat();
    assert_eq!(acts, all, "two sheets, their winter, and the late ones in two more worlds");
    let count = |what: &str| answer["counts"][what].as_u64().unwrap();
    let (again, abroad) = (2, 2 * 5);
    assert_eq!(
        count("copies"),
        count("certifications") + again + abroad,
        "one corrected, one replaced; five in two worlds"
    );
}

#[test]
fn an_auditor_sees_who_did_what_and_nobodys_name() {
    let demo = Place::demo();

    let shown = demo.run(&["--json", "ledger", "show", "--officer", "approver-1"]);
    let all = demo.run(&["ledger", "show"]);
    let none = demo.run(&["--json", "ledger", "show", "--to", "2020-01-01"]);

    let acts = json(&shown.stdout);
    assert_eq!(acts["acts"].as_array().unwrap().len(), 2);
    assert_eq!(acts["acts"][0]["by"], "approver-1");
    assert_eq!(json(&none.stdout)["acts"].as_array().unwrap().len(), 0);
    assert!(all.stdout.contains("sealed and recorded"));
    for name in ["Dokimaki", "Δοκιμάκη", "grammateia.example", "D'Angelo"] {
        assert!(!all.stdout.contains(name) && !shown.stdout.contains(name), "{name}");
    }
}

#[test]
fn a_published_head_is_held_against_the_register() {
    let demo = Place::demo();
    let head = demo.path("head.jws");

    let sealed = demo.run(&["--json", "ledger", "head", "--out", &head]);
    let holds = demo.run(&["--json", "ledger", "head", "--against", &head]);

    assert_eq!((sealed.code, holds.code), (0, 0), "{}{}", sealed.stderr, holds.stderr);
    assert_eq!(json(&holds.stdout)["published"], json(&sealed.stdout)["seq"]);
    let text = fs::read_to_string(&head).unwrap();
    let (start, rest) = text.split_at(text.len() / 2);
    let other = if rest.starts_with('A') { 'B' } else { 'A' };
    fs::write(&head, format!("{start}{other}{}", &rest[1..])).unwrap();
    assert_eq!(demo.run(&["ledger", "head", "--against", &head]).code, 65);
}

#[test]
fn the_head_of_another_body_is_not_believed() {
    let (demo, other) = (Place::demo(), Place::demo_anew());
    let head = other.path("head.jws");
    assert_eq!(other.run(&["ledger", "head", "--out", &head]).code, 0);

    let held = demo.run(&["ledger", "head", "--against", &head]);

    assert_eq!(held.code, 65, "{}", held.stdout);
}

#[test]
fn a_register_in_use_is_told_with_the_process_that_holds_it() {
    let demo = Place::demo();
    let mut lock = File::options().write(true).open(demo.path("register/lock")).unwrap();
    lock.lock().unwrap();
    lock.set_len(0).unwrap();
    lock.write_all(std::process::id().to_string().as_bytes()).unwrap();

    let refused = demo.run(&["ledger", "check"]);

    assert_eq!(refused.code, 69);
    assert!(refused.stderr.contains(&format!("process {}", std::process::id())), "{}", refused.stderr);
}

#[test]
fn a_damaged_register_names_its_record_and_the_way_out() {
    let demo = Place::demo();
    let journal = demo.path("register/data/journal.jsonl");
    let mut bytes = fs::read(&journal).unwrap();
    bytes[200] ^= 1;
    fs::write(&journal, bytes).unwrap();

    let refused = demo.run(&["ledger", "check"]);

    assert_eq!(refused.code, 78);
    assert!(
        refused.stderr.contains("journal line 2: line 2 names") && refused.stderr.contains("restore"),
        "{}",
        refused.stderr
    );
}
