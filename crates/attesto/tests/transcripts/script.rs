//! One transcript: read from its file, played in a folder of its own, compared step by step.
//! `SNAPSHOTS=overwrite` writes what was seen instead of comparing.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde::Deserialize;
use snapbox::Redactions;

use super::given::Givens;

/// A transcript and where it stands.
pub(crate) struct Script {
    path: PathBuf,
    written: Written,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    given: String,
    #[serde(default)]
    files: BTreeMap<String, String>,
    #[serde(default)]
    modes: BTreeMap<String, String>,
    step: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    args: Vec<String>,
    #[serde(default)]
    env: BTreeMap<String, String>,
    #[serde(default)]
    stdin: String,
    #[serde(default)]
    unchanged: Vec<String>,
    #[serde(default)]
    exit: i32,
    #[serde(default)]
    stdout: String,
    #[serde(default)]
    stderr: String,
}

/// What a step came to, with what differs from run to run redacted.
struct Seen {
    exit: i32,
    stdout: String,
    stderr: String,
}

impl Script {
    /// Reads a transcript.
    pub(crate) fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let written = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self { path: path.to_owned(), written }
    }

    /// Plays it; gives what differs.
    pub(crate) fn play(&self, givens: &Givens) -> Result<(), String> {
        let stage = givens.copy(&self.written.given);
        self.furnish(stage.path());
        let redactions = redactions();
        let mut sheet = givens.sheet().to_owned();
        let mut differences = String::new();
        let mut seen = Vec::new();
        for (number, step) in self.written.step.iter().enumerate() {
            let before = digests(stage.path(), &step.unchanged);
            let output = run(stage.path(), step, &sheet);
            sheet = sheet_of(&output).unwrap_or(sheet);
            if before != digests(stage.path(), &step.unchanged) {
                let _ = writeln!(differences, "{}: step {}: {:?} changed", self.name(), number + 1, step.unchanged);
            }
            seen.push(Seen::of(&output, &redactions));
        }
        if std::env::var("SNAPSHOTS").is_ok_and(|word| word == "overwrite") {
            self.overwrite(&seen);
        } else {
            for (number, (step, seen)) in self.written.step.iter().zip(&seen).enumerate() {
                let _ = write!(differences, "{}", seen.against(step, &format!("{}: step {}", self.name(), number + 1)));
            }
        }
        if differences.is_empty() { Ok(()) } else { Err(differences) }
    }

    fn name(&self) -> String {
        self.path.file_stem().unwrap().to_string_lossy().into_owned()
    }

    fn furnish(&self, stage: &Path) {
        for (name, text) in &self.written.files {
            let path = stage.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        for (name, mode) in &self.written.modes {
            let mode = u32::from_str_radix(mode, 8).unwrap();
            fs::set_permissions(stage.join(name), fs::Permissions::from_mode(mode)).unwrap();
        }
    }

    /// Keeps the head of the file as it is and writes the steps anew.
    fn overwrite(&self, seen: &[Seen]) {
        let text = fs::read_to_string(&self.path).unwrap();
        let head = text.split("[[step]]").next().unwrap();
        let steps = self.written.step.iter().zip(seen).map(|(step, seen)| seen.written(step));
        fs::write(&self.path, format!("{}\n\n{}", head.trim_end(), steps.collect::<Vec<_>>().join("\n"))).unwrap();
    }
}

impl Seen {
    fn of(output: &Output, redactions: &Redactions) -> Self {
        let text = |bytes: &[u8]| {
            let text = redactions.redact(&String::from_utf8_lossy(bytes));
            text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
        };
        Self { exit: output.status.code().unwrap_or(-1), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }

    fn against(&self, step: &Step, what: &str) -> String {
        let assert = snapbox::Assert::new();
        let streams = [("stdout", &self.stdout, &step.stdout), ("stderr", &self.stderr, &step.stderr)];
        let differs = streams.into_iter().filter_map(|(stream, seen, written)| {
            let name = format!("{what}: {stream}");
            // Raw: to the byte, for what is no path must keep its backslashes.
            assert.try_eq(Some(&name), seen.as_str().into(), snapbox::Data::from(written.as_str()).raw()).err()
        });
        let mut text: String = differs.map(|error| format!("{error}\n")).collect();
        if self.exit != step.exit {
            let _ = writeln!(text, "{what}: exit {} where {} was written", self.exit, step.exit);
        }
        text
    }

    fn written(&self, step: &Step) -> String {
        let list = |words: &[String]| toml::Value::from(words.to_vec()).to_string();
        let mut text = format!("[[step]]\nargs = {}\n", list(&step.args));
        if !step.env.is_empty() {
            let _ = writeln!(text, "env = {}", toml::Value::try_from(&step.env).unwrap());
        }
        if !step.stdin.is_empty() {
            let _ = writeln!(text, "stdin = {}", toml::Value::from(step.stdin.clone()));
        }
        if !step.unchanged.is_empty() {
            let _ = writeln!(text, "unchanged = {}", list(&step.unchanged));
        }
        if self.exit != 0 {
            let _ = writeln!(text, "exit = {}", self.exit);
        }
        for (stream, seen) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !seen.is_empty() {
                let _ = write!(text, "{stream} = '''\n{seen}'''\n");
            }
        }
        text
    }
}

fn run(stage: &Path, step: &Step, sheet: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_attesto"));
    command.args(step.args.iter().map(|word| word.replace("{sheet}", sheet))).current_dir(stage);
    command.env("COLUMNS", "100").env("LC_ALL", "C.UTF-8").env_remove("NO_COLOR").envs(&step.env);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A verb that reads nothing may be gone already.
    let _ = child.stdin.take().unwrap().write_all(step.stdin.as_bytes());
    child.wait_with_output().unwrap()
}

/// The first digits of the sheet that a step drew up.
fn sheet_of(output: &Output) -> Option<String> {
    let text = String::from_utf8_lossy(&output.stdout);
    let digest = text.lines().find_map(|line| line.strip_prefix("sheet   "))?;
    digest.get(..12).map(str::to_owned)
}

/// What differs from run to run.
fn redactions() -> Redactions {
    let mut redactions = Redactions::new();
    for (name, pattern) in [
        ("[DIGEST]", r"\b[0-9a-f]{64}\b"),
        ("[KEY]", r"\bz6Mk[1-9A-HJ-NP-Za-km-z]{44}\b"),
        ("[UUID]", r"\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b"),
        ("[SHEET]", r"\b[0-9a-f]{12}\b"),
        ("[LINK]", r"/c/(?<redacted>[A-Za-z0-9_-]{22})\b"),
        ("[PLACE]", r"(?<redacted>\b1/\d{6}\b)"),
        ("[NOW]", r"\b20(2[7-9]|[3-9]\d)-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
    ] {
        redactions.insert(name, regex::Regex::new(pattern).unwrap()).unwrap();
    }
    redactions
}

/// Every file of the folders with its bytes and mode; a folder that is not there has none.
fn digests(stage: &Path, folders: &[String]) -> BTreeMap<PathBuf, (u32, Vec<u8>)> {
    let mut all = BTreeMap::new();
    let mut open: Vec<PathBuf> = folders.iter().map(|folder| stage.join(folder)).collect();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.exists() {
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            all.insert(path.clone(), (mode, fs::read(&path).unwrap()));
        }
    }
    all
}
