//! Hash N-Degree Quads and Hash Related Blank Node (RDFC-1.0 sections 4.7 and 4.8), the steps that can explode.
//! Every step is paid for from the budget before it is done.

use std::collections::BTreeMap;

use super::super::budget::{Budget, Cost, OverBudget, within};
use super::super::quads::Quad;
use super::hashing::{LabelHash, hex};
use super::issuer::Issuer;

/// The search for labels, with what it has spent.
pub(super) struct Search<'a> {
    pub(super) canonical: Issuer,
    mentions: Vec<Vec<&'a Quad>>,
    first: std::rc::Rc<[String]>,
    hash: LabelHash,
    budget: &'a Budget,
    spent: Spent,
}

#[derive(Default)]
struct Spent {
    calls: usize,
    permutations: usize,
    related: usize,
}

/// What a node's surroundings hash to, and the numbers given on the way.
#[derive(Clone)]
pub(super) struct Path {
    pub(super) hash: String,
    pub(super) issuer: Issuer,
}

/// The least path found so far through one group of related nodes.
struct Chosen {
    path: String,
    issuer: Issuer,
}

impl<'a> Search<'a> {
    pub(super) fn new(mentions: Vec<Vec<&'a Quad>>, first: Vec<String>, hash: LabelHash, budget: &'a Budget) -> Self {
        let canonical = Issuer::new(mentions.len());
        Self { canonical, mentions, first: first.into(), hash, budget, spent: Spent::default() }
    }

    pub(super) fn first_hashes(&self) -> std::rc::Rc<[String]> {
        self.first.clone()
    }

    pub(super) fn fresh(&self) -> Issuer {
        Issuer::new(self.mentions.len())
    }

    /// Hash N-Degree Quads (section 4.8).
    pub(super) fn n_degree(&mut self, blank: usize, mut issuer: Issuer) -> Result<Path, OverBudget> {
        self.spent.calls += 1;
        within(Cost::NDegreeCalls, self.spent.calls, self.budget.n_degree_calls(self.mentions.len()))?;
        let mut told = String::new();
        for (hash, related) in self.related(blank, &issuer)? {
            within(Cost::PermutedGroup, related.len(), self.budget.permuted_group)?;
            told.push_str(&hash);
            let chosen = self.least(&related, &issuer)?;
            told.push_str(&chosen.path);
            issuer = chosen.issuer;
        }
        Ok(Path { hash: hex(&self.hash.digest(told.as_bytes())), issuer })
    }

    /// The blank nodes around one, by their Hash Related Blank Node (steps 2 and 3).
    fn related(&mut self, blank: usize, issuer: &Issuer) -> Result<BTreeMap<String, Vec<usize>>, OverBudget> {
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let around = self.mentions.get(blank).cloned().unwrap_or_default();
        for quad in around {
            for (other, position) in quad.blanks().filter(|(other, _)| *other != blank) {
                self.spent.related += 1;
                within(Cost::RelatedHashes, self.spent.related, self.budget.related_hashes)?;
                groups.entry(self.related_hash(other, quad, issuer, position)).or_default().push(other);
            }
        }
        Ok(groups)
    }

    /// Hash Related Blank Node (section 4.7).
    fn related_hash(&self, blank: usize, quad: &Quad, issuer: &Issuer, position: char) -> String {
        let mut told = String::from(position);
        if position != 'g' {
            told.push_str(&quad.predicate);
        }
        match self.label(blank, issuer) {
            Some(label) => told.push_str(&label),
            None => told.push_str(self.first.get(blank).map_or("", String::as_str)),
        }
        hex(&self.hash.digest(told.as_bytes()))
    }

    fn label(&self, blank: usize, issuer: &Issuer) -> Option<String> {
        let canonical = self.canonical.issued(blank).map(|number| format!("_:c14n{number}"));
        canonical.or_else(|| issuer.issued(blank).map(|number| format!("_:b{number}")))
    }

    /// The least path over every order of one group (step 5.4).
    fn least(&mut self, related: &[usize], issuer: &Issuer) -> Result<Chosen, OverBudget> {
        let mut chosen: Option<Chosen> = None;
        let mut order: Vec<usize> = (0..related.len()).collect();
        loop {
            self.spent.permutations += 1;
            within(Cost::Permutations, self.spent.permutations, self.budget.permutations)?;
            let permuted = order.iter().filter_map(|place| related.get(*place).copied());
            if let Some(found) = self.walk(permuted, issuer.clone(), chosen.as_ref())? {
                chosen = Some(found);
            }
            if !advance(&mut order) {
                return Ok(chosen.unwrap_or_else(|| Chosen { path: String::new(), issuer: issuer.clone() }));
            }
        }
    }

    /// One order of the group; `None` as soon as it cannot be the least (steps 5.4.1 to 5.4.6).
    fn walk(
        &mut self,
        permuted: impl Iterator<Item = usize>,
        mut issuer: Issuer,
        chosen: Option<&Chosen>,
    ) -> Result<Option<Chosen>, OverBudget> {
        let mut path = String::new();
        let mut deeper = Vec::new();
        for related in permuted {
            if let Some(number) = self.canonical.issued(related) {
                path.push_str(&format!("_:c14n{number}"));
            } else {
                if issuer.issued(related).is_none() {
                    deeper.push(related);
                }
                path.push_str(&format!("_:b{}", issuer.issue(related)));
            }
            if is_beaten(&path, chosen) {
                return Ok(None);
            }
        }
        for related in deeper {
            let below = self.n_degree(related, issuer.clone())?;
            path.push_str(&format!("_:b{}<{}>", issuer.issue(related), below.hash));
            issuer = below.issuer;
            if is_beaten(&path, chosen) {
                return Ok(None);
            }
        }
        let least = chosen.is_none_or(|least| path < least.path);
        Ok(least.then_some(Chosen { path, issuer }))
    }
}

fn is_beaten(path: &str, chosen: Option<&Chosen>) -> bool {
    chosen.is_some_and(|least| path.len() >= least.path.len() && path > least.path.as_str())
}

/// The next order of the places in lexicographic order; false when this was the last.
fn advance(order: &mut [usize]) -> bool {
    let Some(pivot) = order.windows(2).rposition(|pair| matches!(pair, [left, right] if left < right)) else {
        return false;
    };
    let (head, tail) = order.split_at_mut(pivot + 1);
    if let Some(left) = head.last_mut()
        && let Some(right) = tail.iter_mut().rev().find(|right| **right > *left)
    {
        std::mem::swap(left, right);
    }
    tail.reverse();
    true
}
