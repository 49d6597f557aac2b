//! What was linted once is sealed once.

use attesto_credential::{Credential, Linted, Timestamp};
use attesto_securing::{Contexts, Signer, seal};

fn main() {}

pub fn twice(linted: Linted<Credential>, signer: &dyn Signer, contexts: &Contexts, at: Timestamp) {
    let _ = seal(vec![linted], signer, contexts, at);
    let _ = seal(vec![linted], signer, contexts, at);
}
