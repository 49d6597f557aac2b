//! Blank nodes that hash alike: the search of RDFC-1.0 (sections 4.4.3 step 5, 4.7, 4.8) on the statements between them.
//! The search itself is the general path's, given the same numbers in the same order, so that it finds the same.

use super::super::Budget;
use super::super::context::Predicates;
use super::super::quads::{self, Quad};
use super::super::rdfc;
use super::{Due, Graph, Node, Term, Unusual};
use crate::digest::Digest;

/// What is still to be done where a node stands.
enum Visit {
    Enter(usize),
    Number(usize),
}

impl Graph<'_> {
    /// The label of each blank node, from their first hashes. What takes long is left to the general path, which has the
    /// whole budget and says so where that is not enough.
    pub(super) fn labels_of_alike(
        &self,
        hashes: &[(Digest, usize)],
        predicates: &Predicates,
        budget: &Budget,
    ) -> Result<Vec<usize>, Unusual> {
        let numbers = self.numbers();
        let number = |blank: usize| numbers.get(blank).copied().unwrap_or_default();
        let mut first = vec![String::new(); hashes.len()];
        for (hash, blank) in hashes {
            if let Some(place) = first.get_mut(number(*blank)) {
                *place = hash.to_hex();
            }
        }
        let between = |node: &Node<'_>| {
            let (above, rank) = node.parent?;
            let (Term::Blank(subject), Term::Blank(object)) = (self.nodes.get(above)?.name, node.name) else {
                return None;
            };
            let (subject, object) = (quads::Node::Blank(number(subject)), quads::Node::Blank(number(object)));
            Some(Quad { subject, predicate: predicates.written(rank).trim().into(), object, graph: None })
        };
        let mut quads: Vec<Quad> = self.nodes.iter().filter_map(between).collect();
        quads.sort_unstable();
        let labels = rdfc::labels(&quads, first, &budget.eighth_of_search()).map_err(|_| Unusual::Alike)?;
        Ok(numbers.iter().map(|number| labels.get(*number).copied().unwrap_or_default()).collect())
    }

    /// The number that the general path gives to each blank node: as it goes down, a link of a list behind its element.
    fn numbers(&self) -> Vec<usize> {
        let mut below: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        for (place, node) in self.nodes.iter().enumerate() {
            if let Some(children) = node.parent.and_then(|(above, _)| below.get_mut(above)) {
                children.push(place);
            }
        }
        let (mut numbers, mut next) = (vec![0; self.blanks.len()], 0);
        let mut visits = vec![Visit::Enter(0)];
        while let Some(visit) = visits.pop() {
            match visit {
                Visit::Number(place) => {
                    if let Some(Term::Blank(blank)) = self.nodes.get(place).map(|node| node.name)
                        && let Some(number) = numbers.get_mut(blank)
                    {
                        *number = next;
                        next += 1;
                    }
                }
                Visit::Enter(place) => {
                    let children = below.get(place).map_or(&[][..], Vec::as_slice);
                    let (links, others): (Vec<usize>, Vec<usize>) = if self.is_link(place) {
                        children.iter().partition(|child| self.is_link(**child))
                    } else {
                        (children.to_vec(), Vec::new())
                    };
                    visits.extend(links.into_iter().rev().map(Visit::Enter));
                    visits.push(Visit::Number(place));
                    visits.extend(others.into_iter().rev().map(Visit::Enter));
                }
            }
        }
        numbers
    }

    fn is_link(&self, place: usize) -> bool {
        self.nodes.get(place).is_some_and(|node| matches!(node.due, Due::Link { .. }))
    }
}
