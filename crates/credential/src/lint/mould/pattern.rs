//! The wording of all badges of one mould that have the same outcomes: a text with holes, and what is poured into it.
//! Made of a badge that was linted and of nothing else; what fills the holes was asked in `mould`.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::holes;
use crate::credential::Credential;
use crate::document::{Composed, Document, Fillings, Hollow, Json, Limits, Object};
use crate::format::DataModel;
use crate::statement::Statement as _;

/// So many are kept for each mould; what has other outcomes is worded member by member.
const MOST: usize = 64;

/// The wording of many badges: a text with holes.
#[derive(Debug)]
pub struct Pattern {
    text: Hollow,
    marked: Document,
    marks: Fillings,
}

/// The wording of one badge, poured.
#[derive(Clone, Debug)]
pub struct Casting {
    pattern: Arc<Pattern>,
    fillings: Fillings,
    text: String,
}

/// The patterns of a mould, by which of the known outcomes stands in each place.
#[derive(Debug, Default)]
pub(super) struct Patterns(RwLock<HashMap<Vec<u8>, Option<Arc<Pattern>>>>);

impl Pattern {
    /// Marks the holes of a badge and cuts its text there; `None` where that does not give its own text again.
    fn of(badge: &Credential) -> Option<Self> {
        let (marked, marks) = holes::marked(badge)?;
        let document = marked.write(DataModel::OpenBadges).ok()?;
        let composed = Composed::of(document.clone()).with_last("proof", proof().into());
        composed.is_within(&Limits::default()).then_some(())?;
        let own = Self { text: Hollow::cut(&document.to_text(), &marks)?, marked: document, marks };
        let told = |fillings: &Fillings| fillings.len() == own.marks.len();
        let fillings = holes::fillings(badge).filter(told)?;
        let worded = badge.write(DataModel::OpenBadges).ok()?.to_text();
        (holes::is_unmarked(own.text.same()) && own.text.filled(&fillings, 0) == worded).then_some(own)
    }

    /// The document with a mark in every hole.
    pub fn marked(&self) -> &Document {
        &self.marked
    }

    /// What stands in the holes of that document, by their numbers; none of it stands anywhere else.
    pub fn marks(&self) -> &Fillings {
        &self.marks
    }

    /// The text with holes.
    pub fn hollow(&self) -> &Hollow {
        &self.text
    }

    fn filled(&self, fillings: &Fillings) -> Document {
        Document::composed(self.object(self.marked.root(), fillings))
    }

    /// What is shared with other documents has no holes.
    fn object(&self, object: &Object, fillings: &Fillings) -> Object {
        match object.shared() {
            Some(_) => object.clone(),
            None => object.iter().map(|(key, value)| (key, self.value(value, fillings))).collect(),
        }
    }

    fn value(&self, value: &Json, fillings: &Fillings) -> Json {
        match value {
            Json::Object(object) => self.object(object, fillings).into(),
            Json::Array(elements) => Json::Array(elements.iter().map(|one| self.value(one, fillings)).collect()),
            Json::String(text) => match Hollow::cut(text, &self.marks) {
                Some(hollow) => hollow.filled(fillings, 0).into(),
                None => value.clone(),
            },
            Json::Null | Json::Bool(_) | Json::Number(_) => value.clone(),
        }
    }
}

/// A proof as large as any that is put in.
fn proof() -> Object {
    ["type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"]
        .into_iter()
        .fold(Object::new(), |proof, key| proof.with(key, ""))
}

impl Casting {
    /// The wording that it was poured into.
    pub fn pattern(&self) -> &Arc<Pattern> {
        &self.pattern
    }

    /// What fills the holes.
    pub fn fillings(&self) -> &Fillings {
        &self.fillings
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The document whose text it is.
    pub fn document(&self) -> Document {
        self.pattern.filled(&self.fillings)
    }

    pub(crate) fn into_text(self) -> String {
        self.text
    }
}

impl Patterns {
    /// Pours a badge that fits; `None` if its wording has no pattern.
    pub(super) fn pour(&self, choice: &[u8], badge: &Credential) -> Option<Casting> {
        let pattern = self.pattern(choice, badge)?;
        let fillings = holes::fillings(badge).filter(|fillings| fillings.len() == pattern.marks.len())?;
        let text = pattern.text.filled(&fillings, SPARE_BYTES);
        Some(Casting { pattern, fillings, text })
    }

    fn pattern(&self, choice: &[u8], badge: &Credential) -> Option<Arc<Pattern>> {
        {
            let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(pattern) = known.get(choice) {
                return pattern.clone();
            }
            // Many threads pour at once: what has no place must not make them wait for one another.
            if known.len() >= MOST {
                return None;
            }
        }
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            return None;
        }
        known.entry(choice.to_vec()).or_insert_with(|| Pattern::of(badge).map(Arc::new)).clone()
    }
}

/// A proof finds room behind the text.
const SPARE_BYTES: usize = 512;
