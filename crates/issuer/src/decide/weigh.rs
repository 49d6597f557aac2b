//! Measures one rule or one competence against the figures of one candidate.
//! It rounds nothing up and fills no gap.

use super::reason::{Holding, Reason};
use super::{CompetenceResult, Evidence, Showing};
use crate::code::Code;
use crate::mark::Mark;
use crate::outcome::{Achieved, Attendance, Figures};
use crate::scheme::{Ask, Measure, Rubric, RubricLevel, Rule, Scale, Scheme};

/// How one competence came out.
pub(super) fn competence(rubric: &Rubric, figures: &Figures) -> CompetenceResult {
    let known =
        |level: &RubricLevel| level.demands().iter().all(|demand| figures.achieved(demand.criterion()).is_some());
    let shown = rubric.levels().iter().take_while(|level| is_shown(level, figures)).last();
    let showing = match shown {
        _ if !rubric.levels().iter().all(known) => Showing::Missing,
        Some(level) => Showing::Shown { level: level.level() },
        None => Showing::NotShown,
    };
    let told = if showing == Showing::Missing { rubric.levels().last() } else { shown.or(rubric.levels().first()) };
    let by = told.map(|level| evidence(level, figures)).unwrap_or_default();
    CompetenceResult { competence: rubric.code().clone(), showing, by }
}

fn is_shown(level: &RubricLevel, figures: &Figures) -> bool {
    level.demands().iter().all(|demand| match (demand.ask(), figures.achieved(demand.criterion())) {
        (Ask::AtLeast(minimum), Some(Achieved::Mark(mark))) => mark >= minimum,
        (Ask::Shown, Some(Achieved::Shown)) => true,
        _ => false,
    })
}

fn evidence(level: &RubricLevel, figures: &Figures) -> Vec<Evidence> {
    let demands = level.demands().iter();
    demands
        .map(|demand| Evidence {
            criterion: demand.criterion().clone(),
            asked: demand.ask(),
            achieved: figures.achieved(demand.criterion()),
        })
        .collect()
}

/// The best figure that anybody can have under a rule; of single marks each has its own.
pub(crate) fn best(rule: &Rule) -> Option<Mark> {
    match rule.measure() {
        Measure::Attended | Measure::Competences | Measure::Shown => count(rule.of().len()),
        Measure::LowestMark => None,
        Measure::Total => Mark::whole(100),
    }
}

/// What one rule says.
pub(super) fn rule(rule: &Rule, scheme: &Scheme, figures: &Figures, competences: &[CompetenceResult]) -> Reason {
    let stand = |code| (code, standing(rule, code, figures, competences));
    let standings: Vec<(&Code, Standing)> = rule.of().iter().map(stand).collect();
    let with = |wanted: Standing| {
        let codes = standings.iter().filter(|(_, standing)| *standing == wanted);
        codes.map(|(code, _)| (*code).clone()).collect::<Vec<Code>>()
    };
    let missing = with(Standing::Missing);
    let lacking = with(Standing::Lacking);
    let counted = rule.of().len().saturating_sub(lacking.len());
    let (measured, out_of) = match rule.measure() {
        Measure::Attended | Measure::Competences | Measure::Shown => (count(counted), best(rule)),
        Measure::LowestMark => lowest(&marks(rule, scheme, figures)),
        Measure::Total => (Mark::percent(&marks(rule, scheme, figures)), best(rule)),
    };
    let found = measured.filter(|_| missing.is_empty());
    let holding = match found {
        None => Holding::Missing,
        Some(found) if found >= rule.minimum() => Holding::Met,
        Some(_) => Holding::NotMet,
    };
    Reason {
        rule: rule.id().clone(),
        clause: rule.clause().to_string(),
        holding,
        measure: rule.measure(),
        units: scheme.unit_kind(),
        found,
        out_of: out_of.unwrap_or_default(),
        asked: rule.minimum(),
        lacking: if missing.is_empty() { lacking } else { missing },
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Counts,
    Lacking,
    Missing,
}

/// How one thing that a rule measures stands.
fn standing(rule: &Rule, code: &Code, figures: &Figures, competences: &[CompetenceResult]) -> Standing {
    let showing = || competences.iter().find(|result| result.competence() == code).map(|result| result.showing());
    let counts = match rule.measure() {
        Measure::Attended => figures.attendance(code).map(|attendance| attendance == Attendance::Attended),
        Measure::Competences => match showing() {
            None | Some(Showing::Missing) => None,
            Some(showing) => Some(showing != Showing::NotShown),
        },
        Measure::LowestMark => figures.achieved(code).map(|achieved| match achieved {
            Achieved::Mark(mark) => mark >= rule.minimum(),
            Achieved::NotShown | Achieved::Shown => false,
        }),
        Measure::Shown => figures.achieved(code).map(|achieved| achieved == Achieved::Shown),
        Measure::Total => figures.achieved(code).map(|_| true),
    };
    match counts {
        None => Standing::Missing,
        Some(true) => Standing::Counts,
        Some(false) => Standing::Lacking,
    }
}

/// Mark, maximum and weight of what a rule measures.
fn marks(rule: &Rule, scheme: &Scheme, figures: &Figures) -> Vec<(Mark, Mark, u32)> {
    let marked = |code: &Code| match (scheme.criterion(code)?.scale(), figures.achieved(code)?) {
        (Scale::Marked { maximum, weight }, Achieved::Mark(mark)) => Some((mark, maximum, weight)),
        _ => None,
    };
    rule.of().iter().filter_map(marked).collect()
}

fn lowest(marks: &[(Mark, Mark, u32)]) -> (Option<Mark>, Option<Mark>) {
    marks.iter().min().map(|(mark, maximum, _)| (*mark, *maximum)).unzip()
}

fn count(number: usize) -> Option<Mark> {
    u32::try_from(number).ok().and_then(Mark::whole)
}
