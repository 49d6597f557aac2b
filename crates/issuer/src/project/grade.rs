//! What came out of an assessment, in words and in every language: a grade is a note for people in the European model.
//! Figures are the record's own; nothing is measured anew.

use attesto_credential::{Assessment, BadId, Language, Line, LocalText, Object};

use super::part;
use super::result::shown_words;
use crate::certification::Certification;
use crate::outcome::Achieved;
use crate::scheme::{self, Criterion, Scale, Scheme};

/// The languages of every text.
const LANGUAGES: [&str; 4] = ["el", "en", "it", "ro"];

pub(super) fn tag(language: &str) -> Option<Language> {
    Language::parse(language).ok()
}

/// One text in each language.
pub(super) fn in_each(text: impl Fn(&str) -> String) -> Option<LocalText> {
    let texts = LANGUAGES.into_iter().filter_map(|language| Some((tag(language)?, Line::parse(&text(language)).ok()?)));
    LocalText::new(texts.collect()).ok()
}

/// What a step of the scheme's own scale is called.
pub(super) fn step(language: &str, number: Option<&str>) -> String {
    let word = match (language, number) {
        (_, None) => {
            return tag(language).map(|tag| shown_words(&tag)).map_or_else(String::new, |[not, _]| not.to_owned());
        }
        ("el", _) => "επίπεδο",
        ("it", _) => "livello",
        ("ro", _) => "nivelul",
        _ => "level",
    };
    format!("{word} {}", number.unwrap_or_default())
}

/// The result under one competence; the level is never that of a qualification.
pub(super) fn result(language: &str, number: Option<&str>) -> String {
    let step = step(language, number);
    if number.is_none() {
        return step;
    }
    match language {
        "el" => format!("αποδείχθηκε, {step} της κλίμακας του ίδιου του σχήματος"),
        "it" => format!("dimostrato, {step} della scala propria dello schema"),
        "ro" => format!("demonstrat, {step} pe scara proprie a schemei"),
        _ => format!("shown, {step} of the scheme's own scale"),
    }
}

/// Every assessment of the scheme with what came out of it.
pub(super) fn assessments(certification: &Certification, scheme: &Scheme) -> Result<Vec<Assessment>, BadId> {
    let told = scheme.assessments().iter();
    told.map(|assessment| {
        Ok(Assessment {
            specification: Some(part(scheme, &format!("assessment-{}", assessment.code()))?),
            title: Some(assessment.title().clone()),
            grade: in_each(|language| grade(certification, assessment, language)),
            kind: assessment.kind(),
            modes: assessment.modes().to_vec(),
            identity_checked: assessment.supervision().cloned(),
            issued: None,
            others: Object::new(),
        })
    })
    .collect()
}

/// The result under each criterion; the criterion is named where there are several.
fn grade(certification: &Certification, assessment: &scheme::Assessment, language: &str) -> String {
    let alone = assessment.criteria().len() == 1;
    let results = assessment.criteria().iter().filter_map(|criterion| {
        let found = came_out(criterion, certification.figures().achieved(criterion.code())?, language)?;
        let title = criterion.title().best(&tag(language)?).to_owned();
        Some(if alone { found } else { format!("{title}: {found}") })
    });
    results.collect::<Vec<_>>().join("; ")
}

fn came_out(criterion: &Criterion, achieved: Achieved, language: &str) -> Option<String> {
    match (criterion.scale(), achieved) {
        (Scale::Marked { maximum, .. }, Achieved::Mark(mark)) => Some(format!("{mark} / {maximum}")),
        (_, achieved) => {
            let [not_shown, shown] = shown_words(&tag(language)?);
            Some(if achieved == Achieved::NotShown { not_shown } else { shown }.to_owned())
        }
    }
}
