//! The inputs of the demo, taken and decided on from end to end.

use std::collections::BTreeSet;

use crate::{
    Cohort, Duty, Holding, Input, InputFile, IntakeLimits, Officer, OfficerId, Officers, Proposal, Scheme, Sheet,
    Sitting, intake,
};
use attesto_credential::{Did, Line, Timestamp};
use attesto_securing::Digest;

const SCHEME: &str = include_str!("../../../../attesto/demo/scheme.toml");
const COHORT: &str = include_str!("../../../../attesto/demo/cohort.toml");
const FILES: [InputFile<'static>; 3] = [
    InputFile { path: "greece.csv", bytes: include_bytes!("../../../../attesto/demo/greece.csv") },
    InputFile { path: "italy.csv", bytes: include_bytes!("../../../../attesto/demo/italy.csv") },
    InputFile { path: "romania.csv", bytes: include_bytes!("../../../../attesto/demo/romania.csv") },
];

/// The officers of the demo's README.
fn officers() -> Officers {
    let with_duty = [
        ("decider-1", Duty::Decide),
        ("approver-1", Duty::Approve),
        ("examiner-gr", Duty::Examine),
        ("examiner-it", Duty::Examine),
        ("examiner-ro", Duty::Examine),
        ("examiner-2", Duty::Examine),
        ("trainer-1", Duty::Train),
        ("trainer-2", Duty::Train),
    ];
    with_duty.into_iter().fold(Officers::default(), |officers, (id, duty)| {
        let did = Did::parse(&format!("did:key:z{}", id.replace('-', ""))).unwrap();
        let name = Line::parse("Invented Officer").unwrap();
        officers.with(Officer::new(OfficerId::parse(id).unwrap(), name, did, BTreeSet::from([duty]))).unwrap()
    })
}

fn the_sheet() -> Sheet {
    let (scheme, cohort, officers) = (Scheme::parse(SCHEME).unwrap(), Cohort::parse(COHORT).unwrap(), officers());
    let outcomes = intake(&FILES, &scheme, &cohort, &officers, &IntakeLimits::default());
    let outcomes = outcomes.unwrap_or_else(|faults| panic!("{:#?}", faults.faults()));
    let decider = OfficerId::parse("decider-1").unwrap();
    let sitting = Sitting {
        scheme: Digest::of(SCHEME.as_bytes()),
        inputs: FILES.iter().map(|file| Input::new(file.path.to_owned(), Digest::of(file.bytes))).collect(),
        officer: &decider,
        at: Timestamp::parse("2026-11-20T09:00:00Z").unwrap(),
    };
    Sheet::draw_up(&scheme, &cohort, &outcomes, &officers, sitting, &mut || [0; 16]).unwrap().0
}

#[test]
fn the_demo_certifies_most_refuses_some_and_leaves_some_undecided() {
    let sheet = the_sheet();
    let counts = [Proposal::Certify, Proposal::Refuse, Proposal::Undecided].map(|proposal| sheet.count(proposal));
    assert_eq!(counts, [47, 9, 4]);
    assert_eq!(Sheet::parse(sheet.to_text()), Ok(sheet));
}

#[test]
fn the_refused_of_the_demo_fail_for_different_reasons() {
    let sheet = the_sheet();
    let refused = sheet.rows().iter().filter(|row| row.decision().proposal() == Proposal::Refuse);
    let reasons = refused.flat_map(|row| row.decision().reasons());
    let failed: BTreeSet<&str> =
        reasons.filter(|reason| reason.holding() == Holding::NotMet).map(|reason| reason.rule().as_str()).collect();
    assert!(failed.len() >= 5, "{failed:?}");
}
