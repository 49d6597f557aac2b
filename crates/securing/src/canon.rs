//! The canonical form of a document: JSON-LD in compacted form, to RDF, to sorted N-Quads (RDFC-1.0).
//! Hashes nothing that is signed and believes nothing: it only says what a signature would cover, or why it cannot.

mod active;
mod budget;
mod context;
mod contexts;
mod general;
mod iri;
mod jcs;
#[cfg(feature = "seal")]
pub(crate) mod pattern;
mod quads;
mod rdfc;
mod short;
mod walk;

use attesto_credential::{Document, Flaw, Json, Object};

use crate::digest::Digest;

pub use budget::{Budget, Cost};
pub use contexts::Contexts;
pub use jcs::jcs;
pub use rdfc::LabelHash;

/// The canonical N-Quads of a document, sorted by code point, each line ended by a line feed.
#[derive(Clone, Debug)]
pub struct Canonical {
    text: String,
    /// So many bytes at the beginning are likely to be those of many documents; none if nothing is shared.
    shared: usize,
}

impl Canonical {
    /// The text that is hashed.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The digest that is signed. What is shared is taken in once for all that begin with it.
    pub(crate) fn digest(&self) -> Digest {
        Digest::of_beginning(self.text.as_bytes(), self.shared)
    }

    /// The lines, one quad each, without line feeds.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.text.lines()
    }
}

impl PartialEq for Canonical {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Canonical {}

/// Gives the canonical form of a document under the given contexts, blank nodes labelled by SHA-256.
///
/// Every key is a term of the active context and every value is covered as it reads; what JSON-LD would drop or
/// what could be written otherwise under the same signature is refused. Sets have no order in it, and repeated
/// equal members count once: nothing may be read from either.
/// (<https://www.w3.org/TR/json-ld11-api/>, <https://www.w3.org/TR/rdf-canon/>)
///
/// # Errors
/// The first fault met; a flaw of form first.
pub fn canonical(document: &Document, contexts: &Contexts, budget: &Budget) -> Result<Canonical, Uncanonical> {
    canonical_by(document, contexts, budget, LabelHash::Sha256)
}

/// Gives the canonical form with blank nodes labelled by the hash of the suite (ecdsa-rdfc-2019 over P-384).
///
/// # Errors
/// As [`canonical`].
pub fn canonical_by(
    document: &Document,
    contexts: &Contexts,
    budget: &Budget,
    hash: LabelHash,
) -> Result<Canonical, Uncanonical> {
    if let Some(flaw) = document.flaws().first() {
        return Err(flaw.into());
    }
    Wording::of(document).canonical(contexts, budget, hash)
}

/// Gives the canonical form by the general path alone, for comparing it with that of both.
///
/// # Errors
/// As [`canonical`].
pub fn canonical_generally(
    document: &Document,
    contexts: &Contexts,
    budget: &Budget,
) -> Result<Canonical, Uncanonical> {
    if let Some(flaw) = document.flaws().first() {
        return Err(flaw.into());
    }
    generally(document.root(), contexts, budget, LabelHash::Sha256)
}

/// An object, the contexts that it stands under, and the member that is not part of it.
#[derive(Clone, Copy)]
pub(crate) struct Wording<'d> {
    root: &'d Object,
    contexts: Option<&'d Json>,
    without: Option<&'d str>,
}

impl<'d> Wording<'d> {
    /// A document as it is.
    pub(crate) fn of(document: &'d Document) -> Self {
        Self { root: document.root(), contexts: document.root().get("@context"), without: None }
    }

    /// A document without one of its members.
    pub(crate) fn without(document: &'d Document, member: &'d str) -> Self {
        Self { without: Some(member), ..Self::of(document) }
    }

    /// An object without one of its members, under contexts of another one.
    pub(crate) fn under(contexts: Option<&'d Json>, root: &'d Object, without: &'d str) -> Self {
        Self { root, contexts, without: Some(without) }
    }

    /// The canonical form; the fast path never refuses, so that what is refused is refused by the general path.
    pub(crate) fn canonical(
        &self,
        contexts: &Contexts,
        budget: &Budget,
        hash: LabelHash,
    ) -> Result<Canonical, Uncanonical> {
        if hash == LabelHash::Sha256
            && let Ok(canonical) = walk::canonical(self, contexts, budget)
        {
            return Ok(canonical);
        }
        match (self.without, self.root.get("@context") == self.contexts) {
            (None, true) => generally(self.root, contexts, budget, hash),
            _ => generally(&self.composed(), contexts, budget, hash),
        }
    }

    /// The same as an object of its own.
    pub(crate) fn composed(&self) -> Object {
        let mut composed = self.root.clone();
        if let Some(member) = self.without {
            composed.remove(member);
        }
        if composed.get("@context") != self.contexts {
            composed.remove("@context");
            return composed.with_some("@context", self.contexts.cloned());
        }
        composed
    }
}

fn generally(root: &Object, contexts: &Contexts, budget: &Budget, hash: LabelHash) -> Result<Canonical, Uncanonical> {
    let quads = general::quads(root, contexts, budget)?;
    Ok(Canonical { text: rdfc::canonize(quads, hash, budget)?.text, shared: 0 })
}

/// Why a document has no canonical form that a signature may be read under. Pointers are JSON Pointers (RFC 6901).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Uncanonical {
    /// A context that was given is broken or uses a feature of JSON-LD that is not read here.
    #[error("the context {url} cannot be used: {feature}; pin another version of it")]
    ContextUnusable {
        /// The context, or the term whose own context it is.
        url: String,
        /// What cannot be used.
        feature: String,
    },
    /// A value that JSON-LD would leave out of the signed statements.
    #[error("{pointer}: {loss} ({found:?}), so no signature would cover it; write it as the standard does")]
    Dropped {
        /// Where.
        pointer: String,
        /// Why it would be left out.
        loss: Loss,
        /// The value, shortened.
        found: String,
    },
    /// The same key twice in one object.
    #[error("{pointer}: the key stands twice and readers differ in which they take; keep one")]
    DuplicateKey {
        /// Where the second one stands.
        pointer: String,
    },
    /// A number that readers, or the canonical form, round to another value.
    #[error("{pointer}: the number {written} is not the same for every reader; write fewer digits, or a string")]
    InexactNumber {
        /// Where.
        pointer: String,
        /// As written.
        written: String,
    },
    /// A protected term of an earlier context given another meaning.
    #[error("{pointer}: the contexts redefine the protected term {term:?}; use versions that go together")]
    ProtectedTerm {
        /// Where the contexts are named or take effect.
        pointer: String,
        /// The term.
        term: String,
    },
    /// Same statements, other JSON: a reader of members would not see what the signature covers.
    #[error("{pointer}: {how} ({found:?}); only the compacted form under the pinned contexts is read")]
    Rekeyed {
        /// Where.
        pointer: String,
        /// In what way.
        how: Rekeying,
        /// The key or value, shortened.
        found: String,
    },
    /// More work than the budget allows.
    #[error("more than {limit} {cost}; the document is too entangled to be judged")]
    TooComplex {
        /// What there is too much of.
        cost: Cost,
        /// The limit.
        limit: usize,
    },
    /// A key or a type that no context defines.
    #[error("{pointer}: no context of the document defines {term:?}; name the context that does")]
    UndefinedTerm {
        /// Where.
        pointer: String,
        /// The key, or the type.
        term: String,
    },
    /// A context that was not given; contexts are never fetched.
    #[error("{pointer}: the context {url} is not pinned here")]
    UnknownContext {
        /// Where.
        pointer: String,
        /// The context.
        url: String,
    },
}

/// Ways to write the same statements in other JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rekeying {
    /// A class name as a key, where the context has a property of the same IRI.
    Alias,
    /// A blank node identifier.
    BlankId,
    /// A prefixed name as a value.
    CompactIri,
    /// A context that is not a pinned URL.
    InlineContext,
    /// An IRI, whole or prefixed, as a key.
    IriKey,
    /// A whole IRI where the context has a term.
    IriForTerm,
    /// A keyword of JSON-LD as a key.
    Keyword,
    /// An array directly in an array.
    NestedArray,
    /// A context on something that is not a credential.
    NestedContext,
    /// A relative IRI.
    RelativeIri,
    /// Members of the document's own node at a second place.
    SplitNode,
}

impl std::fmt::Display for Rekeying {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Alias => "a class name stands as a key",
            Self::BlankId => "a blank node identifier",
            Self::CompactIri => "a prefixed name stands for an IRI",
            Self::InlineContext => "a context that is not a URL",
            Self::IriKey => "an IRI stands as a key",
            Self::IriForTerm => "a whole IRI stands where the context has a term",
            Self::Keyword => "a JSON-LD keyword stands as a key",
            Self::NestedArray => "an array directly in an array",
            Self::NestedContext => "a context on something that is not a credential",
            Self::RelativeIri => "a relative IRI",
            Self::SplitNode => "members of the document itself at a second place",
        })
    }
}

/// Why JSON-LD would leave a value out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Loss {
    /// A base direction, which N-Quads cannot hold.
    Direction,
    /// Nothing is said at all.
    Empty,
    /// A graph without statements: its content would be left out.
    EmptyGraph,
    /// Characters that no IRI has.
    IllFormedIri,
    /// A language tag against BCP 47.
    LanguageTag,
    /// `null` among the elements of an array.
    NullElement,
    /// A value of a JSON type that cannot stand there.
    WrongType,
}

impl std::fmt::Display for Loss {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Direction => "a base direction has no place in RDF",
            Self::Empty => "nothing is said",
            Self::EmptyGraph => "a graph without statements",
            Self::IllFormedIri => "not an IRI",
            Self::LanguageTag => "not a language tag of BCP 47",
            Self::NullElement => "null in an array",
            Self::WrongType => "this JSON type cannot stand here",
        })
    }
}

impl From<&Flaw> for Uncanonical {
    fn from(flaw: &Flaw) -> Self {
        match flaw {
            Flaw::DuplicateKey { pointer } => Self::DuplicateKey { pointer: pointer.clone() },
            Flaw::InexactNumber { pointer, written } => {
                Self::InexactNumber { pointer: pointer.clone(), written: written.clone() }
            }
        }
    }
}

impl From<budget::OverBudget> for Uncanonical {
    fn from(over: budget::OverBudget) -> Self {
        Self::TooComplex { cost: over.cost, limit: over.limit }
    }
}
