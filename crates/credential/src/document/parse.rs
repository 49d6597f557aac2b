//! Our own JSON reader: `serde_json` lets the last of two equal keys win and rounds numbers in silence.

mod again;
mod quick;
mod thorough;

use super::Flaw;
use super::Object;
use super::limits::Limits;

/// Why a text cannot be read as a document at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unreadable {
    /// More bytes than the limit.
    #[error("the text has {found} bytes; at most {limit} are read")]
    TooLarge {
        /// Bytes given.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// Bytes that are not UTF-8.
    #[error("byte {at} is not UTF-8; credentials are UTF-8 text")]
    NotUtf8 {
        /// Offset of the first bad byte.
        at: usize,
    },
    /// Too deep, too many members, or a string too long.
    #[error("byte {at}: more than {limit} {what}")]
    OverLimit {
        /// Offset.
        at: usize,
        /// What there is too much of.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// JSON grammar is broken.
    #[error("byte {at}: expected {expected}")]
    Syntax {
        /// Offset.
        at: usize,
        /// What should stand there.
        expected: &'static str,
    },
    /// JSON, but not an object.
    #[error("the text is JSON but not an object; a credential is one JSON object")]
    NotAnObject,
}

/// An object as it was read.
pub(super) struct Read<'t> {
    pub(super) root: Object,
    pub(super) flaws: Vec<Flaw>,
    /// The text, where it is compact as it stands.
    pub(super) compact: Option<&'t str>,
}

pub(super) fn object<'t>(bytes: &'t [u8], limits: &Limits) -> Result<Read<'t>, Unreadable> {
    if bytes.len() > limits.bytes {
        return Err(Unreadable::TooLarge { found: bytes.len(), limit: limits.bytes });
    }
    let text = std::str::from_utf8(bytes).map_err(|e| Unreadable::NotUtf8 { at: e.valid_up_to() })?;
    // The quick reader reads what is without flaw and within the limits; whatever else there is, the thorough one names.
    match quick::object(text, limits) {
        Some(read) => Ok(Read { root: read.root, flaws: Vec::new(), compact: read.is_compact.then_some(text) }),
        None => thorough::object(text, limits).map(|(root, flaws)| Read { root, flaws, compact: None }),
    }
}
