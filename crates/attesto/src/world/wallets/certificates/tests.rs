//! Keys with certificates are taken only where a reader would take them, and their end is told in time.

use zeroize::Zeroizing;

use super::*;
use crate::world::certify;
use crate::world::keys::PassphraseSource;
use crate::world::wallets::{draw, make, unlock, with_keys};

const PASSPHRASE: &str = "a long passphrase";

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// An installation, and files as an authority for a host would hand them out.
fn given(host: &str) -> (tempfile::TempDir, Installation, Given) {
    let folder = tempfile::tempdir().unwrap();
    let text = "format = 1\n[body]\nname = \"Demo\"\ndid = \"did:web:cert.example:demo\"\nbase_url = \"https://cert.example/demo\"\n";
    let installation = Installation::from_text(folder.path(), text, std::iter::empty()).unwrap();
    let body = certify::Body {
        name: "Demo".to_owned(),
        identifier: "VATIT-12345678901".to_owned(),
        country: "IT".to_owned(),
        host: host.to_owned(),
    };
    let into = folder.path().join("handed-out");
    std::fs::create_dir(&into).unwrap();
    certify::make(&body, &into, clock::now().unwrap()).unwrap();
    let [copies, lists, authority] = ["access.pem", "lists.pem", "ca.pem"].map(|name| into.join(name));
    (folder, installation, Given { copies, lists, authority })
}

fn passphrase() -> Passphrase {
    Passphrase::new(Zeroizing::new(PASSPHRASE.to_owned())).unwrap()
}

fn made(installation: &Installation, given: &Given) -> Result<super::super::Made, Failure> {
    make(installation, &passphrase(), &passphrase(), Some(given))
}

#[test]
fn keys_that_an_authority_certified_sign_with_their_certificates_and_open_by_the_authority() {
    let (folder, installation, given) = given("cert.example");
    let made = made(&installation, &given).unwrap();
    assert_eq!(made.copies.id().as_str(), "https://cert.example/demo#wallet-1");
    let file = folder.path().join("passphrase.txt");
    files::write(&file, PASSPHRASE.as_bytes(), Audience::Owner).unwrap();
    for (key, path) in [(&made.copies, copies_key(&installation)), (&made.lists, lists_key(&installation))] {
        let signer = unlock(&installation, &path, &PassphraseSource::File(file.clone())).unwrap();
        assert_eq!((signer.id(), signer.public()), (key.id(), key.public()));
        assert_eq!(signer.certified().unwrap().chain().certificates().count(), 1);
        assert!(files::must_be_private(&path).is_ok());
    }
    let keys = with_keys(&installation, attesto_securing::Keys::new()).unwrap();
    assert_eq!(keys.anchors("https://cert.example/demo").len(), 1);
    assert!(keys.anchors("https://other.example").is_empty());
}

#[test]
fn certificates_change_with_their_keys_and_those_of_a_key_that_never_came_go() {
    let (_folder, installation, first) = given("cert.example");
    let before = made(&installation, &first).unwrap();
    let (_elsewhere, _, second) = given("cert.example");
    let next = Next { key: second.copies, authority: second.authority };
    let path = copies_key(&installation);
    let (coming, aside) = (path.with_extension("key.next"), path.with_file_name("retired").join("wallet-1.key"));
    let name = || KeyId::parse("https://cert.example/demo#wallet-2").unwrap();

    draw(&installation, (&coming, name()), &passphrase(), Some(&next)).unwrap();
    give_back(&coming).unwrap();
    files::destroy(&coming).unwrap();
    let untouched = of(&path).unwrap().unwrap().peek_unbelieved().key(Algorithm::Es256);
    assert_eq!(untouched.as_ref(), Some(before.copies.public()));
    let drawn = draw(&installation, (&coming, name()), &passphrase(), Some(&next)).unwrap();
    for _ in 0..2 {
        // Once more, as after a power cut.
        change_over((&path, &coming), &aside, &drawn).unwrap();
    }

    let leaf = |key: &Path| of(key).unwrap().unwrap().peek_unbelieved().key(Algorithm::Es256);
    assert_eq!(leaf(&path).as_ref(), Some(drawn.public()));
    assert_eq!(leaf(&aside).as_ref(), Some(before.copies.public()));
    assert!(!is_certified(&coming));
    assert_eq!(
        with_keys(&installation, attesto_securing::Keys::new()).unwrap().anchors("https://cert.example/demo").len(),
        2
    );
}

#[test]
fn what_a_reader_would_refuse_is_refused_before_anything_is_kept() {
    let (folder, installation, other) = given("other.example");
    assert!(made(&installation, &other).err().unwrap().sentence().contains("alternative names"));
    let (_elsewhere, _, stranger) = given("cert.example");
    let (_here, _, fitting) = given("cert.example");
    let mixed = Given { authority: stranger.authority, ..fitting };
    assert!(made(&installation, &mixed).err().unwrap().is("certificate"));
    assert!(!folder.path().join("keys").exists());
}

#[test]
fn a_certificate_is_told_before_its_end_and_when_it_is_not_in_force() {
    let (_folder, installation, handed_out) = given("cert.example");
    made(&installation, &handed_out).unwrap();
    let told = |moment: Timestamp| standing(&installation, moment).unwrap();
    let now = told(clock::now().unwrap());
    assert!(matches!(
        now.as_slice(),
        [("copies for wallets", Standing::Until(_)), ("their lists", Standing::Until(_))]
    ));
    for (moment, word) in [("2020-01-01T00:00:00Z", "begins only"), ("2099-01-01T00:00:00Z", "ended")] {
        assert!(matches!(&told(at(moment))[0].1, Standing::Not(why) if why.contains(word)), "{moment}");
    }
    let (_other, _, another) = given("cert.example");
    std::fs::copy(&another.copies, copies_key(&installation).with_extension("pem")).unwrap();
    assert!(matches!(&told(clock::now().unwrap())[0].1, Standing::Not(why) if why.contains("another key")));
}
