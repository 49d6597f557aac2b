//! How a candidate stands while a cohort is under way: what is met, what is open, what can no longer be reached.
//! It decides nothing; a prospect is no decision and refuses nobody.

use crate::code::Code;
use crate::decide::{Decision, Holding, weigh_up};
use crate::outcome::{Achieved, Attendance, Figures, Outcome};
use crate::scheme::{Scale, Scheme};

/// How one candidate stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prospect {
    attended: usize,
    held: usize,
    units: usize,
    now: Decision,
    lost: Vec<Code>,
}

impl Prospect {
    /// Units attended.
    pub fn attended(&self) -> usize {
        self.attended
    }

    /// Units of which it is known whether they were attended.
    pub fn held(&self) -> usize {
        self.held
    }

    /// Units of the curriculum.
    pub fn units(&self) -> usize {
        self.units
    }

    /// What would be decided on what is known now.
    pub fn now(&self) -> &Decision {
        &self.now
    }

    /// The rules that can no longer be met, even if everything still missing comes out as well as it can.
    pub fn lost(&self) -> &[Code] {
        &self.lost
    }
}

/// Says how a candidate stands.
pub fn prospect(scheme: &Scheme, outcome: &Outcome) -> Prospect {
    let figures = outcome.figures();
    let known: Vec<Attendance> =
        scheme.curriculum().iter().filter_map(|unit| figures.attendance(unit.code())).collect();
    let best = weigh_up(scheme, &at_best(scheme, figures), outcome.examiners());
    let lost = best.reasons().iter().filter(|reason| reason.holding() == Holding::NotMet);
    Prospect {
        attended: known.iter().filter(|attendance| **attendance == Attendance::Attended).count(),
        held: known.len(),
        units: scheme.curriculum().len(),
        now: weigh_up(scheme, figures, outcome.examiners()),
        lost: lost.map(|reason| reason.rule().clone()).collect(),
    }
}

/// The figures as they are, with the best where nothing is known.
fn at_best(scheme: &Scheme, figures: &Figures) -> Figures {
    let mut best = figures.clone();
    for unit in scheme.curriculum().iter().filter(|unit| figures.attendance(unit.code()).is_none()) {
        best.note_attendance(unit.code().clone(), Attendance::Attended);
    }
    for criterion in scheme.all_criteria().filter(|criterion| figures.achieved(criterion.code()).is_none()) {
        let achieved = match criterion.scale() {
            Scale::Marked { maximum, .. } => Achieved::Mark(maximum),
            Scale::Shown => Achieved::Shown,
        };
        best.note_achieved(criterion.code().clone(), achieved);
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::tests::the_scheme;
    use crate::sheet::tests::an_outcome;

    fn lost(replaced: &[(&str, &str)]) -> Vec<String> {
        let prospect = prospect(&the_scheme(), &an_outcome("GR-1", replaced, "examine-1"));
        prospect.lost().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn two_webinars_missed_can_still_be_made_good_and_three_cannot() {
        let open = ["W4", "W5", "W6", "W7", "W8"].map(|unit| (unit, ""));
        let missed = |units: &[&'static str]| -> Vec<(&str, &str)> {
            units.iter().map(|unit| (*unit, "no")).chain(open).collect()
        };
        assert!(lost(&missed(&["W1", "W2"])).is_empty());
        assert_eq!(lost(&missed(&["W1", "W2", "W3"])), ["attendance"]);
    }

    #[test]
    fn a_mark_that_is_too_low_is_lost_whatever_else_is_missing() {
        assert_eq!(lost(&[("test", "59"), ("defends", ""), ("leads", "")]), ["written-test"]);
    }

    #[test]
    fn a_prospect_counts_what_is_known() {
        let outcome = an_outcome("GR-1", &[("W1", "no"), ("W7", ""), ("W8", "")], "examine-1");
        let prospect = prospect(&the_scheme(), &outcome);
        assert_eq!((prospect.held(), prospect.units()), (6, 8));
        assert!(prospect.attended() < prospect.held());
    }
}
