//! A line of a canonical form with holes in it, and which of two lines stands before the other whatever fills them.

use std::cmp::Ordering;

use attesto_credential::{Fillings, Hollow, Piece};

/// What canonical labels begin with.
const LABEL: &str = "_:c14n";

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Atom {
    Same(String),
    Hole(usize),
    /// The label of a blank node, by the number that it has in the marked form.
    Label(usize),
}

/// One quad of the default graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) subject: Vec<Atom>,
    /// With a space on either side.
    pub(super) predicate: String,
    pub(super) object: Vec<Atom>,
}

impl Line {
    /// Takes a line apart; `None` where it is of a named graph, or its predicate is marked.
    pub(super) fn of(line: &str, marks: &Fillings) -> Option<Self> {
        let (subject, rest) = line.split_once(' ')?;
        let (predicate, object) = rest.split_once(' ')?;
        let object = object.strip_suffix(" .").filter(|object| is_one_term(object))?;
        let is_marked = marks.iter().any(|mark| predicate.contains(mark));
        (!is_marked).then_some(())?;
        let (subject, object) = (atoms(subject, marks)?, atoms(object, marks)?);
        Some(Self { subject, predicate: format!(" {predicate} "), object })
    }

    /// All of it, with its end.
    pub(super) fn atoms(&self) -> impl Iterator<Item = Atom> {
        let between = Atom::Same(self.predicate.clone());
        let end = Atom::Same(" .\n".to_owned());
        self.subject.iter().cloned().chain([between]).chain(self.object.iter().cloned()).chain([end])
    }

    /// The blank node that it speaks of.
    pub(super) fn blank(&self) -> Option<usize> {
        label(&self.subject)
    }

    /// The blank node that is said of somebody.
    pub(super) fn blank_object(&self) -> Option<usize> {
        label(&self.object)
    }

    /// Whether both say a blank node of the same subject, so that their order is that of labels.
    pub(super) fn fans_out_with(&self, other: &Self) -> bool {
        let both = self.blank_object().is_some() && other.blank_object().is_some();
        both && self.subject == other.subject && self.predicate == other.predicate
    }
}

fn label(term: &[Atom]) -> Option<usize> {
    if let [Atom::Label(number)] = term { Some(*number) } else { None }
}

fn atoms(term: &str, marks: &Fillings) -> Option<Vec<Atom>> {
    if let Some(number) = term.strip_prefix(LABEL) {
        return Some(vec![Atom::Label(number.parse().ok()?)]);
    }
    let atom = |piece: Piece<'_>| match piece {
        Piece::Same(same) => Atom::Same(same.to_owned()),
        Piece::Hole(hole) => Atom::Hole(hole),
    };
    Some(Hollow::cut(term, marks)?.pieces().map(atom).collect())
}

/// Nothing but one term: no space in an IRI or label, nor behind the text of a literal.
fn is_one_term(object: &str) -> bool {
    !object.rsplit_once('"').map_or(object, |(_, behind)| behind).contains(' ')
}

/// What is compared: a byte, or what is open.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Token {
    Byte(u8),
    Hole(usize),
    Label(usize),
}

/// Sorts pieces of lines; `None` where what fills them could change the order. Equal ones may stand side by side.
pub(super) fn sorted(mut lines: Vec<Vec<Atom>>) -> Option<Vec<Vec<Atom>>> {
    lines.sort_by(|one, other| tokens(one).cmp(tokens(other)));
    let is_decided = |pair: &[Vec<Atom>]| match pair {
        [one, other] => order(one, other).is_some(),
        _ => false,
    };
    lines.windows(2).all(is_decided).then_some(lines)
}

/// Which stands first whatever fills the holes and however blank nodes are labelled; `None` where that is not the same
/// for all.
pub(super) fn order(one: &[Atom], other: &[Atom]) -> Option<Ordering> {
    let (mut one, mut other) = (tokens(one), tokens(other));
    loop {
        match (one.next(), other.next()) {
            (None, None) => return Some(Ordering::Equal),
            (Some(Token::Byte(a)), Some(Token::Byte(b))) if a != b => return Some(a.cmp(&b)),
            (Some(a), Some(b)) if a == b => {}
            (None, Some(Token::Byte(_))) => return Some(Ordering::Less),
            (Some(Token::Byte(_)), None) => return Some(Ordering::Greater),
            _ => return None,
        }
    }
}

fn tokens(atoms: &[Atom]) -> impl Iterator<Item = Token> {
    atoms.iter().flat_map(|atom| {
        let (bytes, open) = match atom {
            Atom::Same(same) => (same.as_str(), None),
            Atom::Hole(hole) => ("", Some(Token::Hole(*hole))),
            Atom::Label(number) => (LABEL, Some(Token::Label(*number))),
        };
        bytes.bytes().map(Token::Byte).chain(open)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks() -> Fillings {
        ["MARK0", "MARK1"].into_iter().collect()
    }

    #[test]
    fn a_line_is_taken_apart_and_is_whole_again() {
        for text in [
            "<urn:MARK0#a> <urn:p> \"a \\\"b\\\" MARK1\"^^<urn:t> .",
            "_:c14n12 <urn:p> _:c14n3 .",
            "<urn:s> <urn:p> <urn:MARK1> .",
        ] {
            let line = Line::of(text, &marks()).unwrap();
            let whole = line.atoms().map(|atom| match atom {
                Atom::Same(same) => same,
                Atom::Hole(hole) => format!("MARK{hole}"),
                Atom::Label(number) => format!("_:c14n{number}"),
            });
            assert_eq!(whole.collect::<String>(), format!("{text}\n"));
        }
        for other in
            ["<urn:s> <urn:p> <urn:o> <urn:g> .", "<urn:s> <urn:p> \"o\" <urn:g> .", "<urn:s> <urn:MARK0> \"o\" .", ""]
        {
            assert_eq!(Line::of(other, &marks()), None, "{other}");
        }
    }

    #[test]
    fn an_order_is_told_only_where_it_is_that_of_all() {
        let told = |one: &str, other: &str| order(&atoms(one, &marks()).unwrap(), &atoms(other, &marks()).unwrap());
        assert_eq!(told("<urn:a>", "<urn:b>"), Some(Ordering::Less));
        assert_eq!(told("<urn:MARK0#2>", "<urn:MARK0#10>"), Some(Ordering::Greater));
        assert_eq!(told("<urn:MARK0#2>", "<urn:MARK0#2>"), Some(Ordering::Equal));
        assert_eq!(told("<urn:uuid:MARK0>", "<https:>"), Some(Ordering::Greater));
        assert_eq!(told("_:c14n1", "<urn:MARK0>"), Some(Ordering::Greater));
        assert_eq!(told("<urn:MARK0>", "<urn:MARK1>"), None);
        assert_eq!(told("<urn:MARK0>", "<urn:b>"), None);
        assert_eq!(told("_:c14n1", "_:c14n2"), None);
        assert_eq!(told("\"a\"", "\"aMARK0\""), None);
    }
}
