//! The names by which the register finds things again.
//! Not for personal data: keys stand in the index for good.

use std::fmt;
use std::fmt::Write as _;

/// A path of segments such as `number/SIM-2026-000001-X`.
///
/// Every byte of a segment but `A-Z a-z 0-9 . _ : -` is written `%XX`, so no value can reach into another path.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(String);

/// A text that no [`Key`] writes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{found:?} is not a key of the register; segments are letters, digits and . _ : - between slashes")]
pub struct BadKey {
    /// As found.
    pub found: String,
}

impl Key {
    /// The longest key that an engine must take, in bytes.
    pub const LIMIT_BYTES: usize = 512;

    /// Composes a key of segments.
    pub fn of(segments: &[&str]) -> Self {
        Self(segments.iter().map(|segment| escaped(segment)).collect::<Vec<_>>().join("/"))
    }

    /// Reads a key as an engine kept it.
    ///
    /// # Errors
    /// A character that no key holds, or an empty segment.
    pub fn parse(text: &str) -> Result<Self, BadKey> {
        let holds =
            text.split('/').all(|segment| !segment.is_empty() && segment.bytes().all(|b| is_plain(b) || b == b'%'));
        if holds { Ok(Self(text.to_owned())) } else { Err(BadKey { found: text.to_owned() }) }
    }

    /// The key with one more segment.
    #[must_use]
    pub fn under(&self, segment: &str) -> Self {
        Self(format!("{}/{}", self.0, escaped(segment)))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last segment, as it was before it was escaped where it needed none.
    pub fn last(&self) -> &str {
        self.0.rsplit_once('/').map_or(self.as_str(), |(_, last)| last)
    }

    /// Whether this key lies below `prefix`, by whole segments.
    pub fn is_under(&self, prefix: &Self) -> bool {
        self.0.strip_prefix(prefix.as_str()).is_some_and(|rest| rest.starts_with('/'))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn escaped(segment: &str) -> String {
    let mut text = String::with_capacity(segment.len());
    for byte in segment.bytes() {
        if is_plain(byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._:-".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_segment_reaches_into_another_path() {
        let key = Key::of(&["number", "a/b %é"]);
        assert_eq!(key.as_str(), "number/a%2Fb%20%25%C3%A9");
        assert_eq!(Key::parse(key.as_str()), Ok(key));
    }

    #[test]
    fn a_key_lies_under_a_prefix_by_whole_segments_only() {
        let key = Key::of(&["sheet", "ab"]);
        assert!(key.is_under(&Key::of(&["sheet"])));
        assert!(!key.is_under(&Key::of(&["shee"])));
        assert!(!key.is_under(&key));
    }

    #[test]
    fn a_text_with_an_empty_segment_or_a_strange_character_is_no_key() {
        for bad in ["", "/", "a//b", "a/", "a b", "ä"] {
            assert!(Key::parse(bad).is_err(), "{bad}");
        }
    }
}
