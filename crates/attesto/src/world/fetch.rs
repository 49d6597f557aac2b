//! The one way out: what a case needs from elsewhere is fetched here, under every rule, or told why not.
//! Believes nothing that it fetches; a seal or its absence is the verifier's.

mod address;
mod exchange;
mod fault;
mod home;
mod memory;
mod outside;
mod target;

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use attesto_credential::{Iri, Timestamp};
use attesto_verifier::Content;

use exchange::{Authorities, Question, Reply};
use memory::Memory;
use outside::{Outside, System};
use target::Scheme;

pub(crate) use exchange::Sent;
pub(crate) use fault::FetchFault;
pub(crate) use home::{Home, moment_asked};
pub(crate) use target::Target;

/// A redirect is followed twice.
const REDIRECTS: usize = 2;

/// What the gate keeps to.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    /// For the whole of a question, redirects included.
    pub(crate) seconds: u64,
    pub(crate) limit_bytes: u64,
    /// Questions that may go out in a minute, all callers together.
    pub(crate) per_minute: usize,
    pub(crate) ports: BTreeSet<u16>,
    /// Names that are asked over http at a loopback address instead.
    pub(crate) loopback: BTreeMap<String, SocketAddr>,
    pub(crate) reach: Reach,
}

/// Whether anything goes out at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Nothing does.
    Offline,
    /// What the rules allow.
    Online,
}

/// How an answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transport {
    /// From our own published folder.
    Inside,
    /// Over http on this machine.
    Insecure,
    /// Over TLS.
    Secure,
}

/// What was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fetched {
    content: Content,
    at: Timestamp,
    transport: Transport,
}

impl Fetched {
    /// The body as it came.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.content.bytes()
    }

    /// The same, to be shared.
    pub(crate) fn content(&self) -> Content {
        self.content.clone()
    }

    /// When its keeper last said it.
    pub(crate) fn at(&self) -> Timestamp {
        self.at
    }

    /// How it came.
    pub(crate) fn transport(&self) -> Transport {
        self.transport
    }

    #[cfg(test)]
    fn for_test(bytes: Vec<u8>) -> Self {
        Self { content: Content::new(bytes), at: Timestamp::LAST, transport: Transport::Secure }
    }
}

/// The gate.
#[derive(Debug)]
pub(crate) struct Gate {
    rules: Rules,
    home: Option<Home>,
    outside: Box<dyn Outside>,
    authorities: Authorities,
    memory: Mutex<Memory>,
    under_way: Mutex<BTreeSet<String>>,
    arrived: Condvar,
    lists: Mutex<BTreeMap<Iri, Timestamp>>,
}

/// Of so many status lists it is remembered how young the youngest was.
const LISTS: usize = 4_096;

impl Gate {
    /// A gate to the outside of this machine.
    pub(crate) fn new(rules: Rules, home: Option<Home>) -> Self {
        Self::with(rules, home, Box::new(System), Authorities::Bundled)
    }

    fn with(rules: Rules, home: Option<Home>, outside: Box<dyn Outside>, authorities: Authorities) -> Self {
        Self {
            rules,
            home,
            outside,
            authorities,
            memory: Mutex::default(),
            under_way: Mutex::default(),
            arrived: Condvar::new(),
            lists: Mutex::default(),
        }
    }

    /// From when the youngest status list counted that was believed under a URL.
    pub(crate) fn list_seen(&self, url: &Iri) -> Option<Timestamp> {
        lock(&self.lists).get(url).copied()
    }

    /// Remembers a status list that was believed.
    pub(crate) fn see_list(&self, url: &Iri, from: Timestamp) {
        let mut lists = lock(&self.lists);
        if let Some(known) = lists.get_mut(url) {
            *known = from.max(*known);
        } else if lists.len() < LISTS {
            lists.insert(url.clone(), from);
        }
    }

    /// What we publish under an address; nothing if it is somebody else's.
    pub(crate) fn own(&self, target: &Target, now: Timestamp) -> Option<Result<Fetched, FetchFault>> {
        self.home.as_ref().and_then(|home| home.answer(target, self.rules.limit_bytes, now))
    }

    /// Whether its holder withdrew a link of ours.
    pub(crate) fn is_withdrawn(&self, target: &Target) -> bool {
        self.home.as_ref().is_some_and(|home| home.is_withdrawn(target))
    }

    /// Fetches a thing, or says why not; `now` is what the clock shows.
    ///
    /// Our own address needs no network, so it is answered offline too.
    pub(crate) fn get(&self, target: &Target, accept: &str, now: Timestamp) -> Result<Fetched, FetchFault> {
        if let Some(known) = self.at_hand(target, accept, now) {
            return known;
        }
        let admitted = self.admitted(target)?;
        let name = admitted.name(accept);
        let errand = Errand { accept, name: &name, begun: self.outside.moment(), now };
        let _turn = self.turn(&errand, &admitted)?;
        self.remembered(&name).unwrap_or_else(|| self.fetched(&admitted, &errand))
    }

    /// What need not be waited for: what we publish ourselves, what is remembered, and that a thing may not be asked for.
    pub(crate) fn at_hand(&self, target: &Target, accept: &str, now: Timestamp) -> Option<Result<Fetched, FetchFault>> {
        if let Some(inside) = self.own(target, now) {
            return Some(inside);
        }
        if self.rules.reach == Reach::Offline {
            return Some(Err(FetchFault::Offline));
        }
        match self.admitted(target) {
            Ok(admitted) => self.remembered(&admitted.name(accept)),
            Err(fault) => Some(Err(fault)),
        }
    }

    /// Sends a question with a body and gives the answer's; followed nowhere, remembered nowhere.
    pub(crate) fn send(&self, target: &Target, sent: &Sent<'_>) -> Result<Vec<u8>, FetchFault> {
        if self.rules.reach == Reach::Offline {
            return Err(FetchFault::Offline);
        }
        let admitted = self.admitted(target)?;
        let errand = Errand { accept: sent.accept, name: "", begun: self.outside.moment(), now: Timestamp::LAST };
        let reply = self.exchanged(&admitted, &errand, None, Some(sent))?;
        match reply.status {
            200 => Ok(reply.body),
            status => Err(FetchFault::Status { host: admitted.host(), status }),
        }
    }

    /// Whoever asks for the same waits for the first who does, so that one badge shown often asks once.
    fn turn<'g>(&'g self, errand: &Errand<'_>, admitted: &Admitted) -> Result<Turn<'g>, FetchFault> {
        let mut under_way = lock(&self.under_way);
        while !under_way.insert(errand.name.to_owned()) {
            let left = self.left(&admitted.target, errand.begun)?;
            let waited = self.arrived.wait_timeout(under_way, left).unwrap_or_else(PoisonError::into_inner);
            under_way = waited.0;
        }
        Ok(Turn { gate: self, name: errand.name.to_owned() })
    }

    fn remembered(&self, name: &str) -> Option<Result<Fetched, FetchFault>> {
        lock(&self.memory).fresh(name, self.outside.moment())
    }

    /// Asks, and remembers what came of it.
    fn fetched(&self, admitted: &Admitted, errand: &Errand<'_>) -> Result<Fetched, FetchFault> {
        let stale = lock(&self.memory).stale(errand.name);
        let etag = stale.as_ref().and_then(|kept| kept.etag.as_deref());
        let reply = self.followed(admitted, errand, etag);
        let moment = self.outside.moment();
        let mut memory = lock(&self.memory);
        let reply = reply.inspect_err(|fault| memory.fail(errand.name, fault, moment))?;
        let etag = reply.etag.or_else(|| etag.map(str::to_owned));
        let fetched = match stale {
            Some(kept) if reply.status == 304 => Fetched { at: errand.now, ..kept.fetched },
            _ => Fetched { content: Content::new(reply.body), at: errand.now, transport: admitted.transport() },
        };
        memory.keep(errand.name, &fetched, etag, reply.cache_control.as_deref().unwrap_or(""), moment);
        Ok(fetched)
    }

    /// The answer at the end of at most two redirects on the same host.
    fn followed(&self, admitted: &Admitted, errand: &Errand<'_>, etag: Option<&str>) -> Result<Reply, FetchFault> {
        let mut admitted = admitted.clone();
        for _ in 0..=REDIRECTS {
            let reply = self.asked(&admitted, errand, etag)?;
            match (reply.status, &reply.location) {
                (200, _) => return Ok(reply),
                (304, _) if etag.is_some() => return Ok(reply),
                (301 | 302 | 303 | 307 | 308, Some(to)) => admitted.target = admitted.target.redirected(to)?,
                (status, _) => return Err(FetchFault::Status { host: admitted.host(), status }),
            }
        }
        Err(FetchFault::RedirectLoop { host: admitted.host() })
    }

    /// One exchange, at an address that was found public just now.
    fn asked(&self, admitted: &Admitted, errand: &Errand<'_>, etag: Option<&str>) -> Result<Reply, FetchFault> {
        self.exchanged(admitted, errand, etag, None)
    }

    fn exchanged(
        &self,
        admitted: &Admitted,
        errand: &Errand<'_>,
        etag: Option<&str>,
        sent: Option<&Sent<'_>>,
    ) -> Result<Reply, FetchFault> {
        lock(&self.memory).send(self.rules.per_minute, self.outside.moment())?;
        let question = Question {
            target: &admitted.target,
            addresses: &self.addresses(admitted, errand.begun)?,
            accept: errand.accept,
            etag,
            sent,
            within: self.left(&admitted.target, errand.begun)?,
            seconds: self.rules.seconds,
            limit_bytes: self.rules.limit_bytes,
        };
        exchange::ask(&question, &self.authorities)
    }

    /// The addresses of a name: all of them public, or none is asked.
    fn addresses(&self, admitted: &Admitted, begun: Instant) -> Result<Vec<SocketAddr>, FetchFault> {
        if let Some(door) = admitted.door {
            return Ok(vec![door]);
        }
        let target = &admitted.target;
        let found = self.outside.addresses(target.host(), self.left(target, begun)?);
        if found.is_empty() {
            self.left(target, begun)?;
            return Err(FetchFault::Unknown { host: admitted.host() });
        }
        if !found.iter().all(|address| address::is_public(*address)) {
            return Err(FetchFault::NotPublic { host: admitted.host() });
        }
        Ok(found.into_iter().map(|address| self.outside.door(SocketAddr::new(address, target.port()))).collect())
    }

    fn left(&self, target: &Target, begun: Instant) -> Result<Duration, FetchFault> {
        let seconds = self.rules.seconds;
        let spent = self.outside.moment().saturating_duration_since(begun);
        let left = Duration::from_secs(seconds).checked_sub(spent).filter(|left| !left.is_zero());
        left.ok_or_else(|| FetchFault::TooSlow { host: target.host().to_owned(), seconds })
    }

    /// What may be asked at all: public names over TLS, and what the configuration names over http at this machine.
    fn admitted(&self, target: &Target) -> Result<Admitted, FetchFault> {
        if let Some(door) = self.rules.loopback.get(&target.authority()) {
            return Ok(Admitted { target: target.plain(), door: Some(*door) });
        }
        if target.scheme() == Scheme::Http {
            return Err(FetchFault::Address { why: "it does not begin with https://" });
        }
        target.must_be_named()?;
        if !self.rules.ports.contains(&target.port()) {
            return Err(FetchFault::Port { host: target.host().to_owned(), port: target.port() });
        }
        Ok(Admitted { target: target.clone(), door: None })
    }
}

/// A question on its way, from its beginning to its answer.
struct Errand<'e> {
    accept: &'e str,
    name: &'e str,
    begun: Instant,
    now: Timestamp,
}

/// What may be asked, and the door on this machine if the configuration names one.
#[derive(Clone)]
struct Admitted {
    target: Target,
    door: Option<SocketAddr>,
}

impl Admitted {
    /// What is asked for, with the forms it may come in.
    fn name(&self, accept: &str) -> String {
        format!("{accept} {}", self.target)
    }

    fn host(&self) -> String {
        self.target.host().to_owned()
    }

    fn transport(&self) -> Transport {
        if self.door.is_some() { Transport::Insecure } else { Transport::Secure }
    }
}

/// The right to ask for one thing, given back whatever happens.
struct Turn<'g> {
    gate: &'g Gate,
    name: String,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        lock(&self.gate.under_way).remove(&self.name);
        self.gate.arrived.notify_all();
    }
}

/// What a thread left behind that panicked is whole: each change is one call.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
