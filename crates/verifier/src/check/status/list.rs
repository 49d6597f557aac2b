//! A list as it was had: fetched, opened, and the one that was asked for; or what it lacks.
//! What its bits mean is asked beside this.

use std::sync::Arc;

use attesto_credential::{Iri, Purpose, Statement, StatusList, Timestamp};
use attesto_securing::Authentic;

use super::report::Dated;
use super::{Reading, report};
use crate::case::{Listed, Need};
use crate::check::proof;
use crate::finding::{Code, Finding};
use crate::material::Listing;

/// A list that holds, and where it was had.
pub(super) struct Held {
    list: Arc<Authentic<StatusList>>,
    /// The URL it was fetched from: its own, or that of a dated edition.
    pub(super) from_url: Iri,
    pub(super) fetched: Timestamp,
}

impl Held {
    /// What it says.
    pub(super) fn said(&self) -> &StatusList {
        self.list.said()
    }

    /// Whether it was had under its own URL.
    pub(super) fn is_present(&self) -> bool {
        self.from_url == self.said().id
    }

    /// The last second in which it counts; one that names no end counts as long as it asks not to be fetched again.
    pub(super) fn until(&self) -> Option<Timestamp> {
        let renewed = || {
            let ttl = i64::try_from(self.said().ttl_seconds?).ok()?;
            Timestamp::from_unix(self.fetched.unix().checked_add(ttl)?).ok()
        };
        self.said().until.or_else(renewed)
    }

    /// Its dates as findings tell them.
    pub(super) fn dated(&self, at: Timestamp) -> Dated<'_> {
        let (made, until) = (self.said().from, self.until());
        Dated { url: &self.from_url, made, until, fetched: self.fetched, age_seconds: self.age_seconds(at) }
    }

    /// How old it is; one that does not say when it was made is as old as its fetching.
    pub(super) fn age_seconds(&self, at: Timestamp) -> i64 {
        at.unix().saturating_sub(self.said().from.unwrap_or(self.fetched).unix()).max(0)
    }
}

/// Why a document is not at hand.
pub(super) enum Lack {
    /// It could not be had.
    Absent { url: Iri, why: String },
    /// It was had and cannot be believed.
    Broken { why: String },
}

impl Lack {
    pub(super) fn broken(why: impl std::fmt::Display) -> Self {
        Self::Broken { why: why.to_string() }
    }

    /// The finding of it, for a list of a URL.
    pub(super) fn told(self, list: &Iri) -> Finding {
        match self {
            Self::Absent { url, why } => report::unreachable(&url, &why),
            Self::Broken { why } => Finding::of(Code::StatusListBroken).with("list", list).with("why", why),
        }
    }

    /// Passes over what could not be had, and over nothing else.
    pub(super) fn none_if_absent<T>(self) -> Result<Option<T>, Self> {
        match self {
            Self::Absent { .. } => Ok(None),
            Self::Broken { .. } => Err(self),
        }
    }
}

impl<'r> Reading<'r> {
    /// What lies under a URL; asks for it if nobody was asked yet.
    pub(super) fn fetched(&mut self, what: Listed, url: &Iri) -> Result<&'r Listing, Lack> {
        let absent = |why: &str| Lack::Absent { url: url.clone(), why: why.to_owned() };
        match self.bench.material.listed(url) {
            Some(Ok(listing)) => {
                self.read.push(url.clone());
                Ok(listing)
            }
            Some(Err(why)) => Err(absent(why)),
            None if !is_web(url) => Err(absent("it is no address on the web")),
            None => {
                let need = Need::Listed { what, at: url.clone() };
                if !self.needs.contains(&need) {
                    self.needs.push(need);
                }
                Err(absent("nobody gave it"))
            }
        }
    }

    /// The list under a URL, if the issuer of the credential sealed it, under this id and for this purpose.
    pub(super) fn list(&mut self, what: Listed, url: &Iri, id: &Iri, purpose: &Purpose) -> Result<Held, Lack> {
        let listing = self.fetched(what, url)?;
        let held = self.opened_list(listing, url)?;
        let list = held.said();
        if list.id != *id {
            return Err(Lack::broken(format!("it calls itself {}", list.id)));
        }
        if !list.purposes.contains(purpose) {
            return Err(Lack::broken(format!("it is not for {purpose}")));
        }
        Ok(held)
    }

    fn opened_list(&mut self, listing: &Listing, url: &Iri) -> Result<Held, Lack> {
        let opened = self.opened.list(listing, self.bench)?;
        self.is_the_issuers(&*opened)?;
        Ok(Held { list: opened, from_url: url.clone(), fetched: listing.fetched })
    }

    /// Whether the issuer said it, by a key that still stands.
    pub(super) fn is_the_issuers<T: Statement>(&self, opened: &Authentic<T>) -> Result<(), Lack> {
        proof::still_stands(opened, self.bench.material, self.bench.at).map_err(Lack::broken)?;
        let speaker = opened.said().speaker();
        if speaker == self.issuer {
            Ok(())
        } else {
            Err(Lack::broken(format!("it is {speaker}'s and not the issuer's")))
        }
    }
}

fn is_web(url: &Iri) -> bool {
    url.as_str().starts_with("https://") || url.as_str().starts_with("http://")
}
