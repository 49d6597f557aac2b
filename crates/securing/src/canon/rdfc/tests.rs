//! The 86 tests of the W3C suite, and graphs made to exhaust.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

use super::super::quads::read;
use super::*;

fn vector(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/rdf-canon");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

fn entries(kind: &str) -> Vec<(String, LabelHash, String, Option<String>)> {
    let manifest: Value = serde_json::from_str(&vector("manifest.jsonld")).unwrap();
    let of = |entry: &Value, key: &str| entry[key].as_str().map(str::to_owned);
    let entries = manifest["entries"].as_array().unwrap().iter().filter(|entry| entry["type"] == kind);
    entries
        .map(|entry| {
            let hash = if entry["hashAlgorithm"] == "SHA384" { LabelHash::Sha384 } else { LabelHash::Sha256 };
            (
                of(entry, "id").unwrap(),
                hash,
                vector(&of(entry, "action").unwrap()),
                of(entry, "result").map(|n| vector(&n)),
            )
        })
        .collect()
}

#[test]
fn the_64_evaluation_tests_of_the_w3c_hold() {
    let entries = entries("rdfc:RDFC10EvalTest");
    assert_eq!(entries.len(), 64);
    for (name, hash, input, expected) in entries {
        let (quads, _) = read::quads(&input);

        let labelled = canonize(quads, hash, &Budget::default());

        assert_eq!(labelled.map(|l| l.text), Ok(expected.unwrap()), "{name}");
    }
}

#[test]
fn the_21_map_tests_of_the_w3c_hold() {
    let entries = entries("rdfc:RDFC10MapTest");
    assert_eq!(entries.len(), 21);
    for (name, hash, input, expected) in entries {
        let (quads, names) = read::quads(&input);

        let labelled = canonize(quads, hash, &Budget::default()).unwrap();

        let map: BTreeMap<String, String> =
            names.into_iter().zip(labelled.labels.iter().map(|label| format!("c14n{label}"))).collect();
        let expected: BTreeMap<String, String> = serde_json::from_str(&expected.unwrap()).unwrap();
        assert_eq!(map, expected, "{name}");
    }
}

#[test]
fn the_poison_graph_of_the_w3c_is_refused() {
    let entries = entries("rdfc:RDFC10NegativeEvalTest");
    assert_eq!(entries.len(), 1);
    for (name, hash, input, _) in entries {
        let refused = canonize(read::quads(&input).0, hash, &Budget::default());

        assert_eq!(refused.map(|l| l.text), Err(OverBudget { cost: Cost::PermutedGroup, limit: 6 }), "{name}");
    }
}

/// Nodes without names, each in relation to each: the shape of profiles that name each other as parents.
fn clique(nodes: usize) -> String {
    let parent = "<https://purl.imsglobal.org/spec/vc/ob/vocab.html#parentOrg>";
    let pairs = (0..nodes).flat_map(|one| (0..nodes).filter(move |other| *other != one).map(move |other| (one, other)));
    pairs.map(|(one, other)| format!("_:p{one} {parent} _:p{other} .\n")).collect()
}

/// Two nodes alike, each with its own leaves alike.
fn twin_stars(leaves: usize) -> String {
    let pairs = (0..2).flat_map(|star| (0..leaves).map(move |leaf| (star, leaf)));
    pairs.map(|(star, leaf)| format!("_:s{star} <urn:leaf> _:s{star}l{leaf} .\n")).collect()
}

#[test]
fn cliques_and_twin_stars_are_refused_before_their_orders_are_tried() {
    let graphs = [clique(8), clique(9), twin_stars(9), twin_stars(10), twin_stars(12), twin_stars(200)];
    let frugal = Budget { permutations: 2, ..Budget::default() };
    for graph in graphs {
        let refused = canonize(read::quads(&graph).0, LabelHash::Sha256, &frugal);

        let cost = refused.map(|l| l.text).map_err(|over| over.cost);
        assert!(matches!(cost, Err(Cost::PermutedGroup | Cost::BlankNodes)), "{cost:?}: {graph}");
    }
}

#[test]
fn a_clique_within_the_permuted_group_is_refused_for_its_work() {
    for nodes in [6, 7] {
        let refused = canonize(read::quads(&clique(nodes)).0, LabelHash::Sha256, &Budget::default());

        assert_eq!(
            refused.map(|l| l.text),
            Err(OverBudget { cost: Cost::NDegreeCalls, limit: 2_000 }),
            "{nodes} nodes"
        );
    }
}

#[test]
fn small_groups_alike_are_labelled_within_the_budget() {
    for graph in [clique(3), clique(4), twin_stars(4)] {
        let lines = graph.lines().count();

        let labelled = canonize(read::quads(&graph).0, LabelHash::Sha256, &Budget::default());

        assert_eq!(labelled.map(|l| l.text.lines().count()), Ok(lines), "{graph}");
    }
}
