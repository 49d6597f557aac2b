//! How much of an unbelieved text is read before it is refused.

use super::json::{Json, Object};
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

/// Holds what is composed against the limits that its text would be read under.
pub(super) fn hold(root: &Object, limits: &Limits) -> Result<(), Unreadable> {
    let mut members = 0;
    object(root, 1, &mut members, limits)
}

fn over(what: &'static str, limit: usize) -> Unreadable {
    Unreadable::OverLimit { at: 0, what, limit }
}

fn object(object: &Object, depth: usize, members: &mut usize, limits: &Limits) -> Result<(), Unreadable> {
    enter(object.iter().count(), depth, members, limits)?;
    object.iter().try_for_each(|(key, value)| {
        string(key, limits)?;
        json(value, depth, members, limits)
    })
}

fn enter(count: usize, depth: usize, members: &mut usize, limits: &Limits) -> Result<(), Unreadable> {
    *members += count;
    match () {
        () if depth > limits.depth => Err(over("levels of nesting", limits.depth)),
        () if *members > limits.members => Err(over("members", limits.members)),
        () => Ok(()),
    }
}

fn json(value: &Json, depth: usize, members: &mut usize, limits: &Limits) -> Result<(), Unreadable> {
    match value {
        Json::Object(inner) => object(inner, depth + 1, members, limits),
        Json::Array(elements) => {
            enter(elements.len(), depth + 1, members, limits)?;
            elements.iter().try_for_each(|element| json(element, depth + 1, members, limits))
        }
        Json::String(text) => string(text, limits),
        Json::Bool(_) | Json::Null | Json::Number(_) => Ok(()),
    }
}

fn string(text: &str, limits: &Limits) -> Result<(), Unreadable> {
    if text.len() > limits.string_bytes { Err(over("bytes in one string", limits.string_bytes)) } else { Ok(()) }
}
