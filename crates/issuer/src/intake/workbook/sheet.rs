//! The rows of one sheet: cells put where they belong, each as text, number, day or truth value.
//! A cell that calculates gives nothing but a fault; its last result is not taken.

use super::contents::Contents;
use super::number;
use super::part::{Tag, Visitor};
use crate::intake::IntakeLimits;
use crate::intake::fault::Why;
use crate::intake::table::{Cell, Given, Record, Sort};

/// Puts rows together.
pub(super) struct Rows<'r> {
    contents: &'r Contents,
    limits: &'r IntakeLimits,
    give: &'r mut dyn FnMut(Record),
    given: usize,
    in_table: bool,
    row: Record,
    cell: Option<Open>,
}

/// A cell that is being read.
#[derive(Default)]
struct Open {
    column: usize,
    kind: String,
    style: usize,
    text: String,
    bytes: usize,
    /// Whether text that comes now is the cell's own.
    is_read: bool,
    in_phonetic: bool,
    calculates: bool,
}

impl<'r> Rows<'r> {
    pub(super) fn new(contents: &'r Contents, limits: &'r IntakeLimits, give: &'r mut dyn FnMut(Record)) -> Self {
        Self { contents, limits, give, given: 0, in_table: false, row: Record::new(0), cell: None }
    }

    fn open_cell(&self, tag: &Tag<'_>) -> Result<Open, Why> {
        let next = self.row.width;
        let column = tag.attribute("r").map_or(Some(next), |place| column(&place));
        // Cells that go back would let two stand in one place.
        let column = column.filter(|column| *column >= next).ok_or(Why::BrokenXml)?;
        let style = tag.attribute("s").and_then(|style| style.parse().ok()).unwrap_or(0);
        Ok(Open { column, kind: tag.attribute("t").unwrap_or_default(), style, ..Open::default() })
    }

    fn close_cell(&mut self, open: Open) {
        let cell = self.value(&open);
        let limit = self.limits.columns;
        while self.row.cells.len() < open.column.min(limit) {
            self.row.cells.push(Ok(Given::text(String::new())));
        }
        if cell.as_ref().is_ok_and(Given::is_blank) {
            // A cell with a style and nothing in it is no cell; but the place is taken.
            if self.row.cells.len() < limit {
                self.row.cells.push(cell);
                self.row.width = self.row.width.max(self.row.cells.len());
            }
            return;
        }
        if self.row.cells.len() < limit {
            self.row.cells.push(cell);
        }
        self.row.width = open.column + 1;
    }

    fn value(&self, open: &Open) -> Cell {
        if open.calculates {
            return Err(Why::Formula);
        }
        if open.bytes > self.limits.cell_bytes {
            return Err(Why::CellTooLong { bytes: open.bytes, limit: self.limits.cell_bytes });
        }
        let text = open.text.as_str();
        match open.kind.as_str() {
            "s" => {
                let found = text.trim().parse().ok().and_then(|index| self.contents.texts.get(index));
                let found = found.ok_or(Why::BrokenXml)?;
                if found.len() > self.limits.cell_bytes {
                    return Err(Why::CellTooLong { bytes: found.len(), limit: self.limits.cell_bytes });
                }
                Ok(Given::text(unescaped(found)))
            }
            "inlineStr" | "str" => Ok(Given::text(unescaped(text))),
            "b" => Ok(Given::text(if text.trim() == "1" { "yes" } else { "no" }.to_owned())),
            "d" => Ok(Given::text(text.trim().trim_end_matches("T00:00:00").to_owned())),
            "e" => Err(Why::CellError),
            _ if text.trim().is_empty() => Ok(Given::text(String::new())),
            _ => self.number(text, open.style),
        }
    }

    fn number(&self, text: &str, style: usize) -> Cell {
        let day = if self.contents.styles.is_date(style) { number::day(text, self.contents.epoch) } else { None };
        if let Some(day) = day {
            return Ok(Given::text(day));
        }
        number::plain(text).map(|text| Given { text, sort: Sort::Number }).ok_or(Why::BrokenXml)
    }

    fn close_row(&mut self) -> Result<(), Why> {
        let mut row = std::mem::replace(&mut self.row, Record::new(0));
        self.row.number = row.number;
        if row.width == row.cells.len() {
            while row.cells.pop_if(|cell| cell.as_ref().is_ok_and(Given::is_blank)).is_some() {}
            row.width = row.cells.len();
        }
        if !row.is_blank() {
            self.given += 1;
            if self.given > self.limits.rows.saturating_add(1) {
                return Err(Why::TooManyRows { limit: self.limits.rows });
            }
        }
        (self.give)(row);
        Ok(())
    }
}

impl Visitor for Rows<'_> {
    fn open(&mut self, tag: &Tag<'_>) -> Result<(), Why> {
        if tag.is("sheetData") {
            self.in_table = true;
        } else if !self.in_table {
            return Ok(());
        } else if tag.is("row") {
            let number = tag.attribute("r").map_or(Some(self.row.number + 1), |number| number.parse().ok());
            self.row = Record::new(number.ok_or(Why::BrokenXml)?);
        } else if tag.is("c") {
            self.cell = Some(self.open_cell(tag)?);
        } else if let Some(cell) = &mut self.cell {
            cell.calculates |= tag.is("f");
            cell.in_phonetic |= tag.is("rPh");
            cell.is_read = (tag.is("v") || tag.is("t")) && !cell.in_phonetic;
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        let limit = self.limits.cell_bytes;
        if let Some(cell) = self.cell.as_mut().filter(|cell| cell.is_read) {
            cell.bytes += text.len();
            if cell.bytes <= limit {
                cell.text.push_str(text);
            }
        }
    }

    fn close(&mut self, name: &str) -> Result<(), Why> {
        match name {
            "sheetData" => self.in_table = false,
            "row" if self.in_table => return self.close_row(),
            "c" => {
                if let Some(open) = self.cell.take() {
                    self.close_cell(open);
                }
            }
            _ => {
                if let Some(cell) = &mut self.cell {
                    cell.is_read = false;
                    cell.in_phonetic &= name != "rPh";
                }
            }
        }
        Ok(())
    }
}

/// The column of a place such as `AB12`, counted from 0.
fn column(place: &str) -> Option<usize> {
    let letters = place.trim_end_matches(|c: char| c.is_ascii_digit());
    let holds = (1..=3).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_uppercase());
    if !holds {
        return None;
    }
    letters.bytes().fold(0, |sum, byte| sum * 26 + usize::from(byte - b'A') + 1).checked_sub(1)
}

/// A text in which workbooks write what XML cannot: `_x0009_` is a tab.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("_x") {
        plain.push_str(before);
        let code = behind.get(..5).and_then(|code| code.strip_suffix('_'));
        let code = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        match (code, behind.get(5..)) {
            (Some(character), Some(after)) => {
                plain.push(character);
                rest = after;
            }
            _ => {
                plain.push_str("_x");
                rest = behind;
            }
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_names_its_column() {
        assert_eq!(["A1", "Z9", "AA1", "XFD1048576"].map(column), [Some(0), Some(25), Some(26), Some(16_383)]);
        assert_eq!(["", "1", "a1", "ABCD1"].map(column), [None; 4]);
    }

    #[test]
    fn what_xml_cannot_write_is_read_as_the_workbook_means_it() {
        assert_eq!(unescaped("a_x0009_b"), "a\tb");
        assert_eq!(unescaped("snake_xcase _x12 x_"), "snake_xcase _x12 x_");
        assert_eq!(unescaped("_x005F_x0009_"), "_x0009_");
    }
}
