//! Embedded proofs (VC Data Integrity 1.0) by the suite `eddsa-rdfc-2022`: seal and open.
//! Which key speaks for whom is asked in `resolve`; the canonical form is made in `canon`.

mod prepared;
mod proof;

#[cfg(feature = "seal")]
use attesto_credential::{Casting, Composed, Json, Limits, Object, Secured, Timestamp, Unrecognised};
use attesto_credential::{Document, Iri, Matter, Statement};

use crate::authentic::Broken;
#[cfg(feature = "seal")]
use crate::base58;
#[cfg(feature = "seal")]
use crate::canon::pattern;
use crate::canon::{Budget, Contexts, LabelHash, Uncanonical, Wording};
use crate::digest::Digest;
#[cfg(feature = "seal")]
use crate::key::Signature;
use crate::resolve::Unbound;

pub(crate) use prepared::Prepared;

/// Clocks may differ this much before a proof is from the future.
pub(crate) const TOLERATED_SECONDS: i64 = 300;

/// What is signed: the digest of the proof's options, then the digest of the document
/// (<https://www.w3.org/TR/vc-di-eddsa/#hashing-eddsa-rdfc-2022>).
#[cfg(any(feature = "seal", test))]
pub(crate) fn message(
    options: &Wording<'_>,
    unsecured: &Document,
    contexts: &Contexts,
) -> Result<[u8; 64], Uncanonical> {
    let document = digest(&Wording::of(unsecured), contexts)?;
    Ok(joined(digest_of_options(options, contexts)?, document))
}

/// The digest of a proof's options, which many proofs share.
fn digest_of_options(options: &Wording<'_>, contexts: &Contexts) -> Result<Digest, Uncanonical> {
    contexts.digest_of_short(options, || digest(options, contexts))
}

/// The digest of the canonical form of a document without its proofs, or of a proof's options.
fn digest(wording: &Wording<'_>, contexts: &Contexts) -> Result<Digest, Uncanonical> {
    let canonical = wording.canonical(contexts, &Budget::default(), LabelHash::Sha256)?;
    Ok(canonical.digest())
}

fn joined(options: Digest, document: Digest) -> [u8; 64] {
    let mut message = [0; 64];
    let (first, second) = message.split_at_mut(32);
    first.copy_from_slice(options.as_bytes());
    second.copy_from_slice(document.as_bytes());
    message
}

/// The options of a proof that a key of this name makes at this moment, and what it is to sign.
#[cfg(feature = "seal")]
pub(crate) fn prepare(
    unsecured: &Document,
    key: &crate::key::KeyId,
    at: Timestamp,
    contexts: &Contexts,
) -> Result<(Object, [u8; 64]), Uncanonical> {
    let options = proof::options(key, at);
    let wording = Wording::under(unsecured.root().get("@context"), &options, proof::VALUE);
    let message = message(&wording, unsecured, contexts)?;
    Ok((options, message))
}

/// The options of proofs by one key, of one moment, under the same contexts: worded and hashed once.
#[cfg(feature = "seal")]
pub(crate) struct SharedOptions {
    contexts: Option<Json>,
    options: Composed,
    digest: Digest,
}

#[cfg(feature = "seal")]
impl SharedOptions {
    pub(crate) fn of(
        casting: &Casting,
        key: &crate::key::KeyId,
        at: Timestamp,
        contexts: &Contexts,
    ) -> Result<Self, Uncanonical> {
        let (named, options) = (named(casting), proof::options(key, at));
        let digest = digest_of_options(&Wording::under(named, &options, proof::VALUE), contexts)?;
        Ok(Self { contexts: named.cloned(), options: Composed::of(Document::composed(options)), digest })
    }

    pub(crate) fn are_of(&self, casting: &Casting) -> bool {
        self.contexts.as_ref() == named(casting)
    }

    /// What a key is to sign of a badge that was poured.
    pub(crate) fn message(&self, casting: &Casting, contexts: &Contexts) -> Result<[u8; 64], Uncanonical> {
        let document = match pattern::digest(casting, contexts, &Budget::default()) {
            Some(digest) => digest,
            None => digest(&Wording::of(&casting.document()), contexts)?,
        };
        Ok(joined(self.digest, document))
    }

    pub(crate) fn attach(&self, casting: Casting, signature: &Signature) -> Result<Secured, Unrecognised> {
        Secured::cast(casting, &self.options, (proof::VALUE, &value(signature)))
    }
}

/// The contexts that a badge names.
#[cfg(feature = "seal")]
fn named(casting: &Casting) -> Option<&Json> {
    casting.pattern().marked().root().get("@context")
}

/// The proof, of its options and its signature.
#[cfg(feature = "seal")]
pub(crate) fn proof(options: Object, signature: &Signature) -> Object {
    options.with(proof::VALUE, value(signature))
}

#[cfg(feature = "seal")]
fn value(signature: &Signature) -> String {
    let bytes = signature.as_bytes();
    let encoded = bytes.try_into().map_or_else(|_| bs58::encode(bytes).into_string(), base58::encode);
    format!("z{encoded}")
}

/// Whether a sealed text is a wording with a proof as its last member and nothing else: what `attach` makes.
#[cfg(feature = "seal")]
pub(crate) fn ends_with_proof(wording: &str, secured: &Secured) -> bool {
    let rest = wording.strip_suffix('}').and_then(|open| secured.text().strip_prefix(open));
    let proof = rest.and_then(|rest| rest.strip_prefix(",\"proof\":")).and_then(|rest| rest.strip_suffix('}'));
    let is_one = |proof: &str| {
        let read = Document::parse(proof.as_bytes(), &Limits::default());
        read.is_ok_and(|read| read.flaws().is_empty() && read.to_text() == proof)
    };
    !wording.contains("\"proof\":") && proof.is_some_and(is_one)
}

/// Says of a key why it may not speak.
pub(crate) fn broken<T: Statement>(why: Unbound, key: &str, said: &T) -> Broken {
    unbound(why, key, said.speaker(), said.matter())
}

/// Why a key may not speak for somebody in a matter.
pub(crate) fn unbound(why: Unbound, key: &str, speaker: &Iri, matter: Matter) -> Broken {
    let (key, speaker) = (key.to_owned(), speaker.to_string());
    match why {
        Unbound::Compromised { since, evidence, .. } => Broken::KeyCompromised { key, since, evidence },
        Unbound::NotAuthorised => Broken::KeyNotAuthorised { key, speaker, matter },
        Unbound::Unknown => Broken::KeyUnknown { key, speaker },
        Unbound::Unreachable => Broken::KeyUnreachable { speaker },
    }
}

#[cfg(test)]
mod tests;
