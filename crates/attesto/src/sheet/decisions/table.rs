//! A decision sheet as CSV for spreadsheets: UTF-8 with a byte order mark, so that every office's program sees its letters.
//! A cell that a spreadsheet would calculate is made plain text.

use attesto_issuer::Scheme;

use super::{Told, columns, figure};
use crate::locale::Words;

/// A table that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the table could not be written: {0}; please report it")]
pub(crate) struct NotWritten(#[from] csv::Error);

/// Writes a row per candidate: figures, whether each rule holds, competences, what stands against it, what changed.
///
/// # Errors
/// A row of another length than the header, which would be a fault of ours.
pub(crate) fn table(scheme: &Scheme, told: Told<'_>, words: &Words) -> Result<Vec<u8>, NotWritten> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
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
    writer.into_inner().map_err(|fault| NotWritten(csv::Error::from(fault.into_error())))
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
