//! The register as the person at the terminal meets it: whole, damaged, busy, erased, saved and brought back.
#![cfg(test)]

mod backup;
mod disk;
mod keys;
mod ledger;
mod links;
mod person;
mod place;
mod theft;
