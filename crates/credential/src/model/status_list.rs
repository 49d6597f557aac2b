//! A status list as a credential of VC Data Model 2.0 (<https://www.w3.org/TR/vc-bitstring-status-list/>).
//! Ours name their issuer as a string, which some readers need; foreign ones may name an object.

use crate::document::{Document, Json, Object};
use crate::id::Iri;
use crate::model::{Misread, Node};
use crate::status::{Purpose, decimal};
use crate::status_list::{StatusBits, StatusList, siblings};

/// The class of a status list.
pub(crate) const CLASS: &str = "BitstringStatusListCredential";

const SUBJECT: &str = "BitstringStatusList";

const CONTEXT: &str = "https://www.w3.org/ns/credentials/v2";

pub(crate) fn write(list: &StatusList) -> Document {
    let related: Vec<Json> = list.siblings.iter().map(|sibling| sibling.to_object().into()).collect();
    let related = (!related.is_empty()).then_some(related);
    let root = Object::new()
        .with("@context", vec![CONTEXT])
        .with("id", list.id.as_str())
        .with("type", vec!["VerifiableCredential", CLASS])
        .with("issuer", list.issuer.as_str())
        .with_some("validFrom", list.from.map(|from| from.to_string()))
        .with_some("validUntil", list.until.map(|until| until.to_string()))
        .with_some("relatedResource", related)
        .with("credentialSubject", subject(list));
    Document::composed(root)
}

fn subject(list: &StatusList) -> Object {
    let purposes: Json = match list.purposes.as_slice() {
        [one] => one.as_str().into(),
        several => several.iter().map(Purpose::as_str).collect::<Vec<_>>().into(),
    };
    Object::new()
        .with("id", format!("{}#list", list.id))
        .with("type", SUBJECT)
        .with("statusPurpose", purposes)
        .with_some("ttl", list.ttl_seconds.map(|seconds| seconds.saturating_mul(1000)))
        .with("encodedList", list.bits.to_encoded())
}

pub(crate) fn read(document: &Document) -> Result<StatusList, Misread> {
    let mut node = Node::root(document);
    is_of(&node, CLASS, "/type", "BitstringStatusListCredential is needed")?;
    let id = node.need_iri("id")?;
    let issuer = issuer(&mut node)?;
    let (from, until) = (node.time("validFrom")?, node.time("validUntil")?);
    if matches!((from, until), (Some(from), Some(until)) if until <= from) {
        return Err(Misread::new("/validUntil", "it must lie after validFrom"));
    }
    let siblings = siblings(&mut node, &id)?;
    let subject = node.child("credentialSubject");
    let mut subject = subject.ok_or_else(|| Misread::new("/credentialSubject", "one object is needed"))?;
    is_of(&subject, SUBJECT, "/credentialSubject/type", "BitstringStatusList is needed")?;
    let (purposes, ttl_seconds) = (purposes(&mut subject)?, ttl_seconds(&subject)?);
    let bits = bits(&mut subject)?;
    Ok(StatusList { id, issuer, purposes, from, until, ttl_seconds, bits, siblings })
}

fn is_of(node: &Node<'_>, class: &str, pointer: &str, why: &'static str) -> Result<(), Misread> {
    let classes = node.peek("type").map_or(&[][..], Json::as_set);
    let found = classes.iter().any(|found| found.as_str() == Some(class));
    if found { Ok(()) } else { Err(Misread::new(pointer, why)) }
}

fn issuer(node: &mut Node<'_>) -> Result<Iri, Misread> {
    match node.child("issuer") {
        Some(mut profile) => profile.need_iri("id"),
        None => node.need_iri("issuer"),
    }
}

fn purposes(subject: &mut Node<'_>) -> Result<Vec<Purpose>, Misread> {
    let purposes: Vec<Purpose> = subject.texts("statusPurpose").iter().map(|word| Purpose::named(word)).collect();
    let why = "one purpose or more is needed, as strings";
    if purposes.is_empty() { Err(Misread::new("/credentialSubject/statusPurpose", why)) } else { Ok(purposes) }
}

/// Written in milliseconds; what is left of a second does not count.
fn ttl_seconds(subject: &Node<'_>) -> Result<Option<u64>, Misread> {
    let milliseconds = match subject.peek("ttl") {
        None => return Ok(None),
        Some(Json::Number(number)) => decimal(number.as_str()),
        Some(_) => None,
    };
    let why = "a number of milliseconds is needed";
    let milliseconds = milliseconds.ok_or_else(|| Misread::new("/credentialSubject/ttl", why))?;
    Ok(Some(milliseconds / 1000))
}

fn bits(subject: &mut Node<'_>) -> Result<StatusBits, Misread> {
    let pointer = "/credentialSubject/encodedList";
    let encoded = subject.string("encodedList").ok_or_else(|| Misread::new(pointer, "a string is needed"))?;
    StatusBits::from_encoded(encoded).map_err(|fault| Misread::new(pointer, fault.why()))
}
