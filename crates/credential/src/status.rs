//! Where a copy's status is told: its place in a list, and the entry of a Bitstring Status List that points at it.
//! What stands at the place is in `status_list`; what it means for a verdict is the verifier's.

use std::fmt;

use crate::document::{Json, Object};
use crate::id::Iri;
use crate::model::{Misread, Node};

/// Where an issuer tells the status of a credential; kept as written, its mechanism is read by who knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusEntry {
    /// The entry's `type`, the first if there are several.
    pub kind: String,
    /// All its members.
    pub members: Object,
}

/// A place in a status list: the list's URL and an index, counted from 0.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StatusPlace {
    /// The URL of the list.
    pub list: Iri,
    /// Counted from 0.
    pub index: u64,
}

impl StatusPlace {
    /// Reads a place as it is displayed: `list#index`.
    ///
    /// # Errors
    /// No absolute IRI, or no index in decimal digits behind its `#`.
    pub fn parse(text: &str) -> Result<Self, BadPlace> {
        let bad = || BadPlace { found: text.to_owned() };
        let (list, index) = text.rsplit_once('#').ok_or_else(bad)?;
        let list = Iri::parse(list).map_err(|_| bad())?;
        Ok(Self { list, index: decimal(index).ok_or_else(bad)? })
    }
}

impl fmt::Display for StatusPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.list, self.index)
    }
}

/// A text that names no place in a list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{found:?} is no place in a status list; write the list's URL, '#' and the index")]
pub struct BadPlace {
    found: String,
}

/// What a list says of the copies on it (Bitstring Status List 1.0, `statusPurpose`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Purpose {
    /// A message per value; what it means stands in the entry.
    Message,
    /// There is a newer copy.
    Refresh,
    /// Set: taken back for good; of ours, until the list beside it says otherwise.
    Revocation,
    /// Set: not in force for now.
    Suspension,
    /// One that the standard does not know.
    Foreign(String),
}

impl Purpose {
    /// The word in the standard.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Message => "message",
            Self::Refresh => "refresh",
            Self::Revocation => "revocation",
            Self::Suspension => "suspension",
            Self::Foreign(word) => word,
        }
    }

    /// The purpose of a word.
    pub fn named(word: &str) -> Self {
        let known = [Self::Message, Self::Refresh, Self::Revocation, Self::Suspension];
        known.into_iter().find(|purpose| purpose.as_str() == word).unwrap_or_else(|| Self::Foreign(word.to_owned()))
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A Bitstring entry as it reads: strict, for a wrong index would ask about somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadEntry {
    /// Which list, which index.
    pub place: StatusPlace,
    /// What is asked of the list.
    pub purpose: Purpose,
    /// Bits per copy (`statusSize`); 1 where nothing is said.
    pub size_bits: u64,
}

impl StatusEntry {
    /// The type of an entry of Bitstring Status List 1.0.
    pub const BITSTRING: &'static str = "BitstringStatusListEntry";

    /// The mechanism of a Token Status List (`status.status_list`).
    pub const TOKEN: &'static str = "status_list";

    /// Words the reference to a place in a Token Status List.
    pub fn token(place: &StatusPlace) -> Self {
        Self::of_token(&Object::new().with("idx", place.index).with("uri", place.list.as_str()))
    }

    pub(crate) fn of_token(members: &Object) -> Self {
        Self { kind: Self::TOKEN.to_owned(), members: members.clone() }
    }

    /// Reads a reference to a Token Status List; `None` for another mechanism.
    ///
    /// # Errors
    /// An index that is no whole number from 0 on, or a list that is no URI.
    pub fn read_token(&self) -> Result<Option<StatusPlace>, Misread> {
        if self.kind != Self::TOKEN {
            return Ok(None);
        }
        let index = match self.members.get("idx") {
            Some(Json::Number(number)) => decimal(number.as_str()),
            _ => None,
        };
        let index = index.ok_or_else(|| Misread::new("/idx", "a whole number from 0 on is needed"))?;
        let list = self.members.text("uri").and_then(|uri| Iri::parse(uri).ok());
        let list = list.ok_or_else(|| Misread::new("/uri", "the URI of the list is needed"))?;
        Ok(Some(StatusPlace { list, index }))
    }

    /// Words the entry for a place (<https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistentry>).
    pub fn bitstring(place: &StatusPlace, purpose: &Purpose) -> Self {
        let members = Object::new()
            .with("id", place.to_string())
            .with("type", Self::BITSTRING)
            .with("statusPurpose", purpose.as_str())
            .with("statusListIndex", place.index.to_string())
            .with("statusListCredential", place.list.as_str());
        Self { kind: Self::BITSTRING.to_owned(), members }
    }

    /// Reads a Bitstring entry; `None` for another mechanism, which is not malformed for being unknown here.
    ///
    /// # Errors
    /// A purpose or list that is not one text; an index that is not a string of decimal digits as a counter writes
    /// it, below 2^64; a size that is no positive number.
    pub fn read(&self) -> Result<Option<ReadEntry>, Misread> {
        if self.kind != Self::BITSTRING {
            return Ok(None);
        }
        let mut node = Node::of(&self.members);
        let purpose = match node.string("statusPurpose") {
            Some(word) if !word.is_empty() => Purpose::named(word),
            _ => return Err(Misread::new("/statusPurpose", "one purpose is needed, as a string")),
        };
        let index = node.string("statusListIndex").and_then(decimal);
        let index = index.ok_or_else(|| Misread::new("/statusListIndex", "a string of decimal digits is needed"))?;
        let list = node.need_iri("statusListCredential")?;
        let size_bits = size(&mut node)?;
        Ok(Some(ReadEntry { place: StatusPlace { list, index }, purpose, size_bits }))
    }
}

/// Under its term `statusSize` is an integer, so `1` and `"1"` have one canonical form.
fn size(node: &mut Node<'_>) -> Result<u64, Misread> {
    let bad = || Misread::new("/statusSize", "a positive number is needed");
    let Some(value) = node.peek("statusSize") else { return Ok(1) };
    let text = match value {
        Json::Number(number) => number.as_str(),
        Json::String(text) => text,
        _ => return Err(bad()),
    };
    decimal(text).filter(|size| *size > 0).ok_or_else(bad)
}

/// A number as a counter writes it: digits only, no zero in front, below 2^64.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let plain = digits && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests;
