//! Whoever has the copies' secret can tell of whom a copy is: it is in no log.

use attesto_issuer::CopySecret;

fn main() {}

pub fn printed(secret: &CopySecret) -> String {
    format!("{secret:?}")
}
