//! Prints the canonical form of each document named, for the clients of `tests/outside` to compare with their own.
//! Not part of the product: `securing` writes no files and the command line shows no canonical forms.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program of the tests")]

use std::collections::BTreeMap;
use std::process::ExitCode;

use attesto_credential::{Document, Limits};
use attesto_securing::{Budget, Contexts, canonical, canonical_generally};

/// Prints one JSON object, file to N-Quads without the proof; exit 1 and the fault if one document has no canonical form.
fn main() -> ExitCode {
    let contexts = Contexts::pinned();
    let made: Result<BTreeMap<String, String>, String> =
        std::env::args().skip(1).map(|file| made(&file, &contexts).map(|text| (file, text))).collect();
    match made {
        Ok(made) => {
            println!("{}", serde_json::json!(made));
            ExitCode::SUCCESS
        }
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

fn made(file: &str, contexts: &Contexts) -> Result<String, String> {
    let bytes = std::fs::read(file).map_err(|fault| format!("{file}: {fault}"))?;
    let document = Document::parse(&bytes, &Limits::default()).map_err(|fault| format!("{file}: {fault}"))?;
    let unsecured = document.without("proof");
    let budget = Budget::default();
    // Every refusal is the general path's own; what is accepted may be the fast path's alone.
    let text = canonical(&unsecured, contexts, &budget).map_err(|fault| format!("{file}: {fault}"))?;
    match canonical_generally(&unsecured, contexts, &budget) {
        Ok(general) if general == text => Ok(text.as_str().to_owned()),
        _ => Err(format!("{file}: the fast path and the general path say different things")),
    }
}
