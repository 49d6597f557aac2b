//! An office with a register that holds one decision, where each case is laid on the desk and `decide` is run on it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use nix::sys::resource::{UsageWho, getrusage};
use serde_json::Value;
use tempfile::TempDir;

pub(crate) const SCHEME: &str = include_str!("../../demo/scheme.toml");

/// Writes a file piece by piece.
pub(crate) type Writing = Arc<dyn Fn(&mut dyn std::io::Write) + Send + Sync>;

/// How a file comes onto the desk.
#[derive(Clone)]
pub(crate) enum Content {
    Bytes(Vec<u8>),
    /// Written piece by piece, for what is larger than a test should hold.
    Written(Writing),
}

/// One case: a cohort of files, and the faults that must be told, as `code row column`.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) cohort: String,
    pub(crate) files: Vec<(String, Content)>,
    pub(crate) faults: Vec<String>,
}

pub(crate) struct Desk {
    folder: TempDir,
}

impl Desk {
    /// An installation with officers, and one decision in its register.
    pub(crate) fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        let secret = desk.at("secret.txt");
        fs::write(&secret, "a passphrase for tests\n").unwrap();
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(desk.at("scheme.toml"), SCHEME).unwrap();
        let secret = secret.to_str().unwrap();
        let url = "https://attesto.example/tests";
        desk.run(&["init", "--name", "Tests", "--base-url", url, "--passphrase-file", secret]).unwrap();
        for (id, duty) in [("decider-1", "decide"), ("examiner-1", "examine"), ("examiner-2", "examine")] {
            desk.run(&["officer", "add", id, "--name", id, "--duty", duty, "--passphrase-file", secret]).unwrap();
        }
        desk.told(&super::texts::first()).unwrap();
        desk
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, words: &[&str]) -> Result<(), (Option<i32>, String)> {
        let home = self.folder.path().to_str().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_attesto"));
        let output = command.args(["--home", home, "--json"]).args(words).stdin(Stdio::null()).output().unwrap();
        if output.status.success() {
            return Ok(());
        }
        Err((output.status.code(), String::from_utf8(output.stderr).unwrap()))
    }

    /// The faults that `decide` tells of a case, in the form of [`Case::faults`]; none if it decides.
    pub(crate) fn told(&self, case: &Case) -> Result<Vec<String>, String> {
        let folder = self.at("case");
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("cohort.toml"), &case.cohort).unwrap();
        for (path, content) in &case.files {
            let path = folder.join(path);
            match content {
                Content::Bytes(bytes) => fs::write(path, bytes).unwrap(),
                Content::Written(write) => {
                    let mut file = std::io::BufWriter::new(fs::File::create(path).unwrap());
                    write(&mut file);
                }
            }
        }
        let (cohort, scheme) = (folder.join("cohort.toml"), self.at("scheme.toml"));
        let secret = self.at("secret.txt");
        let words = ["decide", cohort.to_str().unwrap(), "--scheme", scheme.to_str().unwrap()];
        let by = ["--officer", "decider-1", "--passphrase-file", secret.to_str().unwrap()];
        match self.run(&[words.as_slice(), by.as_slice()].concat()) {
            Ok(()) => Ok(Vec::new()),
            Err((Some(65), stderr)) => Ok(faults(&stderr)),
            Err((code, stderr)) => Err(format!("exit {code:?}: {stderr}")),
        }
    }

    /// Every file of the register, by name and content.
    pub(crate) fn register(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        walk(&self.at("register"), &mut files);
        assert!(!files.is_empty());
        files
    }
}

fn walk(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, files);
        } else {
            let digest = attesto_securing::Digest::of(&fs::read(&path).unwrap());
            files.insert(path, digest.as_bytes().to_vec());
        }
    }
}

fn faults(stderr: &str) -> Vec<String> {
    let problem: Value = serde_json::from_str(stderr).unwrap_or_else(|fault| panic!("{fault}: {stderr}"));
    let Some(errors) = problem["errors"].as_array() else {
        return vec![problem["type"].as_str().unwrap_or_default().replace("urn:attesto:fault:", "")];
    };
    let told = errors.iter().map(|error| {
        assert!(error["remedy"].as_str().is_some_and(|remedy| !remedy.is_empty()), "{error}");
        assert!(!error.to_string().contains('\u{fffd}'), "{error}");
        let code = error["code"].as_str().unwrap_or("form");
        let row = error["row"].as_u64().map_or(String::new(), |row| format!(" {row}"));
        let column = error["column"].as_str().map_or(String::new(), |column| format!(" {column}"));
        format!("{code}{row}{column}")
    });
    told.collect()
}

/// The most memory that any process run on a desk has held at once.
pub(crate) fn peak_mebibytes() -> i64 {
    getrusage(UsageWho::RUSAGE_CHILDREN).unwrap().max_rss() / 1024
}

/// The head of every cohort.
pub(crate) fn cohort(files: &str) -> String {
    format!(
        "format = 1\nid = \"c\"\nscheme = \"https://attesto.example/demo-body/schemes/social-innovation-manager/1.0\"\n\
         title = \"C\"\nzone = \"Europe/Athens\"\ntrainers = []\n{files}"
    )
}

/// A case of one file of candidates and outcomes, with more members of `[[files]]`.
pub(crate) fn wide(name: &'static str, more: &str, path: &str, bytes: Vec<u8>, faults: &[&str]) -> Case {
    let files = format!("[[files]]\npath = \"{path}\"\ncountry = \"GR\"\nlanguage = \"el\"\n{more}\n");
    Case {
        name,
        cohort: cohort(&files),
        files: vec![(path.to_owned(), Content::Bytes(bytes))],
        faults: faults.iter().map(|fault| (*fault).to_owned()).collect(),
    }
}
