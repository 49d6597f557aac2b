//! Trust lists that others publish: a scheme owner's, sealed, and lists of trusted entities (ETSI TS 119 602).
//! The list of entities is shaped after one that the NXD Foundation publishes; every name and key in it is invented.

use std::slice::from_ref;

use attesto_credential::{Declaration, Format, Iri, Object, Secured, Timestamp, lint};
use attesto_securing::{Anchors, Contexts, Keys, Signer, open, seal as sealed_by_one};
use attesto_verifier::{Case, Code, Material, Policy, Report, TrustList, Unpublishable, Verdict};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rcgen::{CustomExtension, ExtendedKeyUsagePurpose as Extended};
use serde_json::{Value, json};

use crate::bench;
use crate::certificates::{authority, der, leaf, named, pem, root, seal_key, under};
use crate::corpus::trust;
use crate::mutated_badge;
use crate::seals::{NOW, Parts};

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn service(kind: &str, certificate: &[u8]) -> Value {
    json!({"ServiceInformation": {
        "ServiceName": [{"lang": "en", "value": "Attestations"}],
        "ServiceTypeIdentifier": format!("http://uri.etsi.org/19602/SvcType/{kind}"),
        "ServiceDigitalIdentity": {"X509Certificates": [{"val": STANDARD.encode(certificate)}]},
    }})
}

/// A list with one entity, which has one authority.
pub(crate) fn entities() -> Value {
    json!({"LoTE": {
        "ListAndSchemeInformation": {
            "LoTEVersionIdentifier": 1,
            "LoTESequenceNumber": 7,
            "LoTEType": "http://uri.etsi.org/19602/LoTEType/EUPubEAAProvidersList",
            "SchemeOperatorName": [{"lang": "en", "value": "Ministry of Example"}],
            "SchemeName": [{"lang": "it", "value": "Enti di esempio"}, {"lang": "en", "value": "Bodies of Example"}],
            "SchemeTerritory": "IT",
            "ListIssueDateTime": "2026-11-01T00:00:00Z",
            "NextUpdate": "2027-05-01T00:00:00Z",
        },
        "TrustedEntitiesList": [{
            "TrustedEntityInformation": {"TEName": [{"lang": "en", "value": "Demo Body (fictitious)"}]},
            "TrustedEntityServices": [service("PubEAA/Issuance", &der(&root()))],
        }],
    }})
}

pub(crate) fn read(list: &Value) -> TrustList {
    TrustList::of_entities(list.to_string().as_bytes()).unwrap()
}

fn judged(list: TrustList, day: &str) -> Report {
    let secured = Secured::parse(Parts::good().sealed().to_string().as_bytes()).unwrap();
    Case::new(secured).judge(&Material::new(Contexts::empty()), &Policy::default().trusting(list), at(day))
}

pub(crate) fn finding(report: &Report, code: Code) -> String {
    let found = report.lines().iter().find(|line| line.finding().code() == code);
    found.unwrap_or_else(|| panic!("{code} is not in {}", report.to_document().to_text())).finding().sentence()
}

#[test]
fn a_list_of_trusted_entities_vouches_for_the_owner_of_an_authority_and_tells_its_age() {
    let report = judged(read(&entities()), NOW);

    assert_eq!(report.verdict(), Verdict::Valid, "{}", report.to_document().to_text());
    assert!(finding(&report, Code::IssuerTrusted).contains("Demo Body (fictitious)"));
    let told = finding(&report, Code::IssuerList);
    assert!(told.contains("Bodies of Example, number 7") && told.contains("30 d old"), "{told}");
    let document = report.to_document();
    assert_eq!(document.at("/subject/issuer/namedBy").unwrap().as_str(), Some("trust-list"));
}

#[test]
fn a_list_counts_to_its_last_second_and_is_never_green_after_it() {
    assert_eq!(judged(read(&entities()), "2027-05-01T00:00:00Z").verdict(), Verdict::Valid);
    let stale = judged(read(&entities()), "2027-05-01T00:00:01Z");
    assert_eq!(stale.verdict(), Verdict::CannotTell);
    assert!(finding(&stale, Code::IssuerListStale).contains("2027-05-01T00:00:00Z"));
}

#[test]
fn services_that_issue_nothing_or_are_out_of_force_vouch_for_nobody_and_are_named() {
    let with = |change: &dyn Fn(&mut Value)| {
        let mut list = entities();
        change(&mut list["LoTE"]["TrustedEntitiesList"][0]["TrustedEntityServices"][0]["ServiceInformation"]);
        list
    };
    let kind = |kind: &'static str| {
        with(&move |about| about["ServiceTypeIdentifier"] = format!("http://uri.etsi.org/19602/SvcType/{kind}").into())
    };
    let state = |state: &'static str| with(&move |about| about["ServiceStatus"] = state.into());
    for list in [
        kind("PubEAA/Revocation"),
        kind("WalletSolution/Issuance"),
        kind("WRPAC/Issuance"),
        state("http://uri.etsi.org/19602/Status/withdrawn"),
    ] {
        let list = read(&list);
        assert_eq!((list.len(), list.unread().count()), (0, 1), "{list:?}");
        assert!(!finding(&judged(list, NOW), Code::ChainNoAnchor).is_empty());
    }
    let granted = judged(read(&state("http://uri.etsi.org/19602/Status/granted")), NOW);
    assert_eq!(granted.verdict(), Verdict::Valid);
    let later = with(&|about| about["StatusStartingTime"] = "2026-12-02T00:00:00Z".into());
    assert!(finding(&judged(read(&later), NOW), Code::IssuerOutsideWindow).contains("Bodies of Example"));
    let odd = with(&|about| {
        about["ServiceInformationExtensions"] = json!([]);
        about["ServiceDigitalIdentity"]["X509SKIs"] = json!(["AA"]);
    });
    let unread: Vec<String> = read(&odd).unread().map(str::to_owned).collect();
    assert_eq!(unread, ["ServiceDigitalIdentity/X509SKIs", "ServiceInformationExtensions"]);
}

#[test]
fn a_list_of_entities_that_does_not_hold_is_refused_at_its_place() {
    let service = "/LoTE/TrustedEntitiesList/0/TrustedEntityServices/0/ServiceInformation";
    let cases = [
        ("/LoTE", json!(7), "/LoTE an object"),
        ("/LoTE/ListAndSchemeInformation", json!([]), "ListAndSchemeInformation an object"),
        ("/LoTE/ListAndSchemeInformation/LoTEVersionIdentifier", json!(2), "the number 1"),
        ("/LoTE/ListAndSchemeInformation/LoTESequenceNumber", json!("7"), "a whole number"),
        ("/LoTE/ListAndSchemeInformation/ListIssueDateTime", json!("yesterday"), "a moment"),
        ("/LoTE/ListAndSchemeInformation/NextUpdate", json!(null), "a moment"),
        ("/LoTE/TrustedEntitiesList/0", json!("x"), "TrustedEntitiesList/0 an object"),
        ("/LoTE/TrustedEntitiesList/0/TrustedEntityInformation/TEName", json!([]), "TEName a name"),
        ("/LoTE/TrustedEntitiesList/0/TrustedEntityServices", json!(7), "a list"),
        (service, json!(7), "ServiceInformation an object"),
        (&format!("{service}/ServiceDigitalIdentity"), json!("x"), "ServiceDigitalIdentity an object"),
        (&format!("{service}/StatusStartingTime"), json!("x"), "a moment"),
        (&format!("{service}/ServiceDigitalIdentity/X509Certificates/0/val"), json!("@@"), "no certificate"),
        (&format!("{service}/ServiceDigitalIdentity/X509Certificates/0/val"), json!("MAA="), "no certificate"),
    ];
    for (pointer, value, told) in cases {
        let mut list = entities();
        let (above, last) = pointer.rsplit_once('/').unwrap();
        match list.pointer_mut(above).unwrap() {
            Value::Array(elements) => elements[0] = value,
            object => object[last] = value,
        }
        let refused = TrustList::of_entities(list.to_string().as_bytes()).unwrap_err().to_string();
        assert!(refused.contains(told), "{pointer}: {refused}");
    }
    let flawed = entities().to_string().replacen('{', "{\"LoTE\":1,", 1);
    assert!(TrustList::of_entities(flawed.as_bytes()).unwrap_err().to_string().contains("duplicate"));
}

#[test]
fn a_list_of_entities_is_read_within_bounds() {
    let mut many = entities();
    let one = json!({"TrustedEntityInformation": {"TEName": [{"value": "x"}]}, "TrustedEntityServices": []});
    many["LoTE"]["TrustedEntitiesList"] = vec![one; 2_001].into();
    assert!(TrustList::of_entities(many.to_string().as_bytes()).unwrap_err().to_string().contains("2000 entities"));
    let mut certificates = entities();
    let root = json!({"val": STANDARD.encode(der(&root()))});
    let place = "/LoTE/TrustedEntitiesList/0/TrustedEntityServices/0/ServiceInformation/ServiceDigitalIdentity";
    certificates.pointer_mut(place).unwrap()["X509Certificates"] = vec![root; 4_001].into();
    assert!(TrustList::of_entities(certificates.to_string().as_bytes()).is_err());
    assert!(TrustList::of_entities(&vec![b' '; (4 << 20) + 1]).is_err());
    let deep = format!("{{\"LoTE\":{}{}}}", "[".repeat(40), "]".repeat(40));
    assert!(TrustList::of_entities(deep.as_bytes()).is_err());
}

/// The list as its keeper signs it: compact, with its certificate.
fn signed(change: impl FnOnce(&mut Value), chain: &[Vec<u8>]) -> String {
    let x5c: Vec<String> = chain.iter().map(|der| STANDARD.encode(der)).collect();
    let mut header = json!({"alg": "ES256", "iat": 1_793_491_200, "x5c": x5c});
    change(&mut header);
    let input =
        format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(entities().to_string()));
    let signature = seal_key().signature(input.as_bytes());
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn given(certificate: &[u8]) -> Anchors {
    Anchors::from_pem(pem(certificate).as_bytes()).unwrap()
}

#[test]
fn a_signed_list_is_believed_by_a_certificate_that_was_given_or_that_one_given_vouches_for() {
    let mut keeper = named("Ministry of Example");
    keeper.key_usages = vec![rcgen::KeyUsagePurpose::DigitalSignature];
    keeper.extended_key_usages = vec![Extended::Other(vec![0, 4, 0, 2231, 28, 0])];
    let alone = keeper.self_signed(&seal_key()).unwrap().der().to_vec();
    let opened = |text: &str, given: &Anchors| TrustList::of_signed_entities(text, given, at(NOW));

    let by_itself = opened(&signed(|_| (), from_ref(&alone)), &given(&alone)).unwrap();
    assert_eq!((by_itself.keeper(), by_itself.edition().unwrap().number()), (Some("Ministry of Example"), 7));
    assert_eq!(judged(by_itself, NOW).verdict(), Verdict::Valid);
    let vouched = leaf(&keeper, &root());
    assert!(opened(&signed(|_| (), from_ref(&vouched)), &given(&der(&root()))).is_ok());

    let stranger = under(authority("Stranger"), 46, &root());
    let refused = |text: &str, by: &[u8]| opened(text, &given(by)).unwrap_err().to_string();
    assert!(refused(&signed(|_| (), &[vouched]), &der(&stranger)).contains("no configured authority"));
    let of = |change: &dyn Fn(&mut Value)| refused(&signed(change, from_ref(&alone)), &alone);
    assert!(of(&|header| header["alg"] = "none".into()).contains("signed by none"));
    assert!(of(&|header| header["alg"] = "ES384".into()).contains("alg is not"));
    assert!(of(&|header| header["crit"] = json!(["exp"])).contains("exp"));
    assert!(of(&|header| header["crit"] = json!([])).contains("crit"));
    assert!(of(&|header| header["b64"] = json!(false)).contains("base64url"));
    assert!(of(&|header| header["x5c"] = json!([])).contains("x5c"));
    assert!(of(&|header| header["x5t#S256"] = "AA".into()).contains("another certificate"));
    assert!(of(&|header| header["iat"] = json!(1_796_126_701)).contains("still to come"));
    assert!(of(&|header| header["iat"] = json!(1_767_225_599)).contains("2026-01-01"));
    let text = signed(|_| (), from_ref(&alone));
    let (input, _) = text.rsplit_once('.').unwrap();
    assert!(refused(&format!("{input}.{}", URL_SAFE_NO_PAD.encode([1; 64])), &alone).contains("signature"));
    let ended = TrustList::of_signed_entities(&text, &given(&alone), at("2028-01-02T00:00:00Z")).unwrap_err();
    assert!(ended.to_string().contains("2028-01-01"), "{ended}");
    let not_to_sign =
        CustomExtension::from_oid_content(&[2, 5, 29, 37], vec![0x30, 0x0a, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 1]);
    let mut server = named("Ministry of Example");
    server.custom_extensions = vec![not_to_sign];
    let server = signed(|_| (), &[leaf(&server, &root())]);
    assert!(refused(&server, &der(&root())).contains("signing lists"));
}

const EDITION: &str = "sequence = 7\nissued = 2026-06-15T00:00:00Z\nnext_update = 2026-08-01T00:00:00Z\n";

/// The badge issuer's list, with its edition after the name.
fn list_text(edition: &str) -> String {
    trust("[\"*\"]", "").replacen("\n\n", &format!("\n{edition}\n"), 1)
}

fn declared(text: &str, day: &str) -> Result<Declaration, Unpublishable> {
    let by = Iri::parse(bench::key(9).id().owner()).unwrap();
    TrustList::to_declaration(text, &|name| (name == "ca.pem").then(|| pem(&der(&root())).into_bytes()), by, at(day))
}

fn opened(declaration: Declaration) -> Result<TrustList, String> {
    let linted = lint(declaration, Format::DECLARATION).unwrap();
    let day = at("2026-07-01T12:00:00Z");
    let sealed = sealed_by_one(vec![linted], &bench::key(9), &Contexts::empty(), day).unwrap();
    let authentic = open::<Declaration>(&sealed, &Keys::new(), &Contexts::empty(), day).remove(0).unwrap();
    TrustList::of_declaration(&authentic).map_err(|bad| bad.to_string())
}

#[test]
fn a_scheme_owners_sealed_list_reads_as_the_file_it_was_and_says_who_keeps_it() {
    let list = opened(declared(&list_text(EDITION), "2026-07-01T12:00:00Z").unwrap()).unwrap();

    assert_eq!((list.keeper(), list.edition().unwrap().number()), (Some(bench::key(9).id().owner()), 7));
    let (world, badge) = mutated_badge::stage();
    let judge = |day: &str| {
        let policy = Policy::default().trusting(list.clone());
        Case::new(Secured::parse(badge.as_bytes()).unwrap()).judge(&world.material, &policy, at(day))
    };
    assert_eq!(judge("2026-07-01T12:00:00Z").verdict(), Verdict::Valid);
    assert!(finding(&judge("2026-07-01T12:00:00Z"), Code::IssuerList).contains("16 d old"));
    assert_eq!(judge("2026-08-01T00:00:00Z").verdict(), Verdict::Valid);
    let stale = judge("2026-08-01T00:00:01Z");
    assert_eq!(stale.verdict(), Verdict::CannotTell);
    assert!(!finding(&stale, Code::IssuerListStale).is_empty());
}

#[test]
fn authorities_in_files_beside_a_list_go_with_it_when_it_is_sealed() {
    let text = list_text(EDITION) + "anchors = [\"ca.pem\"]\n";
    let declaration = declared(&text, "2026-07-01T12:00:00Z").unwrap();
    assert!(declaration.body().get("files").is_some());
    assert_eq!(opened(declaration).unwrap().len(), 1);
    let missing = declared(&text.replace("ca.pem", "other.pem"), "2026-07-01T12:00:00Z").unwrap_err();
    assert!(missing.to_string().contains("other.pem could not be read"), "{missing}");
}

#[test]
fn a_list_without_its_edition_or_out_of_its_time_is_not_published() {
    let refused = |text: &str, day: &str| declared(text, day).unwrap_err().to_string();
    assert!(refused(&list_text(""), "2026-07-01T12:00:00Z").contains("sequence, issued and next_update"));
    assert!(refused(&list_text("sequence = 7\n"), "2026-07-01T12:00:00Z").contains("all three or none"));
    assert!(refused(&list_text(EDITION), "2026-08-01T00:00:01Z").contains("is over"));
    assert!(refused(&list_text(EDITION), "2026-06-14T00:00:00Z").contains("still to come"));
    assert!(refused(&list_text(&EDITION.replace("= 7", "= -7")), "2026-07-01T12:00:00Z").contains("whole number"));
    let turned = EDITION.replace("2026-08-01", "2026-06-01");
    assert!(refused(&list_text(&turned), "2026-07-01T12:00:00Z").contains("lies before issued"));
}

#[test]
fn a_sealed_text_that_is_no_list_says_what_it_is() {
    let of = |kind: &str, body: Object| {
        let by = Iri::parse(bench::key(9).id().owner()).unwrap();
        opened(Declaration::new(kind, by, at("2026-07-01T12:00:00Z"), body)).unwrap_err()
    };
    assert!(of("journal-head", Object::new()).contains("journal-head"));
    assert!(of(TrustList::KIND, Object::new()).contains("holds no list"));
    assert!(of(TrustList::KIND, Object::new().with("list", list_text(""))).contains("which edition"));
    assert!(of(TrustList::KIND, Object::new().with("list", "format = 2")).contains("format = 1"));
}
