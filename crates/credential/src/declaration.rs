//! A signed notice of our own: an officer's act, a journal head, a trust list, a receipt.
//! Upper floors word them as the body; this is only the envelope they share.

use crate::document::{Document, Object};
use crate::id::Iri;
use crate::model::{Misread, Node};
use crate::time::Timestamp;

/// A notice of some kind, by someone, at some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    kind: String,
    by: Iri,
    at: Timestamp,
    body: Object,
}

impl Declaration {
    /// Words a notice; `by` is who must control the key that seals it.
    pub fn new(kind: &str, by: Iri, at: Timestamp, body: Object) -> Self {
        Self { kind: kind.to_owned(), by, at, body }
    }

    /// What kind of notice.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Who says it.
    pub fn by(&self) -> &Iri {
        &self.by
    }

    /// When it was said.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// What it says.
    pub fn body(&self) -> &Object {
        &self.body
    }

    pub(crate) fn to_document(&self) -> Document {
        let root = Object::new()
            .with("kind", self.kind.as_str())
            .with("iss", self.by.as_str())
            .with("at", self.at.to_string())
            .with("body", self.body.clone());
        Document::composed(root)
    }

    pub(crate) fn from_document(document: &Document) -> Result<Self, Misread> {
        let mut node = Node::root(document);
        let kind = node.need_text("kind")?;
        let by = node.need_iri("iss")?;
        let at = node.need_time("at")?;
        let body = node.need_object("body")?.clone();
        node.finished()?;
        Ok(Self { kind, by, at, body })
    }
}
