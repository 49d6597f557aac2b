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
    for character in string.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\u{8}' => text.push_str("\\b"),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\u{c}' => text.push_str("\\f"),
            '\r' => text.push_str("\\r"),
            control if control < ' ' => text.push_str(&format!("\\u{:04x}", u32::from(control))),
            plain => text.push(plain),
        }
    }
    text.push('"');
}
