//! Canonical forms of Open Badge shapes, byte for byte as jsonld.js and rdf-canonize make them, and refused documents.
//! Derives nothing: `tests/outside/jsonld` holds the committed files against the libraries themselves.
#![cfg(test)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use attesto_credential::{Document, Limits};
use attesto_securing::{Budget, Contexts, Uncanonical, canonical};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors").join(name)
}

fn vectors(name: &str) -> BTreeMap<String, PathBuf> {
    let files = fs::read_dir(folder(name)).unwrap().map(|entry| entry.unwrap().path());
    let documents = files.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    documents.map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), path)).collect()
}

fn made(path: &Path, contexts: &Contexts) -> Result<String, Uncanonical> {
    let document = Document::parse(&fs::read(path).unwrap(), &Limits::default()).unwrap();
    canonical(&document, contexts, &Budget::default()).map(|canonical| canonical.as_str().to_owned())
}

#[test]
fn every_shape_has_the_bytes_that_jsonld_js_makes_of_it() {
    let contexts = Contexts::pinned();
    let shapes = vectors("canon-shapes");
    assert!(shapes.len() >= 80, "{} shapes", shapes.len());

    let mut others = Vec::new();
    for (name, path) in shapes {
        let expected = fs::read_to_string(path.with_extension("nq")).unwrap();
        match made(&path, &contexts) {
            Ok(found) if found == expected => {}
            Ok(found) => others.push(format!("{name}: {}", difference(&found, &expected))),
            Err(refused) => others.push(format!("{name}: refused, {refused}")),
        }
    }

    assert!(others.is_empty(), "{}", others.join("\n"));
}

fn difference(found: &str, expected: &str) -> String {
    let differing = found.lines().zip(expected.lines()).find(|(found, expected)| found != expected);
    match differing {
        Some((found, expected)) => format!("\n  found    {found}\n  expected {expected}"),
        None => format!("{} lines where {} are expected", found.lines().count(), expected.lines().count()),
    }
}

#[test]
fn every_refused_document_is_refused_by_the_name_of_its_fault_and_its_place() {
    let contexts = Contexts::pinned();
    let documents = vectors("canon-refused");
    let table = fs::read_to_string(folder("canon-refused").join("faults.csv")).unwrap();
    let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let named: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    assert_eq!(named, documents.keys().collect::<Vec<_>>(), "one row for each document");
    assert!(rows.len() >= 70, "{} documents", rows.len());

    for row in rows {
        let refused = made(&documents[row[0]], &contexts).map_err(|refused| fault(&refused));

        assert_eq!(refused, Err((row[1].to_owned(), row[2].to_owned())), "{}", row[0]);
    }
}

/// The name of a fault and the JSON Pointer to its place.
fn fault(refused: &Uncanonical) -> (String, String) {
    let (name, pointer) = match refused {
        Uncanonical::ContextUnusable { .. } => ("ContextUnusable".to_owned(), ""),
        Uncanonical::Dropped { pointer, loss, .. } => (format!("Dropped.{loss:?}"), &**pointer),
        Uncanonical::DuplicateKey { pointer } => ("DuplicateKey".to_owned(), &**pointer),
        Uncanonical::InexactNumber { pointer, .. } => ("InexactNumber".to_owned(), &**pointer),
        Uncanonical::ProtectedTerm { pointer, .. } => ("ProtectedTerm".to_owned(), &**pointer),
        Uncanonical::Rekeyed { pointer, how, .. } => (format!("Rekeyed.{how:?}"), &**pointer),
        Uncanonical::TooComplex { cost, .. } => (format!("TooComplex.{cost:?}"), ""),
        Uncanonical::UndefinedTerm { pointer, .. } => ("UndefinedTerm".to_owned(), &**pointer),
        Uncanonical::UnknownContext { pointer, .. } => ("UnknownContext".to_owned(), &**pointer),
        other => (format!("{other:?}"), ""),
    };
    (name, pointer.to_owned())
}
