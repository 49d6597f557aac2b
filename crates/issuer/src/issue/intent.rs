//! Intents: what is about to be sealed, durable before a key is used. Every one ends recorded or void.
//! Sealing and recording stand in `complete`.

use std::collections::HashSet;
use std::fmt;

use attesto_credential::{Object, Timestamp};
use attesto_securing::draw;
use serde::{Deserialize, Serialize};

use super::complete::complete;
use super::lookup::{copy_entry, credential_entry};
use super::pattern::NamedPatterns;
use super::specimen::specimen;
use super::written::{Draft, WrittenDraft};
use super::{Copy, Desk, IssueFault};
use crate::code::OfficerId;
use crate::record::{read, text};
use crate::records::{Records, damaged, digest, with_places};
use crate::register::{Act, ActKind, Key, Register, RegisterFault};
use crate::status::CopyStatus;
use crate::wire;

/// The name of an intent: 32 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IntentId(String);

/// An intent that is neither recorded nor void: an act of issuing that was interrupted, or is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenIntent {
    id: IntentId,
    written: Written,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: u32,
    #[serde(with = "wire::text")]
    at: Timestamp,
    by: OfficerId,
    key: String,
    copies: usize,
}

impl IntentId {
    pub(super) fn parse(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn key(&self) -> Key {
        intents().under(&self.0)
    }

    fn drafts(&self) -> Key {
        Key::of(&["intent-draft", &self.0])
    }
}

impl fmt::Display for IntentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl OpenIntent {
    /// Its name.
    pub fn id(&self) -> &IntentId {
        &self.id
    }

    /// When it was made, and when its copies say they were sealed.
    pub fn at(&self) -> Timestamp {
        self.written.at
    }

    /// Who made it.
    pub fn by(&self) -> &OfficerId {
        &self.written.by
    }

    /// The key it was made for.
    pub fn key(&self) -> &str {
        &self.written.key
    }

    /// How many copies it claims.
    pub fn copies(&self) -> usize {
        self.written.copies
    }

    /// The act that ends it, whichever way; its claims on copies are the caller's to settle.
    pub(super) fn ended(&self, act: Act) -> Act {
        let gone = |act: Act, place| act.with_gone(self.id.drafts().under(&ordinal(place)));
        (0..self.copies()).fold(act.with_gone(self.id.key()), gone)
    }

    /// What stands in the journal of it.
    pub(super) fn body(&self) -> Object {
        let copies = u64::try_from(self.copies()).unwrap_or(u64::MAX);
        Object::new().with("intent", self.id.as_str()).with("copies", copies).with("key", self.key())
    }
}

/// Makes drafts durable and claims their copies and places, all or none; the first place is the n-th ever given.
pub(super) fn intend(desk: &mut Desk<'_>, drafts: &mut [Draft], first: u64) -> Result<OpenIntent, IssueFault> {
    let id = IntentId(format!("{:032x}", u128::from_be_bytes(draw(desk.entropy))));
    let written = Written {
        format: 1,
        at: desk.at,
        by: desk.officer.clone(),
        key: desk.signer.id().as_str().to_owned(),
        copies: drafts.len(),
    };
    let intent = OpenIntent { id, written };
    let body = intent.body().with("places_from", first);
    let act = Act::new(ActKind::Intent, desk.at, desk.officer.clone(), body);
    let act = act.with_fresh(intent.id.key(), text(&intent.written));
    let act = with_places(act, first, drafts.len());
    let act = with_patterns(act.with_specimen(specimen_of(drafts)), drafts);
    let claim = |act: Act, (place, draft): (usize, &mut Draft)| {
        let payload = draft.payload.take().unwrap_or_else(|| draft.written.payload());
        let digest = payload.digest().to_hex();
        act.with_payload(payload)
            .with_fresh(intent.id.drafts().under(&ordinal(place)), digest)
            .with_fresh(copy_entry(&draft.written.copy()), format!("intent {}", intent.id))
            .with_fresh(credential_entry(&draft.written.credential()), draft.written.copy().to_hex())
    };
    desk.register.commit(drafts.iter_mut().enumerate().fold(act, claim))?;
    Ok(intent)
}

/// The patterns of drafts, each once.
fn with_patterns(act: Act, drafts: &[Draft]) -> Act {
    let mut met = HashSet::new();
    let patterns = drafts.iter().filter_map(|draft| draft.pattern.as_ref());
    let patterns = patterns.filter(|pattern| met.insert(pattern.digest()));
    patterns.fold(act, |act, pattern| act.with_payload(pattern.payload()))
}

/// What drafts resemble: their achievements where they are worded whole, and a draft of nobody for a pattern.
fn specimen_of(drafts: &[Draft]) -> Option<Vec<u8>> {
    let whole = specimen(drafts.iter().filter_map(|draft| draft.written.document()));
    let poured = drafts.iter().find_map(|draft| draft.written.of_nobody()).map(String::into_bytes);
    match (whole, poured) {
        (Some(whole), Some(poured)) => Some([whole, poured].concat()),
        (one, other) => one.or(other),
    }
}

/// The intents that are open: after a start, acts of issuing that were interrupted.
///
/// # Errors
/// Damage, or the register cannot.
pub fn open_intents(register: &dyn Register) -> Result<Vec<OpenIntent>, RegisterFault> {
    let entries = Records::of(register).all(&intents())?;
    entries.into_iter().map(|(key, value)| opened(&key, value)).collect()
}

/// Seals and records what an interrupted act intended, byte for byte.
///
/// # Errors
/// No such intent, another key, or as those of [`issue`](super::issue).
pub fn finish(desk: &mut Desk<'_>, id: &IntentId) -> Result<Vec<Copy>, IssueFault> {
    let intent = find(&*desk.register, id)?;
    if intent.key() != desk.signer.id().as_str() {
        return Err(IssueFault::OtherKey { intent: id.clone(), intended: intent.key().to_owned() });
    }
    let drafts = drafts(&*desk.register, &intent)?;
    let patterns = NamedPatterns::of(&*desk.register);
    let drafts = drafts.into_iter().map(|draft| draft.linted(&patterns, &id.key())).collect::<Result<_, _>>()?;
    complete(desk, &intent, drafts)
}

/// Gives an intent up: nothing of it was ever sealed, or what was sealed never left. Its ids are never used again, and
/// what may have been sealed is told to be revoked.
///
/// # Errors
/// No such intent, or the register cannot.
pub fn void(register: &mut dyn Register, id: &IntentId, officer: &OfficerId, at: Timestamp) -> Result<(), IssueFault> {
    let intent = find(&*register, id)?;
    let drafts = drafts(&*register, &intent)?;
    let act = intent.ended(Act::new(ActKind::Void, at, officer.clone(), intent.body()));
    let burn = |act: Act, draft: &WrittenDraft| {
        act.with_gone(copy_entry(&draft.copy()))
            .with_set(credential_entry(&draft.credential()), b"void".to_vec())
            .with_fresh(draft.place().key(), CopyStatus::Void.to_text())
    };
    register.commit(drafts.iter().fold(act, burn))?;
    Ok(())
}

fn find(register: &dyn Register, id: &IntentId) -> Result<OpenIntent, IssueFault> {
    let value = register.find(&id.key())?;
    let value = value.ok_or_else(|| IssueFault::NoSuchIntent { intent: id.clone() })?;
    Ok(opened(&id.key(), value)?)
}

fn opened(key: &Key, value: Vec<u8>) -> Result<OpenIntent, RegisterFault> {
    let written = String::from_utf8(value).map_err(|_| damaged(key, "it is not text"))?;
    let written = read("intent", &written).map_err(|bad| damaged(key, bad))?;
    Ok(OpenIntent { id: IntentId::parse(key.last()), written })
}

fn drafts(register: &dyn Register, intent: &OpenIntent) -> Result<Vec<WrittenDraft>, RegisterFault> {
    let entries = Records::of(register).all(&intent.id.drafts())?;
    if entries.len() != intent.copies() {
        return Err(damaged(&intent.id.key(), format!("{} of {} drafts are there", entries.len(), intent.copies())));
    }
    entries.iter().map(|(key, value)| WrittenDraft::load(register, key, &digest(key, value)?)).collect()
}

fn intents() -> Key {
    Key::of(&["intent"])
}

fn ordinal(place: usize) -> String {
    format!("{place:06}")
}
