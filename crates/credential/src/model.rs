//! The data models: how a statement is worded as a document, and read back.
//! Law on projections: `read(write(p)) == p`.

pub(crate) mod elm;
mod node;
pub(crate) mod open_badges;
pub(crate) mod status_list;

pub(crate) use node::Node;

/// A document that does not say what it should.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at {pointer:?}: {why}")]
pub struct Misread {
    pointer: String,
    why: &'static str,
}

impl Misread {
    pub(crate) fn new(pointer: &str, why: &'static str) -> Self {
        Self { pointer: pointer.to_owned(), why }
    }

    /// JSON Pointer of the place.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// What should stand there.
    pub fn why(&self) -> &'static str {
        self.why
    }
}
