//! What a server is told to serve: the plan that the command line draws up and the web carries out.
//! The two never see each other; this is all that passes between them, and no issuer's key is part of it.

use std::net::{IpAddr, SocketAddr};

use attesto_verifier::Policy;

use crate::fault::Failure;
use crate::world::answers::Book;
use crate::world::clock::Zone;
use crate::world::fetch::Gate;
use crate::world::shelf::Shelf;

/// Carries out a plan until the process is told to stop; says where it listens as soon as it does.
pub(crate) type Serve = fn(Plan, &mut dyn FnMut(SocketAddr)) -> Result<(), Failure>;

/// A plan.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) listen: SocketAddr,
    pub(crate) bounds: Bounds,
    /// The path of the base URL, as `/body`; empty where there is none.
    pub(crate) base_path: String,
    pub(crate) published: Option<Publishing>,
    pub(crate) verifying: Option<Verifying>,
}

/// A published folder, and with what the copies in it are judged for those who follow a link.
#[derive(Debug)]
pub(crate) struct Publishing {
    pub(crate) shelf: Shelf,
    pub(crate) publisher: Publisher,
    /// What is answered to whoever asks by number and name.
    pub(crate) answers: Book,
    pub(crate) verifying: Verifying,
}

/// Who publishes, as pages name them.
#[derive(Clone, Debug)]
pub(crate) struct Publisher {
    pub(crate) name: String,
    pub(crate) base_url: String,
    pub(crate) zone: Zone,
}

/// What a verifier works with; there is no place for a key of an issuer.
#[derive(Debug)]
pub(crate) struct Verifying {
    pub(crate) policy: Policy,
    pub(crate) gate: Gate,
}

/// What a server bears at most.
#[derive(Clone, Debug)]
pub(crate) struct Bounds {
    pub(crate) connections: usize,
    pub(crate) head_seconds: u64,
    pub(crate) body_seconds: u64,
    pub(crate) stop_seconds: u64,
    /// Judgements at a time, and those that wait for their turn.
    pub(crate) judges: usize,
    pub(crate) waiting: usize,
    /// Judgements that one client may ask for in a minute.
    pub(crate) per_minute: u32,
    /// Questions by number and name from one client in a minute, and about one number in an hour.
    pub(crate) asked_per_minute: u32,
    pub(crate) asked_per_hour: u32,
    /// How long others may keep what is published, in seconds.
    pub(crate) max_age: u64,
    /// Whose word on a client's address counts.
    pub(crate) proxies: Vec<IpAddr>,
    pub(crate) before: Before,
}

/// What stands before the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Before {
    /// Nothing that speaks TLS.
    Nothing,
    /// A proxy that speaks TLS with everybody.
    Tls,
}
