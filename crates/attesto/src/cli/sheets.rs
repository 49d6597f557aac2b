//! The decision sheet for people: a table in the terminal, a page, a file for spreadsheets.

use std::path::PathBuf;

use attesto_issuer::{Change, Hands, Person, Proposal, Scheme, Sheet, SheetRow};
use serde_json::{Value, json};

use super::print::{table, visible};
use crate::fault::Failure;
use crate::locale::Words;
use crate::sheet::{self, Told};
use crate::world::config::Installation;
use crate::world::files::{self, Audience};
use crate::world::hands::Second;

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
    told: Told<'_>,
    words: &Words,
) -> Result<Written, Failure> {
    let folder = installation.path(&installation.written().folders.sheets);
    files::private_folder(&folder)?;
    let [html, csv] = paths(installation, told.sheet);
    let written = Written { html, csv };
    let (mut page, mut table) = (Ok(()), Ok(()));
    // One is laid out while the other one waits for the disk.
    Second.beside(
        &mut || {
            page = files::write_in_pieces(&written.html, Audience::Owner, &mut |file| {
                sheet::decisions_page(file, installation.name().as_str(), scheme, told, (words, &Second))
            });
        },
        &mut || {
            table = files::write_in_pieces(&written.csv, Audience::Owner, &mut |file| {
                sheet::decisions_table(file, scheme, told, (words, &Second))
            });
        },
    );
    page.and(table).map(|()| written)
}

pub(super) fn to_json(told: Told<'_>, written: &Written) -> Value {
    let sheet = told.sheet;
    let changed: serde_json::Map<String, Value> = told.rows().filter_map(changed).collect();
    json!({
        "sheet": sheet.digest().to_hex(),
        "certify": sheet.count(Proposal::Certify),
        "refuse": sheet.count(Proposal::Refuse),
        "undecided": sheet.count(Proposal::Undecided),
        "html": written.html,
        "csv": written.csv,
        "content": sheet.to_document().root().to_serde(),
        "changed": changed,
    })
}

fn changed((row, _, changes): (&SheetRow, &Person, Option<&[Change]>)) -> Option<(String, Value)> {
    let one = |change: &Change| json!({"what": change.what(), "before": change.before(), "now": change.now()});
    Some((row.candidate().to_string(), changes?.iter().map(one).collect()))
}

/// So many candidates are listed at the terminal; of more, the page and the table have them.
const LISTED: usize = 2_000;

/// A row per candidate: what stands against certifying, or that nothing does; and what changed, if anybody was on a
/// sheet before.
pub(super) fn table_of(told: Told<'_>, words: &Words) -> String {
    let count = told.sheet.rows().len();
    if count > LISTED {
        return format!("{count} candidates, too many to be listed here: each has a row in the files below\n");
    }
    let rows = told.rows().map(|(row, person, changes)| {
        let word = words.proposal(row.decision().proposal());
        let name = visible(&person.name().to_string());
        [row.candidate().to_string(), name, word, against(row, words), words.changes(changes).join("\n")]
    });
    let ids = ["column-candidate", "column-name", "column-decision", "column-why", "column-changed"];
    let header = ids.map(|id| words.label(id));
    let header = header.each_ref().map(String::as_str);
    if told.follows_another() {
        return table(&header, rows);
    }
    let [candidate, name, decision, why, _] = header;
    table(
        &[candidate, name, decision, why],
        rows.map(|[candidate, name, decision, why, _]| [candidate, name, decision, why]),
    )
}

fn against(row: &SheetRow, words: &Words) -> String {
    let against = words.against(row.decision());
    let count = || row.decision().reasons().len().to_string();
    if against.is_empty() { words.label_with("all-met", &[("count", count())]) } else { against.join("\n") }
}
