//! Seals made by others by the byte rules (`tests/outside/jades/make.py`), our own, and every way to spoil one.

mod algorithms;

use attesto_credential::{
    AskedAt, CertificateNumber, Credential, CredentialId, DataModel, Format, Iri, Limits, Object, lint,
};

use super::*;
use crate::canon::Contexts;
use crate::chain::BadChain;
use crate::key::{Algorithm, CertifiedKey, RsaPadding, Signer};
use crate::seal::{open as open_all, seal};
use crate::time_stamp::BadStamp;

fn vector(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/jades").join(name);
    std::fs::read(path).unwrap()
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn now() -> Timestamp {
    at("2026-12-01T12:00:00Z")
}

fn keys() -> Keys {
    Keys::new().trusting(&Anchors::from_pem(&vector("anchors.pem")).unwrap())
}

fn key(name: &str) -> CertifiedKey {
    CertifiedKey::from_pem(&vector(name), RsaPadding::Pss).unwrap()
}

fn payload() -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/elm/example.json");
    std::fs::read_to_string(path).unwrap()
}

fn opened_at(text: &str, keys: &Keys, at: Timestamp) -> Result<Authentic<Credential>, Broken> {
    let secured = Secured::parse(text.as_bytes()).unwrap();
    open_all(&[secured], keys, &Contexts::empty(), at).pop().unwrap()
}

fn opened(text: &str) -> Result<Authentic<Credential>, Broken> {
    opened_at(text, &keys(), now())
}

fn foreign(name: &str) -> String {
    String::from_utf8(vector(name)).unwrap()
}

fn sealed_with(header: &str, payload: &str, key: &CertifiedKey) -> String {
    let signature = key.sign(&[&message(header, payload)]).unwrap().pop().unwrap();
    attach(payload.to_owned(), header.to_owned(), signature.as_bytes())
}

fn sealed(payload: &str, key: &CertifiedKey) -> String {
    sealed_with(&protected(key.algorithm(), key.certified().unwrap(), now()), payload, key)
}

/// A seal whose header was changed before it was signed.
fn sealed_saying(change: impl Fn(Object) -> Object) -> String {
    let key = key("p256.pem");
    let header = protected(key.algorithm(), key.certified().unwrap(), now());
    let header = Document::parse(&URL_SAFE_NO_PAD.decode(header).unwrap(), &Default::default()).unwrap();
    let header = Document::composed(change(header.root().clone())).to_text();
    sealed_with(&URL_SAFE_NO_PAD.encode(header), &payload(), &key)
}

/// The object with one member replaced where it stands.
fn replaced(object: &Object, key: &str, value: impl Into<Json>) -> Object {
    let mut object = object.clone();
    object.set(key, value);
    object
}

/// The example of the profile as one of ours: with our kind of id, a number, and where its status is asked.
fn ours() -> Credential {
    let document = Document::parse(payload().as_bytes(), &Limits::default()).unwrap();
    let mut said = Credential::read(&document, DataModel::Elm).unwrap();
    said.id = CredentialId::from_random([7; 16]);
    said.number = Some(CertificateNumber::new("SIM", 2026, 1).unwrap().to_string());
    let learning = said.learning.as_mut().unwrap();
    let title = learning.title.clone().unwrap();
    learning.asked_at = Some(AskedAt { url: Iri::parse("https://cert.example/demo/status-of").unwrap(), title });
    learning.specification.as_mut().unwrap().languages.clear();
    said
}

#[test]
fn seals_that_others_made_open_by_every_algorithm() {
    let cases = [
        ("es256-iat.json", Algorithm::Es256, SigningTime::Iat),
        ("es256-sigt.json", Algorithm::Es256, SigningTime::SigT),
        ("es384-iat.json", Algorithm::Es384, SigningTime::Iat),
        ("ps256-iat.json", Algorithm::Ps256, SigningTime::Iat),
        ("rs256-iat.json", Algorithm::Rs256, SigningTime::Iat),
    ];
    for (name, algorithm, time) in cases {
        let authentic = opened(&foreign(name)).unwrap();
        let record = authentic.record().unwrap();
        assert_eq!((record.algorithm(), record.time(), record.level()), (algorithm, time, Level::BaselineB), "{name}");
        assert_eq!((record.leaf().authority(), record.best()), ("Demo root", now()), "{name}");
        assert!(record.leaf().certificate().qualified().is_for_seals(), "{name}");
        assert_eq!(authentic.format(), Format::EUROPEAN);
    }
}

#[test]
fn a_seal_of_ours_opens_and_says_by_whom_and_when() {
    for name in ["p256.pem", "rsa.pem"] {
        for time in [SigningTime::Iat, SigningTime::SigT] {
            let key = key(name).saying(time);
            let text = sealed(&payload(), &key);
            let authentic = opened(&text).unwrap();
            let record = authentic.record().unwrap();
            assert_eq!((record.claimed(), record.time()), (now(), time));
            assert_eq!(record.leaf().certificate().subject().organization_identifier(), Some("VATIT-12345678901"));
            assert!(authentic.key().as_str().contains("#x5t-S256-"), "{}", authentic.key());
        }
    }
}

#[test]
fn what_was_linted_is_sealed_by_the_one_verb_and_only_by_a_certified_key() {
    let said = ours();
    let linted = || lint(said.clone(), Format::EUROPEAN).unwrap();

    let sealed = seal(vec![linted()], &key("p256.pem"), &Contexts::empty(), now()).unwrap().pop().unwrap();

    assert_eq!(opened(sealed.text()).unwrap().said(), &said);
    let bare = crate::key::SigningKey::from_secret(Algorithm::Es256, &[7; 32]).unwrap();
    let refused = seal(vec![linted()], &bare, &Contexts::empty(), now()).unwrap_err();
    assert!(matches!(refused, crate::seal::SealError::NotCertified { .. }), "{refused}");
    let other = crate::key::SigningKey::from_seed(&[7; 32]).unwrap();
    let refused = seal(vec![linted()], &other, &Contexts::empty(), now()).unwrap_err();
    assert!(matches!(refused, crate::seal::SealError::Algorithm { .. }), "{refused}");
}

#[test]
fn the_payload_is_sealed_as_it_stands_and_another_wording_of_it_is_not() {
    let text = foreign("es256-iat.json");
    let outer = Document::parse(text.as_bytes(), &Limits::status_list()).unwrap();
    let payload = outer.root().text("payload").unwrap();
    // The outer JSON may be written otherwise: escapes, order, space.
    let escaped = format!("{{ \"signatures\" : {}, \"payload\":{} }}", signatures(&outer), ascii(payload));
    assert!(opened(&escaped).is_ok());
    let reworded = Document::parse(payload.as_bytes(), &Default::default()).unwrap().to_text();
    assert_ne!(reworded, payload);
    let reworded = outer.clone().with("payload", reworded).to_text();
    assert_eq!(opened(&reworded).unwrap_err(), Broken::Signature);
    let spaced = outer.clone().with("payload", format!("{payload} ")).to_text();
    assert_eq!(opened(&spaced).unwrap_err(), Broken::Signature);
}

fn signatures(outer: &Document) -> String {
    let only = Document::composed(Object::new().with_some("s", outer.root().get("signatures").cloned())).to_text();
    only.strip_prefix("{\"s\":").unwrap().strip_suffix('}').unwrap().to_owned()
}

/// The text as a JSON string in which everything beyond ASCII is escaped.
fn ascii(text: &str) -> String {
    let one = |unit: u16| match u8::try_from(unit) {
        Ok(byte) if byte.is_ascii_graphic() && byte != b'"' && byte != b'\\' => char::from(byte).to_string(),
        _ => format!("\\u{unit:04x}"),
    };
    format!("\"{}\"", text.encode_utf16().map(one).collect::<String>())
}

#[test]
fn any_changed_character_of_a_signature_or_header_is_noticed() {
    let text = foreign("es256-iat.json");
    let outer = Document::parse(text.as_bytes(), &Limits::status_list()).unwrap();
    let part = outer.at("/signatures/0").unwrap().as_object().unwrap().clone();
    for member in ["protected", "signature"] {
        let good = part.text(member).unwrap();
        for index in (0..good.len()).step_by(29) {
            let mut changed = good.as_bytes().to_vec();
            changed[index] = if changed[index] == b'A' { b'B' } else { b'A' };
            let changed = replaced(&part, member, String::from_utf8(changed).unwrap());
            let signatures: Vec<Json> = vec![changed.into()];
            let changed = outer.clone().with("signatures", signatures).to_text();
            let broken = opened(&changed).unwrap_err();
            assert!(!matches!(broken, Broken::Canon(_)), "{member} {index}: {broken}");
        }
    }
}

#[test]
fn a_header_that_departs_from_the_rules_is_refused_though_it_is_signed() {
    let set = |name: &'static str, value: Json| {
        sealed_saying(move |header| {
            let mut header = header;
            header.set(name, value.clone());
            header
        })
    };
    let without = |name: &'static str| {
        sealed_saying(move |mut header| {
            header.remove(name);
            header
        })
    };
    let words = |words: &[&str]| Json::from(words.iter().map(|word| Json::from(*word)).collect::<Vec<Json>>());
    let malformed = [
        without("b64"),
        set("b64", true.into()),
        without("crit"),
        set("crit", words(&[])),
        set("crit", words(&["b64", "b64"])),
        set("crit", words(&["b64", "alg"])),
        set("crit", words(&["b64", "sigT"])),
        set("crit", words(&["iat"])),
        set("crit", Json::from("b64")),
        without("iat"),
        set("iat", Json::from("2026-12-01T12:00:00Z")),
        set("sigT", Json::from("2026-12-01T12:00:00Z")),
        without("x5t#S256"),
        set("x5t#o", Object::new().with("digAlg", "S512").with("digVal", "AA").into()),
        without("x5c"),
        set("x5c", words(&["!"])),
        set("typ", Json::from("JWT")),
        set("sigD", Object::new().into()),
        set("alg", Json::from("none")),
        set("alg", Json::from("HS256")),
        set("alg", Json::from("ES384")),
    ];
    for (index, text) in malformed.iter().enumerate() {
        let broken = opened(text).unwrap_err();
        assert!(matches!(broken, Broken::Malformed { .. }), "{index}: {broken:?}");
    }
    let fraction = sealed_saying(|header| {
        let text = Document::composed(header).to_text().replace("\"iat\":1796126400", "\"iat\":1796126400.5");
        Document::parse(text.as_bytes(), &Default::default()).unwrap().root().clone()
    });
    assert!(matches!(opened(&fraction), Err(Broken::Malformed { .. })));
    let digest = set("x5t#S256", Json::from(URL_SAFE_NO_PAD.encode([0; 32])));
    assert_eq!(opened(&digest).unwrap_err(), Broken::CertificateDigest);
    let critical = sealed_saying(|mut header| {
        header.set("sigPl", Object::new().with("addressCountry", "IT"));
        header.set("crit", vec![Json::from("b64"), Json::from("sigPl")]);
        header
    });
    for unsupported in [critical, set("alg", Json::from("EdDSA"))] {
        assert!(matches!(opened(&unsupported), Err(Broken::Unsupported { .. })));
    }
}

#[test]
fn a_seal_of_another_body_is_nobodys_word_for_this_issuer() {
    let key = key("p256.pem");
    let other = payload().replace("VATIT-12345678901", "VATIT-99999999999");
    let body = |name: &str| Some(name.to_owned());
    let broken = Broken::OtherBody { certificate: body("VATIT-12345678901"), issuer: body("VATIT-99999999999") };
    assert_eq!(opened(&sealed(&other, &key)).unwrap_err(), broken);
    // The official sample writes a Greek capital iota (U+0399) in the member's name: then no body is named at all.
    let greek = payload().replace("eIDASIdentifier", "eIDAS\u{399}dentifier");
    assert_ne!(greek, payload());
    assert!(opened(&sealed(&greek, &key)).is_err());
}

#[test]
fn a_seal_counts_only_by_an_authority_of_the_readers_and_for_its_own_days() {
    let text = foreign("es256-iat.json");
    assert!(matches!(opened_at(&text, &Keys::new(), now()), Err(Broken::Chain(BadChain::NoAnchor { .. }))));
    let elsewhere =
        Keys::new().trusting_for("https://other.example", &Anchors::from_pem(&vector("anchors.pem")).unwrap());
    assert!(opened_at(&text, &elsewhere, now()).is_err());
    let before = at("2026-11-26T12:00:00Z");
    assert!(matches!(opened_at(&text, &keys(), before), Err(Broken::FromFuture { .. })));
    let late = sealed_saying(|mut header| {
        header.set("iat", at("2025-06-01T00:00:00Z").unix().unsigned_abs());
        header
    });
    assert!(matches!(opened(&late), Err(Broken::OutsideCertificate { .. })));
}

#[test]
fn a_time_stamp_outlives_the_certificate_that_it_saw() {
    let text = foreign("es256-b-t.json");
    let later = at("2027-06-01T00:00:00Z");

    let authentic = opened_at(&text, &keys(), later).unwrap();

    let record = authentic.record().unwrap();
    assert_eq!(record.level(), Level::BaselineT);
    assert!(record.best() < at("2026-11-27T00:00:00Z") && record.best() >= record.claimed());
    let bare = Document::parse(text.as_bytes(), &Limits::status_list()).unwrap();
    let part = bare.at("/signatures/0").unwrap().as_object().unwrap().clone();
    let mut unstamped = part.clone();
    unstamped.remove("header");
    let signatures: Vec<Json> = vec![unstamped.into()];
    let unstamped = bare.clone().with("signatures", signatures).to_text();
    assert!(opened(&unstamped).is_ok());
    assert!(matches!(opened_at(&unstamped, &keys(), later), Err(Broken::Chain(BadChain::Expired { .. }))));
}

#[test]
fn a_time_stamp_of_another_seal_proves_nothing_and_is_said_to() {
    let (stamped, other) = (foreign("es256-b-t.json"), foreign("es256-iat.json"));
    let read = |text: &str| Document::parse(text.as_bytes(), &Limits::status_list()).unwrap();
    let (stamped, other) = (read(&stamped), read(&other));
    let header = stamped.at("/signatures/0/header").unwrap().clone();
    let part = other.at("/signatures/0").unwrap().as_object().unwrap().clone().with("header", header);
    let signatures: Vec<Json> = vec![part.into()];
    let text = other.clone().with("signatures", signatures).to_text();

    let authentic = opened(&text).unwrap();

    let record = authentic.record().unwrap();
    assert_eq!(record.stamp(), Some(&Err(BadStamp::Imprint)));
    assert_eq!((record.level(), record.best()), (Level::BaselineB, now()));
}

#[test]
fn levels_above_are_named_by_what_stands_beside_the_seal() {
    let text = foreign("es256-b-t.json");
    let read = Document::parse(text.as_bytes(), &Limits::status_list()).unwrap();
    let with = |more: &[&str]| {
        let stamp = read.at("/signatures/0/header/etsiU/0").unwrap().clone();
        let clear = more.iter().map(|name| Json::from(Object::new().with(name, Object::new())));
        let parts: Vec<Json> = std::iter::once(stamp).chain(clear).collect();
        let part = read.at("/signatures/0").unwrap().as_object().unwrap().clone();
        let part = replaced(&part, "header", Object::new().with("etsiU", parts));
        let signatures: Vec<Json> = vec![part.into()];
        opened(&read.clone().with("signatures", signatures).to_text()).unwrap().record().unwrap().level()
    };
    assert_eq!(with(&[]), Level::BaselineT);
    assert_eq!(with(&["xVals", "rVals"]), Level::BaselineLt);
    assert_eq!(with(&["xVals", "rVals", "arcTst"]), Level::BaselineLta);
}

#[test]
fn a_key_and_certificates_of_another_make_no_certified_key() {
    let (one, other) = (String::from_utf8(vector("p256.pem")).unwrap(), String::from_utf8(vector("rsa.pem")).unwrap());
    let certificates = |pem: &str| pem[pem.find("-----BEGIN CERTIFICATE").unwrap()..].to_owned();
    let key = |pem: &str| pem[..pem.find("-----BEGIN CERTIFICATE").unwrap()].to_owned();
    let made = |pem: String| CertifiedKey::from_pem(pem.as_bytes(), RsaPadding::Pss).map(|_| ());
    use crate::key::NotCertified;
    assert_eq!(made(key(&one) + &certificates(&other)), Err(NotCertified::OtherKey));
    assert_eq!(made(key(&one)), Err(NotCertified::Chain(BadChain::Empty)));
    assert!(matches!(made(certificates(&one)), Err(NotCertified::Unreadable { .. })));
}
