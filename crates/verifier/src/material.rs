//! What was fetched for a case, and what could not be had. Whoever fetched it answers for it.
//! Nothing is fetched here: `Case::missing` says what is lacking, the roof brings it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use attesto_credential::{Did, Document, Iri, Limits, StatusPlace, Timestamp};
use attesto_securing::{BadDocument, Contexts, Digest, Keys};

use crate::content::Content;
use crate::memory::Memory;
use crate::report::{Report, Verdict};

/// Keys, vocabularies and lists, as given. A clone shares what was worked out, and goes its own way with what is added.
#[derive(Clone, Debug)]
pub struct Material {
    shared: Arc<Shared>,
    had: Had,
    revision: u64,
}

/// What was given for a case.
#[derive(Clone, Debug, Default)]
struct Had {
    keys: Keys,
    fetched: BTreeMap<Did, Timestamp>,
    absent: BTreeMap<Did, String>,
    answers: Vec<Listing>,
    issuers: BTreeMap<Iri, Result<Timestamp, String>>,
    insecure: BTreeSet<String>,
    listed: BTreeMap<Iri, Result<Listing, String>>,
    seen: BTreeMap<Iri, Timestamp>,
    shown: BTreeSet<(String, StatusPlace)>,
}

/// Vocabularies, with what was worked out under them.
#[derive(Debug)]
struct Shared {
    contexts: Contexts,
    memory: Memory,
}

/// A document by its URL, as it was fetched.
#[derive(Clone, Debug)]
pub(crate) struct Listing {
    content: Content,
    pub(crate) fetched: Timestamp,
}

impl Listing {
    /// As it came.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.content.bytes()
    }

    /// The digest of it.
    pub(crate) fn digest(&self) -> Digest {
        self.content.digest()
    }
}

/// A document that is not what it was fetched as.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadMaterial {
    /// Somebody else's document: it would speak for them.
    #[error("the document fetched for {asked} calls itself {found:?}; ask {asked} to publish its own")]
    OtherController {
        /// Whose was asked for.
        asked: String,
        /// Whose it says it is.
        found: String,
    },
    /// No DID document.
    #[error("the document fetched for {asked} cannot be used: {why}")]
    Unusable {
        /// Whose was asked for.
        asked: String,
        /// Why.
        #[source]
        why: BadDocument,
    },
}

impl Material {
    /// No material but the vocabularies.
    pub fn new(contexts: Contexts) -> Self {
        Self::under(Arc::new(Shared { contexts, memory: Memory::default() }))
    }

    /// No material but the same vocabularies, with what was worked out under them; for another case, or another thread.
    ///
    /// What was worked out never changes what is found, only what it costs.
    #[must_use]
    pub fn beside(&self) -> Self {
        Self::under(Arc::clone(&self.shared))
    }

    fn under(shared: Arc<Shared>) -> Self {
        Self { shared, had: Had::default(), revision: next_revision() }
    }

    /// What is had, to be changed: from then on it is another revision.
    fn change(&mut self) -> &mut Had {
        self.revision = next_revision();
        &mut self.had
    }

    /// Two materials of one revision hold the same: one is a clone of the other, and neither was changed since.
    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }

    /// The same with the DID document of a controller, as it was fetched at a moment.
    ///
    /// # Errors
    /// It is no DID document, or another's.
    pub fn with_document(mut self, controller: Did, bytes: &[u8], fetched: Timestamp) -> Result<Self, BadMaterial> {
        self.add_document(controller, bytes, fetched)?;
        Ok(self)
    }

    /// Adds the DID document of a controller, as it was fetched at a moment.
    ///
    /// # Errors
    /// It is no DID document, or another's; nothing is added then.
    pub fn add_document(&mut self, controller: Did, bytes: &[u8], fetched: Timestamp) -> Result<(), BadMaterial> {
        self.add_document_content(controller, &Content::new(bytes), fetched)
    }

    /// The same for one who has the content already, as others were given it too.
    ///
    /// # Errors
    /// As [`Material::add_document`].
    pub fn add_document_content(
        &mut self,
        controller: Did,
        content: &Content,
        fetched: Timestamp,
    ) -> Result<(), BadMaterial> {
        let unusable = |why| BadMaterial::Unusable { asked: controller.to_string(), why };
        let published = self.shared.memory.document(content);
        if published.as_ref().map_or("", |published| published.controller()) != controller.as_str() {
            says(content.bytes(), "id", controller.as_str())?;
        }
        let (published, had) = (published.map_err(unusable)?, self.change());
        had.keys.add_published(&published);
        had.absent.remove(&controller);
        had.fetched.insert(controller, fetched);
        Ok(())
    }

    /// Adds the metadata in which an issuer with an https id publishes its keys, as it was fetched at a moment.
    ///
    /// # Errors
    /// It is no such metadata, or another's; nothing is added then.
    pub fn add_issuer(&mut self, issuer: Iri, bytes: &[u8], fetched: Timestamp) -> Result<(), BadMaterial> {
        let unusable = |why| BadMaterial::Unusable { asked: issuer.to_string(), why };
        let published = self.shared.memory.issuer(bytes);
        if published.as_ref().map_or("", |published| published.controller()) != issuer.as_str() {
            says(bytes, "issuer", issuer.as_str())?;
        }
        let (published, had) = (published.map_err(unusable)?, self.change());
        had.keys.add_published(&published);
        had.issuers.insert(issuer, Ok(fetched));
        Ok(())
    }

    /// Notes that an issuer's metadata could not be had, and why.
    pub fn absent_issuer(&mut self, issuer: Iri, why: &str) {
        self.change().issuers.entry(issuer).or_insert_with(|| Err(why.to_owned()));
    }

    /// Whether it is settled what there is of an issuer's metadata.
    pub(crate) fn has_answer_for_issuer(&self, issuer: &Iri) -> bool {
        self.had.issuers.contains_key(issuer)
    }

    /// Adds what lies under a URL (a status list, or what stands beside one), as it was fetched at a moment.
    ///
    /// Whether it is what it should be is found in the judgement: a bad list is an answer, not an error.
    pub fn add_listed(&mut self, url: Iri, bytes: &[u8], fetched: Timestamp) {
        self.add_content(url, Content::new(bytes), fetched);
    }

    /// The same for one who has the content already, as others were given it too.
    pub fn add_content(&mut self, url: Iri, content: Content, fetched: Timestamp) {
        self.change().listed.insert(url, Ok(Listing { content, fetched }));
    }

    /// Notes that what lies under a URL could not be had, and why.
    pub fn absent_listed(&mut self, url: Iri, why: &str) {
        self.change().listed.entry(url).or_insert_with(|| Err(why.to_owned()));
    }

    /// Adds what a body answered when it was asked by certificate number and name, as it was had at a moment.
    ///
    /// Whether it holds, and of which copy it speaks, is found in the judgement.
    pub fn add_answer(&mut self, text: &str, had: Timestamp) {
        self.change().answers.push(Listing { content: Content::new(text.trim().as_bytes()), fetched: had });
    }

    /// What bodies answered.
    pub(crate) fn answers(&self) -> impl Iterator<Item = &Listing> {
        self.had.answers.iter()
    }

    /// Notes from when a status list counted that was seen under a URL before: an older one is not the present one.
    pub fn seen_list(&mut self, url: Iri, from: Timestamp) {
        let latest = self.change().seen.entry(url).or_insert(from);
        *latest = from.max(*latest);
    }

    /// Notes that what a report is about is shown together with what is judged; only what is valid counts as shown.
    pub fn shows(&mut self, report: &Report) {
        if let Some(subject) = report.subject().filter(|_| report.verdict() == Verdict::Valid) {
            let places = subject.places().iter().map(|place| (subject.issuer().to_owned(), place.clone()));
            self.change().shown.extend(places);
        }
    }

    /// Notes that a document, named by its DID or URL, came without protection on its way.
    pub fn insecure(&mut self, source: &str) {
        self.change().insecure.insert(source.to_owned());
    }

    /// Notes that a controller's document could not be had, and why.
    pub fn absent(&mut self, controller: Did, why: &str) {
        if !self.had.fetched.contains_key(&controller) {
            self.change().absent.insert(controller, why.to_owned());
        }
    }

    /// The same, knowing that a controller's document could not be had, and why.
    #[must_use]
    pub fn with_absent(mut self, controller: Did, why: &str) -> Self {
        self.absent(controller, why);
        self
    }

    /// When a controller's document was fetched.
    pub fn fetched(&self, controller: &Did) -> Option<Timestamp> {
        self.had.fetched.get(controller).copied()
    }

    /// Whether it is settled what there is of a controller: its document, or that it cannot be had.
    pub(crate) fn has_answer_for(&self, controller: &Did) -> bool {
        self.had.fetched.contains_key(controller) || self.had.absent.contains_key(controller)
    }

    /// Why a controller's document could not be had, if somebody tried.
    pub(crate) fn absence(&self, controller: &str) -> Option<&str> {
        let found = self.had.absent.iter().find(|(did, _)| did.as_str() == controller);
        let issuer = self.had.issuers.iter().find(|(issuer, _)| issuer.as_str() == controller);
        let issuer = issuer.and_then(|(_, answer)| answer.as_ref().err());
        found.map(|(_, why)| why.as_str()).or(issuer.map(String::as_str))
    }

    /// Whether a document, named by its DID or URL, came without protection.
    pub(crate) fn is_insecure(&self, source: &str) -> bool {
        self.had.insecure.contains(source)
    }

    /// What lies under a URL, or why it could not be had; `None` if nobody asked.
    pub(crate) fn listed(&self, url: &Iri) -> Option<Result<&Listing, &str>> {
        self.had.listed.get(url).map(|listing| listing.as_ref().map_err(String::as_str))
    }

    /// From when the latest list counted that was seen under a URL.
    pub(crate) fn latest_seen(&self, url: &Iri) -> Option<Timestamp> {
        self.had.seen.get(url).copied()
    }

    /// Whether an issuer's copy of a place is shown too.
    pub(crate) fn is_shown(&self, issuer: &Iri, place: &StatusPlace) -> bool {
        self.had.shown.contains(&(issuer.to_string(), place.clone()))
    }

    pub(crate) fn contexts(&self) -> &Contexts {
        &self.shared.contexts
    }

    /// What was worked out under these vocabularies.
    pub(crate) fn memory(&self) -> &Memory {
        &self.shared.memory
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.had.keys
    }
}

/// No two changes have the same.
fn next_revision() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Whether a document says that it is of the one who was asked for.
fn says(bytes: &[u8], member: &str, asked: &str) -> Result<(), BadMaterial> {
    let asked = asked.to_owned();
    match Document::parse(bytes, &Limits::default()) {
        Err(fault) => Err(BadMaterial::Unusable { asked, why: fault.into() }),
        Ok(document) => match document.root().text(member).unwrap_or("") {
            found if found == asked => Ok(()),
            found => Err(BadMaterial::OtherController { asked, found: found.to_owned() }),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fetched() -> Timestamp {
        Timestamp::parse("2026-06-01T00:00:00Z").unwrap()
    }

    #[test]
    fn a_document_of_somebody_else_is_refused() {
        let asked = Did::parse("did:web:a.example").unwrap();
        let bytes = br#"{"@context":"https://www.w3.org/ns/did/v1","id":"did:web:victim.example"}"#;
        let refused = Material::new(Contexts::empty()).with_document(asked, bytes, fetched());
        assert!(matches!(refused, Err(BadMaterial::OtherController { .. })));
    }

    #[test]
    fn an_absence_never_hides_a_document() {
        let controller = Did::parse("did:web:a.example").unwrap();
        let bytes = br#"{"@context":"https://www.w3.org/ns/did/v1","id":"did:web:a.example"}"#;
        let material = Material::new(Contexts::empty()).with_document(controller.clone(), bytes, fetched()).unwrap();
        let material = material.with_absent(controller.clone(), "the server did not answer");
        assert_eq!((material.fetched(&controller), material.absence("did:web:a.example")), (Some(fetched()), None));
    }
}
