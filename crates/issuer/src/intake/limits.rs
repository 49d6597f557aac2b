//! How much of a file is read before it is refused.
//! The bounds of a workbook's package stand in `workbook`; those of memory follow from both.

/// How much is read before it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IntakeLimits {
    /// Bytes of one file.
    pub file_bytes: usize,
    /// Rows of one file, without the header.
    pub rows: usize,
    /// Bytes of one cell.
    pub cell_bytes: usize,
    /// Cells of one row.
    pub columns: usize,
    /// Faults that are told; of more, only how many.
    pub faults: usize,
    /// People and rows that may match no candidate.
    pub questions: usize,
}

impl IntakeLimits {
    /// For what comes over the net: 64 MiB and 100 000 rows a file.
    pub fn web() -> Self {
        Self { file_bytes: 64 << 20, rows: 100_000, ..Self::terminal() }
    }

    /// For files on one's own disk: text is streamed, however much it is.
    pub fn terminal() -> Self {
        Self {
            file_bytes: usize::MAX,
            rows: usize::MAX,
            cell_bytes: 4096,
            columns: 512,
            faults: 10_000,
            questions: 10_000,
        }
    }
}
