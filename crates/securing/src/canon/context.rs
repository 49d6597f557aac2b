//! The contexts of one list, compiled: what every key means, ready to be written, in tables that a walk only reads.
//! Derives no context itself: `active` does, so that whatever is pinned is served; a table only repeats it.

mod table;

use std::collections::HashMap;
use std::sync::Arc;

use super::Contexts;
use super::active::{Active, Application, Entry, Term};
use super::general::{RDF_FIRST, RDF_REST, RDF_TYPE};

pub(super) use table::{Column, END, Meaning, Property, Strings, Table};

/// Tables of one list of contexts; a document that asks for more goes the general path.
const TABLES: usize = 128;

/// Sets of types remembered for one table.
const TYPE_SETS: usize = 64;

/// Types of one node that the fast path looks at.
pub(super) const TYPES: usize = 4;

/// The columns of a node's types, as written; the rest is `None`.
pub(super) type TypeSet = [Option<usize>; TYPES];

/// What one list of contexts makes of keys, as far as documents have asked for it.
#[derive(Clone, Debug)]
pub(super) struct Program {
    tables: Vec<Arc<Table>>,
    steps: Vec<Steps>,
    columns: HashMap<usize, Arc<Column>>,
    predicates: Predicates,
}

/// Where the walk stands after a step from one table; `None` until a document takes it.
#[derive(Clone, Debug)]
struct Steps {
    inner: Vec<Option<usize>>,
    kept: Vec<Option<usize>>,
    typed: Vec<(TypeSet, usize)>,
}

/// A step that no document has taken before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Into a node that is the value of a key: what the types above brought ends, the key's own context begins.
    Inner(usize, usize),
    /// To a scalar or a mere reference under a key: what the types above brought holds on.
    Kept(usize, usize),
    /// Under the own contexts of a node's types.
    Typed(usize, TypeSet),
}

impl Program {
    /// Compiles the tables of a list of URLs; `None` if the general path is to say why not.
    pub(super) fn of(urls: &[&str], contexts: &Contexts) -> Option<Self> {
        let mut active = contexts.initial();
        for url in urls {
            active = silent(contexts).named(&active, url).ok()?;
        }
        let mut program =
            Self { tables: Vec::new(), steps: Vec::new(), columns: HashMap::new(), predicates: Predicates::new() };
        program.table_of(active)?;
        program.predicates.rank();
        Some(program)
    }

    /// The place of the table that holds at the root.
    pub(super) const ROOT: usize = 0;

    pub(super) fn table(&self, place: usize) -> Option<&Table> {
        self.tables.get(place).map(|table| &**table)
    }

    pub(super) fn predicates(&self) -> &Predicates {
        &self.predicates
    }

    /// Where a step leads, or the step itself if nobody has taken it yet.
    pub(super) fn after(&self, step: Step) -> Result<usize, Step> {
        let known = match step {
            Step::Inner(table, column) => self.steps.get(table).and_then(|steps| *steps.inner.get(column)?),
            Step::Kept(table, column) => self.steps.get(table).and_then(|steps| *steps.kept.get(column)?),
            Step::Typed(table, types) => self.steps.get(table).and_then(|steps| steps.after_types(types)),
        };
        known.ok_or(step)
    }

    /// Learns where a step leads; `None` if the general path is to say why it leads nowhere, or if it is one too many.
    pub(super) fn learn(&mut self, step: Step, contexts: &Contexts) -> Option<()> {
        match step {
            Step::Inner(table, column) => {
                let active = self.active(table)?;
                let active = active.previous().cloned().unwrap_or(active);
                let after = self.under_key(table, column, &active, contexts)?;
                *self.steps.get_mut(table)?.inner.get_mut(column)? = Some(after);
            }
            Step::Kept(table, column) => {
                let active = self.active(table)?;
                let after = self.under_key(table, column, &active, contexts)?;
                *self.steps.get_mut(table)?.kept.get_mut(column)? = Some(after);
            }
            Step::Typed(table, types) => {
                let after = self.under_types(table, types, contexts)?;
                let typed = &mut self.steps.get_mut(table)?.typed;
                if typed.len() >= TYPE_SETS {
                    return None;
                }
                typed.push((types, after));
            }
        }
        self.predicates.rank();
        Some(())
    }

    fn active(&self, table: usize) -> Option<Arc<Active>> {
        Some(self.table(table)?.active().clone())
    }

    fn under_key(&mut self, table: usize, column: usize, active: &Arc<Active>, contexts: &Contexts) -> Option<usize> {
        let own = self.table(table)?.column(column)?.own().cloned();
        let active = match own {
            Some(context) => silent(contexts).scoped(active, &context, Entry::Property).ok()?,
            None => active.clone(),
        };
        self.table_of(active)
    }

    /// The own contexts of the types, in the order of their names.
    fn under_types(&mut self, table: usize, types: TypeSet, contexts: &Contexts) -> Option<usize> {
        let outer = self.tables.get(table)?.clone();
        let mut columns: Vec<&Column> = types.iter().flatten().filter_map(|column| outer.column(*column)).collect();
        columns.sort_unstable_by_key(|column| column.name());
        let mut active = outer.active().clone();
        for context in columns.into_iter().filter_map(Column::own) {
            active = silent(contexts).scoped(&active, context, Entry::Type).ok()?;
        }
        self.table_of(active)
    }

    fn table_of(&mut self, active: Arc<Active>) -> Option<usize> {
        if let Some(known) = self.tables.iter().position(|table| Arc::ptr_eq(table.active(), &active)) {
            return Some(known);
        }
        if self.tables.len() >= TABLES {
            return None;
        }
        let columns = active.terms().map(|(name, term)| self.column_of(name, term)).collect();
        let table = Table::of(active, columns)?;
        let unknown = vec![None; table.len()];
        self.steps.push(Steps { inner: unknown.clone(), kept: unknown, typed: Vec::new() });
        self.tables.push(Arc::new(table));
        Some(self.tables.len() - 1)
    }

    /// Terms hold from one table to the next; each becomes a column once.
    fn column_of(&mut self, name: &Arc<str>, term: &Arc<Term>) -> Arc<Column> {
        let Self { columns, predicates, .. } = self;
        let make = || Arc::new(Column::of(name, term, |written| predicates.number(written)));
        columns.entry(Arc::as_ptr(term).addr()).or_insert_with(make).clone()
    }
}

impl Steps {
    fn after_types(&self, types: TypeSet) -> Option<usize> {
        self.typed.iter().find(|(known, _)| *known == types).map(|(_, after)| *after)
    }
}

/// Applies contexts and names no place: where something is at fault the general path says so.
fn silent(contexts: &Contexts) -> Application<'_> {
    Application { contexts, pointer: &String::new }
}

/// Every predicate that a table knows, numbered as they come, and the rank of each in the canonical form.
#[derive(Clone, Debug)]
pub(super) struct Predicates {
    numbers: HashMap<Arc<str>, usize>,
    ranks: Vec<usize>,
    /// By rank, with a space on both sides.
    written: Vec<Box<str>>,
}

impl Predicates {
    pub(super) const RDF_TYPE: usize = 0;
    pub(super) const RDF_FIRST: usize = 1;
    pub(super) const RDF_REST: usize = 2;

    fn new() -> Self {
        let first = [(RDF_TYPE, Self::RDF_TYPE), (RDF_FIRST, Self::RDF_FIRST), (RDF_REST, Self::RDF_REST)];
        let numbers = first.into_iter().map(|(written, number)| (written.into(), number)).collect();
        Self { numbers, ranks: Vec::new(), written: Vec::new() }
    }

    fn number(&mut self, written: &Arc<str>) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry(written.clone()).or_insert(next)
    }

    /// Ranks them anew if there are more than before.
    fn rank(&mut self) {
        if self.ranks.len() == self.numbers.len() {
            return;
        }
        let mut sorted: Vec<(&Arc<str>, usize)> =
            self.numbers.iter().map(|(written, number)| (written, *number)).collect();
        sorted.sort_unstable();
        self.ranks = vec![0; sorted.len()];
        for (rank, (_, number)) in sorted.iter().enumerate() {
            if let Some(place) = self.ranks.get_mut(*number) {
                *place = rank;
            }
        }
        self.written = sorted.into_iter().map(|(written, _)| format!(" {written} ").into()).collect();
    }

    /// The predicate of a rank, with a space on both sides.
    pub(super) fn written(&self, rank: usize) -> &str {
        self.written.get(rank).map_or("", |written| written)
    }

    /// Ranks compare as the predicates would.
    pub(super) fn rank_of(&self, number: usize) -> usize {
        self.ranks.get(number).copied().unwrap_or_default()
    }
}
