//! Keys of the body as the person at the terminal meets them: put in another's place, and interrupted at it.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::place::{Place, Ran, json, ran};

fn rotate(place: &Place, of: &str, more: &[&str]) -> Ran {
    let secret = place.path("secrets/issuer-1.txt");
    let words = ["--json", "keys", "rotate", "--use", of, "--officer", "issuer-1", "--passphrase-file", &secret];
    place.run(&[&words[..], more].concat())
}

fn verify(place: &Place, file: &str) -> Ran {
    let (file, material, trust) = (place.path(file), place.path("public"), trust(place));
    place.run(&["--json", "verify", &file, "--material", &material, "--trust", &trust, "--offline"])
}

/// A list that trusts the body and leaves its keys to its own document.
pub(crate) fn trust(place: &Place) -> String {
    let file = place.path("trust-without-keys.toml");
    let text = "format = 1\nname = \"T\"\n[[issuer]]\nid = \"did:web:attesto.example:demo-body\"\nname = \"D\"\ncertificates = [\"*\"]\n";
    fs::write(&file, text).unwrap();
    file
}

fn holds(place: &Place) {
    let checked = place.run(&["ledger", "check"]);
    assert_eq!(checked.code, 0, "{}{}", checked.stdout, checked.stderr);
}

#[test]
fn a_key_is_followed_by_another_and_what_it_sealed_stays_valid() {
    let demo = Place::demo();

    let rotated = ["credential", "list", "journal"].map(|of| rotate(&demo, of, &[]));

    for (ran, name) in rotated.iter().zip(["credentials-2", "list-2", "journal-2"]) {
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(json(&ran.stdout)["key"].as_str().unwrap().ends_with(name), "{}", ran.stdout);
    }
    holds(&demo);
    let before = verify(&demo, "out/SIM-2026-000020-Z/badge.json");
    assert_eq!(json(&before.stdout)["verdict"], "valid", "{}", before.stdout);
    let shown = demo.run(&["--json", "status", "show", "SIM-2026-000020-Z"]);
    let copy = json(&shown.stdout)["copies"][0]["id"].as_str().unwrap().to_owned();
    let secret = demo.path("secrets/issuer-1.txt");
    let words = ["--cause", "damaged", "--officer", "issuer-1", "--passphrase-file", &secret];
    let act = ["status", "replace", "SIM-2026-000020-Z", "--copy", &copy];
    let replaced = demo.run(&[&act[..], &words].concat());
    assert_eq!(replaced.code, 0, "{}", replaced.stderr);
    let after = verify(&demo, "out/SIM-2026-000020-Z/badge.json");
    assert_eq!(json(&after.stdout)["verdict"], "valid", "{}", after.stdout);
    assert!(after.stdout.contains("#credentials-2"), "{}", after.stdout);
    assert!(!Path::new(&demo.path("keys/retired")).exists(), "the old secrets are destroyed");
    let head = demo.path("public/head.jws");
    assert_eq!(demo.run(&["ledger", "head", "--out", &head]).code, 0);
}

/// A copy for a wallet in the folder of its certificate.
pub(crate) fn with_wallet(place: &Place) -> String {
    let out = fs::read_dir(place.path("out")).unwrap().map(|entry| entry.unwrap());
    let found = out.filter(|entry| entry.path().join("wallet.sdjwt").is_file()).map(|entry| entry.file_name());
    found.map(|name| name.into_string().unwrap()).min().unwrap()
}

/// One more copy of a certificate, for a wallet with a key of its own; its header.
fn issued_to_another_wallet(place: &Place, number: &str, holder: &str) -> Value {
    let made = place.run(&["keys", "holder", &place.path(holder)]);
    let public = place.path(&format!("{holder}.public"));
    fs::write(&public, made.stdout).unwrap();
    let issued = place.run(&["status", "issue", number, "--holder-key", &public, "--officer", "issuer-1"]);
    assert_eq!(issued.code, 0, "{}", issued.stderr);
    let copy = fs::read_to_string(place.path(&format!("out/{number}/wallet.sdjwt"))).unwrap();
    json(&String::from_utf8(URL_SAFE_NO_PAD.decode(copy.split('.').next().unwrap()).unwrap()).unwrap())
}

fn verify_wallet(place: &Place, file: &str) -> Ran {
    let (file, material, trust) = (place.path(file), place.path("public"), place.path("trust.toml"));
    place.run(&["--json", "verify", &file, "--material", &material, "--trust", &trust, "--offline"])
}

#[test]
fn the_keys_for_wallets_are_followed_by_others_and_copies_that_holders_have_stay_valid() {
    let demo = Place::demo();
    let number = with_wallet(&demo);
    let old = format!("out/{number}/old.sdjwt");
    fs::copy(demo.path(&format!("out/{number}/wallet.sdjwt")), demo.path(&old)).unwrap();

    let rotated = ["wallet", "wallet-list"].map(|of| rotate(&demo, of, &[]));

    for (ran, name) in rotated.iter().zip(["#wallet-2", "#wallet-list-2"]) {
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(json(&ran.stdout)["key"].as_str().unwrap().ends_with(name), "{}", ran.stdout);
    }
    holds(&demo);
    let verdict = |file: &str| json(&verify_wallet(&demo, file).stdout)["verdict"].as_str().unwrap().to_owned();
    assert_eq!(verdict(&old), "valid", "{}", verify_wallet(&demo, &old).stdout);
    let header = issued_to_another_wallet(&demo, &number, "another.jwk");
    assert!(header["kid"].as_str().unwrap().ends_with("#wallet-2"), "{header}");
    assert_eq!([verdict(&old), verdict(&format!("out/{number}/wallet.sdjwt"))], ["valid", "valid"]);
    let metadata = json(&fs::read_to_string(demo.path("public/jwt-vc-issuer.json")).unwrap());
    let keys = metadata["jwks"]["keys"].as_array().unwrap();
    let ended = keys.iter().filter(|key| key.get("urn:attesto:expires").is_some());
    assert_eq!((keys.len(), ended.count()), (4, 2), "{metadata}");
    let told = demo.run(&["doctor"]);
    assert!(told.stdout.contains("names every key for them that lies here, and 2 that retired"), "{}", told.stdout);
}

#[test]
fn a_key_that_an_authority_certified_takes_the_place_of_one_for_wallets_and_only_such_a_one_follows_it() {
    let demo = Place::demo();
    let number = with_wallet(&demo);
    let folder = demo.path("handed-out");
    fs::create_dir(&folder).unwrap();
    let trial = ["keys", "trial", "--name", "D", "--identifier", "VATIT-1", "--country", "IT", "--into", &folder];
    assert_eq!(demo.run(&[&trial[..], &["--host", "attesto.example"]].concat()).code, 0);
    let [key, authority] = ["access.pem", "ca.pem"].map(|name| format!("{folder}/{name}"));

    let rotated = rotate(&demo, "wallet", &["--certified", &key, "--authority", &authority]);
    let bare = rotate(&demo, "wallet", &[]);

    assert_eq!((rotated.code, bare.code), (0, 65), "{}", rotated.stderr);
    assert!(bare.stderr.contains("--certified"), "{}", bare.stderr);
    let header = issued_to_another_wallet(&demo, &number, "another.jwk");
    assert_eq!(header["x5c"].as_array().unwrap().len(), 1, "{header}");
    holds(&demo);
}

#[test]
fn an_old_secret_is_put_aside_where_that_is_asked_for() {
    let demo = Place::demo();
    let old = fs::read(demo.path("keys/list.key")).unwrap();

    let rotated = rotate(&demo, "list", &["--keep"]);

    assert_eq!(rotated.code, 0, "{}", rotated.stderr);
    assert_eq!(fs::read(demo.path("keys/retired/list-1.key")).unwrap(), old);
}

#[test]
fn a_rotation_that_was_interrupted_is_completed_if_its_act_stands() {
    let demo = Place::demo();
    let files = ["keys/credentials.key", "public/did.json"].map(|file| demo.path(file));
    for file in &files {
        fs::copy(file, format!("{file}.before")).unwrap();
    }
    assert_eq!(rotate(&demo, "credential", &[]).code, 0);
    let after = files.clone().map(|file| fs::read(file).unwrap());
    // As the power cut leaves it just behind the act.
    fs::rename(&files[0], format!("{}.next", files[0])).unwrap();
    files.iter().for_each(|file| fs::rename(format!("{file}.before"), file).unwrap());

    let checked = demo.run(&["ledger", "check"]);

    assert_eq!(checked.code, 0, "{}{}", checked.stdout, checked.stderr);
    assert_eq!(files.clone().map(|file| fs::read(file).unwrap()), after);
    assert!(!Path::new(&format!("{}.next", files[0])).exists());
}

#[test]
fn a_rotation_that_was_interrupted_before_its_act_is_undone() {
    let demo = Place::demo();
    let next = format!("{}.next", demo.path("keys/credentials.key"));
    fs::copy(demo.path("keys/list.key"), &next).unwrap();
    let before = fs::read(demo.path("keys/credentials.key")).unwrap();

    let shown = demo.run(&["ledger", "show"]);

    assert!(shown.stderr.contains("never put into use"), "{}", shown.stderr);
    assert!(!Path::new(&next).exists());
    assert_eq!(fs::read(demo.path("keys/credentials.key")).unwrap(), before);
}

#[test]
fn an_officer_without_the_duty_or_with_a_wrong_passphrase_changes_no_key() {
    let demo = Place::demo();
    let before = fs::read(demo.path("keys/credentials.key")).unwrap();
    let secret = demo.path("secrets/decider-1.txt");
    let words = |officer| ["keys", "rotate", "--officer", officer, "--passphrase-file", &secret].map(str::to_owned);

    let codes = ["decider-1", "issuer-1"].map(|officer| {
        let words = words(officer);
        demo.run(&words.iter().map(String::as_str).collect::<Vec<_>>()).code
    });

    assert_eq!(codes, [77, 77]);
    assert_eq!(fs::read(demo.path("keys/credentials.key")).unwrap(), before);
    assert!(!Path::new(&demo.path("keys/credentials.key.next")).exists());
}

#[test]
fn a_document_without_uses_is_told_and_written_anew() {
    let demo = Place::demo();
    let file = demo.path("public/did.json");
    let whole = fs::read_to_string(&file).unwrap();
    let mut document = json(&whole);
    for method in document["verificationMethod"].as_array_mut().unwrap() {
        method.as_object_mut().unwrap().remove("urn:attesto:use");
    }
    fs::write(&file, document.to_string()).unwrap();

    let told = demo.run(&["doctor"]);
    let published = demo.run(&["publish"]);

    assert!(told.stdout.contains("does not say what each key is for"), "{}", told.stdout);
    assert_eq!(published.code, 0, "{}", published.stderr);
    assert_eq!(json(&fs::read_to_string(&file).unwrap()), json(&whole));
}

#[test]
fn a_key_near_its_end_is_told() {
    let demo = Place::demo();

    let told = ran(&mut demo.shell("export ATTESTO__KEYS__RENEW_AFTER_DAYS=31", &["doctor"]));

    assert!(told.stdout.contains("keys rotate --use credential"), "{}", told.stdout);
    assert_eq!(told.code, 78);
}

#[test]
fn a_list_at_half_of_its_life_a_head_that_nobody_has_and_a_backup_never_tried_are_told() {
    let demo = Place::demo();
    let in_four_days = attesto_credential::Timestamp::from_unix(
        i64::try_from(std::time::UNIX_EPOCH.elapsed().unwrap().as_secs()).unwrap() + 4 * 86_400,
    );

    let told = demo.run(&["--at", &in_four_days.unwrap().to_string(), "--json", "doctor"]);

    let answer = json(&told.stdout);
    let ill = answer["looked_at"].as_array().unwrap().iter().filter(|look| look["well"] == false);
    assert_eq!(ill.map(|look| look["what"].as_str().unwrap()).collect::<Vec<_>>(), ["status", "head", "backup"]);
}
