//! How an office writes its files: encoding, separator, decimals, dates, words, and what it calls our columns.
//! It names columns; whether a scheme has them is asked by `intake`.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use crate::form::Section;

/// How the files of an office are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    encoding: Option<Encoding>,
    separator: Separator,
    decimal: Decimal,
    dates: DateOrder,
    sheet: Option<String>,
    header_row: usize,
    columns: BTreeMap<String, String>,
    ignored: BTreeSet<String>,
    yes: Vec<String>,
    no: Vec<String>,
}

/// What stands between the cells of a text file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Separator {
    /// `,`
    #[default]
    Comma,
    /// `;`
    Semicolon,
    /// A tab stop.
    Tab,
}

/// What stands before the decimals of a mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Decimal {
    /// `12,5`
    Comma,
    /// `12.5`
    #[default]
    Point,
}

/// In which order a date of three numbers is written; ISO 8601 is read under each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// `31/12/2026`, also with points or hyphens.
    DayMonthYear,
    /// `2026-12-31` only.
    #[default]
    Iso,
    /// `12/31/2026`.
    MonthDayYear,
}

/// How the characters of a text file are written in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Central European, ISO.
    Iso8859_2,
    /// Greek, ISO.
    Iso8859_7,
    /// Romanian, ISO.
    Iso8859_16,
    /// Two bytes a character, the greater first.
    Utf16Be,
    /// Two bytes a character, the lesser first: what meeting tools and Excel's "Unicode text" write.
    Utf16Le,
    /// What nearly everyone writes.
    Utf8,
    /// Central European, Windows.
    Windows1250,
    /// Western European, Windows.
    Windows1252,
    /// Greek, Windows.
    Windows1253,
}

impl Encoding {
    const ALL: [Self; 9] = [
        Self::Iso8859_2,
        Self::Iso8859_7,
        Self::Iso8859_16,
        Self::Utf16Be,
        Self::Utf16Le,
        Self::Utf8,
        Self::Windows1250,
        Self::Windows1252,
        Self::Windows1253,
    ];

    /// The word of a cohort file, which is the name of the Encoding Standard.
    pub fn word(self) -> &'static str {
        match self {
            Self::Iso8859_2 => "iso-8859-2",
            Self::Iso8859_7 => "iso-8859-7",
            Self::Iso8859_16 => "iso-8859-16",
            Self::Utf16Be => "utf-16be",
            Self::Utf16Le => "utf-16le",
            Self::Utf8 => "utf-8",
            Self::Windows1250 => "windows-1250",
            Self::Windows1252 => "windows-1252",
            Self::Windows1253 => "windows-1253",
        }
    }

    fn parse(text: &str) -> Result<Self, String> {
        let known = || Self::ALL.map(Self::word).join(", ");
        let found = Self::ALL.into_iter().find(|encoding| encoding.word() == text);
        found.ok_or_else(|| format!("is no encoding this release reads; write one of: {}", known()))
    }
}

impl Layout {
    /// The encoding, if the cohort says it; else a byte order mark does, else it is UTF-8.
    pub fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    /// What stands between cells.
    pub fn separator(&self) -> Separator {
        self.separator
    }

    /// What stands before decimals.
    pub fn decimal(&self) -> Decimal {
        self.decimal
    }

    /// The order of dates.
    pub fn dates(&self) -> DateOrder {
        self.dates
    }

    /// Which sheet of a workbook; needed only where it has several.
    pub fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// In which row the headers stand, counted from 1; what stands above is not read.
    pub fn header_row(&self) -> usize {
        self.header_row.max(1)
    }

    /// What the office calls a column of ours.
    pub(crate) fn header<'h>(&'h self, ours: &'h str) -> &'h str {
        self.columns.get(ours).map_or(ours, String::as_str)
    }

    /// The columns of ours that it has names for.
    pub(crate) fn mapped(&self) -> impl Iterator<Item = &str> {
        self.columns.keys().map(String::as_str)
    }

    /// Whether a column of the office is passed over.
    pub(crate) fn ignores(&self, header: &str) -> bool {
        self.ignored.contains(header)
    }

    /// Whether a cell says yes.
    pub(crate) fn says_yes(&self, text: &str) -> bool {
        says(text, "yes", &self.yes)
    }

    /// Whether a cell says no.
    pub(crate) fn says_no(&self, text: &str) -> bool {
        says(text, "no", &self.no)
    }

    /// Reads the members of a layout, wherever they stand.
    pub(super) fn read(section: &Section<'_>) -> Option<Self> {
        let ways = (
            section.optional("encoding", Encoding::parse),
            section.optional("separator", separator),
            section.optional("decimal", decimal),
            section.optional("dates", dates),
        );
        let places = (section.optional("sheet", word), header_row(section));
        let words = (words(section, "yes"), words(section, "no"), words(section, "ignore"));
        let columns = columns(section);
        Some(Self {
            encoding: ways.0?,
            separator: ways.1?.unwrap_or_default(),
            decimal: ways.2?.unwrap_or_default(),
            dates: ways.3?.unwrap_or_default(),
            sheet: places.0?,
            header_row: places.1?,
            columns: columns?,
            ignored: words.2?.into_iter().collect(),
            yes: words.0?.iter().map(|word| word.to_lowercase()).collect(),
            no: words.1?.iter().map(|word| word.to_lowercase()).collect(),
        })
    }
}

fn says(text: &str, ours: &str, theirs: &[String]) -> bool {
    let said = folded(text).to_lowercase();
    said == ours || theirs.contains(&said)
}

/// A header or a word as it is compared: composed, without space around or doubled within.
pub(crate) fn folded(text: &str) -> String {
    if text.is_ascii() && !text.contains(|c: char| c.is_ascii_whitespace()) {
        return text.to_owned();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect()
}

fn word(text: &str) -> Result<String, &'static str> {
    let word = folded(text);
    if word.is_empty() { Err("is empty; write it, or leave it out") } else { Ok(word) }
}

fn words(section: &Section<'_>, key: &str) -> Option<Vec<String>> {
    if section.has(key) { section.list(key, word) } else { Some(Vec::new()) }
}

fn header_row(section: &Section<'_>) -> Option<usize> {
    if !section.has("header_row") {
        return Some(1);
    }
    let row = usize::try_from(section.number("header_row")?).unwrap_or(0);
    if (1..=1000).contains(&row) {
        return Some(row);
    }
    section.fault("header_row", "is not between 1 and 1000", "write in which row the headers stand");
    None
}

/// `[columns]`: our name = the office's header; two of ours are never the same one of theirs.
fn columns(section: &Section<'_>) -> Option<BTreeMap<String, String>> {
    if !section.has("columns") {
        return Some(BTreeMap::new());
    }
    let table = section.section("columns")?;
    let mut columns = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut whole = true;
    for key in table.keys() {
        let header = table.parsed(key, word);
        whole &= header.is_some();
        if let Some(header) = header {
            if !seen.insert(header.clone()) {
                whole = false;
                table.fault(key, "names a header that stands here already", "write a header of its own for each");
            }
            columns.insert(key.to_owned(), header);
        }
    }
    table.close();
    whole.then_some(columns)
}

fn separator(text: &str) -> Result<Separator, &'static str> {
    match text {
        "comma" => Ok(Separator::Comma),
        "semicolon" => Ok(Separator::Semicolon),
        "tab" => Ok(Separator::Tab),
        _ => Err("is not a separator; write comma, semicolon or tab"),
    }
}

fn decimal(text: &str) -> Result<Decimal, &'static str> {
    match text {
        "comma" => Ok(Decimal::Comma),
        "point" => Ok(Decimal::Point),
        _ => Err("is not a decimal sign; write comma or point"),
    }
}

fn dates(text: &str) -> Result<DateOrder, &'static str> {
    match text {
        "day-month-year" => Ok(DateOrder::DayMonthYear),
        "iso" => Ok(DateOrder::Iso),
        "month-day-year" => Ok(DateOrder::MonthDayYear),
        _ => Err("is no order of dates; write iso, day-month-year or month-day-year"),
    }
}
