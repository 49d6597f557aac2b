//! The labels of blank nodes (RDFC-1.0, 4.4.3) where some of what is said of them is filled in.
//! First-degree hashes without holes are known; nodes that hash alike are told apart once for each order of the others.

use std::cell::RefCell;
use std::collections::HashMap;

use attesto_credential::Fillings;

use super::super::quads::{Node, Quad};
use super::super::{Budget, rdfc};
use super::form::{Part, joined, push};
use super::line::{Atom, Line, sorted};
use crate::digest::{Digest, Digesting};

/// Orders that are kept; what comes in another one is searched each time.
const ORDERS: usize = 256;

/// The blank nodes of a form, by the numbers that they have in the marked form.
pub(super) struct Blanks {
    hashes: Vec<Hash>,
    /// Statements of blank nodes about blank nodes.
    between: Vec<Quad>,
    /// The labels where some nodes hash alike, by the order of the others.
    told_apart: RefCell<HashMap<Vec<usize>, Vec<usize>>>,
}

/// A first-degree hash.
enum Hash {
    Known(Digest),
    /// Of lines with holes: SHA-256 behind what stands before the first of them, and what follows.
    Open {
        begun: Box<Digesting>,
        rest: Vec<Part>,
    },
}

impl Blanks {
    /// From all lines; `None` where what fills the holes would change the order of those that are hashed.
    pub(super) fn of(lines: &[Line]) -> Option<Self> {
        let blanks = |line: &Line| line.blank().into_iter().chain(line.blank_object());
        let count = lines.iter().flat_map(blanks).map(|blank| blank + 1).max().unwrap_or(0);
        let hashes = (0..count).map(|blank| Hash::of(blank, lines)).collect::<Option<Vec<_>>>()?;
        let between = |line: &Line| {
            let (subject, object) = (Node::Blank(line.blank()?), Node::Blank(line.blank_object()?));
            Some(Quad { subject, predicate: line.predicate.trim().into(), object, graph: None })
        };
        let mut between: Vec<Quad> = lines.iter().filter_map(between).collect();
        between.sort_unstable();
        Some(Self { hashes, between, told_apart: RefCell::default() })
    }

    pub(super) fn count(&self) -> usize {
        self.hashes.len()
    }

    /// The label of each; `None` where nodes hash alike of which something is filled in, or the search is too long.
    pub(super) fn labels(&self, fillings: &Fillings, budget: &Budget, text: &mut String) -> Option<Vec<usize>> {
        let mut hashes: Vec<(Digest, usize)> =
            self.hashes.iter().map(|hash| hash.filled(fillings, text)).zip(0..).collect();
        hashes.sort_unstable();
        let (mut alone, mut is_alike) = (Vec::with_capacity(hashes.len()), false);
        for alike in hashes.chunk_by(|(one, _), (other, _)| one == other) {
            match alike {
                [(_, blank)] => alone.push(*blank),
                _ if alike.iter().any(|(_, blank)| !self.is_known(*blank)) => return None,
                _ => is_alike = true,
            }
        }
        if is_alike { self.told_apart(&hashes, alone, budget) } else { Some(numbered(&alone)) }
    }

    fn is_known(&self, blank: usize) -> bool {
        matches!(self.hashes.get(blank), Some(Hash::Known(_)))
    }

    fn told_apart(&self, hashes: &[(Digest, usize)], alone: Vec<usize>, budget: &Budget) -> Option<Vec<usize>> {
        if let Some(known) = self.told_apart.borrow().get(&alone) {
            return Some(known.clone());
        }
        let mut first = vec![String::new(); hashes.len()];
        for (hash, blank) in hashes {
            *first.get_mut(*blank)? = hash.to_hex();
        }
        let labels = rdfc::labels(&self.between, first, &budget.eighth_of_search()).ok()?;
        let mut known = self.told_apart.borrow_mut();
        if known.len() < ORDERS {
            known.insert(alone, labels.clone());
        }
        Some(labels)
    }
}

/// The place of each in an order.
pub(super) fn numbered(order: &[usize]) -> Vec<usize> {
    let mut places = vec![0; order.len()];
    for (place, one) in order.iter().enumerate() {
        if let Some(own) = places.get_mut(*one) {
            *own = place;
        }
    }
    places
}

impl Hash {
    /// Of the lines that mention a blank node, itself `_:a`, every other one `_:z` (4.6).
    fn of(blank: usize, lines: &[Line]) -> Option<Self> {
        let named = |atom: Atom| match atom {
            Atom::Label(number) if number == blank => Atom::Same("_:a".to_owned()),
            Atom::Label(_) => Atom::Same("_:z".to_owned()),
            other => other,
        };
        let mentions = |line: &&Line| line.blank() == Some(blank) || line.blank_object() == Some(blank);
        let mentions = lines.iter().filter(mentions).map(|line| joined(line.atoms().map(named)));
        let lines = joined(sorted(mentions.collect())?.into_iter().flatten());
        Some(match lines.as_slice() {
            [] => Self::Known(Digest::of(b"")),
            [Atom::Same(same)] => Self::Known(Digest::of(same.as_bytes())),
            [Atom::Same(same), rest @ ..] => Self::open(same, rest),
            rest => Self::open("", rest),
        })
    }

    fn open(same: &str, rest: &[Atom]) -> Self {
        let mut begun = Box::<Digesting>::default();
        begun.update(same.as_bytes());
        Self::Open { begun, rest: rest.iter().cloned().map(Part::from).collect() }
    }

    fn filled(&self, fillings: &Fillings, text: &mut String) -> Digest {
        match self {
            Self::Known(digest) => *digest,
            Self::Open { begun, rest } => {
                text.clear();
                push(text, rest, fillings, &[]);
                let mut digest = Digesting::clone(begun);
                digest.update(text.as_bytes());
                digest.finish()
            }
        }
    }
}
