//! The two verbs: seal what was linted, open what is sealed. One is the batch of one.

use attesto_credential::{Mechanism, Secured, Statement, Timestamp};

use crate::authentic::{Authentic, Broken};
use crate::canon::Contexts;
use crate::resolve::Keys;
use crate::{data_integrity, jades, jose};

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
        Mechanism::DataIntegrity(_) => data_integrity::open(secured, keys, contexts, at),
        Mechanism::Jades => jades::open(secured, keys, at),
        Mechanism::Jose(_) => jose::open(secured, keys, at),
    };
    batch.iter().map(one).collect()
}

#[cfg(feature = "seal")]
pub use sealing::{SealError, seal};

#[cfg(feature = "seal")]
mod sealing {
    use super::*;
    use crate::canon::Uncanonical;
    use crate::key::{Algorithm, SignFault, Signature, Signer};
    use attesto_credential::{Document, Format, Linted, Profile, Suite, Unrecognised};

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
        /// What was sealed is over the limits that every reader keeps.
        #[error("statement {index} of the batch would not be read: {fault}")]
        Unreadable {
            /// Counted from 0.
            index: usize,
            /// Why.
            fault: Unrecognised,
        },
    }

    /// Why a wording is not ready to be signed.
    enum Unprepared {
        Canon(Uncanonical),
        NotCertified,
    }

    impl From<Uncanonical> for Unprepared {
        fn from(fault: Uncanonical) -> Self {
            Self::Canon(fault)
        }
    }

    impl Unprepared {
        fn of(self, index: usize, signer: &dyn Signer) -> SealError {
            match self {
                Self::Canon(fault) => SealError::Canon { index, fault },
                Self::NotCertified => SealError::NotCertified { key: signer.id().to_string() },
            }
        }
    }

    /// A wording with what a key is to sign of it.
    enum Prepared {
        Embedded { unsecured: Document, options: Document, message: [u8; 64] },
        Compact { input: String },
        Enveloping { payload: String, protected: String, message: Vec<u8> },
    }

    impl Prepared {
        fn message(&self) -> &[u8] {
            match self {
                Self::Embedded { message, .. } => message,
                Self::Compact { input } => input.as_bytes(),
                Self::Enveloping { message, .. } => message,
            }
        }

        fn attach(self, signature: &Signature) -> String {
            match self {
                Self::Embedded { unsecured, options, .. } => {
                    data_integrity::attach(unsecured, options, signature).to_text()
                }
                Self::Compact { input } => jose::attach(&input, signature),
                Self::Enveloping { payload, protected, .. } => jades::attach(payload, protected, signature.as_bytes()),
            }
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
        if let Some(format) = batch.iter().map(Linted::format).find(|format| !suits(*format, signer)) {
            let (key, found) = (signer.id().to_string(), signer.public().algorithm());
            return Err(SealError::Algorithm { key, found, format });
        }
        let prepare = |(index, linted)| prepare(linted, signer, contexts, at).map_err(|fault| fault.of(index, signer));
        let prepared = batch.into_iter().enumerate().map(prepare).collect::<Result<Vec<_>, _>>()?;
        let messages: Vec<&[u8]> = prepared.iter().map(Prepared::message).collect();
        let signatures = signer.sign(&messages)?;
        if signatures.len() != prepared.len() {
            return Err(SealError::Count { asked: prepared.len(), given: signatures.len() });
        }
        let attached = prepared.into_iter().zip(&signatures).enumerate().map(|(index, (prepared, signature))| {
            let text = prepared.attach(signature);
            Secured::parse(text.as_bytes()).map_err(|fault| SealError::Unreadable { index, fault })
        });
        attached.collect()
    }

    /// Whether readers of a format take a key's kind of signature.
    fn suits(format: Format, signer: &dyn Signer) -> bool {
        match format.mechanism() {
            Mechanism::DataIntegrity(Suite::EddsaRdfc2022) | Mechanism::Jose(Profile::Declaration) => {
                signer.public().algorithm() == Algorithm::EdDsa
            }
            Mechanism::Jades => signer.public().algorithm() != Algorithm::EdDsa,
        }
    }

    fn prepare<T: Statement>(
        linted: Linted<T>,
        signer: &dyn Signer,
        contexts: &Contexts,
        at: Timestamp,
    ) -> Result<Prepared, Unprepared> {
        match linted.format().mechanism() {
            Mechanism::DataIntegrity(_) => {
                let unsecured = linted.into_document();
                let options = data_integrity::options(&unsecured, signer.id(), at);
                let message = data_integrity::message(&options, &unsecured, contexts)?;
                Ok(Prepared::Embedded { unsecured, options, message })
            }
            Mechanism::Jades => {
                let certified = signer.certified().ok_or(Unprepared::NotCertified)?;
                let protected = jades::protected(signer.public().algorithm(), certified, at);
                let payload = linted.into_document().to_text();
                let message = jades::message(&protected, &payload);
                Ok(Prepared::Enveloping { payload, protected, message })
            }
            Mechanism::Jose(_) => Ok(Prepared::Compact { input: jose::signing_input(linted.document(), signer.id()) }),
        }
    }
}
