//! What can bear a seal. The list is closed here, on floor 1; upper floors word their own things as declarations.

use crate::credential::Credential;
use crate::declaration::Declaration;
use crate::document::Document;
use crate::format::{DataModel, Format};
use crate::id::Iri;
use crate::lint::LintFault;
use crate::model::{self, Misread};
use crate::status_list::{self, StatusList};
use crate::succession::{HISTORY, SUCCESSORS};

mod sealed {
    /// Keeps `Statement` from being implemented above floor 1.
    pub trait Closed {}
    impl Closed for crate::credential::Credential {}
    impl Closed for crate::declaration::Declaration {}
    impl Closed for crate::status_list::StatusList {}
}

/// What a statement is about; a key may be kept for one matter and be nothing for the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Matter {
    /// What somebody holds.
    Credential,
    /// A notice of our own: an act, a head, a receipt.
    Declaration,
    /// What has become of copies: lists, and the declarations beside them.
    StatusList,
}

impl Matter {
    /// Every matter.
    pub const ALL: [Self; 3] = [Self::Credential, Self::Declaration, Self::StatusList];

    /// Its word in documents: `credential`, `declaration`, `status-list`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Credential => "credential",
            Self::Declaration => "declaration",
            Self::StatusList => "status-list",
        }
    }

    /// The matter of a word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|matter| matter.word() == word)
    }
}

/// What can bear a seal: a [`Credential`], a [`Declaration`] or a [`StatusList`].
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

    /// What it is about: the key must be meant for that.
    fn matter(&self) -> Matter;

    /// The faults for which a wording of ours may not be sealed, all at once.
    fn faults(&self, document: &Document, format: Format) -> Vec<LintFault>;
}

impl Statement for Credential {
    fn write(&self, model: DataModel) -> Result<Document, LintFault> {
        match model {
            DataModel::Elm => model::elm::write(self),
            DataModel::OpenBadges => Ok(model::open_badges::write(self)),
            DataModel::Declaration => Err(LintFault::format("a credential is not worded as a declaration")),
            DataModel::StatusList => Err(LintFault::format("a credential is not worded as a status list")),
        }
    }

    fn read(document: &Document, model: DataModel) -> Result<Self, Misread> {
        match model {
            DataModel::Elm => model::elm::read(document),
            DataModel::OpenBadges => model::open_badges::read(document),
            DataModel::Declaration => Err(Misread::new("", "a declaration is not a credential")),
            DataModel::StatusList => Err(Misread::new("", "a status list is not a credential about somebody")),
        }
    }

    fn speaker(&self) -> &Iri {
        &self.issuer.id
    }

    fn matter(&self) -> Matter {
        Matter::Credential
    }

    fn faults(&self, document: &Document, format: Format) -> Vec<LintFault> {
        if format.model() == DataModel::Elm {
            let mut faults = crate::lint::elm::conformance(document);
            faults.extend(crate::lint::elm::silent(document));
            faults.extend(crate::lint::elm::ours(self));
            return faults;
        }
        let mut faults = crate::lint::conformance(document);
        faults.extend(crate::lint::house(self));
        faults
    }
}

impl Statement for Declaration {
    fn write(&self, model: DataModel) -> Result<Document, LintFault> {
        match model {
            DataModel::Declaration => Ok(self.to_document()),
            DataModel::Elm => Err(LintFault::format("a declaration is not worded in the European Learning Model")),
            DataModel::OpenBadges => Err(LintFault::format("a declaration is not worded as an Open Badge")),
            DataModel::StatusList => Err(LintFault::format("a declaration is not worded as a status list")),
        }
    }

    fn read(document: &Document, model: DataModel) -> Result<Self, Misread> {
        match model {
            DataModel::Declaration => Self::from_document(document),
            DataModel::Elm => Err(Misread::new("", "a European credential is not a declaration")),
            DataModel::OpenBadges => Err(Misread::new("", "an Open Badge is not a declaration")),
            DataModel::StatusList => Err(Misread::new("", "a status list is not a declaration")),
        }
    }

    fn speaker(&self) -> &Iri {
        self.by()
    }

    /// What stands beside a list is said by whoever may say the list, also unattended.
    fn matter(&self) -> Matter {
        if [SUCCESSORS, HISTORY].contains(&self.kind()) { Matter::StatusList } else { Matter::Declaration }
    }

    fn faults(&self, _: &Document, _: Format) -> Vec<LintFault> {
        Vec::new()
    }
}

impl Statement for StatusList {
    fn write(&self, model: DataModel) -> Result<Document, LintFault> {
        match model {
            DataModel::StatusList => Ok(model::status_list::write(self)),
            DataModel::Declaration => Err(LintFault::format("a status list is not worded as a declaration")),
            DataModel::Elm => Err(LintFault::format("a status list is not worded in the European Learning Model")),
            DataModel::OpenBadges => Err(LintFault::format("a status list is not worded as an Open Badge")),
        }
    }

    fn read(document: &Document, model: DataModel) -> Result<Self, Misread> {
        match model {
            DataModel::StatusList => model::status_list::read(document),
            DataModel::Declaration => Err(Misread::new("", "a declaration is not a status list")),
            DataModel::Elm => Err(Misread::new("/type", "BitstringStatusListCredential is needed")),
            DataModel::OpenBadges => Err(Misread::new("/type", "BitstringStatusListCredential is needed")),
        }
    }

    fn speaker(&self) -> &Iri {
        &self.issuer
    }

    fn matter(&self) -> Matter {
        Matter::StatusList
    }

    fn faults(&self, _: &Document, _: Format) -> Vec<LintFault> {
        status_list::house(self)
    }
}
