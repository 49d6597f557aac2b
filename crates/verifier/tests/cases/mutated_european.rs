//! What can be done to the document inside a European seal: after it was sealed, and before by a careless issuer.
//! The seal around it is `mutated_seal`'s.

use std::path::Path;

use attesto_verifier::Code;
use serde_json::{Value, json};

use crate::mutated::{Mutation, bad, good};
use crate::seals::{Parts, payload};
use crate::tree::{Tree, escaped, other_letter};

pub(crate) fn all() -> Vec<Mutation> {
    [changed_afterwards(), left_out_afterwards(), careless(), of_other_bodies(), written_otherwise()]
        .into_iter()
        .flatten()
        .collect()
}

fn document() -> Value {
    serde_json::from_str(&payload()).unwrap()
}

/// The sealed example with another payload around the same signature.
fn with_payload(payload: &str) -> Value {
    let mut sealed = Parts::good().sealed();
    sealed["payload"] = payload.into();
    sealed
}

/// One letter of each text: the seal covers every one, whatever the profile says of it.
fn changed_afterwards() -> Vec<Mutation> {
    let (document, written) = (Tree::of(&document()), Parts::good().sealed()["payload"].as_str().unwrap().to_owned());
    let mut all = Vec::new();
    for place in document.places() {
        let other = document.at(&place.path).as_text().and_then(|text| other_letter(&text));
        let Some(other) = other.filter(|_| !place.pointer.ends_with("/type")) else { continue };
        let changed = document.changed(&place.path, |leaf| *leaf = Tree::text(&other));
        all.push(bad(
            format!("{} with another letter", place.pointer),
            with_payload(&changed.to_string()),
            Code::ProofSignature,
        ));
    }
    for (name, text) in [
        ("a space behind the payload", format!("{written} ")),
        ("a space before the payload", format!(" {written}")),
        ("the payload without its spaces", document.to_string()),
    ] {
        all.push(bad(name, with_payload(&text), Code::ProofSignature));
    }
    all
}

/// The members at the top, and the claims about the learner.
fn left_out_afterwards() -> Vec<Mutation> {
    let document = Tree::of(&document());
    let mut all = Vec::new();
    let optional =
        |pointer: &str| pointer.matches('/').count() == 4 && pointer.starts_with("/credentialSubject/hasClaim/0/");
    for place in document.places().into_iter().filter(|place| optional(&place.pointer)) {
        let without = document.around(&place.path, |members, index| drop(members.remove(index)));
        let name = format!("{} left out afterwards", place.pointer);
        all.extend(without.map(|without| bad(name, with_payload(&without.to_string()), Code::ProofSignature)));
    }
    all
}

/// Departures from the profile that pyshacl refuses too (`tests/vectors/elm`), sealed as they stand.
fn careless() -> Vec<Mutation> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/elm/mutations.json");
    let mutations: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut all = Vec::new();
    for mutation in &mutations {
        let mut document = document();
        mutation["steps"].as_array().unwrap().iter().for_each(|step| apply(&mut document, step));
        let name = format!("sealed with: {}", mutation["name"].as_str().unwrap());
        let sealed = Parts::good().saying(document.to_string()).sealed();
        let refused = mutation["shacl"] == "refuses" && mutation["rule"] != "elm-same-id";
        // Without these two nothing can be read of it.
        if ["elm-id", "elm-date"].iter().any(|rule| mutation["rule"] == *rule) {
            all.push(bad(name, sealed, Code::ConformanceUnreadable));
            continue;
        }
        // What SHACL lets pass, and nodes that melt into one, is lost to readers and said to be; it stays valid.
        all.push(if refused { bad(name, sealed, Code::ConformanceProfile) } else { good(name, sealed) });
    }
    all
}

fn apply(document: &mut Value, step: &Value) {
    let step = step.as_object().unwrap();
    let (verb, pointer) =
        ["remove", "rename", "set"].iter().find_map(|verb| Some((*verb, step.get(*verb)?.as_str()?))).unwrap();
    let (above, last) = pointer.rsplit_once('/').unwrap();
    let above = if above.is_empty() { Some(document) } else { document.pointer_mut(above) };
    match (above, verb) {
        (Some(Value::Object(members)), "remove") => drop(members.remove(last)),
        (Some(Value::Object(members)), "rename") => {
            let value = members.remove(last).unwrap();
            members.insert(step["to"].as_str().unwrap().to_owned(), value);
        }
        (Some(Value::Object(members)), _) => drop(members.insert(last.to_owned(), step["to"].clone())),
        (Some(Value::Array(elements)), "remove") => drop(elements.remove(last.parse().unwrap())),
        (Some(Value::Array(elements)), _) => {
            let index = last.parse().unwrap_or(elements.len());
            elements.splice(index..(index + 1).min(elements.len()), [step["to"].clone()]);
        }
        (other, verb) => panic!("{verb} {pointer} at {other:?}"),
    }
}

/// The issuer by an identifier that is not the certificate's, letter by letter.
fn of_other_bodies() -> Vec<Mutation> {
    let others = [
        "VATIT-12345678902",
        "vatit-12345678901",
        "VATIT-12345678901 ",
        " VATIT-12345678901",
        "VATIT 12345678901",
        "VATIT-012345678901",
        "VATIT-1234567890",
        "VATIТ-12345678901",
        "VΑTIT-12345678901",
        "VATIT–12345678901",
        "NTRIT-12345678901",
        "VATGR-12345678901",
        "12345678901",
        "VATIT-12345678901\u{200b}",
    ];
    let of = |(number, body): (usize, &str)| {
        let mut document = document();
        document["issuer"]["eIDASIdentifier"]["notation"] = body.into();
        let sealed = Parts::good().saying(document.to_string()).sealed();
        bad(format!("of another body, {number}: {body:?}"), sealed, Code::SealOtherBody)
    };
    others.into_iter().enumerate().map(of).collect()
}

/// The same document in other letters, sealed as it stands.
fn written_otherwise() -> Vec<Mutation> {
    let document = Tree::of(&document());
    let sealed = |text: String| Parts::good().saying(text).sealed();
    let mut all = Vec::new();
    for (number, place) in document.places().into_iter().enumerate().filter(|(number, _)| number % 4 == 0) {
        let last = place.pointer.rsplit('/').next().unwrap_or_default().to_owned();
        let named = document.around(&place.path, |members, index| members[index].0 = escaped(&last));
        all.extend(
            named.map(|named| {
                good(format!("{number}: the name of {} escaped", place.pointer), sealed(named.to_string()))
            }),
        );
    }
    for place in document.places().into_iter().skip(1).step_by(7) {
        let Some(text) = document.at(&place.path).as_text() else { continue };
        let tree = document.changed(&place.path, |leaf| *leaf = Tree::Leaf(escaped(&text)));
        all.push(good(format!("{} escaped", place.pointer), sealed(tree.to_string())));
    }
    for (name, between) in [("nothing", ""), ("spaces", " "), ("tabs", "\t"), ("line feeds", "\n")] {
        all.push(good(format!("with {name} between"), sealed(document.spaced(between))));
    }
    let mut unmarked = Parts::good().sealed();
    unmarked["further"] = json!({"said": "beside the seal"});
    all.push(good("with a member beside payload and signatures", unmarked));
    all
}
