//! A case whose issuer's document lies elsewhere: asked for by its need, and judged by what came.

use attesto_credential::Secured;
use attesto_securing::Contexts;
use attesto_verifier::{Case, Code, Material, Policy, Report, TrustList, Verdict};

use super::stand::{answer, path};
use super::*;
use crate::world::gather::gather;

/// One of the cases of `tests/cases`, with its own trust list and day.
struct Told {
    case: Case,
    policy: Policy,
    at: Timestamp,
    document: String,
}

fn told() -> Told {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/valid-did-web");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    Told {
        case: Case::new(Secured::parse(read("credential.json").as_bytes()).unwrap()),
        policy: Policy::default().trusting(TrustList::from_toml(&read("trust.toml")).unwrap()),
        at: Timestamp::parse(read("at.txt").trim()).unwrap(),
        document: read("material/did.json"),
    }
}

/// The report after gathering through a gate.
fn judged(told: &Told, gate: &Gate) -> Report {
    let mut material = Material::new(Contexts::pinned());
    gather(&told.case, &mut material, &told.policy, told.at, gate, told.at).judge(&material)
}

fn codes(report: &Report) -> Vec<Code> {
    report.lines().iter().map(|line| line.finding().code()).collect()
}

#[test]
fn a_badge_is_valid_by_the_document_that_was_fetched_and_the_report_says_how_it_came() {
    let told = told();
    let document = told.document.clone();
    let stand = Stand::open(move |head, line| match path(head) {
        "/demo/did.json" => answer(line, "200 OK", "", &document),
        _ => answer(line, "404 Not Found", "", ""),
    });

    let report = judged(&told, &plain_gate(&stand));

    assert_eq!(report.verdict(), Verdict::Valid, "{report:?}");
    assert!(codes(&report).contains(&Code::TransportInsecure), "{report:?}");
    assert_eq!(stand.came(), 1);
}

#[test]
fn a_badge_whose_issuer_cannot_be_asked_is_never_valid_and_never_invalid() {
    let told = told();
    let other = told.document.replace("did:web:cert.example", "did:web:evil.example");
    let stand = Stand::open(move |_, line| answer(line, "200 OK", "", &other));
    let offline = plain_gate_with(&stand, Rules { reach: Reach::Offline, ..rules() });
    for gate in [offline, plain_gate(&stand)] {
        let report = judged(&told, &gate);
        assert_eq!(report.verdict(), Verdict::CannotTell, "{report:?}");
        assert!(codes(&report).contains(&Code::ProofKeyUnreachable), "{report:?}");
    }
}
