//! What many documents share, walked once: its lines are kept and stand among those of each document that has it.
//! Only what hangs on labels is kept unwritten; what does not lie apart from the rest is walked as ever.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use attesto_credential::{Object, SharedMembers};

use super::super::context::{END, Program};
use super::{Due, Graph, Node, Quad, Stop, Term, Walk};
use crate::digest::Digest;

/// Shared members that a thread keeps parts of; what comes later takes the place of the oldest.
const PLACES: usize = 16;

thread_local! {
    static KEPT: RefCell<Vec<Kept>> = const { RefCell::new(Vec::new()) };
}

/// Members that were met, where they stood, and their part from the second time on.
struct Kept {
    shared: SharedMembers,
    program: Arc<Program>,
    place: Place,
    part: Option<Option<Rc<Part>>>,
}

/// The tables that the members stand under: outside their types, and inside.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) outer: usize,
    pub(super) active: usize,
}

/// The statements of shared members.
pub(super) struct Part {
    lines: String,
    /// Nodes whose lines hang on no label, sorted by subject; where the subject and the lines end that begin with it.
    blocks: Vec<Block>,
    statements: usize,
    /// What hangs on labels.
    text: String,
    nodes: Vec<Kin>,
    quads: Vec<Quad<'static>>,
    blanks: Vec<usize>,
    /// The first-degree hash of each blank node: all that is said of it is in here.
    hashes: Vec<Digest>,
}

#[derive(Clone, Copy)]
struct Block {
    start: usize,
    subject: usize,
    end: usize,
}

/// A blank node, or one that a blank node is a value of.
struct Kin {
    name: Term<'static>,
    parent: Option<(usize, usize)>,
    first: usize,
    end: usize,
}

impl Part {
    /// The part of shared members, if they have been met before and lie apart.
    pub(super) fn of(
        shared: &SharedMembers,
        walk: &Walk<'_>,
        object: &Object,
        place: Place,
    ) -> Result<Option<Rc<Self>>, Stop> {
        KEPT.with(|kept| match kept.try_borrow_mut() {
            Ok(mut kept) => of(&mut kept, shared, walk, object, place),
            Err(_) => Ok(None),
        })
    }

    /// Subjects and their lines, sorted.
    pub(super) fn blocks(&self) -> impl Iterator<Item = (&str, &str)> {
        self.blocks.iter().map(|block| {
            let of = |end| self.lines.get(block.start..end).unwrap_or_default();
            (of(block.subject), of(block.end))
        })
    }

    /// Whether a node of this name is in it.
    pub(super) fn names(&self, name: &str) -> bool {
        self.subjects().any(|subject| subject.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) == Some(name))
    }

    fn subjects(&self) -> impl Iterator<Item = &str> {
        let kin = self.nodes.iter().filter_map(|kin| match kin.name {
            Term::Text { start, end } => self.text.get(start..end - END.len()),
            _ => None,
        });
        self.blocks().map(|(subject, _)| subject).chain(kin)
    }

    /// Adds what hangs on labels to a graph in which the outermost node stands at this place.
    pub(super) fn join(&self, graph: &mut Graph<'_>, at: usize) {
        let (text, nodes, quads, blanks) = (graph.text.len(), graph.nodes.len(), graph.quads.len(), graph.blanks.len());
        let moved = |term: Term<'static>| match term {
            Term::Blank(number) => Term::Blank(blanks + number),
            Term::Text { start, end } => Term::Text { start: text + start, end: text + end },
            Term::Constant(constant) => Term::Constant(constant),
        };
        graph.apart += self.statements;
        graph.text.push_str(&self.text);
        graph.blanks.extend(self.blanks.iter().map(|node| nodes + node));
        graph.hashes.extend(self.hashes.iter().copied().map(Some));
        graph.quads.extend(self.quads.iter().map(|quad| Quad { rank: quad.rank, object: moved(quad.object) }));
        graph.nodes.extend(self.nodes.iter().map(|kin| Node {
            name: moved(kin.name),
            parent: Some(kin.parent.map_or((at, 0), |(node, rank)| (nodes + node, rank))),
            due: Due::Done,
            first: quads + kin.first,
            end: quads + kin.end,
        }));
    }
}

fn of(
    kept: &mut Vec<Kept>,
    shared: &SharedMembers,
    walk: &Walk<'_>,
    object: &Object,
    place: Place,
) -> Result<Option<Rc<Part>>, Stop> {
    let is_same = |one: &Kept| one.shared.is(shared) && one.place == place && Arc::ptr_eq(&one.program, walk.program);
    let Some(known) = kept.iter_mut().find(|one| is_same(one)) else {
        if kept.len() >= PLACES {
            kept.remove(0);
        }
        kept.push(Kept { shared: shared.clone(), program: walk.program.clone(), place, part: None });
        return Ok(None);
    };
    if let Some(part) = &known.part {
        return Ok(part.clone());
    }
    let part = made(walk, object, place)?.map(Rc::new);
    known.part = Some(part.clone());
    Ok(part)
}

/// Walks the members by themselves; `None` where they do not lie apart from the rest.
fn made(walk: &Walk<'_>, object: &Object, place: Place) -> Result<Option<Part>, Stop> {
    let Walk { program, budget, sharing, .. } = *walk;
    let mut alone = Walk { program, budget, root: None, sharing, graph: Graph::new() };
    let table = alone.table(place.outer)?;
    let name = alone.name(object.text("id"), place.active)?;
    let due = Due::Members { object, outer: table, active: place.active };
    alone.graph.nodes.push(Node { name, parent: None, due, first: 0, end: 0 });
    alone.nodes_from(0)?;
    let mut graph = alone.graph;
    if !graph.parts.is_empty() || !matches!(name, Term::Text { .. }) {
        return Ok(None);
    }
    graph.sort();
    Ok(split(&graph, walk.program))
}

/// The lines of what hangs on no label, and the rest; `None` where two nodes have one name.
fn split(graph: &Graph<'_>, program: &Program) -> Option<Part> {
    let mut part = Part {
        lines: String::with_capacity(graph.text.len() * 2),
        blocks: Vec::new(),
        statements: 0,
        text: String::new(),
        nodes: Vec::new(),
        quads: Vec::new(),
        blanks: vec![0; graph.blanks.len()],
        hashes: graph.first_degree(program.predicates()).into_iter().map(|(hash, _)| hash).collect(),
    };
    let mut places = vec![None; graph.nodes.len()];
    let mut plain = Vec::new();
    for (at, node) in graph.nodes.iter().enumerate() {
        let is_kin = |quad: &Quad<'_>| matches!(quad.object, Term::Blank(_));
        match node.name {
            Term::Text { start, end } if !graph.quads_of(node).iter().any(is_kin) => {
                plain.push((graph.text.get(start..end - END.len())?, node));
            }
            _ => {
                *places.get_mut(at)? = Some(part.nodes.len());
                let parent = match node.parent {
                    Some((above, rank)) if matches!(node.name, Term::Blank(_)) => Some(((*places.get(above)?)?, rank)),
                    _ => None,
                };
                part.keep(graph, node, parent)?;
            }
        }
    }
    plain.sort_unstable_by_key(|(subject, _)| *subject);
    for (subject, node) in plain {
        part.write(graph, subject, node, program);
    }
    part.lies_apart().then_some(part)
}

impl Part {
    fn keep(&mut self, graph: &Graph<'_>, node: &Node<'_>, parent: Option<(usize, usize)>) -> Option<()> {
        let name = self.owned(graph, node.name);
        if let Term::Blank(number) = name {
            *self.blanks.get_mut(number)? = self.nodes.len();
        }
        let first = self.quads.len();
        for quad in graph.quads_of(node) {
            let object = self.owned(graph, quad.object);
            self.quads.push(Quad { rank: quad.rank, object });
        }
        self.nodes.push(Kin { name, parent, first, end: self.quads.len() });
        Some(())
    }

    fn owned(&mut self, graph: &Graph<'_>, term: Term<'_>) -> Term<'static> {
        let written = match term {
            Term::Blank(number) => return Term::Blank(number),
            Term::Constant(constant) => constant,
            Term::Text { start, end } => graph.text.get(start..end).unwrap_or_default(),
        };
        let start = self.text.len();
        self.text.push_str(written);
        Term::Text { start, end: self.text.len() }
    }

    fn write(&mut self, graph: &Graph<'_>, subject: &str, node: &Node<'_>, program: &Program) {
        let quads = graph.quads_of(node);
        if quads.is_empty() {
            return;
        }
        let start = self.lines.len();
        graph.push_lines(&mut self.lines, subject, quads, &super::order::Labels::none(), program.predicates());
        self.statements += quads.len();
        self.blocks.push(Block { start, subject: start + subject.len(), end: self.lines.len() });
    }

    /// Whether every node with a name has one of its own.
    fn lies_apart(&self) -> bool {
        let mut names: Vec<&str> = self.subjects().collect();
        names.sort_unstable();
        names.windows(2).all(|pair| !matches!(pair, [one, other] if one == other))
    }
}
