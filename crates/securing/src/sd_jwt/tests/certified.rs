//! A copy under a certificate (`x5c`): the chain without its anchor, the issuer on the leaf, and every way it does not hold.

use base64::engine::general_purpose::STANDARD;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256, SanType, date_time_ymd,
};

use super::*;
use crate::chain::{Anchors, BadChain};
use crate::key::CertifiedKey;
use crate::seal::SealError;

type Authority = CertifiedIssuer<'static, KeyPair>;

fn named(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    (params.not_before, params.not_after) = (date_time_ymd(2026, 1, 1), date_time_ymd(2027, 1, 1));
    params
}

fn root() -> Authority {
    root_named("Root")
}

fn root_named(name: &str) -> Authority {
    let mut params = named(name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    CertifiedIssuer::self_signed(params, KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap()).unwrap()
}

/// A key with a certificate for an alternative name, and what else stands behind it.
fn certified(root: &Authority, name: SanType, more: &[Vec<u8>]) -> (SigningKey, Vec<Vec<u8>>) {
    let pair = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
    let mut params = named("Body");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.subject_alt_names = vec![name];
    let leaf = params.signed_by(&pair, root).unwrap().der().to_vec();
    let pem =
        format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(pair.serialize_der()));
    let key = SigningKey::p256_from_pem(pem.as_bytes()).unwrap().named(issuer().id().clone());
    (key, [vec![leaf], more.to_vec()].concat())
}

fn host(name: &str) -> SanType {
    SanType::DnsName(name.try_into().unwrap())
}

fn sealed_by(key: SigningKey, certificates: &[Vec<u8>]) -> Result<Secured, SealError> {
    let key = CertifiedKey::new(key, certificates).unwrap();
    seal(vec![linted(9)], &key, &Contexts::empty(), now()).map(|mut sealed| sealed.pop().unwrap())
}

fn opened_under(secured: &Secured, root: &Authority, at: Timestamp) -> Result<Authentic<Credential>, Broken> {
    let keys = Keys::new().trusting(&Anchors::none().with(root.der()).unwrap());
    open_all(std::slice::from_ref(secured), &keys, &Contexts::empty(), at).pop().unwrap()
}

#[test]
fn a_certified_copy_carries_its_chain_without_the_anchor_and_opens_by_it_alone() {
    let root = root();
    for name in [host("body.example"), host("BODY.example"), SanType::URI(ISSUER.try_into().unwrap())] {
        let (key, certificates) = certified(&root, name, &[root.der().to_vec()]);
        let secured = sealed_by(key, &certificates).unwrap();
        let header = part(secured.text().split('.').next().unwrap());
        let header: serde_json::Value = serde_json::from_str(&header).unwrap();
        assert_eq!(header["x5c"], serde_json::json!([STANDARD.encode(&certificates[0])]), "the anchor is left out");
        let authentic = opened_under(&secured, &root, now()).unwrap();
        assert_eq!(authentic.leaf().unwrap().authority(), "Root");
        assert!(authentic.key().as_str().starts_with(&format!("{ISSUER}#x5t-S256-")));
    }
}

#[test]
fn a_certificate_that_does_not_stand_for_the_issuer_is_refused_at_sealing_and_at_opening() {
    let root = root();
    for name in [host("other.example"), SanType::URI("https://body.example/other".try_into().unwrap())] {
        let (key, certificates) = certified(&root, name, &[]);
        let refused = sealed_by(key, &certificates).unwrap_err();
        assert!(matches!(&refused, SealError::OtherSpeaker { issuer, .. } if issuer == ISSUER), "{refused}");
    }
    // A body that stands for another host seals for itself, and somebody changes nothing but whose it says it is.
    let (key, certificates) = certified(&root, host("other.example"), &[]);
    let x5c = STANDARD.encode(&certificates[0]);
    let payload = format!(r#"{{"vct":"urn:x:1","iss":"{ISSUER}","exp":1890000000,"iat":1795694400}}"#);
    let text = signed_with(&key, &format!(r#"{{"alg":"ES256","typ":"{TYPE}","x5c":["{x5c}"]}}"#), &payload);
    let opened = opened_under(&Secured::parse(text.as_bytes()).unwrap(), &root, now());
    assert!(matches!(opened, Err(Broken::OtherSpeaker { .. })), "{opened:?}");
}

fn signed_with(key: &SigningKey, header: &str, payload: &str) -> String {
    let input = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
    let signature = key.sign(&[input.as_bytes()]).unwrap().pop().unwrap();
    format!("{input}.{}~", URL_SAFE_NO_PAD.encode(signature.as_bytes()))
}

#[test]
fn a_chain_that_does_not_hold_is_told_by_its_own_word_and_a_changed_text_first() {
    let root_here = root();
    let (key, certificates) = certified(&root_here, host("body.example"), &[]);
    let secured = sealed_by(key, &certificates).unwrap();
    let broken = |root: &Authority, at| opened_under(&secured, root, at).unwrap_err();
    assert!(matches!(broken(&root_named("Another root"), now()), Broken::Chain(BadChain::NoAnchor { .. })));
    assert!(matches!(broken(&root_here, at("2027-06-01T00:00:00Z")), Broken::Chain(BadChain::Expired { .. })));
    let (head, signature) = secured.text().split_once('~').map(|(jwt, _)| jwt.rsplit_once('.').unwrap()).unwrap();
    let flipped = flipped(signature);
    let changed = Secured::parse(format!("{head}.{flipped}~").as_bytes()).unwrap();
    assert_eq!(opened_under(&changed, &root(), now()), Err(Broken::Signature));
}

#[test]
fn an_anchor_inside_another_kind_of_key_or_no_certificate_at_all_is_refused() {
    let root = root();
    let (key, certificates) = certified(&root, host("body.example"), &[]);
    let payload = format!(r#"{{"vct":"urn:x:1","iss":"{ISSUER}","exp":1890000000,"iat":1795694400}}"#);
    let of = |algorithm: &str, x5c: &[String]| {
        let x5c = serde_json::to_string(x5c).unwrap();
        let text =
            signed_with(&key, &format!(r#"{{"alg":"{algorithm}","typ":"{TYPE}","kid":"p256","x5c":{x5c}}}"#), &payload);
        opened_under(&Secured::parse(text.as_bytes()).unwrap(), &root, now())
    };
    let [leaf, anchor] = [certificates[0].as_slice(), root.der()].map(|der| STANDARD.encode(der));
    assert!(of("ES256", std::slice::from_ref(&leaf)).is_ok());
    let inside = of("ES256", &[leaf.clone(), anchor]);
    assert!(matches!(inside, Err(Broken::Chain(BadChain::AnchorInside { index: 1 }))), "{inside:?}");
    assert!(matches!(of("ES384", std::slice::from_ref(&leaf)), Err(Broken::Malformed { .. })));
    assert!(matches!(of("ES256", &[]), Err(Broken::Chain(BadChain::Empty))));
    assert!(matches!(of("ES256", &["!".to_owned()]), Err(Broken::Malformed { .. })));
    assert!(matches!(of("none", &[leaf]), Err(Broken::Malformed { .. })));
}
