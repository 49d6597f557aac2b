//! Only `open` may say that a seal held.

use std::sync::Arc;

use attesto_credential::{Credential, Format};
use attesto_securing::{Authentic, KeyId};

fn main() {}

pub fn believed(said: Arc<Credential>, key: KeyId) -> Authentic<Credential> {
    Authentic { said, key, sealed: None, format: Format::OPEN_BADGE, unchecked: 0, binding: None }
}
