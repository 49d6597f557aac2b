//! The order of the canonical form: labels from first-degree hashes (RDFC-1.0 section 4.6), then lines by code point.
//! Sorts nodes and ranks, never whole lines; blank nodes that hash alike are told apart in `alike`.

use std::cmp::Ordering;

use super::super::Budget;
use super::super::context::{END, Predicates};
use super::{Canonical, Due, Graph, Node, Quad, Term, Unusual, seen};
use crate::digest::Digest;

/// Another blank node, and the node itself, as Hash First Degree Quads writes them.
const OTHER: &str = "_:z .\n";
const ITSELF: &str = "_:a .\n";

/// What each blank node is called, with the end of a line.
pub(super) struct Labels {
    text: String,
    places: Vec<(usize, usize)>,
}

impl Labels {
    /// Of a graph that has no blank nodes.
    pub(super) fn none() -> Self {
        Self { text: String::new(), places: Vec::new() }
    }

    /// From pairs of a number and the blank node that is called so.
    fn of(numbers: impl Iterator<Item = (usize, usize)>, count: usize) -> Self {
        let mut labels = Self { text: String::with_capacity(count * 12), places: vec![(0, 0); count] };
        for (number, blank) in numbers {
            let start = labels.text.len();
            labels.text.push_str("_:c14n");
            labels.text.push_str(&number.to_string());
            labels.text.push_str(END);
            if let Some(place) = labels.places.get_mut(blank) {
                *place = (start, labels.text.len());
            }
        }
        labels
    }
}

impl Graph<'_> {
    /// The lines, sorted.
    pub(super) fn written(mut self, predicates: &Predicates, budget: &Budget) -> Result<Canonical, Unusual> {
        self.sort();
        let labels = self.labels(predicates, budget)?;
        let mut order: Vec<(&str, &Node<'_>)> = self
            .nodes
            .iter()
            .filter(|node| node.end > node.first)
            .map(|node| (self.subject(node, &labels), node))
            .collect();
        order.sort_unstable_by_key(|(one, _)| *one);
        let mut text = String::with_capacity(self.text.len() * 2 + (self.quads.len() + self.apart) * 96);
        let mut blocks = self.blocks()?.into_iter().peekable();
        let (mut is_past, mut shared) = (false, None);
        for alike in order.chunk_by(|(one, _), (other, _)| one == other) {
            let Some((subject, _)) = alike.first() else { continue };
            while let Some((_, lines)) = blocks.next_if(|(other, _)| other < subject) {
                text.push_str(lines);
                is_past = true;
            }
            if blocks.peek().is_some_and(|(other, _)| other == subject) {
                return Err(Unusual::Split);
            }
            // What stands among all that is shared is likely to be the issuer's own, and as often the same.
            if blocks.peek().is_none() || self.hangs_on_labels(alike) {
                shared.get_or_insert(if is_past { text.len() } else { 0 });
            }
            self.push_node(&mut text, subject, alike, &labels, predicates);
        }
        blocks.for_each(|(_, lines)| text.push_str(lines));
        Ok(Canonical { shared: shared.unwrap_or(text.len()), text })
    }

    fn hangs_on_labels(&self, alike: &[(&str, &Node<'_>)]) -> bool {
        let is_blank = |term: Term<'_>| matches!(term, Term::Blank(_));
        let is_of =
            |node: &Node<'_>| is_blank(node.name) || self.quads_of(node).iter().any(|quad| is_blank(quad.object));
        alike.iter().any(|(_, node)| is_of(node))
    }

    /// What parts bring, sorted by subject; several parts may speak of one node if they say the same of it, as an
    /// achievement does that names its issuer.
    fn blocks(&self) -> Result<Vec<(&str, &str)>, Unusual> {
        let mut blocks: Vec<(&str, &str)> = self.parts.iter().flat_map(|part| part.blocks()).collect();
        if self.parts.len() > 1 {
            blocks.sort_unstable();
            blocks.dedup();
            if blocks.windows(2).any(|pair| matches!(pair, [(one, _), (other, _)] if one == other)) {
                return Err(Unusual::Split);
            }
        }
        Ok(blocks)
    }

    /// The lines of one node, which may stand at several places.
    fn push_node(
        &self,
        text: &mut String,
        subject: &str,
        alike: &[(&str, &Node<'_>)],
        labels: &Labels,
        predicates: &Predicates,
    ) {
        match alike {
            [(_, node)] if !self.has_blanks_of_one_rank(node) => {
                self.push_lines(text, subject, self.quads_of(node), labels, predicates);
            }
            _ => {
                let mut quads: Vec<Quad<'_>> =
                    alike.iter().flat_map(|(_, node)| self.quads_of(node)).copied().collect();
                quads.sort_unstable_by(|one, other| compared(one, other, |term| self.object(term, labels)));
                self.push_lines(text, subject, &quads, labels, predicates);
            }
        }
    }

    /// The statements of each node by predicate and object, blank objects all alike.
    pub(super) fn sort(&mut self) {
        let Self { text, quads, nodes, .. } = self;
        // What a part brought was sorted when it was made.
        for node in nodes.iter().filter(|node| !matches!(node.due, Due::Done)) {
            if let Some(quads) = quads.get_mut(node.first..node.end) {
                quads.sort_unstable_by(|one, other| compared(one, other, |term| unlabelled(text, term)));
            }
        }
    }

    fn labels(&self, predicates: &Predicates, budget: &Budget) -> Result<Labels, Unusual> {
        let mut hashes = self.first_degree(predicates);
        hashes.sort_unstable();
        if hashes.windows(2).any(|pair| matches!(pair, [(one, _), (other, _)] if one == other)) {
            let labels = self.labels_of_alike(&hashes, predicates, budget)?;
            return Ok(Labels::of(labels.into_iter().enumerate().map(|(blank, number)| (number, blank)), hashes.len()));
        }
        Ok(Labels::of(hashes.iter().map(|(_, blank)| *blank).enumerate(), hashes.len()))
    }

    /// The first-degree hash of each blank node.
    pub(super) fn first_degree(&self, predicates: &Predicates) -> Vec<(Digest, usize)> {
        let mut lines = String::with_capacity(2048);
        let of = |(blank, (node, known)): (usize, (&usize, &Option<Digest>))| {
            let hash = known.unwrap_or_else(|| {
                lines.clear();
                if let Some(node) = self.nodes.get(*node) {
                    self.push_first_degree(&mut lines, node, predicates);
                }
                seen::digest(&lines)
            });
            (hash, blank)
        };
        self.blanks.iter().zip(&self.hashes).enumerate().map(of).collect()
    }

    /// The lines that mention a blank node, sorted: of an IRI above it, its own, of a blank node above it.
    fn push_first_degree(&self, lines: &mut String, node: &Node<'_>, predicates: &Predicates) {
        let above = node.parent.and_then(|(above, rank)| Some((self.nodes.get(above)?.name, rank)));
        if let Some((Term::Text { start, end }, rank)) = above {
            lines.push_str(self.text.get(start..end - END.len()).unwrap_or_default());
            lines.push_str(predicates.written(rank));
            lines.push_str(ITSELF);
        }
        let mut before: Option<&Quad<'_>> = None;
        for quad in self.quads_of(node) {
            let object = unlabelled(&self.text, quad.object);
            let is_blank = matches!(quad.object, Term::Blank(_));
            let is_said =
                !is_blank && before.is_some_and(|b| b.rank == quad.rank && unlabelled(&self.text, b.object) == object);
            if !is_said {
                lines.push_str("_:a");
                lines.push_str(predicates.written(quad.rank));
                lines.push_str(object);
            }
            before = Some(quad);
        }
        if let Some((Term::Blank(_), rank)) = above {
            lines.push_str("_:z");
            lines.push_str(predicates.written(rank));
            lines.push_str(ITSELF);
        }
    }

    pub(super) fn push_lines(
        &self,
        text: &mut String,
        subject: &str,
        quads: &[Quad<'_>],
        labels: &Labels,
        predicates: &Predicates,
    ) {
        let mut before: Option<(usize, &str)> = None;
        for quad in quads {
            let object = self.object(quad.object, labels);
            if before != Some((quad.rank, object)) {
                text.push_str(subject);
                text.push_str(predicates.written(quad.rank));
                text.push_str(object);
            }
            before = Some((quad.rank, object));
        }
    }

    pub(super) fn quads_of(&self, node: &Node<'_>) -> &[Quad<'_>] {
        self.quads.get(node.first..node.end).unwrap_or_default()
    }

    /// Blank objects of one predicate have no order before they have labels.
    fn has_blanks_of_one_rank(&self, node: &Node<'_>) -> bool {
        let both = |pair: &[Quad<'_>]| matches!(pair, [one, other] if one.rank == other.rank && matches!((one.object, other.object), (Term::Blank(_), Term::Blank(_))));
        self.quads_of(node).windows(2).any(both)
    }

    fn object<'t>(&'t self, term: Term<'t>, labels: &'t Labels) -> &'t str {
        match term {
            Term::Blank(number) => {
                let place = labels.places.get(number).copied().unwrap_or_default();
                labels.text.get(place.0..place.1).unwrap_or_default()
            }
            other => unlabelled(&self.text, other),
        }
    }

    fn subject<'t>(&'t self, node: &Node<'t>, labels: &'t Labels) -> &'t str {
        self.object(node.name, labels).strip_suffix(END).unwrap_or_default()
    }
}

fn compared<'t>(one: &Quad<'t>, other: &Quad<'t>, object: impl Fn(Term<'t>) -> &'t str) -> Ordering {
    one.rank.cmp(&other.rank).then_with(|| object(one.object).cmp(object(other.object)))
}

/// An object while no blank node has a label.
fn unlabelled<'t>(text: &'t str, term: Term<'t>) -> &'t str {
    match term {
        Term::Blank(_) => OTHER,
        Term::Constant(constant) => constant,
        Term::Text { start, end } => text.get(start..end).unwrap_or_default(),
    }
}
