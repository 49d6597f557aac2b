//! A certification becomes what a European Digital Credential says of it: every text in every language of the scheme.
//! The pages are drawn elsewhere and come in as pictures; what they show is not looked at here.

use attesto_credential::{
    Accreditation, AskedAt, Concept, Credential, CredentialId, Date, Display, Entitlement, Iri, Learner, Learning,
    LearningOutcome, Line, LocalText, NameIn, Object, Organisation, Page, ShownResult, Specification,
    SpecificationKind, Timestamp,
};

use super::grade::{self, in_each};
use super::{NotProjected, fits, part};
use crate::certification::Certification;
use crate::decide::{CompetenceResult, Showing};
use crate::person::Person;
use crate::scheme::{self, Rubric, Scheme, Topic};

/// What a European copy has beyond certification, scheme and person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abroad {
    /// The id of the copy.
    pub id: CredentialId,
    /// The id of its subject, which stands for nobody else anywhere else.
    pub subject: Iri,
    /// When it is sealed.
    pub at: Timestamp,
    /// The body, under the identifier that the certificate of its seal carries.
    pub body: Organisation,
    /// Where its status is asked; ends in `/status-of`.
    pub asked_at: Iri,
    /// Rendered pages, by language.
    pub pages: Vec<Page>,
}

/// Words what a European copy of a certification says.
///
/// Names stand as the person writes them, the whole name in Latin letters where those differ. An EQF level stands there
/// only where the scheme names the national framework that gave one. Nothing of e-mail or birth is told.
///
/// # Errors
/// The scheme, or the person, is not that of the certification; it is not in force.
pub fn european(
    certification: &Certification,
    scheme: &Scheme,
    person: &Person,
    abroad: Abroad,
) -> Result<Credential, NotProjected> {
    fits(certification, scheme, person)?;
    let Abroad { id, subject, at, body, asked_at, pages } = abroad;
    let learning = Learning {
        language: certification.language().clone(),
        issued: at,
        issuer: body.clone(),
        learner: learner(certification, person),
        title: Some(scheme.title().clone()),
        description: Some(scheme.criteria().clone()),
        awarded_by: vec![body],
        asked_at: ask_here().map(|title| AskedAt { url: asked_at, title }),
        specification: Some(specification(certification, scheme)?),
        assessments: grade::assessments(certification, scheme)?,
        entitlements: scheme.entitlements().iter().map(entitlement).collect(),
        display: Display { title: Some(scheme.title().clone()), pages, others: Object::new() },
        other_claims: Vec::new(),
        others: Object::new(),
    };
    let number = Some(certification.number().as_str().to_owned());
    let awarded = Some(certification.approved().1);
    Ok(learning.credential(id, Some(subject), number, certification.validity(), awarded))
}

fn learner(certification: &Certification, person: &Person) -> Option<Learner> {
    let native = person.name().native();
    let own = |name: &Line| Some(NameIn { language: certification.language().clone(), name: name.clone() });
    let whole = |name: String| Line::parse(&name).ok();
    let full = match person.name().latin() {
        Some(latin) => NameIn { language: grade::tag("en")?, name: whole(latin.to_string())? },
        None => NameIn { language: certification.language().clone(), name: whole(native.to_string())? },
    };
    Some(Learner { given: own(native.given()), family: own(native.family()), full: Some(full) })
}

fn ask_here() -> Option<LocalText> {
    in_each(|language| {
        let text = match language {
            "el" => "Εδώ ρωτάτε, με τον αριθμό πιστοποιητικού και το όνομα, αν ισχύει",
            "it" => "Qui si chiede, con numero di certificato e nome, se è in vigore",
            "ro" => "Aici se întreabă, cu numărul certificatului și numele, dacă este în vigoare",
            _ => "Ask here, by certificate number and name, whether it is in force",
        };
        text.to_owned()
    })
}

fn specification(certification: &Certification, scheme: &Scheme) -> Result<Specification, NotProjected> {
    let told = scheme.learning();
    let terms = scheme.terms().iter();
    let results = scheme.rubrics().iter().zip(certification.competences());
    let outcomes = results.map(|(rubric, result)| outcome(rubric, result, scheme)).collect::<Result<_, _>>()?;
    Ok(Specification {
        id: scheme.id().clone(),
        kind: SpecificationKind::Qualification,
        title: Some(scheme.title().clone()),
        description: Some(scheme.description().clone()),
        thematic_areas: told.thematic_areas().to_vec(),
        languages: told.languages().to_vec(),
        setting: told.setting().cloned(),
        workload: told.workload_hours().map(|hours| format!("PT{hours}H")),
        modes: told.modes().to_vec(),
        entry_requirement: terms
            .clone()
            .find(|term| term.topic() == Topic::Prerequisites)
            .map(|term| term.text().clone()),
        eqf: told.levelled().map(scheme::Levelled::eqf),
        nqf: told.levelled().map(scheme::Levelled::national).into_iter().collect(),
        accreditations: scheme.accreditations().iter().map(accreditation).collect(),
        outcomes,
        others: Object::new(),
    })
}

fn accreditation(told: &scheme::Accreditation) -> Accreditation {
    let agent = told.agent();
    let begins = |day: Date| Timestamp::parse(&format!("{day}T00:00:00Z")).ok();
    let ends = |day: Date| Timestamp::parse(&format!("{day}T23:59:59Z")).ok();
    Accreditation {
        title: Some(told.title().clone()),
        kind: Some(told.kind().clone()),
        agent: Some(Organisation {
            id: agent.id().clone(),
            legal_name: Some(agent.name().clone()),
            legal_identifier: None,
            registration: None,
            vat: None,
            country: Some(agent.country().clone()),
            others: Object::new(),
        }),
        issued: told.from().and_then(begins),
        expires: told.until().and_then(ends),
        others: Object::new(),
    }
}

fn entitlement(told: &scheme::Entitlement) -> Entitlement {
    Entitlement {
        title: Some(told.title().clone()),
        kind: Some(told.kind().clone()),
        status: Some(told.status().clone()),
        occupations: told.occupations().iter().map(Concept::esco_occupation).collect(),
        others: Object::new(),
    }
}

fn outcome(rubric: &Rubric, result: &CompetenceResult, scheme: &Scheme) -> Result<LearningOutcome, NotProjected> {
    let competence = rubric.competence();
    Ok(LearningOutcome {
        id: competence.id().clone(),
        title: Some(competence.title().clone()),
        kind: rubric.kind().cloned(),
        reuse: rubric.reuse().cloned(),
        skills: competence.esco().iter().map(Concept::esco_skill).collect(),
        result: shown(rubric, result, scheme)?,
        others: Object::new(),
    })
}

/// The step that was shown, under the id that the badge calls its achieved level.
fn shown(rubric: &Rubric, result: &CompetenceResult, scheme: &Scheme) -> Result<Option<ShownResult>, NotProjected> {
    let code = format!("competence-{}", rubric.code());
    let (end, number) = match result.showing() {
        Showing::Shown { level } => (format!("level-{}", level.number()), Some(level.number().to_string())),
        _ => ("not-shown".to_owned(), None),
    };
    let step = Concept {
        iri: part(scheme, &format!("{code}-{end}"))?,
        scheme: Some(part(scheme, &format!("result-{code}"))?),
        label: in_each(|language| grade::step(language, number.as_deref())),
        notation: number.clone(),
    };
    let note = in_each(|language| grade::result(language, number.as_deref()));
    Ok(note.map(|note| ShownResult { note, step }))
}
