//! The fast path: one walk over a document under compiled contexts, straight to sorted N-Quads.
//! Refuses nothing and explains nothing: whatever is unusual is left to the general path, which decides.

mod about;
mod alike;
mod order;
mod part;
mod seen;
mod value;

use std::rc::Rc;
use std::sync::Arc;

use attesto_credential::{Json, Object};

use super::active::Container;
use super::budget::Budget;
use super::context::{Column, Meaning, Predicates, Program, Property, Step, TYPES, Table, TypeSet};
use super::{Canonical, Contexts, Wording};
use crate::digest::Digest;
use about::About;
use part::Part;

/// Steps that one document may teach; past it the general path is the shorter way.
const LESSONS: usize = 96;

/// Why a document goes the general path. Says nothing of whether it is at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unusual {
    /// Blank nodes alike, and more work to tell them apart than the budget allows.
    Alike,
    /// A context inside, or contexts that are not a list of URLs that can be compiled.
    Contexts,
    /// Nothing is said.
    Empty,
    /// A name of a node that is not simply an IRI.
    Iri,
    /// A key without a column, or one whose values need thought.
    Key,
    /// An element of an array that is null or an array.
    Element,
    /// A number that is not simply the same for every reader.
    Number,
    /// More than the budget.
    Size,
    /// A second place that names the document itself.
    Split,
    /// Types that are not a few known names.
    Types,
    /// A value object that is not a text with its language.
    Value,
}

/// Why a walk ended early.
#[derive(Clone, Copy, Debug)]
enum Stop {
    Unknown(Step),
    Unusual(Unusual),
}

impl From<Unusual> for Stop {
    fn from(unusual: Unusual) -> Self {
        Self::Unusual(unusual)
    }
}

impl From<Step> for Stop {
    fn from(step: Step) -> Self {
        Self::Unknown(step)
    }
}

/// The canonical N-Quads of a wording, blank nodes labelled by SHA-256.
///
/// Where two places speak of one node, and one of them is shared, every place is walked.
pub(super) fn canonical(wording: &Wording<'_>, contexts: &Contexts, budget: &Budget) -> Result<Canonical, Unusual> {
    match walked(wording, contexts, budget, Sharing::Heeded) {
        Err(Unusual::Split) => walked(wording, contexts, budget, Sharing::Ignored),
        result => result,
    }
}

/// Whether what is shared with other documents is walked once for all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sharing {
    Heeded,
    Ignored,
}

fn walked(wording: &Wording<'_>, contexts: &Contexts, budget: &Budget, sharing: Sharing) -> Result<Canonical, Unusual> {
    let urls = wording.contexts.map(Json::as_set).unwrap_or_default();
    let mut program = contexts.program(urls).ok_or(Unusual::Contexts)?;
    for lesson in 0..LESSONS {
        match Walk::over(wording, &program, budget, sharing) {
            Ok(graph) => {
                let text = graph.written(program.predicates(), budget);
                if lesson > 0 {
                    contexts.keep(urls, program);
                }
                return text;
            }
            Err(Stop::Unknown(step)) => {
                Arc::make_mut(&mut program).learn(step, contexts).ok_or(Unusual::Contexts)?;
            }
            Err(Stop::Unusual(unusual)) => return Err(unusual),
        }
    }
    Err(Unusual::Contexts)
}

/// What a walk found: every statement, those of one node side by side.
struct Graph<'a> {
    /// Objects and subjects that the document brings, as lines hold them.
    text: String,
    quads: Vec<Quad<'a>>,
    nodes: Vec<Node<'a>>,
    /// The node of each blank node.
    blanks: Vec<usize>,
    /// The first-degree hash of each blank node, where it is known already.
    hashes: Vec<Option<Digest>>,
    /// What was walked before, for other documents, and how many statements of it stand in no `quads`.
    parts: Vec<Rc<Part>>,
    apart: usize,
}

impl Graph<'_> {
    fn new() -> Self {
        Self {
            text: String::with_capacity(16 << 10),
            quads: Vec::with_capacity(256),
            nodes: Vec::with_capacity(64),
            blanks: Vec::with_capacity(32),
            hashes: Vec::with_capacity(32),
            parts: Vec::new(),
            apart: 0,
        }
    }
}

#[derive(Clone, Copy)]
struct Quad<'a> {
    /// Of the predicate.
    rank: usize,
    object: Term<'a>,
}

/// An object of a statement; with the end of its line, unless blank.
#[derive(Clone, Copy)]
enum Term<'a> {
    Blank(usize),
    Constant(&'a str),
    Text { start: usize, end: usize },
}

#[derive(Clone, Copy)]
struct Node<'a> {
    name: Term<'a>,
    /// The node that has this one as its value, and the rank of the predicate.
    parent: Option<(usize, usize)>,
    due: Due<'a>,
    /// Its statements: from the first up to the last.
    first: usize,
    end: usize,
}

/// What is still to be said of a node.
#[derive(Clone, Copy)]
enum Due<'a> {
    /// Nothing.
    Done,
    /// One link of a list.
    Link { value: &'a Json, place: Place<'a>, rest: Term<'a> },
    /// A node object, the context outside it and the one inside.
    Members { object: &'a Object, outer: &'a Table, active: usize },
    /// Everything, by the part of this number.
    Part(usize),
}

/// Where a value stands: its key under a table.
#[derive(Clone, Copy)]
struct Place<'a> {
    table: usize,
    column: usize,
    key: &'a Column,
    property: &'a Property,
}

struct Walk<'a> {
    program: &'a Arc<Program>,
    budget: &'a Budget,
    /// The id of the document itself.
    root: Option<&'a str>,
    sharing: Sharing,
    graph: Graph<'a>,
}

impl<'a> Walk<'a> {
    fn over(
        wording: &Wording<'a>,
        program: &'a Arc<Program>,
        budget: &'a Budget,
        sharing: Sharing,
    ) -> Result<Graph<'a>, Stop> {
        let mut walk = Self { program, budget, root: wording.root.text("id"), sharing, graph: Graph::new() };
        walk.root(wording)?;
        walk.nodes_from(1)?;
        if walk.graph.quads.is_empty() { Err(Unusual::Empty.into()) } else { Ok(walk.graph) }
    }

    fn nodes_from(&mut self, mut at: usize) -> Result<(), Stop> {
        while let Some(node) = self.graph.nodes.get(at).copied() {
            match node.due {
                Due::Done => {}
                Due::Part(number) => self.join(at, number)?,
                _ => {
                    let first = self.graph.quads.len();
                    self.node(at, node)?;
                    let end = self.graph.quads.len();
                    if let Some(node) = self.graph.nodes.get_mut(at) {
                        (node.first, node.end) = (first, end);
                    }
                }
            }
            at += 1;
        }
        Ok(())
    }

    fn root(&mut self, wording: &Wording<'a>) -> Result<(), Stop> {
        let object = wording.root;
        let is_left_out = |key: &str| key == "@context" || Some(key) == wording.without;
        let about = About::of(object.iter().filter(|(key, _)| !is_left_out(key)))?;
        let outer = self.table(Program::ROOT)?;
        let active = self.typed(Program::ROOT, outer, about.types)?;
        let name = self.name(about.id, active)?;
        let due = Due::Members { object, outer, active };
        self.graph.nodes.push(Node { name, parent: None, due, first: 0, end: 0 });
        for (key, value) in object.iter().filter(|(key, _)| !is_left_out(key)) {
            self.member(0, key, value, outer, active)?;
        }
        if let Some(root) = self.graph.nodes.first_mut() {
            root.end = self.graph.quads.len();
        }
        Ok(())
    }

    fn node(&mut self, at: usize, node: Node<'a>) -> Result<(), Stop> {
        match node.due {
            Due::Done | Due::Part(_) => Ok(()),
            Due::Members { object, outer, active } => {
                for (key, value) in object.iter() {
                    self.member(at, key, value, outer, active)?;
                }
                Ok(())
            }
            Due::Link { value, place, rest } => {
                let first = self.rank(Predicates::RDF_FIRST);
                let object = self.value(value, place, (at, first))?;
                self.state(first, object)?;
                self.state(self.rank(Predicates::RDF_REST), rest)
            }
        }
    }

    fn member(
        &mut self,
        at: usize,
        key: &'a str,
        value: &'a Json,
        outer: &'a Table,
        active: usize,
    ) -> Result<(), Stop> {
        let (column, found) = self.table(active)?.find(key).ok_or(Unusual::Key)?;
        match found.meaning() {
            Meaning::Id => Ok(()),
            Meaning::Outside => Err(Unusual::Key.into()),
            Meaning::Type => self.types(value, outer),
            Meaning::Property(property) => {
                let place = Place { table: active, column, key: found, property };
                self.property(at, value, place)
            }
        }
    }

    fn types(&mut self, value: &'a Json, outer: &'a Table) -> Result<(), Stop> {
        let rank = self.rank(Predicates::RDF_TYPE);
        for name in value.as_set() {
            let (_, column) = name.as_str().and_then(|name| outer.find(name)).ok_or(Unusual::Types)?;
            self.state(rank, Term::Constant(column.class().ok_or(Unusual::Types)?))?;
        }
        Ok(())
    }

    fn property(&mut self, at: usize, value: &'a Json, place: Place<'a>) -> Result<(), Stop> {
        if matches!(value, Json::Null) {
            return Ok(());
        }
        let rank = self.rank(place.property.predicate);
        if place.property.container == Container::List {
            return self.list(at, value, place, rank);
        }
        for element in value.as_set() {
            let object = self.value(element, place, (at, rank))?;
            self.state(rank, object)?;
        }
        Ok(())
    }

    /// A chain of blank nodes, closed by `rdf:nil`.
    fn list(&mut self, at: usize, value: &'a Json, place: Place<'a>, rank: usize) -> Result<(), Stop> {
        let elements = value.as_set();
        if elements.is_empty() {
            return self.state(rank, NIL);
        }
        let mut parent = (at, rank);
        let mut link = self.blank()?;
        self.state(rank, link)?;
        for (place_in_list, element) in elements.iter().enumerate() {
            let rest = if place_in_list + 1 < elements.len() { self.blank()? } else { NIL };
            let due = Due::Link { value: element, place, rest };
            let node = self.push(link, parent, due);
            (parent, link) = ((node, self.rank(Predicates::RDF_REST)), rest);
        }
        Ok(())
    }

    /// The table after the own contexts of the types.
    fn typed(&self, outer: usize, table: &Table, types: Option<&Json>) -> Result<usize, Stop> {
        let types = types.map(Json::as_set).unwrap_or_default();
        let mut set: TypeSet = [None; TYPES];
        let mut has_own = false;
        for (place, name) in types.iter().enumerate() {
            let (column, found) = name.as_str().and_then(|name| table.find(name)).ok_or(Unusual::Types)?;
            if set.contains(&Some(column)) {
                return Err(Unusual::Types.into());
            }
            *set.get_mut(place).ok_or(Unusual::Types)? = Some(column);
            has_own |= found.own().is_some();
        }
        if has_own { Ok(self.program.after(Step::Typed(outer, set))?) } else { Ok(outer) }
    }

    fn push(&mut self, name: Term<'a>, parent: (usize, usize), due: Due<'a>) -> usize {
        let node = self.graph.nodes.len();
        if let Term::Blank(number) = name
            && let Some(place) = self.graph.blanks.get_mut(number)
        {
            *place = node;
        }
        self.graph.nodes.push(Node { name, parent: Some(parent), due, first: 0, end: 0 });
        node
    }

    /// A blank node; the root's is the only one that is not pushed later, and stands first.
    fn blank(&mut self) -> Result<Term<'a>, Stop> {
        let number = self.graph.blanks.len();
        if number >= self.budget.blank_nodes {
            return Err(Unusual::Size.into());
        }
        self.graph.blanks.push(0);
        self.graph.hashes.push(None);
        Ok(Term::Blank(number))
    }

    fn state(&mut self, rank: usize, object: Term<'a>) -> Result<(), Stop> {
        if self.graph.quads.len() + self.graph.apart >= self.budget.quads {
            return Err(Unusual::Size.into());
        }
        self.graph.quads.push(Quad { rank, object });
        Ok(())
    }

    /// Adds a part where its outermost node stands.
    fn join(&mut self, at: usize, number: usize) -> Result<(), Stop> {
        let Some(part) = self.graph.parts.get(number).cloned() else { return Ok(()) };
        part.join(&mut self.graph, at);
        let is_over = self.graph.quads.len() + self.graph.apart > self.budget.quads
            || self.graph.blanks.len() > self.budget.blank_nodes;
        if is_over { Err(Unusual::Size.into()) } else { Ok(()) }
    }

    fn table(&self, place: usize) -> Result<&'a Table, Stop> {
        self.program.table(place).ok_or(Unusual::Contexts.into())
    }

    fn rank(&self, predicate: usize) -> usize {
        self.program.predicates().rank_of(predicate)
    }
}

const NIL: Term<'static> = Term::Constant(RDF_NIL_LINE);
const RDF_NIL_LINE: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> .\n";

#[cfg(test)]
mod tests;
