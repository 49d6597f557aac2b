//! Copies for wallets and European seals under a key that was stolen: what a head proves that was published before.
//! Judged as the roof does it, asked what is missing and given that; badges have cases of their own beside this.

use attesto_credential::{Format, Secured, TokenStatus};
use attesto_securing::{
    CertifiedKey, Chosen, Contexts, Evidence, PublicKey, Roll, Signer, compromised_entry, present, recorded_as,
};
use attesto_verifier::{Case, Code, Material, Need, Policy, Report, TrustList, Verdict};
use rcgen::{KeyUsagePurpose, SanType};
use serde_json::{Value, json};

use crate::certificates::{leaf, named, pem, root, seal_key};
use crate::claims::{ISSUER, LIST, at, copy, finds, key, list, metadata, said, sealed, sealed_list};
use crate::lists::moment;
use crate::seals::{Parts, payload_with, trust_of};
use crate::stolen::{BEFORE, SINCE, document, head, journal_key};

const DID: &str = "did:web:cert.example:demo";
const PROOFS: &str = "https://cert.example/demo/proofs/stolen";
const NOW: &str = "2026-11-26T12:00:00Z";

/// A body's own document, saying of a key that it was in wrong hands.
fn telling(document: &Value, key: &PublicKey) -> String {
    let (member, entry) = compromised_entry(key, moment(SINCE), Some((PROOFS, DID)));
    let mut document = document.clone();
    document[member] = json!([entry.to_serde()]);
    document.to_string()
}

/// What a body serves: its documents, and the leaf of a roll for one text.
struct Body {
    metadata: String,
    document: String,
    leaf: (String, String),
}

impl Body {
    /// One whose last head before the theft has some texts.
    fn with_head(metadata: String, document: String, (of, recorded): (&Secured, &[&Secured])) -> Self {
        let others = (0..300_u16).map(|number| attesto_securing::Digest::of(&number.to_be_bytes()));
        let roll = Roll::of(recorded.iter().map(|text| recorded_as(text)).chain(others));
        let head = head(roll.root(), BEFORE, &journal_key());
        let text = recorded_as(of);
        let url = format!("{PROOFS}/{}", Evidence::file_of(&text));
        Self { metadata, document, leaf: (url, roll.evidence(text.as_bytes()[0], &head).to_text()) }
    }

    fn give(&self, need: Need, material: &mut Material) {
        match need {
            Need::Keys { controller } => {
                material.add_document(controller, self.document.as_bytes(), at(NOW)).unwrap();
            }
            Need::Issuer { issuer, .. } => material.add_issuer(issuer, self.metadata.as_bytes(), at(NOW)).unwrap(),
            Need::Listed { at: url, .. } if url.as_str() == LIST => {
                let text = sealed_list(list(TokenStatus::Valid));
                material.add_listed(url, text.text().as_bytes(), at(NOW));
            }
            Need::Listed { at: url, .. } if url.as_str() == self.leaf.0 => {
                material.add_listed(url, self.leaf.1.as_bytes(), at(NOW));
            }
            Need::Listed { at: url, .. } => material.absent_listed(url, "404"),
            other => panic!("{other:?}"),
        }
    }

    fn hear(&self, copy: &Secured, policy: &Policy) -> Report {
        let (case, material) = (Case::new(copy.clone()), &mut Material::new(Contexts::empty()));
        // The seals here are made when they are judged, and that is later than the copies for wallets.
        let now = if copy.format() == Format::EUROPEAN { crate::seals::NOW } else { NOW };
        let mut hearing = case.hearing(policy, at(now));
        for _ in 0..Case::ROUNDS {
            for need in hearing.missing(material) {
                self.give(need, material);
            }
        }
        assert_eq!(hearing.missing(material), [], "more rounds than there are");
        hearing.judge(material)
    }
}

fn trusting(more: &str) -> Policy {
    let list = format!(
        "format = 1\nname = \"L\"\n[[issuer]]\nid = \"{ISSUER}\"\nname = \"Body\"\ncertificates = [\"*\"]\n{more}"
    );
    Policy::default().trusting(TrustList::from_toml(&list).unwrap())
}

fn stolen_wallet_key(copy: &Secured, recorded: &[&Secured]) -> Body {
    let written: Value = serde_json::from_str(&metadata()).unwrap();
    Body::with_head(telling(&written, key(1).public()), document().to_string(), (copy, recorded))
}

fn shown(copy: &Secured, claims: &[&str]) -> Secured {
    let chosen = Chosen::of(claims.iter().copied());
    present(copy, &chosen, ("https://office.example", "n-1"), &key(2), at(NOW)).unwrap()
}

#[test]
fn a_copy_for_a_wallet_that_a_head_proves_stays_valid_however_little_of_it_is_shown() {
    let copy = copy();
    let body = stolen_wallet_key(&copy, &[&copy]);
    for one in [copy.clone(), shown(&copy, &["given_name"]), shown(&copy, &[])] {
        let report = body.hear(&one, &trusting(""));
        finds(&report, Code::ProofRecordedBefore, Verdict::Valid);
    }
}

#[test]
fn a_copy_that_no_head_proves_is_open_and_one_that_the_key_never_sealed_is_broken() {
    let copy = copy();
    let body = stolen_wallet_key(&copy, &[]);
    finds(&body.hear(&copy, &trusting("")), Code::ProofKeyCompromised, Verdict::CannotTell);
    let text = copy.text();
    let payload = text.split('.').nth(1).unwrap();
    let changed = text.replacen(payload, &payload.replacen('A', "B", 1), 1);
    let other_key = text.replacen(payload, text.split('.').next().unwrap(), 1);
    for broken in [changed, other_key] {
        let broken = Secured::parse(broken.as_bytes()).unwrap();
        let report = body.hear(&broken, &trusting(""));
        assert_eq!(report.verdict(), Verdict::NotValid, "{}", report.to_document().to_text());
    }
}

#[test]
fn a_certified_copy_under_a_stolen_key_is_told_by_the_bodys_own_metadata_whichever_certificate_it_has() {
    let mut params = named("Demo Body");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.subject_alt_names = vec![SanType::DnsName("cert.example".try_into().unwrap())];
    let certified = CertifiedKey::new(crate::claims::named(42, "seal"), &[leaf(&params, &root())]).unwrap();
    let copy = sealed(said(), Format::SD_JWT_VC, &certified);
    let anchors = format!("anchors = [\"\"\"\n{}\"\"\"]\n", pem(&crate::certificates::der(&root())));
    let policy = trusting(&anchors);
    let written: Value = serde_json::from_str(&metadata()).unwrap();
    let body = |recorded: &[&Secured]| {
        Body::with_head(telling(&written, certified.public()), document().to_string(), (&copy, recorded))
    };

    finds(&body(&[]).hear(&copy, &policy), Code::ProofKeyCompromised, Verdict::CannotTell);
    finds(&body(&[&copy]).hear(&copy, &policy), Code::ProofRecordedBefore, Verdict::Valid);
    let silent = Body { metadata: written.to_string(), ..body(&[]) };
    finds(&silent.hear(&copy, &policy), Code::ProofHolds, Verdict::Valid);
}

#[test]
fn a_european_seal_under_a_stolen_key_stays_valid_where_a_head_proves_it_and_is_open_where_none_does() {
    let payload = payload_with(|document| document["issuer"]["id"] = DID.into());
    let parts = Parts::good().saying(payload);
    let copy = Secured::parse(parts.sealed().to_string().as_bytes()).unwrap();
    let policy = Policy::default().trusting(
        TrustList::from_toml(&trust_of(&crate::certificates::der(&root())).replace("urn:epass:org:1", DID)).unwrap(),
    );
    let told = telling(&document(), seal_key().public());
    let body = |recorded: &[&Secured]| Body::with_head(metadata(), told.clone(), (&copy, recorded));

    finds(&body(&[]).hear(&copy, &policy), Code::ProofKeyCompromised, Verdict::CannotTell);
    let proven = body(&[&copy]).hear(&copy, &policy);
    assert!(proven.lines().iter().any(|line| line.finding().code() == Code::ProofRecordedBefore), "{proven:?}");
    assert_ne!(proven.verdict(), Verdict::NotValid);
    let silent = Body { document: document().to_string(), ..body(&[]) };
    let silent = silent.hear(&copy, &policy);
    assert_eq!(silent.verdict(), proven.verdict(), "what the head proves is as good as what nobody stole");
    let mut changed = parts.sealed();
    changed["payload"] = changed["payload"].as_str().unwrap().replace("Maria", "Marta").into();
    let changed = Secured::parse(changed.to_string().as_bytes()).unwrap();
    finds(&body(&[]).hear(&changed, &policy), Code::ProofSignature, Verdict::NotValid);
}
