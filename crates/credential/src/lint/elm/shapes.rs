//! The classes of the EDC generic profile, each with the members it may have: a table derived from the official SHACL.
//! `tests/outside/elm` derives it anew and compares.

use std::collections::HashMap;
use std::sync::OnceLock;

const TABLE: &str = include_str!("shapes.tsv");

/// One member of a class.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) term: &'static str,
    pub(super) least: usize,
    pub(super) most: Option<usize>,
    pub(super) kind: Kind,
}

/// What may stand under a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Anything.
    Any,
    /// A concept, of one vocabulary if that is asked.
    Concept(Option<&'static str>),
    /// A literal of an XML Schema datatype.
    Literal(&'static str),
    /// Nothing: the context makes a node of it, the SHACL wants a literal.
    Never,
    /// A node of one of these classes.
    Node(Vec<&'static str>),
    /// Texts by language; several of one language may be allowed.
    Text(Repeats),
}

/// Whether a language may have several texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeats {
    Allowed,
    Refused,
}

/// The members of a class, if the profile has it.
pub(super) fn members(class: &str) -> Option<&'static [Member]> {
    static SHAPES: OnceLock<HashMap<&'static str, Vec<Member>>> = OnceLock::new();
    SHAPES.get_or_init(read).get(class).map(Vec::as_slice)
}

/// The classes that have a member of this name, for telling where it belongs.
pub(super) fn classes_with(term: &str) -> Vec<&'static str> {
    let mut classes: Vec<&str> =
        rows().filter(|row| row.get(1) == Some(&term)).filter_map(|row| row.first().copied()).collect();
    classes.dedup();
    classes
}

fn rows() -> impl Iterator<Item = Vec<&'static str>> {
    TABLE.lines().map(|line| line.split('\t').collect())
}

fn read() -> HashMap<&'static str, Vec<Member>> {
    let mut shapes: HashMap<&'static str, Vec<Member>> = HashMap::new();
    for row in rows() {
        if let &[class, term, least, most, kind] = row.as_slice() {
            let member = Member { term, least: least.parse().unwrap_or(0), most: most.parse().ok(), kind: named(kind) };
            shapes.entry(class).or_default().push(member);
        }
    }
    shapes
}

fn named(kind: &'static str) -> Kind {
    let mut words = kind.split(' ');
    match words.next() {
        Some("any") => Kind::Any,
        Some("concept") => Kind::Concept(words.next()),
        Some("never") => Kind::Never,
        Some("node") => Kind::Node(words.collect()),
        Some("text") => Kind::Text(Repeats::Refused),
        Some("texts") => Kind::Text(Repeats::Allowed),
        _ => Kind::Literal(kind),
    }
}
