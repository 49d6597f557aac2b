//! What a workbook says of itself: its sheets, its shared texts, which of its styles are dates.
//! It reads no sheet.

use std::collections::BTreeMap;

use super::number::is_date_format;
use super::part::{Tag, Visitor, each};
use super::{PART_BYTES, Package};
use crate::cohort::folded;
use crate::intake::fault::Why;

/// Everything a sheet needs to be read.
#[derive(Default)]
pub(super) struct Contents {
    pub(super) texts: Texts,
    pub(super) styles: Styles,
    pub(super) epoch: Epoch,
    sheets: Vec<(String, String)>,
}

/// From which day a workbook counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Epoch {
    /// Day 1 is 1 January 1900, and 29 February 1900 is counted though it never was.
    #[default]
    Of1900,
    /// Day 0 is 1 January 1904.
    Of1904,
}

impl Contents {
    pub(super) fn read(package: &mut Package) -> Result<Self, Why> {
        let mut book = Book::default();
        each(package, "xl/workbook.xml", PART_BYTES, &mut book)?;
        let mut links = Links::default();
        each(package, "xl/_rels/workbook.xml.rels", PART_BYTES, &mut links)?;
        let mut styles = Styles::default();
        each(package, "xl/styles.xml", PART_BYTES, &mut styles)?;
        let mut texts = Texts::default();
        each(package, "xl/sharedStrings.xml", PART_BYTES, &mut texts)?;
        let path = |(name, link): (String, String)| Some((name, links.0.get(&link)?.clone()));
        let sheets: Vec<(String, String)> = book.sheets.into_iter().filter_map(path).collect();
        if sheets.is_empty() {
            return Err(Why::NotWorkbook { found: "a ZIP file without sheets" });
        }
        Ok(Self { texts, styles, epoch: book.epoch, sheets })
    }

    /// The name and the part of the sheet that is meant.
    pub(super) fn sheet(&self, named: Option<&str>) -> Result<(&str, &str), Why> {
        let found = match (named, self.sheets.as_slice()) {
            (None, [only]) => Some(only),
            (None, several) => return Err(Why::WhichSheet { sheets: several.len() }),
            (Some(named), sheets) => sheets.iter().find(|(name, _)| folded(name) == named),
        };
        found.map(|(name, path)| (name.as_str(), path.as_str())).ok_or(Why::NoSuchSheet)
    }
}

#[derive(Default)]
struct Book {
    sheets: Vec<(String, String)>,
    epoch: Epoch,
}

impl Visitor for Book {
    fn open(&mut self, tag: &Tag<'_>) -> Result<(), Why> {
        if tag.is("sheet") {
            let name = tag.attribute("name").ok_or(Why::BrokenXml)?;
            // Of the two attributes of this local name, only `r:id` is an id of a link; `sheetId` is another name.
            self.sheets.push((name, tag.attribute("id").ok_or(Why::BrokenXml)?));
        }
        if tag.is("workbookPr") && tag.attribute("date1904").is_some_and(|is| is == "1" || is == "true") {
            self.epoch = Epoch::Of1904;
        }
        Ok(())
    }

    fn text(&mut self, _: &str) {}

    fn close(&mut self, _: &str) -> Result<(), Why> {
        Ok(())
    }
}

/// Parts by the id of the link to them; links that lead out of the package are left out.
#[derive(Default)]
struct Links(BTreeMap<String, String>);

impl Visitor for Links {
    fn open(&mut self, tag: &Tag<'_>) -> Result<(), Why> {
        let leads_out = tag.attribute("TargetMode").is_some_and(|mode| mode == "External");
        if let (true, false, Some(id), Some(target)) =
            (tag.is("Relationship"), leads_out, tag.attribute("Id"), tag.attribute("Target"))
        {
            let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            self.0.insert(id, path);
        }
        Ok(())
    }

    fn text(&mut self, _: &str) {}

    fn close(&mut self, _: &str) -> Result<(), Why> {
        Ok(())
    }
}

/// Which styles show a number as a date.
#[derive(Default)]
pub(super) struct Styles {
    formats: BTreeMap<String, String>,
    of_cells: Vec<bool>,
    in_cells: bool,
}

impl Styles {
    pub(super) fn is_date(&self, style: usize) -> bool {
        self.of_cells.get(style).copied().unwrap_or(false)
    }
}

impl Visitor for Styles {
    fn open(&mut self, tag: &Tag<'_>) -> Result<(), Why> {
        if tag.is("numFmt") {
            let read = tag.attribute("numFmtId").zip(tag.attribute("formatCode"));
            self.formats.extend(read);
        }
        if tag.is("cellXfs") {
            self.in_cells = true;
        }
        if self.in_cells && tag.is("xf") {
            let id = tag.attribute("numFmtId").unwrap_or_default();
            self.of_cells.push(is_date_format(&id, self.formats.get(&id).map(String::as_str)));
        }
        Ok(())
    }

    fn text(&mut self, _: &str) {}

    fn close(&mut self, name: &str) -> Result<(), Why> {
        self.in_cells &= name != "cellXfs";
        Ok(())
    }
}

/// The shared texts, one behind the other.
#[derive(Default)]
pub(super) struct Texts {
    all: String,
    ends: Vec<u32>,
    in_text: bool,
    in_phonetic: bool,
}

impl Texts {
    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let place = |index: usize| self.ends.get(index).and_then(|end| usize::try_from(*end).ok());
        let from = if index == 0 { 0 } else { place(index - 1)? };
        self.all.get(from..place(index)?)
    }
}

impl Visitor for Texts {
    fn open(&mut self, tag: &Tag<'_>) -> Result<(), Why> {
        self.in_phonetic |= tag.is("rPh");
        self.in_text = tag.is("t") && !self.in_phonetic;
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.in_text {
            self.all.push_str(text);
        }
    }

    fn close(&mut self, name: &str) -> Result<(), Why> {
        self.in_text = false;
        self.in_phonetic &= name != "rPh";
        if name == "si" {
            self.ends.push(u32::try_from(self.all.len()).map_err(|_| Why::Inflates { limit: PART_BYTES })?);
        }
        Ok(())
    }
}
