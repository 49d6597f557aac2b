//! The active context and how contexts change it (JSON-LD 1.1 API section 4.1).
//! Only what pinned contexts use; any other feature of JSON-LD makes a context unusable, and says so.

mod term;

use std::collections::HashMap;
use std::sync::Arc;

use attesto_credential::{Json, Object};

use super::{Contexts, Uncanonical};

pub(super) use term::{Coercion, Container, Target, Term};

/// Contexts inside contexts, by URL.
const DEPTH: usize = 8;

/// The terms in force at one place of a document.
#[derive(Debug, Default)]
pub(super) struct Active {
    terms: HashMap<Arc<str>, Arc<Term>>,
    vocabulary: Option<Arc<str>>,
    previous: Option<Arc<Self>>,
}

/// How a context takes effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Entry {
    /// Named by the document: holds below too, never overrides protected terms.
    Named,
    /// The own context of a property: holds below too, may override protected terms.
    Property,
    /// The own context of a type: ends with the node.
    Type,
}

impl Active {
    pub(super) fn term(&self, name: &str) -> Option<&Arc<Term>> {
        self.terms.get(name)
    }

    pub(super) fn terms(&self) -> impl Iterator<Item = (&Arc<str>, &Arc<Term>)> {
        self.terms.iter()
    }

    /// The vocabulary that keys without a term fall into; no pinned context has one.
    pub(super) fn vocabulary(&self) -> Option<&str> {
        self.vocabulary.as_deref()
    }

    /// The context that held before the types of the node above.
    pub(super) fn previous(&self) -> Option<&Arc<Self>> {
        self.previous.as_ref()
    }

    /// The IRI of `prefix` if names may begin with it.
    pub(super) fn prefix(&self, name: &str) -> Option<&str> {
        self.term(name).filter(|term| term.prefix).and_then(|term| term.target.iri())
    }

    /// Whether a term other than `but` stands for this IRI.
    pub(super) fn has_term_for(&self, iri: &str, wanted: impl Fn(&str) -> bool) -> bool {
        self.terms.iter().any(|(name, term)| term.target.iri() == Some(iri) && wanted(name))
    }

    fn copied(&self) -> Self {
        Self { terms: self.terms.clone(), vocabulary: self.vocabulary.clone(), previous: self.previous.clone() }
    }
}

/// Applies contexts to an active context.
pub(super) struct Application<'a> {
    pub(super) contexts: &'a Contexts,
    /// Where the document is, for faults.
    pub(super) pointer: &'a dyn Fn() -> String,
}

impl Application<'_> {
    /// The active context after a context that the document names by URL.
    pub(super) fn named(&self, before: &Arc<Active>, url: &str) -> Result<Arc<Active>, Uncanonical> {
        self.by_url(before, url, 0)
    }

    /// The active context after the own context of a term.
    pub(super) fn scoped(
        &self,
        before: &Arc<Active>,
        context: &Arc<Json>,
        entry: Entry,
    ) -> Result<Arc<Active>, Uncanonical> {
        self.contexts.derived(before, context, entry, || self.applied(before, context, entry, "a scoped context", 0))
    }

    fn by_url(&self, before: &Arc<Active>, url: &str, depth: usize) -> Result<Arc<Active>, Uncanonical> {
        if depth > DEPTH {
            return Err(unusable(url, "contexts that name each other"));
        }
        let context = self.contexts.given(url, &(self.pointer)())?;
        let make = || self.applied(before, &context, Entry::Named, url, depth + 1);
        self.contexts.derived(before, &context, Entry::Named, make)
    }

    fn applied(
        &self,
        before: &Arc<Active>,
        context: &Json,
        entry: Entry,
        url: &str,
        depth: usize,
    ) -> Result<Arc<Active>, Uncanonical> {
        let mut result = before.clone();
        for part in context.as_set() {
            result = match part {
                Json::Null => self.cleared(&result, entry)?,
                Json::String(named) => self.by_url(&result, named, depth)?,
                Json::Object(definitions) => Arc::new(self.extended(&result, definitions, entry, url)?),
                _ => return Err(unusable(url, "a context that is neither a URL nor an object")),
            };
        }
        if entry == Entry::Type && result.previous.is_none() {
            let mut ending = result.copied();
            ending.previous = Some(before.clone());
            result = Arc::new(ending);
        }
        Ok(result)
    }

    /// Step 5.1: `null` takes every term away, unless one is protected.
    fn cleared(&self, before: &Arc<Active>, entry: Entry) -> Result<Arc<Active>, Uncanonical> {
        let protected = before.terms.iter().filter(|(_, term)| term.protected).map(|(name, _)| name).min();
        match protected {
            Some(name) if entry != Entry::Property => {
                Err(Uncanonical::ProtectedTerm { pointer: (self.pointer)(), term: name.to_string() })
            }
            _ => Ok(self.contexts.initial()),
        }
    }

    /// Steps 5.4 to 5.13: an object defines terms.
    fn extended(&self, before: &Active, definitions: &Object, entry: Entry, url: &str) -> Result<Active, Uncanonical> {
        let mut result = before.copied();
        if let Some(vocabulary) = definitions.get("@vocab") {
            result.vocabulary = Some(vocabulary_of(vocabulary, url)?);
        }
        term::Defining { result, definitions, entry, url, pointer: self.pointer, begun: HashMap::new() }.all()
    }
}

fn vocabulary_of(vocabulary: &Json, url: &str) -> Result<Arc<str>, Uncanonical> {
    match vocabulary.as_str() {
        Some(iri) if super::iri::form(iri) == super::iri::Form::Absolute => Ok(iri.into()),
        _ => Err(unusable(url, "@vocab that is not an IRI")),
    }
}

fn unusable(url: &str, feature: &str) -> Uncanonical {
    Uncanonical::ContextUnusable { url: url.to_owned(), feature: feature.to_owned() }
}
