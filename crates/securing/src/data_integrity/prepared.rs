//! Opening in two steps: what a text says and its proofs are over, which needs neither keys nor a moment; then who signed.
//! The first step is paid once where the same text is opened again; the second is taken each time.

use std::cell::LazyCell;
use std::sync::Arc;

use attesto_credential::{Document, Form, Format, Json, Misread, Secured, Statement, Timestamp};

use super::proof::Proof;
use super::{TOLERATED_SECONDS, broken, digest, digest_of_options, joined};
use crate::authentic::{Authentic, Broken};
use crate::canon::{Contexts, Uncanonical, Wording};
use crate::digest::Digest;
use crate::key::{Algorithm, Checked};
use crate::resolve::{Keys, Unbound};

/// One sealed text, read; nothing of it is believed.
#[derive(Debug)]
pub(crate) struct Prepared<T: Statement> {
    text: Box<str>,
    format: Format,
    read: Result<Read<T>, Broken>,
}

/// What it says, and the proofs that stand under it.
#[derive(Debug)]
struct Read<T> {
    said: Result<Arc<T>, Misread>,
    proofs: Vec<Result<Candidate, Broken>>,
}

/// A proof that may hold, with what it must be a signature over.
#[derive(Debug)]
struct Candidate {
    proof: Proof,
    message: Result<[u8; 64], Uncanonical>,
    checked: Checked,
}

impl<T: Statement> Prepared<T> {
    /// Reads a text; what is wrong with it is told when it is settled.
    pub(crate) fn of(secured: &Secured, contexts: &Contexts) -> Self {
        Self { text: secured.text().into(), format: secured.format(), read: Read::of(secured, contexts) }
    }

    /// Opens it: the first proof that holds is enough, the others are counted.
    pub(crate) fn settle(&self, keys: &Keys, at: Timestamp) -> Result<Authentic<T>, Broken> {
        let read = self.read.as_ref().map_err(Clone::clone)?;
        let mut worst = Broken::NoProof;
        for candidate in &read.proofs {
            match candidate.as_ref().map_err(Clone::clone).and_then(|candidate| read.holds(candidate, keys, at)) {
                Ok((_, Some(doubt))) if !keys.vouch_for(&Digest::of(self.text.as_bytes())) => {
                    worst = graver(worst, doubt);
                }
                Ok((proof, _)) => {
                    let authentic = Authentic::new(read.said.clone()?, proof.key()?, proof.created(), self.format);
                    return Ok(authentic.leaving(read.proofs.len() - 1));
                }
                Err(broken) => worst = graver(worst, broken),
            }
        }
        Err(worst)
    }
}

impl<T: Statement> Read<T> {
    fn of(secured: &Secured, contexts: &Contexts) -> Result<Self, Broken> {
        let Form::Embedded(document) = secured.form() else { return Err(Broken::NoProof) };
        if let Some(flaw) = document.flaws().first() {
            return Err(Uncanonical::from(flaw).into());
        }
        let proofs = document.root().get("proof").map_or(&[][..], Json::as_set);
        if proofs.is_empty() {
            return Err(Broken::NoProof);
        }
        // No statement is read out of its proofs, so the document need not be copied without them.
        let said = T::read(document, secured.format().model()).map(Arc::new);
        // Paid for only where a proof can be read.
        let digest = LazyCell::new(|| digest(&Wording::without(document, "proof"), contexts));
        let proofs =
            proofs.iter().map(|proof| Candidate::of(proof, document, &|| (*digest).clone(), contexts)).collect();
        Ok(Self { said, proofs })
    }

    /// The proof, and where its key was compromised, why that alone is not enough.
    fn holds<'p>(
        &self,
        candidate: &'p Candidate,
        keys: &Keys,
        at: Timestamp,
    ) -> Result<(&'p Proof, Option<Broken>), Broken> {
        let Candidate { proof, message, checked } = candidate;
        proof.is_timely(at, TOLERATED_SECONDS)?;
        let message = message.as_ref().map_err(Clone::clone)?;
        let said = self.said.as_deref().map_err(Clone::clone)?;
        let (key, doubt) = match keys.find(said.speaker(), proof.method(), said.matter(), proof.created(), at) {
            Ok(bound) => (bound.into_key(), None),
            Err(unbound) => match &unbound {
                Unbound::Compromised { key, .. } => ((**key).clone(), Some(broken(unbound, proof.method(), said))),
                _ => return Err(broken(unbound, proof.method(), said)),
            },
        };
        if key.algorithm() != Algorithm::EdDsa {
            return Err(Broken::Malformed { what: "the suite is for Ed25519 keys and this is another" });
        }
        let holds = checked.holds(&key, || key.verifies(message, proof.signature()));
        if holds { Ok((proof, doubt)) } else { Err(Broken::Signature) }
    }
}

impl Candidate {
    /// Reads a proof over a document of a digest.
    fn of(
        proof: &Json,
        document: &Document,
        digest_of_document: &dyn Fn() -> Result<Digest, Uncanonical>,
        contexts: &Contexts,
    ) -> Result<Self, Broken> {
        let (proof, options) = Proof::read(proof, document)?;
        proof.is_for_assertion()?;
        let message =
            digest_of_document().and_then(|document| Ok(joined(digest_of_options(&options, contexts)?, document)));
        Ok(Self { proof, message, checked: Checked::default() })
    }
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
