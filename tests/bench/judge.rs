//! CPU time of judging and opening where everything beside the badge is at hand, on one thread. Asserts nothing about time.
//! `cargo bench -p tests --bench judge -- DEMO`, DEMO a folder that `attesto demo --into DEMO` made.
#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::panic,
    reason = "a bench prints, and stops where it cannot run"
)]

mod clock;

use std::hint::black_box;
use std::path::{Path, PathBuf};

use attesto_credential::{Credential, Iri, Secured, Timestamp, conformance};
use attesto_securing::{Contexts, Keys, Signer, SigningKey, open};
use attesto_verifier::{Case, Material, Need, Policy, TrustList, Verdict};
use clock::row;

fn main() {
    let Some(demo) = std::env::args().skip(1).find(|word| !word.starts_with("--")).map(PathBuf::from) else {
        return println!("give the folder of a demo: cargo bench -p tests --bench judge -- /tmp/demo");
    };
    let badge = std::fs::read(first(&demo.join("out")).join("badge.json")).expect("the badge is there");
    let trust = std::fs::read_to_string(demo.join("trust.toml")).expect("the trust list is there");
    let beside = |file: &str| std::fs::read(demo.join(file)).ok();
    let policy = Policy::default().trusting(TrustList::beside(&trust, &beside).expect("it can be used"));
    let secured = Secured::parse(&badge).expect("it parses");
    let at = moment(&secured);
    let (case, mut material) = (Case::new(secured.clone()), Material::new(Contexts::pinned()));
    gather(&case, &policy, at, &demo.join("public"), &mut material);
    let report = case.judge(&material, &policy, at);
    assert!(report.verdict() == Verdict::Valid, "{}", report.to_document().to_text());

    println!("| what | CPU µs |\n|---|--:|");
    row("judge with the lists at hand: parse, open, all checks, report", || {
        drop(black_box(Case::new(Secured::parse(&badge).expect("it parses")).judge(&material, &policy, at)));
    });
    row("the same, read as text", || {
        let report = Case::new(Secured::parse(&badge).expect("it parses")).judge(&material, &policy, at);
        drop(black_box(report.to_document().to_text()));
    });
    row("parse alone", || drop(black_box(Secured::parse(&badge).expect("it parses"))));
    let (document, model) = (secured.peek_unbelieved().expect("a document"), secured.format().model());
    row("conformance alone", || drop(black_box(conformance(document, model))));
    let keys = Keys::new().with_document(&std::fs::read(demo.join("public/did.json")).expect("it is there"));
    let keys = keys.expect("a DID document");
    for count in [1, 64, 1024] {
        let batch = vec![secured.clone(); count];
        let opened = || open::<Credential>(&batch, &keys, &Contexts::pinned(), at);
        assert!(opened().iter().all(Result::is_ok), "it opens");
        let contexts = Contexts::pinned();
        let per = format!("open {count} that were parsed, all together");
        row(&per, || drop(black_box(open::<Credential>(&batch, &keys, &contexts, at))));
    }
    let key = SigningKey::from_seed(&[7; 32]).expect("the seed gives a key");
    let signature = key.sign(&[&[1; 64]]).expect("it signs").pop().expect("one came");
    row("one strict Ed25519 verification", || {
        assert!(black_box(key.public().verifies(&[1; 64], signature.as_bytes())));
    });
}

/// The first of what lies in a folder, by name.
fn first(folder: &Path) -> PathBuf {
    let inside = std::fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("an entry").path());
    inside.min().expect("something lies in it")
}

/// An hour after the badge was made.
fn moment(secured: &Secured) -> Timestamp {
    let created = secured.peek_unbelieved().and_then(|badge| badge.at("/proof/created")?.as_str()).expect("a time");
    let created = Timestamp::parse(created).expect("a moment");
    Timestamp::from_unix(created.unix() + 3_600).expect("a moment")
}

/// What the badge needs, from the published folder: its base is where the list lies by its own URL.
fn gather(case: &Case, policy: &Policy, at: Timestamp, public: &Path, material: &mut Material) {
    let mut hearing = case.hearing(policy, at);
    for _ in 0..Case::ROUNDS {
        for need in hearing.missing(material) {
            match need {
                Need::Keys { controller } => {
                    let document = std::fs::read(public.join("did.json")).expect("it is there");
                    material.add_document(controller, &document, at).expect("it is the issuer's");
                }
                Need::Listed { at: url, .. } => {
                    let bytes = std::fs::read(public.join(below(&url))).expect("it is published");
                    material.add_listed(url, &bytes, at);
                }
                other => panic!("{other:?} is not published by a demo"),
            }
        }
    }
}

fn below(url: &Iri) -> &str {
    url.as_str().find("/status/").and_then(|start| url.as_str().get(start + 1..)).expect("it lies below status/")
}
