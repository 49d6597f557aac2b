//! Only `lint` may say that a statement conforms.

use attesto_credential::{Credential, Document, Format, Linted};

fn main() {}

pub fn waved_through(statement: Credential, document: Document) -> Linted<Credential> {
    Linted { statement, document, format: Format::OPEN_BADGE }
}
