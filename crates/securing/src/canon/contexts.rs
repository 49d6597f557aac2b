//! JSON-LD contexts that were given, by URL; nothing else is ever a context.
//! Never fetches: an unknown URL is a fault.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use attesto_credential::{Document, Json, Limits};

use super::active::{Active, Entry};
use super::context::Program;
use super::short::Short;
use super::{Uncanonical, Wording};
use crate::digest::Digest;

/// Derived contexts kept for the next document; past this the memory starts anew.
const REMEMBERED: usize = 1_024;

/// Lists of contexts that are kept compiled; past this the memory starts anew.
const LISTS: usize = 16;

/// The contexts a document may name.
///
/// The product uses [`Contexts::pinned`] alone; tests compose their own.
#[derive(Debug, Default)]
pub struct Contexts {
    given: BTreeMap<String, Result<Arc<Json>, String>>,
    initial: Arc<Active>,
    derived: Mutex<HashMap<(usize, usize, Entry), Derived>>,
    compiled: Mutex<Vec<Compiled>>,
    short: Short,
}

/// One list of contexts as the fast path reads it.
#[derive(Debug)]
struct Compiled {
    urls: Vec<String>,
    program: Arc<Program>,
}

impl Compiled {
    fn is_of(&self, urls: &[Json]) -> bool {
        self.urls.len() == urls.len() && self.urls.iter().zip(urls).all(|(one, other)| other.as_str() == Some(one))
    }
}

/// One context applied to another. Holds both, so that their addresses stay theirs.
#[derive(Debug)]
struct Derived {
    _before: Arc<Active>,
    _applied: Arc<Json>,
    after: Arc<Active>,
}

impl Contexts {
    /// No contexts at all.
    pub fn empty() -> Self {
        Self::default()
    }

    /// The contexts of this product, byte for byte as published (`contexts/SOURCES.md`).
    pub fn pinned() -> Self {
        PINNED.iter().fold(Self::empty(), |contexts, (url, text)| contexts.with(url, text))
    }

    /// Adds one context, or replaces it. A text that cannot be read is told when a document names the URL.
    #[must_use]
    pub fn with(mut self, url: &str, text: &str) -> Self {
        self.given.insert(url.to_owned(), read(text).map(Arc::new));
        self.derived = Mutex::default();
        self.compiled = Mutex::default();
        self.short = Short::default();
        self
    }

    /// The URLs that may be named.
    pub fn urls(&self) -> impl Iterator<Item = &str> {
        self.given.keys().map(String::as_str)
    }

    /// The digest of a short wording's canonical form under these contexts, from memory or by `make`.
    pub(crate) fn digest_of_short<E>(
        &self,
        wording: &Wording<'_>,
        make: impl FnOnce() -> Result<Digest, E>,
    ) -> Result<Digest, E> {
        self.short.digest(wording, make)
    }

    /// The context before any is named.
    pub(super) fn initial(&self) -> Arc<Active> {
        self.initial.clone()
    }

    /// The context text at a URL.
    pub(super) fn given(&self, url: &str, pointer: &str) -> Result<Arc<Json>, Uncanonical> {
        match self.given.get(url) {
            Some(Ok(context)) => Ok(context.clone()),
            Some(Err(feature)) => Err(Uncanonical::ContextUnusable { url: url.to_owned(), feature: feature.clone() }),
            None => Err(Uncanonical::UnknownContext { pointer: pointer.to_owned(), url: url.to_owned() }),
        }
    }

    /// What `before` becomes under `applied`, from memory or by `make`.
    pub(super) fn derived(
        &self,
        before: &Arc<Active>,
        applied: &Arc<Json>,
        entry: Entry,
        make: impl FnOnce() -> Result<Arc<Active>, Uncanonical>,
    ) -> Result<Arc<Active>, Uncanonical> {
        let key = (Arc::as_ptr(before).addr(), Arc::as_ptr(applied).addr(), entry);
        if let Some(known) = self.derived.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(known.after.clone());
        }
        let after = make()?;
        let derived = Derived { _before: before.clone(), _applied: applied.clone(), after: after.clone() };
        let mut memory = self.derived.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.len() >= REMEMBERED {
            memory.clear();
        }
        memory.insert(key, derived);
        Ok(after)
    }
}

impl Contexts {
    /// What a list of URLs makes of keys, from memory or compiled now; `None` if the general path is to say why not.
    pub(super) fn program(&self, urls: &[Json]) -> Option<Arc<Program>> {
        let known = |all: &Vec<Compiled>| Some(all.iter().find(|one| one.is_of(urls))?.program.clone());
        if let Some(known) = known(&self.compiled.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Some(known);
        }
        let named = urls.iter().map(Json::as_str).collect::<Option<Vec<_>>>()?;
        let program = Arc::new(Program::of(&named, self)?);
        self.keep(urls, program.clone());
        Some(program)
    }

    /// Remembers what a program has learnt.
    pub(super) fn keep(&self, urls: &[Json], program: Arc<Program>) {
        let mut all = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = all.iter_mut().find(|one| one.is_of(urls)) {
            known.program = program;
            return;
        }
        if all.len() >= LISTS {
            all.clear();
        }
        all.push(Compiled { urls: urls.iter().filter_map(Json::as_str).map(str::to_owned).collect(), program });
    }
}

/// The value of `@context` in a context document.
fn read(text: &str) -> Result<Json, String> {
    let document = Document::parse(text.as_bytes(), &Limits::default()).map_err(|fault| fault.to_string())?;
    if !document.flaws().is_empty() {
        return Err("a key stands twice in it".to_owned());
    }
    document.root().get("@context").cloned().ok_or_else(|| "it has no member @context".to_owned())
}

macro_rules! pinned {
    ($($url:literal => $file:literal,)*) => {
        &[$(($url, include_str!(concat!("../../../../contexts/", $file)))),*]
    };
}

const PINNED: &[(&str, &str)] = pinned! {
    "https://www.w3.org/2018/credentials/v1" => "credentials-v1.json",
    "https://www.w3.org/ns/credentials/v2" => "credentials-v2.json",
    "https://w3id.org/security/data-integrity/v2" => "security-data-integrity-v2.json",
    "https://w3id.org/security/multikey/v1" => "security-multikey-v1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json" => "ob-v3p0-context-3.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json" => "ob-v3p0-context-3.0.2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json" => "ob-v3p0-context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json" => "ob-v3p0-extensions.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json" => "clr_context_2.0.1.json",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pinned_context_can_be_read() {
        let contexts = Contexts::pinned();

        let unreadable: Vec<&str> = contexts.urls().filter(|url| contexts.given(url, "").is_err()).collect();

        assert_eq!(unreadable, Vec::<&str>::new());
        assert_eq!(contexts.urls().count(), PINNED.len());
    }

    #[test]
    fn a_context_that_is_not_json_is_told_when_it_is_named() {
        let contexts = Contexts::empty().with("urn:broken", "{");

        assert!(matches!(contexts.given("urn:broken", ""), Err(Uncanonical::ContextUnusable { .. })));
        assert!(matches!(contexts.given("urn:other", "/@context"), Err(Uncanonical::UnknownContext { .. })));
    }
}
