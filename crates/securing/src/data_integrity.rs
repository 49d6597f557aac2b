//! Embedded proofs (VC Data Integrity 1.0) by the suite `eddsa-rdfc-2022`: seal and open.
//! Which key speaks for whom is asked in `resolve`; the canonical form is made in `canon`.

mod proof;

use attesto_credential::{Document, Form, Iri, Json, Matter, Secured, Statement, Timestamp};

use crate::authentic::{Authentic, Broken};
use crate::canon::{Budget, Contexts, Uncanonical, canonical};
use crate::digest::Digest;
use crate::key::Algorithm;
#[cfg(feature = "seal")]
use crate::key::Signature;
use crate::resolve::{Keys, Unbound};

use proof::Proof;

/// Clocks may differ this much before a proof is from the future.
pub(crate) const TOLERATED_SECONDS: i64 = 300;

/// What is signed: the digest of the proof's options, then the digest of the document
/// (<https://www.w3.org/TR/vc-di-eddsa/#hashing-eddsa-rdfc-2022>).
#[cfg(any(feature = "seal", test))]
pub(crate) fn message(options: &Document, unsecured: &Document, contexts: &Contexts) -> Result<[u8; 64], Uncanonical> {
    let document = document_digest(unsecured, contexts)?;
    let options = Digest::of(canonical(options, contexts, &Budget::default())?.as_str().as_bytes());
    Ok(joined(options, document))
}

fn document_digest(unsecured: &Document, contexts: &Contexts) -> Result<Digest, Uncanonical> {
    Ok(Digest::of(canonical(unsecured, contexts, &Budget::default())?.as_str().as_bytes()))
}

fn joined(options: Digest, document: Digest) -> [u8; 64] {
    let mut message = [0; 64];
    let (first, second) = message.split_at_mut(32);
    first.copy_from_slice(options.as_bytes());
    second.copy_from_slice(document.as_bytes());
    message
}

/// The wording of a document and its proof's options that a key of this name would sign at this moment.
#[cfg(feature = "seal")]
pub(crate) fn options(unsecured: &Document, key: &crate::key::KeyId, at: Timestamp) -> Document {
    proof::options(unsecured, key, at)
}

/// The document with its proof.
#[cfg(feature = "seal")]
pub(crate) fn attach(unsecured: Document, options: Document, signature: &Signature) -> Document {
    let value = format!("z{}", bs58::encode(signature.as_bytes()).into_string());
    let proof = options.without("@context").with("proofValue", value);
    unsecured.with("proof", proof.root().clone())
}

/// Whether a sealed text is a wording with a proof as its last member and nothing else: what `attach` makes.
#[cfg(feature = "seal")]
pub(crate) fn ends_with_proof(wording: &str, secured: &Secured) -> bool {
    let proof = secured.peek_unbelieved().and_then(|document| document.root().get("proof")?.as_object().cloned());
    let (Some(open), Some(proof)) = (wording.strip_suffix('}'), proof) else { return false };
    let rest = secured.text().strip_prefix(open).and_then(|rest| rest.strip_prefix(",\"proof\":"));
    rest.and_then(|rest| rest.strip_suffix('}')) == Some(Document::composed(proof).to_text().as_str())
}

/// Opens one sealed text: the first proof that holds is enough, the others are counted.
pub(crate) fn open<T: Statement>(
    secured: &Secured,
    keys: &Keys,
    contexts: &Contexts,
    at: Timestamp,
) -> Result<Authentic<T>, Broken> {
    let Form::Embedded(document) = secured.form() else { return Err(Broken::NoProof) };
    if let Some(flaw) = document.flaws().first() {
        return Err(Uncanonical::from(flaw).into());
    }
    let proofs = document.root().get("proof").map_or(&[][..], Json::as_set);
    let unsecured = document.clone().without("proof");
    let said = T::read(&unsecured, secured.format().model());
    let mut worst = Broken::NoProof;
    for proof in proofs {
        match holds(proof, &unsecured, &said, keys, contexts, at) {
            Ok((_, Some(doubt))) if !keys.vouch_for(&Digest::of(secured.text().as_bytes())) => {
                worst = graver(worst, doubt);
            }
            Ok((proof, _)) => {
                let authentic = Authentic::new(said?, proof.key()?, proof.created(), secured.format());
                return Ok(authentic.leaving(proofs.len() - 1));
            }
            Err(broken) => worst = graver(worst, broken),
        }
    }
    Err(worst)
}

/// Of several proofs that do not hold, the one that tells most: a broken one before one that cannot be judged.
fn graver(one: Broken, other: Broken) -> Broken {
    let silent = |broken: &Broken| {
        matches!(broken, Broken::NoProof | Broken::Unsupported { .. } | Broken::KeyUnreachable { .. })
    };
    match one {
        Broken::NoProof => other,
        _ if silent(&one) && !silent(&other) => other,
        _ => one,
    }
}

/// The proof, and where its key was compromised, why that alone is not enough.
fn holds<T: Statement>(
    proof: &Json,
    unsecured: &Document,
    said: &Result<T, attesto_credential::Misread>,
    keys: &Keys,
    contexts: &Contexts,
    at: Timestamp,
) -> Result<(Proof, Option<Broken>), Broken> {
    let proof = Proof::read(proof, unsecured)?;
    proof.is_for_assertion()?;
    proof.is_timely(at, TOLERATED_SECONDS)?;
    let document = document_digest(unsecured, contexts)?;
    let options = Digest::of(canonical(proof.options(), contexts, &Budget::default())?.as_str().as_bytes());
    let said = said.as_ref().map_err(Clone::clone)?;
    let message = joined(options, document);
    let (key, doubt) = match keys.find(said.speaker(), proof.method(), said.matter(), proof.created(), at) {
        Ok(bound) => (bound.key().clone(), None),
        Err(unbound) => match &unbound {
            Unbound::Compromised { key, .. } => ((**key).clone(), Some(broken(unbound, proof.method(), said))),
            _ => return Err(broken(unbound, proof.method(), said)),
        },
    };
    if key.algorithm() != Algorithm::EdDsa {
        return Err(Broken::Malformed { what: "the suite is for Ed25519 keys and this is another" });
    }
    if key.verifies(&message, proof.signature()) { Ok((proof, doubt)) } else { Err(Broken::Signature) }
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
