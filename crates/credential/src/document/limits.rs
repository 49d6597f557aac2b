//! How much of an unbelieved text is read before it is refused.

use super::parse::Unreadable;

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

/// How large a document is, taken while its text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Measure {
    pub(super) bytes: usize,
    pub(super) depth: usize,
    pub(super) members: usize,
    pub(super) longest: usize,
}

impl Measure {
    /// Holds what is composed against the limits that its text would be read under.
    ///
    /// # Errors
    /// A limit that its text would pass; the place is not told.
    pub(crate) fn hold(&self, limits: &Limits) -> Result<(), Unreadable> {
        let over = |what, limit| Err(Unreadable::OverLimit { at: 0, what, limit });
        match () {
            () if self.bytes > limits.bytes => Err(Unreadable::TooLarge { found: self.bytes, limit: limits.bytes }),
            () if self.depth > limits.depth => over("levels of nesting", limits.depth),
            () if self.members > limits.members => over("members", limits.members),
            () if self.longest > limits.string_bytes => over("bytes in one string", limits.string_bytes),
            () => Ok(()),
        }
    }
}
