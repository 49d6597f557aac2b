//! A secret is in no log.

use attesto_securing::SigningKey;

fn main() {}

pub fn printed(key: &SigningKey) -> String {
    format!("{key:?}")
}
