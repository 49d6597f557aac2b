//! Every node of a document by its id: JSON-LD melts nodes of one id together, whatever they say.
//! What a node may have is asked in `walk`.

use std::collections::BTreeMap;

use super::super::LintFault;
use super::told::{escaped, types};
use crate::document::{Json, Object};
use crate::id::Iri;
use crate::text::Language;

/// The nodes of one document.
pub(super) struct Nodes<'d> {
    all: Vec<(String, &'d Object)>,
    classes: BTreeMap<&'d str, Vec<&'d str>>,
}

impl<'d> Nodes<'d> {
    pub(super) fn of(root: &'d Object) -> Self {
        let mut nodes = Self { all: Vec::new(), classes: BTreeMap::new() };
        nodes.add(root, String::new());
        nodes
    }

    /// The classes that any node of this id has.
    pub(super) fn classes(&self, id: &str) -> &[&'d str] {
        self.classes.get(id).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, object: &'d Object, pointer: String) {
        if let Some(id) = object.text("id") {
            self.classes.entry(id).or_default().extend(types(object));
        }
        for (key, value) in object.iter().filter(|(key, _)| *key != "@context") {
            self.below(value, &format!("{pointer}/{}", escaped(key)));
        }
        self.all.push((pointer, object));
    }

    fn below(&mut self, value: &'d Json, pointer: &str) {
        match value {
            Json::Object(object) if !is_by_language(object) => self.add(object, pointer.to_owned()),
            Json::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    self.below(element, &format!("{pointer}/{index}"));
                }
            }
            _ => {}
        }
    }

    /// Nodes without an id, and two that differ under one.
    pub(super) fn faults(&self) -> Vec<LintFault> {
        let mut faults = Vec::new();
        let mut seen: BTreeMap<&str, (&str, &Object)> = BTreeMap::new();
        let mut all: Vec<&(String, &Object)> = self.all.iter().collect();
        all.sort_by(|one, other| one.0.cmp(&other.0));
        for (pointer, object) in all {
            let class = types(object).last().copied().unwrap_or("node").to_owned();
            let Some(id) = object.text("id").filter(|id| Iri::parse(id).is_ok()) else {
                let why =
                    format!("{class}.id is missing or no absolute IRI; give every node its own, as in urn:epass:…:1");
                faults.push(LintFault::new("elm-id", format!("{pointer}/id"), why));
                continue;
            };
            match seen.get(id) {
                Some((first, other)) if !is_bare(object) && !alike(object, other) => {
                    let why = format!("{class}.id {id} stands at {first} too, on another node; give each its own id");
                    faults.push(LintFault::new("elm-same-id", format!("{pointer}/id"), why));
                }
                Some(_) => {}
                None if is_bare(object) => {}
                None => {
                    seen.insert(id, (pointer, object));
                }
            }
        }
        faults
    }
}

/// Nothing but its id, and perhaps its class: a pointer at a node that stands elsewhere.
pub(super) fn is_bare(object: &Object) -> bool {
    object.iter().all(|(key, _)| matches!(key, "id" | "type"))
}

/// Texts by language, which are no node.
fn is_by_language(object: &Object) -> bool {
    let is_tag = |key: &str| key != "id" && Language::parse(key).is_ok();
    !object.is_empty() && object.iter().all(|(key, _)| is_tag(key))
}

/// The same members, in whatever order.
fn alike(one: &Object, other: &Object) -> bool {
    one.len() == other.len() && one.iter().all(|(key, value)| other.get(key).is_some_and(|found| same(value, found)))
}

fn same(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Object(one), Json::Object(other)) => alike(one, other),
        (Json::Array(one), Json::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        _ => one == other,
    }
}
