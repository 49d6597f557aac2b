//! What every credential tells, read off the learning part: written, read and compared by one function.
//! It adds nothing that the learning part does not say.

use super::{Assessment, Learner, Learning, LearningOutcome, NameIn, Organisation, ShownResult};
use crate::credential::{
    Achievement, Alignment, Credential, Criteria, IdentityHash, Issuer, Outcome, Recipient, RecipientIdentity,
    ResultDescription, RubricLevel, Unmodelled,
};
use crate::document::Object;
use crate::id::{CredentialId, Iri};
use crate::text::{Language, LocalText};
use crate::time::{Timestamp, Validity};
use crate::vocabulary::Concept;

impl Learning {
    /// The credential that says this, under ids and a number of its own.
    pub fn credential(
        self,
        id: CredentialId,
        subject: Option<Iri>,
        number: Option<String>,
        validity: Validity,
        awarded: Option<Timestamp>,
    ) -> Credential {
        Credential {
            id,
            name: self.title.as_ref().map(|title| title.best(&self.language).to_owned()),
            issuer: self.issuer.profile(&self.language),
            recipient: Recipient {
                id: subject,
                identities: self.learner.as_ref().map(Learner::identities).unwrap_or_default(),
            },
            achievement: self.achievement().map(Into::into),
            outcomes: self.outcomes(),
            number,
            validity,
            awarded,
            status: Vec::new(),
            learning: Some(Box::new(self)),
            others: Unmodelled::new(),
            subject_others: Unmodelled::new(),
            terms: None,
        }
    }

    fn text(&self, text: Option<&LocalText>) -> String {
        text.map(|text| text.best(&self.language).to_owned()).unwrap_or_default()
    }

    fn achievement(&self) -> Option<Achievement> {
        let specification = self.specification.as_ref()?;
        let outcomes = specification.outcomes.iter();
        let skills = outcomes.clone().flat_map(|outcome| &outcome.skills);
        let mut alignments: Vec<Alignment> = Vec::new();
        for skill in skills.map(|skill| alignment(skill, &self.language)) {
            if !alignments.contains(&skill) {
                alignments.push(skill);
            }
        }
        alignments.extend(specification.eqf.iter().map(|level| alignment(level, &self.language)));
        let mut descriptions: Vec<ResultDescription> = outcomes.map(|one| self.by_competence(one)).collect();
        descriptions.extend(self.assessments.iter().filter_map(|one| self.by_assessment(one)));
        Some(Achievement {
            id: specification.id.clone(),
            name: self.text(specification.title.as_ref().or(self.title.as_ref())),
            description: self.text(specification.description.as_ref().or(self.description.as_ref())),
            criteria: Criteria::default(),
            kind: None,
            version: None,
            human_code: None,
            language: Some(self.language.as_str().to_owned()),
            alignments,
            result_descriptions: descriptions,
            related: Vec::new(),
            others: Object::new(),
        })
    }

    fn described(&self, id: &Iri, title: Option<&LocalText>, kind: &str) -> ResultDescription {
        ResultDescription {
            id: id.clone(),
            name: self.text(title),
            kind: kind.to_owned(),
            allowed_values: Vec::new(),
            value_min: None,
            value_max: None,
            required_value: None,
            required_level: None,
            levels: Vec::new(),
            alignments: Vec::new(),
            others: Object::new(),
        }
    }

    fn by_competence(&self, outcome: &LearningOutcome) -> ResultDescription {
        let mut description = self.described(&outcome.id, outcome.title.as_ref(), "RubricCriterionLevel");
        description.alignments = outcome.skills.iter().map(|skill| alignment(skill, &self.language)).collect();
        let level = outcome.result.as_ref().and_then(ShownResult::shown);
        description.levels.extend(level.map(|level| RubricLevel {
            id: level.iri.clone(),
            name: level.label_in(&self.language),
            level: level.notation.clone(),
            others: Object::new(),
        }));
        description
    }

    fn by_assessment(&self, assessment: &Assessment) -> Option<ResultDescription> {
        Some(self.described(assessment.specification.as_ref()?, assessment.title.as_ref(), "Result"))
    }

    /// One per competence and per assessment, in the order of their descriptions.
    fn outcomes(&self) -> Vec<Outcome> {
        let Some(specification) = &self.specification else { return Vec::new() };
        let competences = specification.outcomes.iter().filter_map(|outcome| {
            let result = outcome.result.as_ref()?;
            let level = result.shown().map(|level| level.iri.clone());
            let value = level.is_none().then(|| result.note.best(&self.language).to_owned());
            Some(came_out(&outcome.id, value, level))
        });
        let assessments = self.assessments.iter().filter_map(|assessment| {
            let value = assessment.grade.as_ref()?.best(&self.language).to_owned();
            Some(came_out(assessment.specification.as_ref()?, Some(value), None))
        });
        competences.chain(assessments).collect()
    }
}

fn came_out(description: &Iri, value: Option<String>, achieved_level: Option<Iri>) -> Outcome {
    let (description, alignments) = (Some(description.clone()), Vec::new());
    Outcome { id: None, description, value, status: None, achieved_level, alignments, others: Object::new() }
}

fn alignment(concept: &Concept, language: &Language) -> Alignment {
    Alignment {
        id: None,
        target_name: concept.label_in(language),
        target_url: concept.iri.as_str().to_owned(),
        target_code: concept.notation.clone(),
        target_framework: concept.scheme.as_ref().map(|scheme| scheme.as_str().to_owned()),
        target_type: None,
        others: Object::new(),
    }
}

impl Organisation {
    fn profile(&self, language: &Language) -> Issuer {
        let name = self.legal_name.as_ref().map(|name| name.best(language).to_owned());
        Issuer { id: self.id.clone(), name, url: None, others: Object::new() }
    }
}

impl Learner {
    /// The name as the parts give it, and the whole where it is another.
    fn identities(&self) -> Vec<RecipientIdentity> {
        let part = |name: &Option<NameIn>| name.as_ref().map(|name| name.name.as_str().to_owned());
        let parts = match (part(&self.given), part(&self.family)) {
            (Some(given), Some(family)) => Some(format!("{given} {family}")),
            (one, other) => one.or(other),
        };
        let full = part(&self.full).filter(|full| Some(full) != parts.as_ref());
        let identity = |name| RecipientIdentity {
            kind: "name".to_owned(),
            value: IdentityHash::Plain(name),
            others: Object::new(),
        };
        parts.into_iter().chain(full).map(identity).collect()
    }
}
