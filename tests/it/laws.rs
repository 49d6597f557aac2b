//! Laws over generated credentials and over every place of a sealed badge; proptest prints the seed of what breaks one.
//! Single cases with a name stand in `tests/cases` and beside the code.

mod canonical;
mod generated;
mod moulds;
mod pointers;
mod read_write;
mod seal_open;
mod tampering;
mod wrap_unwrap;

use proptest::prelude::ProptestConfig;

/// So many cases, and no file of failures: the seed is printed.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}
