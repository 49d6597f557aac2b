//! An installation in a folder of its own, made by `attesto demo` once and copied for each test.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

/// A folder with the demo's installation.
pub(crate) struct Place {
    folder: tempfile::TempDir,
}

/// What a run came to.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Place {
    /// A copy of the one demo that this test binary made.
    pub(crate) fn demo() -> Self {
        static DEMO: OnceLock<Place> = OnceLock::new();
        let demo = DEMO.get_or_init(Self::demo_anew);
        let place = Self { folder: tempfile::tempdir().unwrap() };
        copy(&demo.root(), &place.root());
        place
    }

    /// A demo with keys of its own.
    pub(crate) fn demo_anew() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        let made = attesto(&["--json", "demo", "--into", place.root().to_str().unwrap()]);
        assert_eq!(made.code, 0, "{}", made.stderr);
        place
    }

    /// An installation with an approved sheet, nothing of it issued; gives the sheet's digest too. It issues badges
    /// alone: what is asked of a register is asked of every copy alike.
    pub(crate) fn approved() -> (Self, String) {
        let place = Self::demo();
        let config = fs::read_to_string(place.path("attesto.toml")).unwrap();
        let badges_alone = config.split_once("\n[european]").map_or(config.as_str(), |(before, _)| before);
        fs::write(place.path("attesto.toml"), badges_alone).unwrap();
        for folder in ["register", "out", "sheets", "rehearsal", "forged"] {
            fs::remove_dir_all(place.path(folder)).unwrap();
        }
        let (cohort, scheme) = (place.path("cohort.toml"), place.path("scheme.toml"));
        let secret = |officer: &str| place.path(&format!("secrets/{officer}.txt"));
        let decider = secret("decider-1");
        let words = ["--officer", "decider-1", "--passphrase-file", &decider];
        let decided = place.run(&[["--json", "decide", &cohort, "--scheme", &scheme].as_slice(), &words].concat());
        let sheet = json(&decided.stdout)["sheet"].as_str().unwrap().to_owned();
        let approved =
            place.run(&["approve", &sheet, "--officer", "approver-1", "--passphrase-file", &secret("approver-1")]);
        assert_eq!(approved.code, 0, "{}", approved.stderr);
        (place, sheet)
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("demo")
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.root().join(name).to_str().unwrap().to_owned()
    }

    /// A command that runs a verb in this installation, behind some words of a shell.
    pub(crate) fn shell(&self, before: &str, words: &[&str]) -> Command {
        let mut command = Command::new("sh");
        let script = format!("{before}; exec \"$0\" \"$@\"");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_attesto"), "--home"]).arg(self.root()).args(words);
        command
    }

    /// How many acts the journal has.
    pub(crate) fn acts(&self) -> usize {
        json(&self.run(&["--json", "ledger", "show"]).stdout)["acts"].as_array().unwrap().len()
    }

    /// Runs a verb in this installation.
    pub(crate) fn run(&self, words: &[&str]) -> Ran {
        attesto(&[&["--home", self.root().to_str().unwrap()], words].concat())
    }
}

fn attesto(words: &[&str]) -> Ran {
    ran(Command::new(env!("CARGO_BIN_EXE_attesto")).args(words))
}

/// Runs a command to its end.
pub(crate) fn ran(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Reads an answer.
pub(crate) fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    fs::set_permissions(to, fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
