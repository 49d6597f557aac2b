//! Rows that name candidates: who sits the scheme, and in wide files what came out for them.
//! Nobody is ever made one with another here, unless an officer says so.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use attesto_credential::{Date, FullName, Line, PersonName};

use super::cell::is_latin;
use super::fault::{Faults, Why};
use super::gather::{Gathered, Place};
use super::question::Question;
use super::row::Row;
use crate::cohort::{FileKind, Group};
use crate::outcome::{Figures, Outcome, Trace};
use crate::resolution::Resolutions;

/// Where references, e-mails and names were seen first.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) references: BTreeMap<String, First>,
    pub(super) emails: BTreeMap<String, First>,
    /// By name and the number of the candidate.
    names: BTreeMap<(String, usize), (Place, Option<Date>)>,
}

/// Where something stood first, and the number of the candidate whose it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct First {
    pub(super) place: Place,
    pub(super) index: usize,
}

/// Takes one row: a candidate, or one that an officer says is one with another.
pub(super) fn take(row: &Row<'_>, group: &Group, gathered: &mut Gathered, faults: &mut Faults) {
    let resolutions = row.setting.resolutions;
    let kept = row.plain("candidate").and_then(|reference| resolutions.kept(reference));
    let place = gathered.place(row);
    if kept.is_none() {
        let Gathered { seen, paths, outcomes, .. } = gathered;
        let here = First { place, index: outcomes.len() };
        note_twice(row, seen, here, faults, |place| paths.get(place.0).cloned().unwrap_or_default());
    }
    let birth_date = row.known("birth_date", |given| row.way.birth_date(given), faults);
    let outcome = outcome(row, group, faults);
    let (Some(birth_date), Some(outcome)) = (birth_date, outcome) else { return };
    match kept {
        Some(kept) => gathered.others.push((kept.clone(), outcome, place)),
        None => {
            namesakes(row, &outcome, (place, birth_date), gathered, faults);
            gathered.add(outcome, place, faults);
        }
    }
}

/// Notes a reference or an e-mail that an earlier row has, even if this row has other faults.
fn note_twice(row: &Row<'_>, seen: &mut Seen, here: First, faults: &mut Faults, path: impl Fn(Place) -> String) {
    if let Some(first) = first(&mut seen.references, row.plain("candidate"), here) {
        row.fault("candidate", Why::ReferenceTwice { file: path(first), row: first.1 }, faults);
    }
    if let Some(first) = first(&mut seen.emails, row.plain("email"), here) {
        row.fault("email", Why::EmailTwice { file: path(first), row: first.1 }, faults);
    }
}

fn first(seen: &mut BTreeMap<String, First>, text: Option<&str>, here: First) -> Option<Place> {
    match seen.entry(text?.to_ascii_lowercase()) {
        Entry::Vacant(free) => {
            free.insert(here);
            None
        }
        Entry::Occupied(first) => Some(first.get().place),
    }
}

/// One name twice: a fault if the days of birth are the same, a question if one of them is not known.
fn namesakes(
    row: &Row<'_>,
    outcome: &Outcome,
    (here, birth_date): (Place, Option<Date>),
    gathered: &mut Gathered,
    faults: &mut Faults,
) {
    let resolutions: &Resolutions = row.setting.resolutions;
    let name = outcome.name().native().to_string().to_lowercase();
    let index = gathered.outcomes.len();
    let namesakes = gathered.seen.names.range((name.clone(), 0)..=(name.clone(), usize::MAX));
    let reference = |index: usize| gathered.outcomes.get(index).map(|one| one.candidate().clone());
    let mut questions = Vec::new();
    for ((_, other), (place, born)) in namesakes {
        let Some(other) = reference(*other) else { continue };
        let candidate = outcome.candidate();
        if resolutions.are_two(other.as_str(), candidate.as_str()) {
            continue;
        }
        match (born, birth_date) {
            (Some(born), Some(birth_date)) if *born == birth_date => {
                let file = gathered.paths.get(place.0).cloned().unwrap_or_default();
                row.fault("family_name", Why::PossibleDuplicate { file, row: place.1 }, faults);
            }
            (Some(_), Some(_)) => {}
            _ => questions.push(Question::SameName {
                place: (row.spot.file.clone(), row.record.number),
                one: other,
                other: candidate.clone(),
            }),
        }
    }
    gathered.seen.names.insert((name, index), (here, birth_date));
    gathered.questions.extend(questions);
}

/// The outcome of a row, unless a cell is at fault.
fn outcome(row: &Row<'_>, group: &Group, faults: &mut Faults) -> Option<Outcome> {
    let candidate = row.needed("candidate", |given| row.way.reference(given), faults);
    let name = name(row, faults);
    let email = row.needed("email", |given| row.way.email(given), faults);
    let wide = matches!(row.declared.kind(), FileKind::Outcomes(_));
    let figures = if wide { figures(row, faults) } else { Some(Figures::default()) };
    let examiners = row.examiners(faults);
    let assessed_on = row.known("assessed_on", |given| row.way.day(given), faults);
    Some(Outcome {
        candidate: candidate?,
        name: name?,
        email: email?,
        country: group.country.clone(),
        language: group.language.clone(),
        figures: figures?,
        examiners: examiners?,
        assessed_on: assessed_on?,
        trace: Trace::default(),
    })
}

fn name(row: &Row<'_>, faults: &mut Faults) -> Option<PersonName> {
    let given = row.needed("given_name", |given| row.way.line(given), faults);
    let family = row.needed("family_name", |given| row.way.line(given), faults);
    let given_latin = row.known("given_name_latin", |given| row.way.latin_line(given), faults);
    let family_latin = row.known("family_name_latin", |given| row.way.latin_line(given), faults);
    let native = FullName::new(given?, family?);
    let latin = |line: &Line| is_latin(line.as_str());
    let latin = match (given_latin?, family_latin?) {
        (Some(given), Some(family)) => Some(FullName::new(given, family)),
        (None, None) if latin(native.given()) && latin(native.family()) => None,
        (Some(_), None) => return no_latin(row, "family_name_latin", faults),
        (None, _) => return no_latin(row, "given_name_latin", faults),
    };
    Some(PersonName::new(native, latin))
}

fn no_latin(row: &Row<'_>, column: &str, faults: &mut Faults) -> Option<PersonName> {
    row.fault(column, Why::MissingLatin, faults);
    None
}

fn figures(row: &Row<'_>, faults: &mut Faults) -> Option<Figures> {
    let scheme = row.setting.scheme;
    let mut whole = true;
    let mut attendance = BTreeMap::new();
    for unit in scheme.curriculum() {
        let read = row.known(unit.code().as_str(), |given| row.way.attendance(given), faults);
        whole &= read.is_some();
        attendance.extend(read.flatten().map(|attended| (unit.code().clone(), attended)));
    }
    let mut assessment = BTreeMap::new();
    for criterion in scheme.all_criteria() {
        let read = |given: &_| row.way.achieved(given, criterion.scale());
        let read = row.known(criterion.code().as_str(), read, faults);
        whole &= read.is_some();
        assessment.extend(read.flatten().map(|achieved| (criterion.code().clone(), achieved)));
    }
    whole.then(|| Figures::new(attendance, assessment))
}
