//! What a seal may stand under is decided on floor 1.

use attesto_credential::{DataModel, Document, Format, Iri, LintFault, Matter, Misread, Statement, Timestamp};

fn main() {}

#[derive(Clone, PartialEq)]
pub struct Invoice {
    by: Iri,
}

impl Statement for Invoice {
    fn write(&self, _: DataModel) -> Result<Document, LintFault> {
        loop {}
    }

    fn read(_: &Document, _: DataModel) -> Result<Self, Misread> {
        loop {}
    }

    fn speaker(&self) -> &Iri {
        &self.by
    }

    fn matter(&self) -> Matter {
        Matter::Credential
    }

    fn stated(&self) -> Option<Timestamp> {
        None
    }

    fn faults(&self, _: &Document, _: Format) -> Vec<LintFault> {
        Vec::new()
    }
}
