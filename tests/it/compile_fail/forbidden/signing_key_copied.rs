//! A secret is never in two places.

use attesto_securing::SigningKey;

fn main() {}

pub fn copied(key: &SigningKey) -> SigningKey {
    key.clone()
}
