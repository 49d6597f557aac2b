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

/// So many patterns that were read are kept, of some 60 kB each; a scheme in a few languages has as many.
const MOST: usize = 64;

/// Patterns as drafts of the register name them, each read once while there is room; any number of threads may ask.
pub(crate) struct NamedPatterns<'r> {
    register: &'r dyn Register,
    read: Mutex<HashMap<Digest, Arc<KeptPattern>>>,
}

impl<'r> NamedPatterns<'r> {
    pub(crate) fn of(register: &'r dyn Register) -> Self {
        Self { register, read: Mutex::default() }
    }

    /// The pattern of a draft that stands under a key; nothing if it is worded whole.
    pub(super) fn named(&self, key: &Key, draft: &WrittenDraft) -> Result<Option<Arc<KeptPattern>>, RegisterFault> {
        let Some(named) = draft.pattern() else { return Ok(None) };
        let read = || self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(read) = read().get(&named) {
            return Ok(Some(read.clone()));
        }
        let pattern = Arc::new(KeptPattern::load(self.register, key, &named)?);
        let mut read = read();
        if read.len() >= MOST {
            read.clear();
        }
        read.insert(named, pattern.clone());
        Ok(Some(pattern))
    }

    /// Whether a sealed text words just what a draft says.
    pub(crate) fn are_words(&self, key: &Key, draft: &WrittenDraft, secured: &Secured) -> Result<bool, RegisterFault> {
        Ok(draft.words(self.named(key, draft)?.as_deref(), secured))
    }
}

/// Patterns that were poured into, each with what the register keeps of it; no more than the moulds beside it make, and
/// these forget none.
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

#[cfg(test)]
mod tests {
    use attesto_credential::{CertificateNumber, Object};

    use super::*;
    use crate::records::tests::{at, id};
    use crate::register::{Act, ActKind, MemoryRegister};

    fn pattern(number: usize) -> KeptPattern {
        let same = format!("{{\"outcome\":{number},\"name\":\"");
        KeptPattern::of(&[Piece::Same(&same), Piece::Hole(0), Piece::Same("\"}")].into_iter().collect())
    }

    fn draft(key: &Key, pattern: &KeptPattern) -> WrittenDraft {
        let (digest, number) = (pattern.digest(), CertificateNumber::new("SIM", 2026, 1).unwrap());
        let written = format!(
            "{{\"format\":2,\"copy\":\"{digest}\",\"person\":\"{digest}\",\"number\":\"{number}\",\"credential\":\"urn:uuid:0\",\
             \"place\":\"1/000000\",\"secured_as\":\"open-badge\",\"poured\":{{\"pattern\":\"{digest}\",\"fillings\":[\"\"]}}}}"
        );
        WrittenDraft::parse(key, &written).unwrap()
    }

    #[test]
    fn more_patterns_than_are_kept_are_read_right_and_some_are_forgotten() {
        let key = Key::of(&["copy", "any"]);
        let patterns: Vec<KeptPattern> = (0..2 * MOST + 3).map(pattern).collect();
        let act = Act::new(ActKind::Intent, at("2026-11-24T12:00:00Z"), id("issuer-1"), Object::new());
        let mut register = MemoryRegister::default();
        register.commit(patterns.iter().fold(act, |act, one| act.with_payload(one.payload()))).unwrap();

        let named = NamedPatterns::of(&register);
        for pattern in patterns.iter().chain(patterns.iter().rev()).chain(&patterns) {
            let read = named.named(&key, &draft(&key, pattern)).unwrap().unwrap();
            assert_eq!(read.digest(), pattern.digest());
            assert_eq!(read.hollow.pieces().collect::<Vec<_>>(), pattern.hollow.pieces().collect::<Vec<_>>());
            assert!(named.read.lock().unwrap().len() <= MOST);
        }
    }
}
