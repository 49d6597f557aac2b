//! The wording of many drafts, kept once: a text with holes, which each of them fills. It holds nothing of any person:
//! what fills a hole stands in the draft, and goes with its person.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use attesto_credential::{Fillings, Hollow, Pattern, Piece, Secured};
use attesto_securing::Digest;
use serde::{Deserialize, Serialize};

use super::written::{PouredDraft, WrittenDraft};
use crate::record::{read, text};
use crate::records::{Records, damaged};
use crate::register::{Key, Payload, Register, RegisterFault};

/// A pattern as the register keeps it.
#[derive(Debug)]
pub(super) struct KeptPattern {
    hollow: Hollow,
    payload: Payload,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: u32,
    text: Vec<WrittenPiece>,
}

/// A piece of the text, or the number of a hole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum WrittenPiece {
    Same(String),
    Hole(usize),
}

impl WrittenPiece {
    fn piece(&self) -> Piece<'_> {
        match self {
            Self::Same(same) => Piece::Same(same),
            Self::Hole(hole) => Piece::Hole(*hole),
        }
    }
}

impl KeptPattern {
    fn of(hollow: &Hollow) -> Self {
        let piece = |piece: Piece<'_>| match piece {
            Piece::Same(same) => WrittenPiece::Same(same.to_owned()),
            Piece::Hole(hole) => WrittenPiece::Hole(hole),
        };
        let written = Written { format: 1, text: hollow.pieces().map(piece).collect() };
        Self { hollow: hollow.clone(), payload: Payload::lasting(text(&written).into_bytes()) }
    }

    /// The pattern that a draft names.
    fn load(register: &dyn Register, key: &Key, named: &Digest) -> Result<Self, RegisterFault> {
        let written = Records::of(register).lasting(key, named)?;
        let Written { text, .. } = read("pattern of drafts", &written).map_err(|bad| damaged(key, bad))?;
        Ok(Self {
            hollow: text.iter().map(WrittenPiece::piece).collect(),
            payload: Payload::lasting(written.into_bytes()),
        })
    }

    /// The digest that drafts name it by.
    pub(super) fn digest(&self) -> Digest {
        self.payload.digest()
    }

    /// The text to be made durable.
    pub(super) fn payload(&self) -> Payload {
        self.payload.clone()
    }

    /// The wording of a draft.
    pub(super) fn filled(&self, draft: &PouredDraft) -> String {
        self.hollow.filled(&draft.fillings().collect::<Fillings>(), 0)
    }
}

/// Patterns as drafts of the register name them, each read once.
pub(crate) struct NamedPatterns<'r> {
    register: &'r dyn Register,
    read: HashMap<Digest, Arc<KeptPattern>>,
}

impl<'r> NamedPatterns<'r> {
    pub(crate) fn of(register: &'r dyn Register) -> Self {
        Self { register, read: HashMap::new() }
    }

    /// The pattern of a draft that stands under a key; nothing if it is worded whole.
    pub(super) fn named(&mut self, key: &Key, draft: &WrittenDraft) -> Result<Option<Arc<KeptPattern>>, RegisterFault> {
        let Some(named) = draft.pattern() else { return Ok(None) };
        if let Some(read) = self.read.get(&named) {
            return Ok(Some(read.clone()));
        }
        let pattern = Arc::new(KeptPattern::load(self.register, key, &named)?);
        self.read.insert(named, pattern.clone());
        Ok(Some(pattern))
    }

    /// Whether a sealed text words just what a draft says.
    pub(crate) fn are_words(
        &mut self,
        key: &Key,
        draft: &WrittenDraft,
        secured: &Secured,
    ) -> Result<bool, RegisterFault> {
        Ok(draft.words(self.named(key, draft)?.as_deref(), secured))
    }
}

/// Patterns that were poured into, each with what the register keeps of it.
#[derive(Debug, Default)]
pub(super) struct KeptPatterns(Mutex<Vec<(Arc<Pattern>, Arc<KeptPattern>)>>);

impl KeptPatterns {
    pub(super) fn of(&self, pattern: &Arc<Pattern>) -> Arc<KeptPattern> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, kept)) = known.iter().find(|(one, _)| Arc::ptr_eq(one, pattern)) {
            return kept.clone();
        }
        let kept = Arc::new(KeptPattern::of(pattern.hollow()));
        known.push((pattern.clone(), kept.clone()));
        kept
    }
}
