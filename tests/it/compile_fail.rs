//! Programs that the compiler must refuse (DESIGN, the life of a credential), each with what it says of them.
//! Not trybuild: it builds every dependency twice more (6 CPU minutes); these use the libraries that the tests use.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// The same imports and calls as the forbidden programs, without what is forbidden.
#[path = "compile_fail/allowed.rs"]
mod allowed;

/// The compiler with the libraries of the workspace.
struct Compiler {
    libraries: Vec<(String, PathBuf)>,
    out: tempfile::TempDir,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("it/compile_fail")
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

impl Compiler {
    /// Asks cargo where the libraries lie; after `cargo test --workspace` nothing is left to build.
    fn new() -> Self {
        let told = cargo(&["test", "--workspace", "--no-run", "--quiet", "--message-format=json"]);
        let messages = told.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        Self {
            libraries: messages.filter_map(|message| library(&message)).collect(),
            out: tempfile::tempdir().unwrap(),
        }
    }

    fn compile(&self, program: &Path) -> Output {
        let mut rustc = Command::new(Path::new(env!("CARGO")).with_file_name("rustc"));
        rustc.args(["--edition", "2024", "--emit", "metadata", "--color", "never", "--diagnostic-width", "120"]);
        for (name, path) in &self.libraries {
            rustc.arg("--extern").arg(format!("{name}={}", path.display()));
            rustc.arg("-L").arg(format!("dependency={}", path.parent().unwrap().display()));
        }
        rustc.arg("--out-dir").arg(self.out.path()).arg(program.file_name().unwrap());
        rustc.current_dir(program.parent().unwrap()).output().unwrap()
    }
}

fn cargo(words: &[&str]) -> String {
    let mut cargo = Command::new(env!("CARGO"));
    let told = cargo.args(words).args(["--offline", "--locked"]).current_dir(workspace()).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    String::from_utf8(told.stdout).unwrap()
}

fn library(message: &Value) -> Option<(String, PathBuf)> {
    let name = message["target"]["name"].as_str()?;
    let files = message["filenames"].as_array()?.iter().filter_map(Value::as_str);
    let rlib = files.map(PathBuf::from).find(|file| file.extension().is_some_and(|extension| extension == "rlib"))?;
    name.starts_with("attesto_").then(|| (name.to_owned(), rlib))
}

const CRATES: [&str; 4] = ["attesto_credential::", "attesto_securing::", "attesto_verifier::", "attesto_issuer::"];

/// What the compiler said, without what changes when lines move elsewhere: paths, the numbers in the margin, and the
/// crate before a name, which stands there only while another crate has the same name somewhere.
fn told(output: &Output) -> String {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    let text = text.replace(&workspace().display().to_string(), "$WORKSPACE");
    let text = CRATES.iter().fold(text, |text, name| text.replace(name, ""));
    text.lines().map(|line| format!("{}\n", without_numbers(line))).collect()
}

fn without_numbers(line: &str) -> String {
    let rest = line.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit());
    let rest = if ["|", "=", "-->", ":::", "..."].iter().any(|mark| rest.starts_with(mark)) { rest } else { line };
    match rest.split_once(".rs:") {
        Some((path, _)) if path.contains("crates/") => format!("{path}.rs"),
        _ => rest.to_owned(),
    }
}

#[test]
fn every_forbidden_program_is_refused_for_the_reason_that_stands_beside_it() {
    let compiler = Compiler::new();
    let allowed = compiler.compile(&folder().join("allowed.rs"));
    assert!(allowed.status.success(), "the allowed program: {}", told(&allowed));
    let files = fs::read_dir(folder().join("forbidden")).unwrap().map(|entry| entry.unwrap().path());
    let programs: Vec<PathBuf> = files.filter(|file| file.extension().is_some_and(|kind| kind == "rs")).collect();
    assert!(programs.len() >= 20, "{}", programs.len());
    for program in programs {
        let (output, beside) = (compiler.compile(&program), program.with_extension("stderr"));
        assert!(!output.status.success(), "{} compiles", program.display());
        if std::env::var_os("ATTESTO_REBUILD_STDERR").is_some() {
            fs::write(&beside, told(&output)).unwrap();
        }
        assert_eq!(told(&output), fs::read_to_string(&beside).unwrap(), "{}", program.display());
    }
}

#[test]
fn the_allowed_program_runs_so_the_others_are_refused_for_what_they_forbid() {
    allowed::main();
}
