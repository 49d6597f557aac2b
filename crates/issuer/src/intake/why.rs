//! Why something in a file cannot be taken, by a name for programs, with its sentence and its remedy.
//! Where it stands is said by `fault`.

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
    /// No day on which a candidate may have been born.
    BirthDate = "birth-date", "this is not a day of birth", "write YYYY-MM-DD";
    /// A cell that is too long.
    CellTooLong { /** Bytes found. */ bytes: usize, /** Bytes taken at most. */ limit: usize } =
        "cell-too-long", "the cell has {bytes} bytes, at most {limit} are taken", "shorten it, or see whether a quote is missing";
    /// A spreadsheet's own error in place of a value.
    CellError = "cell-error", "the spreadsheet shows an error in this cell", "correct it there, or leave the cell empty if it is not known yet";
    /// A column stands twice.
    ColumnTwice = "column-twice", "the column stands twice", "keep one of them";
    /// No such day, or not written so.
    Date = "date", "this is not a day of the calendar between 2000 and 2099", "write YYYY-MM-DD";
    /// A text that was decoded wrongly once and saved so.
    DecodedTwice = "decoded-twice", "the text was opened in the wrong encoding once and saved so", "write it anew, or send the file as it was before";
    /// A document type or a foreign entity in a workbook.
    Dtd = "dtd", "the workbook holds a document type or an entity of its own, which can reach for other files", "save it anew with a spreadsheet program and send that";
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
    /// A package that grows too large.
    Inflates { /** Bytes taken at most. */ limit: usize } =
        "inflates", "a part of the workbook grows over {limit} bytes when it is unpacked", "send only the sheet that is meant, without pictures and formats";
    /// A point in a mark of an office that writes commas.
    MarkPoint = "mark-point", "the mark has a point, the cohort says that this office writes commas", "write a decimal comma, as in 12,5, or correct decimal in the cohort";
    /// Leaving before joining.
    LeavesFirst = "leaves-first", "the end lies before the begin", "see whether the two columns are the right way round";
    /// More than two decimals.
    MarkTooFine = "mark-too-fine", "the mark has more than two decimals", "round it as the scheme says and write two at most";
    /// A comma in a mark.
    MarkComma = "mark-comma", "the mark has a comma", "write a decimal point, as in 12.5, or write decimal = \"comma\" for this file in the cohort";
    /// A negative mark.
    MarkNegative = "mark-negative", "the mark is negative", "write 0 or more";
    /// No number.
    MarkNotANumber = "mark-not-a-number", "this is not a mark", "write digits with at most one decimal point, or leave the cell empty if it is not known yet";
    /// Over the maximum.
    MarkOver { /** The best mark. */ maximum: crate::mark::Mark } =
        "mark-over", "the mark is over the maximum, {maximum}", "write the mark that was given, or see whether the scheme is the right one";
    /// An empty cell that must be filled.
    MissingCell = "missing-cell", "the cell is empty", "fill it in";
    /// Another mark of the same candidate and criterion.
    MarkTwice = "mark-twice", "another row has another mark for this candidate under this criterion", "have the examiners agree on one and send that";
    /// A column that must be there.
    MissingColumn = "missing-column", "the column is missing", "add it; its cells may stay empty where nothing is known yet, but not for reference, names and e-mail";
    /// Only half of a Latin name, or none for a name in another script.
    MissingLatin = "missing-latin", "the name in Latin letters is missing", "write given and family name in Latin letters, as in the passport";
    /// Letters that nobody's name of that language has, but that another encoding would show there.
    Misread = "misread", "the letters look as if the file were in another encoding", "name the encoding of the file in the cohort";
    /// No row under the header.
    NoRows = "no-rows", "the file has a header and no rows", "send the file with its rows";
    /// A sheet that is not there.
    NoSuchSheet = "no-such-sheet", "the workbook has no sheet of the name that the cohort says", "correct sheet in the cohort, or the name of the sheet";
    /// A file that the cohort does not name.
    NotDeclared = "not-declared", "the cohort does not name this file", "add it under [[files]], or leave it out";
    /// A file that was not given.
    NotGiven = "not-given", "the cohort names this file, but it was not found", "put it beside the cohort file, correct the path, or write arrival = \"awaited\" if it comes later";
    /// A time that no clock showed.
    NoSuchTime = "no-such-time", "no clock of this zone showed this time, for it was put forward over it", "correct the time, or the zone in the cohort";
    /// Letters of another script in a Latin name.
    NotLatin = "not-latin", "a letter is not Latin, though it may look so", "write the name in Latin letters on a Latin keyboard";
    /// Something else than a text file.
    NotText { /** What it looks like. */ looks_like: &'static str } =
        "not-text", "the file is no CSV but looks like {looks_like}", "save it as CSV or XLSX and send that";
    /// A file named as a workbook that is none.
    NotWorkbook { /** What it looks like. */ found: &'static str } =
        "not-workbook", "the file is no workbook (XLSX) but {found}", "save it as XLSX, or as CSV, and send that";
    /// Neither yes nor no.
    NotYesOrNo = "not-yes-or-no", "this is neither yes nor no", "write yes or no, or a word that the cohort says for them; leave the cell empty if it is not known yet";
    /// A byte order mark that speaks against the cohort.
    OtherEncoding { /** By the cohort. */ declared: &'static str, /** By the mark. */ found: &'static str } =
        "other-encoding", "the cohort says {declared}, the file begins as {found}", "correct encoding in the cohort, or leave it out";
    /// A cohort under another scheme.
    OtherScheme { /** What the cohort names. */ cohort: String, /** What was given. */ scheme: String } =
        "other-scheme", "the cohort is under {cohort}, the scheme given is {scheme}", "give the scheme that the cohort names";
    /// Attendance that two files say differently.
    OtherAttendance = "other-attendance", "a meeting's export says otherwise of this unit", "leave the cell empty, or leave the export out";
    /// One name and one day of birth twice.
    PossibleDuplicate { /** The other file. */ file: String, /** The other row. */ row: usize } =
        "possible-duplicate", "row {row} of {file} has the same name and day of birth", "say with `attesto cohort resolve` whether they are one person or two";
    /// Two rows of one person that differ.
    RowsDiffer { /** In what. */ code: crate::code::Code } =
        "rows-differ", "the row is of a person whose other row says something else of {code}", "correct one of the two rows";
    /// No reference.
    Reference = "reference", "this is not a candidate reference", "write 1 to 40 of A-Z a-z 0-9 . _ - and begin with a letter or digit";
    /// A reference that another row has.
    ReferenceTwice { /** The other file. */ file: String, /** The other row. */ row: usize } =
        "reference-twice", "row {row} of {file} has the same reference", "give each candidate their own, or remove the row that is one too many";
    /// A day as a bare number.
    SerialDate = "serial-date", "this is a number, perhaps a day as a spreadsheet counts it", "format the cell as a date, or write YYYY-MM-DD";
    /// A quote in the middle.
    StrayQuote = "stray-quote", "a quote stands where none may be", "put the whole cell in quotes and write a quote inside it twice";
    /// A text that is too long.
    TextTooLong { /** At most. */ limit: usize } = "text-too-long", "the text is longer than {limit} characters", "shorten it";
    /// No time.
    Time = "time", "this is not a day and a time", "write YYYY-MM-DD HH:MM, or say in the cohort in which order dates are written";
    /// Too much in the queue.
    TooManyQuestions { /** At most. */ limit: usize } =
        "too-many-questions", "more than {limit} people and rows match no candidate", "see whether this is the right file for this cohort";
    /// A file that is too big.
    TooLarge { /** Bytes taken at most. */ limit: usize } =
        "too-large", "the file has more than {limit} bytes", "split it into several files";
    /// Too many rows.
    TooManyRows { /** Rows taken at most. */ limit: usize } =
        "too-many-rows", "the file has more than {limit} rows", "split it into several files";
    /// Reference and e-mail of two candidates in one row.
    TwoCandidates = "two-candidates", "reference and e-mail are those of two candidates", "correct one of them";
    /// A quote that is not closed.
    UnclosedQuote = "unclosed-quote", "a quote opens in this row and is never closed", "close it";
    /// XML that breaks off or does not fit together.
    BrokenXml = "broken-xml", "the workbook is broken", "save it anew with a spreadsheet program and send that";
    /// Bytes that stand for nothing.
    Undecodable { /** Counted from 0, in the file. */ byte: usize } =
        "undecodable", "byte {byte} of the file stands for no character in its encoding", "name the encoding of the file in the cohort, or save it as UTF-8";
    /// A row with more or fewer cells than the header.
    UnevenRow { /** Cells found. */ found: usize, /** Cells of the header. */ expected: usize } =
        "uneven-row", "the row has {found} cells, the header has {expected}", "see whether a separator is missing or stands in a cell without quotes";
    /// A column that nobody knows.
    UnknownColumn = "unknown-column", "neither the scheme nor the cohort knows such a column", "remove it, name it under columns in the cohort, or list it there under ignore";
    /// An assessment that the scheme does not have.
    UnknownAssessment = "unknown-assessment", "the scheme has no assessment of the code that the cohort says for this file", "write the code of one of the scheme's assessments";
    /// A candidate of a resolution who is in no file.
    UnknownCandidate { /** The reference. */ reference: String } =
        "unknown-candidate", "an officer resolved something for candidate {reference}, who stands in no file", "see whether a file is missing";
    /// Not an officer who may examine.
    UnknownExaminer = "unknown-examiner", "no officer with the duty to examine has this id", "write the officer's id, several with a space between them";
    /// A name for a column that the scheme does not have.
    UnknownMapping = "unknown-mapping", "the cohort names a column that the scheme does not have", "write the code of the scheme before the office's header";
    /// A file that could not be read to its end.
    Unreadable = "unreadable", "the file could not be read to its end", "see whether the disk is sound, and send the file again";
    /// A unit that the scheme does not have.
    UnknownUnit = "unknown-unit", "the scheme has no unit of the code that the cohort says for this file", "write the code of one of the scheme's units";
    /// A zone that is not in the world.
    UnknownZone = "unknown-zone", "there is no time zone of the name that the cohort says", "write its IANA name, as in Europe/Athens";
    /// A trainer who is not among the officers.
    UnknownOfficer { /** The id. */ found: String } =
        "unknown-officer", "the cohort names trainer {found}, who is not among the officers", "correct the id, or add the officer";
    /// Several sheets and none named.
    WhichSheet { /** How many there are. */ sheets: usize } =
        "which-sheet", "the workbook has {sheets} sheets and the cohort does not say which one is meant", "write sheet = \"…\" for this file in the cohort";
}
