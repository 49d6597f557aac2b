//! The identifier issuer of RDFC-1.0 section 4.5: numbers to blank nodes, in the order they were asked for.
//! Cheap to copy, because the search copies it at every turn.

/// Which blank node got which number.
#[derive(Clone, Debug)]
pub(super) struct Issuer {
    labels: Vec<Option<usize>>,
    order: Vec<usize>,
}

impl Issuer {
    pub(super) fn new(blank_nodes: usize) -> Self {
        Self { labels: vec![None; blank_nodes], order: Vec::new() }
    }

    /// The number of a blank node, given now if it has none.
    pub(super) fn issue(&mut self, blank: usize) -> usize {
        let next = self.order.len();
        match self.labels.get_mut(blank) {
            Some(label @ None) => {
                *label = Some(next);
                self.order.push(blank);
                next
            }
            Some(Some(label)) => *label,
            None => next,
        }
    }

    pub(super) fn issued(&self, blank: usize) -> Option<usize> {
        self.labels.get(blank).copied().flatten()
    }

    /// The blank nodes, in the order they got their numbers.
    pub(super) fn order(&self) -> impl Iterator<Item = usize> + '_ {
        self.order.iter().copied()
    }

    /// The numbers, in the order of the blank nodes.
    pub(super) fn labels(&self) -> impl Iterator<Item = usize> + '_ {
        self.labels.iter().map(|label| label.unwrap_or_default())
    }
}
