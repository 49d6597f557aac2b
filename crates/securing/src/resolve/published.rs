//! The keys that somebody publishes, read once from their document and lent to whoever asks for them.
//! Says nothing of who fetched the document, or whether it is still the present one.

use std::sync::Arc;

use super::{BadDocument, BoundKey, Compromised, document, issuer_metadata};

/// The keys of one controller, as its document names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    controller: String,
    keys: Arc<[BoundKey]>,
    compromised: Arc<[Compromised]>,
}

/// What was read of a document: whose it is, its keys, and those of which it says that they were compromised.
pub(super) type Read = (String, Vec<BoundKey>, Vec<Compromised>);

impl Published {
    /// Reads a DID document (DID Core 5; Multikey and JsonWebKey). Keys of other kinds are left out.
    ///
    /// # Errors
    /// Not a DID document.
    pub fn document(bytes: &[u8]) -> Result<Self, BadDocument> {
        document::keys(bytes).map(Self::of)
    }

    /// Reads the metadata in which an issuer publishes the keys of its JWTs (JWT VC Issuer Metadata).
    ///
    /// # Errors
    /// Not such metadata, or with its keys elsewhere.
    pub fn issuer_metadata(bytes: &[u8]) -> Result<Self, BadDocument> {
        issuer_metadata::keys(bytes).map(Self::of)
    }

    /// Of two keys with one name the first stays.
    fn of((controller, keys, compromised): Read) -> Self {
        let mut apart: Vec<BoundKey> = Vec::new();
        for key in keys {
            if !apart.iter().any(|other| other.id() == key.id()) {
                apart.push(key);
            }
        }
        Self { controller, keys: apart.into(), compromised: compromised.into() }
    }

    /// Whose they are.
    pub fn controller(&self) -> &str {
        &self.controller
    }

    pub(super) fn keys(&self) -> &Arc<[BoundKey]> {
        &self.keys
    }

    pub(super) fn compromised(&self) -> &Arc<[Compromised]> {
        &self.compromised
    }
}
