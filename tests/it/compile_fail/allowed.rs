//! Declares, lints, seals, opens and looks, each once and in this order.

use attesto_credential::{Declaration, Format, Iri, Object, Timestamp, lint};
use attesto_securing::{Authentic, Contexts, Keys, Signer, SigningKey, open, seal};

fn trusting(authentic: &Authentic<Declaration>) -> &str {
    authentic.said().kind()
}

pub(crate) fn main() {
    let (contexts, at) = (Contexts::pinned(), Timestamp::parse("2026-11-24T09:00:00Z").unwrap());
    let key = SigningKey::from_seed(&[1; 32]).unwrap();
    let declaration = Declaration::new("receipt", Iri::parse(key.id().owner()).unwrap(), at, Object::new());
    let linted = lint(declaration, Format::DECLARATION).unwrap();
    let secured = seal(vec![linted], &key, &contexts, at).unwrap();
    let opened = open::<Declaration>(&secured, &Keys::new(), &contexts, at).remove(0).unwrap();
    assert_eq!(trusting(&opened), "receipt");
}
