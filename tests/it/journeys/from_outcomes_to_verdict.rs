//! A cohort is decided, approved, certified, issued and verified; again, and with what came late.

use std::collections::BTreeSet;

use attesto_credential::Secured;
use attesto_issuer::{Certification, Copy, Proposal, Register, Sheet, Standing};
use attesto_verifier::{Code, Policy, Verdict};

use crate::office::{Office, judged};

const LATER: &str = "2027-06-01T12:00:00Z";

#[test]
fn everybody_who_met_every_rule_gets_a_badge_that_anyone_can_check() {
    let (office, certifications, copies) = Office::issued();

    assert_eq!(copies.len(), 47);
    for (copy, certification) in copies.iter().zip(&certifications) {
        let secured = Secured::parse(copy.secured.text().as_bytes()).unwrap();
        let report = judged(secured, &office.trusting(), LATER);
        assert_eq!(report.verdict(), Verdict::Valid, "{}", report.to_document().to_text());
        assert_eq!(report.subject().unwrap().number(), Some(certification.number().as_str()));
    }
}

#[test]
fn without_a_trust_list_nobody_can_tell() {
    let (_, _, copies) = Office::issued();

    let report = judged(copies[0].secured.clone(), &Policy::default(), LATER);

    assert_eq!(report.verdict(), Verdict::CannotTell);
    let told: Vec<Code> = report.lines().iter().map(|line| line.finding().code()).collect();
    assert!(told.contains(&Code::ProofHolds) && told.contains(&Code::IssuerUnlisted), "{told:?}");
}

#[test]
fn the_same_sheet_issued_again_issues_nothing_and_gives_the_same_bytes() {
    let (mut office, certifications, first) = Office::issued();
    let head = office.register.head();

    let again = office.issue(&certifications, "2026-12-24T11:00:00Z");

    assert_eq!(office.register.head(), head);
    assert!(again.iter().all(|copy| copy.standing == Standing::AlreadyIssued));
    let texts = |copies: &[Copy]| copies.iter().map(|c| c.secured.text().to_owned()).collect::<Vec<_>>();
    assert_eq!(texts(&again), texts(&first));
}

#[test]
fn who_was_undecided_returns_on_the_next_sheet_and_is_certified_with_what_came_late() {
    let mut office = Office::new();
    let first = office.decide(&office.outcomes(&[]), "decider-1", "2026-11-24T09:00:00Z");
    let certified = office.approve(&first, "approver-1", "2026-11-24T10:00:00Z").unwrap();
    assert_eq!(with(&first, Proposal::Undecided), ["GR-017", "IT-008", "IT-019", "RO-014"]);
    assert!(certified.iter().all(|one| !with(&first, Proposal::Undecided).contains(&one.candidate().as_str())));

    let mut returning = office.outcomes(&LATE);
    returning.retain(|outcome| with(&first, Proposal::Undecided).contains(&outcome.candidate().as_str()));
    let next = office.decide(&returning, "decider-2", "2026-12-15T09:00:00Z");
    let granted = office.approve(&next, "approver-1", "2026-12-15T10:00:00Z").unwrap();
    let copies = office.issue(&granted, "2026-12-15T11:00:00Z");

    assert_eq!(with(&next, Proposal::Certify), ["GR-017", "IT-008", "RO-014"]);
    assert_eq!(with(&next, Proposal::Undecided), ["IT-019"], "its written test is still missing");
    let numbers: BTreeSet<_> = certified.iter().chain(&granted).map(Certification::number).collect();
    assert_eq!((granted.len(), numbers.len()), (3, 50));
    for copy in copies {
        assert_eq!(judged(copy.secured, &office.trusting(), LATER).verdict(), Verdict::Valid);
    }
}

/// What was missing in the demo's files of three of the four.
const LATE: [(&str, &str); 3] = [
    ("93,4,3,4,4,4,4,,,,", "93,4,3,4,4,4,4,yes,yes,examiner-gr,2026-12-10"),
    ("yes;yes;;yes;64.5", "yes;yes;yes;yes;64.5"),
    ("61,3,4,4.5,4,3,4.5,,,,", "61,3,4,4.5,4,3,4.5,yes,yes,examiner-ro,2026-12-10"),
];

fn with(sheet: &Sheet, proposal: Proposal) -> Vec<&str> {
    let rows = sheet.rows().iter().filter(|row| row.decision().proposal() == proposal);
    rows.map(|row| row.candidate().as_str()).collect()
}
