//! What can bear a seal. The list is closed here, on floor 1; upper floors word their own things as declarations.

use crate::credential::{ClaimTerms, Credential};
use crate::declaration::Declaration;
use crate::document::Document;
use crate::format::{DataModel, Format};
use crate::id::Iri;
use crate::lint::LintFault;
use crate::model::{self, Misread};
use crate::status_answer::ANSWER;
use crate::status_list::{self, StatusList, TokenList};
use crate::succession::{HISTORY, SUCCESSORS};
use crate::time::Timestamp;

mod sealed {
    /// Keeps `Statement` from being implemented above floor 1.
    pub trait Closed {}
    impl Closed for crate::credential::Credential {}
    impl Closed for crate::declaration::Declaration {}
    impl Closed for crate::status_list::StatusList {}
    impl Closed for crate::status_list::TokenList {}
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

/// What can bear a seal: a [`Credential`], a [`Declaration`], a [`StatusList`] or a [`TokenList`].
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

    /// When it says itself that it was said; `None` where that stands in the proof.
    fn stated(&self) -> Option<Timestamp>;

    /// The faults for which a wording of ours may not be sealed, all at once.
    fn faults(&self, document: &Document, format: Format) -> Vec<LintFault>;

    /// What remains of it once it is sealed: all of it, unless a wording holds something that may never leave.
    #[must_use]
    fn as_sealed(&self) -> Self {
        self.clone()
    }
}

/// Why one kind of statement is not worded as another.
fn not_worded(what: &str, model: DataModel) -> LintFault {
    LintFault::format(&format!("{what} is not worded as {}", model.named()))
}

impl Statement for Credential {
    fn write(&self, model: DataModel) -> Result<Document, LintFault> {
        match model {
            DataModel::Elm => model::elm::write(self),
            DataModel::OpenBadges => Ok(model::open_badges::write(self)),
            DataModel::Claims => model::claims::write(self),
            other => Err(not_worded("a credential", other)),
        }
    }

    fn read(document: &Document, model: DataModel) -> Result<Self, Misread> {
        match model {
            DataModel::Elm => model::elm::read(document),
            DataModel::OpenBadges => model::open_badges::read(document),
            DataModel::Claims => model::claims::read(document),
            DataModel::Declaration => Err(Misread::new("", "a declaration is not a credential")),
            DataModel::StatusList | DataModel::TokenList => {
                Err(Misread::new("", "a status list is not a credential about somebody"))
            }
        }
    }

    fn speaker(&self) -> &Iri {
        &self.issuer.id
    }

    fn matter(&self) -> Matter {
        Matter::Credential
    }

    fn stated(&self) -> Option<Timestamp> {
        None
    }

    fn faults(&self, document: &Document, format: Format) -> Vec<LintFault> {
        let mut faults = crate::lint::conformance(document, format.model());
        match format.model() {
            DataModel::Claims => faults.extend(crate::lint::house_of_claims(self)),
            DataModel::Elm => {
                faults.extend(crate::lint::elm::silent(document));
                faults.extend(crate::lint::elm::ours(self));
            }
            _ => faults.extend(crate::lint::house(self)),
        }
        faults
    }

    fn as_sealed(&self) -> Self {
        let terms = self.terms.clone().map(|terms| ClaimTerms { seed: None, ..terms });
        Self { terms, ..self.clone() }
    }
}

impl Statement for Declaration {
    fn write(&self, model: DataModel) -> Result<Document, LintFault> {
        match model {
            DataModel::Declaration => Ok(self.to_document()),
            other => Err(not_worded("a declaration", other)),
        }
    }

    fn read(document: &Document, model: DataModel) -> Result<Self, Misread> {
        match model {
            DataModel::Declaration => Self::from_document(document),
            DataModel::Elm => Err(Misread::new("", "a European credential is not a declaration")),
            DataModel::OpenBadges => Err(Misread::new("", "an Open Badge is not a declaration")),
            DataModel::Claims => Err(Misread::new("", "a credential is not a declaration")),
            DataModel::StatusList | DataModel::TokenList => Err(Misread::new("", "a status list is not a declaration")),
        }
    }

    fn speaker(&self) -> &Iri {
        self.by()
    }

    /// What stands beside a list, and how one certification stands, is said by whoever may say the list, also unattended.
    fn matter(&self) -> Matter {
        if [SUCCESSORS, HISTORY, ANSWER].contains(&self.kind()) { Matter::StatusList } else { Matter::Declaration }
    }

    fn stated(&self) -> Option<Timestamp> {
        Some(self.at())
    }

    fn faults(&self, _: &Document, _: Format) -> Vec<LintFault> {
        Vec::new()
    }
}

impl Statement for StatusList {
    fn write(&self, model: DataModel) -> Result<Document, LintFault> {
        match model {
            DataModel::StatusList => Ok(model::status_list::write(self)),
            other => Err(not_worded("a status list", other)),
        }
    }

    fn read(document: &Document, model: DataModel) -> Result<Self, Misread> {
        match model {
            DataModel::StatusList => model::status_list::read(document),
            DataModel::Declaration => Err(Misread::new("", "a declaration is not a status list")),
            DataModel::Elm | DataModel::OpenBadges | DataModel::Claims | DataModel::TokenList => {
                Err(Misread::new("/type", "BitstringStatusListCredential is needed"))
            }
        }
    }

    fn speaker(&self) -> &Iri {
        &self.issuer
    }

    fn matter(&self) -> Matter {
        Matter::StatusList
    }

    fn stated(&self) -> Option<Timestamp> {
        None
    }

    fn faults(&self, _: &Document, _: Format) -> Vec<LintFault> {
        status_list::house(self)
    }
}

impl Statement for TokenList {
    fn write(&self, model: DataModel) -> Result<Document, LintFault> {
        match model {
            DataModel::TokenList => Ok(model::token_list::write(self)),
            other => Err(not_worded("a token status list", other)),
        }
    }

    fn read(document: &Document, model: DataModel) -> Result<Self, Misread> {
        match model {
            DataModel::TokenList => model::token_list::read(document),
            _ => Err(Misread::new("/status_list", "a Token Status List is needed")),
        }
    }

    fn speaker(&self) -> &Iri {
        &self.issuer
    }

    fn matter(&self) -> Matter {
        Matter::StatusList
    }

    fn stated(&self) -> Option<Timestamp> {
        None
    }

    fn faults(&self, _: &Document, _: Format) -> Vec<LintFault> {
        status_list::house_of_token(self)
    }
}
