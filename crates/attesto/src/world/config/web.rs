//! The sections on what goes out and what is served, with a working default for each field.
//! Only what is written; the gate and the web keep to it.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr};

use serde::{Deserialize, Serialize};

use crate::serving::{Before, Bounds};
use crate::world::fetch::{Reach, Rules};

/// What is asked outside, and how; the gate keeps to it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct FetchRules {
    pub(crate) limit_bytes: u64,
    pub(crate) per_minute: usize,
    pub(crate) ports: BTreeSet<u16>,
    pub(crate) seconds: u64,
    pub(crate) loopback: BTreeMap<String, SocketAddr>,
}

impl Default for FetchRules {
    fn default() -> Self {
        Self {
            limit_bytes: 1 << 20,
            per_minute: 60,
            ports: BTreeSet::from([443]),
            seconds: 5,
            loopback: BTreeMap::new(),
        }
    }
}

impl FetchRules {
    /// The rules of the gate.
    pub(crate) fn rules(&self, reach: Reach) -> Rules {
        Rules {
            seconds: self.seconds,
            limit_bytes: self.limit_bytes,
            per_minute: self.per_minute,
            ports: self.ports.clone(),
            loopback: self.loopback.clone(),
            reach,
        }
    }

    /// Bounds stay bounds, and loopback is loopback.
    pub(super) fn check(&self) -> Result<(), String> {
        if !(1..=60).contains(&self.seconds) || !(1..=16 << 20).contains(&self.limit_bytes) {
            return Err("[fetch]: seconds is from 1 to 60, limit_bytes from 1 to 16777216".to_owned());
        }
        match self.loopback.iter().find(|(_, address)| !address.ip().is_loopback()) {
            None => Ok(()),
            Some((name, address)) => Err(format!(
                "[fetch.loopback] {name}: {address} is not an address of this machine; write one such as 127.0.0.1:8080"
            )),
        }
    }
}

/// Where and how much is served.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ServeRules {
    pub(crate) asked_per_hour: u32,
    pub(crate) asked_per_minute: u32,
    pub(crate) before: Before,
    pub(crate) body_seconds: u64,
    pub(crate) connections: usize,
    pub(crate) head_seconds: u64,
    pub(crate) judges: usize,
    pub(crate) listen: SocketAddr,
    pub(crate) max_age: u64,
    pub(crate) per_minute: u32,
    pub(crate) proxies: Vec<IpAddr>,
    pub(crate) stop_seconds: u64,
    pub(crate) waiting: usize,
}

impl Default for ServeRules {
    fn default() -> Self {
        Self {
            asked_per_hour: 20,
            asked_per_minute: 30,
            before: Before::Nothing,
            body_seconds: 20,
            connections: 512,
            head_seconds: 10,
            judges: 16,
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            max_age: 60,
            per_minute: 600,
            proxies: Vec::new(),
            stop_seconds: 20,
            waiting: 64,
        }
    }
}

impl ServeRules {
    /// The bounds of a server.
    pub(crate) fn bounds(&self) -> Bounds {
        Bounds {
            connections: self.connections,
            head_seconds: self.head_seconds,
            body_seconds: self.body_seconds,
            stop_seconds: self.stop_seconds,
            judges: self.judges,
            waiting: self.waiting,
            per_minute: self.per_minute,
            asked_per_minute: self.asked_per_minute,
            asked_per_hour: self.asked_per_hour,
            max_age: self.max_age,
            proxies: self.proxies.clone(),
            before: self.before,
        }
    }
}
