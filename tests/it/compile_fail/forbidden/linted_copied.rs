//! No second one is made of a linted statement.

use attesto_credential::{Credential, Linted};

fn main() {}

pub fn copied(linted: &Linted<Credential>) -> Linted<Credential> {
    linted.clone()
}
