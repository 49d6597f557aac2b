//! The serve loop: takes connections, gives each a seat, and ends them all in order when the process is told to stop.
//! Reads no request itself; `request` does.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioTimer;
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::problem::Problem;
use super::request::{Caller, Counter};
use super::seats::{Room, Seat};
use super::wire::Wire;
use crate::fault::{Failure, Fault};

/// The most that a request may have before its body.
const HEAD_LIMIT_BYTES: usize = 16 << 10;
const HEADERS: usize = 64;

/// Takes connections until the process is told to stop, then lets those that are being answered end.
pub(super) async fn listen(counter: Arc<Counter>, told: &mut dyn FnMut(SocketAddr)) -> Result<(), Failure> {
    let (mut stop, listener) = (Stop::new()?, bind(counter.listen).await?);
    told(listener.local_addr().unwrap_or(counter.listen));
    let (stopping, stopped) = watch::channel(());
    let mut open = JoinSet::new();
    loop {
        tokio::select! {
            () = stop.told() => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => seat(&counter, stream, peer, &stopped, &mut open),
                // Out of descriptors, most likely: the next one may find some.
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            },
            Some(_) = open.join_next() => {}
        }
    }
    drop(listener);
    drop(stopping);
    let all = async { while open.join_next().await.is_some() {} };
    // Whoever is not done by then is cut off with the process.
    let _ = tokio::time::timeout(Duration::from_secs(counter.bounds.stop_seconds), all).await;
    Ok(())
}

async fn bind(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        let sentence = format!("cannot listen on {address}: {error}; name a free address with --listen");
        Failure::new(Fault::Unavailable, "listen", sentence)
    })
}

/// SIGTERM or SIGINT.
struct Stop {
    terminate: Signal,
    interrupt: Signal,
}

impl Stop {
    fn new() -> Result<Self, Failure> {
        let of = |kind| signal(kind).map_err(|error| Failure::new(Fault::Bug, "http", error));
        Ok(Self { terminate: of(SignalKind::terminate())?, interrupt: of(SignalKind::interrupt())? })
    }

    async fn told(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Gives a connection a seat; without one it is hung up.
fn seat(
    counter: &Arc<Counter>,
    stream: TcpStream,
    peer: SocketAddr,
    stopped: &watch::Receiver<()>,
    open: &mut JoinSet<()>,
) {
    let Some((seat, room)) = counter.seats.take() else { return };
    counter.counters.connections.fetch_add(1, Ordering::Relaxed);
    if room == Room::Made {
        counter.counters.evicted.fetch_add(1, Ordering::Relaxed);
    }
    // Small answers go out at once; that it cannot be set costs only time.
    let _ = stream.set_nodelay(true);
    open.spawn(connection(Arc::clone(counter), Wire::new(stream), peer, Arc::new(seat), stopped.clone()));
}

/// One connection from its first byte to its last.
async fn connection(
    counter: Arc<Counter>,
    wire: Wire,
    peer: SocketAddr,
    seat: Arc<Seat>,
    mut stopped: watch::Receiver<()>,
) {
    let answering = {
        let (counter, seat, twofold) = (Arc::clone(&counter), Arc::clone(&seat), wire.twofold());
        service_fn(move |request: Request<Incoming>| {
            let (counter, seat) = (Arc::clone(&counter), Arc::clone(&seat));
            let caller = Caller { peer: peer.ip(), twofold: twofold.clone() };
            Box::pin(async move { Ok::<_, std::convert::Infallible>(counter.answer(request, caller, &seat).await) })
        })
    };
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(counter.bounds.head_seconds))
        .max_buf_size(HEAD_LIMIT_BYTES)
        .max_headers(HEADERS)
        .half_close(true)
        .serve_connection(wire, answering);
    let mut stopping = false;
    loop {
        tokio::select! {
            ended = std::future::poll_fn(|cx| connection.poll_without_shutdown(cx)) => {
                let parts = connection.into_parts();
                if ended.is_err_and(|error| error.is_timeout()) {
                    parts.io.say_last(&Problem::too_slow(counter.bounds.head_seconds)).await;
                }
                return;
            }
            () = seat.must_leave() => return,
            _ = stopped.changed(), if !stopping => {
                stopping = true;
                Pin::new(&mut connection).graceful_shutdown();
            }
        }
    }
}
