//! A holder wants their link gone, then another, then to be erased: each time nothing of the badge is left behind.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::person::with_eraser;
use crate::place::{Place, json};

/// A demo, the badge that is meant, and every text that only it has.
struct Holder {
    demo: Place,
    number: String,
    eraser: String,
    tells: Vec<String>,
}

impl Holder {
    fn of_a_badge() -> Self {
        let (demo, number, eraser) = with_eraser();
        let badge = json(&fs::read_to_string(demo.path(&format!("out/{number}/badge.json"))).unwrap());
        let text = |pointer: &str| badge.pointer(pointer).unwrap().as_str().unwrap().to_owned();
        let tells = vec![number.clone(), text("/id"), text("/credentialSubject/id"), text("/proof/proofValue")];
        Self { demo, number, eraser, tells }
    }

    fn link(&self, deed: &str) -> Value {
        let secret = self.demo.path("secrets/issuer-1.txt");
        let by = ["--reason", "request", "--officer", "issuer-1", "--passphrase-file", &secret];
        let ran = self.demo.run(&[&["--json", "link", deed, &self.number], &by[..]].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        json(&ran.stdout)
    }

    fn export(&self) -> String {
        let folder = self.demo.path("elsewhere");
        let ran = self.demo.run(&["export", "--public", &folder]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        folder
    }

    /// The names of files below a folder that hold any text that only this badge has, byte for byte.
    fn telling(&self, folder: &str) -> Vec<String> {
        let mut found = Vec::new();
        search(Path::new(folder), &self.tells, &mut found);
        found
    }

    fn code(&self) -> bool {
        ["link.svg", "link.png"]
            .iter()
            .any(|name| Path::new(&self.demo.path("out")).join(&self.number).join(name).exists())
    }
}

fn search(folder: &Path, texts: &[String], found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            search(&path, texts, found);
            continue;
        }
        // What is searched for is ASCII, which stays as it is in whatever else is no text.
        let bytes = fs::read(&path).unwrap();
        let read = String::from_utf8_lossy(&bytes);
        if texts.iter().any(|text| read.contains(text.as_str())) {
            found.push(entry.file_name().into_string().unwrap());
        }
    }
}

/// The files behind a link, whatever they hold.
fn behind(public: &str, link: &str) -> Vec<String> {
    let names = fs::read_dir(format!("{public}/c")).unwrap().map(|entry| entry.unwrap().file_name());
    names.map(|name| name.into_string().unwrap()).filter(|name| name.starts_with(link)).collect()
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

/// The end of a link.
fn end(link: &Value) -> String {
    link.as_str().unwrap().rsplit('/').next().unwrap().to_owned()
}

#[test]
fn what_lies_behind_a_link_goes_with_it_and_comes_back_behind_another() {
    let holder = Holder::of_a_badge();
    let public = holder.demo.path("public");
    let badge = holder.demo.path(&format!("out/{}/badge.json", holder.number));
    let elsewhere = holder.export();
    let before = holder.telling(&public);
    assert!(before.len() >= 3, "the search finds what is there: {before:?}");
    assert_eq!(holder.telling(&elsewhere).len(), before.len() + 5, "and pages in four languages, one of them twice");

    let old = end(&holder.link("withdraw")["withdrawn"][0]);

    holder.export();
    assert_eq!((holder.telling(&public), holder.telling(&elsewhere)), (Vec::new(), Vec::new()));
    assert!(!holder.code());
    assert_eq!(behind(&public, &old), [format!("{old}.withdrawn")]);
    let page = fs::read_to_string(format!("{elsewhere}/c/{old}.html")).unwrap();
    assert!(page.contains("Withdrawn by its holder"), "{page}");
    let verified = holder.demo.run(&["verify", &badge, "--trust", &holder.demo.path("trust.toml")]);
    assert_eq!(verified.code, 0, "{}", verified.stdout);

    let new = end(&holder.link("renew")["link"]);

    let renewed: Vec<String> = before.iter().map(|name| name.replace(&old, &new)).collect();
    assert_eq!(sorted(holder.telling(&public)), sorted(renewed));
    assert_eq!(behind(&public, &old), [format!("{old}.withdrawn")]);
    assert_eq!(fs::read(format!("{public}/c/{old}.withdrawn")).unwrap(), b"");
    assert!(holder.code() && old != new);
    assert_eq!(holder.demo.run(&["ledger", "check"]).code, 0);

    let by = ["--officer", "eraser-1", "--reason", "request", "--passphrase-file", &holder.eraser];
    let erased = holder.demo.run(&[&["person", "erase", &holder.number], &by[..]].concat());

    assert_eq!(erased.code, 0, "{}", erased.stderr);
    assert_eq!(holder.telling(&public), Vec::<String>::new());
    assert_eq!((behind(&public, &old), behind(&public, &new)), (Vec::new(), Vec::new()));
    assert_eq!(holder.demo.run(&["ledger", "check"]).code, 0);
}

#[test]
fn a_link_that_was_withdrawn_is_not_put_on_show_again_by_issuing_again_or_anew() {
    let holder = Holder::of_a_badge();
    let public = holder.demo.path("public");
    holder.link("withdraw");
    let shown = json(&holder.demo.run(&["--json", "ledger", "show"]).stdout);
    let sheet = shown["acts"][0]["body"]["sheet"].as_str().unwrap().to_owned();
    let issued = json(&holder.demo.run(&["--json", "issue", &sheet, "--officer", "issuer-1"]).stdout);
    let of_it = issued["credentials"].as_array().unwrap().iter().find(|one| one["number"] == *holder.number).unwrap();
    assert_eq!(of_it["link"], Value::Null);

    let secret = holder.demo.path("secrets/issuer-1.txt");
    let by = ["--cause", "damaged", "--officer", "issuer-1", "--passphrase-file", &secret];
    let copy = of_it["id"].as_str().unwrap();
    let replaced = holder.demo.run(&[&["status", "replace", &holder.number, "--copy", copy], &by[..]].concat());

    assert_eq!(replaced.code, 0, "{}", replaced.stderr);
    assert!(!holder.code());
    let mut found = Vec::new();
    search(&Path::new(&public).join("c"), &holder.tells[..1], &mut found);
    assert_eq!(found, Vec::<String>::new());
    let known = json(&holder.demo.run(&["--json", "link", "show", &holder.number]).stdout);
    let links: Vec<usize> =
        known["copies"].as_array().unwrap().iter().map(|copy| copy["links"].as_array().unwrap().len()).collect();
    assert_eq!(links.iter().sum::<usize>(), 1, "{known}");
}
