//! A JSON object as it was written: member order kept, numbers exact, duplicate keys noted.
//! It is not a JSON-LD processor: what a member *means* is asked in the floors above.

mod composed;
mod hollow;
mod json;
mod limits;
mod members;
mod object;
mod parse;
mod scan;
mod text;
mod write;

pub use composed::Composed;
pub use hollow::{Fillings, Hollow, Piece};
pub use json::{Json, NotANumber, Number};
pub use limits::Limits;
pub use members::{Members, ObjectText};
pub use object::{Object, SharedMembers};
pub use parse::Unreadable;
pub use text::JsonText;

/// One JSON object read within [`Limits`], with the flaws of form that a verdict must name.
///
/// Equality is of the written members in their order; flaws do not take part.
#[derive(Clone, Debug)]
pub struct Document {
    root: Object,
    flaws: Vec<Flaw>,
}

/// A flaw of form that leaves a text readable but must never be passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The same key stands twice in one object; readers differ in which one they take.
    DuplicateKey {
        /// JSON Pointer of the second one.
        pointer: String,
    },
    /// A number that readers round to different values.
    InexactNumber {
        /// JSON Pointer of the number.
        pointer: String,
        /// As written.
        written: String,
    },
}

impl Document {
    /// Reads one JSON object and nothing after it.
    ///
    /// # Errors
    /// Not UTF-8, not JSON, not an object, or over a limit; each with its place.
    pub fn parse(bytes: &[u8], limits: &Limits) -> Result<Self, Unreadable> {
        let parse::Read { root, flaws, .. } = parse::object(bytes, limits)?;
        Ok(Self { root, flaws })
    }

    /// Reads as [`Document::parse`] does, and gives the compact text too, which is nearly always the one that was read.
    pub(crate) fn parse_with_text(bytes: &[u8], limits: &Limits) -> Result<(Self, String), Unreadable> {
        let parse::Read { root, flaws, compact } = parse::object(bytes, limits)?;
        let text = compact.map_or_else(|| write::object(&root), str::to_owned);
        Ok((Self { root, flaws }, text))
    }

    /// Takes an object that our own code composed; it has no flaws by construction.
    pub fn composed(root: Object) -> Self {
        Self { root, flaws: Vec::new() }
    }

    /// The members.
    #[inline]
    pub fn root(&self) -> &Object {
        &self.root
    }

    /// The flaws of form, in the order they stand in the text.
    #[inline]
    pub fn flaws(&self) -> &[Flaw] {
        &self.flaws
    }

    /// The value at a JSON Pointer (RFC 6901), if there is one.
    pub fn at(&self, pointer: &str) -> Option<&Json> {
        let mut steps = pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"));
        let mut here = self.root.get(&steps.next()?)?;
        for step in steps {
            here = here.step(&step)?;
        }
        Some(here)
    }

    /// The same document with one top-level member set, or replaced where it stands.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Json>) -> Self {
        self.root.set(key, value.into());
        self
    }

    /// The same document without one top-level member.
    #[must_use]
    pub fn without(mut self, key: &str) -> Self {
        self.root.remove(key);
        self
    }

    /// Compact JSON text in the order of the members.
    pub fn to_text(&self) -> String {
        write::object(&self.root)
    }
}

impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        self.root == other.root
    }
}

impl Eq for Document {}

#[cfg(test)]
mod tests;
