//! Reads the parts of an achievement: texts, concepts, organisations, outcomes, assessments, quality, entitlements.
//! A member that is not of the form we know stays among the others of its node.

use std::collections::BTreeMap;

use crate::credential::{
    Accreditation, Assessment, Entitlement, LearningOutcome, LegalIdentifier, NameIn, Organisation, ShownResult,
};
use crate::document::{Json, Object};
use crate::id::Iri;
use crate::model::{Misread, Node};
use crate::text::{Language, Line, LocalText};
use crate::time::Timestamp;
use crate::vocabulary::Concept;

/// By whom and when something was awarded.
pub(super) struct Award {
    pub(super) by: Vec<Organisation>,
    pub(super) at: Option<Timestamp>,
}

/// Texts by language, one line each; left where it stands if any is more.
pub(super) fn local_text<'a>(node: &mut Node<'a>, key: &'a str) -> Option<LocalText> {
    let text = texts(node.peek(key)?)?;
    node.skip(key);
    Some(text)
}

fn texts(value: &Json) -> Option<LocalText> {
    let mut texts = BTreeMap::new();
    for (tag, text) in value.as_object()?.iter() {
        let [text] = text.as_set() else { return None };
        texts.insert(Language::parse(tag).ok()?, Line::parse(text.as_str()?).ok()?);
    }
    LocalText::new(texts).ok()
}

/// A name in its one language.
pub(super) fn name<'a>(node: &mut Node<'a>, key: &'a str) -> Option<NameIn> {
    let text = texts(node.peek(key)?)?;
    let mut names = text.iter();
    let (Some((language, name)), None) = (names.next(), names.next()) else { return None };
    let name = NameIn { language: language.clone(), name: name.clone() };
    node.skip(key);
    Some(name)
}

pub(super) fn concept(value: &Json) -> Option<Concept> {
    let object = value.as_object()?;
    let scheme = object.get("inScheme").and_then(|scheme| scheme.as_str().or_else(|| scheme.as_object()?.text("id")));
    Some(Concept {
        iri: Iri::parse(object.text("id")?).ok()?,
        scheme: scheme.and_then(|scheme| Iri::parse(scheme).ok()),
        label: object.get("prefLabel").and_then(texts),
        notation: object.text("notation").map(str::to_owned),
    })
}

/// The concepts under a key; left where they stand if any is none.
pub(super) fn concepts<'a>(node: &mut Node<'a>, key: &'a str) -> Vec<Concept> {
    let all = node.peek(key).map_or(&[][..], Json::as_set);
    let read: Option<Vec<Concept>> = all.iter().map(concept).collect();
    if read.is_some() {
        node.skip(key);
    }
    read.unwrap_or_default()
}

fn one<'a>(node: &mut Node<'a>, key: &'a str) -> Option<Concept> {
    concepts(node, key).into_iter().next()
}

fn each<'a, T>(nodes: Vec<Node<'a>>, read: impl Fn(Node<'a>) -> Result<T, Misread>) -> Result<Vec<T>, Misread> {
    nodes.into_iter().map(read).collect()
}

pub(super) fn organisation(mut node: Node<'_>) -> Result<Organisation, Misread> {
    node.skip("type");
    let id = node.need_iri("id")?;
    let legal_name = local_text(&mut node, "legalName");
    let legal_identifier = node.peek("eIDASIdentifier").and_then(legal_identifier);
    if legal_identifier.is_some() {
        node.skip("eIDASIdentifier");
    }
    let (registration, vat) = (bare_identifier(&mut node, "registration"), bare_identifier(&mut node, "vatIdentifier"));
    let country = node.peek("location").and_then(country);
    if country.is_some() {
        node.skip("location");
    }
    Ok(Organisation { id, legal_name, legal_identifier, registration, vat, country, others: node.rest() })
}

fn legal_identifier(value: &Json) -> Option<LegalIdentifier> {
    let object = value.as_object()?;
    Some(LegalIdentifier { notation: object.text("notation")?.to_owned(), country: concept(object.get("spatial")?)? })
}

/// The only identifier under a key, where it has nothing but number and country.
fn bare_identifier<'a>(node: &mut Node<'a>, key: &'a str) -> Option<LegalIdentifier> {
    let [one] = node.peek(key)?.as_set() else { return None };
    let bare = one.as_object()?.iter().all(|(name, _)| matches!(name, "id" | "type" | "notation" | "spatial"));
    let identifier = legal_identifier(one).filter(|_| bare)?;
    node.skip(key);
    Some(identifier)
}

/// The country of the only address; more of an address is left where it stands.
fn country(value: &Json) -> Option<Concept> {
    let only = |value: &Json, key: &str| -> Option<Json> {
        let [one] = value.as_set() else { return None };
        let object = one.as_object()?;
        object.iter().all(|(name, _)| matches!(name, "id" | "type") || name == key).then(|| object.get(key).cloned())?
    };
    concept(&only(&only(value, "address")?, "countryCode")?)
}

pub(super) fn award(node: &mut Node<'_>) -> Result<Award, Misread> {
    let Some(mut process) = node.child("awardedBy") else { return Ok(Award { by: Vec::new(), at: None }) };
    let at = process.time("awardingDate")?;
    Ok(Award { by: each(process.children("awardingBody"), organisation)?, at })
}

/// Takes the award of a part if it is that of the whole; another is kept as it stands.
fn same_award(node: &mut Node<'_>, award_of_whole: &Award) {
    let told = node.peek("awardedBy").and_then(Json::as_object).map(|object| {
        let wrapped = Object::new().with("awardedBy", object.clone());
        award(&mut Node::of(&wrapped)).is_ok_and(|told| told.by == award_of_whole.by && told.at.is_none())
    });
    if told == Some(true) {
        node.skip("awardedBy");
    }
}

pub(super) fn accreditations(node: &mut Node<'_>) -> Result<Vec<Accreditation>, Misread> {
    each(node.children("accreditation"), |mut node| {
        node.skip("id");
        node.skip("type");
        Ok(Accreditation {
            title: local_text(&mut node, "title"),
            kind: one(&mut node, "dcType"),
            issued: node.time("dateIssued")?,
            expires: node.time("expiryDate")?,
            agent: node.child("accreditingAgent").map(organisation).transpose()?,
            others: node.rest(),
        })
    })
}

pub(super) fn outcomes(node: &mut Node<'_>) -> Result<Vec<LearningOutcome>, Misread> {
    each(node.children("learningOutcome"), |mut node| {
        node.skip("type");
        let result = node.peek("additionalNote").and_then(result);
        if result.is_some() {
            node.skip("additionalNote");
        }
        Ok(LearningOutcome {
            id: node.need_iri("id")?,
            title: local_text(&mut node, "title"),
            kind: one(&mut node, "dcType"),
            reuse: one(&mut node, "reusabilityLevel"),
            skills: concepts(&mut node, "relatedESCOSkill"),
            result,
            others: node.rest(),
        })
    })
}

/// A note on a step of a scale.
fn result(value: &Json) -> Option<ShownResult> {
    let [note] = value.as_set() else { return None };
    let note = note.as_object()?;
    Some(ShownResult { note: texts(note.get("noteLiteral")?)?, step: concept(note.get("subject")?)? })
}

pub(super) fn assessments(node: &mut Node<'_>, award: &Award) -> Result<Vec<Assessment>, Misread> {
    each(node.children("provenBy"), |mut node| {
        node.skip("id");
        node.skip("type");
        same_award(&mut node, award);
        let mut specification = node.child("specifiedBy");
        let title = local_text(&mut node, "title");
        let grade = node.peek("grade").and_then(|grade| texts(grade.as_object()?.get("noteLiteral")?));
        if grade.is_some() {
            node.skip("grade");
        }
        Ok(Assessment {
            specification: specification.as_mut().map(|told| told.need_iri("id")).transpose()?,
            title,
            grade,
            kind: specification.as_mut().and_then(|told| one(told, "dcType")),
            modes: specification.as_mut().map(|told| concepts(told, "mode")).unwrap_or_default(),
            identity_checked: one(&mut node, "idVerification"),
            issued: node.time("dateIssued")?,
            others: node.rest(),
        })
    })
}

pub(super) fn entitlements(node: &mut Node<'_>, award: &Award) -> Result<Vec<Entitlement>, Misread> {
    each(node.children("entitlesTo"), |mut node| {
        node.skip("id");
        node.skip("type");
        same_award(&mut node, award);
        let mut specification = node.child("specifiedBy");
        Ok(Entitlement {
            title: local_text(&mut node, "title"),
            kind: specification.as_mut().and_then(|told| one(told, "dcType")),
            status: specification.as_mut().and_then(|told| one(told, "entitlementStatus")),
            occupations: specification.as_mut().map(|told| concepts(told, "limitOccupation")).unwrap_or_default(),
            others: node.rest(),
        })
    })
}
