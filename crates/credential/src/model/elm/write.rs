//! Words a credential as a European Digital Credential: the envelope, the learner, the achievement.
//! Everything it says stands in the credential; ids of nodes are the only thing it makes.

use super::node::{Ids, and, concept, named, set, texts, texts_if_any};
use super::write_parts::{Bodies, assessment, entitlement, specification};
use super::{CONTEXTS, CREDENTIAL, NUMBER, SCHEMA};
use crate::credential::{Credential, Display, Learner, Learning, NameIn, Page};
use crate::document::{Document, Json, Object};
use crate::id::Iri;
use crate::lint::LintFault;
use crate::text::Language;
use crate::vocabulary::{Concept, Vocabulary};

pub(crate) fn write(credential: &Credential) -> Result<Document, LintFault> {
    let lacks = "a credential without its learning part is not worded in the European Learning Model";
    let learning = credential.learning.as_deref().ok_or_else(|| LintFault::format(lacks))?;
    if !credential.status.is_empty() {
        return Err(LintFault::format("a European credential carries no status; it is asked by certificate number"));
    }
    let (mut ids, mut bodies) = (Ids::default(), Bodies::default());
    let issued = learning.issued.to_string();
    let until = credential.validity.until().map(|until| until.to_string());
    let root = Object::new()
        .with("@context", CONTEXTS.to_vec())
        .with("id", credential.id.as_str())
        .with("type", vec!["VerifiableCredential", CREDENTIAL])
        .with("credentialSchema", vec![named(SCHEMA, "ShaclValidator2017")])
        .with_some("credentialProfiles", of(Vocabulary::Profile, "generic").map(|profile| vec![concept(&profile)]))
        .with("issuanceDate", issued.as_str())
        .with("issued", issued.as_str())
        .with("validFrom", credential.validity.from().to_string())
        .with_some("validUntil", until.as_deref())
        .with_some("expirationDate", until.as_deref())
        .with("issuer", bodies.organisation(&learning.issuer, &mut ids))
        .with("displayParameter", display(learning, &mut ids))
        .with("credentialSubject", subject(credential, learning, &mut ids, &mut bodies));
    Ok(Document::composed(and(root, &credential.others)))
}

/// The concept of a word that its vocabulary is known to have.
fn of(vocabulary: Vocabulary, word: &str) -> Option<Concept> {
    vocabulary.named(word).ok()
}

fn language(language: &Language) -> Option<Json> {
    of(Vocabulary::Language, language.as_str()).map(|language| concept(&language).into())
}

fn display(learning: &Learning, ids: &mut Ids) -> Object {
    let Display { title, pages, others } = &learning.display;
    let mut shown: Vec<&Language> = Vec::new();
    for page in pages.iter().filter(|page| page.number == 1) {
        shown.push(&page.language);
    }
    let languages: Vec<Json> = shown.iter().filter_map(|tag| language(tag)).collect();
    let own = ids.node("DisplayParameter");
    let views: Vec<Object> = shown.iter().map(|tag| view(tag, pages, ids)).collect();
    let object = own
        .with_some("title", texts_if_any(title.as_ref()))
        .with_some("primaryLanguage", language(&learning.language))
        .with_some("language", (!languages.is_empty()).then_some(languages))
        .with_some("individualDisplay", set(views));
    and(object, others)
}

fn view(tag: &Language, pages: &[Page], ids: &mut Ids) -> Object {
    let own = ids.node("IndividualDisplay").with_some("language", language(tag));
    let details = pages.iter().filter(|page| page.language == *tag).map(|page| {
        let detail = ids.node("DisplayDetail").with("page", page.number);
        let image = ids.node("MediaObject").with("content", page.content.as_str());
        let encoding = of(Vocabulary::Encoding, "base64").map(|base64| concept(&base64));
        detail.with(
            "image",
            image.with_some("contentEncoding", encoding).with("contentType", concept(&page.content_type)),
        )
    });
    let details: Vec<Object> = details.collect();
    own.with_some("displayDetail", set(details))
}

fn subject(credential: &Credential, learning: &Learning, ids: &mut Ids, bodies: &mut Bodies) -> Object {
    let Learner { given, family, full } = match &learning.learner {
        Some(learner) => learner.clone(),
        None => Learner { given: None, family: None, full: None },
    };
    let name = |name: Option<NameIn>| name.map(|one| Object::new().with(one.language.as_str(), one.name.as_str()));
    let mut claims = vec![achievement(credential, learning, ids, bodies)];
    claims.extend(learning.other_claims.iter().cloned());
    let person = Object::new()
        .with_some("id", credential.recipient.id.as_ref().map(Iri::as_str))
        .with("type", "Person")
        .with_some("givenName", name(given))
        .with_some("familyName", name(family))
        .with_some("fullName", name(full))
        .with("hasClaim", claims);
    and(person, &credential.subject_others)
}

fn achievement(credential: &Credential, learning: &Learning, ids: &mut Ids, bodies: &mut Bodies) -> Object {
    let own = ids.node("LearningAchievement");
    let number = credential
        .number
        .as_deref()
        .map(|number| ids.node("Identifier").with("notation", number).with("schemeName", NUMBER));
    let asked_at = learning
        .asked_at
        .as_ref()
        .map(|asked| ids.node("WebResource").with("title", texts(&asked.title)).with("contentURL", asked.url.as_str()));
    let object = own
        .with_some("title", texts_if_any(learning.title.as_ref()))
        .with_some("description", texts_if_any(learning.description.as_ref()))
        .with_some("identifier", number.map(|number| vec![number]))
        .with("awardedBy", bodies.award(&learning.awarded_by, credential.awarded, ids))
        .with_some("supplementaryDocument", asked_at.map(|asked| vec![asked]))
        .with_some("specifiedBy", learning.specification.as_ref().map(|told| specification(told, ids, bodies)))
        .with_some(
            "provenBy",
            set(learning.assessments.iter().map(|one| assessment(one, learning, ids, bodies)).collect()),
        )
        .with_some(
            "entitlesTo",
            set(learning.entitlements.iter().map(|one| entitlement(one, learning, ids, bodies)).collect()),
        );
    and(object, &learning.others)
}
