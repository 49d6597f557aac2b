//! What a key is for. A document that says nothing of it lets a key speak in every matter, as the standards do.
//! Of whom the key is, and whether it may speak at all, is asked beside this.

use attesto_credential::Matter;
use serde_json::Value;

/// The member of a verification method that says what its key is for: an array of the words of [`Matter`].
pub(super) const MEMBER: &str = "urn:attesto:use";

/// The matters in which a key may speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uses {
    only: Option<Vec<Matter>>,
}

impl Uses {
    /// Nothing is said, so all of them.
    pub fn all() -> Self {
        Self { only: None }
    }

    /// These and no others; of none, the key is for nothing.
    pub fn only(matters: &[Matter]) -> Self {
        Self { only: Some(matters.to_vec()) }
    }

    /// Whether a key of these uses may speak in a matter.
    pub fn allow(&self, matter: Matter) -> bool {
        self.only.as_ref().is_none_or(|matters| matters.contains(&matter))
    }

    /// Reads what a verification method says: an unknown word allows nothing, and so does what is no list of words.
    pub(super) fn of(method: Option<&Value>) -> Self {
        let Some(value) = method else { return Self::all() };
        let words = value.as_array().map_or(&[][..], Vec::as_slice);
        let matters = words.iter().filter_map(Value::as_str).filter_map(Matter::named);
        Self { only: Some(matters.collect()) }
    }
}
