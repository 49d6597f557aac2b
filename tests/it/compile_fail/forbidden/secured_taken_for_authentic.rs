//! A sealed text that nobody opened is not believed.

use attesto_credential::{Credential, Secured};
use attesto_securing::Authentic;

fn main() {}

pub fn trusting(_: &Authentic<Credential>) {}

pub fn credulous(secured: &Secured) {
    trusting(secured);
}
