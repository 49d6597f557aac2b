//! The checks: each finds, none rules.

pub(crate) mod recipient;
