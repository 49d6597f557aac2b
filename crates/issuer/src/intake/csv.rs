//! Text with cells in quotes (RFC 4180), cut into rows one by one; a fault of form is never repaired in silence.
//! It does not know what a column means.

use std::io::{ErrorKind, Read};

use super::IntakeLimits;
use super::decode::{Decoder, Unit, begun};
use super::fault::{Faults, Why};
use super::table::{Given, Record, Spot};
use crate::cohort::{CohortFile, Encoding, Separator};

/// How much is read at once.
const PIECE: usize = 64 << 10;

/// Hands on the rows of a text file that are not blank, from the header on; form faults are noted with their row.
///
/// # Errors
/// Why nothing more can be read of the file.
pub(super) fn rows(
    bytes: &mut dyn Read,
    declared: &CohortFile,
    (spot, limits): (&Spot, &IntakeLimits),
    faults: &mut Faults,
    hand: &mut dyn FnMut(Record, &mut Faults),
) -> Result<(), Why> {
    cut(bytes, declared, limits, &mut |cut| match cut {
        Cut::Broken(row, why) => faults.row(spot, row, why),
        Cut::Row(record) => hand(record, faults),
    })
}

/// What the cutter gives.
enum Cut {
    Row(Record),
    Broken(usize, Why),
}

fn cut(
    bytes: &mut dyn Read,
    declared: &CohortFile,
    limits: &IntakeLimits,
    give: &mut dyn FnMut(Cut),
) -> Result<(), Why> {
    let layout = declared.layout();
    let mut piece = vec![0; PIECE];
    let mut read = fill(bytes, &mut piece)?;
    let head = piece.get(..read).unwrap_or_default();
    if let Some(looks_like) = looks_like(head) {
        return Err(Why::NotText { looks_like });
    }
    let (encoding, mark) = begun(layout.encoding(), head)?;
    if encoding == Encoding::Utf8 && matches!(head, [_, 0, _, 0, ..] | [0, _, 0, _, ..]) {
        return Err(Why::NotText { looks_like: "UTF-16 text without its mark" });
    }
    let mut decoder = Decoder::new(encoding);
    let mut cutter = Cutter::new(layout.separator(), layout.header_row(), mark, limits);
    let mut whole = read;
    let mut skip = mark;
    while read > 0 {
        if whole > limits.file_bytes {
            return Err(Why::TooLarge { limit: limits.file_bytes });
        }
        let text = piece.get(skip..read).unwrap_or_default();
        decoder.feed(text, &mut |unit| cutter.take(unit, give));
        cutter.within(limits)?;
        skip = 0;
        read = fill(bytes, &mut piece)?;
        whole += read;
    }
    decoder.end(&mut |unit| cutter.take(unit, give));
    cutter.end(give);
    cutter.within(limits)
}

/// Reads until the piece is full or the file ends.
fn fill(bytes: &mut dyn Read, piece: &mut [u8]) -> Result<usize, Why> {
    let mut read = 0;
    while let Some(rest) = piece.get_mut(read..).filter(|rest| !rest.is_empty()) {
        match bytes.read(rest) {
            Ok(0) => break,
            Ok(more) => read += more,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return Err(Why::Unreadable),
        }
    }
    Ok(read)
}

/// What a file is that is no text, by how it begins.
fn looks_like(head: &[u8]) -> Option<&'static str> {
    let known: [(&[u8], &'static str); 9] = [
        (b"\x89PNG", "a PNG image"),
        (b"GIF8", "a GIF image"),
        (b"PK\x03\x04", "a workbook (XLSX) or another ZIP file"),
        (b"%PDF", "a PDF"),
        (b"\xd0\xcf\x11\xe0", "an old Excel file (XLS)"),
        (b"\xff\xd8\xff", "a JPEG image"),
        (b"<html", "a web page"),
        (b"<!DOCTYPE", "a web page"),
        (b"{\\rtf", "a text processor's file"),
    ];
    known.into_iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, name)| name)
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
    separator: char,
    header_row: usize,
    cell_limit: usize,
    column_limit: usize,
    offset: usize,
    state: State,
    cell: String,
    cell_bytes: usize,
    undecodable: Option<usize>,
    row: Record,
    is_broken: bool,
    after_cr: bool,
    rows: usize,
}

impl Cutter {
    fn new(separator: Separator, header_row: usize, offset: usize, limits: &IntakeLimits) -> Self {
        let separator = match separator {
            Separator::Comma => ',',
            Separator::Semicolon => ';',
            Separator::Tab => '\t',
        };
        Self {
            separator,
            header_row,
            cell_limit: limits.cell_bytes,
            column_limit: limits.columns,
            offset,
            state: State::Start,
            cell: String::new(),
            cell_bytes: 0,
            undecodable: None,
            row: Record::new(1),
            is_broken: false,
            after_cr: false,
            rows: 0,
        }
    }

    /// Whether there are as many rows as may be, with the header.
    fn within(&self, limits: &IntakeLimits) -> Result<(), Why> {
        if self.rows > limits.rows.saturating_add(1) { Err(Why::TooManyRows { limit: limits.rows }) } else { Ok(()) }
    }

    fn take(&mut self, unit: Unit, give: &mut dyn FnMut(Cut)) {
        match unit.character {
            Some(character) => {
                let line_feed_of_crlf = self.after_cr && character == '\n';
                self.after_cr = character == '\r' && !matches!(self.state, State::Quoted);
                if !line_feed_of_crlf {
                    self.step(character, give);
                }
            }
            None => {
                self.after_cr = false;
                self.undecodable.get_or_insert(self.offset);
                if matches!(self.state, State::Start) {
                    self.state = State::Plain;
                }
            }
        }
        self.offset += unit.bytes;
    }

    fn step(&mut self, character: char, give: &mut dyn FnMut(Cut)) {
        match (&self.state, character) {
            (State::Quoted, '"') => self.state = State::Closed,
            (State::Quoted, _) => self.push(character),
            (State::Start, '"') => self.state = State::Quoted,
            (State::Closed, '"') => {
                self.state = State::Quoted;
                self.push(character);
            }
            (_, '\n' | '\r') => self.end_row(give),
            (_, _) if character == self.separator => self.end_cell(),
            (State::Plain, '"') | (State::Closed, _) => {
                self.state = State::Plain;
                self.broken(Why::StrayQuote, give);
                self.push(character);
            }
            (_, _) => {
                self.state = State::Plain;
                self.push(character);
            }
        }
    }

    fn push(&mut self, character: char) {
        self.cell_bytes += character.len_utf8();
        if self.cell_bytes <= self.cell_limit {
            self.cell.push(character);
        }
    }

    /// Tells a fault of form, one a row.
    fn broken(&mut self, why: Why, give: &mut dyn FnMut(Cut)) {
        if !self.is_broken && self.row.number >= self.header_row {
            give(Cut::Broken(self.row.number, why));
        }
        self.is_broken = true;
    }

    fn end_cell(&mut self) {
        let text = std::mem::take(&mut self.cell);
        let cell = match self.undecodable.take() {
            Some(byte) => Err(Why::Undecodable { byte }),
            None if self.cell_bytes > self.cell_limit => {
                Err(Why::CellTooLong { bytes: self.cell_bytes, limit: self.cell_limit })
            }
            None => Ok(Given::text(text)),
        };
        if self.row.cells.len() < self.column_limit {
            self.row.cells.push(cell);
        }
        self.row.width += 1;
        self.cell_bytes = 0;
        self.state = State::Start;
    }

    fn end_row(&mut self, give: &mut dyn FnMut(Cut)) {
        self.end_cell();
        let next = Record::new(self.row.number + 1);
        let row = std::mem::replace(&mut self.row, next);
        let is_broken = std::mem::take(&mut self.is_broken);
        if !is_broken && row.number >= self.header_row && !row.is_blank() {
            self.rows += 1;
            give(Cut::Row(row));
        }
    }

    fn end(&mut self, give: &mut dyn FnMut(Cut)) {
        if matches!(self.state, State::Quoted) {
            self.broken(Why::UnclosedQuote, give);
        }
        if self.row.width > 0 || !matches!(self.state, State::Start) {
            self.end_row(give);
        }
    }
}
