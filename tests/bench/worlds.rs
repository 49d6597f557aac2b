//! CPU time per credential of the two worlds beside the badge: copies for wallets (SD-JWT VC) and European seals (JAdES),
//! and of a small badge, for ssi to be measured beside it (`--badge FILE` writes it).
//! Not a test: it asserts nothing about time. Run by `tests/bench/worlds`, beside clients of others.
#![expect(clippy::print_stdout, clippy::expect_used, reason = "a bench prints, and stops where it cannot run")]

mod clock;

use std::hint::black_box;

use attesto_credential::{
    AskedAt, CertificateNumber, Credential, CredentialId, DataModel, Document, Format, Iri, Limits, Secured, Statement,
    Timestamp, lint,
};
use attesto_securing::{
    Algorithm, Anchors, BoundKey, Budget, CertifiedKey, Chosen, Contexts, Digest, KeyId, Keys, RsaPadding, Signer,
    SigningKey, canonical, open, present, seal,
};
use clock::row;
use serde::de::IgnoredAny;
use serde_json::Value;

const BODY: &str = "https://body.example/b";
const QUARTER: usize = 25_000;

/// One world: what is said, who seals it, and who is trusted to.
struct World<'w> {
    name: &'w str,
    said: Credential,
    format: Format,
    key: &'w dyn Signer,
    keys: Keys,
    contexts: Contexts,
}

impl World<'_> {
    fn issue(&self) -> Secured {
        let linted = lint(self.said.clone(), self.format).expect("it conforms");
        seal(vec![linted], self.key, &self.contexts, now()).expect("it is sealed").pop().expect("one came")
    }

    fn open(&self, text: &str) {
        let secured = Secured::parse(text.as_bytes()).expect("it parses");
        let opened = open::<Credential>(&[secured], &self.keys, &self.contexts, now()).pop().expect("one came");
        black_box(opened.expect("it opens"));
    }

    fn measured(&self) {
        let sealed = self.issue();
        println!("| {}, bytes | {} |", self.name, sealed.text().len());
        row(&format!("{}: issue (lint, seal)", self.name), || drop(black_box(self.issue())));
        row(&format!("{}: verify (parse, open)", self.name), || self.open(sealed.text()));
    }

    /// Whether anything stays behind of what was issued and verified.
    fn at_length(&self) {
        print!("| {}: memory at each quarter of {}, MiB |", self.name, 4 * QUARTER);
        for _ in 0..4 {
            for _ in 0..QUARTER {
                self.open(self.issue().text());
            }
            print!(" {:.1}", resident_mib());
        }
        println!(" |");
    }
}

fn main() {
    let copies = SigningKey::from_secret(Algorithm::Es256, &[1; 32]).expect("a key");
    let copies = copies.named(KeyId::parse(&format!("{BODY}#p256")).expect("a key's name"));
    let holder = SigningKey::from_secret(Algorithm::Es256, &[2; 32]).expect("a key");
    let seals =
        CertifiedKey::from_pem(&vector("jades/p256.pem"), RsaPadding::Pss).expect("a key with its certificates");
    let wallet = World {
        name: "SD-JWT VC",
        said: copy(&holder),
        format: Format::SD_JWT_VC,
        keys: Keys::new().with(BODY, vec![BoundKey::pinned(copies.id().clone(), copies.public().clone())]),
        key: &copies,
        contexts: Contexts::empty(),
    };
    let european = World {
        name: "JAdES B-B",
        said: european(),
        format: Format::EUROPEAN,
        keys: Keys::new().trusting(&Anchors::from_pem(&vector("jades/anchors.pem")).expect("anchors")),
        key: &seals,
        contexts: Contexts::empty(),
    };
    let badges = SigningKey::from_seed(&[7; 32]).expect("a key");
    let badge = World {
        name: "Open Badge",
        said: badge(badges.id().owner()),
        format: Format::OPEN_BADGE,
        keys: Keys::new(),
        key: &badges,
        contexts: Contexts::pinned(),
    };
    let mut words = std::env::args();
    if words.any(|word| word == "--badge") {
        let file = words.next().expect("the file to write it to");
        return std::fs::write(file, badge.issue().text()).expect("it is written");
    }
    println!("| what | CPU µs |\n|---|--:|");
    wallet.measured();
    let whole = wallet.issue();
    let shown = || present(&whole, &Chosen::of(["family_name"]), ("https://office.example", "n-1"), &holder, now());
    row("SD-JWT VC: present 1 of 10, with the holder's proof", || drop(black_box(shown().expect("it is shown"))));
    european.measured();
    badge.measured();
    floor_of_badges(&badge, &badges);
    let signature = copies.sign(&[&[1; 64]]).expect("it signs").pop().expect("one came");
    row("floor: one ES256 signature", || drop(black_box(copies.sign(&[&[1; 64]]))));
    row("floor: one ES256 verification", || assert!(copies.public().verifies(&[1; 64], signature.as_bytes())));
    if std::env::args().any(|word| word == "--at-length") {
        [wallet, european, badge].iter().for_each(World::at_length);
    }
}

/// What nobody can do without who issues or verifies a badge: to pass over its JSON once, one digest of its lines, one
/// operation of the key.
fn floor_of_badges(badge: &World<'_>, key: &SigningKey) {
    let sealed = badge.issue();
    let document = Document::parse(sealed.text().as_bytes(), &Limits::default()).expect("it parses").without("proof");
    let lines = canonical(&document, &badge.contexts, &Budget::default()).expect("it has a canonical form");
    let signature = key.sign(&[&[1; 64]]).expect("it signs").pop().expect("one came");
    let passed = || {
        black_box(serde_json::from_str::<IgnoredAny>(sealed.text()).expect("JSON"));
        black_box(Digest::of(lines.as_str().as_bytes()));
    };
    row("Open Badge: floor of issuing", || {
        passed();
        drop(black_box(key.sign(&[&[1; 64]])));
    });
    row("Open Badge: floor of verifying", || {
        passed();
        assert!(key.public().verifies(&[1; 64], signature.as_bytes()));
    });
}

fn now() -> Timestamp {
    Timestamp::parse("2026-12-01T12:00:00Z").expect("a moment")
}

fn vector(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors").join(name);
    std::fs::read(path).expect("the vector is there")
}

/// A copy of ten claims that its holder may hold back: two names, eight competences.
fn copy(holder: &SigningKey) -> Credential {
    let jwk = Document::composed(holder.public().to_jwk()).to_text();
    let number = CertificateNumber::new("SIM", 2026, 7).expect("a number");
    let outcome = |n: usize| {
        format!(r##"{{"id":"https://s.example/1#c{n}","title":"Competence {n}","type":"RubricCriterionLevel"}}"##)
    };
    let outcomes: Vec<String> = (1..=8).map(outcome).collect();
    let text = format!(
        r#"{{"vct":"{BODY}/vct/sim/1","vct#integrity":"sha256-AA","jti":"urn:uuid:0f0e0d0c-0b0a-4908-8706-050403020100","iss":"{BODY}","nbf":1790000000,"exp":1890000000,"issuing_authority":"Body","certificate_number":"{number}","certification_scheme":{{"id":"https://s.example/1"}},"achievement_title":"Manager","cnf":{{"jwk":{jwk}}},"status":{{"status_list":{{"idx":7,"uri":"{BODY}/status/1/token.jwt"}}}},"given_name":"Μαρία","family_name":"Παπαδοπούλου","learning_outcomes":[{}],"_salts_from":"CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk"}}"#,
        outcomes.join(","),
    );
    let document = Document::parse(text.as_bytes(), &Limits::default()).expect("it parses");
    Credential::read(&document, DataModel::Claims).expect("it reads")
}

/// The example of the profile, as one of ours.
fn european() -> Credential {
    let document = Document::parse(&vector("elm/example.json"), &Limits::default()).expect("it parses");
    let mut said = Credential::read(&document, DataModel::Elm).expect("it reads");
    said.id = CredentialId::from_random([7; 16]);
    said.number = Some(CertificateNumber::new("SIM", 2026, 1).expect("a number").to_string());
    let learning = said.learning.as_mut().expect("a European credential");
    let title = learning.title.clone().expect("a title");
    let url = Iri::parse("https://cert.example/demo/status-of").expect("a URL");
    learning.asked_at = Some(AskedAt { url, title });
    learning.specification.as_mut().expect("a specification").languages.clear();
    said
}

/// The badge of a case, as if a key had issued it, cut down to what ssi canonicalises as the standard says: no scale of
/// values (it leaves literals in lists out) and no typed literal of the badge's vocabulary (it rewrites their types).
fn badge(did: &str) -> Credential {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/valid-did-key/credential.json");
    let text = std::fs::read_to_string(path).expect("the case is there");
    let mut badge: Value = serde_json::from_str(&text).expect("JSON");
    let mut cut = |pointer: &str, names: &[&str]| {
        let object = badge.pointer_mut(pointer).and_then(Value::as_object_mut).expect("an object");
        names.iter().for_each(|name| drop(object.remove(*name).expect("the case has it")));
    };
    cut("", &["proof"]);
    cut("/credentialSubject", &["identifier", "result"]);
    cut("/credentialSubject/achievement", &["creditsAvailable", "resultDescription"]);
    let document = Document::parse(badge.to_string().as_bytes(), &Limits::default()).expect("it parses");
    let mut said = Credential::read(&document, DataModel::OpenBadges).expect("it reads");
    said.issuer.id = Iri::parse(did).expect("a DID is an IRI");
    said.number = Some(CertificateNumber::new("SIM", 2026, 417).expect("a number").to_string());
    said
}

/// Resident memory now, in MiB.
fn resident_mib() -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").expect("a Linux kernel");
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("the line is there");
    line.split_whitespace().next().and_then(|kb| kb.parse::<f64>().ok()).expect("a number") / 1024.0
}
