//! The web as clients meet it: `attesto serve` as its own process, asked over real sockets.
//! Judges no verdict; the cases of the verifier do.
#![cfg(test)]

mod bad_requests;
mod crowd;
mod description;
mod links;
mod place;
mod published;
mod status_of;
mod verifying;
