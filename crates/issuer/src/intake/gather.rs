//! Everything the files said so far, by candidate; and, when all are read, what follows for attendance.
//! It reads no file.

use std::collections::BTreeMap;

use super::Setting;
use super::fault::{Faults, Why};
use super::meeting::Held;
use super::people::{First, Seen};
use super::presence::{Presence, Stay, minutes};
use super::question::Question;
use super::row::Row;
use super::table::Spot;
use crate::code::{CandidateReference, Country};
use crate::outcome::{Attendance, Outcome};
use crate::resolution::{Resolutions, Stranger};
use crate::scheme::Unit;

/// A file, by its number in the cohort, and a row.
pub(super) type Place = (usize, usize);

/// What was gathered.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) paths: Vec<String>,
    pub(super) outcomes: Vec<Outcome>,
    pub(super) seen: Seen,
    pub(super) questions: Vec<Question>,
    /// Rows of people whose other row is kept.
    pub(super) others: Vec<(CandidateReference, Outcome, Place)>,
    places: Vec<Place>,
    stays: BTreeMap<(usize, usize), Vec<Stay>>,
    strangers: BTreeMap<(Stranger, usize, Option<Country>), Seated>,
    held: Vec<(usize, Option<Country>)>,
}

/// A stranger at a meeting.
struct Seated {
    place: (String, usize),
    name: String,
    stays: Vec<Stay>,
}

impl Gathered {
    /// Nothing yet, of the files of a cohort in their order.
    pub(super) fn of(paths: &[&str]) -> Self {
        Self { paths: paths.iter().map(|path| (*path).to_owned()).collect(), ..Self::default() }
    }

    pub(super) fn place(&self, row: &Row<'_>) -> Place {
        let file = self.paths.iter().position(|path| *path == row.spot.file).unwrap_or_default();
        (file, row.record.number)
    }

    /// Adds a candidate; not while there are faults, for then nothing is taken and nothing need be kept.
    pub(super) fn add(&mut self, outcome: Outcome, place: Place, faults: &Faults) {
        if !faults.is_empty() {
            return;
        }
        self.places.push(place);
        self.outcomes.push(outcome);
    }

    /// Puts the rows of one person together, as officers resolved.
    pub(super) fn unite(&mut self, faults: &mut Faults) {
        for (kept, other, place) in std::mem::take(&mut self.others) {
            let index = self.candidate(&kept);
            let Some((index, outcome)) = index.and_then(|index| Some((index, self.outcomes.get_mut(index)?))) else {
                faults.cohort(Why::UnknownCandidate { reference: kept.to_string() });
                continue;
            };
            let spot = Spot::of(self.paths.get(place.0).map(String::as_str).unwrap_or_default());
            let email = other.email().folded();
            if let Some(code) = outcome.figures.unite(other.figures) {
                faults.row(&spot, place.1, Why::RowsDiffer { code });
            }
            if self.seen.emails.get(&email).is_some_and(|owner| owner.index != index) {
                let first = self.places.get(index).copied().unwrap_or_default();
                let file = self.paths.get(first.0).cloned().unwrap_or_default();
                faults.row(&spot, place.1, Why::EmailTwice { file, row: first.1 });
            }
            for examiner in other.examiners {
                if !outcome.examiners.contains(&examiner) {
                    outcome.examiners.push(examiner);
                }
            }
            outcome.assessed_on = outcome.assessed_on.max(other.assessed_on);
            let first = First { place, index };
            self.seen.references.insert(other.candidate.as_str().to_ascii_lowercase(), first);
            self.seen.emails.insert(email, first);
        }
    }

    /// A candidate by reference.
    fn candidate(&self, reference: &CandidateReference) -> Option<usize> {
        self.seen.references.get(&reference.as_str().to_ascii_lowercase()).map(|first| first.index)
    }

    /// Who somebody is: `Some(None)` if an officer says no candidate; nothing if nobody knows.
    #[expect(clippy::option_option, reason = "unknown, nobody, and a candidate are three things")]
    pub(super) fn find(&self, who: &Stranger, resolutions: &Resolutions) -> Option<Option<usize>> {
        match resolutions.whois(who) {
            Some(None) => return Some(None),
            Some(Some(candidate)) => {
                return self.candidate(candidate).map(Some);
            }
            None => {}
        }
        match who {
            Stranger::Email(email) => self.seen.emails.get(email).map(|first| Some(first.index)),
            Stranger::Name { .. } => None,
            Stranger::Reference(reference) => self.seen.references.get(reference).map(|first| Some(first.index)),
        }
    }

    /// Notes that a meeting was held and its export read.
    pub(super) fn was_held(&mut self, held: &Held<'_>) {
        self.held.push((held.unit, held.meeting.country.clone()));
    }

    /// Notes a stay of somebody; nothing counts outside the time of the meeting.
    pub(super) fn stayed(&mut self, row: &Row<'_>, held: &Held<'_>, who: Stranger, shown: &str, stay: Option<Stay>) {
        let Some(stay) = stay else { return };
        match self.find(&who, row.setting.resolutions) {
            Some(Some(index)) => self.stays.entry((index, held.unit)).or_default().push(stay),
            Some(None) => {}
            None => {
                let country = held.meeting.country.clone();
                let new = || Seated {
                    place: (row.spot.file.clone(), row.record.number),
                    name: crate::quote::shown(shown),
                    stays: Vec::new(),
                };
                // One too many is enough to tell; more would only fill memory.
                if self.strangers.len() <= row.setting.limits.questions {
                    self.strangers.entry((who, held.unit, country)).or_insert_with(new).stays.push(stay);
                }
            }
        }
    }

    /// Says of every unit of every candidate whether it was attended, as far as the exports tell.
    pub(super) fn settle(&mut self, setting: &Setting<'_>, faults: &mut Faults) {
        let units = setting.scheme.curriculum();
        let strangers = self.ask_for_strangers(units);
        let mut outcomes = std::mem::take(&mut self.outcomes);
        for (index, outcome) in outcomes.iter_mut().enumerate() {
            for (number, unit) in units.iter().enumerate() {
                let here = |country: &Option<Country>| country.as_ref().is_none_or(|one| one == outcome.country());
                let said = setting.resolutions.present(outcome.candidate(), unit.code());
                let held = self.held.iter().any(|(unit, country)| *unit == number && here(country));
                if !held && said.is_none() {
                    continue;
                }
                let stays = self.stays.get(&(index, number)).map(Vec::as_slice).unwrap_or_default();
                let presence = said.map_or_else(|| Presence::of(stays), Presence::minutes);
                let others = strangers.iter().filter(|(unit, country, _)| *unit == number && here(country));
                let others =
                    others.map(|(.., most)| *most).max().unwrap_or(0).min(if said.is_some() { 0 } else { u64::MAX });
                outcome.trace.note_minutes(unit.code(), minutes(presence.least));
                let told = match verdict(presence, others, unit.present_seconds()) {
                    Verdict::Known(attendance) => attendance,
                    Verdict::HangsOnTheClock => {
                        self.questions.push(Question::Clock {
                            candidate: outcome.candidate().clone(),
                            unit: unit.code().clone(),
                            least: minutes(presence.least),
                            most: minutes(presence.most),
                            asked: minutes(unit.present_seconds()),
                        });
                        continue;
                    }
                    Verdict::HangsOnAStranger => continue,
                };
                if outcome.figures.attendance(unit.code()).is_some_and(|there| there != told) {
                    let place = self.places.get(index).copied().unwrap_or_default();
                    let spot = Spot::of(self.paths.get(place.0).map(String::as_str).unwrap_or_default());
                    faults.cell(&spot, place.1, unit.code().as_str(), "", Why::OtherAttendance);
                }
                outcome.figures.note_attendance(unit.code().clone(), told);
            }
        }
        self.outcomes = outcomes;
        if self.questions.len() > setting.limits.questions {
            faults.cohort(Why::TooManyQuestions { limit: setting.limits.questions });
        }
    }

    /// Puts the strangers of all meetings into the queue, each once; gives for how long each may have been whose it was.
    fn ask_for_strangers(&mut self, units: &[Unit]) -> Vec<(usize, Option<Country>, u64)> {
        let mut most_by_unit = Vec::new();
        let mut asked: BTreeMap<Stranger, Question> = BTreeMap::new();
        for ((who, number, country), seated) in std::mem::take(&mut self.strangers) {
            let most = Presence::of(&seated.stays).most;
            most_by_unit.push((number, country, most));
            let question = asked.entry(who.clone()).or_insert_with(|| Question::Attendee {
                place: seated.place,
                who,
                name: seated.name,
                sat: Vec::new(),
            });
            if let (Question::Attendee { sat, .. }, Some(unit)) = (question, units.get(number)) {
                sat.push((unit.code().clone(), minutes(most)));
            }
        }
        self.questions.extend(asked.into_values());
        most_by_unit
    }
}

enum Verdict {
    Known(Attendance),
    /// The clocks leave it open.
    HangsOnTheClock,
    /// Somebody unknown was there for so long that it may have been this candidate.
    HangsOnAStranger,
}

fn verdict(presence: Presence, stranger: u64, asked: u64) -> Verdict {
    if presence.least >= asked {
        Verdict::Known(Attendance::Attended)
    } else if presence.most >= asked {
        Verdict::HangsOnTheClock
    } else if presence.most.saturating_add(stranger) >= asked {
        Verdict::HangsOnAStranger
    } else {
        Verdict::Known(Attendance::Absent)
    }
}
