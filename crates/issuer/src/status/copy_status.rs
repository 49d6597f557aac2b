//! What stands at a place of the status lists once its copy is no longer simply good.
//! A good copy has no entry; a suspension stands apart, for what it covers must be there again when it is lifted.

use std::fmt;

use attesto_credential::{Timestamp, Why};

use super::Place;
use crate::issue::CopyKey;
use crate::register::Key;

/// What became of the copy at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyStatus {
    /// Another copy took its place.
    Replaced {
        /// Why.
        why: Why,
        /// Since when.
        since: Timestamp,
        /// Which copy; it may not be issued yet.
        by: CopyKey,
    },
    /// Its certification was withdrawn.
    Revoked {
        /// Since when.
        since: Timestamp,
    },
    /// It was given up while it was being issued.
    Void,
}

/// Whether a copy that is replaced must not be relied on, not even by readers who know nothing of successors.
pub(super) fn ends_the_old(why: Why) -> bool {
    match why {
        Why::Correction | Why::NewCopy => true,
        Why::NewName | Why::Renewal => false,
    }
}

impl Place {
    /// Where it stands in the register what became of the copy.
    pub(crate) fn key(self) -> Key {
        status_family(self.list()).under(&self.last())
    }

    /// Where it stands since when the copy is suspended.
    pub(crate) fn suspended_key(self) -> Key {
        suspended_family(self.list()).under(&self.last())
    }

    fn last(self) -> String {
        format!("{:06}", self.index())
    }
}

/// Since when the copies of one list are suspended that are.
pub(crate) fn suspended_family(list: u32) -> Key {
    Key::of(&["suspended", &list.to_string()])
}

/// Everything that stands in one list.
pub(crate) fn status_family(list: u32) -> Key {
    Key::of(&["status", &list.to_string()])
}

impl CopyStatus {
    /// What became of the copy, in few words: `replaced (correction) since …`.
    pub fn told(self) -> String {
        match self {
            Self::Replaced { why, since, .. } => format!("replaced ({}) since {since}", why.word()),
            Self::Revoked { .. } | Self::Void => self.to_text(),
        }
    }

    /// As the register has it.
    pub(crate) fn to_text(self) -> String {
        self.to_string()
    }

    /// Reads what [`CopyStatus::to_text`] writes.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split(' ').collect();
        let time = |text: &str| Timestamp::parse(text).ok();
        match parts.as_slice() {
            ["replaced", why, since, by] => {
                Some(Self::Replaced { why: Why::named(why)?, since: time(since)?, by: CopyKey::parse_hex(by)? })
            }
            ["revoked", since] => Some(Self::Revoked { since: time(since)? }),
            ["void"] => Some(Self::Void),
            _ => None,
        }
    }
}

impl fmt::Display for CopyStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Replaced { why, since, by } => write!(f, "replaced {} {since} {}", why.word(), by.to_hex()),
            Self::Revoked { since } => write!(f, "revoked {since}"),
            Self::Void => f.write_str("void"),
        }
    }
}

#[cfg(test)]
mod tests {
    use attesto_securing::Digest;

    use super::*;

    #[test]
    fn what_stands_at_a_place_reads_back_and_nothing_else_does() {
        let since = Timestamp::parse("2026-11-26T09:00:00Z").unwrap();
        let by = CopyKey::parse_hex(&Digest::of(b"copy").to_hex()).unwrap();
        let replaced = Why::ALL.map(|why| CopyStatus::Replaced { why, since, by });
        let others = [CopyStatus::Revoked { since }, CopyStatus::Void];
        for standing in replaced.into_iter().chain(others) {
            assert_eq!(CopyStatus::parse(&standing.to_text()), Some(standing));
        }
        for bad in ["", "good", "revoked", "revoked yesterday", "replaced renewal 2026-11-26T09:00:00Z x"] {
            assert_eq!(CopyStatus::parse(bad), None, "{bad}");
        }
    }
}
