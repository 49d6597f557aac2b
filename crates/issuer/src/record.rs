//! The JSON of our own records (sheet, person, certification): one text for one value, refused if it is any other.
//! What the members mean is said where the record is.

use std::io::Write;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use attesto_credential::{Document, Json, Limits, Object};

/// Why a text is not a record as this release writes it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadRecord {
    /// Right members, another text: order, spaces, a duplicate key.
    #[error(
        "the {record} is not written as Attesto writes it; take the file as it was made, a digest is over its text"
    )]
    NotCanonical {
        /// Which record.
        record: &'static str,
    },
    /// A newer or unknown format.
    #[error("the {record} is of format {found}; this release reads format 1, use a newer one")]
    Format {
        /// Which record.
        record: &'static str,
        /// As found.
        found: u32,
    },
    /// Members that contradict one another.
    #[error("the {record} contradicts itself: {why}; take the file as it was made")]
    Contradicts {
        /// Which record.
        record: &'static str,
        /// In what.
        why: String,
    },
    /// Not JSON, or members missing, unknown or not of their grammar.
    #[error("the {record} cannot be read: {why}; take the file as it was made")]
    Unreadable {
        /// Which record.
        record: &'static str,
        /// Where and why.
        why: String,
    },
}

/// How much of a record is read: a sheet of 100 000 rows fits.
/// So does a draft, whose document with its rendered pages is one string.
const LIMITS: Limits = Limits { bytes: 256 << 20, depth: 16, members: 50_000_000, string_bytes: 4 << 20 };

/// The one text of a record: members in the order of their struct, no space.
pub(crate) fn text(record: &impl Serialize) -> String {
    // Cannot fail: our records hold only texts, lists and maps with text keys.
    serde_json::to_string(record).unwrap_or_default()
}

/// Writes the text of a record behind what is there.
pub(crate) fn write(to: &mut Vec<u8>, record: &impl Serialize) {
    // Cannot fail, as above, and memory takes it.
    drop(serde_json::to_writer(to, record));
}

/// The same as an object.
pub(crate) fn object(record: &impl Serialize) -> Object {
    document(record).root().clone()
}

/// The same as a document.
pub(crate) fn document(record: &impl Serialize) -> Document {
    let members = Document::parse(text(record).as_bytes(), &LIMITS);
    members.unwrap_or_else(|_| Document::composed(Object::new().with("format", Json::Null)))
}

/// What is looked at before the rest: a sheet of 100 000 rows is not taken apart twice.
#[derive(Deserialize)]
struct Stated {
    #[serde(default)]
    format: Option<Value>,
}

/// Reads a record that was written by [`text`]; nothing else.
pub(crate) fn read<T: Serialize + DeserializeOwned>(record: &'static str, written: &str) -> Result<T, BadRecord> {
    let unreadable = |why: String| BadRecord::Unreadable { record, why };
    if !is_within_limits(written) {
        return Err(unreadable(format!("it has more than {} bytes", LIMITS.bytes)));
    }
    // What begins as every record of ours does need not be asked in a pass of its own which format it is of.
    if !written.starts_with("{\"format\":1,") {
        is_of_format(record, written)?;
    }
    let taken: T = serde_json::from_str(written).map_err(|error| unreadable(error.to_string()))?;
    if is_text_of(written, &taken) { Ok(taken) } else { Err(BadRecord::NotCanonical { record }) }
}

/// Whether so many bytes are read of one record.
pub(crate) fn is_within_limits(written: &str) -> bool {
    written.len() <= LIMITS.bytes
}

/// Whether a text is the one that [`text`] writes.
pub(crate) fn is_text_of(written: &str, record: &impl Serialize) -> bool {
    let mut rest = Expected(written.as_bytes());
    serde_json::to_writer(&mut rest, record).is_ok() && rest.0.is_empty()
}

fn is_of_format(record: &'static str, written: &str) -> Result<(), BadRecord> {
    let unreadable = |why: String| BadRecord::Unreadable { record, why };
    let stated: Stated = serde_json::from_str(written).map_err(|error| unreadable(error.to_string()))?;
    match stated.format {
        Some(Value::Number(format)) if format.as_u64() == Some(1) => Ok(()),
        Some(Value::Number(format)) => {
            Err(BadRecord::Format { record, found: format.to_string().parse().unwrap_or(u32::MAX) })
        }
        _ => Err(unreadable("it states no format".to_owned())),
    }
}

/// Takes just the bytes that are expected, so that a text of many megabytes is not written a second time.
struct Expected<'e>(&'e [u8]);

impl Write for Expected<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 = self.0.strip_prefix(bytes).ok_or(std::io::ErrorKind::InvalidData)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
