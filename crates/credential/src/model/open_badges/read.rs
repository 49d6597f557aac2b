//! Reads an Open Badge, ours or foreign: what is not modelled is kept, not refused.

use super::again;
use crate::credential::{
    Achievement, Alignment, Credential, Criteria, IdentityHash, Issuer, Outcome, Recipient, RecipientIdentity, Related,
    ResultDescription, RubricLevel,
};
use crate::document::{Document, Json, Object};
use crate::id::CredentialId;
use crate::model::{Misread, Node};
use crate::status::StatusEntry;
use crate::time::Validity;

pub(crate) fn read(document: &Document) -> Result<Credential, Misread> {
    let mut node = Node::root(document);
    for key in ["@context", "type", "proof"] {
        node.skip(key);
    }
    let id = CredentialId::from_iri(node.need_iri("id")?);
    let name = node.text("name");
    let issuer = issuer(&mut node)?;
    let from = node.need_time("validFrom")?;
    let until = node.time("validUntil")?;
    let validity =
        Validity::new(from, until).map_err(|_| Misread::new("/validUntil", "it must lie after validFrom"))?;
    let awarded = node.time("awardedDate")?;
    let status = statuses(&mut node)?;
    let subject = node.child("credentialSubject");
    let mut subject = subject.ok_or_else(|| Misread::new("/credentialSubject", "one object is needed"))?;
    subject.skip("type");
    let recipient = Recipient { id: subject.iri("id")?, identities: identities(&mut subject)? };
    let number = subject.text("licenseNumber");
    let achievement = subject.child("achievement").map(|node| again::achievement(node, achievement)).transpose()?;
    let outcomes = each(subject.children("result"), outcome)?;
    let subject_others = subject.rest();
    let others = node.rest();
    Ok(Credential {
        id,
        name,
        issuer,
        recipient,
        achievement,
        outcomes,
        number,
        validity,
        awarded,
        status,
        learning: None,
        others,
        subject_others,
        terms: None,
    })
}

fn each<'a, T>(nodes: Vec<Node<'a>>, read: impl Fn(Node<'a>) -> Result<T, Misread>) -> Result<Vec<T>, Misread> {
    nodes.into_iter().map(read).collect()
}

fn issuer(node: &mut Node<'_>) -> Result<Issuer, Misread> {
    if let Some(mut profile) = node.child("issuer") {
        profile.skip("type");
        let (id, name, url) = (profile.need_iri("id")?, profile.text("name"), profile.text("url"));
        return Ok(Issuer { id, name, url, others: profile.rest() });
    }
    Ok(Issuer { id: node.need_iri("issuer")?, name: None, url: None, others: Object::new() })
}

/// A status that cannot be read must not be mistaken for none.
fn statuses(node: &mut Node<'_>) -> Result<Vec<StatusEntry>, Misread> {
    let Some(value) = node.peek("credentialStatus") else { return Ok(Vec::new()) };
    let entries: Vec<StatusEntry> = node.children("credentialStatus").into_iter().map(status).collect();
    let whole = !entries.is_empty() && entries.len() == value.as_set().len();
    if whole { Ok(entries) } else { Err(Misread::new("/credentialStatus", "status entries must be objects")) }
}

fn status(node: Node<'_>) -> StatusEntry {
    let kind = node.peek("type").and_then(|kind| kind.as_set().first()).and_then(Json::as_str);
    StatusEntry { kind: kind.unwrap_or("").to_owned(), members: node.rest() }
}

fn identities(subject: &mut Node<'_>) -> Result<Vec<RecipientIdentity>, Misread> {
    each(subject.children("identifier"), |mut node| {
        node.skip("type");
        let hashed = node.truth("hashed")?;
        let text = node.need_text("identityHash")?;
        let kind = node.text("identityType").unwrap_or_default();
        let value = match hashed {
            true => IdentityHash::Hashed { hash: text, salt: node.text("salt") },
            false => IdentityHash::Plain(text),
        };
        Ok(RecipientIdentity { kind, value, others: node.rest() })
    })
}

fn achievement(mut node: Node<'_>) -> Result<Achievement, Misread> {
    node.skip("type");
    Ok(Achievement {
        id: node.need_iri("id")?,
        name: node.text("name").unwrap_or_default(),
        description: node.text("description").unwrap_or_default(),
        criteria: criteria(&mut node)?,
        kind: node.text("achievementType"),
        version: node.text("version"),
        human_code: node.text("humanCode"),
        language: node.text("inLanguage"),
        alignments: alignments(&mut node)?,
        result_descriptions: each(node.children("resultDescription"), description)?,
        related: related(&mut node)?,
        others: node.rest(),
    })
}

/// Criteria have two members in the standard; what else stands there is not shown.
fn criteria(node: &mut Node<'_>) -> Result<Criteria, Misread> {
    let Some(mut criteria) = node.child("criteria") else { return Ok(Criteria::default()) };
    criteria.skip("type");
    Ok(Criteria { id: criteria.iri("id")?, narrative: criteria.text("narrative") })
}

fn related(node: &mut Node<'_>) -> Result<Vec<Related>, Misread> {
    each(node.children("related"), |mut node| {
        Ok(Related { id: node.need_iri("id")?, language: node.text("inLanguage"), version: node.text("version") })
    })
}

fn alignments(node: &mut Node<'_>) -> Result<Vec<Alignment>, Misread> {
    each(node.children("alignment"), |mut node| {
        node.skip("type");
        Ok(Alignment {
            id: node.iri("id")?,
            target_name: node.text("targetName").unwrap_or_default(),
            target_url: node.text("targetUrl").unwrap_or_default(),
            target_code: node.text("targetCode"),
            target_framework: node.text("targetFramework"),
            target_type: node.text("targetType"),
            others: node.rest(),
        })
    })
}

fn description(mut node: Node<'_>) -> Result<ResultDescription, Misread> {
    node.skip("type");
    Ok(ResultDescription {
        id: node.need_iri("id")?,
        name: node.text("name").unwrap_or_default(),
        kind: node.text("resultType").unwrap_or_default(),
        allowed_values: node.texts("allowedValue"),
        value_min: node.text("valueMin"),
        value_max: node.text("valueMax"),
        required_value: node.text("requiredValue"),
        required_level: node.iri("requiredLevel")?,
        levels: each(node.children("rubricCriterionLevel"), level)?,
        alignments: alignments(&mut node)?,
        others: node.rest(),
    })
}

fn level(mut node: Node<'_>) -> Result<RubricLevel, Misread> {
    node.skip("type");
    let id = node.need_iri("id")?;
    let name = node.text("name").unwrap_or_default();
    let level = node.text("level");
    Ok(RubricLevel { id, name, level, others: node.rest() })
}

fn outcome(mut node: Node<'_>) -> Result<Outcome, Misread> {
    node.skip("type");
    Ok(Outcome {
        id: node.iri("id")?,
        description: node.iri("resultDescription")?,
        value: node.text("value"),
        status: node.text("status"),
        achieved_level: node.iri("achievedLevel")?,
        alignments: alignments(&mut node)?,
        others: node.rest(),
    })
}
