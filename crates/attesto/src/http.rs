//! The web: the published folder, and the verifying of credentials. The only room where anything is async.
//! Names no key and no register: what it serves lies in the published folder, what it judges is handed in.

mod accept;
mod card;
mod copies;
mod counters;
mod desk;
mod framing;
mod listen;
mod problem;
mod published;
mod request;
mod routes;
mod safety;
mod seats;
mod status_of;
mod turnstile;
mod verify;
mod wire;

use std::net::SocketAddr;
use std::sync::Arc;

use counters::Counters;
use request::Counter;
use routes::Front;
use seats::Seats;

use crate::fault::{Failure, Fault};
use crate::serving::Plan;

/// Threads that no judgement takes.
const READERS: usize = 1;

/// Serves until the process is told to stop; tells where as soon as it listens.
pub(crate) fn serve(plan: Plan, told: &mut dyn FnMut(SocketAddr)) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        // As many judge at once as there are cores; whoever only reads is served beside them.
        .worker_threads(desk::cores() + READERS)
        .max_blocking_threads(plan.bounds.judges.max(1))
        .build()
        .map_err(|error| Failure::new(Fault::Bug, "http", error))?;
    let served = runtime.block_on(listen::listen(Arc::new(counter(plan)), told));
    // A judgement that is still under way speaks to nobody any more.
    runtime.shutdown_background();
    served
}

fn counter(plan: Plan) -> Counter {
    let (counters, seats) = (Arc::new(Counters::default()), Seats::new(plan.bounds.connections));
    let (listen, bounds) = (plan.listen, plan.bounds.clone());
    let router = routes::router(Front::new(plan, Arc::clone(&counters), Arc::clone(&seats)));
    Counter { listen, bounds, seats, counters, router, body_limit_bytes: routes::body_limit_bytes }
}
