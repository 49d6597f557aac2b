//! Reads a European Digital Credential, ours or foreign: what is not modelled is kept, not refused.
//! A status that stands there is refused: no reader knows what it would mean, and it must not be taken for none.

use super::read_parts::{
    Award, accreditations, assessments, award, concept, concepts, entitlements, local_text, name, organisation,
    outcomes,
};
use super::{ASKED, NUMBER};
use crate::credential::{
    AskedAt, Credential, Display, Learner, Learning, Organisation, Page, Specification, SpecificationKind, Unmodelled,
};
use crate::document::{Document, Json, Object};
use crate::id::{CredentialId, Iri};
use crate::model::{Misread, Node};
use crate::text::Language;
use crate::time::{Timestamp, Validity};
use crate::vocabulary::Vocabulary;

/// What is said around the achievement.
struct Around {
    language: Language,
    issued: Timestamp,
    issuer: Organisation,
    learner: Option<Learner>,
    display: Display,
    other_claims: Vec<Unmodelled>,
}

pub(crate) fn read(document: &Document) -> Result<Credential, Misread> {
    let mut node = Node::root(document);
    for key in ["@context", "type", "credentialSchema", "credentialProfiles", "issuanceDate", "expirationDate"] {
        node.skip(key);
    }
    if node.peek("credentialStatus").is_some() {
        return Err(Misread::new(
            "/credentialStatus",
            "the profile leaves no room for a status; nothing may stand here",
        ));
    }
    let id = CredentialId::from_iri(node.need_iri("id")?);
    let validity = validity(&mut node)?;
    let issued = node.need_time("issued")?;
    let issuer = node.child("issuer").ok_or_else(|| Misread::new("/issuer", "one organisation is needed"))?;
    let issuer = organisation(issuer)?;
    let (language, display) = display(&mut node)?;
    let subject = node.child("credentialSubject");
    let mut subject = subject.ok_or_else(|| Misread::new("/credentialSubject", "one person is needed"))?;
    subject.skip("type");
    let recipient = subject.iri("id")?;
    let learner = learner(&mut subject);
    let nothing = Object::new();
    let (claim, other_claims) = claims(&mut subject, &nothing);
    let mut claim = Node::of(claim);
    let (number, award) = (number(&mut claim), award(&mut claim)?);
    let around = Around { language, issued, issuer, learner, display, other_claims };
    let awarded = award.at;
    let learning = learning(claim, around, award)?;
    let credential = learning.credential(id, recipient, number, validity, awarded);
    Ok(Credential { subject_others: subject.rest(), others: node.rest(), ..credential })
}

fn validity(node: &mut Node<'_>) -> Result<Validity, Misread> {
    let (from, until) = (node.need_time("validFrom")?, node.time("validUntil")?);
    Validity::new(from, until).map_err(|_| Misread::new("/validUntil", "it must lie after validFrom"))
}

fn english() -> Result<Language, Misread> {
    Language::parse("en").map_err(|_| Misread::new("/displayParameter/primaryLanguage", "a language is needed"))
}

fn display(node: &mut Node<'_>) -> Result<(Language, Display), Misread> {
    let Some(mut parameter) = node.child("displayParameter") else {
        return Ok((english()?, Display { title: None, pages: Vec::new(), others: Object::new() }));
    };
    for key in ["id", "type", "language"] {
        parameter.skip(key);
    }
    let language = match parameter.peek("primaryLanguage").and_then(tag) {
        Some(language) => language,
        None => english()?,
    };
    parameter.skip("primaryLanguage");
    let pages = parameter.peek("individualDisplay").and_then(pages);
    if pages.is_some() {
        parameter.skip("individualDisplay");
    }
    let title = local_text(&mut parameter, "title");
    Ok((language, Display { title, pages: pages.unwrap_or_default(), others: parameter.rest() }))
}

/// The language of a concept of the Union's table.
fn tag(value: &Json) -> Option<Language> {
    Language::parse(Vocabulary::Language.word(&concept(value)?)?).ok()
}

/// The pages, if every one is a picture in base64 in a known language.
fn pages(value: &Json) -> Option<Vec<Page>> {
    let mut pages = Vec::new();
    for view in value.as_set() {
        let view = view.as_object()?;
        let language = tag(view.get("language")?)?;
        for detail in view.get("displayDetail")?.as_set() {
            let detail = detail.as_object()?;
            let number = match detail.get("page")? {
                Json::Number(number) => number.as_str().parse().ok()?,
                _ => return None,
            };
            let image = detail.get("image")?.as_object()?;
            let (content, content_type) = (image.text("content")?.to_owned(), concept(image.get("contentType")?)?);
            pages.push(Page { language: language.clone(), number, content, content_type });
        }
    }
    Some(pages)
}

fn learner(subject: &mut Node<'_>) -> Option<Learner> {
    let (given, family) = (name(subject, "givenName"), name(subject, "familyName"));
    let full = name(subject, "fullName");
    (given.is_some() || family.is_some() || full.is_some()).then_some(Learner { given, family, full })
}

/// The first achievement, and the claims beside it.
fn claims<'a>(subject: &mut Node<'a>, nothing: &'a Object) -> (&'a Object, Vec<Unmodelled>) {
    let all = subject.peek("hasClaim").map_or(&[][..], Json::as_set);
    let is_achievement = |claim: &Object| {
        let types = claim.get("type").map_or(&[][..], Json::as_set);
        types.iter().any(|class| class.as_str() == Some("LearningAchievement"))
    };
    let objects: Vec<&Object> = all.iter().filter_map(Json::as_object).collect();
    if objects.len() != all.len() {
        return (nothing, Vec::new());
    }
    subject.skip("hasClaim");
    let first = objects.iter().position(|claim| is_achievement(claim));
    let others = objects.iter().enumerate().filter(|(place, _)| Some(*place) != first);
    let others = others.map(|(_, claim)| (*claim).clone()).collect();
    (first.and_then(|first| objects.get(first).copied()).unwrap_or(nothing), others)
}

/// The certificate number, where an identifier is called so.
fn number(claim: &mut Node<'_>) -> Option<String> {
    let all = claim.peek("identifier").map_or(&[][..], Json::as_set);
    let ours = all.iter().filter_map(Json::as_object).find(|one| one.text("schemeName") == Some(NUMBER))?;
    let number = ours.text("notation")?.to_owned();
    if all.len() == 1 {
        claim.skip("identifier");
    }
    Some(number)
}

fn asked_at(claim: &mut Node<'_>) -> Option<AskedAt> {
    let [one] = claim.peek("supplementaryDocument")?.as_set() else { return None };
    let mut one = Node::of(one.as_object()?);
    let url = one.text("contentURL").filter(|url| url.ends_with(ASKED))?;
    let asked = AskedAt { url: Iri::parse(&url).ok()?, title: local_text(&mut one, "title")? };
    claim.skip("supplementaryDocument");
    Some(asked)
}

fn learning(mut claim: Node<'_>, around: Around, award: Award) -> Result<Learning, Misread> {
    let Around { language, issued, issuer, learner, display, other_claims } = around;
    for key in ["id", "type"] {
        claim.skip(key);
    }
    Ok(Learning {
        language,
        issued,
        issuer,
        learner,
        title: local_text(&mut claim, "title"),
        description: local_text(&mut claim, "description"),
        asked_at: asked_at(&mut claim),
        specification: claim.child("specifiedBy").map(specification).transpose()?,
        assessments: assessments(&mut claim, &award)?,
        entitlements: entitlements(&mut claim, &award)?,
        awarded_by: award.by,
        display,
        other_claims,
        others: claim.rest(),
    })
}

fn specification(mut node: Node<'_>) -> Result<Specification, Misread> {
    let classes = node.peek("type").map_or(&[][..], Json::as_set);
    let qualification = classes.iter().any(|class| class.as_str() == Some("Qualification"));
    node.skip("type");
    let concept_of = |node: &mut Node<'_>, key| concepts(node, key).into_iter().next();
    Ok(Specification {
        id: node.need_iri("id")?,
        kind: if qualification { SpecificationKind::Qualification } else { SpecificationKind::Achievement },
        title: local_text(&mut node, "title"),
        description: local_text(&mut node, "description"),
        thematic_areas: concepts(&mut node, "thematicArea"),
        languages: concepts(&mut node, "language"),
        setting: concept_of(&mut node, "learningSetting"),
        workload: node.text("volumeOfLearning"),
        modes: concepts(&mut node, "mode"),
        entry_requirement: entry_requirement(&mut node),
        eqf: concept_of(&mut node, "eqfLevel"),
        nqf: concepts(&mut node, "nqfLevel"),
        accreditations: accreditations(&mut node)?,
        outcomes: outcomes(&mut node)?,
        others: node.rest(),
    })
}

fn entry_requirement(node: &mut Node<'_>) -> Option<crate::text::LocalText> {
    let note = node.peek("entryRequirement")?.as_object()?;
    let text = local_text(&mut Node::of(note), "noteLiteral")?;
    node.skip("entryRequirement");
    Some(text)
}
