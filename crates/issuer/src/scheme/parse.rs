//! Reads a scheme file: member by member, then what the members must be to one another.
//! It does not judge whether a scheme is a good one.

use std::collections::BTreeSet;

use attesto_credential::{Competence, EscoLink, Iri, Level, Line};

use super::assessment::{Assessment, Criterion, Method, Scale};
use super::rubric::{Ask, Demand, Rubric, RubricLevel};
use super::rule::{Measure, Rule};
use super::term::{Term, Topic};
use super::{Owner, Scheme, Unit, UnitKind};
use crate::code::Code;
use crate::form::{Form, FormFaults, Section};
use crate::mark::Mark;

pub(super) fn scheme(toml_text: &str) -> Result<Scheme, FormFaults> {
    Form::new("scheme", toml_text).read(|form| {
        let validity = form.section("validity");
        let validity = validity.map(|section| {
            let read = (section.parsed("zone", zone), months(&section));
            section.close();
            read
        });
        let owner = form.section("owner").and_then(|section| owner(&section));
        let curriculum = form.section("curriculum").and_then(|section| curriculum(&section));
        let assessments = form.each("assessments", assessment);
        let approval = form.section("approval").and_then(|section| approval(&section));
        let head = (form.parsed("id", Iri::parse), form.parsed("code", prefix), form.parsed("version", Line::parse));
        let texts = (form.local_text("title"), form.local_text("description"), form.local_text("criteria"));
        let terms = form.each("terms", term);
        let known = Known::of(form, curriculum.as_ref(), assessments.as_deref());
        let rubrics = form.each("competences", |section| rubric(section, &known));
        let codes = rubrics.iter().flatten().map(|rubric| rubric.code.clone()).collect();
        let known = known.with_competences(form, codes);
        let rules = form.each("rules", |section| rule(section, &known));
        distinct(form, "rules", rules.iter().flatten().map(|rule| &rule.id));
        topics(form, terms.as_deref());
        let (units, curriculum) = curriculum?;
        let (approval_clause, appeal_days) = approval?;
        let (zone, validity_months) = validity?;
        Some(Scheme {
            id: head.0?,
            code: head.1?,
            version: head.2?,
            owner: owner?,
            zone: zone?,
            validity_months: validity_months?,
            title: texts.0?,
            description: texts.1?,
            criteria: texts.2?,
            units,
            curriculum,
            assessments: assessments?,
            rubrics: rubrics?,
            rules: rules?,
            approval_clause,
            appeal_days,
            terms: terms?,
        })
    })
}

/// What rules and rubrics may name.
struct Known {
    units: Vec<Code>,
    criteria: Vec<(Code, Scale)>,
    competences: Vec<Code>,
}

impl Known {
    fn of(form: &Section<'_>, curriculum: Option<&(UnitKind, Vec<Unit>)>, assessments: Option<&[Assessment]>) -> Self {
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

    fn with_competences(mut self, form: &Section<'_>, codes: Vec<Code>) -> Self {
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

fn distinct<'c>(form: &Section<'_>, key: &str, codes: impl Iterator<Item = &'c Code>) {
    let mut seen = BTreeSet::new();
    for code in codes {
        if !seen.insert(code) {
            form.fault(key, format!("the code {code} stands twice"), "give each its own code");
        }
    }
}

fn topics(form: &Section<'_>, terms: Option<&[Term]>) {
    let Some(terms) = terms else { return };
    for topic in Topic::NEEDED {
        if !terms.iter().any(|term| term.topic == topic) {
            let word = topic.word();
            form.fault("terms", format!("no term speaks of {word}"), format!("add [[terms]] with topic = \"{word}\""));
        }
    }
}

fn owner(section: &Section<'_>) -> Option<Owner> {
    let read = (section.parsed("id", Iri::parse), section.parsed("name", Line::parse));
    section.close();
    Some(Owner { id: read.0?, name: read.1? })
}

fn months(section: &Section<'_>) -> Option<u32> {
    let months = section.number("months")?;
    if !(1..=1200).contains(&months) {
        section.fault("months", "is not between 1 and 1200", "write for how many months a certification holds");
        return None;
    }
    Some(months)
}

/// An IANA zone name by its form; whether there is such a zone is asked at the roof, which has the zone data.
pub(crate) fn zone(text: &str) -> Result<Line, &'static str> {
    let bad = "is not a time zone; write its IANA name, as in Europe/Athens";
    let holds = text.split('/').all(|part| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+-".contains(&byte))
    });
    if holds { Line::parse(text).map_err(|_| bad) } else { Err(bad) }
}

fn prefix(text: &str) -> Result<String, &'static str> {
    let holds =
        (1..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if holds { Ok(text.to_owned()) } else { Err("cannot begin a certificate number; write 1 to 8 of A-Z and 0-9") }
}

fn approval(section: &Section<'_>) -> Option<(Line, u32)> {
    let by = section.parsed("by", |text| match text {
        "second-officer" => Ok(()),
        _ => Err("is no way of approval this release knows; write second-officer"),
    });
    let read = (section.parsed("clause", Line::parse), section.number("appeal_days"));
    section.close();
    by?;
    Some((read.0?, read.1?))
}

fn curriculum(section: &Section<'_>) -> Option<(UnitKind, Vec<Unit>)> {
    let kind = section.parsed("kind", |text| match text {
        "session" => Ok(UnitKind::Session),
        "webinar" => Ok(UnitKind::Webinar),
        "workshop" => Ok(UnitKind::Workshop),
        _ => Err("is no kind of unit; write session, webinar or workshop"),
    });
    let units = section.each("units", |unit| {
        let read = (unit.parsed("code", Code::parse), unit.local_text("title"), unit.number("minutes"));
        Some(Unit { code: read.0?, title: read.1?, minutes: read.2? })
    });
    section.close();
    Some((kind?, units?))
}

fn assessment(section: &Section<'_>) -> Option<Assessment> {
    let method = section.parsed("method", |text| match text {
        "interview" => Ok(Method::Interview),
        "project-work" => Ok(Method::ProjectWork),
        "written-test" => Ok(Method::WrittenTest),
        _ => Err("is no method of assessment; write interview, project-work or written-test"),
    });
    let read = (section.parsed("code", Code::parse), section.local_text("title"));
    let criteria = section.each("criteria", criterion);
    Some(Assessment { code: read.0?, title: read.1?, method: method?, criteria: criteria? })
}

fn criterion(section: &Section<'_>) -> Option<Criterion> {
    let read = (section.parsed("code", Code::parse), section.local_text("title"));
    let scale = section.parsed("scale", |text| match text {
        "marked" | "shown" => Ok(text == "marked"),
        _ => Err("is no scale; write marked or shown"),
    });
    let scale = match scale? {
        true => marked(section)?,
        false => Scale::Shown,
    };
    Some(Criterion { code: read.0?, title: read.1?, scale })
}

fn marked(section: &Section<'_>) -> Option<Scale> {
    let maximum = section.figure("maximum", Mark::parse)?;
    let weight = if section.has("weight") { section.number("weight")? } else { 1 };
    if maximum.hundredths() == 0 {
        section.fault("maximum", "is 0", "write the best mark one can get");
        return None;
    }
    if !(1..=1000).contains(&weight) {
        section.fault("weight", "is not between 1 and 1000", "write the weight within its assessment");
        return None;
    }
    Some(Scale::Marked { maximum, weight })
}

fn term(section: &Section<'_>) -> Option<Term> {
    let read =
        (section.parsed("topic", Topic::parse), section.parsed("clause", Line::parse), section.local_text("text"));
    Some(Term { topic: read.0?, clause: read.1?, text: read.2? })
}

fn rule(section: &Section<'_>, known: &Known) -> Option<Rule> {
    let read = (section.parsed("id", Code::parse), section.parsed("clause", Line::parse));
    let measure = section.parsed("measure", Measure::parse);
    let minimum = section.figure("minimum", Mark::parse);
    let named = if section.has("of") { Some(section.list("of", Code::parse)?) } else { None };
    let measure = measure?;
    let measurable = known.measurable(measure);
    for code in named.iter().flatten().filter(|code| !measurable.contains(code)) {
        section.fault("of", format!("{code} cannot be measured so"), format!("write some of: {}", listed(&measurable)));
    }
    let of = named.unwrap_or_else(|| measurable.clone());
    if of.iter().collect::<BTreeSet<_>>().len() < of.len() || of.is_empty() {
        section.fault("of", "is empty or names one thing twice", format!("write some of: {}", listed(&measurable)));
    }
    let minimum = minimum?;
    match known.reachable(measure, &of) {
        Some(most) if minimum <= most => {}
        most => {
            let most = most.unwrap_or_default();
            section.fault("minimum", format!("cannot be reached, the most is {most}"), format!("write at most {most}"));
        }
    }
    Some(Rule { id: read.0?, clause: read.1?, measure, of, minimum })
}

fn listed(codes: &[Code]) -> String {
    codes.iter().map(Code::as_str).collect::<Vec<_>>().join(", ")
}

fn rubric(section: &Section<'_>, known: &Known) -> Option<Rubric> {
    let read = (section.parsed("code", Code::parse), section.parsed("id", Iri::parse), section.local_text("title"));
    let esco = section.each_or_none("esco", esco);
    let levels = section.each("levels", |level| rubric_level(level, known))?;
    if !levels.is_sorted_by(|one, next| one.level < next.level) {
        section.fault("levels", "do not rise", "write the lowest level first, each level once");
    }
    let highest = levels.last().map(|last| last.level);
    let code = read.0?;
    let competence = Competence::new(read.1?, code.to_string(), read.2?, highest, esco?);
    Some(Rubric { code, competence, levels })
}

fn esco(section: &Section<'_>) -> Option<EscoLink> {
    let iri = section.parsed("iri", |text| {
        let esco = "is not a concept of ESCO; write its IRI, http://data.europa.eu/esco/… with http";
        if text.starts_with("http://data.europa.eu/esco/") { Iri::parse(text).map_err(|_| esco) } else { Err(esco) }
    });
    let read = (section.parsed("label", Line::parse), section.parsed("version", Line::parse));
    Some(EscoLink::new(iri?, read.0?.to_string(), read.1?.to_string()))
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
