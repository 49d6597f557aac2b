//! Words nodes of the European Learning Model: ids that are each node's own, concepts, texts by language.
//! Which members a class has is said in `write_parts`.

use std::collections::BTreeMap;

use crate::document::{Json, Object};
use crate::text::LocalText;
use crate::vocabulary::Concept;

/// Gives every node of one document an id of its own: `urn:epass:<class>:<n>`.
#[derive(Debug, Default)]
pub(super) struct Ids {
    given: BTreeMap<&'static str, u32>,
}

impl Ids {
    fn next(&mut self, class: &'static str) -> String {
        let number = self.given.entry(class).or_insert(0);
        *number += 1;
        let mut name = class.to_owned();
        if let Some(first) = name.get_mut(..1) {
            first.make_ascii_lowercase();
        }
        format!("urn:epass:{name}:{number}")
    }

    /// A node of a class, under an id of its own.
    pub(super) fn node(&mut self, class: &'static str) -> Object {
        named(&self.next(class), class)
    }

    /// A note of some texts.
    pub(super) fn note(&mut self, text: &LocalText) -> Object {
        self.node("Note").with("noteLiteral", texts(text))
    }
}

/// A node of a class under a published id.
pub(super) fn named(id: &str, class: &str) -> Object {
    Object::new().with("id", id).with("type", class)
}

/// Texts by language.
pub(super) fn texts(text: &LocalText) -> Object {
    text.iter().map(|(language, line)| (language.as_str().to_owned(), Json::from(line.as_str()))).collect()
}

/// Texts by language, if there are any.
pub(super) fn texts_if_any(text: Option<&LocalText>) -> Option<Json> {
    text.map(|text| texts(text).into())
}

/// A concept with its vocabulary; written alike wherever it stands.
pub(super) fn concept(concept: &Concept) -> Object {
    named(concept.iri.as_str(), "Concept")
        .with_some("inScheme", concept.scheme.as_ref().map(|scheme| named(scheme.as_str(), "ConceptScheme")))
        .with_some("prefLabel", texts_if_any(concept.label.as_ref()))
        .with_some("notation", concept.notation.as_deref())
}

/// A concept, if there is one.
pub(super) fn concept_if_any(one: Option<&Concept>) -> Option<Json> {
    one.map(|one| concept(one).into())
}

/// Concepts as an array, or nothing for none.
pub(super) fn concepts(all: &[Concept]) -> Option<Json> {
    set(all.iter().map(concept).collect())
}

/// An array, or nothing for none.
pub(super) fn set(nodes: Vec<Object>) -> Option<Json> {
    (!nodes.is_empty()).then(|| nodes.into())
}

/// The object with the members that its struct does not model at the end.
pub(super) fn and(mut object: Object, others: &Object) -> Object {
    for (key, value) in others.iter() {
        object.set(key, value.clone());
    }
    object
}
