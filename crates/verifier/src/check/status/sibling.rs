//! What stands beside a list: the suspended, the successors, the editions before. Each must have the digest that the
//! list names, be the issuer's, and be about this list; then it is as good as the list itself.

use std::sync::Arc;

use attesto_credential::{Beside, Declaration, Edition, Iri, ListHistory, Purpose, ReadEntry, Successors};
use attesto_securing::Authentic;

use super::Reading;
use super::list::{Held, Lack};
use crate::case::Listed;
use crate::material::Listing;

impl<'r> Reading<'r> {
    /// Which set bits of a list may clear again; `None` where the list names no such sibling.
    pub(super) fn suspension(&mut self, held: &Held) -> Result<Option<Held>, Lack> {
        let Some((url, _)) = self.beside(Listed::Suspension, Beside::Suspension, held)? else { return Ok(None) };
        self.list(Listed::Suspension, &url, &url, &Purpose::Suspension).map(Some)
    }

    /// Which copies were followed by which; `None` where the list names no such sibling.
    pub(super) fn successors(&mut self, held: &Held) -> Result<Option<Arc<Successors>>, Lack> {
        let Some((_, listing)) = self.beside(Listed::Successors, Beside::Successors, held)? else { return Ok(None) };
        let opened = self.declared(listing, Successors::KIND)?;
        let said = self.bench.material.memory().successors(listing, opened.said().body()).map_err(Lack::broken)?;
        about(&said.list, &held.said().id)?;
        Ok(Some(said))
    }

    /// The editions before; `None` where the list names no such sibling.
    pub(super) fn history(&mut self, held: &Held) -> Result<Option<ListHistory>, Lack> {
        let Some((_, listing)) = self.beside(Listed::History, Beside::History, held)? else { return Ok(None) };
        let opened = self.declared(listing, ListHistory::KIND)?;
        let said = ListHistory::from_body(opened.said().body()).map_err(Lack::broken)?;
        about(&said.list, &held.said().id)?;
        Ok(Some(said))
    }

    /// A dated edition: the very text that was the list then, so its ids are those of the list.
    pub(super) fn dated(&mut self, edition: &Edition, read: &ReadEntry) -> Result<Held, Lack> {
        has_digest(self.fetched(Listed::Edition, &edition.at)?, &edition.sha256)?;
        let held = self.list(Listed::Edition, &edition.at, &read.place.list, &read.purpose)?;
        let same = held.said().from == Some(edition.from);
        if same { Ok(held) } else { Err(Lack::broken("it did not begin to count when the history says")) }
    }

    /// The document of a kind that a list names, by its digest.
    fn beside(&mut self, what: Listed, kind: Beside, held: &Held) -> Result<Option<(Iri, &'r Listing)>, Lack> {
        let Some(sibling) = held.said().beside(kind) else { return Ok(None) };
        let listing = self.fetched(what, &sibling.id)?;
        has_digest(listing, &sibling.sha256)?;
        Ok(Some((sibling.id.clone(), listing)))
    }

    /// A declaration of a kind, if the issuer of the credential made it.
    fn declared(&mut self, listing: &Listing, kind: &str) -> Result<Arc<Authentic<Declaration>>, Lack> {
        let opened = self.opened.declaration(listing, self.bench)?;
        self.is_the_issuers(&*opened)?;
        if opened.said().kind() != kind {
            return Err(Lack::broken(format!("what stands beside it is no {kind}")));
        }
        Ok(opened)
    }
}

fn has_digest(listing: &Listing, sha256: &[u8; 32]) -> Result<(), Lack> {
    if listing.digest().as_bytes() == sha256 {
        Ok(())
    } else {
        Err(Lack::broken("what stands beside it has another digest than it names"))
    }
}

fn about(list: &Iri, id: &Iri) -> Result<(), Lack> {
    if list == id { Ok(()) } else { Err(Lack::broken(format!("what stands beside it is about {list}"))) }
}
