//! A case whose issuer's document lies elsewhere: asked for by its need, and judged by what came.

use std::sync::atomic::{AtomicUsize, Ordering};

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

/// The case of a badge with a status list; the server says which edition is the present one.
fn listed(present: &'static AtomicUsize) -> (Told, Stand) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/cases/status-on-a-day-while-it-was-suspended");
    let read = move |name: &str| std::fs::read_to_string(folder.join(name)).ok();
    let told = Told {
        case: Case::new(Secured::parse(read("credential.json").unwrap().as_bytes()).unwrap()),
        policy: Policy::default(),
        at: Timestamp::parse("2026-07-12T00:00:00Z").unwrap(),
        document: String::new(),
    };
    let stand = Stand::open(move |head, line| {
        let edition = ["20260701T000000Z", "20260710T083000Z"][present.load(Ordering::SeqCst)];
        let file = match path(head).strip_prefix("/demo/") {
            Some("did.json") => "material/did.json".to_owned(),
            Some("status/1/revocation.json") => format!("material/status/1/{edition}/revocation.json"),
            other => format!("material/{}", other.unwrap_or("")),
        };
        match read(&file) {
            Some(text) => answer(line, "200 OK", "Cache-Control: no-store\r\n", &text),
            None => answer(line, "404 Not Found", "", ""),
        }
    });
    (told, stand)
}

#[test]
fn a_status_list_is_fetched_with_what_stands_beside_it_and_an_older_one_is_known_for_what_it_is() {
    static PRESENT: AtomicUsize = AtomicUsize::new(0);
    let (told, stand) = listed(&PRESENT);
    let gate = plain_gate(&stand);

    // The first edition has no suspension yet; the second has; then somebody serves the first once more.
    assert!(codes(&judged(&told, &gate)).contains(&Code::StatusGood));
    PRESENT.store(1, Ordering::SeqCst);
    assert!(codes(&judged(&told, &gate)).contains(&Code::StatusSuspended));
    PRESENT.store(0, Ordering::SeqCst);
    let replayed = judged(&told, &gate);

    assert!(codes(&replayed).contains(&Code::StatusStale), "{replayed:?}");
    assert!(codes(&judged(&told, &plain_gate(&stand))).contains(&Code::StatusGood), "who never saw it cannot know");
}
