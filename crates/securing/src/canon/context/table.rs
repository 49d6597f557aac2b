//! One active context as a table: a key leads to a column, and a column says how its values are written.
//! A key that needs thought (JSON literals, graphs, class names as keys) is there too, and says only that.

use std::sync::Arc;

use attesto_credential::Json;

use super::super::active::{Active, Coercion, Container, Target, Term};
use super::super::general::{XSD_BOOLEAN, XSD_DOUBLE, XSD_INTEGER};
use super::super::quads::XSD_STRING;

/// The end of every line; objects are kept with it.
pub(in crate::canon) const END: &str = " .\n";

/// Keys of one active context. Collisions are found by comparing: the keys of a table come from pinned contexts.
#[derive(Debug)]
pub(in crate::canon) struct Table {
    active: Arc<Active>,
    columns: Vec<Arc<Column>>,
    /// Twice as many as columns at least.
    slots: Vec<Slot>,
}

/// Where a column may be.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    mark: Mark,
    /// The place of the column, from 1; 0 is an empty slot.
    place: u16,
}

/// The length of a key, its first and its last bytes: of a short one, the whole of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Mark {
    head: u64,
    tail: u64,
    length: u32,
}

/// Keys up to this length are known by their mark alone.
const MARKED_BYTES: usize = 16;

/// What one key means.
#[derive(Debug)]
pub(in crate::canon) struct Column {
    name: Arc<str>,
    meaning: Meaning,
    /// As the object of a line, where the name stands for a class or a value.
    class: Option<Box<str>>,
    /// Held, so that its address stays its own.
    term: Arc<Term>,
}

/// What a key is for.
#[derive(Debug)]
pub(in crate::canon) enum Meaning {
    /// Names the node.
    Id,
    /// Only the general path knows.
    Outside,
    /// States something of the node.
    Property(Property),
    /// Names its types.
    Type,
}

/// How the values of a property are written. Endings begin with the quotation mark and end the line.
#[derive(Debug)]
pub(in crate::canon) struct Property {
    /// Its number among the predicates of the program.
    pub(in crate::canon) predicate: usize,
    pub(in crate::canon) container: Container,
    pub(in crate::canon) strings: Strings,
    /// The ending of a boolean.
    pub(in crate::canon) boolean: Box<str>,
    /// The ending of a whole number; `None` where even those are written as doubles.
    pub(in crate::canon) whole: Option<Box<str>>,
    /// The datatype of numbers.
    pub(in crate::canon) datatype: Option<Arc<str>>,
}

/// What a string is.
#[derive(Debug)]
pub(in crate::canon) enum Strings {
    /// The name of a node.
    Id,
    /// A literal with this ending.
    Literal(Box<str>),
    /// Only the general path knows.
    Outside,
    /// The name of a term.
    Vocab,
}

impl Table {
    /// `None` if there are more terms than a table holds, or if nodes are not named by `id` and `type`.
    pub(super) fn of(active: Arc<Active>, columns: Vec<Arc<Column>>) -> Option<Self> {
        let stands_for = |key: &str, target: Target| active.term(key).is_some_and(|term| term.target == target);
        if !(stands_for("id", Target::Id) && stands_for("type", Target::Type)) {
            return None;
        }
        let mut slots = vec![Slot::default(); (columns.len() * 2 + 1).next_power_of_two()];
        for (place, column) in columns.iter().enumerate() {
            let mark = Mark::of(&column.name);
            let mut at = mark.first_of(slots.len());
            while slots.get(at).is_some_and(|taken| taken.place != 0) {
                at = (at + 1) % slots.len();
            }
            *slots.get_mut(at)? = Slot { mark, place: u16::try_from(place + 1).ok()? };
        }
        Some(Self { active, columns, slots })
    }

    pub(in crate::canon) fn active(&self) -> &Arc<Active> {
        &self.active
    }

    pub(in crate::canon) fn column(&self, place: usize) -> Option<&Column> {
        self.columns.get(place).map(|column| &**column)
    }

    pub(super) fn len(&self) -> usize {
        self.columns.len()
    }

    /// The column of a key, and its place.
    pub(in crate::canon) fn find(&self, key: &str) -> Option<(usize, &Column)> {
        let mark = Mark::of(key);
        let mut at = mark.first_of(self.slots.len());
        loop {
            let slot = self.slots.get(at)?;
            let place = usize::from(slot.place).checked_sub(1)?;
            if slot.mark == mark {
                let column = self.columns.get(place)?;
                if key.len() <= MARKED_BYTES || *column.name == *key {
                    return Some((place, column));
                }
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }
}

impl Mark {
    fn of(key: &str) -> Self {
        let bytes = key.as_bytes();
        let (head, tail) = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
            (Some(head), Some(tail)) => (u64::from_le_bytes(*head), u64::from_le_bytes(*tail)),
            _ => match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
                (Some(head), Some(tail)) => {
                    (u64::from(u32::from_le_bytes(*head)), u64::from(u32::from_le_bytes(*tail)))
                }
                _ => (bytes.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)), 0),
            },
        };
        Self { head, tail, length: u32::try_from(bytes.len()).unwrap_or(u32::MAX) }
    }

    /// The slot that is looked at first.
    fn first_of(self, slots: usize) -> usize {
        let mixed =
            (self.head ^ self.tail.rotate_left(29) ^ u64::from(self.length) << 56).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        usize::try_from(mixed >> 40).unwrap_or(0) & (slots - 1)
    }
}

impl Column {
    /// Repeats a term; `predicate` gives a predicate its number.
    pub(super) fn of(name: &Arc<str>, term: &Arc<Term>, predicate: impl FnOnce(&Arc<str>) -> usize) -> Self {
        let is_class_name = name.starts_with(|c: char| c.is_uppercase());
        let is_plain = term.coercion != Coercion::Json && term.container != Container::Graph;
        let (meaning, class) = match &term.target {
            Target::Id => (Meaning::Id, None),
            Target::Type => (Meaning::Type, None),
            Target::Nothing => (Meaning::Outside, None),
            Target::Iri(_, written) => {
                let class = format!("{written}{END}").into_boxed_str();
                // A class name as a key may be another name of a property, which is for the general path to see.
                let is_simple = is_plain && !is_class_name;
                let meaning = if is_simple {
                    Meaning::Property(Property::of(term, predicate(written)))
                } else {
                    Meaning::Outside
                };
                (meaning, Some(class))
            }
        };
        Self { name: name.clone(), meaning, class, term: term.clone() }
    }

    pub(in crate::canon) fn name(&self) -> &str {
        &self.name
    }

    pub(in crate::canon) fn meaning(&self) -> &Meaning {
        &self.meaning
    }

    /// The IRI of the name as the object of a line, with the end of the line.
    pub(in crate::canon) fn class(&self) -> Option<&str> {
        self.class.as_deref()
    }

    /// The own context of the term.
    pub(in crate::canon) fn own(&self) -> Option<&Arc<Json>> {
        self.term.scoped.as_ref()
    }
}

impl Property {
    fn of(term: &Term, predicate: usize) -> Self {
        let datatype = if let Coercion::Typed(datatype) = &term.coercion { Some(datatype) } else { None };
        let strings = match &term.coercion {
            Coercion::Id => Strings::Id,
            Coercion::Json => Strings::Outside,
            Coercion::None => Strings::Literal(ending(XSD_STRING)),
            // Readers differ in what such a string becomes.
            Coercion::Typed(datatype) if **datatype == *XSD_DOUBLE => Strings::Outside,
            Coercion::Typed(datatype) => Strings::Literal(ending(datatype)),
            Coercion::Vocab => Strings::Vocab,
        };
        let is_double = datatype.is_some_and(|datatype| **datatype == *XSD_DOUBLE);
        Self {
            predicate,
            container: term.container,
            strings,
            boolean: ending(datatype.map_or(XSD_BOOLEAN, |datatype| datatype)),
            whole: (!is_double).then(|| ending(datatype.map_or(XSD_INTEGER, |datatype| datatype))),
            datatype: datatype.cloned(),
        }
    }
}

fn ending(datatype: &str) -> Box<str> {
    if datatype == XSD_STRING { format!("\"{END}").into() } else { format!("\"^^<{datatype}>{END}").into() }
}
