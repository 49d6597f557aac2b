//! What a Token Status List says of a copy: the list in force at the moment, opened, and the value at its index.
//! A list of another day is asked for under the same URL with the moment behind it.

use std::sync::Arc;

use attesto_credential::{Iri, StatusPlace, Timestamp, TokenList, TokenStatus};
use attesto_securing::Authentic;

use super::list::Lack;
use super::report::{self, Dated};
use super::{JUST_MADE_SECONDS, Reading, malformed};
use crate::case::Listed;
use crate::finding::{Code, Finding};

/// What stands in findings where a Bitstring list names its purpose.
const PURPOSE: &str = "status";

/// A token list that holds, and where it was had.
struct HeldToken {
    list: Arc<Authentic<TokenList>>,
    from_url: Iri,
    fetched: Timestamp,
}

impl HeldToken {
    fn said(&self) -> &TokenList {
        self.list.said()
    }

    /// The last second in which it counts; one that names no end counts until it asks to be fetched again.
    fn until(&self) -> Option<Timestamp> {
        let renewed = || {
            let ttl = i64::try_from(self.said().ttl_seconds?).ok()?;
            Timestamp::from_unix(self.fetched.unix().checked_add(ttl)?).ok()
        };
        self.said().until.or_else(renewed)
    }

    fn dated(&self, at: Timestamp) -> Dated<'_> {
        let from = self.said().from;
        let age_seconds = at.unix().saturating_sub(from.unix()).max(0);
        Dated { url: &self.from_url, made: Some(from), until: self.until(), fetched: self.fetched, age_seconds }
    }
}

impl Reading<'_> {
    /// What the list in force says of the place; the error is a finding too, of why nothing can be told.
    pub(super) fn of_token_place(&mut self, place: &StatusPlace) -> Result<Finding, Finding> {
        let held = self.token_in_force(&place.list)?;
        let dated = held.dated(self.bench.at);
        let statuses = &held.said().statuses;
        let beyond = || {
            let why = format!("the list has {} places, and {} is none of them", statuses.length(), place.index);
            malformed("/status_list/idx", why)
        };
        Ok(match statuses.get(place.index).ok_or_else(beyond)? {
            TokenStatus::Valid => report::of_list(Code::StatusGood, &PURPOSE, &dated),
            TokenStatus::Invalid => report::of_list(Code::StatusRevoked, &PURPOSE, &dated),
            TokenStatus::Suspended => report::of_list(Code::StatusSuspended, &PURPOSE, &dated),
            TokenStatus::Replaced => report::replaced(&dated, "replaced", None, None),
            TokenStatus::Unknown(value) => {
                report::unreachable(&place.list, &format!("its value {value} has no meaning that is known here"))
            }
        })
    }

    fn token_in_force(&mut self, url: &Iri) -> Result<HeldToken, Finding> {
        let at = self.bench.at;
        let present = self.token(Listed::StatusList, url, url).map_err(|lack| lack.told(url))?;
        self.opened.note_token(present.said());
        let later = present.said().from;
        let just_made = later.unix().saturating_sub(at.unix()) <= JUST_MADE_SECONDS
            && present.fetched.unix().saturating_sub(at.unix()) <= JUST_MADE_SECONDS;
        if later > at && !just_made {
            return self.token_of_then(url, &present);
        }
        match self.token_outdated(&present) {
            Some(why) => Err(report::stale(&present.dated(at), &why)),
            None => Ok(present),
        }
    }

    /// The list of another day; one that did not count then is refused (Token Status List, 8.4).
    fn token_of_then(&mut self, url: &Iri, present: &HeldToken) -> Result<HeldToken, Finding> {
        let at = self.bench.at;
        let none = || report::no_history(&present.dated(at));
        let joint = if url.as_str().contains('?') { '&' } else { '?' };
        let then = Iri::parse(&format!("{url}{joint}time={}", at.unix())).map_err(|_| none())?;
        let held = self.token(Listed::Edition, &then, url).map_err(|lack| match lack {
            Lack::Absent { .. } => none(),
            broken => broken.told(url),
        })?;
        let counted = held.said().from <= at && held.said().until.is_some_and(|until| at <= until);
        if counted { Ok(held) } else { Err(none()) }
    }

    fn token_outdated(&self, held: &HeldToken) -> Option<String> {
        let at = self.bench.at;
        if let Some(until) = held.until().filter(|until| *until < at.max(held.fetched)) {
            return Some(format!("it counted until {until}"));
        }
        let later = self.bench.material.latest_seen(&held.said().id).filter(|later| held.said().from < *later);
        if let Some(later) = later {
            return Some(format!("a list of {later} was seen before"));
        }
        let age = held.dated(at).age_seconds;
        let limit = self.bench.list_age_seconds.filter(|limit| age > *limit)?;
        Some(format!("the policy asks for one of at most {}", report::span(limit)))
    }

    /// The list under a URL, if it says that it is the one asked for, and somebody said it who may.
    fn token(&mut self, what: Listed, url: &Iri, id: &Iri) -> Result<HeldToken, Lack> {
        let listing = self.fetched(what, url)?;
        let list = self.opened.token(listing, self.bench)?;
        if list.said().id != *id {
            return Err(Lack::broken(format!("it calls itself {}", list.said().id)));
        }
        self.is_the_issuers(&*list)?;
        Ok(HeldToken { list, from_url: url.clone(), fetched: listing.fetched })
    }
}
