//! The reader that names what is wrong: each flaw by its pointer, each fault by its byte.
//! Reads what the quick reader gave up on, from the beginning.

use std::collections::HashSet;

use super::Unreadable;
use crate::document::Flaw;
use crate::document::Object;
use crate::document::json::{Json, Number};
use crate::document::limits::Limits;

pub(super) fn object(text: &str, limits: &Limits) -> Result<(Object, Vec<Flaw>), Unreadable> {
    let mut reader = Reader::at(text, 0, limits);
    reader.skip_space();
    let value = reader.value(0)?;
    reader.skip_space();
    if reader.at < text.len() {
        return Err(reader.syntax("the end of the text"));
    }
    match value {
        Json::Object(root) => Ok((root, reader.flaws)),
        _ => Err(Unreadable::NotAnObject),
    }
}

/// A string with escapes that begins at a byte, and where it ends; `None` if there is a fault in it.
pub(super) fn string(text: &str, at: usize, limits: &Limits) -> Option<(String, usize)> {
    let mut reader = Reader::at(text, at, limits);
    let string = reader.string().ok()?;
    Some((string, reader.at))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    members: usize,
    path: Vec<String>,
    flaws: Vec<Flaw>,
    limits: &'a Limits,
}

impl<'a> Reader<'a> {
    fn at(text: &'a str, at: usize, limits: &'a Limits) -> Self {
        Self { text, at, members: 0, path: Vec::new(), flaws: Vec::new(), limits }
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn syntax(&self, expected: &'static str) -> Unreadable {
        Unreadable::Syntax { at: self.at, expected }
    }

    fn over(&self, what: &'static str, limit: usize) -> Unreadable {
        Unreadable::OverLimit { at: self.at, what, limit }
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8, expected: &'static str) -> Result<(), Unreadable> {
        if self.peek() == Some(byte) {
            self.at += 1;
            return Ok(());
        }
        Err(self.syntax(expected))
    }

    fn word(&mut self, word: &str, value: Json) -> Result<Json, Unreadable> {
        if self.rest().starts_with(word) {
            self.at += word.len();
            return Ok(value);
        }
        Err(self.syntax("a JSON value"))
    }

    fn value(&mut self, depth: usize) -> Result<Json, Unreadable> {
        match self.peek() {
            Some(b'{') => self.object(depth + 1).map(Json::Object),
            Some(b'[') => self.array(depth + 1),
            Some(b'"') => self.string().map(Json::from),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'n') => self.word("null", Json::Null),
            _ => Err(self.syntax("a JSON value")),
        }
    }

    fn enter(&mut self, depth: usize) -> Result<(), Unreadable> {
        self.at += 1;
        self.skip_space();
        if depth > self.limits.depth {
            return Err(self.over("levels of nesting", self.limits.depth));
        }
        Ok(())
    }

    fn count(&mut self) -> Result<(), Unreadable> {
        self.members += 1;
        if self.members > self.limits.members {
            return Err(self.over("members", self.limits.members));
        }
        Ok(())
    }

    fn array(&mut self, depth: usize) -> Result<Json, Unreadable> {
        self.enter(depth)?;
        let mut elements = Vec::new();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Json::Array(elements));
        }
        loop {
            self.count()?;
            self.path.push(elements.len().to_string());
            self.skip_space();
            elements.push(self.value(depth)?);
            self.path.pop();
            self.skip_space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => break self.at += 1,
                _ => return Err(self.syntax("',' or ']'")),
            }
        }
        Ok(Json::Array(elements))
    }

    fn object(&mut self, depth: usize) -> Result<Object, Unreadable> {
        self.enter(depth)?;
        let mut members: Vec<(String, Json)> = Vec::new();
        let mut seen = HashSet::new();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(members.into_iter().collect());
        }
        loop {
            let member = self.member(depth, &mut seen)?;
            members.push(member);
            self.skip_space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => break self.at += 1,
                _ => return Err(self.syntax("',' or '}'")),
            }
        }
        Ok(members.into_iter().collect())
    }

    fn member(&mut self, depth: usize, seen: &mut HashSet<String>) -> Result<(String, Json), Unreadable> {
        self.count()?;
        self.skip_space();
        if self.peek() != Some(b'"') {
            return Err(self.syntax("a member name in quotes"));
        }
        let key = self.string()?;
        self.path.push(key.replace('~', "~0").replace('/', "~1"));
        if !seen.insert(key.clone()) {
            let pointer = self.pointer();
            self.flaws.push(Flaw::DuplicateKey { pointer });
        }
        self.skip_space();
        self.take(b':', "':'")?;
        self.skip_space();
        let value = self.value(depth)?;
        self.path.pop();
        Ok((key, value))
    }

    fn pointer(&self) -> String {
        self.path.iter().map(|step| format!("/{step}")).collect()
    }

    fn number(&mut self) -> Result<Json, Unreadable> {
        let length =
            self.rest().bytes().take_while(|b| matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')).count();
        let written = self.text.get(self.at..self.at + length).unwrap_or("");
        let number: Number = written.parse().map_err(|_| self.syntax("a number within the range of a double"))?;
        if !number.is_exact() {
            let pointer = self.pointer();
            self.flaws.push(Flaw::InexactNumber { pointer, written: written.to_owned() });
        }
        self.at += length;
        Ok(Json::Number(number))
    }

    fn string(&mut self) -> Result<String, Unreadable> {
        self.at += 1;
        let mut string = String::new();
        loop {
            let plain = self.rest().bytes().take_while(|b| *b >= 0x20 && *b != b'"' && *b != b'\\').count();
            string.push_str(self.text.get(self.at..self.at + plain).unwrap_or(""));
            self.at += plain;
            if string.len() > self.limits.string_bytes {
                return Err(self.over("bytes in one string", self.limits.string_bytes));
            }
            match self.peek() {
                Some(b'"') => break self.at += 1,
                Some(b'\\') => string.push(self.escape()?),
                _ => return Err(self.syntax("'\"' at the end of a string without control characters")),
            }
        }
        Ok(string)
    }

    fn escape(&mut self) -> Result<char, Unreadable> {
        self.at += 1;
        let character = match self.peek() {
            Some(plain @ (b'"' | b'\\' | b'/')) => char::from(plain),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return Err(self.syntax("an escape of RFC 8259")),
        };
        self.at += 1;
        Ok(character)
    }

    fn unicode(&mut self) -> Result<char, Unreadable> {
        let high = self.hex4()?;
        let code = if (0xd800..0xdc00).contains(&high) && self.rest().starts_with("\\u") {
            self.at += 1;
            let low = self.hex4()?;
            if !(0xdc00..0xe000).contains(&low) {
                return Err(self.syntax("a low surrogate"));
            }
            0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)
        } else {
            high
        };
        char::from_u32(code).ok_or_else(|| self.syntax("a surrogate pair"))
    }

    /// Reads `uXXXX` and stands behind it.
    fn hex4(&mut self) -> Result<u32, Unreadable> {
        let digits = self.text.get(self.at + 1..self.at + 5).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        let code = digits
            .and_then(|d| u32::from_str_radix(d, 16).ok())
            .ok_or_else(|| self.syntax("four hexadecimal digits"))?;
        self.at += 5;
        Ok(code)
    }
}
