//! What rules and rubrics of a scheme name must be there and reachable.
//! It reads rules and rubrics; everything they may name was read before.

use std::collections::BTreeSet;

use attesto_credential::{Competence, Iri, Level, Line, Vocabulary};

use super::assessment::{Assessment, Scale};
use super::learning::word;
use super::parse::esco;
use super::rubric::{Ask, Demand, Rubric, RubricLevel};
use super::rule::{Measure, Rule};
use super::{Unit, UnitKind};
use crate::code::Code;
use crate::form::Section;
use crate::mark::Mark;

/// What rules and rubrics may name.
pub(super) struct Known {
    units: Vec<Code>,
    criteria: Vec<(Code, Scale)>,
    competences: Vec<Code>,
}

impl Known {
    pub(super) fn of(
        form: &Section<'_>,
        curriculum: Option<&(UnitKind, Vec<Unit>)>,
        assessments: Option<&[Assessment]>,
    ) -> Self {
        let units: Vec<Code> = curriculum.iter().flat_map(|(_, units)| units).map(|unit| unit.code.clone()).collect();
        let criteria = assessments.iter().copied().flatten().flat_map(|assessment| &assessment.criteria);
        let criteria: Vec<(Code, Scale)> =
            criteria.map(|criterion| (criterion.code.clone(), criterion.scale)).collect();
        distinct(form, "assessments", units.iter().chain(criteria.iter().map(|(code, _)| code)));
        for code in units.iter().chain(criteria.iter().map(|(code, _)| code)) {
            if crate::intake::FIXED_COLUMNS.contains(&code.as_str()) {
                form.fault(
                    "assessments",
                    format!("the code {code} is the name of another column"),
                    "choose another code",
                );
            }
        }
        Self { units, criteria, competences: Vec::new() }
    }

    pub(super) fn with_competences(mut self, form: &Section<'_>, codes: Vec<Code>) -> Self {
        distinct(form, "competences", codes.iter());
        self.competences = codes;
        self
    }

    fn scale(&self, code: &Code) -> Option<Scale> {
        self.criteria.iter().find(|(known, _)| known == code).map(|(_, scale)| *scale)
    }

    /// The codes a measure can be taken over.
    fn measurable(&self, measure: Measure) -> Vec<Code> {
        let marked = |scale: &Scale| matches!(scale, Scale::Marked { .. });
        let of_scale = |wanted: bool| -> Vec<Code> {
            let fitting = self.criteria.iter().filter(|(_, scale)| marked(scale) == wanted);
            fitting.map(|(code, _)| code.clone()).collect()
        };
        match measure {
            Measure::Attended => self.units.clone(),
            Measure::Competences => self.competences.clone(),
            Measure::LowestMark | Measure::Total => of_scale(true),
            Measure::Shown => of_scale(false),
        }
    }

    /// The most that a measure over these codes can reach.
    fn reachable(&self, measure: Measure, of: &[Code]) -> Option<Mark> {
        let marked = |code: &Code| match self.scale(code) {
            Some(Scale::Marked { maximum, weight }) => Some((maximum, maximum, weight)),
            _ => None,
        };
        match measure {
            Measure::Attended | Measure::Competences | Measure::Shown => Mark::parse(&of.len().to_string()).ok(),
            Measure::LowestMark => of.iter().filter_map(marked).map(|(maximum, ..)| maximum).min(),
            Measure::Total => Mark::percent(&of.iter().filter_map(marked).collect::<Vec<_>>()),
        }
    }
}

pub(super) fn distinct<'c>(form: &Section<'_>, key: &str, codes: impl Iterator<Item = &'c Code>) {
    let mut seen = BTreeSet::new();
    for code in codes {
        if !seen.insert(code) {
            form.fault(key, format!("the code {code} stands twice"), "give each its own code");
        }
    }
}

pub(super) fn rule(section: &Section<'_>, known: &Known) -> Option<Rule> {
    let read = (section.parsed("id", Code::parse), section.parsed("clause", Line::parse));
    let title = section.local_text("title");
    let measure = section.parsed("measure", Measure::parse);
    let minimum = section.figure("minimum", Mark::parse);
    let named = if section.has("of") { Some(section.list("of", Code::parse)?) } else { None };
    let measure = measure?;
    let of = measured(section, named, &known.measurable(measure))?;
    let minimum = minimum?;
    let most = known.reachable(measure, &of).unwrap_or_default();
    if minimum > most {
        section.fault("minimum", format!("cannot be reached, the most is {most}"), format!("write at most {most}"));
    }
    Some(Rule { id: read.0?, clause: read.1?, title: title?, measure, of, minimum })
}

/// What a rule measures: what it names, else all there is; each once, at least one.
fn measured(section: &Section<'_>, named: Option<Vec<Code>>, measurable: &[Code]) -> Option<Vec<Code>> {
    let Some(of) = named else {
        if measurable.is_empty() {
            section.fault("measure", "has nothing to measure", "see whether the scheme has what it is taken over");
            return None;
        }
        // A code that stands twice was told where it stands.
        let mut seen = BTreeSet::new();
        return Some(measurable.iter().filter(|code| seen.insert(*code)).cloned().collect());
    };
    let remedy = format!("write some of: {}", listed(measurable));
    let strange: Vec<Code> = of.iter().filter(|code| !measurable.contains(code)).cloned().collect();
    if !strange.is_empty() {
        section.fault("of", format!("{} cannot be measured so", listed(&strange)), remedy);
        return None;
    }
    if of.is_empty() || of.iter().collect::<BTreeSet<_>>().len() < of.len() {
        section.fault("of", "is empty or names one thing twice", remedy);
        return None;
    }
    Some(of)
}

fn listed(codes: &[Code]) -> String {
    codes.iter().map(Code::as_str).collect::<Vec<_>>().join(", ")
}

pub(super) fn rubric(section: &Section<'_>, known: &Known) -> Option<Rubric> {
    let read = (section.parsed("code", Code::parse), section.parsed("id", Iri::parse), section.local_text("title"));
    let esco = section.each_or_none("esco", esco);
    let levels = section.each("levels", |level| rubric_level(level, known))?;
    if !levels.is_sorted_by(|one, next| one.level < next.level) {
        section.fault("levels", "do not rise", "write the lowest level first, each level once");
    }
    let highest = levels.last().map(|last| last.level);
    let kind = section.optional("kind", word(Vocabulary::SkillType));
    let reuse = section.optional("reuse", word(Vocabulary::Reuse));
    let code = read.0?;
    let competence = Competence::new(read.1?, code.to_string(), read.2?, highest, esco?);
    Some(Rubric { code, competence, levels, kind: kind?, reuse: reuse? })
}

fn rubric_level(section: &Section<'_>, known: &Known) -> Option<RubricLevel> {
    let level = section.number("level").and_then(|number| {
        Level::new(number.into())
            .map_err(|_| section.fault("level", "is not one of EQF 1 to 8", "write the digit"))
            .ok()
    });
    let demands = section.each("by", |demand| {
        let criterion = demand.parsed("criterion", Code::parse);
        let ask = demand.figure("minimum", Ask::parse);
        let demand_read = Demand { criterion: criterion?, ask: ask? };
        fits(demand, &demand_read, known);
        Some(demand_read)
    });
    Some(RubricLevel { level: level?, demands: demands? })
}

fn fits(section: &Section<'_>, demand: &Demand, known: &Known) {
    match (known.scale(&demand.criterion), demand.ask) {
        (Some(Scale::Marked { maximum, .. }), Ask::AtLeast(minimum)) if minimum <= maximum => {}
        (Some(Scale::Shown), Ask::Shown) => {}
        (Some(Scale::Marked { maximum, .. }), _) => {
            section.fault("minimum", "cannot be reached", format!("this criterion is marked, write at most {maximum}"));
        }
        (Some(Scale::Shown), _) => {
            section.fault("minimum", "is a mark", "this criterion is shown or not, write \"shown\"");
        }
        (None, _) => {
            let codes: Vec<Code> = known.criteria.iter().map(|(code, _)| code.clone()).collect();
            section.fault("criterion", "is no criterion of an assessment", format!("write one of: {}", listed(&codes)));
        }
    }
}
