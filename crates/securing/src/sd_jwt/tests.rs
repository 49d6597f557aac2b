//! Sealed, shown and opened; and every step at which RFC 9901 says that a reader must refuse (7.1, 7.3).

use attesto_credential::{Credential, DataModel, Format, Json, Linted, lint};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::*;
use crate::canon::Contexts;
use crate::digest::Digest;
use crate::key::{Algorithm, KeyId, Signer, SigningKey};
use crate::resolve::BoundKey;
use crate::{open as open_all, seal, words};

const ISSUER: &str = "https://body.example/b";

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn now() -> Timestamp {
    at("2026-11-26T12:00:00Z")
}

fn key(secret: u8) -> SigningKey {
    SigningKey::from_secret(Algorithm::Es256, &[secret; 32]).unwrap()
}

fn issuer() -> SigningKey {
    key(1).named(KeyId::parse(&format!("{ISSUER}#p256")).unwrap())
}

fn keys() -> Keys {
    let issuer = issuer();
    Keys::new().with(ISSUER, vec![BoundKey::pinned(issuer.id().clone(), issuer.public().clone())])
}

fn wording(seed: u8) -> String {
    let (jwk, seed) = (Document::composed(key(2).public().to_jwk()).to_text(), URL_SAFE_NO_PAD.encode([seed; 32]));
    let outcome = |code: &str| {
        format!(r##"{{"id":"https://s.example/1#{code}","title":"{code}","type":"RubricCriterionLevel"}}"##)
    };
    format!(
        r#"{{"vct":"{ISSUER}/vct/sim/1","vct#integrity":"sha256-AA","jti":"urn:uuid:0f0e0d0c-0b0a-4908-8706-050403020100","iss":"{ISSUER}","nbf":1790000000,"exp":1890000000,"issuing_authority":"Body","certificate_number":"{}","certification_scheme":{{"id":"https://s.example/1"}},"achievement_title":"Manager","cnf":{{"jwk":{jwk}}},"status":{{"status_list":{{"idx":7,"uri":"{ISSUER}/status/1/token.jwt"}}}},"given_name":"Μαρία","family_name":"Παπαδοπούλου","learning_outcomes":[{},{}],"_salts_from":"{seed}"}}"#,
        attesto_credential::CertificateNumber::new("SIM", 2026, 7).unwrap(),
        outcome("c1"),
        outcome("c2"),
    )
}

fn linted(seed: u8) -> Linted<Credential> {
    let document = Document::parse(wording(seed).as_bytes(), &Limits::default()).unwrap();
    lint(Credential::read(&document, DataModel::Claims).unwrap(), Format::SD_JWT_VC).unwrap()
}

fn sealed() -> Secured {
    seal(vec![linted(9)], &issuer(), &Contexts::empty(), now()).unwrap().pop().unwrap()
}

fn opened(secured: &Secured) -> Result<Authentic<Credential>, Broken> {
    open_all(std::slice::from_ref(secured), &keys(), &Contexts::empty(), now()).pop().unwrap()
}

fn of_text(text: &str) -> Result<Authentic<Credential>, Broken> {
    opened(&Secured::parse(text.as_bytes()).unwrap())
}

#[test]
fn what_was_sealed_opens_as_it_was_said_without_the_seed() {
    let secured = sealed();
    let opened = opened(&secured).unwrap();
    assert_eq!(*opened.said(), linted(9).said().as_sealed());
    assert_eq!((opened.sealed(), opened.binding()), (Some(now()), None));
    assert_eq!(opened.key().as_str(), format!("{ISSUER}#p256"));
}

#[test]
fn what_may_be_held_back_stands_nowhere_in_the_issuers_jwt() {
    let secured = sealed();
    let text = secured.text();
    let payload = part(text.split('.').nth(1).unwrap());
    assert!(text.ends_with('~') && text.matches('~').count() == 5, "{text}");
    for hidden in ["Μαρία", "given_name", "Παπαδοπούλου", "#c1", "_salts_from"] {
        assert!(!payload.contains(hidden), "{hidden} in {payload}");
    }
    for open in ["certificate_number", "\"_sd_alg\":\"sha-256\"", "\"cnf\"", "\"status_list\"", "\"iat\":1795694400"] {
        assert!(payload.contains(open), "{open} in {payload}");
    }
    let everything: String = text.split('~').skip(1).map(part).collect();
    assert!(!everything.contains(&URL_SAFE_NO_PAD.encode([9; 32])));
    let header = part(text.split('.').next().unwrap());
    assert!(header.contains(r#""typ":"dc+sd-jwt""#) && header.contains(r#""alg":"ES256""#), "{header}");
}

fn part(part: &str) -> String {
    String::from_utf8(URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

#[test]
fn the_same_wording_gives_the_same_text_and_words_no_other() {
    let secured = sealed();
    let worded = |seed| linted(seed).document().to_text();
    assert!(words(&worded(9), &secured));
    assert!(!words(&worded(8), &secured));
    assert!(!words(&worded(9).replace("Μαρία", "Μαρια"), &secured));
    let again = seal(vec![linted(9)], &issuer(), &Contexts::empty(), now()).unwrap().pop().unwrap();
    let unsigned = |secured: &Secured| secured.text().rsplit_once('.').unwrap().0.to_owned();
    assert_eq!(unsigned(&again), unsigned(&secured));
    let shown = present(&secured, &Chosen::default(), ("a", "n"), &key(2), now()).unwrap();
    assert!(!words(&worded(9), &shown));
}

#[test]
fn a_key_of_another_kind_seals_no_such_copy() {
    let other = SigningKey::from_seed(&[1; 32]).unwrap();
    assert!(seal(vec![linted(9)], &other, &Contexts::empty(), now()).is_err());
}

#[test]
fn the_holder_shows_what_was_chosen_to_whoever_asked() {
    let chosen = Chosen::of(["family_name", "learning_outcomes/1"]);
    let shown = present(&sealed(), &chosen, ("https://office.example", "n-1"), &key(2), now()).unwrap();
    let opened = opened(&shown).unwrap();
    let said = opened.said();
    assert_eq!(said.recipient.identities.len(), 1);
    assert_eq!(said.outcomes.len(), 1);
    assert!(said.outcomes[0].description.as_ref().unwrap().as_str().ends_with("#c2"));
    let binding = opened.binding().unwrap();
    assert_eq!((binding.audience(), binding.nonce(), binding.at()), ("https://office.example", "n-1", now()));
}

#[test]
fn what_the_copy_does_not_have_cannot_be_chosen() {
    for claim in ["birthdate", "certificate_number", "learning_outcomes/2"] {
        let refused = present(&sealed(), &Chosen::of([claim]), ("a", "n"), &key(2), now()).unwrap_err();
        assert!(matches!(&refused, NotPresented::Claim { claim: told, .. } if told == claim), "{refused}");
    }
}

#[test]
fn a_presentation_stands_and_falls_with_its_holders_proof() {
    let one = present(&sealed(), &Chosen::of(["given_name"]), ("a", "n"), &key(2), now()).unwrap();
    let other = present(&sealed(), &Chosen::default(), ("a", "n"), &key(2), now()).unwrap();
    let proof = |secured: &Secured| secured.text().rsplit_once('~').unwrap().1.to_owned();
    let before = |secured: &Secured| secured.text().rsplit_once('~').unwrap().0.to_owned();
    let by_another = present(&sealed(), &Chosen::of(["given_name"]), ("a", "n"), &key(3), now()).unwrap();
    let wrong_type = signed(
        &key(2),
        "jwt",
        &format!(r#"{{"iat":1,"aud":"a","nonce":"n","sd_hash":"{}"}}"#, hash(&format!("{}~", before(&one)))),
    );
    let no_nonce = signed(
        &key(2),
        "kb+jwt",
        &format!(r#"{{"iat":1,"aud":"a","sd_hash":"{}"}}"#, hash(&format!("{}~", before(&one)))),
    );
    for (why, text) in [
        ("of another presentation", format!("{}~{}", before(&one), proof(&other))),
        ("a claim was taken away", format!("{}~{}", before(&other), proof(&one))),
        ("another key", by_another.text().to_owned()),
        ("another type", format!("{}~{wrong_type}", before(&one))),
        ("no nonce", format!("{}~{no_nonce}", before(&one))),
    ] {
        assert!(matches!(of_text(&text), Err(Broken::KeyBinding { .. })), "{why}: {:?}", of_text(&text));
    }
}

fn hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Digest::of(text.as_bytes()).as_bytes())
}

fn signed(key: &SigningKey, header_type: &str, payload: &str) -> String {
    let header =
        format!(r#"{{"alg":"{}","typ":"{header_type}","kid":"{}"}}"#, key.public().algorithm().name(), key.id());
    let input = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
    let signature = key.sign(&[input.as_bytes()]).unwrap().pop().unwrap();
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature.as_bytes()))
}

/// A copy that anybody might have made, with members and disclosures as given.
fn made(members: &str, disclosures: &[&str]) -> String {
    let jwt = signed(
        &issuer(),
        TYPE,
        &format!(r#"{{"vct":"urn:x:1","iss":"{ISSUER}","exp":1890000000,"iat":1700000000{members}}}"#),
    );
    let disclosures: String = disclosures.iter().map(|one| format!("{}~", URL_SAFE_NO_PAD.encode(one))).collect();
    format!("{jwt}~{disclosures}")
}

fn digest(disclosure: &str) -> String {
    hash(&URL_SAFE_NO_PAD.encode(disclosure))
}

fn refused(members: &str, disclosures: &[&str]) -> DisclosureFault {
    match of_text(&made(members, disclosures)) {
        Err(Broken::Disclosure(fault)) => fault,
        other => panic!("{members} {disclosures:?}: {other:?}"),
    }
}

#[test]
fn the_digest_is_that_of_the_published_example() {
    // RFC 9901, 4.2.3.
    let disclosure = "WyI2cU1RdlJMNWhhaiIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0";
    assert_eq!(hash(disclosure), "uutlBuYeMDyjLLTpf6Jxi7yNkEF35jdyWMn9U7b_RYY");
}

#[test]
fn disclosures_inside_disclosures_go_back_to_their_places() {
    let inner = r#"["s","city","Cluj"]"#;
    let outer = format!(r#"["s","address",{{"_sd":["{}"],"country":"RO"}}]"#, digest(inner));
    let element = r#"["s","RO"]"#;
    let members = format!(
        r#","_sd":["{}","{}"],"_sd_alg":"sha-256","nationalities":[{{"...":"{}"}},{{"...":"{}"}}]"#,
        digest(&outer),
        "a-decoy-that-nobody-discloses",
        digest(element),
        "another-decoy",
    );
    let opened = of_text(&made(&members, &[&outer, inner, element])).unwrap();
    let others = &opened.said().others;
    assert_eq!(others.get("address").unwrap().as_object().unwrap().text("city"), Some("Cluj"));
    assert_eq!(others.get("nationalities").unwrap().as_array().unwrap(), [Json::from("RO")]);
    assert!(others.get("_sd").is_none() && others.get("_sd_alg").is_none());
}

#[test]
fn one_digest_may_not_stand_twice() {
    let one = r#"["s","a",1]"#;
    let twice = format!(r#","_sd":["{0}","{0}"]"#, digest(one));
    assert_eq!(refused(&twice, &[one]), DisclosureFault::DigestTwice);
    assert_eq!(refused(&twice, &[]), DisclosureFault::DigestTwice);
    let inside = format!(r#","_sd":["{0}"],"x":{{"_sd":["{0}"]}}"#, digest(one));
    assert_eq!(refused(&inside, &[one]), DisclosureFault::DigestTwice);
    assert_eq!(refused(&format!(r#","_sd":["{}"]"#, digest(one)), &[one, one]), DisclosureFault::DigestTwice);
}

#[test]
fn every_disclosure_goes_with_a_digest_that_was_signed() {
    assert_eq!(refused("", &[r#"["s","a",1]"#]), DisclosureFault::Unreferenced);
    let one = r#"["s","a",1]"#;
    let members = format!(r#","_sd":["{}"]"#, digest(one));
    assert_eq!(refused(&members, &[one, r#"["s","b",1]"#]), DisclosureFault::Unreferenced);
}

#[test]
fn digests_stand_only_where_they_may() {
    for members in [
        r#","_sd":"AA""#,
        r#","_sd":[7]"#,
        r#","_sd":{"a":1}"#,
        r#","...":"AA""#,
        r#","a":{"...":"AA"}"#,
        r#","a":[{"...":"AA","b":1}]"#,
        r#","a":[{"...":7}]"#,
        r#","a":{"_sd_alg":"sha-256"}"#,
    ] {
        assert!(matches!(refused(members, &[]), DisclosureFault::Misplaced { .. }), "{members}");
    }
}

#[test]
fn a_disclosure_bears_only_a_name_that_is_free_there() {
    for name in ["_sd", "...", "iat", "iss", "exp", "cnf", "vct", "status", "nbf", "vct#integrity"] {
        let one = format!(r#"["s","{name}",1]"#);
        assert_eq!(
            refused(&format!(r#","_sd":["{}"]"#, digest(&one)), &[&one]),
            DisclosureFault::Name { name: name.to_owned() }
        );
    }
    let (one, other) = (r#"["s","a",1]"#, r#"["t","a",2]"#);
    let members = format!(r#","_sd":["{}","{}"]"#, digest(one), digest(other));
    assert_eq!(refused(&members, &[one, other]), DisclosureFault::Name { name: "a".to_owned() });
}

#[test]
fn a_disclosure_is_written_as_its_place_asks() {
    for one in [
        r#"["s"]"#,
        r#"["s","a",1,2]"#,
        r#"[7,"a",1]"#,
        r#"["s",7,1]"#,
        r#"{"s":1}"#,
        r#""s""#,
        r#"["s","a",{"b":1,"b":2}]"#,
        r#"["s","a",1],"x":[1]"#,
        r#"["s",1]"#,
    ] {
        let members = format!(r#","_sd":["{}"]"#, digest(one));
        assert!(matches!(refused(&members, &[one]), DisclosureFault::Malformed { .. }), "{one}");
    }
    let named = r#"["s","a",1]"#;
    let members = format!(r#","a":[{{"...":"{}"}}]"#, digest(named));
    assert_eq!(refused(&members, &[named]), DisclosureFault::Name { name: "a".to_owned() });
}

#[test]
fn digests_of_another_kind_are_not_judged() {
    assert_eq!(refused(r#","_sd_alg":"sha-1""#, &[]), DisclosureFault::Hash { found: "sha-1".to_owned() });
    assert!(matches!(refused(r#","_sd_alg":256"#, &[]), DisclosureFault::Hash { .. }));
}

#[test]
fn what_lies_too_deep_or_is_too_much_is_not_looked_at() {
    let mut disclosures = vec![r#"["s","a",1]"#.to_owned()];
    for _ in 0..80 {
        let digest = digest(disclosures.last().unwrap());
        disclosures.push(format!(r#"["s","a",{{"_sd":["{digest}"]}}]"#));
    }
    let members = format!(r#","_sd":["{}"]"#, digest(disclosures.last().unwrap()));
    let all: Vec<&str> = disclosures.iter().map(String::as_str).collect();
    assert_eq!(refused(&members, &all), DisclosureFault::TooComplex);
    let many: Vec<String> = (0..1001).map(|nth| format!(r#"["s","a{nth}",1]"#)).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(refused("", &many), DisclosureFault::TooComplex);
}

#[test]
fn a_changed_text_another_type_and_another_key_hold_nothing() {
    let text = made("", &[]);
    let jwt = text.strip_suffix('~').unwrap();
    let (input, signature) = jwt.rsplit_once('.').unwrap();
    let (header, payload) = input.split_once('.').unwrap();
    let changed = URL_SAFE_NO_PAD.encode(part(payload).replace("1890000000", "1990000000"));
    assert_eq!(of_text(&format!("{header}.{changed}.{signature}~")), Err(Broken::Signature));
    let payload = format!(r#"{{"vct":"urn:x:1","iss":"{ISSUER}","exp":1890000000}}"#);
    assert!(matches!(
        of_text(&format!("{}~", signed(&issuer(), "vc+sd-jwt", &payload))),
        Err(Broken::Malformed { .. })
    ));
    let stranger = key(5).named(issuer().id().clone());
    assert_eq!(of_text(&format!("{}~", signed(&stranger, TYPE, &payload))), Err(Broken::Signature));
    let unknown = key(5).named(KeyId::parse(&format!("{ISSUER}#other")).unwrap());
    assert!(matches!(of_text(&format!("{}~", signed(&unknown, TYPE, &payload))), Err(Broken::KeyUnknown { .. })));
    let none = URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"none","typ":"{TYPE}","kid":"p256"}}"#));
    let unsigned = format!("{none}.{}.AA~", URL_SAFE_NO_PAD.encode(&payload));
    assert!(matches!(of_text(&unsigned), Err(Broken::Unsupported { .. })));
}

/// Another signature of the same length.
fn flipped(signature: &str) -> String {
    let first = if signature.starts_with('A') { 'B' } else { 'A' };
    signature.chars().enumerate().map(|(at, letter)| if at == 0 { first } else { letter }).collect()
}

#[test]
fn under_a_compromised_key_a_broken_text_is_broken_and_an_older_one_holds_where_somebody_vouches_for_it() {
    let (secured, issuer) = (sealed(), issuer());
    let bound = BoundKey::pinned(issuer.id().clone(), issuer.public().clone());
    let keys = Keys::new().with(ISSUER, vec![bound.revoked(Some(at("2026-11-26T11:00:00Z")))]);
    let under = |secured: &Secured, keys: &Keys| {
        open_all::<Credential>(std::slice::from_ref(secured), keys, &Contexts::empty(), now()).pop().unwrap()
    };
    assert!(matches!(under(&secured, &keys), Err(Broken::KeyCompromised { .. })));
    let (jwt, rest) = secured.text().split_once('~').unwrap();
    let (input, signature) = jwt.rsplit_once('.').unwrap();
    let flipped = flipped(signature);
    let broken = Secured::parse(format!("{input}.{flipped}~{rest}").as_bytes()).unwrap();
    assert_eq!(under(&broken, &keys), Err(Broken::Signature));
    let vouching = keys.vouching(crate::recorded_as(&secured));
    let shown = present(&secured, &Chosen::default(), ("a", "n"), &key(2), now()).unwrap();
    assert!(under(&secured, &vouching).is_ok() && under(&shown, &vouching).is_ok());
    assert_eq!(under(&broken, &vouching), Err(Broken::Signature));
}

mod certified;
mod published;
mod steps;
