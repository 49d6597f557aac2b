//! Rows with what came out under the criteria of one assessment, and who examined.
//! A row of somebody whom nobody knows goes to the queue; it counts for no one.

use super::fault::{Faults, Why};
use super::gather::Gathered;
use super::question::Question;
use super::row::Row;
use crate::code::{Code, OfficerId};
use crate::outcome::Achieved;
use crate::resolution::Stranger;
use crate::scheme::Criterion;

/// Takes one row.
pub(super) fn take(
    row: &Row<'_>,
    (assessment, of_file): (&Code, Option<&OfficerId>),
    gathered: &mut Gathered,
    faults: &mut Faults,
) {
    let criteria = row.setting.scheme.assessments().iter().filter(|one| one.code() == assessment);
    let mut marks = Vec::new();
    for criterion in criteria.flat_map(|one| one.criteria()) {
        let read = |given: &_| row.way.achieved(given, criterion.scale());
        let read = row.known(criterion.code().as_str(), read, faults).flatten();
        marks.extend(read.map(|achieved| (criterion, achieved)));
    }
    let examiners = row.examiners(faults).unwrap_or_default();
    let examiners: Vec<OfficerId> =
        if examiners.is_empty() { of_file.cloned().into_iter().collect() } else { examiners };
    let assessed_on = row.known("assessed_on", |given| row.way.day(given), faults).flatten();
    let Some(index) = whose(row, gathered, faults) else { return };
    for (criterion, achieved) in marks {
        if !note(gathered, index, criterion, achieved, &examiners) {
            row.fault(criterion.code().as_str(), Why::MarkTwice, faults);
        }
    }
    if let Some(outcome) = gathered.outcomes.get_mut(index) {
        for examiner in examiners {
            if !outcome.examiners.contains(&examiner) {
                outcome.examiners.push(examiner);
            }
        }
        outcome.assessed_on = outcome.assessed_on.max(assessed_on);
    }
}

/// Notes one mark; false if another one stands there already.
fn note(
    gathered: &mut Gathered,
    index: usize,
    criterion: &Criterion,
    achieved: Achieved,
    examiners: &[OfficerId],
) -> bool {
    let Some(outcome) = gathered.outcomes.get_mut(index) else { return true };
    for examiner in examiners {
        outcome.trace.note_examiner(criterion.code(), examiner);
    }
    match outcome.figures.achieved(criterion.code()) {
        Some(there) => there == achieved,
        None => {
            outcome.figures.note_achieved(criterion.code().clone(), achieved);
            true
        }
    }
}

/// Whose row it is; somebody unknown goes to the queue, unless an officer says who they are, or that they are nobody.
fn whose(row: &Row<'_>, gathered: &mut Gathered, faults: &mut Faults) -> Option<usize> {
    let reference = row.known("candidate", |given| row.way.reference(given), faults)?;
    let email = row.known("email", |given| row.way.email(given), faults)?;
    let by_reference = reference.as_ref().map(Stranger::reference);
    let by_email = email.as_ref().map(Stranger::email);
    let found = |who: &Option<Stranger>| who.as_ref().and_then(|who| gathered.find(who, row.setting.resolutions));
    match (by_reference, by_email) {
        (None, None) => {
            row.fault("candidate", Why::MissingCell, faults);
            None
        }
        (reference, email) => match (found(&reference), found(&email)) {
            (Some(Some(one)), Some(Some(other))) if one != other => {
                row.fault("email", Why::TwoCandidates, faults);
                None
            }
            (Some(Some(index)), _) | (None, Some(Some(index))) => Some(index),
            (Some(None), _) | (None, Some(None)) => None,
            (None, None) => {
                let who = reference.or(email)?;
                gathered.questions.push(Question::Marks { place: (row.spot.file.clone(), row.record.number), who });
                None
            }
        },
    }
}
