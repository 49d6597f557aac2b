//! Reads flat claims, ours or foreign, as they were disclosed: what was held back is as if it had not been said.

use super::{IDENTITIES, RESULTS, SEED, SKILLS};
use crate::credential::{
    Achievement, Alignment, ClaimTerms, Credential, Criteria, HolderKey, IdentityHash, Issuer, Outcome, Recipient,
    RecipientIdentity, ResultDescription, RubricLevel, SaltSeed,
};
use crate::document::{Document, Json, Object};
use crate::id::{CredentialId, Iri};
use crate::model::{Misread, Node};
use crate::status::StatusEntry;
use crate::time::{Timestamp, Validity};

pub(crate) fn read(document: &Document) -> Result<Credential, Misread> {
    let mut node = Node::root(document);
    let vct = node.need_text("vct")?;
    let terms =
        ClaimTerms { integrity: node.text("vct#integrity"), holder: holder(&mut node)?, seed: seed(&mut node), vct };
    let issuer =
        Issuer { id: node.need_iri("iss")?, name: node.text("issuing_authority"), url: None, others: Object::new() };
    let validity = validity(&mut node)?;
    let status = statuses(&mut node)?;
    let number = node.text("certificate_number");
    let recipient = Recipient { id: node.iri("sub")?, identities: identities(&mut node) };
    let (result_descriptions, outcomes) = results(&mut node)?.into_iter().unzip();
    let achievement = achievement(&mut node, &terms.vct, result_descriptions)?;
    let id = identifier(&mut node, &terms.vct)?;
    Ok(Credential {
        id,
        name: achievement.as_ref().map(|one| one.name.clone()).filter(|name| !name.is_empty()),
        issuer,
        recipient,
        achievement: achievement.map(Into::into),
        outcomes,
        number,
        validity,
        awarded: None,
        status,
        learning: None,
        others: node.rest(),
        subject_others: Object::new(),
        terms: Some(terms),
    })
}

/// The copy's own id; a foreign one without any is named by its type, which the struct needs and nobody asks for.
fn identifier(node: &mut Node<'_>, vct: &str) -> Result<CredentialId, Misread> {
    if let Some(id) = node.text("jti").and_then(|id| Iri::parse(&id).ok()) {
        return Ok(CredentialId::from_iri(id));
    }
    let named = Iri::parse(vct).or_else(|_| Iri::parse("urn:ietf:params:oauth:token-type:jwt"));
    named.map(CredentialId::from_iri).map_err(|_| Misread::new("/vct", "a type is needed"))
}

fn seed(node: &mut Node<'_>) -> Option<SaltSeed> {
    let seed = node.peek(SEED).and_then(Json::as_str).and_then(SaltSeed::parse)?;
    node.skip(SEED);
    Some(seed)
}

/// A key that cannot be read must not be mistaken for none.
fn holder(node: &mut Node<'_>) -> Result<Option<HolderKey>, Misread> {
    if node.peek("cnf").is_none() {
        return Ok(None);
    }
    let jwk = node.need_object("cnf")?.get("jwk").and_then(Json::as_object);
    let jwk = jwk.ok_or_else(|| Misread::new("/cnf/jwk", "the holder's public key is needed as a JWK"))?;
    let why = "a public JWK of kty EC or OKP is needed, without any secret part";
    HolderKey::of(jwk).map(Some).map_err(|_| Misread::new("/cnf/jwk", why))
}

pub(crate) fn moment(node: &mut Node<'_>, claim: &'static str) -> Result<Option<Timestamp>, Misread> {
    let Some(value) = node.peek(claim) else { return Ok(None) };
    node.skip(claim);
    let whole = match value {
        Json::Number(number) => number.as_str().parse::<i64>().ok(),
        _ => None,
    };
    let moment = whole.and_then(|seconds| Timestamp::from_unix(seconds).ok());
    moment.map(Some).ok_or_else(|| Misread::new(&format!("/{claim}"), "whole seconds since 1970 are needed"))
}

/// A copy that does not say from when it holds, holds since it was made, or since ever.
fn validity(node: &mut Node<'_>) -> Result<Validity, Misread> {
    let (from, until, made) = (moment(node, "nbf")?, moment(node, "exp")?, moment(node, "iat")?);
    let epoch = Timestamp::from_unix(0).map_err(|_| Misread::new("/nbf", "whole seconds since 1970 are needed"));
    let from = from.or(made).map_or(epoch, Ok)?;
    Validity::new(from, until).map_err(|_| Misread::new("/exp", "it must lie after nbf"))
}

/// A status that cannot be read must not be mistaken for none.
fn statuses(node: &mut Node<'_>) -> Result<Vec<StatusEntry>, Misread> {
    if node.peek("status").is_none() {
        return Ok(Vec::new());
    }
    let entry = |(kind, members): (&str, &Json)| {
        let why = "each mechanism of the status must be an object";
        let members = members.as_object().ok_or_else(|| Misread::new(&format!("/status/{kind}"), why))?;
        Ok(StatusEntry { kind: kind.to_owned(), members: members.clone() })
    };
    node.need_object("status")?.iter().map(entry).collect()
}

fn identities(node: &mut Node<'_>) -> Vec<RecipientIdentity> {
    let identity = |(claim, kind): (&'static str, &str)| {
        let value = IdentityHash::Plain(node.text(claim)?);
        Some(RecipientIdentity { kind: kind.to_owned(), value, others: Object::new() })
    };
    IDENTITIES.into_iter().filter_map(identity).collect()
}

type Measured = (ResultDescription, Outcome);

/// The elements of ours; an array with anything else in it stays among the rest.
fn results(node: &mut Node<'_>) -> Result<Vec<Measured>, Misread> {
    let mut results = Vec::new();
    for claim in RESULTS {
        let read = node.peek(claim).and_then(Json::as_array).map(|elements| elements.iter().map(result));
        if let Some(read) = read.and_then(Iterator::collect::<Option<Vec<_>>>) {
            node.skip(claim);
            results.extend(read);
        }
    }
    Ok(results)
}

fn result(element: &Json) -> Option<Measured> {
    let object = element.as_object()?;
    let own = |key: &str| object.text(key).map(str::to_owned);
    let id = object.text("id").and_then(|id| Iri::parse(id).ok())?;
    let reached = object.get("level").and_then(Json::as_object).map(level);
    let levels: Vec<RubricLevel> = reached.map_or(Some(Vec::new()), |level| level.map(|level| vec![level]))?;
    let outcome = Outcome {
        id: None,
        description: Some(id.clone()),
        value: own("value"),
        status: own("status"),
        achieved_level: levels.first().map(|level| level.id.clone()),
        alignments: Vec::new(),
        others: Object::new(),
    };
    let description = ResultDescription {
        id,
        name: own("title")?,
        kind: own("type")?,
        allowed_values: Vec::new(),
        value_min: own("minimum"),
        value_max: own("maximum"),
        required_value: own("asked"),
        required_level: None,
        levels,
        alignments: Vec::new(),
        others: Object::new(),
    };
    Some((description, outcome))
}

fn level(object: &Object) -> Option<RubricLevel> {
    Some(RubricLevel {
        id: Iri::parse(object.text("id")?).ok()?,
        name: object.text("title")?.to_owned(),
        level: object.text("number").map(str::to_owned),
        others: Object::new(),
    })
}

/// What was achieved: by the id of its scheme, or, of a foreign copy, by its type.
fn achievement(
    node: &mut Node<'_>,
    vct: &str,
    result_descriptions: Vec<ResultDescription>,
) -> Result<Option<Achievement>, Misread> {
    let scheme = node.child("certification_scheme");
    let (id, version, human_code) = match scheme {
        Some(mut scheme) => (Some(scheme.need_iri("id")?), scheme.text("version"), scheme.text("code")),
        None => (Iri::parse(vct).ok(), None, None),
    };
    let Some(id) = id else { return Ok(None) };
    Ok(Some(Achievement {
        id,
        name: node.text("achievement_title").unwrap_or_default(),
        description: node.text("achievement_description").unwrap_or_default(),
        criteria: Criteria::default(),
        kind: None,
        version,
        human_code,
        language: language(node),
        alignments: skills(node),
        result_descriptions,
        related: Vec::new(),
        others: Object::new(),
    }))
}

fn language(node: &mut Node<'_>) -> Option<String> {
    match node.peek("language_of_classes").and_then(Json::as_array) {
        Some([Json::String(language)]) => {
            node.skip("language_of_classes");
            Some(language.to_string())
        }
        _ => None,
    }
}

fn skills(node: &mut Node<'_>) -> Vec<Alignment> {
    let read = |element: &Json| {
        let object = element.as_object()?;
        Some(Alignment {
            id: None,
            target_name: object.text("label")?.to_owned(),
            target_url: object.text("id")?.to_owned(),
            target_code: object.text("code").map(str::to_owned),
            target_framework: object.text("framework").map(str::to_owned),
            target_type: None,
            others: Object::new(),
        })
    };
    let elements = node.peek(SKILLS).and_then(Json::as_array).map(|elements| elements.iter().map(read));
    match elements.and_then(Iterator::collect::<Option<Vec<_>>>) {
        Some(skills) => {
            node.skip(SKILLS);
            skills
        }
        None => Vec::new(),
    }
}
