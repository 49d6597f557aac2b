//! CSV (RFC 4180) in UTF-8 with or without BOM, cut into rows and cells; a fault of form is never repaired in silence.
//! It does not know what a column means.

use std::str;

use super::IntakeLimits;
use super::fault::{Faults, Why};
use crate::cohort::Separator;

/// One row as it stands in the file; the header is number 1.
pub(super) struct Record {
    pub(super) number: usize,
    pub(super) cells: Vec<Cell>,
    /// How many cells the row has, though only so many are kept as the limits allow.
    pub(super) width: usize,
}

/// One cell: its text, or why it has none.
pub(super) type Cell = Result<String, Why>;

/// Cuts a file into rows; nothing if it is no text at all or its rows cannot be told apart.
pub(super) fn table(
    bytes: &[u8],
    path: &str,
    separator: Separator,
    limits: &IntakeLimits,
    faults: &mut Faults,
) -> Option<Vec<Record>> {
    if let Some(why) = refused(bytes, limits) {
        faults.file(path, why);
        return None;
    }
    let bom: &[u8] = b"\xef\xbb\xbf";
    let body = bytes.strip_prefix(bom).unwrap_or(bytes);
    let separator = if separator == Separator::Comma { b',' } else { b';' };
    let mut cutter = Cutter::new(separator, bytes.len() - body.len(), limits);
    for byte in body {
        cutter.take(*byte);
        if cutter.records.len() > limits.rows + 1 {
            faults.file(path, Why::TooManyRows { limit: limits.rows });
            return None;
        }
    }
    cutter.end();
    let broken = cutter.broken;
    for (row, why) in &broken {
        faults.row(path, *row, why.clone());
    }
    broken.is_empty().then_some(cutter.records)
}

/// Why a file is not even looked into.
fn refused(bytes: &[u8], limits: &IntakeLimits) -> Option<Why> {
    let looks_like = |bytes: &[u8]| -> Option<&'static str> {
        let known: [(&[u8], &'static str); 7] = [
            (b"\x89PNG", "a PNG image"),
            (b"PK\x03\x04", "an XLSX or ZIP file"),
            (b"%PDF", "a PDF"),
            (b"\xff\xfe", "UTF-16 text"),
            (b"\xfe\xff", "UTF-16 text"),
            (b"\xd0\xcf\x11\xe0", "an old Excel file"),
            (b"\xff\xd8\xff", "a JPEG image"),
        ];
        known.into_iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, name)| name)
    };
    if bytes.len() > limits.file_bytes {
        return Some(Why::TooLarge { bytes: bytes.len(), limit: limits.file_bytes });
    }
    if let Some(looks_like) = looks_like(bytes) {
        return Some(Why::NotText { looks_like });
    }
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii().is_empty().then_some(Why::Empty)
}

enum State {
    /// Nothing of the cell yet.
    Start,
    /// In a cell without quotes.
    Plain,
    /// Between quotes.
    Quoted,
    /// Behind a quote that closes, unless another follows.
    Closed,
}

struct Cutter {
    separator: u8,
    offset: usize,
    cell_limit: usize,
    column_limit: usize,
    state: State,
    cell: Vec<u8>,
    cell_bytes: usize,
    cell_offset: usize,
    row: Record,
    after_cr: bool,
    records: Vec<Record>,
    broken: Vec<(usize, Why)>,
}

impl Cutter {
    fn new(separator: u8, offset: usize, limits: &IntakeLimits) -> Self {
        Self {
            separator,
            offset,
            cell_limit: limits.cell_bytes,
            column_limit: limits.columns,
            state: State::Start,
            cell: Vec::new(),
            cell_bytes: 0,
            cell_offset: offset,
            row: Record { number: 1, cells: Vec::new(), width: 0 },
            after_cr: false,
            records: Vec::new(),
            broken: Vec::new(),
        }
    }

    fn take(&mut self, byte: u8) {
        let line_feed_of_crlf = self.after_cr && byte == b'\n';
        self.after_cr = byte == b'\r' && !matches!(self.state, State::Quoted);
        if !line_feed_of_crlf {
            self.step(byte);
        }
        self.offset += 1;
    }

    fn step(&mut self, byte: u8) {
        match (&self.state, byte) {
            (State::Quoted, b'"') => self.state = State::Closed,
            (State::Quoted, _) => self.push(byte),
            (State::Start, b'"') => self.state = State::Quoted,
            (State::Closed, b'"') => {
                self.state = State::Quoted;
                self.push(byte);
            }
            (_, b'\n' | b'\r') => self.end_row(),
            (_, _) if byte == self.separator => self.end_cell(),
            (State::Plain, b'"') | (State::Closed, _) => {
                self.stray();
                self.push(byte);
            }
            (_, _) => {
                self.state = State::Plain;
                self.push(byte);
            }
        }
    }

    fn push(&mut self, byte: u8) {
        if self.cell_bytes == 0 {
            self.cell_offset = self.offset;
        }
        self.cell_bytes += 1;
        if self.cell.len() < self.cell_limit {
            self.cell.push(byte);
        }
    }

    fn stray(&mut self) {
        self.state = State::Plain;
        let here = (self.row.number, Why::StrayQuote);
        if self.broken.last() != Some(&here) {
            self.broken.push(here);
        }
    }

    fn end_cell(&mut self) {
        let text = if self.cell_bytes > self.cell_limit {
            Err(Why::CellTooLong { bytes: self.cell_bytes, limit: self.cell_limit })
        } else {
            match str::from_utf8(&self.cell) {
                Ok(text) => Ok(text.to_owned()),
                Err(error) => {
                    // A quote inside stood twice in the file.
                    let before = self.cell.iter().take(error.valid_up_to());
                    let quotes = before.filter(|byte| **byte == b'"').count();
                    Err(Why::Undecodable { byte: self.cell_offset + error.valid_up_to() + quotes })
                }
            }
        };
        if self.row.cells.len() < self.column_limit {
            self.row.cells.push(text);
        }
        self.row.width += 1;
        self.cell.clear();
        self.cell_bytes = 0;
        self.state = State::Start;
    }

    fn end_row(&mut self) {
        self.end_cell();
        let next = Record { number: self.row.number + 1, cells: Vec::new(), width: 0 };
        let row = std::mem::replace(&mut self.row, next);
        let blank = row.cells.iter().all(|cell| cell.as_ref().is_ok_and(|text| text.trim().is_empty()));
        if !blank || row.width > self.column_limit {
            self.records.push(row);
        }
    }

    fn end(&mut self) {
        if matches!(self.state, State::Quoted) {
            self.broken.push((self.row.number, Why::UnclosedQuote));
        }
        if self.row.width > 0 || !matches!(self.state, State::Start) {
            self.end_row();
        }
    }
}
