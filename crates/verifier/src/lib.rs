//! Material in, report out: checks find, the policy rules, the report tells.
//! Fetches nothing, knows no clock, and never calls what it could not check good.

mod check;

pub use check::recipient::{Doubt, Likeness, likeness};
