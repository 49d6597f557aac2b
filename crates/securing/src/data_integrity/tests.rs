//! The W3C and Open Badges vectors, below the binding of key to issuer: their issuers do not control their keys.

use std::path::Path;

use attesto_credential::Limits;

use super::proof::Proof;
use super::*;
use crate::key::PublicKey;

fn vector(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors");
    std::fs::read_to_string(root.join(path)).unwrap()
}

fn document(text: &str) -> Document {
    Document::parse(text.as_bytes(), &Limits::default()).unwrap()
}

fn contexts() -> Contexts {
    Contexts::pinned()
        .with("https://www.w3.org/ns/credentials/examples/v2", &vector("contexts/credentials-examples-v2.json"))
        .with("https://w3id.org/citizenship/v4rc1", &vector("contexts/citizenship-v4rc1.json"))
}

fn reproduces(signed: &str, canon: &str, proof_canon: &str, key: &str) {
    let signed = document(signed);
    let unsecured = signed.clone().without("proof");
    let proof = signed.root().get("proof").unwrap();
    let (read, options) = Proof::read(proof, &signed).unwrap();
    let canonical_text = |wording: &Wording<'_>| {
        let canonical = wording.canonical(&contexts(), &Budget::default(), LabelHash::Sha256);
        canonical.unwrap().as_str().to_owned()
    };
    assert_eq!(canonical_text(&Wording::without(&signed, "proof")), canon);
    assert_eq!(canonical_text(&Wording::of(&unsecured)), canon);
    assert_eq!(canonical_text(&options), proof_canon);
    let message = message(&options, &unsecured, &contexts()).unwrap();
    assert!(PublicKey::from_multikey(key).unwrap().verifies(&message, read.signature()));
}

#[test]
fn the_w3c_alumni_vector_reproduces() {
    let at = |file: &str| vector(&format!("vc-di-eddsa/eddsa-rdfc-2022/{file}"));
    let key = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
    reproduces(&at("signedDataInt.json"), &at("canonDocDataInt.txt"), &at("proofCanonDataInt.txt"), key);
}

#[test]
fn the_w3c_employment_vector_reproduces() {
    let at = |file: &str| vector(&format!("vc-di-eddsa/eddsa-rdfc-2022/employ/{file}"));
    let key = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
    reproduces(&at("signedDataInt.json"), &at("canonDocDataInt.txt"), &at("proofCanonDataInt.txt"), key);
}

#[test]
fn the_open_badges_vector_reproduces() {
    let whole = document(&vector("open-badges-3/obv3p0/vector.json"));
    let signed = Document::composed(whole.at("/signed").unwrap().as_object().unwrap().clone()).to_text();
    let at = |file: &str| vector(&format!("open-badges-3/obv3p0/{file}"));
    let key = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi";
    reproduces(&signed, &at("document-canon.txt"), &at("proof-canon.txt"), key);
}
