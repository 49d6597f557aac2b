//! Of whom it is said: by id, by hashed identity, by name.

use super::Unmodelled;
use crate::id::Iri;

/// The recipient, as the credential states it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recipient {
    /// Id of the subject of this copy.
    pub id: Option<Iri>,
    /// Identities, hashed or plain.
    pub identities: Vec<RecipientIdentity>,
}

impl Recipient {
    /// The names that stand in parts, given name first: in native script, then in Latin; a part that was held back is
    /// left out.
    pub fn full_names(&self) -> Vec<String> {
        let part = |kind: &str| self.identities.iter().find(|identity| identity.kind == kind).and_then(plain);
        let pairs = [["given_name", "family_name"], ["given_name_latin", "family_name_latin"]];
        let names = pairs.map(|pair| pair.into_iter().filter_map(part).collect::<Vec<_>>().join(" "));
        names.into_iter().filter(|name| !name.is_empty()).collect()
    }
}

fn plain(identity: &RecipientIdentity) -> Option<&str> {
    match &identity.value {
        IdentityHash::Plain(text) => Some(text),
        IdentityHash::Hashed { .. } => None,
    }
}

/// One identity of a recipient (Open Badges 3.0 `IdentityObject`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecipientIdentity {
    /// `emailAddress`, `name`, … (Open Badges 3.0 `IdentifierTypeEnum`).
    pub kind: String,
    /// Hashed, or in plain text.
    pub value: IdentityHash,
    /// Other members; the schema allows none, foreign badges have some.
    pub others: Unmodelled,
}

/// An identity in the form it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentityHash {
    /// `sha256$` and lower-case hex of SHA-256(utf8(identity) ‖ utf8(salt)).
    Hashed {
        /// As written, with the prefix of the algorithm.
        hash: String,
        /// As written.
        salt: Option<String>,
    },
    /// The identity itself.
    Plain(String),
}
