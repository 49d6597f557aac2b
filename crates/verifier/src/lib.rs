//! Material in, report out: checks find, the policy rules, the report tells.
//! Fetches nothing, knows no clock, and never calls what it could not check good.

mod check;
mod finding;

pub use check::recipient::{Doubt, Likeness, likeness};
pub use finding::{Check, Code, Finding, Ruling};
