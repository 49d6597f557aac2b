//! Seals of ours by each algorithm of the profile, under certificates as an authority writes them.

use base64::engine::general_purpose::STANDARD;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, SignatureAlgorithm, date_time_ymd,
};

use super::*;

fn named(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    (params.not_before, params.not_after) = (date_time_ymd(2026, 1, 1), date_time_ymd(2028, 1, 1));
    params
}

/// A key of a kind with the certificate of the payload's issuer, as PEM, and its authority.
fn certified(kind: &'static SignatureAlgorithm) -> (String, Vec<u8>) {
    let mut params = named("Root");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let root = CertifiedIssuer::self_signed(params, KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap()).unwrap();
    let mut params = named("Seal");
    params.distinguished_name.push(DnType::CustomDnType(vec![2, 5, 4, 97]), "VATIT-12345678901");
    params.key_usages = vec![KeyUsagePurpose::ContentCommitment];
    let pair = KeyPair::generate_for(kind).unwrap();
    let leaf = params.signed_by(&pair, &root).unwrap();
    let pem =
        |label: &str, der: &[u8]| format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", STANDARD.encode(der));
    (pem("PRIVATE KEY", &pair.serialize_der()) + &pem("CERTIFICATE", leaf.der()), root.der().to_vec())
}

#[test]
fn we_seal_by_each_algorithm_of_the_profile_and_open_what_we_sealed() {
    let of = |pem: &[u8], padding| CertifiedKey::from_pem(pem, padding).unwrap();
    let rsa = |padding| (of(&vector("rsa.pem"), padding), keys());
    let made = |kind| {
        let (pem, root) = certified(kind);
        let keys = Keys::new().trusting(&Anchors::none().with(&root).unwrap());
        (of(pem.as_bytes(), RsaPadding::Pss), keys)
    };
    for (name, algorithm, (key, keys)) in [
        ("ES256", Algorithm::Es256, made(&PKCS_ECDSA_P256_SHA256)),
        ("ES384", Algorithm::Es384, made(&PKCS_ECDSA_P384_SHA384)),
        ("PS256", Algorithm::Ps256, rsa(RsaPadding::Pss)),
        ("RS256", Algorithm::Rs256, rsa(RsaPadding::Pkcs1)),
    ] {
        let linted = lint(ours(), Format::EUROPEAN).unwrap();
        let sealed = seal(vec![linted], &key, &Contexts::empty(), now()).unwrap().pop().unwrap();
        let outer = Document::parse(sealed.text().as_bytes(), &Limits::status_list()).unwrap();
        let header = outer.at("/signatures/0/protected").and_then(Json::as_str).unwrap();
        let header = Document::parse(&URL_SAFE_NO_PAD.decode(header).unwrap(), &Limits::default()).unwrap();
        assert_eq!(header.root().text("alg"), Some(name));
        let times = ["iat", "sigT"].map(|member| header.root().get(member).is_some());
        assert_eq!(times, [true, false], "{name}: one member tells the time, by default iat");
        let authentic = opened_at(sealed.text(), &keys, now()).unwrap_or_else(|why| panic!("{name}: {why}"));
        assert_eq!(authentic.record().unwrap().algorithm(), algorithm, "{name}");
    }
}
