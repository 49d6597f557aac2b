//! The floors: which crate may know which, and who names which library.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use super::{metadata, nothing, root};

const OURS: [&str; 5] = ["attesto-credential", "attesto-securing", "attesto-verifier", "attesto-issuer", "attesto"];

/// Every arrow falls; the two rooms of floor 3 do not see each other.
const ARROWS: [(&str, &[&str]); 5] = [
    ("attesto-credential", &[]),
    ("attesto-securing", &["attesto-credential"]),
    ("attesto-verifier", &["attesto-credential", "attesto-securing"]),
    ("attesto-issuer", &["attesto-credential", "attesto-securing"]),
    ("attesto", &["attesto-credential", "attesto-securing", "attesto-verifier", "attesto-issuer"]),
];

/// Cryptography is named by `securing` alone.
const CRYPTOGRAPHY: [&str; 15] = [
    "argon2",
    "aws-lc-rs",
    "chacha20poly1305",
    "curve25519-dalek",
    "ed25519-dalek",
    "josekit",
    "p256",
    "p384",
    "pkcs5",
    "ring",
    "rsa",
    "rustls-webpki",
    "sha2",
    "ssi-jwk",
    "x509-cert",
];

/// Disk, network, terminal, clock and entropy are named at the roof alone.
const WORLD: [&str; 17] = [
    "axum",
    "clap",
    "comfy-table",
    "fluent-bundle",
    "getrandom",
    "hyper",
    "indicatif",
    "mimalloc",
    "postgres",
    "rand",
    "redb",
    "resvg",
    "rpassword",
    "rustls",
    "sled",
    "tokio",
    "ureq",
];

/// What a crate's manifest names, development aside.
fn named(package: &str) -> BTreeSet<String> {
    let package = packages().find(|found| found["name"] == package).unwrap();
    let dependencies = package["dependencies"].as_array().unwrap().iter();
    dependencies.filter(|d| d["kind"].is_null()).map(|d| d["name"].as_str().unwrap().to_owned()).collect()
}

fn packages() -> impl Iterator<Item = &'static Value> {
    metadata()["packages"].as_array().unwrap().iter()
}

#[test]
fn every_arrow_falls() {
    for (package, may) in ARROWS {
        let ours: BTreeSet<String> = named(package).into_iter().filter(|name| OURS.contains(&name.as_str())).collect();
        assert_eq!(ours, may.iter().map(|name| (*name).to_owned()).collect(), "{package}");
    }
}

#[test]
fn cryptography_is_named_by_securing_alone_and_the_world_by_the_roof_alone() {
    let mut breaches = Vec::new();
    for package in OURS {
        for name in named(package) {
            let crypto = CRYPTOGRAPHY.contains(&name.as_str()) || name == "ssi" || name.starts_with("ssi-");
            if crypto && package != "attesto-securing" || WORLD.contains(&name.as_str()) && package != "attesto" {
                breaches.push(format!("{package} names {name}"));
            }
        }
    }
    nothing("a library is named where its floor is", breaches);
}

/// Crates of `cargo tree`, by name.
fn tree(words: &[&str]) -> BTreeSet<String> {
    let cargo = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--prefix", "none", "--edges", "normal", "--format", "{p}"])
        .args(words)
        .current_dir(root())
        .output()
        .unwrap();
    assert!(cargo.status.success(), "{}", String::from_utf8_lossy(&cargo.stderr));
    let text = String::from_utf8(cargo.stdout).unwrap();
    text.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn a_verifier_without_default_features_needs_no_c() {
    let below = tree(&["-p", "attesto-verifier", "--no-default-features"]);
    assert!(below.contains("ed25519-dalek"), "{below:?}");

    let with_c = below.iter().filter(|name| name.ends_with("-sys") || *name == "ring" || *name == "aws-lc-rs");
    // Of these two only bindings of an operating system's own calls are left; neither compiles C.
    let with_c = with_c.filter(|name| !["windows-sys", "js-sys", "web-sys"].contains(&name.as_str()));

    nothing("attesto-verifier is pure Rust", with_c.cloned().collect());
}

#[test]
fn a_verifier_without_default_features_opens_and_never_seals() {
    let below = tree(&["-p", "attesto-verifier", "--no-default-features"]);
    let sealing = ["argon2", "chacha20poly1305"].into_iter().filter(|name| below.contains(*name));
    nothing("no sealing below the verifier", sealing.map(str::to_owned).collect());
}

#[test]
fn every_member_takes_the_lints_and_the_licence_of_the_workspace() {
    let ours: BTreeMap<&str, &Value> = packages()
        .filter(|package| package["source"].is_null())
        .map(|package| (package["name"].as_str().unwrap(), package))
        .collect();
    assert!(OURS.iter().all(|name| ours.contains_key(name)));
    for (name, package) in ours {
        assert_eq!(package["license"], "MIT OR Apache-2.0", "{name}");
        assert_eq!(package["publish"], serde_json::json!([]), "{name}");
        let manifest = std::fs::read_to_string(package["manifest_path"].as_str().unwrap()).unwrap();
        assert!(name == "tests" || manifest.contains("[lints]\nworkspace = true"), "{name}");
    }
}
