//! Node objects: the context in force inside, types, id, members (JSON-LD 1.1 API section 5.1, steps 7 to 14).
//! Values that are not nodes are in `value`.

use std::sync::Arc;

use attesto_credential::{Json, Object};

use super::super::active::{Active, Coercion, Container, Entry, Target, Term};
use super::super::jcs::jcs;
use super::super::quads::{self, Kind, Node};
use super::super::{Loss, Rekeying, Uncanonical};
use super::{Place, Walk, shown};

pub(in crate::canon) const RDF_TYPE: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
const RDF_JSON: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON";

impl<'a> Walk<'a> {
    /// A node object that is the value of a key (steps 7 to 9).
    pub(super) fn inner(&mut self, object: &'a Object, place: Place<'_>) -> Result<Node, Uncanonical> {
        let mut active = place.active.clone();
        if let Some(previous) = active.previous().cloned()
            && !is_reference(object, &active)
        {
            active = previous;
        }
        if let Some(context) = place.scoped {
            active = self.application(|a| a.scoped(&active, context, Entry::Property))?;
        }
        if let Some(named) = object.get("@context") {
            active = self.under("@context", |walk| {
                if is_credential(object) {
                    walk.named(&active, named)
                } else {
                    Err(walk.rekeyed(Rekeying::NestedContext, &shown(named)))
                }
            })?;
        }
        if let Some(root) = self.root
            && object.text("id") == Some(root)
            && object.len() > 1
        {
            return Err(self.rekeyed(Rekeying::SplitNode, root));
        }
        self.node(object, &active, place.graph)
    }

    /// A node object under its context (steps 10 to 14).
    pub(super) fn node(
        &mut self,
        object: &'a Object,
        outer: &Arc<Active>,
        graph: Option<&Node>,
    ) -> Result<Node, Uncanonical> {
        let active = self.typed(object, outer)?;
        let subject = self.subject(object, &active)?;
        for (key, value) in object.iter().filter(|(key, _)| *key != "@context") {
            self.under(key, |walk| {
                let Some(term) = walk.term(key, &active)? else {
                    return walk.in_vocabulary(key, value, &active, &subject, graph);
                };
                match &term.target {
                    Target::Id => Ok(()),
                    Target::Type => walk.types(value, outer, &subject, graph),
                    Target::Nothing => Err(walk.undefined(key)),
                    Target::Iri(iri, predicate) => {
                        walk.check_alias(key, iri, &active)?;
                        let place = Place { active: &active, key, scoped: term.scoped.as_ref(), graph };
                        walk.member(value, &term, predicate, &subject, place)
                    }
                }
            })?;
        }
        Ok(subject)
    }

    /// The context after the own contexts of the types, in the order of their names (steps 10 and 11).
    fn typed(&mut self, object: &'a Object, outer: &Arc<Active>) -> Result<Arc<Active>, Uncanonical> {
        let types = object.iter().filter(|(key, _)| outer.term(key).is_some_and(|term| term.target == Target::Type));
        let mut names: Vec<&str> = types.flat_map(|(_, value)| value.as_set()).filter_map(Json::as_str).collect();
        names.sort_unstable();
        let mut active = outer.clone();
        for name in names {
            if let Some(context) = outer.term(name).and_then(|term| term.scoped.as_ref()) {
                active = self.application(|a| a.scoped(&active, context, Entry::Type))?;
            }
        }
        Ok(active)
    }

    fn subject(&mut self, object: &'a Object, active: &Arc<Active>) -> Result<Node, Uncanonical> {
        let id = object.iter().find(|(key, _)| active.term(key).is_some_and(|term| term.target == Target::Id));
        match id {
            None => self.blank(),
            Some((key, Json::String(id))) => {
                self.under(key, |walk| Ok(Node::Written(quads::iri(walk.node_iri(id, active)?))))
            }
            Some((key, other)) => self.under(key, |walk| Err(walk.dropped(Loss::WrongType, &shown(other)))),
        }
    }

    /// The term a key stands for; `None` if only the vocabulary gives it a meaning.
    fn term(&self, key: &str, active: &Arc<Active>) -> Result<Option<Arc<Term>>, Uncanonical> {
        if key.starts_with('@') {
            return Err(self.rekeyed(Rekeying::Keyword, key));
        }
        if key.contains(':') {
            return Err(self.rekeyed(Rekeying::IriKey, key));
        }
        match active.term(key) {
            Some(term) => Ok(Some(term.clone())),
            None if active.vocabulary().is_some() => Ok(None),
            None => Err(self.undefined(key)),
        }
    }

    fn in_vocabulary(
        &mut self,
        key: &'a str,
        value: &'a Json,
        active: &Arc<Active>,
        subject: &Node,
        graph: Option<&Node>,
    ) -> Result<(), Uncanonical> {
        let predicate = quads::iri(&self.vocabulary_iri(key, active)?);
        let place = Place { active, key, scoped: None, graph };
        self.set(value, &predicate, subject, place)
    }

    /// A class name as a key would say the same as the property of that IRI, and nobody would read it.
    fn check_alias(&self, key: &str, iri: &str, active: &Arc<Active>) -> Result<(), Uncanonical> {
        let is_class_name = |name: &str| name.starts_with(|c: char| c.is_uppercase());
        if is_class_name(key) && active.has_term_for(iri, |name| !is_class_name(name)) {
            return Err(self.rekeyed(Rekeying::Alias, key));
        }
        Ok(())
    }

    fn types(
        &mut self,
        value: &'a Json,
        outer: &Arc<Active>,
        subject: &Node,
        graph: Option<&Node>,
    ) -> Result<(), Uncanonical> {
        self.each(value, |walk, name| match name {
            Json::String(name) => {
                let class = quads::iri(&walk.vocabulary_iri(name, outer)?);
                walk.state(subject, &RDF_TYPE.into(), Node::Written(class), graph)
            }
            other => Err(walk.dropped(Loss::WrongType, &shown(other))),
        })
    }

    /// The values of one key (step 13).
    fn member(
        &mut self,
        value: &'a Json,
        term: &Term,
        predicate: &Arc<str>,
        subject: &Node,
        place: Place<'_>,
    ) -> Result<(), Uncanonical> {
        match (&term.coercion, term.container, value) {
            (Coercion::Json, _, _) => {
                let literal = quads::literal(&jcs(value), Kind::Typed(RDF_JSON));
                self.state(subject, predicate, Node::Written(literal), place.graph)
            }
            (_, _, Json::Null) => Ok(()),
            (_, Container::Graph, _) => self.graphs(value, predicate, subject, place),
            (_, Container::List, _) => self.list(value, predicate, subject, place),
            (_, Container::Set, _) => self.set(value, predicate, subject, place),
        }
    }

    fn set(
        &mut self,
        value: &'a Json,
        predicate: &Arc<str>,
        subject: &Node,
        place: Place<'_>,
    ) -> Result<(), Uncanonical> {
        if *value == Json::Null {
            return Ok(());
        }
        self.each(value, |walk, element| {
            let object = walk.value(element, place)?;
            walk.state(subject, predicate, object, place.graph)
        })
    }

    /// Each value a graph of its own, named by a blank node. One without statements would vanish.
    fn graphs(
        &mut self,
        value: &'a Json,
        predicate: &Arc<str>,
        subject: &Node,
        place: Place<'_>,
    ) -> Result<(), Uncanonical> {
        self.each(value, |walk, element| {
            let name = walk.blank()?;
            walk.state(subject, predicate, name.clone(), place.graph)?;
            let before = walk.quads.len();
            walk.value(element, Place { graph: Some(&name), ..place })?;
            let is_told =
                walk.quads.get(before..).is_some_and(|new| new.iter().any(|q| q.graph.as_ref() == Some(&name)));
            if is_told { Ok(()) } else { Err(walk.dropped(Loss::EmptyGraph, &shown(element))) }
        })
    }
}

/// Whether the object says nothing but which node it is.
fn is_reference(object: &Object, active: &Active) -> bool {
    object.len() == 1
        && object.iter().all(|(key, _)| key == "@id" || active.term(key).is_some_and(|term| term.target == Target::Id))
}

/// Whether an embedded object is a credential, which names its own contexts (VC Data Model 2.0 section 4.3).
fn is_credential(object: &Object) -> bool {
    let types = object.get("type").map(Json::as_set).unwrap_or_default();
    types.iter().any(|name| name.as_str() == Some("VerifiableCredential"))
}
