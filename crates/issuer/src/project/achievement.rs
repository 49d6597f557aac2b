//! The achievement: one version of the scheme, in one language, aligned to ESCO.
//! The same for everybody of a group; nothing of a person stands in it.

use std::collections::BTreeSet;

use attesto_credential::{
    Achievement, Alignment, BadId, Criteria, EscoLink, Iri, Language, Level, Object, Related, ResultDescription,
};

use super::part;
use crate::scheme::{Rubric, Scheme};

pub(super) fn of(
    scheme: &Scheme,
    language: &Language,
    result_descriptions: Vec<ResultDescription>,
) -> Result<Achievement, BadId> {
    let criteria =
        Criteria { id: Some(part(scheme, "criteria")?), narrative: Some(scheme.criteria().best(language).to_owned()) };
    // Texts fall back to English where the scheme has none in the language of the group: say which one it is.
    let written = if scheme.title().get(language).is_some() { language.as_str() } else { "en" };
    Ok(Achievement {
        id: scheme.id().clone(),
        name: scheme.title().best(language).to_owned(),
        description: scheme.description().best(language).to_owned(),
        criteria,
        kind: Some("Certification".to_owned()),
        version: Some(scheme.version().to_string()),
        human_code: Some(scheme.code().to_owned()),
        language: Some(written.to_owned()),
        alignments: skills(scheme)?,
        result_descriptions,
        related: related(scheme, written)?,
        others: Object::new(),
    })
}

/// The same scheme in its other languages.
fn related(scheme: &Scheme, written: &str) -> Result<Vec<Related>, BadId> {
    let others = scheme.title().iter().map(|(language, _)| language).filter(|language| language.as_str() != written);
    others
        .map(|language| {
            Ok(Related {
                id: part(scheme, language.as_str())?,
                language: Some(language.as_str().to_owned()),
                version: Some(scheme.version().to_string()),
            })
        })
        .collect()
}

/// Every ESCO concept of a competence, once.
fn skills(scheme: &Scheme) -> Result<Vec<Alignment>, BadId> {
    let mut seen = BTreeSet::new();
    let links = scheme.rubrics().iter().flat_map(|rubric| rubric.competence().esco());
    let links = links.filter(|link| seen.insert(link.iri().clone()));
    links.enumerate().map(|(n, link)| Ok(esco(link, part(scheme, &format!("alignment-{}", n + 1))?))).collect()
}

pub(super) fn esco(link: &EscoLink, id: Iri) -> Alignment {
    Alignment {
        id: Some(id),
        target_name: link.label().to_owned(),
        target_url: link.iri().to_string(),
        target_code: Some(link.code().to_owned()),
        target_framework: Some(format!("ESCO {}", link.version())),
        target_type: Some("ceasn:Competency".to_owned()),
        others: Object::new(),
    }
}

/// A level that was shown in one competence, by the scheme's own statement; never of the whole certification.
pub(super) fn eqf(level: Level, id: Iri) -> Alignment {
    Alignment {
        id: Some(id),
        target_name: format!("EQF level {}", level.number()),
        target_url: level.iri(),
        target_code: Some(level.number().to_string()),
        target_framework: Some("European Qualifications Framework".to_owned()),
        target_type: Some("ext:EQF".to_owned()),
        others: Object::new(),
    }
}

/// The competence itself, as the scheme publishes it.
pub(super) fn competence(rubric: &Rubric, scheme: &Scheme, language: &Language, id: Iri) -> Alignment {
    Alignment {
        id: Some(id),
        target_name: rubric.competence().title().best(language).to_owned(),
        target_url: rubric.competence().id().to_string(),
        target_code: Some(rubric.code().to_string()),
        target_framework: Some(format!("{} {}", scheme.title().best(language), scheme.version())),
        target_type: Some("ceasn:Competency".to_owned()),
        others: Object::new(),
    }
}
