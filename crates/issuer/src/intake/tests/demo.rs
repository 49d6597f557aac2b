//! The files of the demo's cohort, as its offices send them, and the plain ones they are made of.

use super::super::*;
use super::Europe;
use crate::outcome::Outcome;
use crate::resolution::{Answer, Resolution, Resolutions, Stranger};
use attesto_credential::{Line, Timestamp};

use crate::code::{CandidateReference, Code, OfficerId};
use crate::person::Email;

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../attesto/demo");
const PILOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/pilot");

fn taken(
    folder: &str,
    cohort: &Cohort,
    (scheme, officers): (&Scheme, &Officers),
    resolutions: &Resolutions,
    is_there: impl Fn(&str) -> bool,
) -> Intake {
    let limits = IntakeLimits::web();
    let setting = Setting { scheme, cohort, officers, zones: &Europe, resolutions, limits: &limits };
    let paths = cohort.files().iter().map(CohortFile::path).filter(|path| is_there(path));
    let given: Vec<(&str, Vec<u8>)> =
        paths.map(|path| (path, std::fs::read(format!("{folder}/{path}")).unwrap())).collect();
    let mut given: Vec<(&str, &[u8])> = given.iter().map(|(path, bytes)| (*path, bytes.as_slice())).collect();
    let mut files: Vec<InputFile<'_>> = given.iter_mut().map(|(path, bytes)| InputFile { path, bytes }).collect();
    intake(&mut files, &setting).unwrap_or_else(|faults| panic!("{:#?}", faults.faults()))
}

/// What officers say in the demo: who the host and the guest are, and how long IT-008 stayed.
pub(crate) fn resolutions_of_the_demo() -> Resolutions {
    let email = |text| Stranger::email(&Email::parse(text).unwrap());
    let candidate = CandidateReference::parse("IT-008").unwrap();
    let answers = [
        Answer::NoCandidate(email("host@attesto.example")),
        Answer::NoCandidate(email("anna.ospite@consulenza.example")),
        Answer::Present(candidate, Code::parse("W6").unwrap(), 110),
    ];
    let at = Timestamp::parse("2026-11-20T08:00:00Z").unwrap();
    let (because, by) = (Line::parse("known to us").unwrap(), OfficerId::parse("decider-1").unwrap());
    Resolutions::of(answers.map(|answer| Resolution::new(answer, because.clone(), by.clone(), at)).into())
}

/// What is taken from the demo's files, of those that are there.
pub(crate) fn intake_of_the_demo(
    cohort: &Cohort,
    scheme: &Scheme,
    officers: &Officers,
    resolutions: &Resolutions,
    is_there: impl Fn(&str) -> bool,
) -> Intake {
    taken(DEMO, cohort, (scheme, officers), resolutions, is_there)
}

/// The outcomes of the plain files.
pub(crate) fn outcomes_of_the_pilot(scheme: &Scheme, cohort: &Cohort, officers: &Officers) -> Vec<Outcome> {
    taken(PILOT, cohort, (scheme, officers), &Resolutions::none(), |_| true).outcomes
}
