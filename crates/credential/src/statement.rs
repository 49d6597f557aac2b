//! What can bear a seal. The list is closed here, on floor 1; upper floors word their own things as declarations.

use crate::credential::Credential;
use crate::declaration::Declaration;
use crate::document::Document;
use crate::format::{DataModel, Format};
use crate::id::Iri;
use crate::lint::LintFault;
use crate::model::{self, Misread};

mod sealed {
    /// Keeps `Statement` from being implemented above floor 1.
    pub trait Closed {}
    impl Closed for crate::credential::Credential {}
    impl Closed for crate::declaration::Declaration {}
}

/// What can bear a seal: a [`Credential`] or a [`Declaration`].
///
/// The trait cannot be implemented elsewhere: what a seal may stand under is decided here.
pub trait Statement: sealed::Closed + Clone + PartialEq + Sized {
    /// Words it in a data model.
    ///
    /// # Errors
    /// The data model cannot say this.
    fn write(&self, model: DataModel) -> Result<Document, LintFault>;

    /// Reads what a document says; whether it is true is another question.
    ///
    /// # Errors
    /// The document does not say this.
    fn read(document: &Document, model: DataModel) -> Result<Self, Misread>;

    /// Who says it: the one whose own document must name the key.
    fn speaker(&self) -> &Iri;

    /// The faults for which a wording of ours may not be sealed, all at once.
    fn faults(&self, document: &Document, format: Format) -> Vec<LintFault>;
}

impl Statement for Credential {
    fn write(&self, model: DataModel) -> Result<Document, LintFault> {
        match model {
            DataModel::OpenBadges => Ok(model::open_badges::write(self)),
            DataModel::Declaration => Err(LintFault::format("a credential is not worded as a declaration")),
        }
    }

    fn read(document: &Document, model: DataModel) -> Result<Self, Misread> {
        match model {
            DataModel::OpenBadges => model::open_badges::read(document),
            DataModel::Declaration => Err(Misread::new("", "a declaration is not a credential")),
        }
    }

    fn speaker(&self) -> &Iri {
        &self.issuer.id
    }

    fn faults(&self, document: &Document, _: Format) -> Vec<LintFault> {
        let mut faults = crate::lint::conformance(document);
        faults.extend(crate::lint::house(self));
        faults
    }
}

impl Statement for Declaration {
    fn write(&self, model: DataModel) -> Result<Document, LintFault> {
        match model {
            DataModel::Declaration => Ok(self.to_document()),
            DataModel::OpenBadges => Err(LintFault::format("a declaration is not worded as an Open Badge")),
        }
    }

    fn read(document: &Document, model: DataModel) -> Result<Self, Misread> {
        match model {
            DataModel::Declaration => Self::from_document(document),
            DataModel::OpenBadges => Err(Misread::new("", "an Open Badge is not a declaration")),
        }
    }

    fn speaker(&self) -> &Iri {
        self.by()
    }

    fn faults(&self, _: &Document, _: Format) -> Vec<LintFault> {
        Vec::new()
    }
}
