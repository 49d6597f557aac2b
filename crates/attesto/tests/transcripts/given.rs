//! The folders that transcripts start in, each made by the verbs themselves and copied for every transcript.
//! They hold throw-away keys and invented people.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

const SCHEME: &str = include_str!("../../demo/scheme.toml");
const COHORT: &str = include_str!("../../../../tests/cli/inputs/cohort.toml");
const OUTCOMES: &str = include_str!("../../../../tests/cli/inputs/outcomes.csv");

/// Nobody bears these names.
const OFFICERS: [(&str, &str, &str); 5] = [
    ("maria", "Μαρία Κ.", "decide"),
    ("nikos", "Νίκος Π.", "approve"),
    ("ioana", "Ioana E.", "issue"),
    ("luca", "Luca V.", "examine"),
    ("trainer-1", "T. One", "train"),
];

/// The folders, in the order of a cohort's life.
pub(crate) struct Givens {
    root: TempDir,
    sheet: String,
}

impl Givens {
    /// Makes every folder from the one before it.
    pub(crate) fn make() -> Self {
        let mut givens = Self { root: tempfile::tempdir().unwrap(), sheet: String::new() };
        givens.nothing();
        givens.body();
        givens.sheet = givens.decided();
        let sheet = givens.sheet.clone();
        let at = "2026-03-02T12:00:00Z";
        let secret = "secrets/nikos.txt";
        givens.next(
            "a decided sheet",
            "an approved sheet",
            &["--at", at, "--home", "my-body", "approve", &sheet, "--officer", "nikos", "--passphrase-file", secret],
        );
        let at = "2026-03-03T08:00:00Z";
        givens.next(
            "an approved sheet",
            "issued badges",
            &["--at", at, "--home", "my-body", "issue", &sheet, "--officer", "ioana"],
        );
        givens.trust();
        let at = "2026-05-31T00:00:00Z";
        givens.next("issued badges", "published lists", &["--at", at, "--home", "my-body", "publish"]);
        givens
    }

    /// The first digits of the digest of the sheet.
    pub(crate) fn sheet(&self) -> &str {
        &self.sheet
    }

    /// A copy of a folder, for one transcript.
    pub(crate) fn copy(&self, name: &str) -> TempDir {
        let from = self.root.path().join(name);
        assert!(from.is_dir(), "no transcript can start with {name:?}");
        let copy = tempfile::tempdir().unwrap();
        copy_folder(&from, copy.path());
        copy
    }

    fn nothing(&self) {
        let folder = self.root.path().join("nothing");
        fs::create_dir_all(folder.join("secrets")).unwrap();
        for (name, text) in [("scheme.toml", SCHEME), ("cohort.toml", COHORT), ("outcomes.csv", OUTCOMES)] {
            fs::write(folder.join(name), text).unwrap();
        }
        for id in OFFICERS.iter().map(|(id, ..)| *id).chain(["credentials"]) {
            let path = folder.join("secrets").join(format!("{id}.txt"));
            fs::write(&path, format!("a throw-away passphrase of {id}\n")).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        }
    }

    fn body(&self) {
        let (name, url) = ("My Certification Body", "https://cert.example/my-body");
        self.next(
            "nothing",
            "a body",
            &[
                "--home",
                "my-body",
                "init",
                "--name",
                name,
                "--base-url",
                url,
                "--zone",
                "Europe/Athens",
                "--passphrase-file",
                "secrets/credentials.txt",
            ],
        );
        // The configuration names the passphrase file by its whole path, which a copy would leave behind.
        let config = self.root.path().join("a body/my-body/attesto.toml");
        let lines = fs::read_to_string(&config).unwrap();
        let lines = lines.lines().map(|line| match line.split_once("_passphrase = ") {
            Some((key, _)) => format!("{key}_passphrase = \"../secrets/credentials.txt\"\n"),
            None => format!("{line}\n"),
        });
        fs::write(&config, lines.collect::<String>()).unwrap();
        for (id, name, duty) in OFFICERS {
            let secret = format!("secrets/{id}.txt");
            let args = ["--home", "my-body", "officer", "add", id, "--name", name, "--duty", duty];
            let args: Vec<&str> = args.into_iter().chain(["--passphrase-file", &secret]).collect();
            run(&self.root.path().join("a body"), &args);
        }
    }

    fn decided(&self) -> String {
        let printed = self.next(
            "a body",
            "a decided sheet",
            &[
                "--at",
                "2026-03-02T09:00:00Z",
                "--json",
                "--home",
                "my-body",
                "decide",
                "cohort.toml",
                "--scheme",
                "scheme.toml",
                "--officer",
                "maria",
                "--passphrase-file",
                "secrets/maria.txt",
            ],
        );
        let answer: serde_json::Value = serde_json::from_str(&printed).unwrap();
        answer["sheet"].as_str().unwrap()[..12].to_owned()
    }

    /// A trust list of somebody who trusts the body and has its key.
    fn trust(&self) {
        let folder = self.root.path().join("issued badges");
        let answer: serde_json::Value =
            serde_json::from_str(&run(&folder, &["--home", "my-body", "--json", "keys", "list"])).unwrap();
        let pinned = |name: &str| {
            let id = format!("did:web:cert.example:my-body#{name}");
            let key = answer["keys"].as_array().unwrap().iter().find(|key| key["id"] == id.as_str()).unwrap();
            format!("\n[[issuer.key]]\nid = \"{id}\"\nmultikey = {}\n", key["public"])
        };
        let text = format!(
            "format = 1\nname = \"Ministry of Example\"\n\n[[issuer]]\nid = \"did:web:cert.example:my-body\"\nname = \"My Certification Body\"\ncertificates = [\"*\"]\n{}{}",
            pinned("credentials-1"),
            pinned("list-1"),
        );
        fs::write(folder.join("trust.toml"), text).unwrap();
    }

    fn next(&self, from: &str, to: &str, args: &[&str]) -> String {
        let folder = self.root.path().join(to);
        fs::create_dir(&folder).unwrap();
        copy_folder(&self.root.path().join(from), &folder);
        run(&folder, args)
    }
}

fn run(folder: &Path, args: &[&str]) -> String {
    let program = env!("CARGO_BIN_EXE_attesto");
    let output = Command::new(program).args(args).current_dir(folder).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Copies a folder with its modes.
fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target: PathBuf = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&target).unwrap();
            copy_folder(&entry.path(), &target);
            fs::set_permissions(&target, entry.metadata().unwrap().permissions()).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
