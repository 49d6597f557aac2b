//! The demo's own server, in this process: the published folder and `verify`, over http on an address of this machine.
//! It stands for the body's https address, which nobody serves.

use std::net::SocketAddr;
use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use super::folder::Layout;
use crate::cli::serve;
use crate::fault::{Failure, Fault};
use crate::serving::Serve;

/// A server that runs until the process is told to stop, or ends.
pub(super) struct Server {
    address: SocketAddr,
    hand: JoinHandle<Result<(), Failure>>,
}

impl Server {
    /// Serves the demo's body; back as soon as it listens.
    pub(super) fn open(layout: &Layout, listen: SocketAddr, web: Serve) -> Result<Self, Failure> {
        let plan = serve::of_both(&layout.world(), listen, vec![layout.at("trust.toml")])?;
        let (tell, told) = mpsc::channel();
        let hand = thread::spawn(move || {
            web(plan, &mut |address| {
                // Whoever waits for the address is there until it comes.
                let _ = tell.send(address);
            })
        });
        match told.recv() {
            Ok(address) => Ok(Self { address, hand }),
            Err(_) => Err(joined(hand).err().unwrap_or_else(|| bug("the server ended before it listened"))),
        }
    }

    /// Where it listens.
    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Goes on as long as nobody told the process to stop.
    pub(super) fn must_be_up(&self) -> Result<(), Failure> {
        let sentence = "the demo was told to stop; `attesto demo` makes it anew";
        if self.hand.is_finished() { Err(Failure::new(Fault::Unavailable, "demo", sentence)) } else { Ok(()) }
    }

    /// Waits until the process is told to stop.
    pub(super) fn wait(self) -> Result<(), Failure> {
        joined(self.hand)
    }
}

fn joined(hand: JoinHandle<Result<(), Failure>>) -> Result<(), Failure> {
    hand.join().unwrap_or_else(|_| Err(bug("the server stopped")))
}

fn bug(why: &str) -> Failure {
    Failure::new(Fault::Bug, "demo", why)
}
