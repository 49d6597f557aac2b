//! A credential that was not linted gets no seal.

use attesto_credential::{Credential, Timestamp};
use attesto_securing::{Contexts, Signer, seal};

fn main() {}

pub fn careless(credential: Credential, signer: &dyn Signer, contexts: &Contexts, at: Timestamp) {
    let _ = seal::<Credential>(vec![credential], signer, contexts, at);
}
