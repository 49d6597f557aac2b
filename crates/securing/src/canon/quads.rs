//! Quads whose IRIs and literals are already canonical N-Quads text (RDF 1.1 N-Quads, RDFC-1.0 section 5).
//! No RDF model: nothing here is ever taken apart again.

use std::sync::Arc;

/// A subject, object or graph name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Node {
    /// A blank node; they are numbered from 0 without gaps.
    Blank(usize),
    /// An IRI or a literal, as N-Quads writes it.
    Written(Arc<str>),
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Quad {
    pub(super) subject: Node,
    /// An IRI as N-Quads writes it, with its angle brackets.
    pub(super) predicate: Arc<str>,
    pub(super) object: Node,
    /// `None` is the default graph.
    pub(super) graph: Option<Node>,
}

impl Quad {
    /// The blank nodes it mentions, with their positions as Hash Related Blank Node names them.
    pub(super) fn blanks(&self) -> impl Iterator<Item = (usize, char)> + '_ {
        let parts = [(Some(&self.subject), 's'), (Some(&self.object), 'o'), (self.graph.as_ref(), 'g')];
        parts.into_iter().filter_map(|(node, position)| match node {
            Some(Node::Blank(number)) => Some((*number, position)),
            _ => None,
        })
    }

    /// Adds the line of this quad, blank nodes named by `label`, with its line feed.
    pub(super) fn write(&self, text: &mut String, label: impl Fn(&mut String, usize)) {
        let node = |text: &mut String, node: &Node| match node {
            Node::Blank(number) => label(text, *number),
            Node::Written(written) => text.push_str(written),
        };
        node(text, &self.subject);
        text.push(' ');
        text.push_str(&self.predicate);
        text.push(' ');
        node(text, &self.object);
        if let Some(graph) = &self.graph {
            text.push(' ');
            node(text, graph);
        }
        text.push_str(" .\n");
    }
}

/// An IRI in N-Quads; the caller knows that it is well-formed.
pub(super) fn iri(iri: &str) -> Arc<str> {
    format!("<{iri}>").into()
}

/// The datatype of a literal without one.
pub(super) const XSD_STRING: &str = "http://www.w3.org/2001/XMLSchema#string";

/// How a literal's value is told apart from equal text.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind<'a> {
    /// `xsd:string`, which is never written.
    Plain,
    /// A datatype IRI.
    Typed(&'a str),
    /// A language tag.
    Tagged(&'a str),
}

/// A literal in N-Quads.
pub(super) fn literal(value: &str, kind: Kind<'_>) -> Arc<str> {
    let mut text = String::with_capacity(value.len() + 64);
    text.push('"');
    push_escaped(&mut text, value);
    text.push('"');
    match kind {
        Kind::Plain | Kind::Typed(XSD_STRING) => {}
        Kind::Typed(datatype) => text.extend(["^^<", datatype, ">"]),
        Kind::Tagged(language) => text.extend(["@", language]),
    }
    text.into()
}

/// The escapes of canonical N-Quads (RDFC-1.0 section 5): eight by letter, the other controls by number.
pub(super) fn push_escaped(text: &mut String, value: &str) {
    for character in value.chars() {
        match character {
            '\u{8}' => text.push_str("\\b"),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\u{c}' => text.push_str("\\f"),
            '\r' => text.push_str("\\r"),
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            control @ ('\u{0}'..='\u{1f}' | '\u{7f}') => text.push_str(&format!("\\u{:04X}", u32::from(control))),
            plain => text.push(plain),
        }
    }
}

#[cfg(test)]
pub(super) mod read;
