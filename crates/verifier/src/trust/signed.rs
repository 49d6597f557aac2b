//! A trust list that its keeper sealed: the very text of the list, with the files of authorities that it names.
//! One grammar and one reader: what is sealed is what stands in the keeper's own file.

use std::cell::RefCell;
use std::collections::BTreeMap;

use attesto_credential::{Declaration, Iri, Json, Object, Timestamp};
use attesto_securing::Authentic;

use super::{BadTrustList, TrustList};

/// A list that cannot be published as it stands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unpublishable {
    /// The list itself has faults.
    #[error(transparent)]
    Form(#[from] BadTrustList),
    /// It does not say which edition it is.
    #[error("it does not say which edition it is; write sequence, issued and next_update")]
    NoEdition,
    /// Nobody could rely on it.
    #[error("its next_update, {next}, is over; write a later one")]
    Over {
        /// When.
        next: Timestamp,
    },
    /// It says that it was issued at a moment that is still to come.
    #[error("it says that it was issued on {issued}, which is still to come; write a moment that is over")]
    FromFuture {
        /// When.
        issued: Timestamp,
    },
}

/// A sealed text that is no trust list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadSignedList {
    /// The list in it has faults.
    #[error(transparent)]
    Form(#[from] BadTrustList),
    /// It does not say which edition it is.
    #[error("it does not say which edition it is (sequence, issued, next_update); ask its keeper to publish it again")]
    NoEdition,
    /// A declaration of another kind.
    #[error("it is a {found} and no trust list; ask its keeper for the list")]
    OtherKind {
        /// Which kind.
        found: String,
    },
    /// A body that has no list.
    #[error("it holds no list; ask its keeper to publish it again")]
    NoList,
}

impl TrustList {
    /// The kind of declaration that has a trust list as its body.
    pub const KIND: &'static str = "trust-list";

    /// Words a list as its keeper will seal it; `file` reads the files of authorities that it names.
    ///
    /// # Errors
    /// Every fault of the list; no edition, or one that is over or still to come.
    pub fn to_declaration(
        text: &str,
        file: &dyn Fn(&str) -> Option<Vec<u8>>,
        by: Iri,
        at: Timestamp,
    ) -> Result<Declaration, Unpublishable> {
        let files = RefCell::new(BTreeMap::new());
        let noting = |name: &str| {
            let bytes = file(name)?;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            files.borrow_mut().insert(name.to_owned(), text);
            Some(bytes)
        };
        let list = Self::beside(text, &noting)?;
        let edition = list.edition().ok_or(Unpublishable::NoEdition)?;
        if edition.is_stale(at) {
            return Err(Unpublishable::Over { next: edition.next() });
        }
        if at < edition.issued() {
            return Err(Unpublishable::FromFuture { issued: edition.issued() });
        }
        let files: Object = files.into_inner().into_iter().map(|(name, text)| (name, Json::from(text))).collect();
        let body = Object::new().with("list", text).with_some("files", Some(files).filter(|files| !files.is_empty()));
        Ok(Declaration::new(Self::KIND, by, at, body))
    }

    /// Reads a list that its keeper sealed; whether the keeper is to be believed is whoever verifies to say.
    ///
    /// # Errors
    /// Another kind of declaration, no list in it, no edition, or a list with faults.
    pub fn of_declaration(authentic: &Authentic<Declaration>) -> Result<Self, BadSignedList> {
        let said = authentic.said();
        if said.kind() != Self::KIND {
            return Err(BadSignedList::OtherKind { found: said.kind().to_owned() });
        }
        let text = said.body().text("list").ok_or(BadSignedList::NoList)?;
        let files = said.body().get("files").and_then(Json::as_object);
        let file = |name: &str| files?.text(name).map(|text| text.as_bytes().to_vec());
        let list = Self::beside(text, &file)?;
        if list.edition().is_none() {
            return Err(BadSignedList::NoEdition);
        }
        Ok(Self { keeper: Some(said.by().to_string()), ..list })
    }
}
