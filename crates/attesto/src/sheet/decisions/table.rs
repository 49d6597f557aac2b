//! A decision sheet as CSV for spreadsheets: UTF-8 with a byte order mark, so that every office's program sees its letters.
//! A cell that a spreadsheet would calculate is made plain text.

use std::borrow::Cow;
use std::io::Write;

use attesto_issuer::{Hands, Scheme};

use super::rows::{Rows, TheRow};
use super::{Told, columns, figure};
use crate::locale::{Phrases, Words};

/// Writes a row per candidate: figures, whether each rule holds, competences, what stands against it, what changed.
///
/// # Errors
/// What it is written to takes no more.
pub(crate) fn table(
    to: &mut dyn Write,
    scheme: &Scheme,
    told: Told<'_>,
    (words, hands): (&Words, &dyn Hands),
) -> std::io::Result<()> {
    to.write_all(b"\xef\xbb\xbf")?;
    let fixed = ["column-candidate", "column-name", "column-decision"].map(|id| words.label(id));
    let header = fixed
        .into_iter()
        .chain(columns(scheme, words))
        .chain(["column-why", "column-changed"].map(|id| words.label(id)));
    let mut writer = writer();
    writer.write_record(header.map(|cell| plain(&cell).into_owned()))?;
    to.write_all(&written(writer)?)?;
    let phrases = Phrases::of(words);
    for share in Rows::of(told, &phrases, hands).shares(|share| laid_out(share, &phrases)) {
        to.write_all(&share?)?;
    }
    to.flush()
}

fn laid_out(share: &[TheRow<'_>], phrases: &Phrases<'_>) -> std::io::Result<Vec<u8>> {
    let mut writer = writer();
    for (row, person, changes) in share {
        let decision = row.decision();
        let reasons = decision.reasons().iter().map(|r| format!("{} {}", figure(r), phrases.holding(r.holding())));
        let competences = decision.competences().iter().map(|result| phrases.showing(result.showing()));
        let last = [phrases.against(decision).join(" | "), phrases.changes(*changes).join(" | ")];
        let name = person.name().to_string();
        let fixed = [row.candidate().as_str(), &name, phrases.proposal(decision.proposal())];
        for cell in fixed {
            writer.write_field(&*plain(cell.trim()))?;
        }
        for cell in reasons {
            writer.write_field(&*plain(cell.trim()))?;
        }
        for cell in competences {
            writer.write_field(&*plain(cell.trim()))?;
        }
        for cell in last {
            writer.write_field(&*plain(cell.trim()))?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    written(writer)
}

fn writer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new())
}

fn written(writer: csv::Writer<Vec<u8>>) -> std::io::Result<Vec<u8>> {
    writer.into_inner().map_err(|fault| fault.into_error())
}

/// A cell that no spreadsheet calculates: what begins like a formula gets an apostrophe before it.
fn plain(cell: &str) -> Cow<'_, str> {
    let formula = |first: char| matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠');
    if cell.starts_with(formula) { format!("'{cell}").into() } else { cell.into() }
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
