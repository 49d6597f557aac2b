use super::*;

const DID: &str = "did:web:cert.example:demo";
const KEY: &str = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";

fn document(assertion: &str, more: &str) -> String {
    format!(
        r#"{{"@context":["https://www.w3.org/ns/did/v1"],"id":"{DID}","verificationMethod":[{{"id":"{DID}#k1","type":"Multikey","controller":"{DID}","publicKeyMultibase":"{KEY}"{more}}}],"assertionMethod":[{assertion}]}}"#
    )
}

fn find(document: &str, sealed: &str) -> Result<BoundKey, Unbound> {
    let keys = Keys::new().with_document(document.as_bytes()).unwrap();
    let at = |text| Timestamp::parse(text).unwrap();
    let speaker = Iri::parse(DID).unwrap();
    keys.find(&speaker, &format!("{DID}#k1"), Matter::Credential, Some(at(sealed)), at("2030-01-01T00:00:00Z"))
}

#[test]
fn a_key_kept_for_some_matters_speaks_in_no_other() {
    let speaks = |written: &str| {
        let document = document("\"#k1\"", &format!(r#","urn:attesto:use":{written}"#));
        let keys = Keys::new().with_document(document.as_bytes()).unwrap();
        let (speaker, now) = (Iri::parse(DID).unwrap(), Timestamp::parse("2026-01-01T00:00:00Z").unwrap());
        Matter::ALL.map(|matter| keys.find(&speaker, &format!("{DID}#k1"), matter, None, now).is_ok())
    };
    assert_eq!(speaks(r#"["credential"]"#), [true, false, false]);
    assert_eq!(speaks(r#"["declaration","status-list"]"#), [false, true, true]);
    for nothing in [r#"["everything"]"#, "[]", "null", r#""credential""#, "7"] {
        assert_eq!(speaks(nothing), [false; 3], "{nothing}");
    }
}

#[test]
fn a_key_in_assertion_method_speaks_for_its_controller() {
    for assertion in [format!("\"{DID}#k1\""), "\"#k1\"".to_owned()] {
        assert_eq!(find(&document(&assertion, ""), "2026-01-01T00:00:00Z").unwrap().key.to_multikey(), KEY);
    }
}

#[test]
fn a_key_elsewhere_in_the_document_does_not_speak() {
    assert_eq!(find(&document("", ""), "2026-01-01T00:00:00Z"), Err(Unbound::NotAuthorised));
}

#[test]
fn a_retired_key_speaks_for_what_was_sealed_before() {
    let retired = document("\"#k1\"", r#","expires":"2027-01-01T00:00:00Z""#);
    assert!(find(&retired, "2026-12-31T23:59:59Z").is_ok());
    assert_eq!(find(&retired, "2027-01-01T00:00:01Z"), Err(Unbound::NotAuthorised));
}

#[test]
fn a_compromised_key_speaks_for_nothing_by_itself() {
    let revoked = document("\"#k1\"", r#","revoked":"2027-01-01T00:00:00Z""#);
    let since = Timestamp::parse("2027-01-01T00:00:00Z").unwrap();
    let key = Box::new(PublicKey::from_multikey(KEY).unwrap());
    let compromised = Unbound::Compromised { since, evidence: None, key };
    assert_eq!(find(&revoked, "2026-01-01T00:00:00Z"), Err(compromised));
}

#[test]
fn a_compromised_key_that_had_retired_speaks_for_nothing_after_that_at_all() {
    let both = document("\"#k1\"", r#","expires":"2027-02-01T00:00:00Z","revoked":"2027-01-01T00:00:00Z""#);
    assert_eq!(find(&both, "2027-02-01T00:00:01Z"), Err(Unbound::NotAuthorised));
    assert!(matches!(find(&both, "2027-02-01T00:00:00Z"), Err(Unbound::Compromised { .. })));
}

#[test]
fn a_key_with_an_unreadable_end_is_not_used() {
    assert_eq!(find(&document("\"#k1\"", r#","expires":"soon""#), "2026-01-01T00:00:00Z"), Err(Unbound::Unknown));
}

#[test]
fn a_key_controlled_by_another_is_not_used() {
    let foreign = document("\"#k1\"", "").replacen(
        &format!(r#""controller":"{DID}""#),
        r#""controller":"did:web:evil.example""#,
        1,
    );
    assert_eq!(find(&foreign, "2026-01-01T00:00:00Z"), Err(Unbound::Unknown));
}

#[test]
fn no_key_speaks_for_another_or_for_whom_no_document_is_here() {
    let at = Timestamp::parse("2026-01-01T00:00:00Z").unwrap();
    let victim = Iri::parse("did:web:victim.example").unwrap();
    let attacker = format!("did:key:{KEY}#{KEY}");
    assert_eq!(Keys::new().find(&victim, &attacker, Matter::Credential, None, at), Err(Unbound::NotAuthorised));
    assert_eq!(
        Keys::new().find(&victim, "did:web:victim.example#k1", Matter::Credential, None, at),
        Err(Unbound::Unreachable)
    );
    let own = Iri::parse(&format!("did:key:{KEY}")).unwrap();
    assert!(Keys::new().find(&own, &attacker, Matter::Credential, None, at).is_ok());
    assert_eq!(
        Keys::new().find(&own, &format!("did:key:{KEY}#other"), Matter::Credential, None, at),
        Err(Unbound::Unknown)
    );
}

#[test]
fn small_order_and_uncanonical_keys_are_refused() {
    let mut identity = [0_u8; 32];
    identity[0] = 1;
    assert_eq!(PublicKey::from_bytes(&identity), Err(BadKey::Weak { algorithm: crate::Algorithm::EdDsa }));
    assert_eq!(PublicKey::from_bytes(&[0xff; 32]), Err(BadKey::Weak { algorithm: crate::Algorithm::EdDsa }));
}

#[test]
fn authorities_at_the_top_of_a_list_stamp_for_whoever_has_its_own_and_never_vouch_for_its_keys() {
    let authority = |name: &str| {
        let mut params = rcgen::CertificateParams::default();
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap();
        params.self_signed(&pair).unwrap().der().to_vec()
    };
    let [own, top] = ["Own", "Top"].map(authority);
    let anchors = |der: &[u8]| Anchors::none().with(der).unwrap();
    let keys = Keys::new().trusting(&anchors(&top)).trusting_stamps(&anchors(&top)).trusting_for("a", &anchors(&own));
    let holds = |anchors: &Anchors| [&own, &top].map(|der| anchors.holds(&Digest::of(der)));

    assert_eq!(holds(keys.anchors("a")), [true, false]);
    assert_eq!(holds(&keys.stamping("a")), [true, true]);
    assert_eq!((holds(keys.anchors("b")), holds(&keys.stamping("b"))), ([false, true], [false, true]));
}
