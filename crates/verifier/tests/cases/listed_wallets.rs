//! Copies for wallets under a certificate whose authority only a list of trusted entities names (ETSI TS 119 602).
//! Judged as the roof does it: asked what is missing, given that, asked again.

use attesto_credential::{Format, Iri, Secured, TokenStatus};
use attesto_securing::{CertifiedKey, Contexts};
use attesto_verifier::{Case, Code, Material, Need, Policy, Report, TrustList, Verdict};
use rcgen::{KeyUsagePurpose, SanType};
use serde_json::Value;

use crate::certificates::{leaf, named, root};
use crate::claims::{LIST, NOW, at, finds, list, said, sealed};
use crate::published_trust::{entities, finding, read};

/// The key of copies and lists, under a certificate for the host of the base URL.
fn certified() -> CertifiedKey {
    let mut params = named("Demo Body");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.subject_alt_names = vec![SanType::DnsName("cert.example".try_into().unwrap())];
    CertifiedKey::new(crate::claims::named(42, "seal"), &[leaf(&params, &root())]).unwrap()
}

fn copy() -> Secured {
    sealed(said(), Format::SD_JWT_VC, &certified())
}

/// A report on a copy by these lists; nothing but its status list is asked for, and only where its seal held.
fn heard(lists: Vec<TrustList>) -> Report {
    let (case, material) = (Case::new(copy()), &mut Material::new(Contexts::empty()));
    let policy = lists.into_iter().fold(Policy::default(), Policy::trusting);
    let mut hearing = case.hearing(&policy, at(NOW));
    for need in hearing.missing(material) {
        // Whether the body says of the key that it was in wrong hands is asked too; this one publishes nothing.
        if let Need::Issuer { issuer, .. } = need {
            material.absent_issuer(issuer, "404");
            continue;
        }
        assert!(matches!(&need, Need::Listed { at, .. } if at.as_str() == LIST), "{need:?}");
        let text = sealed(list(TokenStatus::Valid), Format::TOKEN_LIST, &certified());
        material.add_listed(Iri::parse(LIST).unwrap(), text.text().as_bytes(), at(NOW));
    }
    assert_eq!(hearing.missing(material), []);
    hearing.judge(material)
}

fn with(change: impl FnOnce(&mut Value)) -> TrustList {
    let mut list = entities();
    change(&mut list["LoTE"]);
    read(&list)
}

fn of_service(member: &str, value: &str) -> TrustList {
    with(|list| list["TrustedEntitiesList"][0]["TrustedEntityServices"][0]["ServiceInformation"][member] = value.into())
}

#[test]
fn a_copy_under_an_authority_that_only_the_list_names_is_valid_and_its_body_is_called_as_the_list_calls_it() {
    let report = heard(vec![with(|_| ())]);

    finds(&report, Code::IssuerTrusted, Verdict::Valid);
    finds(&report, Code::StatusGood, Verdict::Valid);
    assert!(finding(&report, Code::IssuerTrusted).contains("Demo Body (fictitious)"));
    assert!(finding(&report, Code::IssuerList).contains("Bodies of Example, number 7"));
    let document = report.to_document();
    assert_eq!(document.at("/subject/issuer/namedBy").unwrap().as_str(), Some("trust-list"));
}

#[test]
fn an_entity_whose_service_issues_no_attestations_or_was_withdrawn_vouches_for_no_copy() {
    let kind = |kind: &str| of_service("ServiceTypeIdentifier", &format!("http://uri.etsi.org/19602/SvcType/{kind}"));
    let state = |state: &str| of_service("ServiceStatus", &format!("http://uri.etsi.org/19602/Status/{state}"));
    let none = [kind("WalletSolution/Issuance"), kind("PubEAA/Revocation"), state("withdrawn")].map(|list| vec![list]);
    for lists in none.into_iter().chain([Vec::new()]) {
        let report = heard(lists);
        assert_ne!(report.verdict(), Verdict::Valid, "{}", report.to_document().to_text());
        assert!(!finding(&report, Code::ChainNoAnchor).is_empty());
    }
    finds(&heard(vec![state("granted")]), Code::IssuerTrusted, Verdict::Valid);
}

#[test]
fn a_list_that_is_out_of_date_and_a_service_that_began_later_are_told_and_never_green() {
    let stale = with(|list| list["ListAndSchemeInformation"]["NextUpdate"] = "2026-11-26T11:59:59Z".into());
    finds(&heard(vec![stale]), Code::IssuerListStale, Verdict::CannotTell);
    let later = of_service("StatusStartingTime", "2026-11-26T00:00:00Z");
    finds(&heard(vec![later]), Code::IssuerOutsideWindow, Verdict::NotValid);
}
