//! An approved office to issue from, and keys and registers that fail.

use attesto_credential::{Achievement, Criteria, Issuer, Recipient};
use attesto_securing::{KeyId, PublicKey, SignFault, Signature, SigningKey};

use super::super::lookup::copy_entry;
use super::super::*;
use crate::records::tests::{Office, at, id};
use crate::register::{Act, Head, JournalLine, Key, Register};

/// Counts up: every draw is another.
pub(crate) struct Counting(pub(super) u64);

impl From<u64> for Counting {
    fn from(seed: u64) -> Self {
        Self(seed)
    }
}

impl Entropy for Counting {
    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            self.0 += 1;
            let drawn = attesto_securing::Digest::of(&self.0.to_be_bytes());
            chunk.copy_from_slice(&drawn.as_bytes()[..chunk.len()]);
        }
    }
}

/// A key that signs wrongly or not at all.
pub(super) struct BadSigner(pub(super) SigningKey, pub(super) fn(Signatures) -> Result<Signatures, SignFault>);

pub(super) type Signatures = Vec<Signature>;

impl Signer for BadSigner {
    fn id(&self) -> &KeyId {
        self.0.id()
    }

    fn public(&self) -> &PublicKey {
        self.0.public()
    }

    fn sign(&self, messages: &[&[u8]]) -> Result<Vec<Signature>, SignFault> {
        self.0.sign(messages).and_then(self.1)
    }
}

/// A register whose disk is full from the n-th act on.
pub(super) struct Full(pub(super) MemoryRegister, pub(super) u64);

impl Register for Full {
    fn head(&self) -> Head {
        self.0.head()
    }

    fn commit(&mut self, act: Act) -> Result<Head, RegisterFault> {
        if self.0.head().seq >= self.1 {
            return Err(RegisterFault::Unreachable { doing: "write", why: "no space left".to_owned() });
        }
        self.0.commit(act)
    }

    fn payload(&self, digest: &attesto_securing::Digest) -> Result<Option<Vec<u8>>, RegisterFault> {
        self.0.payload(digest)
    }

    fn find(&self, key: &Key) -> Result<Option<Vec<u8>>, RegisterFault> {
        self.0.find(key)
    }

    fn list(&self, prefix: &Key, after: Option<&Key>, at_most: usize) -> Result<Vec<(Key, Vec<u8>)>, RegisterFault> {
        self.0.list(prefix, after, at_most)
    }

    fn journal(&self, from_seq: u64, at_most: usize) -> Result<Vec<JournalLine>, RegisterFault> {
        self.0.journal(from_seq, at_most)
    }
}

/// An approved office with a key to issue under, and what is asked of it.
pub(crate) struct Room {
    pub(crate) register: MemoryRegister,
    pub(crate) certifications: Vec<Certification>,
    pub(super) signer: SigningKey,
    pub(crate) contexts: Contexts,
    pub(crate) keys: Keys,
    pub(super) secret: CopySecret,
    pub(crate) officer: OfficerId,
}

impl Room {
    pub(crate) fn with(certifications: usize) -> Self {
        let (office, mut all) = Office::approved();
        all.truncate(certifications);
        Self {
            register: office.register,
            certifications: all,
            signer: SigningKey::from_seed(&[42; 32]).unwrap(),
            contexts: Contexts::pinned(),
            keys: Keys::new(),
            secret: CopySecret::new([9; 32]),
            officer: id("issuer-1"),
        }
    }

    pub(crate) fn secret(&self) -> &CopySecret {
        &self.secret
    }

    pub(super) fn wanted(&self) -> Vec<Wanted<'_>> {
        let wanted = |certification| Wanted { certification, format: Format::OPEN_BADGE, ordinal: 0 };
        self.certifications.iter().map(wanted).collect()
    }

    pub(crate) fn desk<'d>(&'d self, register: &'d mut dyn Register, entropy: &'d mut Counting) -> Desk<'d> {
        Desk {
            register,
            signer: &self.signer,
            keys: &self.keys,
            contexts: &self.contexts,
            entropy,
            secret: &self.secret,
            officer: &self.officer,
            at: at("2026-11-24T11:00:00Z"),
            hands: &Alone,
            stamping: None,
        }
    }

    pub(crate) fn issue_into(&self, register: &mut dyn Register, seed: u64) -> Result<Vec<Copy>, IssueFault> {
        let mut entropy = Counting(seed);
        issue(&mut self.desk(register, &mut entropy), &self.wanted(), &mut project)
    }

    /// A register in which issuing stopped between intent and record.
    pub(crate) fn stopped_after_the_intent(&self) -> MemoryRegister {
        let mut full = Full(self.register.clone(), self.register.head().seq + 1);
        self.issue_into(&mut full, 1).unwrap_err();
        full.0
    }

    /// The key of the first copy of a certification.
    pub(crate) fn copy_key(&self, place: usize) -> Key {
        copy_entry(&self.secret.copy_key(&self.wanted()[place]))
    }

    pub(super) fn issue_under(&self, signer: &dyn Signer) -> Result<Vec<Copy>, IssueFault> {
        let (mut register, mut entropy) = (self.register.clone(), Counting(1));
        let mut desk = Desk { signer, ..self.desk(&mut register, &mut entropy) };
        issue(&mut desk, &self.wanted(), &mut project)
    }
}

pub(crate) fn project(
    wanted: &Wanted<'_>,
    reserved: &Reserved,
    _: &mut dyn Entropy,
) -> Result<Credential, attesto_credential::BadTime> {
    let iri = |text: &str| Iri::parse(text).unwrap();
    let issuer = SigningKey::from_seed(&[42; 32]).unwrap();
    let achievement = Achievement {
        id: wanted.certification.scheme().id().clone(),
        name: "Social Innovation Manager".to_owned(),
        description: "A certification of the demo".to_owned(),
        criteria: Criteria { id: Some(iri("https://attesto.example/criteria")), narrative: None },
        kind: Some("Certification".to_owned()),
        version: None,
        human_code: None,
        language: Some("en".to_owned()),
        alignments: Vec::new(),
        result_descriptions: Vec::new(),
        related: Vec::new(),
        others: Default::default(),
    };
    Ok(Credential {
        id: reserved.id.clone(),
        name: Some("Social Innovation Manager".to_owned()),
        issuer: Issuer {
            id: iri(issuer.id().owner()),
            name: Some("Demo body".to_owned()),
            url: None,
            others: Default::default(),
        },
        recipient: Recipient { id: Some(reserved.subject.clone()), identities: Vec::new() },
        achievement: Some(achievement.into()),
        outcomes: Vec::new(),
        number: Some(wanted.certification.number().to_string()),
        validity: wanted.certification.validity(),
        awarded: None,
        status: Vec::new(),
        learning: None,
        others: Default::default(),
        subject_others: Default::default(),
        terms: None,
    })
}
