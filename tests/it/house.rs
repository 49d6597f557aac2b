//! The rules of the house, read off `cargo metadata` and the sources.
//! Says nothing of what the product does; a rule that the compiler or clippy holds is not repeated here.

mod contexts;
mod crates;
mod docs;
mod licences;
mod sources;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

/// The root of the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
}

/// What cargo says of the workspace and everything it depends on.
fn metadata() -> &'static Value {
    static METADATA: OnceLock<Value> = OnceLock::new();
    METADATA.get_or_init(|| {
        let cargo = Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1", "--locked"])
            .current_dir(root())
            .output()
            .unwrap();
        assert!(cargo.status.success(), "{}", String::from_utf8_lossy(&cargo.stderr));
        serde_json::from_slice(&cargo.stdout).unwrap()
    })
}

/// A source file of a crate: its path from the root, with `/`, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The name of the file without its ending.
    fn stem(&self) -> &str {
        self.path.rsplit('/').next().unwrap().trim_end_matches(".rs")
    }

    /// The text without what stands below `#[cfg(test)]`; empty for a file of tests.
    fn product(&self) -> &str {
        if self.path.contains("/tests/") || self.stem() == "tests" {
            return "";
        }
        self.text.split("#[cfg(test)]\nmod tests {").next().unwrap()
    }

    /// The lines of code, without comments.
    fn code(&self) -> impl Iterator<Item = &str> {
        self.product().lines().map(str::trim_start).filter(|line| !line.starts_with("//"))
    }
}

/// Every Rust source below `crates/`.
fn sources() -> Vec<Source> {
    let mut all = Vec::new();
    walk(&root().join("crates"), "rs", &mut all);
    let source = |path: PathBuf| Source {
        path: path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/"),
        text: fs::read_to_string(&path).unwrap(),
    };
    let sources: Vec<Source> = all.into_iter().map(source).collect();
    assert!(sources.len() > 150, "only {} sources were found", sources.len());
    sources
}

/// The files with an ending below a folder, in order.
fn walk(folder: &Path, ending: &str, all: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(&path, ending, all);
        } else if path.extension().is_some_and(|found| found == ending) {
            all.push(path);
        }
    }
}

/// Fails with every breach, so that one run tells them all.
fn nothing(rule: &str, breaches: Vec<String>) {
    assert!(breaches.is_empty(), "{rule}:\n  {}", breaches.join("\n  "));
}
