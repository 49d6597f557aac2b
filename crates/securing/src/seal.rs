//! The two verbs: seal what was linted, open what is sealed. One is the batch of one.

use attesto_credential::{Mechanism, Secured, Statement, Timestamp};

use crate::authentic::{Authentic, Broken};
use crate::canon::Contexts;
use crate::prepared::{Prepared, whole};
use crate::resolve::Keys;

/// Opens sealed texts: for each, the statement that its speaker's own key sealed, or why there is none.
///
/// Nothing is fetched: keys and contexts are given. As many answers as texts, in their order.
pub fn open<T: Statement>(
    batch: &[Secured],
    keys: &Keys,
    contexts: &Contexts,
    at: Timestamp,
) -> Vec<Result<Authentic<T>, Broken>> {
    let one = |secured: &Secured| match secured.format().mechanism() {
        Mechanism::DataIntegrity(_) | Mechanism::Jose(_) => Prepared::of(secured, contexts).settle(keys, at),
        Mechanism::Jades | Mechanism::SdJwt => whole(secured, keys, at),
    };
    batch.iter().map(one).collect()
}

#[cfg(feature = "seal")]
pub use sealing::{SealError, seal, seal_held, words};

#[cfg(feature = "seal")]
mod sealing {
    use std::sync::Arc;

    use super::*;
    use crate::canon::Uncanonical;
    use crate::data_integrity::SharedOptions;
    use crate::key::{Algorithm, SignFault, Signature, Signer};
    use crate::{data_integrity, jades, jose, jws, sd_jwt};
    use attesto_credential::{
        Casting, Composed, Document, Format, Limits, Linted, Object, Profile, Suite, Unrecognised, Wording,
    };

    /// A batch of which nothing was sealed.
    #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
    #[non_exhaustive]
    pub enum SealError {
        /// A wording that no signature can cover as it reads.
        #[error("statement {index} of the batch cannot be sealed: {fault}")]
        Canon {
            /// Counted from 0.
            index: usize,
            /// Why.
            fault: Uncanonical,
        },
        /// The key did not sign.
        #[error(transparent)]
        Sign(#[from] SignFault),
        /// The key is of another kind than the format is for.
        #[error("the key {key} signs by {}, which is not for {}; seal with a key of the other kind", found.name(), format.media_type())]
        Algorithm {
            /// Which key.
            key: String,
            /// How it signs.
            found: Algorithm,
            /// What was to be sealed.
            format: Format,
        },
        /// The device gave another number of signatures than asked for.
        #[error("{asked} signatures were asked for and {given} came; the batch was not sealed")]
        Count {
            /// How many were asked for.
            asked: usize,
            /// How many came.
            given: usize,
        },
        /// The key has no certificate, and the format carries one.
        #[error("the key {key} has no certificate, which a European seal carries; give one with its certificates")]
        NotCertified {
            /// Which key.
            key: String,
        },
        /// The certificate of the key stands for others than whoever speaks.
        #[error(
            "the certificate of the key {key} does not stand for {issuer}, so no reader would believe it; give a certificate with that address or its host as an alternative name"
        )]
        OtherSpeaker {
            /// Which key.
            key: String,
            /// Who speaks.
            issuer: String,
        },
        /// A wording of claims without the seed of their salts.
        #[error("statement {index} of the batch has no seed for the salts of its claims; word it anew")]
        Salts {
            /// Counted from 0.
            index: usize,
        },
        /// What was sealed is over the limits that every reader keeps.
        #[error("statement {index} of the batch would not be read: {fault}")]
        Unreadable {
            /// Counted from 0.
            index: usize,
            /// Why.
            fault: Unrecognised,
        },
    }

    /// A wording with what a key is to sign of it.
    enum Prepared {
        Embedded { unsecured: Composed, options: Object, message: [u8; 64] },
        Cast { casting: Casting, options: Arc<SharedOptions>, message: [u8; 64] },
        Compact { input: String },
        Disclosing { input: String, disclosures: Vec<String> },
        Enveloping { payload: String, protected: String, message: Vec<u8> },
    }

    impl Prepared {
        fn message(&self) -> &[u8] {
            match self {
                Self::Embedded { message, .. } | Self::Cast { message, .. } => message,
                Self::Compact { input } | Self::Disclosing { input, .. } => input.as_bytes(),
                Self::Enveloping { message, .. } => message,
            }
        }

        fn attach(self, signature: &Signature) -> Result<Secured, Unrecognised> {
            let text = match self {
                // What is composed here need not be taken apart again; the laws hold that its text reads as the same.
                Self::Embedded { unsecured, options, .. } => {
                    let proof = data_integrity::proof(options, signature);
                    return Secured::composed(unsecured.with_last("proof", proof.into()));
                }
                Self::Cast { casting, options, .. } => return options.attach(casting, signature),
                Self::Compact { input } => jose::attach(&input, signature),
                Self::Disclosing { input, disclosures } => {
                    let parts = std::iter::once(jose::attach(&input, signature)).chain(disclosures);
                    parts.map(|part| format!("{part}~")).collect()
                }
                Self::Enveloping { payload, protected, .. } => jades::attach(payload, protected, signature.as_bytes()),
            };
            Secured::parse(text.as_bytes())
        }
    }

    /// Seals a batch under one key, as of one moment; all of it or nothing.
    ///
    /// As many sealed texts as statements, in their order. Each linted statement is spent.
    ///
    /// # Errors
    /// The first wording that cannot be covered, or the signer's refusal; then nothing was sealed.
    pub fn seal<T: Statement>(
        batch: Vec<Linted<T>>,
        signer: &dyn Signer,
        contexts: &Contexts,
        at: Timestamp,
    ) -> Result<Vec<Secured>, SealError> {
        let (prepared, signatures) = signed(batch, signer, contexts, at)?;
        attached(prepared, &signatures).collect()
    }

    /// Seals a batch as [`seal`] does, and holds each signature against the signer's own public half at once.
    ///
    /// Says nothing of whether the issuer's document names the key, nor of what a reader makes of the text: `open` does.
    ///
    /// # Errors
    /// As those of [`seal`].
    pub fn seal_held<T: Statement>(
        batch: Vec<Linted<T>>,
        signer: &dyn Signer,
        contexts: &Contexts,
        at: Timestamp,
    ) -> Result<Vec<Result<Secured, Broken>>, SealError> {
        let (prepared, signatures) = signed(batch, signer, contexts, at)?;
        let pairs = prepared.iter().zip(&signatures).map(|(one, signature)| (one.message(), signature.as_bytes()));
        let pairs: Vec<(&[u8], &[u8])> = pairs.collect();
        let all = signer.public().made(&pairs);
        let one = |(message, signature): &(&[u8], &[u8])| all || signer.public().verifies(message, signature);
        let held: Vec<bool> = pairs.iter().map(one).collect();
        let told = |(secured, holds): (Result<Secured, SealError>, bool)| {
            secured.map(|secured| if holds { Ok(secured) } else { Err(Broken::Signature) })
        };
        attached(prepared, &signatures).zip(held).map(told).collect()
    }

    /// The wordings of a batch and their signatures, as many as there are.
    fn signed<T: Statement>(
        batch: Vec<Linted<T>>,
        signer: &dyn Signer,
        contexts: &Contexts,
        at: Timestamp,
    ) -> Result<(Vec<Prepared>, Vec<Signature>), SealError> {
        if let Some(format) = batch.iter().map(Linted::format).find(|format| !suits(*format, signer)) {
            let (key, found) = (signer.id().to_string(), signer.public().algorithm());
            return Err(SealError::Algorithm { key, found, format });
        }
        let mut shared = None;
        let prepared = batch.into_iter().enumerate().map(|one| prepare(one, (signer, at), contexts, &mut shared));
        let prepared = prepared.collect::<Result<Vec<_>, _>>()?;
        let messages: Vec<&[u8]> = prepared.iter().map(Prepared::message).collect();
        let signatures = signer.sign(&messages)?;
        if signatures.len() != prepared.len() {
            return Err(SealError::Count { asked: prepared.len(), given: signatures.len() });
        }
        Ok((prepared, signatures))
    }

    fn attached(prepared: Vec<Prepared>, signatures: &[Signature]) -> impl Iterator<Item = Result<Secured, SealError>> {
        prepared.into_iter().zip(signatures).enumerate().map(|(index, (prepared, signature))| {
            prepared.attach(signature).map_err(|fault| SealError::Unreadable { index, fault })
        })
    }

    /// Whether readers of a format take a key's kind of signature.
    fn suits(format: Format, signer: &dyn Signer) -> bool {
        match format.mechanism() {
            Mechanism::DataIntegrity(Suite::EddsaRdfc2022) | Mechanism::Jose(Profile::Declaration) => {
                signer.public().algorithm() == Algorithm::EdDsa
            }
            // Wallets and their readers need not know any other (HAIP 1.0, 7).
            Mechanism::SdJwt | Mechanism::Jose(Profile::StatusList) => signer.public().algorithm() == Algorithm::Es256,
            Mechanism::Jades => signer.public().algorithm() != Algorithm::EdDsa,
        }
    }

    fn prepare<T: Statement>(
        (index, linted): (usize, Linted<T>),
        (signer, at): (&dyn Signer, Timestamp),
        contexts: &Contexts,
        shared: &mut Option<Arc<SharedOptions>>,
    ) -> Result<Prepared, SealError> {
        let format = linted.format();
        let unsecured = match (linted.into_wording(), format.mechanism()) {
            (Wording::Poured(casting), Mechanism::DataIntegrity(_)) => {
                let cast = cast(casting, (signer, at), contexts, shared);
                return cast.map_err(|fault| SealError::Canon { index, fault });
            }
            (Wording::Poured(casting), _) => casting.document(),
            (Wording::Composed(document), _) => document,
        };
        match format.mechanism() {
            Mechanism::DataIntegrity(_) => {
                let prepared = data_integrity::prepare(&unsecured, signer.id(), at, contexts);
                let (options, message) = prepared.map_err(|fault| SealError::Canon { index, fault })?;
                // Written now, while what it is written of is at hand, and not when the signatures of all have come.
                Ok(Prepared::Embedded { unsecured: Composed::of(unsecured), options, message })
            }
            Mechanism::Jades => {
                let not_certified = || SealError::NotCertified { key: signer.id().to_string() };
                let certified = signer.certified().ok_or_else(not_certified)?;
                let protected = jades::protected(signer.public().algorithm(), certified, at);
                let payload = unsecured.to_text();
                let message = jades::message(&protected, &payload);
                Ok(Prepared::Enveloping { payload, protected, message })
            }
            Mechanism::Jose(Profile::Declaration) => {
                Ok(Prepared::Compact { input: jose::signing_input(&unsecured, signer.id()) })
            }
            Mechanism::Jose(profile @ Profile::StatusList) => {
                stands_for(&unsecured, signer)?;
                Ok(Prepared::Compact { input: jws::signing_input(profile.header_type(), &unsecured, signer) })
            }
            Mechanism::SdJwt => {
                let concealed = sd_jwt::conceal(unsecured, at).ok_or(SealError::Salts { index })?;
                stands_for(&concealed.payload, signer)?;
                let input = jws::signing_input(sd_jwt::TYPE, &concealed.payload, signer);
                Ok(Prepared::Disclosing { input, disclosures: concealed.disclosures })
            }
        }
    }

    fn cast(
        casting: Casting,
        (signer, at): (&dyn Signer, Timestamp),
        contexts: &Contexts,
        shared: &mut Option<Arc<SharedOptions>>,
    ) -> Result<Prepared, Uncanonical> {
        let options = match shared.take().filter(|shared| shared.are_of(&casting)) {
            Some(known) => known,
            None => Arc::new(SharedOptions::of(&casting, signer.id(), at, contexts)?),
        };
        *shared = Some(options.clone());
        let message = options.message(&casting, contexts)?;
        Ok(Prepared::Cast { casting, options, message })
    }

    /// A certificate, where there is one, must stand for the issuer that the claims name.
    fn stands_for(payload: &Document, signer: &dyn Signer) -> Result<(), SealError> {
        let issuer = payload.root().text("iss").unwrap_or_default();
        match signer.certified().map(|certified| certified.chain().peek_unbelieved().stands_for(issuer)) {
            Some(false) => Err(SealError::OtherSpeaker { key: signer.id().to_string(), issuer: issuer.to_owned() }),
            _ => Ok(()),
        }
    }

    /// Whether a sealed text words just what a wording says that was meant to be sealed.
    ///
    /// Nothing is believed; of a text with disclosures the salts are told again from the wording's seed.
    pub fn words(wording: &str, secured: &Secured) -> bool {
        let read = || Document::parse(wording.as_bytes(), &Limits::default());
        match secured.format().mechanism() {
            Mechanism::DataIntegrity(_) if data_integrity::ends_with_proof(wording, secured) => true,
            Mechanism::DataIntegrity(_) => {
                let unsecured = secured.peek_unbelieved().cloned().map(|document| document.without("proof"));
                unsecured.is_some_and(|unsecured| unsecured.to_text() == wording)
            }
            Mechanism::Jades => secured.peek_unbelieved().is_some_and(|sealed| sealed.to_text() == wording),
            Mechanism::Jose(_) => read().is_ok_and(|document| jose::words(&document, secured)),
            Mechanism::SdJwt => read().is_ok_and(|document| sd_jwt::words(document, secured)),
        }
    }
}
