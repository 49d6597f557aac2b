//! Which key speaks for whom (law 7): only keys that the speaker's own document names, given, never fetched here.
//! did:key documents are derived; all others are given by whoever fetched or pinned them.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use attesto_credential::{Document, Iri, Limits, Matter, Timestamp, Unreadable};

use crate::authentic::Broken;
use crate::chain::Anchors;
use crate::digest::Digest;
use crate::key::{BadKey, KeyId, PublicKey};

/// Public keys by the one who controls them.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    controllers: HashMap<String, Arc<[BoundKey]>>,
    vouched: HashSet<Digest>,
    anchors: Anchors,
    anchors_of: HashMap<String, Anchors>,
    stamping: Anchors,
    compromised: compromised::ByController,
}

/// A key that a controller's own document names for assertions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundKey {
    id: KeyId,
    key: PublicKey,
    standing: Standing,
    uses: Uses,
    expires: Option<Timestamp>,
    revoked: Option<Timestamp>,
    evidence: Option<EvidenceAt>,
}

/// Whether a document lets a key make assertions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It stands in `assertionMethod`.
    Asserts,
    /// It stands in the document for something else.
    Elsewhere,
}

/// Why no key may speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unbound {
    /// The speaker's document is not here.
    Unreachable,
    /// The speaker's document does not know the key.
    Unknown,
    /// It knows it but not for this matter, or no longer.
    NotAuthorised,
    /// It says the key was compromised.
    Compromised {
        /// Since when.
        since: Timestamp,
        /// Where the speaker proves what was recorded before.
        evidence: Option<EvidenceAt>,
        /// The key, to see whether it made the seal at all.
        key: Box<PublicKey>,
    },
}

/// A controller document that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadDocument {
    /// Not JSON within the limits.
    #[error("the DID document cannot be read: {0}")]
    Unreadable(#[from] Unreadable),
    /// A duplicate key or a number that readers round differently.
    #[error("the DID document has a flaw of form; readers would differ over it")]
    Flawed,
    /// Not a DID document.
    #[error("this is no DID document: {why}")]
    NotADocument {
        /// What the parser says.
        why: String,
    },
}

impl BoundKey {
    /// Binds a key by hand, as a trust list does that pins it.
    pub fn pinned(id: KeyId, key: PublicKey) -> Self {
        Self { id, key, standing: Standing::Asserts, uses: Uses::all(), expires: None, revoked: None, evidence: None }
    }

    /// The same key, in use until a moment.
    #[must_use]
    pub fn expiring(self, expires: Option<Timestamp>) -> Self {
        Self { expires, ..self }
    }

    /// The same key, compromised since a moment.
    #[must_use]
    pub fn revoked(self, revoked: Option<Timestamp>) -> Self {
        Self { revoked, ..self }
    }

    /// The same key, for some matters only.
    #[must_use]
    pub fn used_for(self, uses: Uses) -> Self {
        Self { uses, ..self }
    }

    /// In which matters it may speak.
    pub fn uses(&self) -> &Uses {
        &self.uses
    }

    /// The key's name.
    pub fn id(&self) -> &KeyId {
        &self.id
    }

    /// The key.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    pub(crate) fn into_key(self) -> PublicKey {
        self.key
    }
}

impl Keys {
    /// No keys but those that did:key ids carry themselves.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds keys under their controller; of two with one name the first stays.
    #[must_use]
    pub fn with(mut self, controller: &str, keys: impl Into<Arc<[BoundKey]>>) -> Self {
        self.add(controller, keys.into());
        self
    }

    /// Adds what somebody publishes; of two keys with one name the first stays.
    pub fn add_published(&mut self, published: &Published) {
        self.add(published.controller(), Arc::clone(published.keys()));
        self.compromised.add(published.controller(), published.compromised());
    }

    fn add(&mut self, controller: &str, keys: Arc<[BoundKey]>) {
        let known = self.controllers.get(controller).map_or(&[][..], |known| known);
        let mut all: Vec<&BoundKey> = Vec::with_capacity(known.len() + keys.len());
        for key in known.iter().chain(keys.iter()) {
            if !all.iter().any(|other| other.id == key.id) {
                all.push(key);
            }
        }
        // What is published as it stands is shared and not copied.
        let is_whole = known.is_empty() && all.len() == keys.len();
        let all = if is_whole { Arc::clone(&keys) } else { all.into_iter().cloned().collect() };
        self.controllers.insert(controller.to_owned(), all);
    }

    /// Adds what other keys' controllers say of keys that were in wrong hands, and nothing else of theirs.
    #[must_use]
    pub fn heeding(mut self, other: &Self) -> Self {
        self.compromised.and(&other.compromised);
        self
    }

    /// That a speaker says of a key, whatever its name, that it was in wrong hands.
    pub fn compromised(&self, speaker: &str, key: &PublicKey) -> Option<&Compromised> {
        self.compromised.find(speaker, key)
    }

    /// Adds authorities whose certificates count for everybody of whom nothing else is said.
    #[must_use]
    pub fn trusting(mut self, anchors: &Anchors) -> Self {
        self.anchors = self.anchors.and(anchors);
        self
    }

    /// Adds authorities whose certificates count for one speaker; no others do then.
    #[must_use]
    pub fn trusting_for(mut self, speaker: &str, anchors: &Anchors) -> Self {
        let known = self.anchors_of.remove(speaker).unwrap_or_default();
        self.anchors_of.insert(speaker.to_owned(), known.and(anchors));
        self
    }

    /// Adds authorities whose time-stamps count on the seals of everybody: they say when, and speak for nobody.
    #[must_use]
    pub fn trusting_stamps(mut self, anchors: &Anchors) -> Self {
        self.stamping = self.stamping.and(anchors);
        self
    }

    /// The authorities whose time-stamps count on the seals of a speaker.
    pub(crate) fn stamping(&self, speaker: &str) -> Cow<'_, Anchors> {
        match self.anchors_of.get(speaker) {
            Some(own) => Cow::Owned(own.clone().and(&self.stamping)),
            None => Cow::Borrowed(&self.anchors),
        }
    }

    /// The authorities whose certificates count for a speaker.
    pub fn anchors(&self, speaker: &str) -> &Anchors {
        self.anchors_of.get(speaker).unwrap_or(&self.anchors)
    }

    /// Adds the keys of a controller's document (DID Core 5; Multikey and JsonWebKey). Keys of other kinds are left out.
    ///
    /// # Errors
    /// Not a DID document.
    pub fn with_document(mut self, bytes: &[u8]) -> Result<Self, BadDocument> {
        self.add_published(&Published::document(bytes)?);
        Ok(self)
    }

    /// Adds the keys that an issuer publishes for its JWTs (SD-JWT VC, JWT VC Issuer Metadata).
    ///
    /// # Errors
    /// Not such metadata, or with its keys elsewhere.
    pub fn with_issuer_metadata(mut self, bytes: &[u8]) -> Result<Self, BadDocument> {
        self.add_published(&Published::issuer_metadata(bytes)?);
        Ok(self)
    }

    /// The same keys, where what a roll has of a text ([`recorded_as`](crate::recorded_as)) is known to be older than the
    /// day its key was compromised: it is opened as if its key were not. Whoever says so answers for it.
    #[must_use]
    pub fn vouching(mut self, text: Digest) -> Self {
        self.vouched.insert(text);
        self
    }

    /// Whether a text is known to be older than the compromise of its key.
    pub(crate) fn vouch_for(&self, text: &Digest) -> bool {
        self.vouched.contains(text)
    }

    /// That the key of a certificate was never in wrong hands, or that a text is known to be older.
    pub(crate) fn was_not_compromised(
        &self,
        speaker: &str,
        (id, key): (&KeyId, &PublicKey),
        text: &Digest,
    ) -> Result<(), Broken> {
        match self.compromised(speaker, key).filter(|_| !self.vouch_for(text)) {
            None => Ok(()),
            Some(one) => Err(Broken::KeyCompromised {
                key: id.to_string(),
                since: one.since(),
                evidence: one.evidence().cloned(),
            }),
        }
    }

    /// Whether a controller's document is here or can be derived.
    pub fn knows(&self, controller: &str) -> bool {
        self.controllers.contains_key(controller) || controller.starts_with("did:key:")
    }

    /// The key of that name, if it may assert for the speaker in a matter, over something sealed at `sealed` and
    /// judged at `at`.
    ///
    /// # Errors
    /// Why it may not.
    pub fn find(
        &self,
        speaker: &Iri,
        id: &str,
        matter: Matter,
        sealed: Option<Timestamp>,
        at: Timestamp,
    ) -> Result<BoundKey, Unbound> {
        let id = KeyId::parse(id).map_err(|_| Unbound::Unknown)?;
        if id.owner() != speaker.as_str() {
            return Err(Unbound::NotAuthorised);
        }
        let found = match self.controllers.get(speaker.as_str()) {
            Some(keys) => keys.iter().find(|key| key.id == id).cloned().ok_or(Unbound::Unknown)?,
            None => derived::key(speaker, &id)?,
        };
        let found = match self.compromised(speaker.as_str(), &found.key) {
            Some(one) => BoundKey { revoked: Some(one.since()), evidence: one.evidence().cloned(), ..found },
            None => found,
        };
        found.may_assert(matter, sealed, at)
    }
}

impl BoundKey {
    /// A retired key speaks for what was sealed before it retired; a compromised one for nothing that only it vouches for.
    fn may_assert(self, matter: Matter, sealed: Option<Timestamp>, at: Timestamp) -> Result<Self, Unbound> {
        if self.standing == Standing::Elsewhere || !self.uses.allow(matter) {
            return Err(Unbound::NotAuthorised);
        }
        if self.expires.is_some_and(|expires| sealed.unwrap_or(at) > expires) {
            return Err(Unbound::NotAuthorised);
        }
        match self.revoked {
            Some(since) => Err(Unbound::Compromised { since, evidence: self.evidence, key: Box::new(self.key) }),
            None => Ok(self),
        }
    }
}

mod compromised;
mod derived;
mod document;
mod issuer_metadata;
mod published;
mod uses;

pub use compromised::{Compromised, EvidenceAt, compromised_entry};
pub use published::Published;
pub use uses::Uses;

/// Reads a multikey or JWK of a verification method.
fn public_key(properties: &std::collections::BTreeMap<String, serde_json::Value>) -> Result<PublicKey, BadKey> {
    match (properties.get("publicKeyMultibase"), properties.get("publicKeyJwk")) {
        (Some(multikey), None) => PublicKey::from_multikey(multikey.as_str().unwrap_or("")),
        (None, Some(jwk)) => PublicKey::from_jwk(jwk),
        _ => Err(BadKey::Jwk),
    }
}

fn read(bytes: &[u8]) -> Result<Document, BadDocument> {
    let document = Document::parse(bytes, &Limits::default())?;
    if document.flaws().is_empty() { Ok(document) } else { Err(BadDocument::Flawed) }
}

#[cfg(test)]
mod tests;
