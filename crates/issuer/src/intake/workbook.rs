//! A workbook (XLSX, ECMA-376): its package opened within bounds, one sheet of it handed on row by row.
//! It calculates nothing, follows no link and expands no entity; what a column means is not known here.

mod contents;
mod number;
mod part;
mod sheet;

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::IntakeLimits;
use super::fault::{Faults, Why};
use super::table::{Record, Spot};
use crate::cohort::CohortFile;
use contents::Contents;

/// Bytes of a workbook, which is held whole.
const WORKBOOK_BYTES: usize = 32 << 20;
/// Bytes of a sheet when it is inflated; it is not held.
const SHEET_BYTES: usize = 256 << 20;
/// Bytes of any other part when it is inflated.
const PART_BYTES: usize = 32 << 20;
/// Parts of a package.
const PARTS: usize = 2_000;

/// A workbook's package, held whole.
type Package = ZipArchive<Cursor<Vec<u8>>>;

/// The sheet at fault, if it came so far, and why nothing more can be read.
pub(super) type Stopped = (Option<String>, Why);

/// Hands on the rows of the sheet that the cohort names, or of the only one there is.
///
/// # Errors
/// Why nothing more can be read of the file.
pub(super) fn rows(
    bytes: &mut dyn Read,
    declared: &CohortFile,
    limits: &IntakeLimits,
    faults: &mut Faults,
    hand: &mut dyn FnMut(Record, &Spot, &mut Faults),
) -> Result<(), Stopped> {
    let mut package = open(bytes, limits).map_err(|why| (None, why))?;
    let contents = Contents::read(&mut package).map_err(|why| (None, why))?;
    let layout = declared.layout();
    let (name, path) = contents.sheet(layout.sheet()).map_err(|why| (None, why))?;
    let spot = Spot { file: declared.path().to_owned(), sheet: Some(name.to_owned()) };
    let mut give = |record: Record| {
        if record.number >= layout.header_row() && !record.is_blank() {
            hand(record, &spot, faults);
        }
    };
    let read = part::each(&mut package, path, SHEET_BYTES, &mut sheet::Rows::new(&contents, limits, &mut give));
    read.map_err(|why| (Some(name.to_owned()), why))
}

fn open(bytes: &mut dyn Read, limits: &IntakeLimits) -> Result<Package, Why> {
    let limit = WORKBOOK_BYTES.min(limits.file_bytes);
    let mut held = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    bytes.take(most).read_to_end(&mut held).map_err(|_| Why::Unreadable)?;
    if held.len() > limit {
        return Err(Why::TooLarge { limit });
    }
    if held.trim_ascii().is_empty() {
        return Err(Why::Empty);
    }
    if !held.starts_with(b"PK") {
        let old = held.starts_with(b"\xd0\xcf\x11\xe0");
        let found = if old { "an old Excel file (XLS), or one under a password" } else { "something else" };
        return Err(Why::NotWorkbook { found });
    }
    let package = ZipArchive::new(Cursor::new(held)).map_err(|_| Why::NotWorkbook { found: "a broken ZIP file" })?;
    if package.len() > PARTS {
        return Err(Why::Inflates { limit: PART_BYTES });
    }
    if package.has_duplicate_names() {
        return Err(Why::NotWorkbook { found: "a ZIP file with two parts of one name" });
    }
    Ok(package)
}
