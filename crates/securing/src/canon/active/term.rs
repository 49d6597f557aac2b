//! One term of a context, and how it is defined (JSON-LD 1.1 API section 4.2).
//! Knows `@id`, `@type`, `@container`, `@context`, `@protected` and `@prefix`; anything else makes the context unusable.

use std::collections::HashMap;
use std::sync::Arc;

use attesto_credential::{Json, Object};

use super::super::Uncanonical;
use super::super::iri::{Form, form, is_keyword_like};
use super::super::quads;
use super::{Active, Entry};

/// What a key means.
#[derive(Debug)]
pub(in crate::canon) struct Term {
    pub(in crate::canon) target: Target,
    pub(in crate::canon) coercion: Coercion,
    pub(in crate::canon) container: Container,
    /// The own context of the term.
    pub(in crate::canon) scoped: Option<Arc<Json>>,
    pub(super) protected: bool,
    pub(super) prefix: bool,
}

/// What a key stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::canon) enum Target {
    /// `@id`
    Id,
    /// A property or a class: the IRI, and as N-Quads writes it.
    Iri(Arc<str>, Arc<str>),
    /// Taken out of use.
    Nothing,
    /// `@type`
    Type,
}

impl Target {
    pub(in crate::canon) fn iri(&self) -> Option<&str> {
        if let Self::Iri(iri, _) = self { Some(iri) } else { None }
    }
}

/// What a plain value of the key becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::canon) enum Coercion {
    /// A string names a node.
    Id,
    /// Any value is one JSON literal.
    Json,
    /// A literal of no particular datatype.
    None,
    /// A literal of this datatype.
    Typed(Arc<str>),
    /// A string names a term, or a node.
    Vocab,
}

/// How several values of the key hang together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::canon) enum Container {
    /// Each value is a graph of its own.
    Graph,
    /// The values have an order.
    List,
    /// The values have none.
    Set,
}

impl Term {
    /// Whether both mean the same, protection aside (section 4.2.2, step 27).
    fn means(&self, other: &Self) -> bool {
        self.target == other.target
            && self.coercion == other.coercion
            && self.container == other.container
            && self.scoped == other.scoped
            && self.prefix == other.prefix
    }
}

/// The terms of one context object being defined; a definition may need another one first.
pub(super) struct Defining<'a> {
    pub(super) result: Active,
    pub(super) definitions: &'a Object,
    pub(super) entry: Entry,
    pub(super) url: &'a str,
    pub(super) pointer: &'a dyn Fn() -> String,
    pub(super) begun: HashMap<&'a str, Progress>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    Begun,
    Defined,
}

impl<'a> Defining<'a> {
    pub(super) fn all(mut self) -> Result<Active, Uncanonical> {
        for (name, value) in self.definitions.iter() {
            match name {
                "@protected" if value == &Json::Bool(true) || value == &Json::Bool(false) => {}
                "@version" | "@vocab" => {}
                _ if name.starts_with('@') => return Err(self.unusable(name, "a keyword that is not read here")),
                _ => self.define(name)?,
            }
        }
        Ok(self.result)
    }

    fn define(&mut self, name: &'a str) -> Result<(), Uncanonical> {
        match self.begun.get(name) {
            Some(Progress::Defined) => return Ok(()),
            Some(Progress::Begun) => return Err(self.unusable(name, "defined by itself")),
            None => self.begun.insert(name, Progress::Begun),
        };
        let before = self.result.terms.remove(name);
        let mut term = self.made(name)?;
        if let Some(before) = before.filter(|before| before.protected && self.entry != Entry::Property) {
            if !before.means(&term) {
                return Err(Uncanonical::ProtectedTerm { pointer: (self.pointer)(), term: name.to_owned() });
            }
            term.protected = true;
        }
        self.result.terms.insert(name.into(), Arc::new(term));
        self.begun.insert(name, Progress::Defined);
        Ok(())
    }

    fn made(&mut self, name: &'a str) -> Result<Term, Uncanonical> {
        if name.is_empty() || name.contains([':', '/']) {
            return Err(self.unusable(name, "a term that looks like an IRI"));
        }
        let definitions = self.definitions;
        match definitions.get(name) {
            None | Some(Json::Null) => self.term(name, Target::Nothing),
            Some(Json::String(id)) => {
                let target = self.target(name, Some(id))?;
                let mut term = self.term(name, target)?;
                term.prefix = term.target.iri().is_some_and(|iri| iri.ends_with([':', '/', '?', '#', '[', ']', '@']));
                Ok(term)
            }
            Some(Json::Object(definition)) => self.expanded(name, definition),
            Some(_) => Err(self.unusable(name, "neither a string nor an object")),
        }
    }

    /// An expanded term definition.
    fn expanded(&mut self, name: &'a str, definition: &'a Object) -> Result<Term, Uncanonical> {
        let known = ["@id", "@type", "@container", "@context", "@protected", "@prefix"];
        if let Some((other, _)) = definition.iter().find(|(key, _)| !known.contains(key)) {
            return Err(self.unusable(name, &format!("{other} is not read here")));
        }
        let target = match definition.get("@id") {
            Some(Json::Null) => Target::Nothing,
            Some(Json::String(id)) if id != name => self.target(name, Some(id))?,
            Some(Json::String(_)) | None => self.target(name, None)?,
            Some(_) => return Err(self.unusable(name, "@id that is not a string")),
        };
        let mut term = self.term(name, target)?;
        term.coercion = self.coercion(name, definition.get("@type"))?;
        term.container = self.container(name, definition.get("@container"))?;
        term.scoped = definition.get("@context").cloned().map(Arc::new);
        term.protected = self.flag(name, definition.get("@protected"), term.protected)?;
        term.prefix = self.flag(name, definition.get("@prefix"), false)?;
        Ok(term)
    }

    fn term(&self, name: &str, target: Target) -> Result<Term, Uncanonical> {
        let protected = self.flag(name, self.definitions.get("@protected"), false)?;
        Ok(Term { target, coercion: Coercion::None, container: Container::Set, scoped: None, protected, prefix: false })
    }

    fn flag(&self, name: &str, value: Option<&Json>, otherwise: bool) -> Result<bool, Uncanonical> {
        match value {
            None => Ok(otherwise),
            Some(Json::Bool(value)) => Ok(*value),
            Some(_) => Err(self.unusable(name, "a flag that is neither true nor false")),
        }
    }

    /// What the term stands for; only `id` and `type` may stand for keywords, because that is where they are read.
    fn target(&mut self, name: &'a str, id: Option<&'a str>) -> Result<Target, Uncanonical> {
        match (name, id) {
            ("id", Some("@id")) => Ok(Target::Id),
            ("type", Some("@type")) => Ok(Target::Type),
            (_, Some(id)) => self.iri(name, id).map(|iri| written(&iri)),
            (_, None) => match &self.result.vocabulary {
                Some(vocabulary) => Ok(written(&format!("{vocabulary}{name}"))),
                None => Err(self.unusable(name, "a term without an IRI")),
            },
        }
    }

    /// The IRI that a text stands for inside the context (section 5.2).
    fn iri(&mut self, name: &str, text: &'a str) -> Result<String, Uncanonical> {
        if is_keyword_like(text) {
            return Err(self.unusable(name, &format!("{text} is not read here")));
        }
        self.need(text)?;
        if let Some(iri) = self.result.term(text).and_then(|term| term.target.iri()) {
            return Ok(iri.to_owned());
        }
        if let Some((prefix, suffix)) = text.split_once(':').filter(|(_, suffix)| !suffix.starts_with("//")) {
            self.need(prefix)?;
            if let Some(start) = self.result.prefix(prefix) {
                return self.absolute(name, format!("{start}{suffix}"));
            }
        }
        match (form(text), &self.result.vocabulary) {
            (Form::Relative, Some(vocabulary)) => self.absolute(name, format!("{vocabulary}{text}")),
            _ => self.absolute(name, text.to_owned()),
        }
    }

    /// Defines another term of the same context first.
    fn need(&mut self, name: &'a str) -> Result<(), Uncanonical> {
        if self.definitions.get(name).is_some() { self.define(name) } else { Ok(()) }
    }

    fn absolute(&self, name: &str, iri: String) -> Result<String, Uncanonical> {
        if form(&iri) == Form::Absolute { Ok(iri) } else { Err(self.unusable(name, &format!("{iri:?} is not an IRI"))) }
    }

    fn coercion(&mut self, name: &str, value: Option<&'a Json>) -> Result<Coercion, Uncanonical> {
        match value {
            None => Ok(Coercion::None),
            Some(Json::String(text)) => match text.as_str() {
                "@id" => Ok(Coercion::Id),
                "@json" => Ok(Coercion::Json),
                "@vocab" => Ok(Coercion::Vocab),
                other => self.iri(name, other).map(|iri| Coercion::Typed(iri.into())),
            },
            Some(_) => Err(self.unusable(name, "@type that is not a string")),
        }
    }

    fn container(&self, name: &str, value: Option<&Json>) -> Result<Container, Uncanonical> {
        let names: Option<Vec<&str>> =
            value.map_or(Some(Vec::new()), |value| value.as_set().iter().map(Json::as_str).collect());
        match names.as_deref() {
            Some([] | ["@set"]) => Ok(Container::Set),
            Some(["@list"]) => Ok(Container::List),
            Some(["@graph"] | ["@graph", "@set"] | ["@set", "@graph"]) => Ok(Container::Graph),
            _ => Err(self.unusable(name, "a container that is not read here")),
        }
    }

    fn unusable(&self, name: &str, why: &str) -> Uncanonical {
        Uncanonical::ContextUnusable { url: self.url.to_owned(), feature: format!("{name}: {why}") }
    }
}

fn written(iri: &str) -> Target {
    Target::Iri(iri.into(), quads::iri(iri))
}
