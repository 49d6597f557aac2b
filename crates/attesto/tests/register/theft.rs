//! The drill: a key was stolen, one badge is older than a published head, one is not; that one is issued again.

use std::fs;

use attesto_credential::Timestamp;
use serde_json::Value;

use crate::keys::{trust, with_wallet};
use crate::place::{Place, Ran, json};

const OLDER: &str = "SIM-2026-000021-X";
const YOUNGER: &str = "SIM-2026-000020-Z";

/// A body whose journal goes on, an hour at a time, from its last act.
struct Drill {
    place: Place,
    begin: i64,
}

impl Drill {
    fn begin() -> Self {
        let place = Place::demo();
        let shown = json(&place.run(&["--json", "ledger", "show"]).stdout);
        let last = shown["acts"].as_array().unwrap().last().unwrap()["at"].as_str().unwrap().to_owned();
        Self { place, begin: Timestamp::parse(&last).unwrap().unix() }
    }

    fn moment(&self, minutes: i64) -> String {
        Timestamp::from_unix(self.begin + 60 * minutes).unwrap().to_string()
    }

    fn at(&self, minutes: i64, words: &[&str]) -> Ran {
        let at = self.moment(minutes);
        self.place.run(&[&["--at", &at, "--json"], words].concat())
    }

    fn secret(&self, officer: &str) -> String {
        self.place.path(&format!("secrets/{officer}.txt"))
    }

    fn replace(&self, minutes: i64, copy: &str, cause: &str) {
        let secret = self.secret("issuer-1");
        let by = ["--cause", cause, "--officer", "issuer-1", "--passphrase-file", &secret];
        let ran = self.at(minutes, &[&["status", "replace", YOUNGER, "--copy", copy], &by[..]].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }

    fn compromise(&self, minutes: i64, key: &str, since: i64, more: &[&str]) -> Ran {
        let (first, second, since) = (self.secret("issuer-1"), self.secret("approver-1"), self.moment(since));
        let officers = ["--officer", "issuer-1", "--second", "approver-1", "--since", &since];
        let files = ["--passphrase-file", &first, "--second-passphrase-file", &second];
        self.at(minutes, &[&["keys", "compromise", key], &officers[..], &files[..], more].concat())
    }

    /// The verdict on the badge of a number, and the codes of its proof.
    fn verified(&self, minutes: i64, number: &str) -> (String, Vec<String>) {
        self.verified_file(minutes, &format!("out/{number}/badge.json"), &trust(&self.place))
    }

    fn verified_file(&self, minutes: i64, file: &str, trust: &str) -> (String, Vec<String>) {
        let (file, material) = (self.place.path(file), self.place.path("public"));
        let ran = self.at(minutes, &["verify", &file, "--material", &material, "--trust", trust, "--offline"]);
        let report = json(&ran.stdout);
        let codes = report["checks"].as_array().unwrap().iter();
        let codes = codes.filter(|line| line["check"] == "proof").map(|line| line["code"].as_str().unwrap().to_owned());
        (report["verdict"].as_str().unwrap().to_owned(), codes.collect())
    }

    fn copies(&self, number: &str) -> Vec<Value> {
        json(&self.place.run(&["--json", "status", "show", number]).stdout)["copies"].as_array().unwrap().clone()
    }
}

#[test]
fn after_a_theft_what_an_earlier_head_proves_is_valid_and_the_rest_is_issued_again() {
    let drill = Drill::begin();
    let head = drill.place.path("public/head.jws");
    assert_eq!(drill.at(60, &["ledger", "head", "--out", &head]).code, 0);
    let copy = drill.copies(YOUNGER)[0]["id"].as_str().unwrap().to_owned();
    drill.replace(120, &copy, "damaged");
    let again = drill.place.path("again.csv");

    let told = drill.compromise(240, "credentials-1", 90, &["--into", &again]);

    assert_eq!(told.code, 0, "{}", told.stderr);
    let told = json(&told.stdout);
    assert_eq!(told["again"].as_array().unwrap().len(), 1, "{told}");
    assert!(told["successor"].as_str().unwrap().ends_with("#credentials-2"));
    let listed = fs::read_to_string(&again).unwrap();
    let lost = listed.lines().nth(1).unwrap().split(',').nth(1).unwrap().to_owned();
    assert!(listed.lines().nth(1).unwrap().starts_with(YOUNGER), "{listed}");
    let proven = ["proof.holds", "proof.recorded-before"].map(str::to_owned).to_vec();
    assert_eq!(drill.verified(300, OLDER), ("valid".to_owned(), proven));
    let open = vec!["proof.key-compromised".to_owned()];
    assert_eq!(drill.verified(300, YOUNGER), ("cannot-tell".to_owned(), open));

    let secret = drill.secret("issuer-1");
    let by = ["--cause", "key-compromised", "--officer", "issuer-1", "--passphrase-file", &secret];
    let list = [&["status", "replace", "--list", &again][..], &by].concat();
    let figures = |ran: &Ran| {
        let told = json(&ran.stdout);
        ["replaced", "replaced_before", "issued"].map(|member| told[member].as_u64().unwrap())
    };

    // The act is durable and the new badge is not sealed: its key did not open.
    let nowhere = drill.place.path("nowhere.txt");
    let interrupted = drill.at(330, &[&list[..], &["--credentials-passphrase-file", &nowhere]].concat());
    assert_ne!(interrupted.code, 0);
    assert_eq!(drill.copies(YOUNGER).len(), 2, "{}", interrupted.stderr);
    let resumed = drill.at(360, &list);
    assert_eq!((resumed.code, figures(&resumed)), (0, [0, 1, 1]), "{}", resumed.stderr);
    let rest = format!("{listed}{OLDER},{lost},x\r\n");
    fs::write(&again, rest).unwrap();
    let once_more = drill.at(390, &list);
    assert_eq!((once_more.code, figures(&once_more)), (73, [0, 1, 0]), "{}", once_more.stderr);
    assert_eq!(drill.copies(YOUNGER).len(), 3);

    assert_eq!(drill.verified(420, YOUNGER), ("valid".to_owned(), vec!["proof.holds".to_owned()]));
    let checked = drill.at(420, &["ledger", "check"]);
    assert_eq!(checked.code, 0, "{}", checked.stdout);
    // Whoever takes the folder elsewhere takes what proves the old copies along.
    let elsewhere = drill.place.path("elsewhere");
    assert_eq!(drill.at(480, &["export", "--public", &elsewhere]).code, 0);
    assert_eq!(fs::read_dir(format!("{elsewhere}/proofs/credentials-1")).unwrap().count(), 256);
}

#[test]
fn without_a_head_from_before_nothing_is_proven_and_one_officer_is_not_enough() {
    let drill = Drill::begin();
    let secret = drill.secret("issuer-1");
    let alone = ["keys", "compromise", "credentials-1", "--since", "2020-01-01"];
    let by = ["--officer", "issuer-1", "--second", "issuer-1", "--passphrase-file", &secret];

    let refused = drill.at(60, &[&alone[..], &by[..]].concat());
    let later = drill.compromise(60, "credentials-1", 61, &[]);
    let unknown = drill.compromise(60, "credentials-9", 30, &[]);
    let told = drill.compromise(60, "credentials-1", 30, &[]);

    assert_eq!((refused.code, later.code, unknown.code), (77, 65, 66));
    let told = json(&told.stdout);
    assert_eq!((told["proven"].as_u64(), &told["head"]), (Some(0), &Value::Null));
    assert!(told["again"].as_array().unwrap().len() > 40, "{told}");
    assert_eq!(drill.verified(120, OLDER).0, "cannot-tell");
}

#[test]
fn a_stolen_list_key_is_followed_by_another_that_seals_the_lists_anew() {
    let drill = Drill::begin();

    let told = drill.compromise(60, "list-1", 0, &[]);

    assert_eq!(told.code, 0, "{}", told.stderr);
    assert_eq!(drill.verified(120, OLDER).0, "valid");
    let list = fs::read_to_string(drill.place.path("public/status/1/revocation.json")).unwrap();
    assert!(list.contains("#list-2"), "{list}");
}

#[test]
fn a_stolen_key_of_wallets_and_one_of_seals_leave_valid_what_a_head_proves_and_the_seals_file_seals_no_more() {
    let drill = Drill::begin();
    let number = with_wallet(&drill.place);
    let (wallet, european) = (format!("out/{number}/wallet.sdjwt"), format!("out/{number}/european.jsonld"));
    let head = drill.place.path("public/head.jws");
    assert_eq!(drill.at(60, &["ledger", "head", "--out", &head]).code, 0);
    let keys = json(&drill.place.run(&["--json", "keys", "list"]).stdout);
    let ids = keys["keys"].as_array().unwrap().iter().map(|key| key["id"].as_str().unwrap());
    let seal = ids.filter_map(|id| id.split_once('#')).find(|(_, name)| name.starts_with("x5t-S256-")).unwrap().1;

    let stolen = fs::read(drill.place.path("keys/wallet.key")).unwrap();
    let of_wallets = drill.compromise(120, "wallet-1", 90, &[]);
    let of_seals = drill.compromise(180, seal, 30, &[]);

    assert_eq!((of_wallets.code, of_seals.code), (0, 0), "{}{}", of_wallets.stderr, of_seals.stderr);
    let told = [json(&of_wallets.stdout), json(&of_seals.stdout)];
    let again = told.each_ref().map(|told| told["again"].as_array().unwrap().len());
    assert!(told[0]["proven"].as_u64().unwrap() > 0 && again[0] == 0, "{}", told[0]);
    assert!(told[1]["proven"].as_u64() == Some(0) && again[1] > 0, "no head is older than that: {}", told[1]);
    assert!(told[0]["successor"].as_str().unwrap().ends_with("#wallet-2") && told[1]["successor"].is_null());
    let trust = drill.place.path("trust.toml");
    let (_, codes) = drill.verified_file(240, &wallet, &trust);
    assert!(codes.iter().any(|code| code == "proof.recorded-before"), "{codes:?}");
    let (verdict, codes) = drill.verified_file(240, &european, &trust);
    assert_eq!((verdict.as_str(), codes.first().map(String::as_str)), ("cannot-tell", Some("proof.key-compromised")));
    let copy = told[1]["again"][0].clone();
    let (number, copy) = (copy["number"].as_str().unwrap(), copy["copy"].as_str().unwrap());
    let secret = drill.secret("issuer-1");
    let by = ["--cause", "key-compromised", "--officer", "issuer-1", "--passphrase-file", &secret];
    let replaced = drill.at(300, &[&["status", "replace", number, "--copy", copy], &by[..]].concat());
    assert_eq!(replaced.code, 78, "{}", replaced.stderr);
    assert!(replaced.stderr.contains("in wrong hands"), "{}", replaced.stderr);
    assert_eq!(drill.at(360, &["ledger", "check"]).code, 0);

    // The seal's file is still named, and an old backup brings the file of the wallets' key back.
    let warned = |minutes| {
        let told = json(&drill.at(minutes, &["doctor"]).stdout);
        let looks = told["looked_at"].as_array().unwrap().iter().map(|look| look["found"].as_str().unwrap().to_owned());
        let ill: Vec<String> = looks.filter(|found| found.contains("in wrong hands")).collect();
        ill
    };
    let before = warned(370);
    assert!(
        before.len() == 1
            && before[0]
                .contains(&format!("of European seals was in wrong hands (did:web:attesto.example:demo-body#{seal})")),
        "{before:?}"
    );
    fs::write(drill.place.path("keys/wallet.key"), stolen).unwrap();
    let after = warned(370);
    assert!(after.len() == 2 && after[0].contains("the wallet key that lies here was in wrong hands"), "{after:?}");
    let secret = drill.secret("issuer-1");
    let rotated = ["keys", "rotate", "--use", "wallet", "--officer", "issuer-1", "--passphrase-file", &secret];
    let rotated = drill.at(380, &rotated);
    assert_eq!((rotated.code, warned(390)), (0, before), "{}", rotated.stderr);
}
