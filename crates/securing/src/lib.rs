//! What needs a key: the canonical form, seal and open, digests.
//! The only crate that names cryptography; no clock, disk, network or entropy of its own.

mod canon;

pub use canon::{
    Budget, Canonical, Contexts, Cost, LabelHash, Loss, Rekeying, Uncanonical, canonical, canonical_by, jcs,
};
