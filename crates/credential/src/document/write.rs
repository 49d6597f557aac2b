//! Compact JSON text; escapes only what RFC 8259 demands, all else is raw UTF-8.

use super::json::{Json, Object};

pub(super) fn object(members: &Object) -> String {
    let mut text = String::with_capacity(4096);
    push_object(&mut text, members);
    text
}

fn push(text: &mut String, value: &Json) {
    match value {
        Json::Null => text.push_str("null"),
        Json::Bool(true) => text.push_str("true"),
        Json::Bool(false) => text.push_str("false"),
        Json::Number(number) => text.push_str(number.as_str()),
        Json::String(string) => push_string(text, string),
        Json::Array(elements) => push_array(text, elements),
        Json::Object(members) => push_object(text, members),
    }
}

fn push_array(text: &mut String, elements: &[Json]) {
    text.push('[');
    for (index, element) in elements.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        push(text, element);
    }
    text.push(']');
}

fn push_object(text: &mut String, members: &Object) {
    text.push('{');
    for (index, (key, value)) in members.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        push_string(text, key);
        text.push(':');
        push(text, value);
    }
    text.push('}');
}

fn push_string(text: &mut String, string: &str) {
    text.push('"');
    let mut rest = string;
    // What needs no escape is written at once; every byte that does is a character of its own.
    while let Some(at) = rest.bytes().position(is_escaped) {
        let (plain, from) = rest.split_at(at);
        text.push_str(plain);
        let mut characters = from.chars();
        characters.next().into_iter().for_each(|character| push_escape(text, character));
        rest = characters.as_str();
    }
    text.push_str(rest);
    text.push('"');
}

fn is_escaped(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
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
