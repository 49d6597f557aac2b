use serde_json::Value;

use super::*;
use crate::document::Limits;

const EXAMPLE: &str = include_str!("../../../../../tests/vectors/elm/example.json");
const MUTATIONS: &str = include_str!("../../../../../tests/vectors/elm/mutations.json");

fn document(value: &Value) -> Document {
    Document::parse(value.to_string().as_bytes(), &Limits::default()).unwrap()
}

fn example() -> Value {
    serde_json::from_str(EXAMPLE).unwrap()
}

/// One step of a mutation; `tests/outside/elm/validate.py` has the same three.
fn step(document: &mut Value, step: &Value) {
    let text = |key: &str| step.get(key).and_then(Value::as_str);
    let pointer = text("remove").or(text("set")).or(text("rename")).unwrap();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap() {
        Value::Object(members) if text("remove").is_some() => drop(members.remove(key).unwrap()),
        Value::Object(members) if text("rename").is_some() => {
            let value = members.remove(key).unwrap();
            members.insert(text("to").unwrap().to_owned(), value);
        }
        Value::Object(members) => drop(members.insert(key.to_owned(), step["to"].clone())),
        Value::Array(elements) => {
            let index: usize = key.parse().unwrap();
            elements.resize(elements.len().max(index + 1), Value::Null);
            elements[index] = step["to"].clone();
        }
        other => panic!("{pointer}: {other}"),
    }
}

#[test]
fn the_example_of_the_profile_breaks_no_rule() {
    let document = document(&example());
    assert_eq!(conformance(&document), []);
    assert_eq!(silent(&document), []);
}

#[test]
fn every_mutation_is_caught_by_its_rule_at_its_place_with_class_member_and_remedy() {
    let mutations: Vec<Value> = serde_json::from_str(MUTATIONS).unwrap();
    assert!(mutations.len() >= 60);
    for mutation in &mutations {
        let mut mutated = example();
        for one in mutation["steps"].as_array().unwrap() {
            step(&mut mutated, one);
        }
        let document = document(&mutated);
        let (refused, silent) = (conformance(&document), silent(&document));
        let name = &mutation["name"];
        let found = refused
            .iter()
            .chain(&silent)
            .find(|fault| mutation["rule"] == fault.rule() && mutation["at"].as_str() == Some(fault.pointer()));
        let fault = found.unwrap_or_else(|| panic!("{name}: {refused:#?} {silent:#?}"));
        let (member, remedy) = fault.why().split_once([';', ':']).unwrap_or_else(|| panic!("{name}: {fault}"));
        assert!(member.starts_with(char::is_uppercase) && !remedy.trim().is_empty(), "{name}: {fault}");
        // What the SHACL lets pass is no fault of conformance, and what it refuses is caught by one list or the other.
        assert!(mutation["shacl"] == "refuses" || refused.is_empty(), "{name}: {refused:#?}");
    }
}

#[test]
fn what_the_shacl_refuses_is_refused_by_our_conformance_too() {
    let mutations: Vec<Value> = serde_json::from_str(MUTATIONS).unwrap();
    // Nodes that melt together are found by their ids, not by the shape they melt into.
    for mutation in mutations.iter().filter(|one| one["shacl"] == "refuses" && one["rule"] != "elm-same-id") {
        let mut mutated = example();
        for one in mutation["steps"].as_array().unwrap() {
            step(&mut mutated, one);
        }
        assert!(!conformance(&document(&mutated)).is_empty(), "{}", mutation["name"]);
    }
}

#[test]
fn a_duration_is_one_of_iso_8601() {
    for good in ["PT150H", "P3M", "P1Y2M3DT4H5M6S", "PT0.5S", "-P1D", "PT36H30M"] {
        assert!(literal::is_duration(good), "{good}");
    }
    for bad in ["", "P", "PT", "150h", "P150H", "PT1.5H", "P1DT", "PTH", "P1M1Y", "PT5M4H", "1D", "P-1D", "PT1é"] {
        assert!(!literal::is_duration(bad), "{bad}");
    }
}

#[test]
fn a_wrong_key_is_told_with_the_right_one() {
    for (wrong, right) in [
        ("eIDAS\u{399}dentifier", "Latin I"),
        ("EQFLevel", "write eqfLevel"),
        ("ISCEDFCode", "write thematicArea"),
        ("contentUrl", "write contentURL"),
        ("whatever", "leave it out"),
    ] {
        assert!(!terms::is_known(wrong));
        assert!(terms::remedy(wrong).contains(right), "{wrong}");
    }
    assert!(["eIDASIdentifier", "validFrom", "title"].into_iter().all(terms::is_known));
}
