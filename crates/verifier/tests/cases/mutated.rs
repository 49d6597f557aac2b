//! The large corpus: what can be done to a good text, by rule and by member, each with the code that must be found.
//! Made anew at every run, the same every time; its size is held, so that it cannot shrink unnoticed.

use std::collections::{BTreeMap, BTreeSet};

use attesto_credential::{Secured, Timestamp};
use attesto_verifier::{Case, Code, Material, Policy, Verdict};

use crate::{mutated_badge, mutated_claims, mutated_european, mutated_holder, mutated_list, mutated_seal};

/// What must be found of a mutation.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Found {
    /// It is as good as the original: VALID.
    Good,
    /// It is not VALID, and this is among what is found.
    Bad(Code),
}

/// One text with a name, and what must be found of it.
pub(crate) struct Mutation {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) found: Found,
}

/// What a family of mutations is judged with.
pub(crate) struct World {
    pub(crate) material: Material,
    pub(crate) policy: Policy,
    pub(crate) at: Timestamp,
}

pub(crate) fn bad(name: impl Into<String>, text: impl ToString, code: Code) -> Mutation {
    Mutation { name: name.into(), text: text.to_string(), found: Found::Bad(code) }
}

pub(crate) fn good(name: impl Into<String>, text: impl ToString) -> Mutation {
    Mutation { name: name.into(), text: text.to_string(), found: Found::Good }
}

impl World {
    /// What is wrong with a judgement, if anything.
    fn departs(&self, mutation: &Mutation) -> Option<String> {
        let Ok(secured) = Secured::parse(mutation.text.as_bytes()) else {
            return Some(format!("{}: is not read at all", mutation.name));
        };
        let report = Case::new(secured).judge(&self.material, &self.policy, self.at);
        let codes: Vec<Code> = report.lines().iter().map(|line| line.finding().code()).collect();
        let is_as_it_must = match mutation.found {
            Found::Good => report.verdict() == Verdict::Valid,
            Found::Bad(code) => report.verdict() != Verdict::Valid && codes.contains(&code),
        };
        let codes: Vec<&str> = codes.into_iter().map(Code::text).collect();
        (!is_as_it_must).then(|| format!("{}: {:?} expected, {codes:?}", mutation.name, mutation.found))
    }
}

/// Judges a family; every departure is told, and no name and no text stands twice.
fn judge(world: &World, original: &str, family: &[Mutation]) -> (usize, usize) {
    let unmutated = good("the original", original);
    let departures: Vec<String> =
        std::iter::once(&unmutated).chain(family).filter_map(|mutation| world.departs(mutation)).collect();
    assert!(departures.is_empty(), "{} depart:\n{}", departures.len(), departures.join("\n"));
    let names: BTreeSet<&str> = family.iter().map(|mutation| mutation.name.as_str()).collect();
    assert_eq!(names.len(), family.len(), "a name stands twice");
    let mut seen = BTreeMap::from([(original, "the original")]);
    for mutation in family {
        let earlier = seen.insert(&mutation.text, &mutation.name);
        assert_eq!(earlier, None, "{} has the text of another", mutation.name);
    }
    let accepted = family.iter().filter(|mutation| matches!(mutation.found, Found::Good)).count();
    (family.len() - accepted, accepted)
}

/// How many of each family are rejected and accepted at the least, in the order of the tests.
const LEAST: [(usize, usize); 6] = [(440, 150), (220, 100), (190, 65), (420, 125), (165, 27), (60, 15)];

fn holds_its_size(family: usize, rejected: usize, accepted: usize) {
    let least = LEAST[family];
    assert!(
        rejected >= least.0 && accepted >= least.1,
        "{rejected} rejected, {accepted} accepted: fewer than {least:?}"
    );
}

#[test]
fn what_is_done_to_a_badge_is_found_by_its_code() {
    let (world, original) = mutated_badge::stage();
    let (rejected, accepted) = judge(&world, &original, &mutated_badge::all());
    holds_its_size(0, rejected, accepted);
}

#[test]
fn what_is_done_to_a_european_document_is_found_by_its_code() {
    let (world, original) = mutated_seal::stage();
    let (rejected, accepted) = judge(&world, &original, &mutated_european::all());
    holds_its_size(1, rejected, accepted);
}

#[test]
fn what_is_done_to_a_european_seal_is_found_by_its_code() {
    let (world, original) = mutated_seal::stage();
    let (rejected, accepted) = judge(&world, &original, &mutated_seal::all());
    holds_its_size(2, rejected, accepted);
}

#[test]
fn what_is_done_to_claims_is_found_by_its_code() {
    let (world, original) = mutated_claims::stage();
    let (rejected, accepted) = judge(&world, &original, &mutated_claims::all());
    holds_its_size(3, rejected, accepted);
}

#[test]
fn what_is_done_to_a_holders_proof_is_found_by_its_code() {
    let (world, original) = mutated_holder::stage();
    let (rejected, accepted) = judge(&world, &original, &mutated_holder::all());
    holds_its_size(4, rejected, accepted);
}

#[test]
fn what_is_done_to_a_list_of_statuses_is_found_by_its_code() {
    let (rejected, accepted) = mutated_list::judged();
    holds_its_size(5, rejected, accepted);
}

#[test]
fn the_corpus_has_at_least_1_200_rejects_and_400_near_misses() {
    let (rejected, accepted) = LEAST.iter().fold((0, 0), |sum, least| (sum.0 + least.0, sum.1 + least.1));
    assert!(rejected >= 1_200 && accepted >= 400, "{rejected} rejected, {accepted} accepted");
}
