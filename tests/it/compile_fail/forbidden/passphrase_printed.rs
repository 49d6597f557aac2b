//! A passphrase is in no log.

use attesto_securing::Passphrase;

fn main() {}

pub fn printed(passphrase: &Passphrase) -> String {
    format!("{passphrase:?}")
}
