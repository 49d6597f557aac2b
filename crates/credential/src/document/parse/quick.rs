//! The quick reader: texts without flaw and within the limits, which is nearly all of them.
//! Says of nothing what is wrong with it; it gives up, and the thorough reader reads the same text again.

use super::{again, thorough};
use crate::document::Object;
use crate::document::json::{Json, Number, is_plain_decimal};
use crate::document::limits::Limits;
use crate::document::scan::plain;
use crate::document::text::JsonText;

/// Members of one object that are compared as they come; more are sorted when all are there.
const FEW: usize = 64;

/// An object, and whether its compact text is the one that was read.
pub(super) struct Read {
    pub(super) root: Object,
    pub(super) is_compact: bool,
}

/// `None` if anything is wrong, flawed or over a limit.
pub(super) fn object(text: &str, limits: &Limits) -> Option<Read> {
    let mut reader = Reader {
        text,
        at: 0,
        left: limits.members,
        limits,
        deepest: 0,
        is_compact: true,
        members: Vec::with_capacity(64),
        elements: Vec::with_capacity(32),
    };
    reader.skip_space();
    let root = reader.object(1)?;
    reader.skip_space();
    (reader.at == text.len()).then_some(Read { root, is_compact: reader.is_compact })
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// Members and elements that may still come.
    left: usize,
    limits: &'a Limits,
    /// The most objects and arrays inside one another so far.
    deepest: usize,
    /// Nothing was passed that compact text has not: no space, no escape.
    is_compact: bool,
    /// Of every object and array that is open, so that each is allocated once and in its size.
    members: Vec<(JsonText, Json)>,
    elements: Vec<Json>,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(|byte| byte <= b' ' && matches!(byte, b' ' | b'\t' | b'\n' | b'\r')) {
            self.is_compact = false;
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek() == Some(byte)).then(|| self.at += 1)
    }

    fn word(&mut self, word: &str, value: Json) -> Option<Json> {
        self.text.get(self.at..)?.starts_with(word).then(|| self.at += word.len())?;
        Some(value)
    }

    fn count(&mut self) -> Option<()> {
        self.left = self.left.checked_sub(1)?;
        Some(())
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        match self.peek()? {
            b'"' => self.string().map(Json::String),
            b'{' => self.object(depth + 1).map(Json::Object),
            b'[' => self.array(depth + 1).map(Json::Array),
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            b'n' => self.word("null", Json::Null),
            _ => None,
        }
    }

    /// Steps inside; true if the closing byte stands there at once.
    fn is_empty(&mut self, depth: usize, close: u8) -> Option<bool> {
        self.at += 1;
        self.skip_space();
        if depth > self.limits.depth {
            return None;
        }
        self.deepest = self.deepest.max(depth);
        Some(self.take(close).is_some())
    }

    /// Steps over a comma, or out; true if that was the end.
    fn ends(&mut self, close: u8) -> Option<bool> {
        self.skip_space();
        match self.peek()? {
            b',' => self.at += 1,
            byte if byte == close => {
                self.at += 1;
                return Some(true);
            }
            _ => return None,
        }
        self.skip_space();
        Some(false)
    }

    fn array(&mut self, depth: usize) -> Option<Vec<Json>> {
        if self.is_empty(depth, b']')? {
            return Some(Vec::new());
        }
        let first = self.elements.len();
        loop {
            self.count()?;
            let element = self.value(depth)?;
            self.elements.push(element);
            if self.ends(b']')? {
                return Some(self.elements.split_off(first));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<Object> {
        if self.peek() != Some(b'{') {
            return None;
        }
        if self.is_empty(depth, b'}')? {
            return Some(Object::new());
        }
        let first = self.members.len();
        let mut seen = 0_u128;
        loop {
            self.count()?;
            if self.peek() != Some(b'"') {
                return None;
            }
            let key = self.string()?;
            self.is_new(&key, first, &mut seen)?;
            self.skip_space();
            self.take(b':')?;
            self.skip_space();
            // Most values are strings, and a string is moved once less this way.
            let value = match self.peek() {
                Some(b'"') => Json::String(self.string()?),
                Some(b'{') if again::is_likely(&key) => Json::Object(self.again(depth + 1)?),
                _ => self.value(depth)?,
            };
            self.members.push((key, value));
            if self.ends(b'}')? {
                break;
            }
        }
        if self.members.len() - first > FEW {
            let mut keys: Vec<&str> = self.members.get(first..)?.iter().map(|(key, _)| key.as_str()).collect();
            keys.sort_unstable();
            if keys.windows(2).any(|pair| matches!(pair, [one, other] if one == other)) {
                return None;
            }
        }
        Some(Object::from_members(self.members.split_off(first)))
    }

    /// An object of a kind that comes again and again: from memory, or read and remembered.
    fn again(&mut self, depth: usize) -> Option<Object> {
        let text = self.text;
        let rest = text.get(self.at..)?;
        if let Some(known) = again::begins(rest, self.limits) {
            self.left = self.left.checked_sub(known.size.members)?;
            self.at += known.bytes;
            self.is_compact &= known.size.is_compact;
            self.deepest = self.deepest.max(depth + known.size.depth - 1);
            return (self.deepest <= self.limits.depth).then_some(known.object);
        }
        let (left, deepest, was_compact) = (self.left, self.deepest, self.is_compact);
        (self.deepest, self.is_compact) = (depth, true);
        let begin = self.at;
        let object = self.object(depth)?;
        let size = again::Size {
            members: left - self.left,
            depth: self.deepest - depth + 1,
            string_bytes: self.limits.string_bytes,
            is_compact: self.is_compact,
        };
        self.deepest = self.deepest.max(deepest);
        self.is_compact &= was_compact;
        Some(again::keep(text.get(begin..self.at)?, object, size))
    }

    /// Nothing if the key stands in this object already. Looks only where another key left the same mark.
    fn is_new(&self, key: &str, first: usize, seen: &mut u128) -> Option<()> {
        let mark = 1_u128 << mark(key);
        if *seen & mark != 0 && self.members.len() - first <= FEW {
            let before = self.members.get(first..)?;
            if before.iter().any(|(other, _)| **other == *key) {
                return None;
            }
        }
        *seen |= mark;
        Some(())
    }

    fn number(&mut self) -> Option<Json> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let length = rest.iter().take_while(|b| matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')).count();
        let written = self.text.get(self.at..self.at + length)?;
        self.at += length;
        if is_plain_decimal(written) {
            return Some(Json::Number(Number::plain(written)));
        }
        written.parse::<Number>().ok().filter(Number::is_exact).map(Json::Number)
    }

    /// Stands at the opening quotation mark, and behind the closing one when done.
    fn string(&mut self) -> Option<JsonText> {
        let begin = self.at + 1;
        let end = begin + plain(self.text.as_bytes().get(begin..)?);
        match self.text.as_bytes().get(end)? {
            b'"' if end - begin <= self.limits.string_bytes => {
                self.at = end + 1;
                self.text.get(begin..end).map(JsonText::from)
            }
            b'\\' => {
                let (string, end) = thorough::string(self.text, self.at, self.limits)?;
                self.is_compact = false;
                self.at = end;
                Some(string.into())
            }
            _ => None,
        }
    }
}

/// A number from 0 to 127 that equal keys share.
fn mark(key: &str) -> u32 {
    let bytes = key.as_bytes();
    let at = |place: usize| bytes.get(place).copied().map_or(0, u32::from);
    let mixed =
        at(0).wrapping_mul(31) ^ at(bytes.len() / 2).wrapping_mul(7) ^ at(bytes.len().wrapping_sub(1)).wrapping_mul(3);
    (mixed ^ u32::try_from(bytes.len()).unwrap_or(0).wrapping_mul(17)) & 127
}

#[cfg(test)]
mod tests;
