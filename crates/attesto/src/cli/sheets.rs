//! The decision sheet for people: a table in the terminal, a page, a file for spreadsheets.

use std::path::PathBuf;

use attesto_issuer::{Holding, Person, Proposal, Scheme, Sheet, SheetRow};
use serde_json::{Value, json};

use super::print::{table, visible};
use crate::fault::{Failure, Fault};
use crate::locale::Words;
use crate::sheet;
use crate::world::config::Installation;
use crate::world::files::{self, Audience};

/// Where a sheet was written.
pub(super) struct Written {
    pub(super) html: PathBuf,
    pub(super) csv: PathBuf,
}

/// Where a sheet for people lies once it is written.
pub(super) fn paths(installation: &Installation, sheet: &Sheet) -> [PathBuf; 2] {
    let folder = installation.path(&installation.written().folders.sheets);
    let name = sheet.digest().to_hex().get(..12).unwrap_or("sheet").to_owned();
    ["html", "csv"].map(|extension| folder.join(format!("{name}.{extension}")))
}

pub(super) fn write(
    installation: &Installation,
    scheme: &Scheme,
    (sheet, persons): (&Sheet, &[Person]),
    words: &Words,
) -> Result<Written, Failure> {
    let folder = installation.path(&installation.written().folders.sheets);
    files::private_folder(&folder)?;
    let [html, csv] = paths(installation, sheet);
    let written = Written { html, csv };
    let bug = |fault: &dyn std::fmt::Display| Failure::new(Fault::Bug, "page", fault);
    let page = sheet::decisions_page(installation.name().as_str(), scheme, (sheet, persons), words);
    let table = sheet::decisions_table(scheme, (sheet, persons), words);
    files::write(&written.html, page.map_err(|fault| bug(&fault))?.as_bytes(), Audience::Owner)?;
    files::write(&written.csv, &table.map_err(|fault| bug(&fault))?, Audience::Owner)?;
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
pub(super) fn table_of(sheet: &Sheet, persons: &[Person], words: &Words) -> String {
    let rows = sheet.rows().iter().zip(persons).map(|(row, person)| {
        let word = words.proposal(row.decision().proposal());
        [row.candidate().to_string(), visible(&person.name().to_string()), word, against(row, words)]
    });
    let header = ["column-candidate", "column-name", "column-decision", "column-why"].map(|id| words.label(id));
    table(&header.each_ref().map(String::as_str), rows)
}

fn against(row: &SheetRow, words: &Words) -> String {
    let reasons = row.decision().reasons();
    let open: Vec<String> = reasons.iter().filter(|r| r.holding() != Holding::Met).map(|r| words.reason(r)).collect();
    if open.is_empty() { words.label_with("all-met", &[("count", reasons.len().to_string())]) } else { open.join("\n") }
}
