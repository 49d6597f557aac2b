//! The register in memory: the reference that every engine is held against, and the rehearsal's register.
//! It forgets when its last handle goes.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use attesto_securing::Digest;

use super::act::{Act, Entry, Payload};
use super::journal::JournalLine;
use super::key::Key;
use super::person_id::PersonId;
use super::{Head, Register, RegisterFault};

/// A register in memory; clones are handles of the same one.
#[derive(Clone, Debug, Default)]
pub struct MemoryRegister {
    kept: Arc<Mutex<Kept>>,
}

#[derive(Debug, Default)]
struct Kept {
    lines: Vec<JournalLine>,
    payloads: HashMap<Digest, (Option<PersonId>, Vec<u8>)>,
    index: BTreeMap<Key, Vec<u8>>,
}

impl MemoryRegister {
    /// A register without acts.
    pub fn new() -> Self {
        Self::default()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // An act changes nothing before all that can fail is behind it, so what a panic left is whole.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn head(&self) -> Head {
        self.lines.last().map_or_else(Head::start, JournalLine::head)
    }

    fn keep(&mut self, payload: &Payload) {
        self.payloads.entry(payload.digest()).or_insert_with(|| (payload.person(), payload.bytes().to_vec()));
    }

    fn apply(&mut self, entry: &Entry) {
        if let Some(erased) = entry.erased() {
            self.payloads.retain(|_, (person, _)| *person != Some(erased));
        }
        match entry {
            Entry::Fresh { key, value } | Entry::Set { key, value } => self.index.insert(key.clone(), value.clone()),
            Entry::Gone { key } => self.index.remove(key),
        };
    }
}

impl Register for MemoryRegister {
    fn head(&self) -> Head {
        self.kept().head()
    }

    fn commit(&mut self, act: Act) -> Result<Head, RegisterFault> {
        let mut kept = self.kept();
        act.check(|keys| Ok(keys.iter().map(|key| kept.index.contains_key(*key)).collect()))?;
        let composed = JournalLine::compose(&act, &kept.head())?;
        act.payloads().iter().chain(&composed.pieces).for_each(|payload| kept.keep(payload));
        act.entries().iter().for_each(|entry| kept.apply(entry));
        kept.lines.push(composed.line);
        Ok(kept.head())
    }

    fn payload(&self, digest: &Digest) -> Result<Option<Vec<u8>>, RegisterFault> {
        Ok(self.kept().payloads.get(digest).map(|(_, bytes)| bytes.clone()))
    }

    fn find(&self, key: &Key) -> Result<Option<Vec<u8>>, RegisterFault> {
        Ok(self.kept().index.get(key).cloned())
    }

    fn list(&self, prefix: &Key, after: Option<&Key>, at_most: usize) -> Result<Vec<(Key, Vec<u8>)>, RegisterFault> {
        let kept = self.kept();
        let near = kept.index.range(prefix.clone()..).take_while(|(key, _)| key.as_str().starts_with(prefix.as_str()));
        let below = near.filter(|(key, _)| key.is_under(prefix) && after.is_none_or(|after| *key > after));
        Ok(below.take(at_most).map(|(key, value)| (key.clone(), value.clone())).collect())
    }

    fn journal(&self, from_seq: u64, at_most: usize) -> Result<Vec<JournalLine>, RegisterFault> {
        let kept = self.kept();
        let skipped = usize::try_from(from_seq.saturating_sub(1)).unwrap_or(usize::MAX);
        Ok(kept.lines.iter().skip(skipped).take(at_most).cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::super::contract::contract;
    use super::*;

    #[test]
    fn the_register_in_memory_keeps_the_contract() {
        let register = MemoryRegister::new();
        contract(&mut || Box::new(register.clone())).unwrap();
    }
}
