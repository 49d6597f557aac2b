//! What the quick reader reads is what the thorough one reads, and it reads all that has no flaw.

use proptest::prelude::*;

use super::*;
use crate::document::parse::Unreadable;
use crate::document::write;

fn limits() -> Limits {
    Limits { depth: 5, members: 40, string_bytes: 30, ..Limits::default() }
}

/// Both readers on one text: the quick one has a document where the thorough one finds no fault and no flaw.
fn compared(text: &str, limits: &Limits) {
    let thorough = thorough::object(text, limits).ok().filter(|(_, flaws)| flaws.is_empty()).map(|(root, _)| root);
    let quick = object(text, limits);
    if let Some(read) = quick.as_ref().filter(|read| read.is_compact) {
        assert_eq!(write::object(&read.root), text, "what is compact as it stands is not written anew");
    }
    assert_eq!(quick.map(|read| read.root), thorough, "{text}");
}

#[test]
fn both_readers_agree_on_what_stands_at_a_limit_and_over_it() {
    let limits = limits();
    for length in 28..=32 {
        compared(&format!("{{\"{}\":1}}", "k".repeat(length)), &limits);
        compared(&format!("{{\"a\":\"{}\"}}", "x".repeat(length)), &limits);
        compared(&format!("{{\"a\":\"\\n{}\"}}", "x".repeat(length - 1)), &limits);
    }
    for depth in 3..=6 {
        compared(&format!("{{\"a\":{}{}}}", "[".repeat(depth), "]".repeat(depth)), &limits);
        compared(&format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth)), &limits);
    }
    for members in 38..=42 {
        compared(&format!("{{\"a\":[{}]}}", vec!["1"; members - 1].join(",")), &limits);
    }
}

#[test]
fn a_text_is_compact_as_it_stands_if_it_has_neither_space_nor_escape() {
    let is_compact = |text: &str| object(text, &Limits::default()).unwrap().is_compact;
    assert!(is_compact(r#"{"a":["b c",-1.50,true,{"Ψ":null},[]],"d":{}}"#));
    for other in
        [r#"{"a": 1}"#, r#"{"a":1 }"#, r#" {"a":1}"#, "{\"a\":1}\n", r#"{"a":[ ]}"#, r#"{"a":"\n"}"#, r#"{"\u0061":1}"#]
    {
        assert!(!is_compact(other), "{other}");
    }
}

#[test]
fn a_key_that_stands_twice_is_seen_among_few_and_among_many() {
    for count in [2, 3, 60, 64, 65, 66, 67, 300] {
        let keys: Vec<String> = (0..count).map(|n| format!("\"k{n}\":{n}")).collect();
        compared(&format!("{{{}}}", keys.join(",")), &Limits::default());
        for twice in [0, 1, count / 2, count - 1] {
            compared(&format!("{{{},\"k{twice}\":0}}", keys.join(",")), &Limits::default());
            compared(&format!("{{\"k{twice}\":{{\"k0\":1}},{}}}", keys.join(",")), &Limits::default());
        }
    }
}

/// A document with an object of a kind that is remembered, so many levels below.
fn around(achievement: &str, depth: usize) -> String {
    let inner = format!("\"achievement\":{achievement}");
    (1..depth).fold(format!("{{{inner}}}"), |inner, _| format!("{{\"a\":{inner},\"z\":[1]}}"))
}

#[test]
fn an_object_that_comes_again_is_read_as_if_for_the_first_time_at_every_limit() {
    let long = format!(r#"{{"id":"urn:a","of":[[{{"deep":"{}"}},1,2]],"name":"{}"}}"#, "d".repeat(90), "n".repeat(170));
    let wanting = long.replacen("\"name\"", "\"id\"", 1);
    let all =
        [long.clone(), long.replace(':', ": "), long.replace("nnn", "nn\\u006e"), wanting, long.replace("]]", "]")];
    for depth in 1..=4 {
        for (achievement, read_within) in all.iter().flat_map(|one| [(one, 200), (one, 400)]) {
            let text = around(achievement, depth);
            compared(&text, &Limits { string_bytes: read_within, ..Limits::default() });
            for members in 3..=20 {
                compared(&text, &Limits { members, ..Limits::default() });
            }
            for levels in 1..=9 {
                compared(&text, &Limits { depth: levels, ..Limits::default() });
            }
            for string_bytes in [89, 90, 169, 170, 400] {
                compared(&text, &Limits { string_bytes, ..Limits::default() });
            }
        }
    }
}

#[test]
fn what_comes_again_is_shared_by_every_letter_of_its_text() {
    let shared = |text: &str| {
        let root = object(text, &Limits::default()).unwrap().root;
        root.get("issuer").and_then(Json::as_object).and_then(Object::shared).cloned()
    };
    let issuer = |name: &str| format!(r#"{{"issuer":{{"id":"urn:a","name":"{name}"}}}}"#);
    let (one, other) = (issuer(&"x".repeat(300)), issuer(&"y".repeat(300)));
    assert!([&one, &other].into_iter().all(|text| shared(text).is_none()), "what may come once only is not kept");
    let second = shared(&one).unwrap();
    assert!(!shared(&other).unwrap().is(&second));
    assert!(shared(&one).unwrap().is(&second));
    assert!((0..3).all(|_| shared(&issuer("short")).is_none()));
    let more = (0..40).flat_map(|n| [n, n]).map(|n| issuer(&format!("{n}").repeat(200)));
    more.for_each(|text| drop(shared(&text)));
    assert!(!shared(&one).unwrap().is(&second), "the oldest makes room");
}

#[test]
fn a_fault_is_told_by_the_thorough_reader() {
    let read = crate::document::parse::object(b"{\"a\":1,}", &Limits::default());
    assert_eq!(read.map(|read| read.root), Err(Unreadable::Syntax { at: 7, expected: "a member name in quotes" }));
    let flawed = crate::document::parse::object(b"{\"a\":1,\"a\":2}", &Limits::default());
    assert_eq!(flawed.map(|read| read.flaws.len()), Ok(1));
}

/// Pieces of JSON, right and wrong, so that nearly right texts are frequent.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        " ",
        "\n",
        "\t",
        "\"a\":",
        "\"b\":",
        "\"a\"",
        "\"\"",
        "\"long enough to be cut\"",
        "\"\\u0041\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "\"\\x\"",
        "\"tab\there\"",
        "\"Ψ\u{1f600}\"",
        "\"open",
        "1",
        "-0",
        "01",
        "6.0",
        "12.5",
        "1e21",
        "1E999",
        "9007199254740993",
        "0.10000000000000000555",
        "123456789012345",
        "1234567890.123456",
        "-",
        "1.",
        ".5",
        "true",
        "false",
        "null",
        "tru",
        "\u{1}",
        "\u{a0}",
        "{\"a\":1}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"a\":[{\"b\":2}]}}",
        "[1,2,3]",
        "[]",
        "{}",
    ])
}

fn value() -> impl Strategy<Value = String> {
    let leaf = piece().prop_map(str::to_owned);
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|all| format!("[{}]", all.join(","))),
            prop::collection::vec(("[a-d]{1,9}", inner), 0..5).prop_map(|all| {
                let all: Vec<String> = all.into_iter().map(|(key, value)| format!("\"{key}\" : {value}")).collect();
                format!("{{{}}}", all.join(", "))
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_readers_agree_on_texts_that_are_nearly_right(text in value().prop_map(|value| format!("{{\"root\":{value}}}"))) {
        compared(&text, &limits());
        compared(&text, &Limits::default());
    }

    #[test]
    fn both_readers_agree_on_pieces_in_any_order(pieces in prop::collection::vec(piece(), 0..12)) {
        compared(&pieces.concat(), &limits());
    }

    #[test]
    fn both_readers_agree_on_every_string(text in any::<String>()) {
        let string = serde_json::to_string(&text).unwrap();
        compared(&format!("{{{string}:{string}}}"), &Limits::default());
        compared(&format!("{{\"{text}\":\"{text}\"}}"), &Limits::default());
    }

    #[test]
    fn a_short_decimal_is_exact_without_being_written_anew(text in "-?[0-9]{1,9}(\\.[0-9]{1,9})?") {
        if is_plain_decimal(&text) {
            let number: Number = text.parse().unwrap();
            prop_assert!(number.is_exact_by_writing());
        }
    }
}
