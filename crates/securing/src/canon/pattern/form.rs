//! The canonical form of a pattern: lines with holes, in an order that nothing which fills them changes.
//! Three things do hang on that and are told for each badge: labels, which of two random subjects stands first, and
//! where a blank node stands.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use attesto_credential::Fillings;

use super::super::Budget;
use super::labels::Blanks;
use super::line::{Atom, Line, order};
use crate::digest::{Digest, Digesting};

/// Ways to label blank nodes of which the state of SHA-256 is kept.
const LABELLINGS: usize = 512;

/// What random subjects begin with.
const RANDOM: &str = "<urn:uuid:";

/// A piece of the form.
pub(super) enum Part {
    Same(String),
    Hole(usize),
    Label(usize),
    /// Blank nodes that are said of one subject by one predicate, which stand in the order of their labels.
    Fan(Vec<Atom>, Vec<usize>),
}

/// The form.
pub(super) struct Form {
    /// SHA-256 behind the lines that begin the form of every badge.
    begun: Digesting,
    /// What follows up to the first hole, and SHA-256 behind it, by the labels that stand in it.
    early: Vec<Part>,
    begun_by_labels: RefCell<HashMap<Vec<usize>, Digesting>>,
    /// What follows then, of subjects with a name.
    runs: Vec<Run>,
    /// The lines of each blank node.
    blocks: Vec<Vec<Part>>,
    blanks: Blanks,
    /// The labels as they are sorted by code point.
    names: Vec<String>,
    sorted: Vec<usize>,
}

/// Lines that stay together: those of subjects that begin with one hole, or lines without any such.
struct Run {
    hole: Option<usize>,
    parts: Vec<Part>,
}

impl Form {
    /// Takes the canonical form of the marked document apart; `None` where what fills the holes would change the order.
    pub(super) fn of(marked: &str, marks: &Fillings) -> Option<Self> {
        let lines = marked.lines().map(|line| Line::of(line, marks)).collect::<Option<Vec<_>>>()?;
        let blanks = Blanks::of(&lines)?;
        let named = lines.partition_point(|line| line.blank().is_none());
        let (named, of_blanks) = lines.split_at_checked(named)?;
        let mut runs = runs(named)?;
        let block =
            |blank: usize| parts(&of_blanks.iter().filter(|line| line.blank() == Some(blank)).collect::<Vec<_>>());
        let blocks = (0..blanks.count()).map(block).collect::<Option<Vec<_>>>()?;
        let (mut begun, mut early) = (Digesting::default(), Vec::new());
        if let Some(Run { hole: None, parts }) = runs.first_mut() {
            let hole = parts.iter().position(Part::is_open).unwrap_or(parts.len());
            early = parts.drain(..hole).collect();
        }
        if let Some(Part::Same(same)) = early.first() {
            begun.update(same.as_bytes());
            early.remove(0);
        }
        let names: Vec<String> = (0..blanks.count()).map(|number| format!("_:c14n{number}")).collect();
        let mut sorted: Vec<usize> = (0..blanks.count()).collect();
        sorted.sort_by_key(|number| names.get(*number));
        Some(Self { begun, early, begun_by_labels: RefCell::default(), runs, blocks, blanks, names, sorted })
    }

    /// The digest of the form with its holes filled; `None` where labels cannot be told.
    pub(super) fn digest(&self, fillings: &Fillings, budget: &Budget, text: &mut String) -> Option<Digest> {
        let labels = self.blanks.labels(fillings, budget, text)?;
        let names: Vec<&str> =
            labels.iter().map(|label| self.names.get(*label).map(String::as_str)).collect::<Option<_>>()?;
        let mut digest = self.begun(&labels, &names, text);
        text.clear();
        for alike in self.runs.chunk_by(|one, other| one.hole.is_some() && other.hole.is_some()) {
            let mut runs: Vec<&Run> = alike.iter().collect();
            let filling = |run: &&Run| run.hole.and_then(|hole| fillings.get(hole));
            runs.sort_by_key(filling);
            runs.is_sorted_by(|one, other| filling(one) < filling(other)).then_some(())?;
            runs.iter().for_each(|run| push(text, &run.parts, fillings, &names));
        }
        let blanks = super::labels::numbered(&labels);
        for label in &self.sorted {
            push(text, self.blocks.get(*blanks.get(*label)?)?, fillings, &names);
        }
        digest.update(text.as_bytes());
        Some(digest.finish())
    }

    /// SHA-256 behind all lines before the first hole: the same for the same labels.
    fn begun(&self, labels: &[usize], names: &[&str], text: &mut String) -> Digesting {
        if self.early.is_empty() {
            return self.begun.clone();
        }
        if let Some(known) = self.begun_by_labels.borrow().get(labels) {
            return known.clone();
        }
        text.clear();
        push(text, &self.early, &Fillings::default(), names);
        let mut begun = self.begun.clone();
        begun.update(text.as_bytes());
        let mut known = self.begun_by_labels.borrow_mut();
        if known.len() < LABELLINGS {
            known.insert(labels.to_vec(), begun.clone());
        }
        begun
    }
}

/// The lines of subjects with a name, in runs.
fn runs(lines: &[Line]) -> Option<Vec<Run>> {
    let mut runs = Vec::new();
    let keyed: Vec<(Option<usize>, &Line)> = lines.iter().map(|line| (hole(line), line)).collect();
    for together in keyed.chunk_by(|(one, _), (other, _)| one == other) {
        let lines: Vec<&Line> = together.iter().map(|(_, line)| *line).collect();
        runs.push(Run { hole: together.first().and_then(|(hole, _)| *hole), parts: parts(&lines)? });
    }
    let borders = keyed.windows(2).all(|pair| match pair {
        [(Some(one), _), (Some(other), _)] if one != other => true,
        [(one, before), (other, line)] if one != other => is_before(before, line),
        _ => true,
    });
    let mut met = HashSet::new();
    let are_whole = runs.iter().filter_map(|run| run.hole).all(|hole| met.insert(hole));
    (borders && are_whole).then_some(runs)
}

/// The hole that a random subject is named by, which alone does not say where it stands among others.
fn hole(line: &Line) -> Option<usize> {
    match line.subject.as_slice() {
        [Atom::Same(start), Atom::Hole(hole), ..] if start == RANDOM => Some(*hole),
        _ => None,
    }
}

fn is_before(one: &Line, other: &Line) -> bool {
    let atoms = |line: &Line| line.atoms().collect::<Vec<_>>();
    order(&atoms(one), &atoms(other)) == Some(Ordering::Less)
}

/// Lines as pieces; `None` where their order is not that of all badges.
fn parts(lines: &[&Line]) -> Option<Vec<Part>> {
    let in_order = |pair: &[&Line]| matches!(pair, [one, other] if one.fans_out_with(other) || is_before(one, other));
    lines.windows(2).all(in_order).then_some(())?;
    let (mut parts, mut plain) = (Vec::new(), Vec::new());
    for alike in lines.chunk_by(|one, other| one.fans_out_with(other)) {
        match alike {
            [line] => plain.extend(line.atoms()),
            [line, ..] => {
                parts.extend(joined(plain.drain(..)).into_iter().map(Part::from));
                let stem = line.subject.iter().cloned().chain([Atom::Same(line.predicate.clone())]);
                parts.push(Part::Fan(joined(stem), alike.iter().filter_map(|line| line.blank_object()).collect()));
            }
            [] => {}
        }
    }
    parts.extend(joined(plain.into_iter()).into_iter().map(Part::from));
    Some(parts)
}

/// What is the same, in one piece.
pub(super) fn joined(atoms: impl Iterator<Item = Atom>) -> Vec<Atom> {
    let mut joined: Vec<Atom> = Vec::new();
    for atom in atoms {
        match (joined.last_mut(), atom) {
            (Some(Atom::Same(before)), Atom::Same(same)) => before.push_str(&same),
            (_, atom) => joined.push(atom),
        }
    }
    joined
}

impl Part {
    /// Whether something is filled in here.
    fn is_open(&self) -> bool {
        match self {
            Self::Hole(_) => true,
            Self::Fan(stem, _) => stem.iter().any(|atom| matches!(atom, Atom::Hole(_))),
            Self::Same(_) | Self::Label(_) => false,
        }
    }
}

impl From<Atom> for Part {
    fn from(atom: Atom) -> Self {
        match atom {
            Atom::Same(same) => Self::Same(same),
            Atom::Hole(hole) => Self::Hole(hole),
            Atom::Label(number) => Self::Label(number),
        }
    }
}

/// Writes parts, blank nodes by their names.
pub(super) fn push(text: &mut String, parts: &[Part], fillings: &Fillings, names: &[&str]) {
    for part in parts {
        match part {
            Part::Same(same) => text.push_str(same),
            Part::Hole(hole) => text.push_str(fillings.get(*hole).unwrap_or_default()),
            Part::Label(number) => text.push_str(names.get(*number).copied().unwrap_or_default()),
            Part::Fan(stem, blanks) => push_fan(text, (stem, blanks), fillings, names),
        }
    }
}

fn push_fan(text: &mut String, (stem, blanks): (&[Atom], &[usize]), fillings: &Fillings, names: &[&str]) {
    let mut objects: Vec<&str> = blanks.iter().filter_map(|blank| names.get(*blank).copied()).collect();
    objects.sort_unstable();
    for object in objects {
        for atom in stem {
            match atom {
                Atom::Same(same) => text.push_str(same),
                Atom::Hole(hole) => text.push_str(fillings.get(*hole).unwrap_or_default()),
                Atom::Label(number) => text.push_str(names.get(*number).copied().unwrap_or_default()),
            }
        }
        text.push_str(object);
        text.push_str(" .\n");
    }
}
