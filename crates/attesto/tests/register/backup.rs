//! A backup made, read back, put in the register's place; what it would lose; what it must not bring back.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::place::{Place, Ran, json};

/// A demo with a backup outside it and the head that was published with it.
struct Saved {
    demo: Place,
    outside: tempfile::TempDir,
}

impl Saved {
    fn new() -> Self {
        let saved = Self { demo: Place::demo(), outside: tempfile::tempdir().unwrap() };
        assert_eq!(saved.save().code, 0);
        saved.publish();
        saved
    }

    fn save(&self) -> Ran {
        self.demo.run(&["--json", "backup", "--to", &self.outside("backups")])
    }

    fn publish(&self) {
        let head = self.demo.run(&["ledger", "head", "--out", &self.outside("head.jws")]);
        assert_eq!(head.code, 0, "{}", head.stderr);
    }

    fn outside(&self, name: &str) -> String {
        self.outside.path().join(name).to_str().unwrap().to_owned()
    }

    fn backup(&self) -> String {
        let newest = fs::read_dir(self.outside("backups")).unwrap().map(|entry| entry.unwrap().path()).max();
        newest.unwrap().to_str().unwrap().to_owned()
    }

    fn restore(&self, more: &[&str]) -> Ran {
        self.demo.run(&[&["--json", "restore", "--from", &self.backup()], more].concat())
    }

    fn damage(&self) {
        fs::write(self.demo.path("register/data/sled/db"), b"nothing of it is left").unwrap();
        assert_eq!(self.demo.run(&["ledger", "check"]).code, 78);
    }

    fn checked(&self) -> serde_json::Value {
        let checked = self.demo.run(&["--json", "ledger", "check"]);
        assert_eq!(checked.code, 0, "{}{}", checked.stdout, checked.stderr);
        json(&checked.stdout)
    }

    fn secret(&self, officer: &str) -> String {
        self.demo.path(&format!("secrets/{officer}.txt"))
    }

    /// One more act after the backup: another officer's duty is of no matter, an erasure is an act too.
    fn erase_somebody(&self) -> String {
        let secret = self.secret("issuer-1");
        let words = [
            "officer",
            "add",
            "eraser-1",
            "--name",
            "Keeper (invented)",
            "--duty",
            "erase",
            "--passphrase-file",
            &secret,
        ];
        assert_eq!(self.demo.run(&words).code, 0);
        let acts = json(&self.demo.run(&["--json", "ledger", "show"]).stdout);
        let number = acts["acts"][1]["body"]["numbers"][0].as_str().unwrap().to_owned();
        let words =
            ["person", "erase", &number, "--officer", "eraser-1", "--reason", "request", "--passphrase-file", &secret];
        let erased = self.demo.run(&words);
        assert_eq!(erased.code, 0, "{}", erased.stderr);
        number
    }

    /// Gives the ends of somebody's old link and new one.
    fn renew_a_link(&self) -> (String, String) {
        let acts = json(&self.demo.run(&["--json", "ledger", "show"]).stdout);
        let number = acts["acts"][1]["body"]["numbers"][1].as_str().unwrap().to_owned();
        let secret = self.secret("issuer-1");
        let by = ["--reason", "exposed", "--officer", "issuer-1", "--passphrase-file", &secret];
        let renewed = self.demo.run(&[&["--json", "link", "renew", &number], &by[..]].concat());
        assert_eq!(renewed.code, 0, "{}", renewed.stderr);
        let told = json(&renewed.stdout);
        let end = |link: &serde_json::Value| link.as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        (end(&told["withdrawn"][0]), end(&told["link"]))
    }
}

fn every_file(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { every_file(&path, found) } else { found.push(path) }
    }
}

#[test]
fn a_backup_holds_and_not_one_file_of_it_may_be_changed_missing_or_more() {
    let saved = Saved::new();
    let backup = saved.backup();
    let verify = || saved.demo.run(&["--json", "backup", "verify", &backup]);
    assert_eq!(json(&verify().stdout)["holds"], true);
    let mut files = Vec::new();
    every_file(Path::new(&backup), &mut files);
    assert!(files.len() >= 7);
    for file in files {
        let whole = fs::read(&file).unwrap();
        let mut changed = whole.clone();
        let middle = changed.len() / 2;
        changed[middle] ^= 1;
        fs::write(&file, changed).unwrap();
        assert_eq!(verify().code, 78, "{}", file.display());
        fs::remove_file(&file).unwrap();
        assert!([66, 78].contains(&verify().code), "{}", file.display());
        fs::write(&file, whole).unwrap();
    }
    assert_eq!(verify().code, 0);
    fs::write(Path::new(&backup).join("stray"), b"").unwrap();
    assert_eq!(verify().code, 78);
}

#[test]
fn a_backup_holds_no_name_and_no_key() {
    let saved = Saved::new();
    let (mut files, keys) = (Vec::new(), fs::read(saved.demo.path("register/persons.keys")).unwrap());
    every_file(Path::new(&saved.backup()), &mut files);
    let slots: Vec<&[u8]> = keys.chunks(128).skip(1).map(|slot| &slot[40..72]).collect();
    for file in files {
        let bytes = fs::read(&file).unwrap();
        let holds = |wanted: &[u8]| bytes.windows(wanted.len()).any(|window| window == wanted);
        for word in ["Dokimaki", "Δοκιμάκη", "grammateia.example", "xchacha20poly1305"] {
            assert!(!holds(word.as_bytes()), "{} holds {word}", file.display());
        }
        assert!(!slots.iter().step_by(20).any(|key| holds(key)), "{} holds a key", file.display());
    }
}

#[test]
fn a_destroyed_register_is_restored_and_nothing_is_issued_twice() {
    let saved = Saved::new();
    let before = saved.checked();
    saved.damage();

    let restored = saved.restore(&["--head", &saved.outside("head.jws")]);

    assert_eq!(restored.code, 0, "{}{}", restored.stdout, restored.stderr);
    let after = saved.checked();
    assert_eq!((&after["head"], &after["counts"]), (&before["head"], &before["counts"]));
    let acts = after["acts"].as_array().unwrap().iter();
    let mut there = 0;
    for decided in acts.filter(|act| act["act"] == "decision") {
        let sheet = decided["body"]["sheet"].as_str().unwrap();
        let issued = json(&saved.demo.run(&["--json", "issue", sheet, "--officer", "issuer-1"]).stdout);
        assert_eq!(issued["issued"], 0);
        there += issued["already_issued"].as_u64().unwrap();
    }
    let certified = after["counts"]["certifications"].as_u64().unwrap();
    assert_eq!(there, certified - 1, "the renewed one stands on no sheet");
    assert!(Path::new(json(&restored.stdout)["aside"].as_str().unwrap()).is_dir());
    assert!(!Path::new(&saved.demo.path("register/restored")).exists());
}

#[test]
fn a_backup_older_than_the_published_head_is_refused_until_an_officer_answers() {
    let saved = Saved::new();
    let kept = saved.demo.acts();
    saved.erase_somebody();
    let (old, new) = saved.renew_a_link();
    saved.publish();
    saved.damage();
    let (head, secret) = (saved.outside("head.jws"), saved.secret("issuer-1"));

    let refused = saved.restore(&["--head", &head]);
    let answered =
        saved.restore(&["--head", &head, "--accept-loss", "--officer", "eraser-1", "--passphrase-file", &secret]);

    assert_eq!(refused.code, 73);
    let told = format!("act {} is known: 2 act(s) would be lost", kept + 2);
    assert!(refused.stderr.contains(&told), "{}", refused.stderr);
    assert_eq!(answered.code, 0, "{}", answered.stderr);
    let acts = saved.checked()["acts"].as_array().unwrap().clone();
    let kinds: Vec<&str> = acts.iter().map(|act| act["act"].as_str().unwrap()).collect();
    assert_eq!(&kinds[kept..], ["restoration", "erasure"]);
    assert_eq!((&acts[kept]["body"]["lost"], &acts[kept]["body"]["gap"]), (&json("2"), &json("5000")));
    // A link that its holder had withdrawn stays withdrawn; one that nobody was given any more shows nothing.
    assert_eq!(saved.demo.run(&["publish"]).code, 0);
    let behind =
        |link: &str, form: &str| Path::new(&saved.demo.path("public/c")).join(format!("{link}.{form}")).exists();
    assert!(behind(&old, "withdrawn") && !behind(&old, "json") && !behind(&new, "json") && !behind(&new, "withdrawn"));
}

#[test]
fn acts_that_can_still_be_read_here_count_as_published() {
    let saved = Saved::new();
    saved.erase_somebody();
    saved.damage();
    let refused = saved.restore(&["--head", &saved.outside("head.jws")]);
    assert_eq!(refused.code, 73, "{}", refused.stderr);
}

#[test]
fn a_restore_brings_no_erased_person_back() {
    let saved = Saved::new();
    let number = saved.erase_somebody();
    fs::remove_dir_all(saved.demo.path("register/data")).unwrap();
    let (head, secret) = (saved.outside("head.jws"), saved.secret("issuer-1"));

    let nobody_answers = saved.restore(&["--head", &head]);
    let restored = saved.restore(&["--head", &head, "--officer", "eraser-1", "--passphrase-file", &secret]);

    assert_eq!((nobody_answers.code, restored.code), (73, 0), "{}{}", nobody_answers.stderr, restored.stderr);
    assert_eq!(saved.checked()["counts"]["erased_copies"], 1);
    let out = saved.outside("export");
    let exported = json(&saved.demo.run(&["--json", "person", "export", &number, "--out", &out]).stdout);
    assert_eq!(exported["erased"], true);
}

#[test]
fn without_the_keys_of_persons_nothing_is_restored_and_it_is_said_where_they_were_looked_for() {
    let saved = Saved::new();
    let keys = fs::read(saved.demo.path("register/persons.keys")).unwrap();
    fs::remove_dir_all(saved.demo.path("register")).unwrap();
    let head = saved.outside("head.jws");

    let refused = saved.restore(&["--head", &head]);

    assert_eq!(refused.code, 78);
    assert!(refused.stderr.contains("--keys"), "{}", refused.stderr);
    let kept = saved.outside("kept.keys");
    fs::write(&kept, keys).unwrap();
    let restored = saved.restore(&["--head", &head, "--keys", &kept]);
    assert_eq!(restored.code, 0, "{}", restored.stderr);
    saved.checked();
}

#[test]
fn a_backup_of_another_register_is_refused() {
    let (saved, other) = (Saved::new(), Saved::new());
    let another = Place::demo_anew();
    let backups = other.outside("another");
    assert_eq!(another.run(&["backup", "--to", &backups]).code, 0);
    let backup = fs::read_dir(&backups).unwrap().next().unwrap().unwrap().path();
    let refused =
        saved.demo.run(&["restore", "--from", backup.to_str().unwrap(), "--head", &saved.outside("head.jws")]);
    assert_eq!(refused.code, 78, "{}", refused.stderr);
    saved.checked();
}

#[test]
fn a_drill_restores_checks_and_leaves_nothing() {
    let saved = Saved::new();
    let into = saved.outside("drills");
    fs::create_dir(&into).unwrap();
    let before = fs::read(saved.demo.path("register/data/journal.jsonl")).unwrap();

    let drilled = saved.demo.run(&[
        "--json",
        "restore",
        "drill",
        "--from",
        &saved.backup(),
        "--into",
        &into,
        "--head",
        &saved.outside("head.jws"),
    ]);

    assert_eq!(drilled.code, 0, "{}", drilled.stderr);
    let told = json(&drilled.stdout);
    assert_eq!((&told["check"]["findings"], &told["lost_against_head"]), (&json("[]"), &json("0")));
    assert!(told["seconds"].as_f64().unwrap() > 0.0);
    assert_eq!(fs::read_dir(&into).unwrap().count(), 0);
    assert_eq!(fs::read(saved.demo.path("register/data/journal.jsonl")).unwrap(), before);
}

#[test]
fn a_backup_waits_for_whoever_has_the_register() {
    let saved = Saved::new();
    fs::remove_dir_all(saved.outside("backups")).unwrap();
    let mut lock = File::options().write(true).open(saved.demo.path("register/lock")).unwrap();
    lock.lock().unwrap();
    lock.write_all(b"1").unwrap();
    assert_eq!(saved.demo.run(&["backup", "--to", &saved.outside("backups"), "--wait", "0"]).code, 69);
    let owner = thread::spawn(move || {
        thread::sleep(Duration::from_secs(2));
        drop(lock);
    });

    let waited = saved.save();

    owner.join().unwrap();
    assert_eq!(waited.code, 0, "{}", waited.stderr);
}

#[test]
fn how_to_restore_must_be_said() {
    let saved = Saved::new();
    assert_eq!(saved.restore(&[]).code, 2);
    assert_eq!(saved.restore(&["--accept-loss"]).code, 2);
}
