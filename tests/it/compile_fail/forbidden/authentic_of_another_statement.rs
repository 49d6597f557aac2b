//! What held as a declaration says nothing about a credential.

use attesto_credential::{Credential, Declaration};
use attesto_securing::Authentic;

fn main() {}

pub fn trusting(_: &Authentic<Credential>) {}

pub fn confused(authentic: &Authentic<Declaration>) {
    trusting(authentic);
}
