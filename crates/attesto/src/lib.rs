//! The roof: what needs the world. Command line, disk, clock, entropy, pictures.
//! Rooms below it never see any of these; see `docs/src/explanation/architecture.md`.

mod cli;
mod fault;
mod http;
mod locale;
mod serving;
pub mod sheet;
mod start;
mod world;

pub use start::run;
pub use world::register;
