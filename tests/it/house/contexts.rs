//! Contexts and schemas are the published bytes, each with its provenance.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use attesto_securing::{Contexts, Digest};

use super::{nothing, root, text, walk};

/// File, URL or description, and sum, as `contexts/SOURCES.md` has them.
fn rows() -> BTreeMap<String, (String, String)> {
    let page = text("contexts/SOURCES.md");
    let rows = page.lines().filter(|line| line.starts_with("| `")).map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`')).collect();
        assert!(cells.iter().all(|cell| !cell.is_empty()), "{line}");
        (cells[0].to_owned(), (cells[1].to_owned(), cells[2].to_owned()))
    });
    rows.collect()
}

#[test]
fn every_context_and_schema_has_the_sum_that_its_source_publishes() {
    let (folder, rows) = (root().join("contexts"), rows());
    let mut files: Vec<PathBuf> = Vec::new();
    walk(&folder, "json", &mut files);
    walk(&folder, "ttl", &mut files);

    let found: BTreeMap<String, String> = files
        .iter()
        .map(|path| {
            let name = path.strip_prefix(&folder).unwrap().to_string_lossy().into_owned();
            (name, Digest::of(&fs::read(path).unwrap()).to_hex())
        })
        .collect();

    let expected: BTreeMap<String, String> = rows.into_iter().map(|(file, (_, sum))| (file, sum)).collect();
    assert_eq!(found, expected);
}

#[test]
fn every_pinned_context_has_a_row_and_every_row_of_a_context_is_pinned() {
    let rows = rows();
    let listed: Vec<&str> =
        rows.values().map(|(url, _)| url.as_str()).filter(|url| url.starts_with("https://")).collect();
    let pinned = Contexts::pinned();

    let missing = pinned.urls().filter(|url| !listed.contains(url)).map(|url| format!("{url} has no row"));
    let unused =
        listed.iter().filter(|url| pinned.urls().all(|known| known != **url)).map(|url| format!("{url} is not pinned"));

    nothing("contexts/SOURCES.md and Contexts::pinned agree", missing.chain(unused).collect());
}
