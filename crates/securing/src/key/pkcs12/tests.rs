//! Files that openssl 3.0 wrote (`tests/vectors/pkcs12`), and some that nobody would.

use super::*;
use crate::key::{Algorithm, Signer};

const PASSPHRASE: &str = "correct-horse-battery";

fn vector(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/pkcs12").join(name);
    std::fs::read(path).unwrap()
}

fn read(name: &str) -> Result<CertifiedKey, NotCertified> {
    CertifiedKey::from_pkcs12(&vector(name), PASSPHRASE, RsaPadding::Pss)
}

fn refused(name: &str) -> NotCertified {
    read(name).err().unwrap()
}

fn body(key: &CertifiedKey) -> Option<String> {
    let leaf = key.certified().unwrap().chain().peek_unbelieved().clone();
    leaf.subject().organization_identifier().map(str::to_owned)
}

#[test]
fn a_key_and_its_certificates_are_read_as_openssl_writes_them_today() {
    for (name, algorithm) in [
        ("modern.p12", Algorithm::Es256),
        ("with-its-root.p12", Algorithm::Es256),
        ("unprotected.p12", Algorithm::Es256),
        ("rsa.p12", Algorithm::Ps256),
    ] {
        let key = read(name).unwrap();
        assert_eq!((key.algorithm(), body(&key).as_deref()), (algorithm, Some("VATIT-12345678901")), "{name}");
        let chain = key.certified().unwrap().chain();
        assert!(chain.certificates().all(|one| !one.is_self_issued()), "{name}: roots are left out");
        assert!(key.sign(&[b"m"]).is_ok(), "{name}");
    }
}

#[test]
fn another_passphrase_opens_nothing_and_says_so() {
    for wrong in ["", "correct-horse", "Correct-horse-battery"] {
        let refused = CertifiedKey::from_pkcs12(&vector("modern.p12"), wrong, RsaPadding::Pss).err().unwrap();
        assert_eq!(refused, NotCertified::Passphrase, "{wrong:?}");
    }
}

#[test]
fn an_old_protection_is_named_with_the_way_out_of_it() {
    let refused = refused("old-3des.p12");
    assert_eq!(refused, NotCertified::OldProtection);
    assert!(refused.to_string().contains("openssl pkcs12 -legacy"), "{refused}");
}

#[test]
fn a_file_without_a_key_or_without_a_certificate_is_told_apart() {
    assert!(refused("no-key.p12").to_string().contains("no private key"));
    assert_eq!(refused("no-certificate.p12"), NotCertified::NoCertificate);
}

fn sequence(tag: u8, parts: &[u8]) -> Vec<u8> {
    let length = u16::try_from(parts.len()).unwrap().to_be_bytes();
    [&[tag, 0x82], &length[..], parts].concat()
}

/// A file with the parts of another one twice.
fn doubled(der: &[u8]) -> Vec<u8> {
    let parts = contents(der).unwrap();
    let twice: Vec<u8> = parts.iter().chain(&parts).flat_map(|part| part.to_der().unwrap()).collect();
    let safe = sequence(0x04, &sequence(0x30, &twice));
    let content = [DATA.to_der().unwrap(), sequence(0xa0, &safe)].concat();
    sequence(0x30, &[&[2, 1, 3], &sequence(0x30, &content)[..]].concat())
}

#[test]
fn several_keys_are_refused_as_nobody_could_say_which_one_is_meant() {
    let der = doubled(&vector("unprotected.p12"));
    let refused = CertifiedKey::from_pkcs12(&der, PASSPHRASE, RsaPadding::Pss).err().unwrap();
    assert_eq!(refused, NotCertified::SeveralKeys { count: 2 });
}

#[test]
fn the_certificate_of_the_key_is_found_wherever_it_stands_and_another_is_not_taken_for_it() {
    let (own, other) = (vector("unprotected.p12"), vector("no-key.p12"));
    let mut bags = Bags::default();
    contents(&own).unwrap().iter().for_each(|part| bags.read(part, PASSPHRASE).unwrap());
    let key = bags.keys.remove(0);
    bags.certificates.reverse();
    assert!(of_key(&key, &bags.certificates, RsaPadding::Pss).is_ok());
    let mut others = Bags::default();
    contents(&vector("rsa.p12")).unwrap().iter().for_each(|part| others.read(part, PASSPHRASE).unwrap());
    assert_eq!(of_key(&key, &others.certificates, RsaPadding::Pss).err(), Some(NotCertified::OtherKey));
    assert!(contents(&other).is_ok());
}

#[test]
fn what_is_cut_off_changed_or_none_is_an_error_and_nothing_else() {
    let whole = vector("unprotected.p12");
    for length in (0..whole.len()).step_by(7) {
        assert!(CertifiedKey::from_pkcs12(&whole[..length], PASSPHRASE, RsaPadding::Pss).is_err(), "{length}");
    }
    assert!(CertifiedKey::from_pkcs12(&[whole, vec![0]].concat(), PASSPHRASE, RsaPadding::Pss).is_err());
    for none in [&b"-----BEGIN PRIVATE KEY-----"[..], &[0x30, 0], &[0x30, 0x80, 0, 0], &vec![0x30; 300_000]] {
        assert!(CertifiedKey::from_pkcs12(none, PASSPHRASE, RsaPadding::Pss).is_err());
    }
}
