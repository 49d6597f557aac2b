//! RDF Dataset Canonicalization, RDFC-1.0 (<https://www.w3.org/TR/rdf-canon/>), within a budget.
//! Knows nothing of JSON: quads in, sorted N-Quads out.

mod hashing;
mod issuer;
mod n_degree;

use std::collections::BTreeMap;

use self::hashing::hex;
use self::issuer::Issuer;
use self::n_degree::Search;
use super::budget::{Budget, Cost, OverBudget, within};
use super::quads::Quad;

pub use self::hashing::LabelHash;

/// The canonical N-Quads, and the label each blank node got.
#[derive(Debug)]
pub(super) struct Labelled {
    pub(super) text: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "the W3C map tests read the labels"))]
    pub(super) labels: Vec<usize>,
}

/// Labels the blank nodes and writes the quads, sorted by code point (RDFC-1.0 section 4.4.3).
///
/// # Errors
/// Over the budget; found before the time is spent.
pub(super) fn canonize(mut quads: Vec<Quad>, hash: LabelHash, budget: &Budget) -> Result<Labelled, OverBudget> {
    quads.sort_unstable();
    quads.dedup();
    within(Cost::Quads, quads.len(), budget.quads)?;
    let mentions = mentions(&quads);
    within(Cost::BlankNodes, mentions.len(), budget.blank_nodes)?;
    let first = mentions.iter().enumerate().map(|(blank, around)| first_degree(blank, around, hash)).collect();
    let issuer = label(Search::new(mentions, first, hash, budget))?;
    let labels: Vec<usize> = issuer.labels().collect();
    Ok(Labelled { text: written(&quads, &labels), labels })
}

/// Labels blank nodes by their first hashes and the quads between them, sorted; all other quads are in the hashes.
///
/// # Errors
/// Over the budget, in the same steps as [`canonize`].
pub(super) fn labels(between: &[Quad], first: Vec<String>, budget: &Budget) -> Result<Vec<usize>, OverBudget> {
    let mut mentions = mentions(between);
    mentions.resize(first.len(), Vec::new());
    Ok(label(Search::new(mentions, first, LabelHash::Sha256, budget))?.labels().collect())
}

/// For each blank node the quads that mention it, once each (step 2).
fn mentions(quads: &[Quad]) -> Vec<Vec<&Quad>> {
    let count = quads.iter().flat_map(Quad::blanks).map(|(blank, _)| blank + 1).max().unwrap_or(0);
    let mut mentions: Vec<Vec<&Quad>> = vec![Vec::new(); count];
    for quad in quads {
        for (blank, _) in quad.blanks() {
            if let Some(around) = mentions.get_mut(blank)
                && !around.last().is_some_and(|last| std::ptr::eq(*last, quad))
            {
                around.push(quad);
            }
        }
    }
    mentions
}

/// Hash First Degree Quads (section 4.6): what is said about the node, itself `_:a`, every other blank node `_:z`.
fn first_degree(blank: usize, around: &[&Quad], hash: LabelHash) -> String {
    let mut lines: Vec<String> = around
        .iter()
        .map(|quad| {
            let mut line = String::with_capacity(128);
            quad.write(&mut line, |text, other| text.push_str(if other == blank { "_:a" } else { "_:z" }));
            line
        })
        .collect();
    lines.sort_unstable();
    hex(&hash.digest(lines.concat().as_bytes()))
}

/// Steps 3 to 5: nodes with a hash of their own first, then those that only their surroundings tell apart.
fn label(mut search: Search<'_>) -> Result<Issuer, OverBudget> {
    let mut by_hash: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let first = search.first_hashes();
    for (blank, hash) in first.iter().enumerate() {
        by_hash.entry(hash).or_default().push(blank);
    }
    for alike in by_hash.values() {
        if let [alone] = alike.as_slice() {
            search.canonical.issue(*alone);
        }
    }
    for alike in by_hash.values().filter(|alike| alike.len() > 1) {
        let mut paths = Vec::new();
        for blank in alike {
            if search.canonical.issued(*blank).is_none() {
                let mut issuer = search.fresh();
                issuer.issue(*blank);
                paths.push(search.n_degree(*blank, issuer)?);
            }
        }
        paths.sort_by(|one, other| one.hash.cmp(&other.hash));
        for path in paths {
            path.issuer.order().for_each(|blank| {
                search.canonical.issue(blank);
            });
        }
    }
    Ok(search.canonical)
}

fn written(quads: &[Quad], labels: &[usize]) -> String {
    let mut lines: Vec<String> = quads
        .iter()
        .map(|quad| {
            let mut line = String::with_capacity(160);
            quad.write(&mut line, |text, blank| {
                text.push_str("_:c14n");
                text.push_str(&labels.get(blank).copied().unwrap_or_default().to_string());
            });
            line
        })
        .collect();
    lines.sort_unstable();
    lines.concat()
}

#[cfg(test)]
mod tests;
