//! How much of an unbelieved text is read before it is refused.

/// Bounds on a text nobody has believed yet (DESIGN section 17).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Whole text, in bytes.
    pub bytes: usize,
    /// Objects and arrays inside one another.
    pub depth: usize,
    /// Members and elements of the whole document.
    pub members: usize,
    /// One string, in bytes as unescaped.
    pub string_bytes: usize,
}

impl Limits {
    /// Of a status list, whose bits are one long string.
    pub fn status_list() -> Self {
        let default = Self::default();
        Self { string_bytes: default.bytes, ..default }
    }

    /// Of a declaration beside a status list, which has a member or four for each of many copies.
    pub fn declaration() -> Self {
        Self { members: 50_000, ..Self::default() }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 1 << 20, depth: 64, members: 10_000, string_bytes: 256 << 10 }
    }
}
