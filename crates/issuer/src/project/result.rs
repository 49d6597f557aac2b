//! What was measured and what came out: attendance and totals by rule, marks by criterion, competences by level.
//! It measures with the very function that decided.

use attesto_credential::{BadId, Language, Object, Outcome, ResultDescription, RubricLevel as Level};

use super::achievement::{competence, eqf, esco};
use super::part;
use crate::certification::Certification;
use crate::decide::{CompetenceResult, Reason, Showing, weigh_up};
use crate::mark::Mark;
use crate::outcome::Achieved;
use crate::scheme::{Criterion, Measure, Rubric, Rule, Scale, Scheme};

type Measured = (ResultDescription, Outcome);

/// Every result with its description, in the order of the scheme: rules, criteria, competences. Outcomes have no names
/// yet: those are under the copy that they stand in.
pub(super) fn all(certification: &Certification, scheme: &Scheme) -> Result<Vec<Measured>, BadId> {
    let language = certification.language();
    let decision = weigh_up(scheme, certification.figures(), &[]);
    let mut results = Vec::new();
    for (rule, reason) in scheme.rules().iter().zip(decision.reasons()) {
        results.extend(by_rule(rule, reason, scheme, language)?);
    }
    for criterion in scheme.all_criteria() {
        if let Some(achieved) = certification.figures().achieved(criterion.code()) {
            results.push(by_criterion(criterion, achieved, scheme, language)?);
        }
    }
    for (rubric, result) in scheme.rubrics().iter().zip(certification.competences()) {
        results.push(by_competence(rubric, result, scheme, language)?);
    }
    Ok(results)
}

fn described(scheme: &Scheme, code: &str, name: &str, kind: &str) -> Result<ResultDescription, BadId> {
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

fn outcome_of(description: &ResultDescription) -> Outcome {
    Outcome {
        id: None,
        description: Some(description.id.clone()),
        value: None,
        status: None,
        achieved_level: None,
        alignments: Vec::new(),
        others: Object::new(),
    }
}

fn scored(mut description: ResultDescription, value: Mark, maximum: Mark, asked: Option<Mark>) -> Measured {
    description.value_min = Some("0".to_owned());
    description.value_max = Some(maximum.to_string());
    description.required_value = asked.map(|asked| asked.to_string());
    let outcome = Outcome { value: Some(value.to_string()), ..outcome_of(&description) };
    (description, outcome)
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

/// Attendance, totals and counts; single marks and what was shown stand under their criteria.
fn by_rule(rule: &Rule, reason: &Reason, scheme: &Scheme, language: &Language) -> Result<Option<Measured>, BadId> {
    let kind = match rule.measure() {
        Measure::Attended | Measure::Competences => "RawScore",
        Measure::Total => "Percent",
        Measure::LowestMark | Measure::Shown => return Ok(None),
    };
    let Some(found) = reason.found() else { return Ok(None) };
    let description = described(scheme, &format!("rule-{}", rule.id()), rule.title().best(language), kind)?;
    Ok(Some(scored(description, found, reason.out_of(), Some(rule.minimum()))))
}

fn by_criterion(
    criterion: &Criterion,
    achieved: Achieved,
    scheme: &Scheme,
    language: &Language,
) -> Result<Measured, BadId> {
    let code = format!("criterion-{}", criterion.code());
    let name = criterion.title().best(language);
    match (criterion.scale(), achieved) {
        (Scale::Marked { maximum, .. }, Achieved::Mark(mark)) => {
            let naming = |rule: &&Rule| rule.measure() == Measure::LowestMark && rule.of().contains(criterion.code());
            let asked = scheme.rules().iter().filter(naming).map(Rule::minimum).max();
            Ok(scored(described(scheme, &code, name, "RawScore")?, mark, maximum, asked))
        }
        (_, achieved) => {
            let [not_shown, shown] = shown_words(language);
            let mut description = described(scheme, &code, name, "Result")?;
            description.allowed_values = vec![not_shown.to_owned(), shown.to_owned()];
            let word = if achieved == Achieved::NotShown { not_shown } else { shown };
            let outcome = Outcome { value: Some(word.to_owned()), ..outcome_of(&description) };
            Ok((description, outcome))
        }
    }
}

fn by_competence(
    rubric: &Rubric,
    result: &CompetenceResult,
    scheme: &Scheme,
    language: &Language,
) -> Result<Measured, BadId> {
    let code = format!("competence-{}", rubric.code());
    let mut description = described(scheme, &code, rubric.competence().title().best(language), "RubricCriterionLevel")?;
    for level in rubric.levels() {
        let number = level.level().number();
        description.levels.push(Level {
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
    let mut outcome = outcome_of(&description);
    if let Showing::Shown { level } = result.showing() {
        outcome.achieved_level = Some(part(scheme, &format!("{code}-level-{}", level.number()))?);
        outcome.alignments.push(eqf(level, part(scheme, &format!("shown-level-{}", level.number()))?));
    } else {
        // `Failed` would be a judgement on the person; the scheme only says that this one was not shown.
        let [not_shown, _] = shown_words(language);
        outcome.value = Some(not_shown.to_owned());
    }
    Ok((description, outcome))
}
