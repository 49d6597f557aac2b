//! The maker of `Authentic` is known inside `securing` only.

use attesto_credential::{Credential, Format};
use attesto_securing::{Authentic, KeyId};

fn main() {}

pub fn believed(said: Credential, key: KeyId) -> Authentic<Credential> {
    Authentic::new(said, key, None, Format::OPEN_BADGE)
}
