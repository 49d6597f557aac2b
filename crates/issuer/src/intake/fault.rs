//! The faults of files of outcomes: where, what stands there, why it cannot be taken, what to do.
//! How they are drawn as a table is the roof's business.

use std::fmt;

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntakeFault {
    file: String,
    row: Option<usize>,
    column: Option<String>,
    value: String,
    why: Why,
}

impl IntakeFault {
    /// The file, as the cohort names it; empty if it is the cohort itself.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The row as a spreadsheet counts it: the header is row 1.
    pub fn row(&self) -> Option<usize> {
        self.row
    }

    /// The column by its name, escaped and cut.
    pub fn column(&self) -> Option<&str> {
        self.column.as_deref()
    }

    /// What stands there, escaped and cut to 40 characters.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Why it cannot be taken; its `Display` is the English sentence.
    pub fn why(&self) -> &Why {
        &self.why
    }
}

impl fmt::Display for IntakeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.file.is_empty() { "cohort" } else { &self.file })?;
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}; {}", self.why, self.why.remedy())
    }
}

/// All faults of all files; nothing was taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the files cannot be taken, they have {} fault(s); the first: {}", .faults.len() + .untold, first(.faults))]
pub struct IntakeFaults {
    faults: Vec<IntakeFault>,
    untold: usize,
}

impl IntakeFaults {
    /// The faults, by file, row and column in the order of the files; never empty.
    pub fn faults(&self) -> &[IntakeFault] {
        &self.faults
    }

    /// How many more there are beyond the limit on what is told.
    pub fn untold(&self) -> usize {
        self.untold
    }
}

fn first(faults: &[IntakeFault]) -> String {
    faults.first().map(ToString::to_string).unwrap_or_default()
}

macro_rules! whys {
    ($($(#[$doc:meta])* $name:ident $({ $($(#[$field_doc:meta])* $field:ident: $kind:ty),* $(,)? })? = $code:literal, $why:literal, $remedy:literal;)*) => {
        /// Why something cannot be taken.
        #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum Why {
            $($(#[$doc])* #[error($why)] $name $({ $($(#[$field_doc])* $field: $kind),* })?,)*
        }

        impl Why {
            /// The name of the fault for programs and for the texts in other languages; never renamed.
            pub fn code(&self) -> &'static str {
                match self { $(Self::$name { .. } => $code,)* }
            }

            /// What to do, in English.
            pub fn remedy(&self) -> &'static str {
                match self { $(Self::$name { .. } => $remedy,)* }
            }
        }
    };
}

whys! {
    /// A date that two countries read differently.
    AmbiguousDate = "ambiguous-date", "two countries read this date differently", "write YYYY-MM-DD";
    /// A cell that is too long.
    CellTooLong { /** Bytes found. */ bytes: usize, /** Bytes taken at most. */ limit: usize } =
        "cell-too-long", "the cell has {bytes} bytes, at most {limit} are taken", "shorten it, or see whether a quote is missing";
    /// A column stands twice.
    ColumnTwice = "column-twice", "the column stands twice", "keep one of them";
    /// No such day, or not written so.
    Date = "date", "this is not a day of the calendar between 2000 and 2099", "write YYYY-MM-DD";
    /// An e-mail that another row has.
    EmailTwice { /** The other file. */ file: String, /** The other row. */ row: usize } =
        "email-twice", "row {row} of {file} has the same e-mail", "give each candidate their own, or remove the row that is one too many";
    /// No e-mail address.
    Email = "email", "this is not an e-mail address", "write name@domain.country";
    /// A file without a byte that says something.
    Empty = "empty", "the file is empty", "send the file again";
    /// A character that does not show or turns the text around.
    Forbidden { /** Counted from 1. */ position: usize, /** The code point. */ code: u32 } =
        "forbidden-character", "character {position} is U+{code:04X}, which does not show or turns the text around", "remove it";
    /// A cell that a spreadsheet would calculate.
    Formula = "formula", "the cell begins like a formula of a spreadsheet", "write the plain text";
    /// More than two decimals.
    MarkTooFine = "mark-too-fine", "the mark has more than two decimals", "round it as the scheme says and write two at most";
    /// A comma in a mark.
    MarkComma = "mark-comma", "the mark has a comma", "write a decimal point, as in 12.5";
    /// A negative mark.
    MarkNegative = "mark-negative", "the mark is negative", "write 0 or more";
    /// No number.
    MarkNotANumber = "mark-not-a-number", "this is not a mark", "write digits with at most one decimal point, or leave the cell empty if it is not known yet";
    /// Over the maximum.
    MarkOver { /** The best mark. */ maximum: crate::mark::Mark } =
        "mark-over", "the mark is over the maximum, {maximum}", "write the mark that was given, or see whether the scheme is the right one";
    /// An empty cell that must be filled.
    MissingCell = "missing-cell", "the cell is empty", "fill it in";
    /// A column that must be there.
    MissingColumn = "missing-column", "the column is missing", "add it; its cells may stay empty where nothing is known yet, but not for reference, names and e-mail";
    /// Only half of a Latin name, or none for a name in another script.
    MissingLatin = "missing-latin", "the name in Latin letters is missing", "write given and family name in Latin letters, as in the passport";
    /// No row under the header.
    NoRows = "no-rows", "the file has a header and no rows", "send the file with its rows";
    /// A file that the cohort does not name.
    NotDeclared = "not-declared", "the cohort does not name this file", "add it under [[files]], or leave it out";
    /// A file that was not given.
    NotGiven = "not-given", "the cohort names this file, but it was not found", "put it beside the cohort file, or correct the path";
    /// Letters of another script in a Latin name.
    NotLatin = "not-latin", "a letter is not Latin, though it may look so", "write the name in Latin letters on a Latin keyboard";
    /// Something else than a text file.
    NotText { /** What it looks like. */ looks_like: &'static str } =
        "not-text", "the file is no CSV but looks like {looks_like}", "save it as CSV in UTF-8 and send that";
    /// Neither yes nor no.
    NotYesOrNo = "not-yes-or-no", "this is neither yes nor no", "write yes or no, or leave the cell empty if it is not known yet";
    /// A cohort under another scheme.
    OtherScheme { /** What the cohort names. */ cohort: String, /** What was given. */ scheme: String } =
        "other-scheme", "the cohort is under {cohort}, the scheme given is {scheme}", "give the scheme that the cohort names";
    /// No reference.
    Reference = "reference", "this is not a candidate reference", "write 1 to 40 of A-Z a-z 0-9 . _ - and begin with a letter or digit";
    /// A reference that another row has.
    ReferenceTwice { /** The other file. */ file: String, /** The other row. */ row: usize } =
        "reference-twice", "row {row} of {file} has the same reference", "give each candidate their own, or remove the row that is one too many";
    /// A quote in the middle.
    StrayQuote = "stray-quote", "a quote stands where none may be", "put the whole cell in quotes and write a quote inside it twice";
    /// A text that is too long.
    TextTooLong { /** At most. */ limit: usize } = "text-too-long", "the text is longer than {limit} characters", "shorten it";
    /// A file that is too big.
    TooLarge { /** Bytes found. */ bytes: usize, /** Bytes taken at most. */ limit: usize } =
        "too-large", "the file has {bytes} bytes, at most {limit} are taken", "split it into several files";
    /// Too many rows.
    TooManyRows { /** Rows taken at most. */ limit: usize } =
        "too-many-rows", "the file has more than {limit} rows", "split it into several files";
    /// A quote that is not closed.
    UnclosedQuote = "unclosed-quote", "a quote opens in this row and is never closed", "close it";
    /// Bytes that are not UTF-8.
    Undecodable { /** Counted from 0, in the file. */ byte: usize } =
        "undecodable", "byte {byte} of the file is not UTF-8", "save the file as CSV in UTF-8";
    /// A row with more or fewer cells than the header.
    UnevenRow { /** Cells found. */ found: usize, /** Cells of the header. */ expected: usize } =
        "uneven-row", "the row has {found} cells, the header has {expected}", "see whether a separator is missing or stands in a cell without quotes";
    /// A column that the scheme does not have.
    UnknownColumn = "unknown-column", "neither the scheme nor this form has such a column", "remove it, or write it as the scheme does";
    /// Not an officer who may examine.
    UnknownExaminer = "unknown-examiner", "no officer with the duty to examine has this id", "write the officer's id, several with a space between them";
    /// A trainer who is not among the officers.
    UnknownOfficer { /** The id. */ found: String } =
        "unknown-officer", "the cohort names trainer {found}, who is not among the officers", "correct the id, or add the officer";
}

/// Faults as they are found.
pub(super) struct Faults {
    limit: usize,
    found: Vec<IntakeFault>,
    untold: usize,
}

impl Faults {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit: limit.max(1), found: Vec::new(), untold: 0 }
    }

    pub(super) fn cohort(&mut self, why: Why) {
        self.note("", None, None, "", why);
    }

    pub(super) fn file(&mut self, file: &str, why: Why) {
        self.note(file, None, None, "", why);
    }

    pub(super) fn row(&mut self, file: &str, row: usize, why: Why) {
        self.note(file, Some(row), None, "", why);
    }

    pub(super) fn cell(&mut self, file: &str, row: usize, column: &str, value: &str, why: Why) {
        self.note(file, Some(row), Some(crate::quote::shown(column)), value, why);
    }

    fn note(&mut self, file: &str, row: Option<usize>, column: Option<String>, value: &str, why: Why) {
        if self.found.len() == self.limit {
            self.untold += 1;
            return;
        }
        let file = crate::quote::shown_whole(file);
        self.found.push(IntakeFault { file, row, column, value: crate::quote::shown(value), why });
    }

    pub(super) fn into_result<T>(self, taken: T) -> Result<T, IntakeFaults> {
        if self.found.is_empty() { Ok(taken) } else { Err(IntakeFaults { faults: self.found, untold: self.untold }) }
    }
}
