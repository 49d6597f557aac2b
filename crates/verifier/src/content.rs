//! A text as it was had, with its digest once somebody asked for it. What it says, and whose it is, is found elsewhere.

use std::sync::{Arc, OnceLock};

use attesto_securing::Digest;

/// The bytes of something that was fetched; clones share them, and a digest that was worked out.
#[derive(Clone, Debug)]
pub struct Content(Arc<(Box<[u8]>, OnceLock<Digest>)>);

impl Content {
    /// A content.
    pub fn new(bytes: impl Into<Box<[u8]>>) -> Self {
        Self(Arc::new((bytes.into(), OnceLock::new())))
    }

    /// As it came.
    pub fn bytes(&self) -> &[u8] {
        &self.0.0
    }

    /// The digest of it.
    pub(crate) fn digest(&self) -> Digest {
        *self.0.1.get_or_init(|| Digest::of(self.bytes()))
    }
}

impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        self.bytes() == other.bytes()
    }
}

impl Eq for Content {}
