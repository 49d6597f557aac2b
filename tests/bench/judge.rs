//! CPU time of judging and opening where everything beside the badge is at hand, on one thread. Asserts nothing about time.
//! `cargo bench -p tests --bench judge -- DEMO`, DEMO a folder that `attesto demo --into DEMO` made. With `DEMO FILE` it
//! measures nothing, and writes the badge of `cred.json` as if the demo's body had issued it.
#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::panic,
    reason = "a bench prints, and stops where it cannot run"
)]

mod clock;

use std::hint::black_box;
use std::path::{Path, PathBuf};

use attesto_credential::{
    Credential, DataModel, Document, Format, Iri, Limits, Secured, Statement, Timestamp, conformance, lint,
};
use attesto_securing::{Contexts, KeyFile, Keys, Passphrase, Signer, SigningKey, open, seal};
use attesto_verifier::{Case, Material, Need, Policy, TrustList, Verdict};
use clock::row;

fn main() {
    let mut words = std::env::args().skip(1).filter(|word| !word.starts_with("--")).map(PathBuf::from);
    let Some(demo) = words.next() else {
        return println!("give the folder of a demo: cargo bench -p tests --bench judge -- /tmp/demo");
    };
    if let Some(file) = words.next() {
        return std::fs::write(file, sealed_by(&demo).text()).expect("it can be written");
    }
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

/// The badge that lies beside, sealed by a demo's key under its scheme, at the place in its list of a badge of its own.
fn sealed_by(demo: &Path) -> Secured {
    let text = |path: PathBuf| std::fs::read_to_string(path).expect("it is there");
    let parsed = |text: &str| Document::parse(text.as_bytes(), &Limits::default()).expect("it parses");
    let sample = parsed(&text(Path::new(env!("CARGO_MANIFEST_DIR")).join("bench/cred.json")));
    // What is done to certifications in a demo is done to the first of them.
    let own = text(inside(&demo.join("out")).pop().expect("something lies in it").join("badge.json"));
    let passphrase = Passphrase::new(text(demo.join("secrets/credentials.txt")).into()).expect("it is long enough");
    let key = KeyFile::parse(&text(demo.join("keys/credentials.key"))).expect("it is a key file");
    let key = key.unlock(&passphrase).expect("it opens");
    let read = |document: &Document| Credential::read(document, DataModel::OpenBadges).expect("it reads");
    let (mut credential, own) = (read(&sample), read(&parsed(&own)));
    credential.issuer.id = own.issuer.id;
    credential.status = own.status;
    if let (Some(achievement), Some(own)) = (credential.achievement.take(), own.achievement) {
        credential.achievement = Some(achievement.changed(|achievement| achievement.id = own.id.clone()));
    }
    let linted = lint(credential, Format::OPEN_BADGE).expect("it conforms");
    seal(vec![linted], &key, &Contexts::pinned(), own.validity.from()).expect("it is sealed").pop().expect("one came")
}

/// The first of what lies in a folder, by name.
fn first(folder: &Path) -> PathBuf {
    inside(folder).into_iter().next().expect("something lies in it")
}

fn inside(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("an entry").path());
    let mut inside: Vec<PathBuf> = entries.collect();
    inside.sort();
    inside
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
