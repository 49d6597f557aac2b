//! Finds whether the credential is the asked person's: by name across scripts, by e-mail through the hash.
//! It compares what is written; who stands at the desk is for a person to see.

mod familiar;
mod greek;
mod likeness;
mod loose;
mod spelling;

pub use likeness::{Doubt, Likeness, likeness};
