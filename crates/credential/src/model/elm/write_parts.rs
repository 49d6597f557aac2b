//! Words the parts of an achievement: organisations, specification, outcomes, assessments, quality, entitlements.
//! An organisation stands in full wherever it is named, each time the very same.

use std::collections::BTreeMap;

use super::node::{Ids, and, concept, concept_if_any, concepts, named, set, texts, texts_if_any};
use crate::credential::{
    Accreditation, Assessment, Entitlement, Learning, LearningOutcome, LegalIdentifier, Organisation, Specification,
    SpecificationKind,
};
use crate::document::Object;
use crate::id::Iri;
use crate::time::Timestamp;
use crate::vocabulary::Concept;

/// The organisations that were worded, so that one id always stands over the same words.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    worded: BTreeMap<Iri, Object>,
}

impl Bodies {
    pub(super) fn organisation(&mut self, body: &Organisation, ids: &mut Ids) -> Object {
        if let Some(worded) = self.worded.get(&body.id) {
            return worded.clone();
        }
        let [identifier, registration, vat] =
            [&body.legal_identifier, &body.registration, &body.vat].map(|one| one.as_ref().map(|one| given(one, ids)));
        let location = body.country.as_ref().map(|country| vec![location(country, ids)]);
        let object = named(body.id.as_str(), "Organisation")
            .with_some("legalName", texts_if_any(body.legal_name.as_ref()))
            .with_some("eIDASIdentifier", identifier)
            .with_some("registration", registration)
            .with_some("vatIdentifier", vat.map(|vat| vec![vat]))
            .with_some("location", location);
        let object = and(object, &body.others);
        self.worded.insert(body.id.clone(), object.clone());
        object
    }

    /// The process by which something is awarded, by whom and when.
    pub(super) fn award(&mut self, by: &[Organisation], at: Option<Timestamp>, ids: &mut Ids) -> Object {
        let own = ids.node("AwardingProcess");
        let bodies = by.iter().map(|body| self.organisation(body, ids)).collect();
        own.with_some("awardingBody", set(bodies)).with_some("awardingDate", at.map(|at| at.to_string()))
    }
}

fn given(identifier: &LegalIdentifier, ids: &mut Ids) -> Object {
    let own = ids.node("LegalIdentifier").with("notation", identifier.notation.as_str());
    own.with("spatial", concept(&identifier.country))
}

fn location(country: &Concept, ids: &mut Ids) -> Object {
    let own = ids.node("Location");
    own.with("address", vec![ids.node("Address").with("countryCode", concept(country))])
}

pub(super) fn specification(told: &Specification, ids: &mut Ids, bodies: &mut Bodies) -> Object {
    let class = match told.kind {
        SpecificationKind::Achievement => "LearningAchievementSpecification",
        SpecificationKind::Qualification => "Qualification",
    };
    let object = named(told.id.as_str(), class)
        .with_some("title", texts_if_any(told.title.as_ref()))
        .with_some("description", texts_if_any(told.description.as_ref()))
        .with_some("eqfLevel", concept_if_any(told.eqf.as_ref()))
        .with_some("nqfLevel", concepts(&told.nqf))
        .with_some("thematicArea", concepts(&told.thematic_areas))
        .with_some("language", concepts(&told.languages))
        .with_some("learningSetting", concept_if_any(told.setting.as_ref()))
        .with_some("volumeOfLearning", told.workload.as_deref())
        .with_some("entryRequirement", told.entry_requirement.as_ref().map(|text| ids.note(text)))
        .with_some("mode", concepts(&told.modes))
        .with_some(
            "accreditation",
            set(told.accreditations.iter().map(|one| accreditation(one, ids, bodies)).collect()),
        )
        .with_some("learningOutcome", set(told.outcomes.iter().map(|one| outcome(one, ids)).collect()));
    and(object, &told.others)
}

fn accreditation(told: &Accreditation, ids: &mut Ids, bodies: &mut Bodies) -> Object {
    let object = ids
        .node("Accreditation")
        .with_some("title", texts_if_any(told.title.as_ref()))
        .with_some("dcType", concept_if_any(told.kind.as_ref()))
        .with_some("dateIssued", told.issued.map(|issued| issued.to_string()))
        .with_some("expiryDate", told.expires.map(|expires| expires.to_string()))
        .with_some("accreditingAgent", told.agent.as_ref().map(|agent| bodies.organisation(agent, ids)));
    and(object, &told.others)
}

fn outcome(told: &LearningOutcome, ids: &mut Ids) -> Object {
    let result = told.result.as_ref().map(|result| {
        vec![ids.node("Note").with("noteLiteral", texts(&result.note)).with("subject", concept(&result.step))]
    });
    let object = named(told.id.as_str(), "LearningOutcome")
        .with_some("title", texts_if_any(told.title.as_ref()))
        .with_some("dcType", concept_if_any(told.kind.as_ref()))
        .with_some("reusabilityLevel", concept_if_any(told.reuse.as_ref()))
        .with_some("relatedESCOSkill", concepts(&told.skills))
        .with_some("additionalNote", result);
    and(object, &told.others)
}

pub(super) fn assessment(told: &Assessment, learning: &Learning, ids: &mut Ids, bodies: &mut Bodies) -> Object {
    let own = ids.node("LearningAssessment");
    let specification = told.specification.as_ref().map(|id| {
        named(id.as_str(), "LearningAssessmentSpecification")
            .with_some("title", texts_if_any(told.title.as_ref()))
            .with_some("dcType", concept_if_any(told.kind.as_ref()))
            .with_some("mode", concepts(&told.modes))
    });
    let object = own
        .with_some("title", texts_if_any(told.title.as_ref()))
        .with("awardedBy", bodies.award(&learning.awarded_by, None, ids))
        .with_some("grade", told.grade.as_ref().map(|grade| ids.note(grade)))
        .with_some("dateIssued", told.issued.map(|issued| issued.to_string()))
        .with_some("idVerification", concept_if_any(told.identity_checked.as_ref()))
        .with_some("specifiedBy", specification);
    and(object, &told.others)
}

pub(super) fn entitlement(told: &Entitlement, learning: &Learning, ids: &mut Ids, bodies: &mut Bodies) -> Object {
    let own = ids.node("LearningEntitlement");
    let specification = ids
        .node("LearningEntitlementSpecification")
        .with_some("title", texts_if_any(told.title.as_ref()))
        .with_some("dcType", concept_if_any(told.kind.as_ref()))
        .with_some("entitlementStatus", concept_if_any(told.status.as_ref()))
        .with_some("limitOccupation", concepts(&told.occupations));
    let object = own
        .with_some("title", texts_if_any(told.title.as_ref()))
        .with("awardedBy", bodies.award(&learning.awarded_by, None, ids))
        .with("specifiedBy", specification);
    and(object, &told.others)
}
