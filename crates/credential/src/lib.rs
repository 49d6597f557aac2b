//! What a credential says, how it is written, how it is carried.
//! Never crypto, async, disk, network, clock or entropy: see `docs/src/explanation/architecture.md`.

pub mod carrier;
mod document;

pub use document::{Document, Flaw, Json, Limits, Number, Object, Unreadable};
