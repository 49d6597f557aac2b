//! Licences and sources of all dependencies, by the lists of `deny.toml`; `cargo deny` says the same to whoever has it.

use std::collections::{BTreeMap, BTreeSet};

use super::{metadata, nothing, text};

struct Lists {
    allowed: BTreeSet<String>,
    excepted: BTreeMap<String, BTreeSet<String>>,
    registries: BTreeSet<String>,
}

fn strings(value: &toml::Value) -> BTreeSet<String> {
    value.as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect()
}

fn lists() -> Lists {
    let deny: toml::Value = toml::from_str(&text("deny.toml")).unwrap();
    let exceptions = deny["licenses"]["exceptions"].as_array().unwrap().iter();
    Lists {
        allowed: strings(&deny["licenses"]["allow"]),
        excepted: exceptions.map(|one| (one["crate"].as_str().unwrap().to_owned(), strings(&one["allow"]))).collect(),
        registries: strings(&deny["sources"]["allow-registry"]),
    }
}

/// Whether an SPDX expression can be met with these licences: every part of AND, one part of OR.
fn met(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let expression = expression.trim();
    let parts = |word: &str| split(expression, word);
    if let Some(parts) = parts(" AND ") {
        return parts.iter().all(|part| met(part, allowed));
    }
    if let Some(parts) = parts(" OR ").or_else(|| parts("/")) {
        return parts.iter().any(|part| met(part, allowed));
    }
    match expression.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) => met(inner, allowed),
        None => allowed(expression),
    }
}

/// The parts between a word that stands outside all brackets, if it stands there.
fn split<'e>(expression: &'e str, word: &str) -> Option<Vec<&'e str>> {
    let (mut depth, mut begin, mut parts) = (0_i32, 0, Vec::new());
    for (at, character) in expression.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 && expression[at..].starts_with(word) => {
                parts.push(&expression[begin..at]);
                begin = at + word.len();
            }
            _ => {}
        }
    }
    parts.push(&expression[begin..]);
    (parts.len() > 1).then_some(parts)
}

#[test]
fn every_dependency_has_a_licence_and_a_source_that_deny_toml_allows() {
    let (lists, mut breaches) = (lists(), Vec::new());
    for package in metadata()["packages"].as_array().unwrap().iter().filter(|package| !package["source"].is_null()) {
        let name = package["name"].as_str().unwrap();
        let licence = package["license"].as_str().unwrap_or("");
        let excepted = lists.excepted.get(name);
        let allowed = |id: &str| lists.allowed.contains(id) || excepted.is_some_and(|ids| ids.contains(id));
        if !met(licence, &allowed) {
            breaches.push(format!("{name}: licence {licence:?}"));
        }
        let source = package["source"].as_str().unwrap();
        if !lists.registries.iter().any(|registry| source == format!("registry+{registry}")) {
            breaches.push(format!("{name}: source {source}"));
        }
    }
    nothing("deny.toml", breaches);
}

#[test]
fn every_exception_is_still_needed() {
    let lists = lists();
    let packages = metadata()["packages"].as_array().unwrap();
    let needed = |name: &String| {
        let licence = packages.iter().find(|package| package["name"] == **name).and_then(|p| p["license"].as_str());
        licence.is_some_and(|licence| !met(licence, &|id| lists.allowed.contains(id)))
    };
    let idle: Vec<String> = lists.excepted.keys().filter(|name| !needed(name)).cloned().collect();
    nothing("an exception in deny.toml that nothing needs", idle);
}

#[test]
fn an_expression_is_met_by_every_part_of_and_and_one_part_of_or() {
    let allowed = |id: &str| ["MIT", "Apache-2.0", "Unicode-3.0"].contains(&id);
    for held in ["MIT", "MIT OR GPL-3.0", "(MIT OR GPL-3.0) AND Unicode-3.0", "MIT/GPL-3.0", "GPL-2.0 OR MIT"] {
        assert!(met(held, &allowed), "{held}");
    }
    for broken in ["", "GPL-3.0", "MIT AND GPL-3.0", "(GPL-3.0 OR ISC) AND MIT", "MIT-0"] {
        assert!(!met(broken, &allowed), "{broken}");
    }
}
