//! The world: configuration, clock, entropy, files, keys, time zones. Only verbs and the register see it.

pub(crate) mod clock;
pub(crate) mod config;
pub(crate) mod did_document;
pub(crate) mod entropy;
pub(crate) mod files;
pub(crate) mod keys;
pub(crate) mod office;
#[cfg_attr(not(test), expect(dead_code, reason = "the verbs that open the register come next; remove this line then"))]
pub(crate) mod store;
