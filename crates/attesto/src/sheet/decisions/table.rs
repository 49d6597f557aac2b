//! A decision sheet as CSV for spreadsheets: UTF-8 with a byte order mark, so that every office's program sees its letters.
//! A cell that a spreadsheet would calculate is made plain text.

use std::io::Write;

use attesto_issuer::Scheme;

use super::{Told, columns, figure};
use crate::locale::Words;

/// Writes a row per candidate: figures, whether each rule holds, competences, what stands against it, what changed.
///
/// # Errors
/// What it is written to takes no more.
pub(crate) fn table(to: &mut dyn Write, scheme: &Scheme, told: Told<'_>, words: &Words) -> std::io::Result<()> {
    to.write_all(b"\xef\xbb\xbf")?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(to);
    let fixed = ["column-candidate", "column-name", "column-decision"].map(|id| words.label(id));
    let header = fixed
        .into_iter()
        .chain(columns(scheme, words))
        .chain(["column-why", "column-changed"].map(|id| words.label(id)));
    writer.write_record(header.map(|cell| plain(&cell)))?;
    for (row, person, changes) in told.rows() {
        let decision = row.decision();
        let reasons = decision.reasons().iter().map(|r| format!("{} {}", figure(r), words.holding(r.holding())));
        let competences = decision.competences().iter().map(|result| words.showing(result.showing()));
        let last = [words.against(decision), words.changes(changes)].map(|lines| lines.join(" | "));
        let fixed = [row.candidate().to_string(), person.name().to_string(), words.proposal(decision.proposal())];
        let cells = fixed.into_iter().chain(reasons).chain(competences).chain(last);
        writer.write_record(cells.map(|cell| plain(cell.trim())))?;
    }
    writer.flush()
}

/// A cell that no spreadsheet calculates: what begins like a formula gets an apostrophe before it.
fn plain(cell: &str) -> String {
    let formula = |first: char| matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠');
    if cell.starts_with(formula) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_begins_like_a_formula_is_made_plain_text() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1", "＋1", "－1", "＠x"] {
            assert_eq!(plain(cell), format!("'{cell}"));
        }
        assert_eq!(plain("Ελένη = 1"), "Ελένη = 1");
    }
}
