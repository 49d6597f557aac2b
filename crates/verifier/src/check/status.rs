//! Finds what the issuer says of a copy: good, suspended, revoked, replaced; or why that could not be told.
//! Reads only lists that the same issuer sealed; what it lacks it asks for, and never calls good what it did not see.

mod answered;
mod list;
mod open;
mod report;
mod sibling;
mod token;

use attesto_credential::{Beside, Credential, Flag, Iri, Purpose, ReadEntry, StatusEntry, StatusPlace, Timestamp, Why};
use attesto_securing::{Authentic, Keys};

use crate::case::{Listed, Need};
use crate::finding::{Code, Finding};
use crate::material::Material;
use list::{Held, Lack};
pub(crate) use open::Opened;
pub(crate) use report::span;

/// What a look at the status comes to.
#[derive(Debug)]
pub(crate) struct Looked {
    /// One finding per entry; without an entry, that there is none.
    pub(crate) findings: Vec<Finding>,
    /// What it lacked and nobody was asked for yet.
    pub(crate) needs: Vec<Need>,
    /// The URLs of what it read.
    pub(crate) read: Vec<Iri>,
}

/// What a look at the status is taken with.
pub(crate) struct Bench<'b> {
    pub(crate) material: &'b Material,
    /// The keys that may speak for the issuer in the matter of lists.
    pub(crate) keys: &'b Keys,
    /// How old a list may be, in seconds.
    pub(crate) list_age_seconds: Option<i64>,
    pub(crate) at: Timestamp,
}

/// Looks at every entry of a credential.
pub(crate) fn look(authentic: &Authentic<Credential>, bench: &Bench<'_>, opened: &mut Opened) -> Looked {
    let issuer = &authentic.said().issuer.id;
    let mut reading = Reading { issuer, bench, opened, needs: Vec::new(), read: Vec::new() };
    let mut findings: Vec<Finding> = authentic.said().status.iter().map(|entry| reading.entry(entry)).collect();
    if findings.is_empty() {
        findings.push(match answered::place(authentic.said()) {
            Some(place) => reading.answered(place, authentic.said().number.as_deref()),
            None => Finding::of(Code::StatusNone),
        });
    }
    Looked { findings, needs: reading.needs, read: reading.read }
}

/// Who tells the status of a credential: its issuer, in lists; or who answers at the place where it is asked.
pub(crate) fn speaker(said: &Credential) -> Option<Iri> {
    match answered::place(said) {
        Some(place) => answered::answerer(place),
        None => Some(said.issuer.id.clone()),
    }
}

/// Whether the keys of whoever tells the status are needed.
pub(crate) fn is_told(said: &Credential, material: &Material) -> bool {
    match answered::place(said) {
        Some(_) => material.answers().next().is_some(),
        None => !said.status.is_empty(),
    }
}

/// One look in progress.
struct Reading<'r> {
    issuer: &'r Iri,
    bench: &'r Bench<'r>,
    opened: &'r mut Opened,
    needs: Vec<Need>,
    read: Vec<Iri>,
}

impl Reading<'_> {
    fn entry(&mut self, entry: &StatusEntry) -> Finding {
        if let Some(token) = entry.read_token().transpose() {
            let place =
                token.map_err(|misread| malformed(&format!("/status_list{}", misread.pointer()), misread.why()));
            return place.and_then(|place| self.of_token_place(&place)).unwrap_or_else(|lacking| lacking);
        }
        match entry.read() {
            Err(misread) => malformed(misread.pointer(), misread.why()),
            Ok(None) => foreign(entry),
            Ok(Some(read)) => match unread(&read) {
                Some(why) => report::unreachable(&read.place.list, why),
                None => self.of_place(&read).unwrap_or_else(|lacking| lacking),
            },
        }
    }

    /// What the list in force says of the place; the error is a finding too, of why nothing can be told.
    fn of_place(&mut self, read: &ReadEntry) -> Result<Finding, Finding> {
        let held = self.in_force(read)?;
        let flag = held.said().bits.get(read.place.index);
        match flag.ok_or_else(|| beyond(read, held.said().bits.length()))? {
            Flag::Clear => self.clear(read, &held),
            Flag::Set => self.set(read, &held),
        }
    }

    /// The list that was in force at the moment: the present one, or a dated edition.
    fn in_force(&mut self, read: &ReadEntry) -> Result<Held, Finding> {
        let url = &read.place.list;
        let present = self.list(Listed::StatusList, url, url, &read.purpose).map_err(|lack| lack.told(url))?;
        self.opened.note_present(present.said());
        let held = if self.begins_later(&present) { self.edition(read, &present)? } else { present };
        match self.outdated(&held) {
            Some(why) => Err(report::stale(&held.dated(self.bench.at), &why)),
            None => Ok(held),
        }
    }

    /// Whether the list began to count only after the moment. One made while it was fetched is not of another day.
    fn begins_later(&self, present: &Held) -> bool {
        let at = self.bench.at;
        let just_made = present.fetched.unix().saturating_sub(at.unix()) <= JUST_MADE_SECONDS;
        let keeps_editions = present.said().beside(Beside::History).is_some();
        present.said().from.is_some_and(|from| at < from) && (keeps_editions || !just_made)
    }

    fn edition(&mut self, read: &ReadEntry, present: &Held) -> Result<Held, Finding> {
        let url = &read.place.list;
        let none = || report::no_history(&present.dated(self.bench.at));
        let history = self.history(present).map_err(|lack| lack.told(url))?.ok_or_else(none)?;
        let edition = history.in_force_at(self.bench.at).ok_or_else(none)?;
        self.dated(edition, read).map_err(|lack| lack.told(url))
    }

    /// Why a list no longer counts.
    fn outdated(&self, held: &Held) -> Option<String> {
        let at = self.bench.at;
        // What had ended when it was fetched was not the present list, whatever day is asked about: a later one may
        // have been in force then.
        let present_at = if held.is_present() { at.max(held.fetched) } else { at };
        if let Some(until) = held.until().filter(|until| *until < present_at) {
            return Some(format!("it counted until {until}"));
        }
        let later = self.bench.material.latest_seen(&held.said().id).filter(|_| held.is_present());
        if let Some(later) = later.filter(|later| held.said().from.is_none_or(|from| from < *later)) {
            return Some(format!("a list of {later} was seen before"));
        }
        let limit = self.bench.list_age_seconds.filter(|limit| held.age_seconds(at) > *limit)?;
        Some(format!("the policy asks for one of at most {}", span(limit)))
    }

    fn set(&mut self, read: &ReadEntry, held: &Held) -> Result<Finding, Finding> {
        let at = self.bench.at;
        match read.purpose {
            Purpose::Suspension => return Ok(report::of_list(Code::StatusSuspended, &read.purpose, &held.dated(at))),
            Purpose::Refresh => return Ok(report::replaced(&held.dated(at), "refresh", None, None)),
            _ => {}
        }
        // Both are asked for before either is looked at, so that one round brings both.
        let (suspension, successors) = (self.suspension(held), self.successors(held));
        let index = read.place.index;
        // A sibling that cannot be had leaves the bit as it stands: revoked, for whoever knows nothing else.
        match suspension.or_else(Lack::none_if_absent).map_err(|lack| lack.told(&read.place.list))? {
            Some(list) if list.said().bits.get(index) == Some(Flag::Set) => {
                return Ok(report::of_list(Code::StatusSuspended, &read.purpose, &held.dated(at)));
            }
            _ => {}
        }
        let successors = successors.or_else(Lack::none_if_absent).map_err(|lack| lack.told(&read.place.list))?;
        match successors.as_ref().and_then(|successors| successors.entries.get(&index)) {
            Some(successor) => Ok(self.replaced(held, successor.why, successor.since, successor.place.as_ref())),
            None => Ok(report::of_list(Code::StatusRevoked, &read.purpose, &held.dated(at))),
        }
    }

    /// A clear bit is good only if no successor is declared, so the declaration must have been seen.
    fn clear(&mut self, read: &ReadEntry, held: &Held) -> Result<Finding, Finding> {
        let successors = self.successors(held).map_err(|lack| lack.told(&read.place.list))?;
        match successors.as_ref().and_then(|successors| successors.entries.get(&read.place.index)) {
            Some(successor) => Ok(self.replaced(held, successor.why, successor.since, successor.place.as_ref())),
            None => Ok(report::of_list(Code::StatusGood, &read.purpose, &held.dated(self.bench.at))),
        }
    }

    fn replaced(&self, held: &Held, why: Why, since: Timestamp, next: Option<&StatusPlace>) -> Finding {
        let finding = report::replaced(&held.dated(self.bench.at), why.word(), Some(since), next);
        let shown = next.is_some_and(|next| self.bench.material.is_shown(self.issuer, next));
        if shown { finding.noted() } else { finding }
    }
}

/// A list may be this much younger than the moment that is asked about and still be of now.
const JUST_MADE_SECONDS: i64 = 300;

fn malformed(pointer: &str, why: impl std::fmt::Display) -> Finding {
    Finding::of(Code::StatusMalformed).with("pointer", format!("/credentialStatus{pointer}")).with("why", why)
}

fn beyond(read: &ReadEntry, length: u64) -> Finding {
    let why = format!("the list has {length} places, and {} is none of them", read.place.index);
    malformed("/statusListIndex", why)
}

/// What of a well-formed entry is not read here.
fn unread(read: &ReadEntry) -> Option<&'static str> {
    match read.purpose {
        _ if read.size_bits != 1 => Some("more than one bit per copy is not read here"),
        Purpose::Message | Purpose::Foreign(_) => Some("its purpose is not read here"),
        Purpose::Refresh | Purpose::Revocation | Purpose::Suspension => None,
    }
}

fn foreign(entry: &StatusEntry) -> Finding {
    let place = ["statusListCredential", "id"].into_iter().find_map(|key| entry.members.text(key));
    let mechanism = if entry.kind.is_empty() { "an unnamed mechanism" } else { &entry.kind };
    let finding = Finding::of(Code::StatusUnreachable).with("mechanism", mechanism);
    finding.with("where", place.unwrap_or("no stated place")).with("why", "this mechanism is not read here")
}
