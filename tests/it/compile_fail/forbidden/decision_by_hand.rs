//! Only `decide` says what follows from the figures.

use attesto_issuer::{Decision, Proposal};

fn main() {}

pub fn favoured() -> Decision {
    Decision { proposal: Proposal::Certify, missing: Vec::new(), reasons: Vec::new(), competences: Vec::new().into() }
}
