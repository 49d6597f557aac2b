//! The JSON Canonicalization Scheme (RFC 8785): what JSON literals in RDF and the JCS suites are made of.
//! Not the canonical form of a credential as such; for that see the parent.

use attesto_credential::{Json, Number, Object};

/// Writes a value as RFC 8785 does: keys sorted by UTF-16 code unit, numbers as ECMAScript writes them.
pub fn jcs(value: &Json) -> String {
    let mut text = String::with_capacity(1024);
    push(&mut text, value);
    text
}

fn push(text: &mut String, value: &Json) {
    match value {
        Json::Null => text.push_str("null"),
        Json::Bool(true) => text.push_str("true"),
        Json::Bool(false) => text.push_str("false"),
        Json::Number(number) => text.push_str(&ecmascript(number)),
        Json::String(string) => push_string(text, string),
        Json::Array(elements) => push_array(text, elements),
        Json::Object(members) => push_object(text, members),
    }
}

fn push_array(text: &mut String, elements: &[Json]) {
    text.push('[');
    for (place, element) in elements.iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        push(text, element);
    }
    text.push(']');
}

fn push_object(text: &mut String, members: &Object) {
    let mut members: Vec<(&str, &Json)> = members.iter().collect();
    members.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
    text.push('{');
    for (place, (key, value)) in members.into_iter().enumerate() {
        if place > 0 {
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

/// Number::toString of ECMAScript: plain from 1e-6 up to 1e21, with an exponent outside.
fn ecmascript(number: &Number) -> String {
    let value = number.as_f64();
    if value == 0.0 {
        return "0".to_owned();
    }
    if (1e-6..1e21).contains(&value.abs()) {
        return value.to_string();
    }
    let shortest = format!("{value:e}");
    if shortest.contains("e-") { shortest } else { shortest.replace('e', "e+") }
}

#[cfg(test)]
mod tests {
    use attesto_credential::{Document, Limits};

    use super::*;

    fn of(text: &str) -> String {
        let document = Document::parse(text.as_bytes(), &Limits::default()).unwrap();
        jcs(&Json::Object(document.root().clone()))
    }

    #[test]
    fn numbers_are_written_as_ecmascript_writes_them() {
        let numbers = "[333333333.3333333,1E30,4.50,2e-3,0.000000000000000000000000001,-0,1e21,1e20,6.0,1e-6,1e-7]";
        let written = "[333333333.3333333,1e+30,4.5,0.002,1e-27,0,1e+21,100000000000000000000,6,0.000001,1e-7]";
        assert_eq!(of(&format!("{{\"n\":{numbers}}}")), format!("{{\"n\":{written}}}"));
    }

    #[test]
    fn keys_are_sorted_by_utf16_and_strings_escaped_as_rfc_8785_says() {
        let text = "{\"\u{20ac}\":1,\"\\r\":2,\"\u{fb33}\":3,\"1\":4,\"\u{1f600}\":5,\"\u{80}\":6,\"\u{f6}\":\"\\u000f\\n/\\u007f\"}";
        let sorted = "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"\u{f6}\":\"\\u000f\\n/\u{7f}\",\"\u{20ac}\":1,\"\u{1f600}\":5,\"\u{fb33}\":3}";
        assert_eq!(of(text), sorted);
    }
}
