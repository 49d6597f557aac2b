//! Lists from files and folders, sealed and not, with and without an owner who was named.

use std::path::{Path, PathBuf};

use attesto_credential::{Did, Format, Timestamp, lint};
use attesto_securing::{Contexts, Signer, SigningKey, seal};
use attesto_verifier::TrustList;

use super::{Owners, Trusting};
use crate::fault::Failure;
use crate::world::config::FetchRules;
use crate::world::fetch::{Gate, Home, Reach};
use crate::world::shelf::Shelf;

fn now() -> Timestamp {
    Timestamp::parse("2026-07-01T12:00:00Z").unwrap()
}

fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).unwrap()
}

fn owner(seed: u8) -> String {
    key(seed).id().owner().to_owned()
}

fn list(edition: &str) -> String {
    format!(
        "format = 1\nname = \"Example\"\n{edition}\n[[issuer]]\nid = \"did:web:cert.example:demo\"\nname = \"Demo\"\ncertificates = [\"*\"]\n"
    )
}

fn edition(number: u8) -> String {
    format!("sequence = {number}\nissued = 2026-06-15T00:00:00Z\nnext_update = 2026-08-01T00:00:00Z\n")
}

/// A list sealed by a key that everybody knows.
fn sealed(text: &str, seed: u8) -> String {
    let by = Did::parse(&owner(seed)).unwrap().as_iri().clone();
    let said = TrustList::to_declaration(text, &|_| None, by, now()).unwrap();
    let linted = lint(said, Format::DECLARATION).unwrap();
    let mut sealed = seal(vec![linted], &key(seed), &Contexts::empty(), now()).unwrap();
    format!("{}\n", sealed.remove(0).text())
}

fn read(sources: &[PathBuf], owners: &[&str]) -> Result<Vec<TrustList>, Failure> {
    let owners: Vec<String> = owners.iter().map(|one| (*one).to_owned()).collect();
    let gate = Gate::new(FetchRules::default().rules(Reach::Offline), None);
    Trusting { sources, owners: Owners::read(&owners)?, gate: &gate, now: now() }.lists()
}

fn put(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn numbers(lists: &[TrustList]) -> Vec<Option<u64>> {
    lists.iter().map(|list| list.edition().map(attesto_verifier::Edition::number)).collect()
}

#[test]
fn a_sealed_list_is_believed_only_by_an_owner_who_was_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = put(folder.path(), "a.jws", &sealed(&list(&edition(7)), 9));

    assert_eq!(numbers(&read(std::slice::from_ref(&path), &[&owner(9)]).unwrap()), [Some(7)]);
    for others in [vec![], vec![owner(8)]] {
        let others: Vec<&str> = others.iter().map(String::as_str).collect();
        let refused = read(std::slice::from_ref(&path), &others).unwrap_err();
        assert!(refused.is("trust-owner") && refused.sentence().contains(&owner(9)), "{refused}");
    }
    let changed = std::fs::read_to_string(&path).unwrap().replacen("ey", "eY", 2);
    let changed = put(folder.path(), "b.jws", &changed);
    assert!(read(&[changed], &[&owner(9)]).is_err());
}

#[test]
fn of_a_folder_the_latest_edition_counts_and_an_older_one_from_elsewhere_is_refused() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for number in [6, 8, 7] {
        put(folder.path(), &format!("{number}.jws"), &sealed(&list(&edition(number)), 9));
    }
    put(folder.path(), "mine.toml", &list(""));
    put(folder.path(), "readme.txt", "not a list");
    let older = put(elsewhere.path(), "sent.jws", &sealed(&list(&edition(7)), 9));
    let same = put(elsewhere.path(), "same.jws", &sealed(&list(&edition(8)), 9));
    let folder = folder.path().to_path_buf();

    assert_eq!(numbers(&read(std::slice::from_ref(&folder), &[&owner(9)]).unwrap()), [Some(8), None]);
    assert_eq!(numbers(&read(&[folder.clone(), same], &[&owner(9)]).unwrap()), [Some(8), None]);
    for sources in [[folder.clone(), older.clone()], [older, folder]] {
        let refused = read(&sources, &[&owner(9)]).unwrap_err();
        assert!(refused.is("trust-older") && refused.sentence().starts_with(&elsewhere.path().display().to_string()));
    }
}

#[test]
fn two_lists_with_one_number_are_refused_and_those_of_two_owners_are_two_lists() {
    let folder = tempfile::tempdir().unwrap();
    let one = put(folder.path(), "one.jws", &sealed(&list(&edition(7)), 9));
    let renamed = list(&edition(7)).replace("Demo", "Another");
    let two = put(folder.path(), "two.jws", &sealed(&renamed, 9));
    let others = put(folder.path(), "others.jws", &sealed(&list(&edition(3)), 8));

    assert!(read(&[one.clone(), two], &[&owner(9)]).unwrap_err().is("trust-two"));
    assert_eq!(numbers(&read(&[one, others], &[&owner(9), &owner(8)]).unwrap()), [Some(7), Some(3)]);
}

#[test]
fn a_list_from_an_address_is_taken_only_sealed_and_only_if_it_is_no_older_than_the_one_in_hand() {
    let (folder, hand) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let home = Home::new("https://cert.example/body", Shelf::new(folder.path().to_owned())).unwrap();
    let gate = Gate::new(FetchRules::default().rules(Reach::Offline), Some(home));
    let read = |sources: &[PathBuf]| {
        let owners = Owners::read(&[owner(9)]).unwrap();
        Trusting { sources, owners, gate: &gate, now: now() }.lists()
    };
    put(folder.path(), "trust.jws", &sealed(&list(&edition(7)), 9));
    put(folder.path(), "trust.toml", &list(&edition(7)));
    let url = |name: &str| PathBuf::from(format!("https://cert.example/body/{name}"));

    assert_eq!(numbers(&read(&[url("trust.jws")]).unwrap()), [Some(7)]);
    let unsealed = read(&[url("trust.toml")]).unwrap_err();
    assert!(unsealed.is("trust-list") && unsealed.sentence().contains("nobody sealed it"), "{unsealed}");
    assert!(read(&[url("other.jws")]).unwrap_err().is("trust-unreachable"));
    put(hand.path(), "8.jws", &sealed(&list(&edition(8)), 9));
    let older = read(&[hand.path().to_owned(), url("trust.jws")]).unwrap_err();
    assert!(older.is("trust-older") && older.sentence().starts_with("https://cert.example"), "{older}");
}

#[test]
fn what_is_no_list_or_cannot_be_had_says_so_with_its_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |path: PathBuf, owners: &[&str]| read(&[path], owners).unwrap_err();
    assert!(refused(folder.path().to_path_buf(), &[]).is("trust-none"));
    assert!(refused("https://lists.example/trust.jws".into(), &[]).is("trust-unreachable"));
    assert!(refused(put(folder.path(), "a.toml", "format = 2"), &[]).is("form"));
    assert!(refused(put(folder.path(), "a.json", "{}"), &[]).is("trust-list"));
    assert!(refused(put(folder.path(), "a.jwt", "e30.e30.AA"), &[]).is("trust-list"));
    assert!(refused(put(folder.path(), "b.toml", &list("")), &["did:none"]).is("trust-owner"));
    assert!(refused(put(folder.path(), "c.toml", &list("")), &["did:web:owner.example", "/no/such.pem"]).is("no-file"));
    let by_web = put(folder.path(), "d.toml", &list(""));
    assert_eq!(read(&[by_web], &["did:web:owner.example"]).unwrap().len(), 1);
}
