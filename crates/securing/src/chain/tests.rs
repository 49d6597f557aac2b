use attesto_credential::Timestamp;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, CustomExtension, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, KeyPair, KeyUsagePurpose, NameConstraints, PKCS_ECDSA_P256_SHA256,
    PKCS_ECDSA_P384_SHA384, SanType, date_time_ymd,
};

use super::*;

type Authority = CertifiedIssuer<'static, KeyPair>;

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn now() -> Timestamp {
    at("2026-11-26T12:00:00Z")
}

fn named(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    (params.not_before, params.not_after) = (date_time_ymd(2026, 1, 1), date_time_ymd(2027, 1, 1));
    params
}

fn authority(name: &str) -> CertificateParams {
    let mut params = named(name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    params
}

fn signer(name: &str) -> CertificateParams {
    let mut params = named(name);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment];
    params
}

fn key() -> KeyPair {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap()
}

fn root() -> Authority {
    let key = KeyPair::generate_for(&PKCS_ECDSA_P384_SHA384).unwrap();
    CertifiedIssuer::self_signed(authority("Root"), key).unwrap()
}

fn under(params: CertificateParams, issuer: &Authority) -> Authority {
    CertifiedIssuer::signed_by(params, key(), issuer).unwrap()
}

fn leaf(params: CertificateParams, issuer: &Authority) -> Vec<u8> {
    params.signed_by(&key(), issuer).unwrap().der().to_vec()
}

fn der(authority: &Authority) -> Vec<u8> {
    authority.der().to_vec()
}

fn trusting(root: &Authority) -> Anchors {
    Anchors::none().with(root.der()).unwrap()
}

fn verdict(chain: &[Vec<u8>], root: &Authority, purpose: Use) -> Result<Leaf, BadChain> {
    Chain::verify(chain, &trusting(root), now(), purpose)
}

#[test]
fn a_leaf_leads_over_an_authority_to_the_anchor_that_is_not_in_the_chain() {
    let root = root();
    let middle = under(authority("Middle"), &root);

    let found = verdict(&[leaf(signer("Seal"), &middle), der(&middle)], &root, Use::Seal).unwrap();

    assert_eq!((found.authority(), found.carried()), ("Root", 0));
    assert_eq!(found.certificate().subject().common_name(), Some("Seal"));
    assert_eq!(found.certificate().issuer().told(), "Middle");
    assert!(found.certificate().commits());
}

#[test]
fn a_leaf_tells_its_names_its_body_and_that_it_is_qualified_for_seals() {
    let root = root();
    let mut params = signer("Demo Body seal");
    params.distinguished_name.push(DnType::CountryName, "IT");
    params.distinguished_name.push(DnType::OrganizationName, "Demo Certification Body");
    params.distinguished_name.push(DnType::CustomDnType(vec![2, 5, 4, 97]), "VATIT-12345678901");
    let (host, address) = ("cert.example", "https://cert.example/demo");
    params.subject_alt_names = vec![
        SanType::DnsName(host.try_into().unwrap()),
        SanType::URI(address.try_into().unwrap()),
        SanType::IpAddress([127, 0, 0, 1].into()),
    ];
    // QcCompliance, QcType { eseal }: written out by hand after ETSI EN 319 412-5 4.2.1 and 4.2.3.
    let statements = [
        &[0x30, 0x1f, 0x30, 0x08, 0x06, 0x06, 0x04, 0, 0x8e, 0x46, 1, 1, 0x30, 0x13, 0x06, 0x06, 0x04, 0, 0x8e][..],
        &[0x46, 1, 6, 0x30, 0x09, 0x06, 0x07, 0x04, 0, 0x8e, 0x46, 1, 6, 2],
    ];
    params.custom_extensions =
        vec![CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 3], statements.concat())];

    let found = verdict(&[leaf(params, &root)], &root, Use::Seal).unwrap();

    let certificate = found.certificate();
    let subject = certificate.subject();
    assert_eq!(subject.organization_identifier(), Some("VATIT-12345678901"));
    assert_eq!((subject.organization(), subject.country()), (Some("Demo Certification Body"), Some("IT")));
    assert_eq!((certificate.dns_names(), certificate.uris()), (&[host.to_owned()][..], &[address.to_owned()][..]));
    let qualified = certificate.qualified();
    assert!(qualified.is_compliant() && qualified.is_for_seals() && !qualified.has_device());
    assert_eq!((certificate.from(), certificate.until()), (at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z")));
}

#[test]
fn both_ends_of_a_certificate_are_within_it_and_a_second_beyond_is_not() {
    let root = root();
    let chain = [leaf(signer("Seal"), &root)];
    let when = |moment: &str| Chain::verify(&chain, &trusting(&root), at(moment), Use::Seal);

    assert!(when("2026-01-01T00:00:00Z").is_ok() && when("2027-01-01T00:00:00Z").is_ok());
    assert_eq!(when("2025-12-31T23:59:59Z"), Err(BadChain::NotYet { from: at("2026-01-01T00:00:00Z") }));
    assert_eq!(when("2027-01-01T00:00:01Z"), Err(BadChain::Expired { until: at("2027-01-01T00:00:00Z") }));
}

#[test]
fn an_authority_that_had_ended_carries_nobody() {
    let root = root();
    let mut ended = authority("Middle");
    ended.not_after = date_time_ymd(2026, 6, 1);
    let middle = under(ended, &root);
    let chain = [leaf(signer("Seal"), &middle), der(&middle)];
    let expired = BadChain::Expired { until: at("2026-06-01T00:00:00Z") };
    assert_eq!(verdict(&chain, &root, Use::Seal), Err(expired));
}

#[test]
fn a_key_is_used_only_for_what_its_certificate_says() {
    let root = root();
    let with = |usage: Vec<KeyUsagePurpose>, extended: Vec<ExtendedKeyUsagePurpose>, purpose| {
        let mut params = signer("Leaf");
        (params.key_usages, params.extended_key_usages) = (usage, extended);
        verdict(&[leaf(params, &root)], &root, purpose)
    };
    let wrong = |purpose| Err(BadChain::WrongUsage { subject: "Leaf".to_owned(), purpose });
    use ExtendedKeyUsagePurpose as Extended;
    use KeyUsagePurpose as Usage;

    let sign = || vec![Usage::DigitalSignature];
    assert!(with(sign(), vec![], Use::Seal).is_ok());
    assert!(with(vec![], vec![], Use::Seal).is_ok());
    assert!(with(vec![Usage::ContentCommitment], vec![Extended::EmailProtection], Use::Seal).is_ok());
    // Signing documents by Microsoft and by Adobe: numbers above 127 in their ids.
    for id in [vec![1, 3, 6, 1, 4, 1, 311, 10, 3, 12], vec![1, 2, 840, 113583, 1, 1, 5]] {
        assert!(with(sign(), vec![Extended::Other(id)], Use::Seal).is_ok());
    }
    let lists = || vec![Extended::Other(vec![0, 4, 0, 2231, 3, 0])];
    assert!(with(sign(), lists(), Use::TrustList).is_ok());
    assert_eq!(with(sign(), lists(), Use::Seal), wrong(Use::Seal));
    assert_eq!(with(vec![Usage::KeyEncipherment], vec![], Use::Seal), wrong(Use::Seal));
    assert_eq!(with(sign(), vec![Extended::ServerAuth], Use::Seal), wrong(Use::Seal));
    assert_eq!(with(sign(), vec![Extended::TimeStamping], Use::Seal), wrong(Use::Seal));
    assert!(with(sign(), vec![Extended::ServerAuth], Use::Attestation).is_ok());
    assert_eq!(with(vec![Usage::ContentCommitment], vec![], Use::Attestation), wrong(Use::Attestation));
    assert!(with(sign(), vec![Extended::TimeStamping], Use::TimeStamp).is_ok());
    assert_eq!(with(sign(), vec![], Use::TimeStamp), wrong(Use::TimeStamp));
    let two = vec![Extended::TimeStamping, Extended::EmailProtection];
    assert_eq!(with(sign(), two, Use::TimeStamp), wrong(Use::TimeStamp));
}

#[test]
fn a_leaf_that_vouches_for_itself_is_none_even_if_it_is_configured() {
    let alone = CertifiedIssuer::self_signed(signer("Alone"), key()).unwrap();
    let own = Err(BadChain::SelfSigned { subject: "Alone".to_owned() });
    assert_eq!(verdict(&[der(&alone)], &alone, Use::Seal), own);
    assert_eq!(verdict(&[der(&alone)], &root(), Use::Attestation), own);
}

#[test]
fn an_anchor_inside_is_refused_for_attestations_and_counted_for_seals() {
    let root = root();
    let middle = under(authority("Middle"), &root);
    let chain = [leaf(signer("Leaf"), &middle), der(&middle), der(&root)];

    assert_eq!(verdict(&chain, &root, Use::Attestation), Err(BadChain::AnchorInside { index: 2 }));
    assert_eq!(verdict(&chain, &root, Use::Seal).unwrap().carried(), 1);
    // The reader may trust the one in the middle; then that one has no place in the chain.
    assert_eq!(verdict(&chain[..2], &middle, Use::Attestation), Err(BadChain::AnchorInside { index: 1 }));
}

#[test]
fn a_root_that_a_chain_brings_with_it_is_not_believed() {
    let (root, stranger) = (root(), CertifiedIssuer::self_signed(authority("Stranger"), key()).unwrap());
    let chain = [leaf(signer("Leaf"), &stranger), der(&stranger)];
    let nobody = BadChain::NoAnchor { subject: "Leaf".to_owned(), issuer: "Stranger".to_owned() };
    assert_eq!(verdict(&chain, &root, Use::Seal), Err(nobody.clone()));
    assert_eq!(Chain::verify(&chain[..1], &Anchors::none(), now(), Use::Seal), Err(nobody));
}

#[test]
fn an_extension_that_must_be_known_and_is_not_stops_the_path_wherever_it_stands() {
    let root = root();
    let odd = |mut params: CertificateParams| {
        let mut extension = CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 32473, 1], vec![5, 0]);
        extension.set_criticality(true);
        params.custom_extensions = vec![extension];
        params
    };
    let told = |subject: &str| {
        let (subject, id) = (subject.to_owned(), "1.3.6.1.4.1.32473.1".to_owned());
        Err(BadChain::CriticalExtension { subject, id })
    };
    assert_eq!(verdict(&[leaf(odd(signer("Leaf")), &root)], &root, Use::Seal), told("Leaf"));

    let middle = under(odd(authority("Middle")), &root);
    let chain = [leaf(signer("Leaf"), &middle), der(&middle)];
    assert_eq!(verdict(&chain, &root, Use::Seal), told("Middle"));
}

#[test]
fn authorities_that_vouch_for_each_other_lead_to_nobody() {
    let (one_key, other_key) = (key(), key());
    let first = rcgen::Issuer::new(authority("One"), one_key);
    let second = rcgen::Issuer::new(authority("Two"), other_key);
    let first_by_second = authority("One").signed_by(first.key(), &second).unwrap().der().to_vec();
    let second_by_first = authority("Two").signed_by(second.key(), &first).unwrap().der().to_vec();
    let leaf = signer("Leaf").signed_by(&key(), &first).unwrap().der().to_vec();

    assert_eq!(verdict(&[leaf, first_by_second, second_by_first], &root(), Use::Seal), Err(BadChain::Loop));
}

#[test]
fn an_authority_vouches_only_for_names_within_its_constraints() {
    let root = root();
    let mut constrained = authority("Middle");
    constrained.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![GeneralSubtree::DnsName("cert.example".into())],
        excluded_subtrees: vec![],
    });
    let middle = under(constrained, &root);
    let with = |host: &str| {
        let mut params = signer("Leaf");
        params.subject_alt_names = vec![SanType::DnsName(host.try_into().unwrap())];
        verdict(&[leaf(params, &middle), der(&middle)], &root, Use::Attestation)
    };
    assert!(with("seal.cert.example").is_ok());
    assert_eq!(with("seal.other.example"), Err(BadChain::NameConstraint));
}

#[test]
fn an_authority_says_so_twice_or_it_is_none() {
    let root = root();
    let mut no_authority = authority("Middle");
    no_authority.is_ca = IsCa::ExplicitNoCa;
    let mut no_signing = authority("Middle");
    no_signing.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    for params in [no_authority, no_signing] {
        let middle = under(params, &root);
        let chain = [leaf(signer("Leaf"), &middle), der(&middle)];
        assert_eq!(verdict(&chain, &root, Use::Seal), Err(BadChain::NotAuthority));
    }
    let chain = [der(&under(authority("Middle"), &root))];
    assert_eq!(verdict(&chain, &root, Use::Seal), Err(BadChain::AuthorityAsLeaf));
}

#[test]
fn a_path_is_no_longer_than_its_authorities_allow() {
    let root = root();
    let mut last = authority("Last");
    last.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    let last = under(last, &root);
    let beyond = under(authority("Beyond"), &last);
    let chain = [leaf(signer("Leaf"), &beyond), der(&beyond), der(&last)];
    assert_eq!(verdict(&chain, &root, Use::Seal), Err(BadChain::PathLength));
}

#[test]
fn any_changed_bit_of_a_leaf_is_noticed() {
    let root = root();
    let good = leaf(signer("Leaf"), &root);
    for index in 0..good.len() {
        let mut changed = good.clone();
        changed[index] ^= 1 << (index % 8);
        assert!(verdict(&[changed], &root, Use::Seal).is_err(), "byte {index}");
    }
    let mut changed = good;
    let last = changed.len() - 1;
    changed[last] ^= 1;
    assert_eq!(verdict(&[changed], &root, Use::Seal), Err(BadChain::Signature));
}

#[test]
fn what_is_no_chain_is_said_to_be_none() {
    let root = root();
    let none: [Vec<u8>; 0] = [];
    assert_eq!(verdict(&none, &root, Use::Seal), Err(BadChain::Empty));
    assert_eq!(verdict(&[b"x".to_vec()], &root, Use::Seal), Err(BadChain::Unreadable { index: 0 }));
    let good = leaf(signer("Leaf"), &root);
    assert_eq!(verdict(&[good.clone(), vec![]], &root, Use::Seal), Err(BadChain::Unreadable { index: 1 }));
    let longer = [good.clone(), vec![0]].concat();
    assert_eq!(verdict(&[longer], &root, Use::Seal), Err(BadChain::Unreadable { index: 0 }));
    assert_eq!(verdict(&vec![good; 9], &root, Use::Seal), Err(BadChain::TooComplex));
    assert_eq!(
        verdict(&[vec![0x30; 20_000]], &root, Use::Seal),
        Err(BadChain::Unreadable { index: 0 }),
        "longer than a certificate is"
    );
}

#[test]
fn anchors_are_read_from_pem_and_counted_once() {
    let root = root();
    let coded = STANDARD.encode(root.der());
    let pem = format!(
        "# the root\n{0}{0}",
        format_args!("-----BEGIN CERTIFICATE-----\n{coded}\n-----END CERTIFICATE-----\n")
    );
    let anchors = Anchors::from_pem(pem.as_bytes()).unwrap();
    assert_eq!((anchors.len(), anchors.and(&trusting(&root)).len()), (1, 1));
    assert_eq!(Anchors::from_pem(b"nothing").unwrap_err(), BadAnchors::Empty);
    let broken = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
    assert!(matches!(Anchors::from_pem(broken.as_bytes()), Err(BadAnchors::Unreadable { index: 1, .. })));
}

/// Chains that PyPI `cryptography` made and openssl judges (`tests/outside/jades/judge.py`).
#[test]
fn chains_that_others_made_are_judged_as_openssl_does_or_stricter() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/x509");
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let anchors = Anchors::from_pem(&read("anchors.pem")).unwrap();
    let cases: Vec<serde_json::Value> = serde_json::from_slice(&read("cases.json")).unwrap();
    assert!(cases.len() > 25);
    for case in &cases {
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let chain = case["chain"].as_array().unwrap().iter();
        let chain: Vec<Vec<u8>> = chain.map(|one| STANDARD.decode(text(one)).unwrap()).collect();
        let found = Chain::verify(&chain, &anchors, at(&text(&case["at"])), Use::Seal);
        let word = match &found {
            Ok(_) => "holds",
            Err(BadChain::CriticalExtension { .. }) => "critical-extension",
            Err(BadChain::Expired { .. }) => "expired",
            Err(BadChain::Loop) => "loop",
            Err(BadChain::NameConstraint) => "name-constraint",
            Err(BadChain::NoAnchor { .. }) => "no-anchor",
            Err(BadChain::NotAuthority) => "not-authority",
            Err(BadChain::NotYet { .. }) => "not-yet",
            Err(BadChain::PathLength) => "path-length",
            Err(BadChain::SelfSigned { .. }) => "self-signed",
            Err(BadChain::Signature) => "signature",
            Err(BadChain::WrongUsage { .. }) => "wrong-usage",
            Err(other) => panic!("{}: {other:?}", case["name"]),
        };
        assert_eq!(word, text(&case["ours"]), "{}: {found:?}", case["name"]);
    }
}
