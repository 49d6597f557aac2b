//! CPU time per badge of issuing and verifying, on one thread. Not a test: it asserts nothing about time.
//! Run by `tests/bench/run`, which feeds it a badge of the demo.
#![expect(clippy::print_stdout, clippy::expect_used, reason = "a bench prints, and stops where it cannot run")]

mod clock;

use std::hint::black_box;

use attesto_credential::{Credential, DataModel, Document, Format, Iri, Limits, Secured, Statement, Timestamp, lint};
use attesto_securing::{Budget, Contexts, Digest, Keys, Signer, SigningKey, canonical, open, seal};
use attesto_verifier::{Case, Material, Policy};
use clock::row;

fn main() {
    let Some(path) = std::env::args().skip(1).find(|word| !word.starts_with("--")) else {
        return println!(
            "give the badge to measure with: cargo bench -p tests --bench badge -- attesto-demo/out/…/badge.json"
        );
    };
    let document = Document::parse(&std::fs::read(path).expect("the badge is there"), &Limits::default());
    let document = document.expect("the badge is a document");
    let key = SigningKey::from_seed(&[7; 32]).expect("the seed gives a key");
    let at = Timestamp::parse("2027-01-01T00:00:00Z").expect("a moment");
    let credential = ours(&document, key.id().owner());
    let contexts = Contexts::pinned();
    let sealed = issue(&credential, &key, &contexts, at);
    println!("| what | CPU µs per badge |\n|---|--:|");
    println!("| badge, bytes | {} |", sealed.text().len());
    row("issue: lint, canonical form, sign, attach", || drop(black_box(issue(&credential, &key, &contexts, at))));
    row("lint alone (official schema, probes, reads back)", || {
        drop(black_box(lint(credential.clone(), Format::OPEN_BADGE)))
    });
    let unsecured = document.clone().without("proof");
    row("canonical form alone", || drop(black_box(canonical(&unsecured, &contexts, &Budget::default()))));
    row("verify: parse and open", || {
        let secured = Secured::parse(sealed.text().as_bytes()).expect("it parses");
        drop(black_box(open::<Credential>(&[secured], &Keys::new(), &contexts, at)));
    });
    let (material, policy) = (Material::new(Contexts::pinned()), Policy::default());
    row("judge: parse, open, all checks, report", || {
        let secured = Secured::parse(sealed.text().as_bytes()).expect("it parses");
        drop(black_box(Case::new(secured).judge(&material, &policy, at)));
    });
    let signature = key.sign(&[&[1; 64]]).expect("it signs").pop().expect("one came");
    row("floor: SHA-256 of 30 kB and one strict Ed25519 verification", || {
        black_box(Digest::of(&[1; 30_000]));
        assert!(key.public().verifies(&[1; 64], signature.as_bytes()));
    });
}

/// The demo's badge, as if this bench's key had issued it.
fn ours(document: &Document, did: &str) -> Credential {
    let mut credential = Credential::read(document, DataModel::OpenBadges).expect("it reads");
    credential.issuer.id = Iri::parse(did).expect("a DID is an IRI");
    credential
}

fn issue(credential: &Credential, key: &SigningKey, contexts: &Contexts, at: Timestamp) -> Secured {
    let linted = lint(credential.clone(), Format::OPEN_BADGE).expect("it conforms");
    seal(vec![linted], key, contexts, at).expect("it is sealed").pop().expect("one came")
}
