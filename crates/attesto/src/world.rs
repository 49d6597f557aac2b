//! The world: configuration, clock, entropy, files, keys, time zones. Only verbs and the register see it.

pub(crate) mod abroad;
pub(crate) mod act;
pub(crate) mod answers;
pub(crate) mod backup;
pub(crate) mod cards;
pub(crate) mod carriers;
pub(crate) mod certify;
pub(crate) mod clock;
pub(crate) mod cohort;
pub(crate) mod config;
pub(crate) mod did_document;
pub(crate) mod drilled;
pub(crate) mod entropy;
pub(crate) mod fetch;
pub(crate) mod files;
pub(crate) mod gather;
pub(crate) mod hand_in;
mod hands;
pub(crate) mod head;
pub(crate) mod key_change;
pub(crate) mod keys;
pub(crate) mod ledger;
pub(crate) mod links;
pub(crate) mod lists;
pub(crate) mod office;
pub(crate) mod pages;
mod progress;
pub(crate) mod proofs;
pub(crate) mod public;
pub(crate) mod restore;
pub(crate) mod seals;
pub(crate) mod shelf;
pub(crate) mod store;
pub(crate) mod time_stamps;
pub(crate) mod wallets;

pub use store::register;
