//! A sheet read back share by share: its text is cut between rows, and each row must be written as we write it.
//! It takes no text that would not be taken in one piece, and says of none why it is not taken.

use super::draw::CLOSE;
use super::row::SheetRow;
use super::{SHEET, Written};
use crate::issue::Hands;
use crate::record;
use crate::shares::each;

/// What stands before the rows.
const OPEN: &str = "\"rows\":[";
/// Where one row ends and the next begins. In no text of JSON does this stand: there, a quote has a backslash before it.
const BETWEEN: &str = "},{\"candidate\":";
/// So many bytes are a share, and the rest of the row in which they end.
const SHARE_BYTES: usize = 128 << 10;

/// What the text says; nothing if it is not just as we write it.
pub(super) fn in_shares(text: &str, hands: &dyn Hands) -> Option<Written> {
    if !record::is_within_limits(text) {
        return None;
    }
    let (head, rows) = text.split_at_checked(text.find(OPEN)? + OPEN.len())?;
    // What is there but the rows is a sheet without rows, and read as such.
    let mut written: Written = record::read(SHEET, &[head, CLOSE].concat()).ok()?;
    let shares = cut(rows.strip_suffix(CLOSE)?);
    for share in each(&shares, hands, |share| read(share)) {
        written.rows.append(&mut share?);
    }
    Some(written)
}

/// Rows with commas between, cut into shares.
fn cut(mut rows: &str) -> Vec<&str> {
    let mut shares = Vec::with_capacity(rows.len() / SHARE_BYTES + 1);
    while let Some((share, rest)) = next(rows) {
        shares.push(share);
        rows = rest;
    }
    shares.push(rows);
    shares
}

fn next(rows: &str) -> Option<(&str, &str)> {
    let from = (SHARE_BYTES..rows.len()).find(|at| rows.is_char_boundary(*at))?;
    let at = from + rows.get(from..)?.find(BETWEEN)?;
    let (share, rest) = rows.split_at_checked(at + 1)?;
    Some((share, rest.strip_prefix(',')?))
}

/// The rows of a share; nothing if one of them is written otherwise than we would write it.
fn read(mut share: &str) -> Option<Vec<SheetRow>> {
    let mut rows = Vec::new();
    loop {
        let mut values = serde_json::Deserializer::from_str(share).into_iter::<SheetRow>();
        let row = values.next()?.ok()?;
        let (written, rest) = share.split_at_checked(values.byte_offset())?;
        if !record::is_text_of(written, &row) {
            return None;
        }
        rows.push(row);
        if rest.is_empty() {
            return Some(rows);
        }
        share = rest.strip_prefix(',')?;
    }
}
