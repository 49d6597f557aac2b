//! How much work one canonical form may cost (DESIGN section 17).
//! Counted, never timed: the same document is refused on every machine, or on none.

/// Bounds on the work of one canonicalization; over one of them is `TooComplex`, at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Quads of the whole document.
    pub quads: usize,
    /// Blank nodes of the whole document.
    pub blank_nodes: usize,
    /// Calls of Hash N-Degree Quads that every document has.
    pub n_degree_calls: usize,
    /// Calls of Hash N-Degree Quads that each blank node adds, should that be more.
    pub n_degree_calls_per_blank_node: usize,
    /// Blank nodes with equal hashes around one node, all of whose orders are tried.
    pub permuted_group: usize,
    /// Orders tried in the whole document.
    pub permutations: usize,
    /// Hashes of related blank nodes in the whole document.
    pub related_hashes: usize,
}

impl Budget {
    /// Calls of Hash N-Degree Quads for a document of so many blank nodes.
    pub(super) fn n_degree_calls(&self, blank_nodes: usize) -> usize {
        self.n_degree_calls.max(self.n_degree_calls_per_blank_node.saturating_mul(blank_nodes))
    }
}

impl Budget {
    /// An eighth of the search: what may be spent before another way starts the whole of it anew, so that refusing a
    /// document costs about as much as if that way had been taken at once.
    pub(super) fn eighth_of_search(&self) -> Self {
        Self {
            n_degree_calls: self.n_degree_calls / 8,
            n_degree_calls_per_blank_node: self.n_degree_calls_per_blank_node / 8,
            permutations: self.permutations / 8,
            related_hashes: self.related_hashes / 8,
            ..*self
        }
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            quads: 2_000,
            blank_nodes: 256,
            n_degree_calls: 2_000,
            n_degree_calls_per_blank_node: 64,
            permuted_group: 6,
            permutations: 50_000,
            related_hashes: 100_000,
        }
    }
}

/// What there was too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// Blank nodes.
    BlankNodes,
    /// Calls of Hash N-Degree Quads.
    NDegreeCalls,
    /// Orders of equal blank nodes.
    Permutations,
    /// Equal blank nodes around one node.
    PermutedGroup,
    /// Quads.
    Quads,
    /// Hashes of related blank nodes.
    RelatedHashes,
}

impl std::fmt::Display for Cost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::BlankNodes => "blank nodes",
            Self::NDegreeCalls => "calls of hash-n-degree-quads",
            Self::Permutations => "orders of equal blank nodes",
            Self::PermutedGroup => "equal blank nodes around one node",
            Self::Quads => "quads",
            Self::RelatedHashes => "hashes of related blank nodes",
        })
    }
}

/// Refuses when `found` is above `limit`.
pub(super) fn within(cost: Cost, found: usize, limit: usize) -> Result<(), OverBudget> {
    if found > limit { Err(OverBudget { cost, limit }) } else { Ok(()) }
}

/// The bound that was met, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OverBudget {
    pub(super) cost: Cost,
    pub(super) limit: usize,
}
