//! What can be done to what a holder may hold back: disclosures, their digests, and the places of both (RFC 9901, 7.1).
//! The issuer's own claims around them are `mutated_claims`'.

use attesto_verifier::Code;
use serde_json::{Value, json};

use crate::disclosing::{NAMES, Parts, coded, digest, disclosures, with_disclosures};
use crate::mutated::{Mutation, bad, good};

pub(crate) fn all() -> Vec<Mutation> {
    [disclosed(), misplaced(), names(), malformed(), hashes(), choices()].into_iter().flatten().collect()
}

/// Disclosures that the issuer did not sign so.
fn disclosed() -> Vec<Mutation> {
    let mut all = Vec::new();
    let jwt = Parts::good().jwt();
    for (index, disclosure) in disclosures().into_iter().enumerate() {
        let mut twice = disclosures();
        twice.push(disclosure.clone());
        all.push(bad(format!("disclosure {index} twice"), with_disclosures(&jwt, &twice), Code::SdDigestTwice));
        let parsed: Vec<Value> = serde_json::from_str(&disclosure).unwrap();
        let mut salted = parsed.clone();
        salted[0] = "another salt".into();
        let mut valued = parsed.clone();
        *valued.last_mut().unwrap() = "another value".into();
        let mut longer = parsed.clone();
        longer.insert(1, "name".into());
        longer.truncate(3);
        for (way, other) in [
            ("with another salt", Value::from(salted).to_string()),
            ("with another value", Value::from(valued).to_string()),
            ("with a space", disclosure.replacen(',', ", ", 1)),
            ("under another name", Value::from(longer).to_string()),
        ] {
            let mut changed = disclosures();
            changed[index] = other;
            all.push(bad(format!("disclosure {index} {way}"), with_disclosures(&jwt, &changed), Code::SdUnreferenced));
        }
        if index >= 8 {
            continue;
        }
        let mut signed_twice = Parts::good();
        signed_twice.payload["more"] = json!({"_sd": [digest(&disclosure)]});
        all.push(bad(format!("the digest of disclosure {index} twice"), signed_twice.text(), Code::SdDigestTwice));
        let in_a_list = Parts::good().saying("zeal", json!([{"...": digest(&disclosure)}]));
        // A member is met as an element first, which it may not be; an element is met twice.
        let code = if index < 6 { Code::SdName } else { Code::SdDigestTwice };
        all.push(bad(format!("the digest of disclosure {index} in a list too"), in_a_list.text(), code));
    }
    all
}

/// Digests where none may stand.
fn misplaced() -> Vec<Mutation> {
    let wrong = [
        json!("AA"),
        json!({}),
        json!(7),
        json!(null),
        json!(true),
        json!([7]),
        json!([null]),
        json!([{}]),
        json!([["AA"]]),
    ];
    let mut all = Vec::new();
    for value in wrong {
        let mut at_the_top = Parts::good();
        at_the_top.payload["_sd"] = value.clone();
        at_the_top.disclosures.drain(..6);
        all.push(bad(format!("_sd is {value}"), at_the_top.text(), Code::SdMisplaced));
        let inside = Parts::good().saying("more", json!({"_sd": value}));
        all.push(bad(format!("_sd inside a claim is {value}"), inside.text(), Code::SdMisplaced));
        let in_a_list = Parts::good().saying("more", json!([{"_sd": value}]));
        all.push(bad(format!("_sd inside a list is {value}"), in_a_list.text(), Code::SdMisplaced));
    }
    for value in [json!("AA"), json!(7), json!(null), json!({}), json!([])] {
        for (place, claim) in [("at the top", None), ("in a claim", Some("more"))] {
            let parts = match claim {
                None => Parts::good().saying("...", value.clone()),
                Some(claim) => Parts::good().saying(claim, json!({"...": value})),
            };
            all.push(bad(format!("... {place} is {value}"), parts.text(), Code::SdMisplaced));
        }
        let crowded = Parts::good().saying("more", json!([{"...": value, "x": 1}]));
        all.push(bad(format!("... in a list beside another, {value}"), crowded.text(), Code::SdMisplaced));
    }
    for value in [json!(7), json!(null), json!({}), json!([])] {
        let parts = Parts::good().saying("more", json!([{"...": value}]));
        all.push(bad(format!("... in a list is {value}"), parts.text(), Code::SdMisplaced));
    }
    for value in [json!("sha-256"), json!("sha-512"), json!(null)] {
        let parts = Parts::good().saying("more", json!({"_sd_alg": value}));
        all.push(bad(format!("_sd_alg inside a claim is {value}"), parts.text(), Code::SdMisplaced));
    }
    all
}

/// A copy in which one more disclosure was signed.
fn with_signed(disclosure: &str) -> Parts {
    let mut parts = Parts::good().and_disclosed(disclosure);
    parts.payload["_sd"].as_array_mut().unwrap().push(digest(disclosure).into());
    parts
}

/// Names that nobody may hold back, or that stand there already.
fn names() -> Vec<Mutation> {
    let never = ["iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status", "_sd", "..."];
    let there = [
        "jti",
        "iat",
        "issuing_authority",
        "certification_scheme",
        "achievement_title",
        "learning_outcomes",
        "evidence",
    ];
    let mut all = Vec::new();
    for name in never.into_iter().chain(there).chain(NAMES) {
        let parts = with_signed(&json!(["s", name, "x"]).to_string());
        all.push(bad(format!("{name} was disclosed too"), parts.text(), Code::SdName));
    }
    let member = json!(["s", "name", 1]).to_string();
    let as_element = Parts::good().saying("more", json!([{"...": digest(&member)}])).and_disclosed(&member);
    all.push(bad("a member in the place of an element", as_element.text(), Code::SdName));
    let element = json!(["s", 1]).to_string();
    all.push(bad("an element in the place of a member", with_signed(&element).text(), Code::SdMalformed));
    let inner = json!(["s", "place", "Rome"]).to_string();
    let mut beside = Parts::good().and_disclosed(&inner);
    beside.payload["evidence"]["_sd"].as_array_mut().unwrap().push(digest(&inner).into());
    all.push(bad("place was disclosed inside the claim that has it", beside.text(), Code::SdName));
    all
}

fn malformed() -> Vec<Mutation> {
    let deep = format!("[\"s\",\"a\",{}1{}]", "[".repeat(70), "]".repeat(70));
    let wrong = [
        "[]",
        "[\"s\"]",
        "[\"s\",\"a\",1,2]",
        "[\"s\",\"a\",1,2,3]",
        "[7,\"a\",1]",
        "[null,\"a\",1]",
        "[true,\"a\",1]",
        "[[],\"a\",1]",
        "[{},\"a\",1]",
        "[\"s\",7,1]",
        "[\"s\",null,1]",
        "[\"s\",true,1]",
        "[\"s\",[],1]",
        "[\"s\",{},1]",
        "{\"s\":1}",
        "\"s\"",
        "7",
        "null",
        "x",
        "",
        "[\"s\",\"a\",1",
        "[\"s\",\"a\",1]]",
        "[\"s\",\"a\",1],",
        "[\"s\",\"a\",1]x",
        "[\"s\",\"a\",{\"b\":1,\"b\":2}]",
        "[\"s\",\"a\",1.00000000000000000000001]",
        "[\"s\",\"a\",01]",
        "['s','a',1]",
        "[\"s\",\"a\",1,]",
        "[\"s\" \"a\",1]",
        "1},\"e\":{\"x\":1",
        &deep,
    ];
    let wrong = wrong.iter().filter(|text| !text.is_empty());
    let mut all: Vec<Mutation> = wrong
        .map(|text| {
            bad(
                format!("disclosed: {}", text.chars().take(40).collect::<String>()),
                with_signed(text).text(),
                Code::SdMalformed,
            )
        })
        .collect();
    for (name, bytes) in [
        ("bytes that are no UTF-8", &b"[\"s\",\"a\",\"\xff\"]"[..]),
        ("a surrogate alone", &b"[\"s\",\"a\",\"\\ud800\"]"[..]),
    ] {
        let text = format!("{}{}~", Parts::good().text(), coded(bytes));
        all.push(bad(format!("disclosed: {name}"), text, Code::SdMalformed));
    }
    all
}

fn hashes() -> Vec<Mutation> {
    let hashes = [
        "sha-1",
        "sha-224",
        "sha-384",
        "sha-512",
        "sha-512/256",
        "sha3-256",
        "SHA-256",
        "sha256",
        "md5",
        "none",
        "",
        "sha-256 ",
    ];
    let named =
        hashes.map(Value::from).into_iter().chain([json!(7), json!(null), json!(["sha-256"]), json!({}), json!(true)]);
    named
        .map(|hash| {
            bad(format!("_sd_alg is {hash}"), Parts::good().saying("_sd_alg", hash).text(), Code::SdHashUnsupported)
        })
        .collect()
}

/// Whatever the holder chooses to show, in whichever order.
fn choices() -> Vec<Mutation> {
    let (jwt, disclosures) = (Parts::good().jwt(), disclosures());
    let chosen = |indices: &[usize]| -> String {
        with_disclosures(&jwt, &indices.iter().map(|index| disclosures[*index].clone()).collect::<Vec<_>>())
    };
    let mut all = vec![good("nothing disclosed", chosen(&[]))];
    for one in 0..disclosures.len() {
        all.push(good(format!("only disclosure {one}"), chosen(&[one])));
        let others: Vec<usize> = (0..disclosures.len()).filter(|other| *other != one).collect();
        all.push(good(format!("all but disclosure {one}"), chosen(&others)));
        for other in (one + 1..disclosures.len()).step_by(2) {
            all.push(good(format!("disclosures {other} and {one}"), chosen(&[other, one])));
        }
        if one > 0 {
            let mut turned: Vec<usize> = (0..disclosures.len()).collect();
            turned.rotate_left(one);
            all.push(good(format!("all, turned by {one}"), chosen(&turned)));
        }
    }
    all
}
