//! What was measured and what came out: attendance and totals by rule, marks by criterion, competences by level.
//! It measures with the very function that decided.

use attesto_credential::{BadId, Language, Level, Object, Outcome, ResultDescription, RubricLevel};

use super::achievement::{competence, eqf, esco};
use super::part;
use crate::certification::Certification;
use crate::decide::{CompetenceResult, Reason, Showing, best, weigh_up};
use crate::mark::Mark;
use crate::outcome::Achieved;
use crate::scheme::{Criterion, Measure, Rubric, Rule, Scale, Scheme};

type Measured = (ResultDescription, Outcome);

/// What there is to tell of: the same for all of whom the same was measured.
#[derive(Clone, Copy, Debug)]
pub(super) enum Told<'s> {
    Competence(&'s Rubric),
    Marked(&'s Criterion),
    Rule(&'s Rule),
    Worded(&'s Criterion),
}

impl PartialEq for Told<'_> {
    /// The same part of the same scheme.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Competence(one), Self::Competence(other)) => std::ptr::eq(*one, *other),
            (Self::Marked(one), Self::Marked(other)) | (Self::Worded(one), Self::Worded(other)) => {
                std::ptr::eq(*one, *other)
            }
            (Self::Rule(one), Self::Rule(other)) => std::ptr::eq(*one, *other),
            _ => false,
        }
    }
}

/// How it came out for one person.
#[derive(Clone, Copy, Debug)]
pub(super) enum CameOut {
    Figure(Mark),
    Level(Level),
    NotShown,
    Shown,
}

/// Everything that is told of a certification, in the order of the scheme: rules, criteria, competences.
pub(super) fn told<'s>(certification: &Certification, scheme: &'s Scheme) -> Vec<(Told<'s>, CameOut)> {
    let figures = certification.figures();
    let decision = weigh_up(scheme, figures, &[]);
    let rules = scheme.rules().iter().zip(decision.reasons()).filter_map(by_rule);
    let criteria = scheme.all_criteria().filter_map(|one| Some(by_criterion(one, figures.achieved(one.code())?)));
    let competences = scheme.rubrics().iter().zip(certification.competences()).map(by_competence);
    rules.chain(criteria).chain(competences).collect()
}

/// Every result with its description. Outcomes have no names yet: those are under the copy that they stand in.
pub(super) fn all(certification: &Certification, scheme: &Scheme) -> Result<Vec<Measured>, BadId> {
    let language = certification.language();
    let one = |(told, came_out): (Told<'_>, CameOut)| {
        let description = described(told, scheme, language)?;
        let outcome = outcome(came_out, &description, (scheme, language))?;
        Ok((description, outcome))
    };
    told(certification, scheme).into_iter().map(one).collect()
}

/// Attendance, totals and counts; single marks and what was shown stand under their criteria.
fn by_rule<'s>((rule, reason): (&'s Rule, &Reason)) -> Option<(Told<'s>, CameOut)> {
    match rule.measure() {
        Measure::Attended | Measure::Competences | Measure::Total => {
            Some((Told::Rule(rule), CameOut::Figure(reason.found()?)))
        }
        Measure::LowestMark | Measure::Shown => None,
    }
}

fn by_criterion(criterion: &Criterion, achieved: Achieved) -> (Told<'_>, CameOut) {
    match (criterion.scale(), achieved) {
        (Scale::Marked { .. }, Achieved::Mark(mark)) => (Told::Marked(criterion), CameOut::Figure(mark)),
        (_, Achieved::NotShown) => (Told::Worded(criterion), CameOut::NotShown),
        _ => (Told::Worded(criterion), CameOut::Shown),
    }
}

fn by_competence<'s>((rubric, result): (&'s Rubric, &CompetenceResult)) -> (Told<'s>, CameOut) {
    let came_out = match result.showing() {
        Showing::Shown { level } => CameOut::Level(level),
        _ => CameOut::NotShown,
    };
    (Told::Competence(rubric), came_out)
}

/// What was measured, whoever it was measured of.
pub(super) fn described(told: Told<'_>, scheme: &Scheme, language: &Language) -> Result<ResultDescription, BadId> {
    match told {
        Told::Competence(rubric) => of_competence(rubric, scheme, language),
        Told::Marked(criterion) => of_mark(criterion, scheme, language),
        Told::Rule(rule) => of_rule(rule, scheme, language),
        Told::Worded(criterion) => {
            let code = format!("criterion-{}", criterion.code());
            let mut description = new(scheme, &code, criterion.title().best(language), "Result")?;
            description.allowed_values = shown_words(language).map(str::to_owned).into();
            Ok(description)
        }
    }
}

/// What came out, under its description.
pub(super) fn outcome(
    came_out: CameOut,
    description: &ResultDescription,
    (scheme, language): (&Scheme, &Language),
) -> Result<Outcome, BadId> {
    let mut outcome = Outcome {
        id: None,
        description: Some(description.id.clone()),
        value: None,
        status: None,
        achieved_level: None,
        alignments: Vec::new(),
        others: Object::new(),
    };
    let [not_shown, shown] = shown_words(language);
    match came_out {
        CameOut::Figure(mark) => outcome.value = Some(mark.to_string()),
        CameOut::Shown => outcome.value = Some(shown.to_owned()),
        // `Failed` would be a judgement on the person; the scheme only says that this one was not shown.
        CameOut::NotShown => outcome.value = Some(not_shown.to_owned()),
        CameOut::Level(level) => {
            let number = level.number().to_string();
            let reached = description.levels.iter().find(|one| one.level.as_deref() == Some(number.as_str()));
            outcome.achieved_level = reached.map(|level| level.id.clone());
            outcome.alignments.push(eqf(level, part(scheme, &format!("shown-level-{number}"))?));
        }
    }
    Ok(outcome)
}

fn new(scheme: &Scheme, code: &str, name: &str, kind: &str) -> Result<ResultDescription, BadId> {
    Ok(ResultDescription {
        id: part(scheme, &format!("result-{code}"))?,
        name: name.to_owned(),
        kind: kind.to_owned(),
        allowed_values: Vec::new(),
        value_min: None,
        value_max: None,
        required_value: None,
        required_level: None,
        levels: Vec::new(),
        alignments: Vec::new(),
        others: Object::new(),
    })
}

fn scored(mut description: ResultDescription, maximum: Mark, asked: Option<Mark>) -> ResultDescription {
    description.value_min = Some("0".to_owned());
    description.value_max = Some(maximum.to_string());
    description.required_value = asked.map(|asked| asked.to_string());
    description
}

/// "Not shown" and "shown", in the badge's language; the lower one first, as `allowedValue` asks.
pub(super) fn shown_words(language: &Language) -> [&'static str; 2] {
    match language.as_str() {
        "el" => ["δεν αποδείχθηκε", "αποδείχθηκε"],
        "it" => ["non dimostrato", "dimostrato"],
        "ro" => ["nedemonstrat", "demonstrat"],
        _ => ["not shown", "shown"],
    }
}

fn of_rule(rule: &Rule, scheme: &Scheme, language: &Language) -> Result<ResultDescription, BadId> {
    let kind = if rule.measure() == Measure::Total { "Percent" } else { "RawScore" };
    let description = new(scheme, &format!("rule-{}", rule.id()), rule.title().best(language), kind)?;
    Ok(scored(description, best(rule).unwrap_or_default(), Some(rule.minimum())))
}

fn of_mark(criterion: &Criterion, scheme: &Scheme, language: &Language) -> Result<ResultDescription, BadId> {
    let maximum = match criterion.scale() {
        Scale::Marked { maximum, .. } => maximum,
        _ => Mark::default(),
    };
    let naming = |rule: &&Rule| rule.measure() == Measure::LowestMark && rule.of().contains(criterion.code());
    let asked = scheme.rules().iter().filter(naming).map(Rule::minimum).max();
    let code = format!("criterion-{}", criterion.code());
    Ok(scored(new(scheme, &code, criterion.title().best(language), "RawScore")?, maximum, asked))
}

fn of_competence(rubric: &Rubric, scheme: &Scheme, language: &Language) -> Result<ResultDescription, BadId> {
    let code = format!("competence-{}", rubric.code());
    let mut description = new(scheme, &code, rubric.competence().title().best(language), "RubricCriterionLevel")?;
    for level in rubric.levels() {
        let number = level.level().number();
        description.levels.push(RubricLevel {
            id: part(scheme, &format!("{code}-level-{number}"))?,
            name: format!("EQF {number}"),
            level: Some(number.to_string()),
            others: Object::new(),
        });
    }
    let named = |n: usize| part(scheme, &format!("{code}-alignment-{n}"));
    description.alignments.push(competence(rubric, scheme, language, named(1)?));
    for (link, n) in rubric.competence().esco().iter().zip(2..) {
        description.alignments.push(esco(link, named(n)?));
    }
    Ok(description)
}
