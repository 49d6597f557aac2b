//! Texts by digest: in sled, or in a file of their own when they are too large for it.
//! Durable only after the register has flushed; large ones at once.

use ::sled::Tree;
use attesto_issuer::register::Payload;
use attesto_securing::Digest;

use super::big::BigTexts;
use super::values::{self, CONTENT_LIMIT_BYTES, ValueFault};

/// All texts of the register.
#[derive(Debug)]
pub(super) struct Texts {
    tree: Tree,
    big: BigTexts,
}

/// Why a text cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub(super) enum TextFault {
    /// What is kept in sled.
    #[error(transparent)]
    Value(#[from] ValueFault),
    /// What is kept as a file.
    #[error(transparent)]
    File(#[from] std::io::Error),
}

impl TextFault {
    /// Whether the bytes are there and are others.
    pub(super) fn is_damage(&self) -> bool {
        match self {
            Self::Value(fault) => *fault == ValueFault::Damaged,
            Self::File(fault) => fault.kind() == std::io::ErrorKind::InvalidData,
        }
    }
}

impl Texts {
    pub(super) fn new(tree: Tree, big: BigTexts) -> Self {
        Self { tree, big }
    }

    /// The text with a digest, if it is there and is that.
    pub(super) fn read(&self, digest: &Digest) -> Result<Option<Vec<u8>>, TextFault> {
        match values::read(&self.tree, digest.as_bytes())? {
            Some(bytes) => Ok(Some(bytes)),
            None => Ok(self.big.read(digest)?),
        }
    }

    /// Keeps a text; one that is there already, whole, is kept once.
    pub(super) fn write(&self, payload: &Payload) -> Result<(), TextFault> {
        let (digest, bytes) = (payload.digest(), payload.bytes());
        if bytes.len() > CONTENT_LIMIT_BYTES {
            return Ok(self.big.write(&digest, bytes)?);
        }
        if !matches!(values::read(&self.tree, digest.as_bytes()), Ok(Some(_))) {
            values::write(&self.tree, digest.as_bytes(), bytes)?;
        }
        Ok(())
    }
}
