//! Attesto.
fn main() {}
