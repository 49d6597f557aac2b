//! Compact JSON text; escapes only what RFC 8259 demands, all else is raw UTF-8.
//! Measures what it writes; refuses nothing.

use super::json::Json;
use super::limits::Measure;
use super::object::{Object, SharedMembers};
use super::scan::plain;

pub(super) fn object(members: &Object) -> String {
    measured(members).0
}

/// The text, and how large it is.
pub(super) fn measured(members: &Object) -> (String, Measure) {
    let (mut text, mut measure) = (String::with_capacity(16 << 10), Measure::default());
    Writer { text: &mut text, measure: &mut measure }.object(members, 1);
    measure.bytes = text.len();
    (text, measure)
}

/// Writes one member of an outermost object, and measures it; `text` ends where it is to stand.
pub(super) fn push_member(text: &mut String, measure: &mut Measure, key: &str, value: &Json) {
    measure.members += 1;
    let mut writer = Writer { text, measure };
    writer.string(key);
    writer.text.push(':');
    writer.value(value, 1);
    // The brace that is still to come.
    measure.bytes = text.len() + 1;
}

struct Writer<'w> {
    text: &'w mut String,
    measure: &'w mut Measure,
}

impl Writer<'_> {
    fn value(&mut self, value: &Json, depth: usize) {
        match value {
            Json::Null => self.text.push_str("null"),
            Json::Bool(true) => self.text.push_str("true"),
            Json::Bool(false) => self.text.push_str("false"),
            Json::Number(number) => self.text.push_str(number.as_str()),
            Json::String(string) => self.string(string),
            Json::Array(elements) => self.array(elements, depth + 1),
            Json::Object(members) => self.object(members, depth + 1),
        }
    }

    fn enter(&mut self, depth: usize, members: usize) {
        self.measure.depth = self.measure.depth.max(depth);
        self.measure.members += members;
    }

    fn array(&mut self, elements: &[Json], depth: usize) {
        self.enter(depth, elements.len());
        self.text.push('[');
        for (index, element) in elements.iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.value(element, depth);
        }
        self.text.push(']');
    }

    /// What is shared is written once and repeated.
    fn shared(&mut self, object: &Object, shared: &SharedMembers, depth: usize) {
        let (text, measure) = shared.text(|| {
            let (mut text, mut measure) = (String::new(), Measure::default());
            Writer { text: &mut text, measure: &mut measure }.members(object, 1);
            (text, measure)
        });
        self.text.push_str(text);
        self.enter(depth + measure.depth - 1, measure.members);
        self.measure.longest = self.measure.longest.max(measure.longest);
    }

    fn object(&mut self, object: &Object, depth: usize) {
        match object.shared() {
            Some(shared) => self.shared(object, shared, depth),
            None => self.members(object, depth),
        }
    }

    fn members(&mut self, members: &Object, depth: usize) {
        self.enter(depth, members.len());
        self.text.push('{');
        for (index, (key, value)) in members.iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.string(key);
            self.text.push(':');
            self.value(value, depth);
        }
        self.text.push('}');
    }

    fn string(&mut self, text: &str) {
        self.measure.longest = self.measure.longest.max(text.len());
        string(self.text, text);
    }
}

/// Adds a string, in quotes.
pub(super) fn string(text: &mut String, string: &str) {
    text.push('"');
    let mut rest = string;
    // What needs no escape is written at once; every byte that does is a character of its own.
    while let Some((plain, from)) = rest.split_at_checked(plain(rest.as_bytes())) {
        text.push_str(plain);
        let mut characters = from.chars();
        let Some(escaped) = characters.next() else { break };
        push_escape(text, escaped);
        rest = characters.as_str();
    }
    text.push('"');
}

fn push_escape(text: &mut String, character: char) {
    match character {
        '"' => text.push_str("\\\""),
        '\\' => text.push_str("\\\\"),
        '\u{8}' => text.push_str("\\b"),
        '\t' => text.push_str("\\t"),
        '\n' => text.push_str("\\n"),
        '\u{c}' => text.push_str("\\f"),
        '\r' => text.push_str("\\r"),
        control => text.push_str(&format!("\\u{:04x}", u32::from(control))),
    }
}
