//! Only `lint` may say that a statement conforms.

use attesto_credential::{Credential, Document, Format, Linted, Wording};

fn main() {}

pub fn waved_through(statement: Credential, document: Document) -> Linted<Credential> {
    Linted { statement, wording: Wording::Composed(document), format: Format::OPEN_BADGE }
}
