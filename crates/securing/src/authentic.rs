//! What held: a statement whose seal was opened. Made by `open` alone; what needs the truth asks for this type.

use std::sync::Arc;

use attesto_credential::{Format, Matter, Misread, Statement, Timestamp};

use crate::canon::Uncanonical;
use crate::chain::{BadChain, Leaf};
use crate::jades::SealRecord;
use crate::key::{Algorithm, KeyId, PublicKey};
use crate::resolve::EvidenceAt;
use crate::sd_jwt::{Binding, DisclosureFault};

/// A statement that its speaker's own key sealed, as it reads.
///
/// Says nothing of validity, status, or whether the speaker is trusted: those are the verifier's checks.
#[derive(Debug, PartialEq, Eq)]
pub struct Authentic<T: Statement> {
    said: Arc<T>,
    key: KeyId,
    sealed: Option<Timestamp>,
    format: Format,
    unchecked: usize,
    binding: Option<Binding>,
    record: Option<Box<SealRecord>>,
    leaf: Option<Box<Leaf>>,
}

impl<T: Statement> Authentic<T> {
    pub(crate) fn new(said: impl Into<Arc<T>>, key: KeyId, sealed: Option<Timestamp>, format: Format) -> Self {
        Self { said: said.into(), key, sealed, format, unchecked: 0, binding: None, record: None, leaf: None }
    }

    pub(crate) fn leaving(self, unchecked: usize) -> Self {
        Self { unchecked, ..self }
    }

    pub(crate) fn shown_by(self, binding: Option<Binding>) -> Self {
        Self { binding, ..self }
    }

    pub(crate) fn by(self, record: SealRecord) -> Self {
        Self { record: Some(Box::new(record)), ..self }
    }

    pub(crate) fn vouched_by(self, leaf: Option<Leaf>) -> Self {
        Self { leaf: leaf.map(Box::new), ..self }
    }

    /// The certificate of the key, where an authority vouches for it (`x5c` of a JWT).
    pub fn leaf(&self) -> Option<&Leaf> {
        self.leaf.as_deref()
    }

    /// The key that its certificate names, where there is one.
    pub fn certified_key(&self) -> Option<PublicKey> {
        let by_record = self.record().map(|record| (record.leaf(), record.algorithm()));
        match by_record {
            Some((leaf, algorithm)) => leaf.certificate().key(algorithm),
            None => Algorithm::ALL.into_iter().find_map(|algorithm| self.leaf()?.certificate().key(algorithm)),
        }
    }

    /// What is known of the seal, where certificates stand behind it.
    pub fn record(&self) -> Option<&SealRecord> {
        self.record.as_deref()
    }

    /// What it says.
    pub fn said(&self) -> &T {
        &self.said
    }

    /// The key that sealed it.
    pub fn key(&self) -> &KeyId {
        &self.key
    }

    /// When it says it was sealed.
    pub fn sealed(&self) -> Option<Timestamp> {
        self.sealed
    }

    /// How it was secured.
    pub fn format(&self) -> Format {
        self.format
    }

    /// That the holder of the key it is bound to showed it: to whom, on which question, when.
    pub fn binding(&self) -> Option<&Binding> {
        self.binding.as_ref()
    }

    /// How many other proofs it carries that were not looked at; one that holds is enough (Open Badges 3.0).
    pub fn unchecked(&self) -> usize {
        self.unchecked
    }
}

/// Why a seal does not hold, or why that cannot be told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Broken {
    /// The header names another certificate than the one that it carries.
    #[error("the seal names another certificate than the one that it carries (x5t#S256)")]
    CertificateDigest,
    /// The certificates lead to no authority that the reader trusts, or may not be used so.
    #[error(transparent)]
    Chain(#[from] BadChain),
    /// The document has no canonical form that may be read under a signature.
    #[error(transparent)]
    Canon(#[from] Uncanonical),
    /// The disclosures do not go with what was sealed.
    #[error("the disclosures do not go with what was sealed: {0}")]
    Disclosure(#[from] DisclosureFault),
    /// The proof's time lies in the future.
    #[error("the proof says it was made at {created}, which is still to come")]
    FromFuture {
        /// When it says it was made.
        created: Timestamp,
    },
    /// The proof ended.
    #[error("the proof ended at {expires}")]
    Expired {
        /// When it ended.
        expires: Timestamp,
    },
    /// The holder's own proof does not hold.
    #[error("the holder's proof does not hold: {what}")]
    KeyBinding {
        /// What is wrong.
        what: &'static str,
    },
    /// The key was compromised.
    #[error("the key {key} was compromised at {since}")]
    KeyCompromised {
        /// Which key.
        key: String,
        /// Since when.
        since: Timestamp,
        /// Where the speaker proves what was recorded before.
        evidence: Option<EvidenceAt>,
    },
    /// The speaker's document does not let this key speak in this matter.
    #[error("the key {key} may not speak for {speaker} in the matter of a {}", matter.word())]
    KeyNotAuthorised {
        /// Which key.
        key: String,
        /// For whom.
        speaker: String,
        /// In which matter.
        matter: Matter,
    },
    /// The speaker's document does not know this key.
    #[error("{speaker} has no key {key}")]
    KeyUnknown {
        /// Which key.
        key: String,
        /// Whose.
        speaker: String,
    },
    /// The speaker's document is not here.
    #[error("the keys of {speaker} could not be had")]
    KeyUnreachable {
        /// Whose.
        speaker: String,
    },
    /// A proof that is not written as its mechanism demands.
    #[error("the proof is malformed: {what}")]
    Malformed {
        /// What is wrong.
        what: &'static str,
    },
    /// What was signed is no statement of the kind asked for.
    #[error("what was signed does not read: {0}")]
    Misread(#[from] Misread),
    /// There is no proof.
    #[error("there is no proof")]
    NoProof,
    /// The certificate names another body than the document.
    #[error("the certificate is that of {certificate:?}, and the document names {issuer:?} as its issuer")]
    OtherBody {
        /// Whom the certificate names (organizationIdentifier).
        certificate: Option<String>,
        /// Whom the document names.
        issuer: Option<String>,
    },
    /// The seal claims to be made when its certificate did not hold.
    #[error("the seal says it was made at {claimed}, but its certificate is for {from} to {until}")]
    OutsideCertificate {
        /// When it says it was made.
        claimed: Timestamp,
        /// From when on.
        from: Timestamp,
        /// Until when.
        until: Timestamp,
    },
    /// The certificate stands for others than whoever speaks.
    #[error("the certificate of {subject} does not stand for {issuer}")]
    OtherSpeaker {
        /// Whom the certificate names.
        subject: String,
        /// Who speaks.
        issuer: String,
    },
    /// The proof serves something else.
    #[error("the proof is for {found:?}, not for assertionMethod")]
    Purpose {
        /// Its purpose.
        found: String,
    },
    /// The signature is not that of this key over this text.
    #[error("the signature does not hold")]
    Signature,
    /// The mechanism is not judged here.
    #[error("the mechanism {found:?} is not judged here")]
    Unsupported {
        /// Its name.
        found: String,
    },
}
