//! Reads a scheme file: member by member, then what the members must be to one another.
//! It does not judge whether a scheme is a good one.

use std::collections::BTreeSet;

use attesto_credential::{EscoLink, Iri, Line, Vocabulary};

use super::assessment::{Assessment, Criterion, Method, Scale};
use super::learning::word;
use super::link::{Known, distinct, rubric, rule};
use super::parse_learning::told;
use super::term::{Term, Topic};
use super::{Owner, Scheme, Unit, UnitKind};
use crate::code::Code;
use crate::form::{Form, FormFaults, Section};
use crate::mark::Mark;
use crate::status::Deed;

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
        let codes = rubrics.iter().flatten().map(|rubric| rubric.code().clone()).collect();
        let known = known.with_competences(form, codes);
        let rules = form.each("rules", |section| rule(section, &known));
        distinct(form, "rules", rules.iter().flatten().map(|rule| rule.id()));
        topics(form, terms.as_deref());
        let told = told(form);
        let (units, curriculum) = curriculum?;
        let (approval_clause, appeal_days, by_two) = approval?;
        let (zone, validity_months) = validity?;
        let told = told?;
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
            by_two,
            terms: terms?,
            learning: told.learning,
            accreditations: told.accreditations,
            entitlements: told.entitlements,
        })
    })
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

fn approval(section: &Section<'_>) -> Option<(Line, u32, BTreeSet<Deed>)> {
    let by = section.parsed("by", |text| match text {
        "second-officer" => Ok(()),
        _ => Err("is no way of approval this release knows; write second-officer"),
    });
    let read = (section.parsed("clause", Line::parse), section.number("appeal_days"));
    let by_two = match section.has("also") {
        true => section.list("also", Deed::parse),
        false => Some(Deed::BY_TWO.to_vec()),
    };
    section.close();
    by?;
    Some((read.0?, read.1?, by_two?.into_iter().collect()))
}

fn curriculum(section: &Section<'_>) -> Option<(UnitKind, Vec<Unit>)> {
    let kind = section.parsed("kind", |text| match text {
        "session" => Ok(UnitKind::Session),
        "webinar" => Ok(UnitKind::Webinar),
        "workshop" => Ok(UnitKind::Workshop),
        _ => Err("is no kind of unit; write session, webinar or workshop"),
    });
    let present_percent = present_percent(section);
    let units = section.each("units", |unit| {
        let read = (unit.parsed("code", Code::parse), unit.local_text("title"), unit.number("minutes"));
        Some(Unit { code: read.0?, title: read.1?, minutes: read.2?, present_percent: present_percent? })
    });
    section.close();
    Some((kind?, units?))
}

/// How much of a unit's minutes one must be present for; all of them, unless the scheme says less.
fn present_percent(section: &Section<'_>) -> Option<u32> {
    let percent = if section.has("present_percent") { section.number("present_percent")? } else { 100 };
    if (1..=100).contains(&percent) {
        return Some(percent);
    }
    section.fault(
        "present_percent",
        "is not between 1 and 100",
        "write how much of a unit's minutes one must be present",
    );
    None
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
    let kind = section.optional("kind", word(Vocabulary::AssessmentType));
    let supervision = section.optional("supervision", word(Vocabulary::Supervision));
    let modes = if section.has("modes") { section.list("modes", word(Vocabulary::Mode)) } else { Some(Vec::new()) };
    Some(Assessment {
        code: read.0?,
        title: read.1?,
        method: method?,
        criteria: criteria?,
        kind: kind?,
        supervision: supervision?,
        modes: modes?,
    })
}

fn criterion(section: &Section<'_>) -> Option<Criterion> {
    let read = (section.parsed("code", Code::parse), section.local_text("title"));
    let scale = section.parsed("scale", |text| match text {
        "marked" | "shown" => Ok(text == "marked"),
        _ => Err("is no scale; write marked or shown"),
    });
    let scale = match scale {
        Some(true) => marked(section),
        Some(false) => Some(Scale::Shown),
        None => section.pass_over(&["maximum", "weight"]),
    };
    Some(Criterion { code: read.0?, title: read.1?, scale: scale? })
}

fn marked(section: &Section<'_>) -> Option<Scale> {
    let maximum = section.figure("maximum", Mark::parse);
    let weight = if section.has("weight") { section.number("weight") } else { Some(1) };
    let (maximum, weight) = (maximum?, weight?);
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

pub(super) fn esco(section: &Section<'_>) -> Option<EscoLink> {
    let iri = section.parsed("iri", |text| {
        let esco = "is not a concept of ESCO; write its IRI, http://data.europa.eu/esco/… with http";
        if text.starts_with("http://data.europa.eu/esco/") { Iri::parse(text).map_err(|_| esco) } else { Err(esco) }
    });
    let read = (section.parsed("label", Line::parse), section.parsed("version", Line::parse));
    Some(EscoLink::new(iri?, read.0?.to_string(), read.1?.to_string()))
}
