//! The cases of European seals whose certificates or wording are not as they should be, one for each thing to be found.
//! Seals that others made lie in `tests/cases` beside these; they were laid there by hand.

use rcgen::{CertifiedIssuer, GeneralSubtree, Issuer, KeyUsagePurpose, NameConstraints, SanType, date_time_ymd};
use serde_json::{Value, json};

use crate::certificates::{Key, authority, der, leaf, root, seal, seal_key, seal_of, under, unknown_and_critical};
use crate::made::Made;
use crate::seals::{NOW, Parts, payload, payload_with, trust_of};

fn case(name: &'static str, parts: &Parts) -> Made {
    case_under(name, parts, &der(&root()))
}

fn case_under(name: &'static str, parts: &Parts, anchor: &[u8]) -> Made {
    Made::of(name, parts.sealed()).without_material().with_trust(Some(trust_of(anchor))).at(NOW)
}

pub(crate) fn all() -> Vec<Made> {
    [certificates(), authorities(), wordings()].into_iter().flatten().collect()
}

/// A leaf that is not as it should be.
fn certificates() -> Vec<Made> {
    let root = root();
    let by = |params| Parts::by(&[leaf(&params, &root)]);
    let mut of_no_commitment = seal();
    of_no_commitment.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    let mut not_qualified = seal();
    not_qualified.custom_extensions.clear();
    let mut with_a_critical_extension = seal();
    with_a_critical_extension.custom_extensions.push(unknown_and_critical());
    let mut for_other_uses = seal();
    for_other_uses.key_usages = vec![KeyUsagePurpose::KeyEncipherment];
    let mut later = seal();
    later.not_before = date_time_ymd(2026, 11, 1);
    let alone = seal().self_signed(&seal_key()).unwrap().der().to_vec();
    let other = Parts::by(&[leaf(&later, &root)]).header["x5t#S256"].clone();
    vec![
        case("valid-european-certificate-that-does-not-commit", &by(of_no_commitment)),
        case("valid-european-certificate-that-is-not-qualified", &by(not_qualified)),
        case("european-certificate-with-an-unknown-critical-extension", &by(with_a_critical_extension)),
        case("european-certificate-for-other-uses", &by(for_other_uses)),
        case("european-certificate-of-another-body", &by(seal_of("VATGR-099999999"))),
        case("european-certificate-that-vouches-for-itself", &Parts::by(&[alone])),
        case("european-names-another-certificate", &Parts::good().with("x5t#S256", other)),
        // 2026-10-31T12:00:00Z, half a day before the certificate begins.
        case("european-sealed-before-its-certificate-began", &by(later).with("iat", json!(1_793_448_000))),
    ]
}

/// Authorities that cannot carry the leaf.
fn authorities() -> Vec<Made> {
    let root = root();
    let below = |middle| {
        let middle = under(middle, 43, &root);
        Parts::by(&[leaf(&seal(), &middle), der(&middle)])
    };
    let mut not_yet = authority("Middle");
    not_yet.not_before = date_time_ymd(2027, 1, 1);
    let mut not_signing = authority("Middle");
    not_signing.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    let strange = CertifiedIssuer::self_signed(authority("Demo root"), Key::ed25519(41)).unwrap();
    vec![
        case("european-authority-that-has-not-begun", &below(not_yet)),
        case("european-authority-that-is-none", &below(not_signing)),
        case("european-authorities-in-a-circle", &circle()),
        case("european-certificate-beyond-the-names-of-its-authority", &beyond_names()),
        case("european-more-certificates-than-are-tried", &Parts::by(&vec![leaf(&seal(), &root); 9])),
        case_under("european-authority-by-another-algorithm", &Parts::by(&[leaf(&seal(), &strange)]), &der(&strange)),
    ]
}

fn circle() -> Parts {
    let (one, two) = (Issuer::new(authority("One"), Key::p256(44)), Issuer::new(authority("Two"), Key::p256(45)));
    let by = |name, key: &Key, issuer: &Issuer<'_, Key>| authority(name).signed_by(key, issuer).unwrap().der().to_vec();
    let first = seal().signed_by(&seal_key(), &one).unwrap().der().to_vec();
    Parts::by(&[first, by("One", one.key(), &two), by("Two", two.key(), &one)])
}

fn beyond_names() -> Parts {
    let mut constrained = authority("Middle");
    constrained.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![GeneralSubtree::DnsName("cert.example".into())],
        excluded_subtrees: vec![],
    });
    let middle = under(constrained, 43, &root());
    let mut params = seal();
    params.subject_alt_names = vec![SanType::DnsName("seal.other.example".try_into().unwrap())];
    Parts::by(&[leaf(&params, &middle), der(&middle)])
}

/// A wording that was sealed as it is, and one that was not.
fn wordings() -> Vec<Made> {
    let saying = |change: &dyn Fn(&mut Value)| Parts::good().saying(payload_with(|document| change(document)));
    let without_display = saying(&|document| drop(document.as_object_mut().unwrap().remove("displayParameter")));
    let with_honours = saying(&|document| document["honours"] = "summa cum laude".into());
    let mut anew = Parts::good().sealed();
    anew["payload"] = payload_with(|_| ()).into();
    assert_ne!(anew["payload"], payload(), "the same JSON in another wording");
    vec![
        case("valid-european-says-what-readers-lose", &with_honours),
        case("european-without-what-its-profile-asks", &without_display),
        case("european-identifier-with-a-greek-iota", &saying(&|document| greek_iota(&mut document["issuer"]))),
        Made { credential: anew.to_string(), ..case("european-payload-written-anew", &Parts::good()) },
    ]
}

/// `eIDASIdentifier` with a Greek capital iota: it looks the same and is another name.
fn greek_iota(issuer: &mut Value) {
    let issuer = issuer.as_object_mut().unwrap();
    let identifier = issuer.remove("eIDASIdentifier").unwrap();
    issuer.insert("eIDASΙdentifier".to_owned(), identifier);
}
