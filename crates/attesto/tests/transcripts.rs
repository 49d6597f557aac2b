//! What a person types and sees, by the transcripts in `tests/cli`: arguments, stdin, stdout, stderr, exit code.
//! It knows no verb's meaning; whether a verdict is right is asked by the cases in `tests/cases`.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it is surprised")]

#[path = "transcripts/given.rs"]
mod given;
#[path = "transcripts/script.rs"]
mod script;

use std::path::{Path, PathBuf};

use given::Givens;
use script::Script;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cli")
}

fn transcripts() -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|e| e == "toml")).collect();
    files.sort();
    files
}

#[test]
fn every_transcript_reads_as_it_was_written_down() {
    let givens = Givens::make();
    let only = std::env::var("TRANSCRIPT").unwrap_or_default();
    let chosen = transcripts().into_iter().filter(|path| path.to_string_lossy().contains(&only));

    let differences: Vec<String> = chosen.filter_map(|path| Script::read(&path).play(&givens).err()).collect();

    assert!(differences.is_empty(), "{} transcript(s) differ:\n{}", differences.len(), differences.join("\n"));
}

#[test]
fn there_are_transcripts_to_play() {
    assert!(transcripts().len() >= 40, "only {} in {}", transcripts().len(), folder().display());
}
