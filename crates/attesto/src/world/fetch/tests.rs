//! The gate against the tricks that are known: of addresses, of names, of redirects, of answers.

mod addresses;
mod answers;
mod gathered;
mod kept;
mod names;
mod redirects;
mod stand;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::exchange::Authorities;
use super::*;
use stand::Stand;

/// An address of the public internet, behind which a test puts its own stand.
const PUBLIC: &str = "93.184.216.34";

fn now() -> Timestamp {
    Timestamp::parse("2026-06-01T00:00:00Z").unwrap()
}

/// Names as a test has them, doors that lead to its stand, and time that it moves.
#[derive(Debug, Default)]
struct Town {
    /// What the resolver says, time after time; the last answer stays.
    names: Mutex<BTreeMap<String, VecDeque<Vec<IpAddr>>>>,
    door: Option<SocketAddr>,
    asked: AtomicUsize,
    later: Mutex<Duration>,
}

impl Town {
    fn with(mut self, host: &str, answers: &[&[&str]]) -> Self {
        let parsed = |addresses: &&[&str]| addresses.iter().map(|text| text.parse().unwrap()).collect();
        self.names.get_mut().unwrap().insert(host.to_owned(), answers.iter().map(parsed).collect());
        self
    }

    /// What was found public leads to a stand; everything else leads where it says.
    fn behind(mut self, stand: &Stand) -> Self {
        self.door = Some(stand.address);
        self
    }
}

impl Outside for Arc<Town> {
    fn addresses(&self, host: &str, _: Duration) -> Vec<IpAddr> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let mut names = self.names.lock().unwrap();
        let Some(answers) = names.get_mut(host) else { return Vec::new() };
        if answers.len() > 1 { answers.pop_front().unwrap() } else { answers[0].clone() }
    }

    fn door(&self, checked: SocketAddr) -> SocketAddr {
        self.door.filter(|_| !checked.ip().is_loopback()).unwrap_or(checked)
    }

    fn moment(&self) -> Instant {
        Instant::now() + *self.later.lock().unwrap()
    }
}

fn rules() -> Rules {
    Rules {
        seconds: 5,
        limit_bytes: 1 << 20,
        per_minute: 60,
        ports: BTreeSet::from([443]),
        loopback: BTreeMap::new(),
        reach: Reach::Online,
    }
}

/// A gate that may ask a stand over http, as `cert.example`.
fn plain_gate(stand: &Stand) -> Gate {
    plain_gate_with(stand, rules())
}

fn plain_gate_with(stand: &Stand, mut rules: Rules) -> Gate {
    rules.loopback.insert("cert.example".to_owned(), stand.address);
    Gate::with(rules, None, Box::new(Arc::new(Town::default())), Authorities::Bundled)
}

/// A gate into a town, that believes these certificates.
fn town_gate(town: &Arc<Town>, rules: Rules, authorities: Vec<Vec<u8>>) -> Gate {
    Gate::with(rules, None, Box::new(Arc::clone(town)), Authorities::Given(authorities))
}

fn get(gate: &Gate, url: &str) -> Result<Fetched, FetchFault> {
    gate.get(&Target::parse(url)?, "application/json", now())
}

fn host() -> String {
    "cert.example".to_owned()
}
