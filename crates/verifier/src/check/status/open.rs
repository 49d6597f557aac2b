//! Lists and declarations that were opened in one hearing, so that no seal is opened twice.
//! Whose they are, and whether they are what was asked for, is asked each time.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use attesto_credential::{Declaration, Iri, Limits, Secured, Statement, StatusList, Timestamp, TokenList};
use attesto_securing::{Authentic, Digest, open};

use super::Bench;
use super::list::Lack;
use crate::material::Listing;

/// By the digest of the text and the moment it was fetched at: the same text opens the same way.
#[derive(Debug, Default)]
pub(crate) struct Opened {
    lists: HashMap<(Digest, Timestamp), Arc<Authentic<StatusList>>>,
    tokens: HashMap<(Digest, Timestamp), Arc<Authentic<TokenList>>>,
    declarations: HashMap<(Digest, Timestamp), Arc<Authentic<Declaration>>>,
    present: BTreeMap<Iri, Timestamp>,
}

impl Opened {
    pub(super) fn list(&mut self, listing: &Listing, bench: &Bench<'_>) -> Result<Arc<Authentic<StatusList>>, Lack> {
        once(&mut self.lists, listing, bench, &Limits::status_list())
    }

    pub(super) fn token(&mut self, listing: &Listing, bench: &Bench<'_>) -> Result<Arc<Authentic<TokenList>>, Lack> {
        once(&mut self.tokens, listing, bench, &Limits::status_list())
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
        once(&mut self.declarations, listing, bench, &Limits::default())
    }
}

/// What was fetched after the moment is opened as of its fetching: it may be younger than the day that is asked about.
fn once<T: Statement>(
    opened: &mut HashMap<(Digest, Timestamp), Arc<Authentic<T>>>,
    listing: &Listing,
    bench: &Bench<'_>,
    limits: &Limits,
) -> Result<Arc<Authentic<T>>, Lack> {
    let key = (Digest::of(&listing.bytes), listing.fetched);
    if let Some(known) = opened.get(&key) {
        return Ok(Arc::clone(known));
    }
    let secured = Secured::parse_within(&listing.bytes, limits).map_err(Lack::broken)?;
    let at = bench.at.max(listing.fetched);
    let one = open::<T>(std::slice::from_ref(&secured), bench.keys, bench.material.contexts(), at).pop();
    let one = one.ok_or_else(|| Lack::broken("it could not be opened"))?.map_err(Lack::broken)?;
    let one = Arc::new(one);
    opened.insert(key, Arc::clone(&one));
    Ok(one)
}
