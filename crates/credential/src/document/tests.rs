use super::*;

fn read(text: &str) -> Result<Document, Unreadable> {
    Document::parse(text.as_bytes(), &Limits::default())
}

#[test]
fn what_was_read_is_written_again() {
    let text = r#"{"a":[1,2.50,-3e-7],"b":{"ț":"Ψ\"\\\n\u0001"},"c":null,"d":true}"#;
    assert_eq!(read(text).unwrap().to_text(), text);
}

#[test]
fn a_duplicate_key_is_noted_with_its_place() {
    let document = read(r#"{"a":{"b":1,"c":2,"b":3}}"#).unwrap();
    assert_eq!(document.flaws(), [Flaw::DuplicateKey { pointer: "/a/b".into() }]);
}

#[test]
fn a_number_that_readers_round_differently_is_noted() {
    for exact in ["0", "-0.0", "3.5", "6.0", "1e21", "1E-7", "0.1", "9007199254740992", "100", "48.85"] {
        assert!(read(&format!("{{\"n\":{exact}}}")).unwrap().flaws().is_empty(), "{exact}");
    }
    for inexact in ["9007199254740993", "0.10000000000000000555"] {
        assert_eq!(read(&format!("{{\"n\":{inexact}}}")).unwrap().flaws().len(), 1, "{inexact}");
    }
}

#[test]
fn rubbish_is_refused_with_its_place() {
    for text in [
        "",
        "{",
        "{\"a\"}",
        "{\"a\":1,}",
        "{\"a\":01}",
        "{\"a\":1e999}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\u{1}\"}",
        "{} x",
        "[1]",
        "{'a':1}",
        "{\"a\":.5}",
        "{\"a\":+1}",
        "{\"a\":NaN}",
    ] {
        assert!(read(text).is_err(), "{text}");
    }
    assert_eq!(Document::parse(b"{\"a\":\"\xff\"}", &Limits::default()), Err(Unreadable::NotUtf8 { at: 6 }));
}

#[test]
fn limits_hold_at_and_above() {
    let nested = |depth: usize| format!("{{\"a\":{}{}}}", "[".repeat(depth - 1), "]".repeat(depth - 1));
    assert!(read(&nested(64)).is_ok());
    assert!(matches!(read(&nested(65)), Err(Unreadable::OverLimit { limit: 64, .. })));
    assert!(matches!(read(&nested(10_000)), Err(Unreadable::OverLimit { .. })));
    let string = |bytes: usize| format!("{{\"a\":\"{}\"}}", "x".repeat(bytes));
    assert!(read(&string(256 << 10)).is_ok());
    assert!(read(&string((256 << 10) + 1)).is_err());
    let members = |count: usize| format!("{{\"a\":[{}]}}", vec!["1"; count - 1].join(","));
    assert!(read(&members(10_000)).is_ok());
    assert!(read(&members(10_001)).is_err());
}

#[test]
fn a_pointer_finds_its_value() {
    let document = read(r#"{"a":[{"b/c":"here"}]}"#).unwrap();
    assert_eq!(document.at("/a/0/b~1c").and_then(Json::as_str), Some("here"));
    assert_eq!(document.at("/a/1"), None);
}

/// What a seal is put into is composed, not read; it must be refused just where its text would be.
#[test]
fn a_composed_document_is_held_against_the_limits_that_its_text_is_read_under() {
    let limits = Limits { bytes: 1 << 20, depth: 4, members: 6, string_bytes: 8 };
    let nested = |depth: usize| format!("{{\"a\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
    let wide = |members: usize| format!("{{\"a\":[{}]}}", vec!["1"; members].join(","));
    let long = |bytes: usize| format!("{{\"a\":\"{}\",\"{}\":1}}", "x".repeat(bytes), "k".repeat(bytes));
    let texts = (1..8).map(nested).chain((1..8).map(wide)).chain((6..11).map(long));
    let (mut taken, mut refused) = (0, 0);
    for text in texts {
        let read = Document::parse(text.as_bytes(), &limits).is_ok();
        let composed = Document::parse(text.as_bytes(), &Limits::default()).unwrap();
        assert_eq!(Composed::of(composed).into_parts().2.hold(&limits).is_ok(), read, "{text}");
        if read { taken += 1 } else { refused += 1 }
    }
    assert!(taken > 6 && refused > 6, "{taken} {refused}");
}
