//! Rows and cells as every file gives them, whether text or workbook, one row at a time.
//! What a column means is not known here.

use super::fault::Why;

/// Where a fault is: the file, and the sheet of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) file: String,
    pub(super) sheet: Option<String>,
}

impl Spot {
    pub(super) fn of(file: &str) -> Self {
        Self { file: file.to_owned(), sheet: None }
    }
}

/// One row as it stands in the file; the first is number 1.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) number: usize,
    pub(super) cells: Vec<Cell>,
    /// How many cells the row has, though only so many are kept as the limits allow.
    pub(super) width: usize,
}

/// One cell: what stands in it, or why nothing can be taken from it.
pub(super) type Cell = Result<Given, Why>;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) text: String,
    pub(super) sort: Sort,
}

/// What a workbook says a cell is; in a text file every cell is text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A number, with a decimal point whatever the office writes.
    Number,
    /// Text as typed; days, times and truth values of a workbook come as ISO 8601, `yes` and `no`.
    Text,
}

impl Given {
    pub(super) fn text(text: String) -> Self {
        Self { text, sort: Sort::Text }
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

impl Record {
    pub(super) fn new(number: usize) -> Self {
        Self { number, cells: Vec::new(), width: 0 }
    }

    /// Whether nothing stands in it.
    pub(super) fn is_blank(&self) -> bool {
        self.cells.len() == self.width && self.cells.iter().all(|cell| cell.as_ref().is_ok_and(Given::is_blank))
    }
}
