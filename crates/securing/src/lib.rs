//! What needs a key: canonical form, seal and open, digests.
//! The only crate that names cryptography. No clock, disk, network or entropy source of its own.

mod digest;
mod entropy;

pub use digest::Digest;
pub use entropy::{Entropy, draw};
