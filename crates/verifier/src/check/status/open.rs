//! Lists and declarations that were opened in one hearing, so that no seal is opened twice; what is read of them is
//! shared with other hearings (`memory`).
//! Whose they are, and whether they are what was asked for, is asked each time.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use attesto_credential::{Declaration, Iri, Statement, StatusList, Timestamp, TokenList, Unrecognised};
use attesto_securing::{Authentic, Contexts, Digest, Prepared};

use super::Bench;
use super::list::Lack;
use crate::material::Listing;
use crate::memory::Memory;

/// By the digest of the text and the moment it was fetched at: in one hearing the same text opens the same way.
#[derive(Debug, Default)]
pub(crate) struct Opened {
    lists: HashMap<(Digest, Timestamp), Arc<Authentic<StatusList>>>,
    tokens: HashMap<(Digest, Timestamp), Arc<Authentic<TokenList>>>,
    declarations: HashMap<(Digest, Timestamp), Arc<Authentic<Declaration>>>,
    present: BTreeMap<Iri, Timestamp>,
}

impl Opened {
    pub(super) fn list(&mut self, listing: &Listing, bench: &Bench<'_>) -> Result<Arc<Authentic<StatusList>>, Lack> {
        once(&mut self.lists, listing, bench, Memory::list)
    }

    pub(super) fn token(&mut self, listing: &Listing, bench: &Bench<'_>) -> Result<Arc<Authentic<TokenList>>, Lack> {
        once(&mut self.tokens, listing, bench, Memory::token)
    }

    /// Notes from when a token list counts that was believed as the present one under its URL.
    pub(super) fn note_token(&mut self, list: &TokenList) {
        self.present.insert(list.id.clone(), list.from);
    }

    /// Notes from when a list counts that was believed as the present one under its URL.
    pub(super) fn note_present(&mut self, list: &StatusList) {
        if let Some(from) = list.from {
            self.present.insert(list.id.clone(), from);
        }
    }

    pub(crate) fn present(&self) -> impl Iterator<Item = (&Iri, Timestamp)> {
        self.present.iter().map(|(url, from)| (url, *from))
    }

    pub(super) fn declaration(
        &mut self,
        listing: &Listing,
        bench: &Bench<'_>,
    ) -> Result<Arc<Authentic<Declaration>>, Lack> {
        once(&mut self.declarations, listing, bench, Memory::declaration)
    }
}

/// What was fetched after the moment is opened as of its fetching: it may be younger than the day that is asked about.
fn once<T: Statement>(
    opened: &mut HashMap<(Digest, Timestamp), Arc<Authentic<T>>>,
    listing: &Listing,
    bench: &Bench<'_>,
    read: impl FnOnce(&Memory, &Listing, &Contexts) -> Arc<Result<Prepared<T>, Unrecognised>>,
) -> Result<Arc<Authentic<T>>, Lack> {
    let key = (listing.digest(), listing.fetched);
    if let Some(known) = opened.get(&key) {
        return Ok(Arc::clone(known));
    }
    let read = read(bench.material.memory(), listing, bench.material.contexts());
    let prepared = read.as_ref().as_ref().map_err(Lack::broken)?;
    let one = Arc::new(prepared.settle(bench.keys, bench.at.max(listing.fetched)).map_err(Lack::broken)?);
    opened.insert(key, Arc::clone(&one));
    Ok(one)
}
