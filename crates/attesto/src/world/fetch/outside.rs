//! What lies outside the process for the gate: names, doors and the passing of time.
//! Decides nothing: which address may be asked is the gate's.

use std::fmt;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// The outside, so that a test can stand in for it.
pub(crate) trait Outside: fmt::Debug + Send + Sync {
    /// Every address of a name, asked once; none if there is no such name or no answer in time.
    fn addresses(&self, host: &str, within: Duration) -> Vec<IpAddr>;

    /// The socket behind an address that was found to be public.
    fn door(&self, checked: SocketAddr) -> SocketAddr;

    /// A moment that never goes back.
    fn moment(&self) -> Instant;
}

/// The system's resolver and clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct System;

impl Outside for System {
    fn addresses(&self, host: &str, within: Duration) -> Vec<IpAddr> {
        let (told, heard) = mpsc::sync_channel(1);
        // A full name with its last stop, so that no search list of the machine is tried behind it.
        let name = format!("{host}.");
        // The system's resolver cannot be interrupted; a thread that is late ends by itself, heard by nobody.
        std::thread::spawn(move || {
            let found = (name.as_str(), 0).to_socket_addrs();
            told.send(found.map(|all| all.map(|address| address.ip()).collect::<Vec<_>>()))
        });
        heard.recv_timeout(within).ok().and_then(Result::ok).unwrap_or_default()
    }

    fn door(&self, checked: SocketAddr) -> SocketAddr {
        checked
    }

    fn moment(&self) -> Instant {
        Instant::now()
    }
}
