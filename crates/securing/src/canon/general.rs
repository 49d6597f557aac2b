//! The general path: expansion and RDF in one walk (JSON-LD 1.1 API sections 5.1, 5.3 and 8), in safe mode and stricter.
//! Orders nothing and labels nothing; `rdfc` does.

mod node;
mod value;

use std::sync::Arc;

use attesto_credential::{Json, Object};

use super::active::{Active, Application};
use super::budget::{Budget, Cost, within};
use super::quads::{Node, Quad};
use super::{Contexts, Loss, Rekeying, Uncanonical};

pub(super) use node::RDF_TYPE;
pub(super) use value::{RDF_FIRST, RDF_REST, XSD_BOOLEAN, XSD_DOUBLE, XSD_INTEGER, numeral};

/// The quads of a document, blank nodes numbered from 0 without gaps.
pub(super) fn quads(root: &Object, contexts: &Contexts, budget: &Budget) -> Result<Vec<Quad>, Uncanonical> {
    let mut walk = Walk { contexts, budget, quads: Vec::new(), blanks: 0, path: Vec::new(), root: None };
    walk.root(root)?;
    Ok(walk.quads)
}

/// One walk over a document.
struct Walk<'a> {
    contexts: &'a Contexts,
    budget: &'a Budget,
    quads: Vec<Quad>,
    blanks: usize,
    path: Vec<Step<'a>>,
    /// The id of the document itself, which no second node may carry.
    root: Option<&'a str>,
}

/// One step of a JSON Pointer.
#[derive(Clone, Copy)]
enum Step<'a> {
    Element(usize),
    Member(&'a str),
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// The context of the node that has the key.
    active: &'a Arc<Active>,
    key: &'a str,
    /// The own context of the key.
    scoped: Option<&'a Arc<Json>>,
    graph: Option<&'a Node>,
}

impl<'a> Walk<'a> {
    fn root(&mut self, root: &'a Object) -> Result<(), Uncanonical> {
        self.root = root.text("id");
        let mut active = self.contexts.initial();
        if let Some(named) = root.get("@context") {
            active = self.under("@context", |walk| walk.named(&active, named))?;
        }
        self.node(root, &active, None)?;
        if self.quads.is_empty() { Err(self.dropped(Loss::Empty, "")) } else { Ok(()) }
    }

    /// The active context after the contexts that the document names, which must all be URLs.
    fn named(&mut self, active: &Arc<Active>, named: &'a Json) -> Result<Arc<Active>, Uncanonical> {
        let mut active = active.clone();
        for (place, context) in named.as_set().iter().enumerate() {
            let Some(url) = context.as_str() else {
                return Err(self.rekeyed(Rekeying::InlineContext, &shown(context)));
            };
            let pointer = || format!("{}/{place}", self.pointer());
            let pointer: &dyn Fn() -> String = if named.as_array().is_some() { &pointer } else { &|| self.pointer() };
            active = Application { contexts: self.contexts, pointer }.named(&active, url)?;
        }
        Ok(active)
    }

    fn application<T>(&self, apply: impl FnOnce(Application<'_>) -> T) -> T {
        apply(Application { contexts: self.contexts, pointer: &|| self.pointer() })
    }

    fn blank(&mut self) -> Result<Node, Uncanonical> {
        self.blanks += 1;
        within(Cost::BlankNodes, self.blanks, self.budget.blank_nodes)?;
        Ok(Node::Blank(self.blanks - 1))
    }

    fn state(
        &mut self,
        subject: &Node,
        predicate: &Arc<str>,
        object: Node,
        graph: Option<&Node>,
    ) -> Result<(), Uncanonical> {
        let quad = Quad { subject: subject.clone(), predicate: predicate.clone(), object, graph: graph.cloned() };
        self.quads.push(quad);
        Ok(within(Cost::Quads, self.quads.len(), self.budget.quads)?)
    }

    /// Does something one member further down.
    fn under<T>(
        &mut self,
        key: &'a str,
        below: impl FnOnce(&mut Self) -> Result<T, Uncanonical>,
    ) -> Result<T, Uncanonical> {
        self.path.push(Step::Member(key));
        let done = below(self)?;
        self.path.pop();
        Ok(done)
    }

    /// Does something with each element of an array, or with the value itself.
    fn each(
        &mut self,
        values: &'a Json,
        mut with: impl FnMut(&mut Self, &'a Json) -> Result<(), Uncanonical>,
    ) -> Result<(), Uncanonical> {
        let Some(elements) = values.as_array() else {
            return with(self, values);
        };
        for (place, element) in elements.iter().enumerate() {
            self.path.push(Step::Element(place));
            match element {
                Json::Null => return Err(self.dropped(Loss::NullElement, "null")),
                Json::Array(_) => return Err(self.rekeyed(Rekeying::NestedArray, &shown(element))),
                _ => with(self, element)?,
            }
            self.path.pop();
        }
        Ok(())
    }

    fn pointer(&self) -> String {
        self.path
            .iter()
            .map(|step| match step {
                Step::Element(place) => format!("/{place}"),
                Step::Member(key) => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            })
            .collect()
    }

    fn rekeyed(&self, how: Rekeying, found: &str) -> Uncanonical {
        Uncanonical::Rekeyed { pointer: self.pointer(), how, found: short(found) }
    }

    fn dropped(&self, loss: Loss, found: &str) -> Uncanonical {
        Uncanonical::Dropped { pointer: self.pointer(), loss, found: short(found) }
    }

    fn undefined(&self, term: &str) -> Uncanonical {
        Uncanonical::UndefinedTerm { pointer: self.pointer(), term: short(term) }
    }
}

/// What stands there, for a sentence.
fn shown(value: &Json) -> String {
    match value {
        Json::Array(_) => "an array".to_owned(),
        Json::Bool(value) => value.to_string(),
        Json::Null => "null".to_owned(),
        Json::Number(number) => number.as_str().to_owned(),
        Json::Object(_) => "an object".to_owned(),
        Json::String(text) => text.to_string(),
    }
}

fn short(text: &str) -> String {
    const LONGEST: usize = 120;
    if text.chars().count() <= LONGEST { text.to_owned() } else { text.chars().take(LONGEST).chain(['…']).collect() }
}
