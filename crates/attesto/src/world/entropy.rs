//! Randomness of the operating system.

use attesto_securing::Entropy;

/// The operating system's source of randomness.
pub(crate) struct System;

impl Entropy for System {
    /// Fills the slice; a system without randomness must not go on.
    fn fill(&mut self, bytes: &mut [u8]) {
        if getrandom::fill(bytes).is_err() {
            std::process::abort();
        }
    }
}
