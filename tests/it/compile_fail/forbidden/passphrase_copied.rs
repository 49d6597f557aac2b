//! A passphrase is never in two places.

use attesto_securing::Passphrase;

fn main() {}

pub fn copied(passphrase: &Passphrase) -> Passphrase {
    passphrase.clone()
}
