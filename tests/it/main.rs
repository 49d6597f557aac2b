//! Tests that see the workspace from outside; a module per concern, and the office they share.
//! They test no crate's inside; that stands beside the code.
#![cfg(test)]

mod compile_fail;
mod house;
mod journeys;
mod laws;
mod office;
mod vectors;
