//! What was worked out for one case and serves the next: texts that were read, keys that were published.
//! Everything here follows from the bytes alone; whose key it was, and whether it still speaks, is asked in each case.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use attesto_credential::{
    Declaration, Limits, Misread, Object, Secured, Statement, StatusList, Successors, TokenList, Unrecognised,
};
use attesto_securing::{BadDocument, Contexts, Digest, Prepared, Published};

use crate::content::Content;
use crate::material::Listing;

/// Past so many bytes of texts a memory starts anew.
const LIMIT_BYTES: usize = 64 << 20;

/// Past so many texts too.
const LIMIT_TEXTS: usize = 4_096;

/// Of every text at least so much is counted.
const LEAST_BYTES: usize = 1_024;

/// A text that was read, or why it is none of a known format.
type Read<T> = Result<Prepared<T>, Unrecognised>;

/// What was read under one set of vocabularies, for every case that is judged under them.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    declarations: Kept<Read<Declaration>>,
    documents: Kept<Published>,
    issuers: Kept<Published>,
    lists: Kept<Read<StatusList>>,
    successors: Kept<Successors>,
    tokens: Kept<Read<TokenList>>,
}

impl Memory {
    pub(crate) fn list(&self, listing: &Listing, contexts: &Contexts) -> Arc<Read<StatusList>> {
        prepared(&self.lists, listing, contexts, &Limits::status_list())
    }

    pub(crate) fn token(&self, listing: &Listing, contexts: &Contexts) -> Arc<Read<TokenList>> {
        prepared(&self.tokens, listing, contexts, &Limits::status_list())
    }

    pub(crate) fn declaration(&self, listing: &Listing, contexts: &Contexts) -> Arc<Read<Declaration>> {
        prepared(&self.declarations, listing, contexts, &Limits::default())
    }

    /// What a declaration says of successors, read once of its body. What does not read is not kept.
    pub(crate) fn successors(&self, listing: &Listing, body: &Object) -> Result<Arc<Successors>, Misread> {
        self.successors.once(listing.digest(), listing.bytes().len(), || Successors::from_body(body))
    }

    /// The keys of a DID document, read once. One that cannot be used is not kept.
    pub(crate) fn document(&self, content: &Content) -> Result<Arc<Published>, BadDocument> {
        let bytes = content.bytes();
        self.documents.once(content.digest(), bytes.len(), || Published::document(bytes))
    }

    /// The keys of an issuer's metadata, read once. What cannot be used is not kept.
    pub(crate) fn issuer(&self, bytes: &[u8]) -> Result<Arc<Published>, BadDocument> {
        self.issuers.once(Digest::of(bytes), bytes.len(), || Published::issuer_metadata(bytes))
    }
}

fn prepared<T: Statement>(
    kept: &Kept<Read<T>>,
    listing: &Listing,
    contexts: &Contexts,
    limits: &Limits,
) -> Arc<Read<T>> {
    let read = || {
        let secured = Secured::parse_within(listing.bytes(), limits);
        Ok::<_, std::convert::Infallible>(secured.map(|secured| Prepared::of(&secured, contexts)))
    };
    match kept.once(listing.digest(), listing.bytes().len(), read) {
        Ok(known) => known,
        Err(never) => match never {},
    }
}

/// Things by the digest of the text that they follow from.
#[derive(Debug)]
struct Kept<V>(Mutex<(HashMap<Digest, Arc<V>>, usize)>);

impl<V> Default for Kept<V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<V> Kept<V> {
    /// What follows from a text of a digest and a length, from memory or by `make`. Two that ask at once may both make
    /// it: nobody waits for another's work.
    fn once<E>(&self, text: Digest, bytes: usize, make: impl FnOnce() -> Result<V, E>) -> Result<Arc<V>, E> {
        if let Some(known) = self.lock().0.get(&text) {
            return Ok(Arc::clone(known));
        }
        let made = Arc::new(make()?);
        let mut kept = self.lock();
        if kept.0.len() >= LIMIT_TEXTS || kept.1.saturating_add(bytes) > LIMIT_BYTES {
            *kept = (HashMap::new(), 0);
        }
        if kept.0.insert(text, Arc::clone(&made)).is_none() {
            kept.1 = kept.1.saturating_add(bytes.max(LEAST_BYTES));
        }
        Ok(made)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, (HashMap<Digest, Arc<V>>, usize)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(kept: &Kept<u8>, text: &[u8], bytes: usize, value: u8) -> u8 {
        *kept.once(Digest::of(text), bytes, || Ok::<_, ()>(value)).unwrap()
    }

    #[test]
    fn a_thing_is_made_once_for_a_text_and_a_fault_is_not_kept() {
        let kept = Kept::default();
        assert_eq!(kept.once(Digest::of(b"a"), 1, || Err(())), Err(()));
        assert_eq!([made(&kept, b"a", 1, 1), made(&kept, b"a", 1, 2), made(&kept, b"b", 1, 3)], [1, 1, 3]);
    }

    #[test]
    fn what_is_kept_is_bounded_in_texts_and_in_bytes() {
        let kept = Kept::default();
        for number in 0..=LIMIT_TEXTS {
            made(&kept, &number.to_le_bytes(), 1, 0);
        }
        assert_eq!(kept.lock().0.len(), 1);
        for number in 0..100_usize {
            made(&kept, &number.to_be_bytes(), LIMIT_BYTES / 3, 0);
            assert!(kept.lock().1 <= LIMIT_BYTES);
        }
    }
}
