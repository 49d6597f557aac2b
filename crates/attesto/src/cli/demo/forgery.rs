//! Forgeries of the demo's own badges, one kind each; `verify` must name every one.

use std::path::{Path, PathBuf};

use attesto_credential::{Credential, DataModel, Document, Format, Json, Limits, Object, Statement, lint};
use attesto_securing::{Contexts, KeyId, SigningKey, seal};

use crate::fault::{Failure, Fault};
use crate::world::entropy::System;
use crate::world::files::{self, Audience};

/// How many kinds there are.
pub(super) const KINDS: usize = 5;

/// Writes the forgeries and gives their files.
pub(super) fn make(folder: &Path, badges: &[PathBuf], issuer: &str) -> Result<Vec<PathBuf>, Failure> {
    let badge = |index: usize| {
        let path = badges.get(index).ok_or_else(|| bug("there are too few badges to forge"))?;
        read(&path.join("badge.json"))
    };
    let (real, other) = (badge(0)?, badge(1)?);
    let forgeries: [(&str, Document); KINDS] = [
        ("changed-mark.json", changed_mark(&real)?),
        ("changed-list.json", changed_list(&real)?),
        ("renamed-until.json", renamed_until(&real)?),
        ("another-key.json", another_key(&real, issuer)?),
        ("another-proof.json", another_proof(&real, &other)?),
    ];
    let mut written = Vec::new();
    for (name, document) in forgeries {
        let path = folder.join(name);
        files::write(&path, document.to_text().as_bytes(), Audience::All)?;
        written.push(path);
    }
    Ok(written)
}

fn bug(why: impl std::fmt::Display) -> Failure {
    Failure::new(Fault::Bug, "demo", why)
}

fn read(path: &Path) -> Result<Document, Failure> {
    Document::parse(&files::read(path, 1 << 20)?, &Limits::default()).map_err(bug)
}

/// A document with one of its values replaced, wherever it first stands.
fn replaced(document: &Document, replace: &mut dyn FnMut(&str, &Json) -> Option<Json>) -> Result<Document, Failure> {
    let mut done = false;
    let root = walk(document.root(), replace, &mut done);
    if done { Ok(Document::composed(root)) } else { Err(bug("the badge has nothing to forge")) }
}

fn walk(object: &Object, replace: &mut dyn FnMut(&str, &Json) -> Option<Json>, done: &mut bool) -> Object {
    let member = |(key, value): (&str, &Json)| {
        let new = if *done { None } else { replace(key, value) };
        let value = match new {
            Some(new) => {
                *done = true;
                new
            }
            None => within(value, replace, done),
        };
        (key.to_owned(), value)
    };
    object.iter().map(member).collect()
}

fn within(value: &Json, replace: &mut dyn FnMut(&str, &Json) -> Option<Json>, done: &mut bool) -> Json {
    match value {
        Json::Object(inner) => Json::Object(walk(inner, replace, done)),
        Json::Array(elements) => Json::Array(elements.iter().map(|element| within(element, replace, done)).collect()),
        other => other.clone(),
    }
}

/// A better mark.
fn changed_mark(real: &Document) -> Result<Document, Failure> {
    replaced(real, &mut |key, value| (key == "value" && value.as_str().is_some()).then(|| Json::from("99")))
}

/// Another entry in a list, which some libraries do not sign.
fn changed_list(real: &Document) -> Result<Document, Failure> {
    replaced(real, &mut |key, value| {
        let list = value.as_array().filter(|_| key == "allowedValue")?;
        Some(Json::Array(list.iter().skip(1).cloned().chain([Json::from("FORGED")]).collect()))
    })
}

/// The same signed statements, so that the signature holds, with the expiry where no reader of `validUntil` looks.
fn renamed_until(real: &Document) -> Result<Document, Failure> {
    let typed = |value: &Json| {
        let datatype = Json::from("http://www.w3.org/2001/XMLSchema#dateTime");
        Json::Object([("@value".to_owned(), value.clone()), ("@type".to_owned(), datatype)].into_iter().collect())
    };
    let rename = |(key, value): (&str, &Json)| match key {
        "validUntil" => ("https://www.w3.org/2018/credentials#validUntil".to_owned(), typed(value)),
        _ => (key.to_owned(), value.clone()),
    };
    Ok(Document::composed(real.root().iter().map(rename).collect()))
}

/// A whole badge of the forger's own, with a key of the forger's under the issuer's name.
fn another_key(real: &Document, issuer: &str) -> Result<Document, Failure> {
    let credential = Credential::read(real, DataModel::OpenBadges).map_err(bug)?;
    let name = KeyId::parse(&format!("{issuer}#credentials-2")).map_err(bug)?;
    let key = SigningKey::generate(&mut System).map_err(bug)?.named(name);
    let at = credential.validity.from();
    let linted = lint(credential, Format::OPEN_BADGE).map_err(bug)?;
    let sealed = seal(vec![linted], &key, &Contexts::pinned(), at).map_err(bug)?;
    let text = sealed.first().ok_or_else(|| bug("nothing was sealed"))?.text().to_owned();
    Document::parse(text.as_bytes(), &Limits::default()).map_err(bug)
}

/// The proof of one badge under another.
fn another_proof(real: &Document, other: &Document) -> Result<Document, Failure> {
    let proof = other.root().get("proof").ok_or_else(|| bug("a badge has no proof"))?;
    Ok(real.clone().with("proof", proof.clone()))
}
