//! The index: recent entries in sled, with the act it stands at and a sum over them; older ones in sealed runs.
//! It holds nothing that journal and pieces do not: what does not add up is made again.

mod applied;
mod runs_of;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ::sled::{Batch, Tree};
use attesto_issuer::register::{Entry, Head, Key};
use attesto_securing::Digest;

use super::Alarm;
use super::packs::{Pack, PackName, Place};
use super::runs::{Entries, Merged, Run, hash};
use super::values::{self, ValueFault};

pub(super) use self::applied::Applied;
use self::applied::Sum;

/// Where the index stands; no key of the register has a zero byte.
const APPLIED: &[u8] = b"\0applied";
/// Below it, the packs by number.
const PACK: &[u8] = b"\0pack/";
/// Below it, where a text lies in a pack, by digest.
const TEXT: &[u8] = b"\0text/";
/// An act that changes more than this becomes a run of its own.
const RECENT_CHANGES: usize = 64;

/// The index and where it stands.
#[derive(Debug)]
pub(super) struct Index {
    tree: Tree,
    folder: PathBuf,
    applied: Applied,
    /// The oldest first, in the order of `applied`.
    runs: Vec<Run>,
    packs: Vec<PackName>,
    /// Files that no run is any more, once the engine has been flushed.
    doomed: Vec<PathBuf>,
    alarm: Alarm,
}

/// What a tree and its runs turned out to be.
pub(super) enum Found {
    /// They add up.
    Whole(Index),
    /// They do not; where the index stood may still be legible.
    Broken(Option<Applied>),
}

/// Changes of the index as they are stored, each key once: nothing for a key that is taken away.
type Changes = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

impl Index {
    /// Reads where the index stands, and whether it adds up to what it was then: every entry is read.
    pub(super) fn open(tree: Tree, folder: &Path, alarm: Alarm) -> Result<Found, ValueFault> {
        let applied = match values::read(&tree, APPLIED) {
            Ok(Some(bytes)) => Applied::parse(&bytes),
            Ok(None) => Some(Applied::nothing()),
            Err(ValueFault::Damaged) => None,
            Err(fault) => return Err(fault),
        };
        let Some(applied) = applied else { return Ok(Found::Broken(None)) };
        if counted(&tree)? != Some((applied.entries, applied.sum)) {
            return Ok(Found::Broken(Some(applied)));
        }
        let runs = match runs_of::verified(folder, &applied.runs) {
            Err(ValueFault::Damaged) => return Ok(Found::Broken(Some(applied))),
            other => other?,
        };
        let mut index =
            Self { tree, folder: folder.to_owned(), applied, runs, packs: Vec::new(), doomed: Vec::new(), alarm };
        index.packs = match index.packs_listed() {
            Err(ValueFault::Damaged) => return Ok(Found::Broken(Some(index.applied))),
            other => other?,
        };
        Ok(Found::Whole(index))
    }

    /// An index without entries, whatever tree and folder held.
    pub(super) fn emptied(tree: Tree, folder: &Path, alarm: Alarm) -> Result<Self, ValueFault> {
        tree.clear()?;
        let (applied, folder) = (Applied::nothing(), folder.to_owned());
        Ok(Self { tree, folder, applied, runs: Vec::new(), packs: Vec::new(), doomed: Vec::new(), alarm })
    }

    pub(super) fn applied(&self) -> &Applied {
        &self.applied
    }

    /// The packs that the index knows, by number.
    pub(super) fn packs(&self) -> &[PackName] {
        &self.packs
    }

    /// Brings the entries of one act in, with the packs that hold its texts and where the index then stands: all or
    /// nothing.
    pub(super) fn apply(
        &mut self,
        head: &Head,
        entries: &[Entry],
        packs: &[Pack],
        person_keys: u64,
    ) -> Result<(), ValueFault> {
        let first = self.applied.packs;
        let names: Vec<PackName> = packs.iter().map(Pack::name).collect();
        let kept = (first..).zip(packs).flat_map(|(number, pack)| pack_changes(number, pack));
        let changed =
            entries.iter().map(|entry| (entry.key().as_str().as_bytes().to_vec(), entry.value().map(<[u8]>::to_vec)));
        let changes: Changes = changed.chain(kept).collect();
        let applied = Applied {
            seq: head.seq,
            hash: head.hash,
            person_keys,
            packs: first.saturating_add(u32::try_from(packs.len()).unwrap_or(u32::MAX)),
            ..self.applied.clone()
        };
        if changes.len() > RECENT_CHANGES {
            self.sealed(applied, changes)?
        } else {
            self.recent(applied, changes)?
        }
        self.packs.extend(names);
        Ok(())
    }

    /// Puts changes into sled.
    fn recent(&mut self, mut applied: Applied, changes: Changes) -> Result<(), ValueFault> {
        let mut batch = Batch::default();
        for (key, value) in changes {
            self.leave(&key, &mut applied)?;
            let value = match value {
                Some(content) => values::stored(&key, &content)?,
                // Without runs there is nothing that the key would have to be taken away from.
                None if self.runs.is_empty() => {
                    batch.remove(key);
                    continue;
                }
                None => values::gone(&key),
            };
            applied.enter(Sum::of(&values::claimed_digest(&value)?));
            batch.insert(key, value);
        }
        self.written(batch, applied)?;
        self.spill_over()
    }

    /// Takes what sled has under a key out of the sum; whether there was anything.
    fn leave(&self, key: &[u8], applied: &mut Applied) -> Result<bool, ValueFault> {
        let old = self.tree.get(key)?;
        if let Some(old) = &old {
            applied.leave(Sum::of(&values::claimed_digest(old)?));
        }
        Ok(old.is_some())
    }

    /// Puts a batch into sled together with where the index stands afterwards.
    fn written(&mut self, mut batch: Batch, applied: Applied) -> Result<(), ValueFault> {
        batch.insert(APPLIED, values::stored(APPLIED, &applied.write())?);
        self.tree.apply_batch(batch)?;
        self.applied = applied;
        Ok(())
    }

    pub(super) fn find(&self, key: &Key) -> Result<Option<Vec<u8>>, ValueFault> {
        self.said(key.as_str().as_bytes())
    }

    /// In which pack a text lies, and where in it.
    pub(super) fn place(&self, digest: &Digest) -> Result<Option<(PackName, Place)>, ValueFault> {
        let Some(value) = self.said(&[TEXT, digest.as_bytes()].concat())? else { return Ok(None) };
        let (number, place) = value.split_first_chunk().ok_or(ValueFault::Damaged)?;
        let number = usize::try_from(u32::from_be_bytes(*number)).unwrap_or(usize::MAX);
        let name = self.packs.get(number).ok_or(ValueFault::Damaged)?;
        Ok(Some((*name, Place::parse(place).ok_or(ValueFault::Damaged)?)))
    }

    fn said(&self, key: &[u8]) -> Result<Option<Vec<u8>>, ValueFault> {
        if let Some(value) = self.tree.get(key)? {
            return values::said(key, &value);
        }
        let hash = hash(key);
        for run in self.runs.iter().rev() {
            if let Some(said) = run.find(key, hash)? {
                return Ok(said);
            }
        }
        Ok(None)
    }

    pub(super) fn list(
        &self,
        prefix: &Key,
        after: Option<&Key>,
        at_most: usize,
    ) -> Result<Vec<(Key, Vec<u8>)>, ValueFault> {
        let below = format!("{prefix}/");
        let after = after.map(|after| [after.as_str(), "\0"].concat());
        let from = after.filter(|after| *after > below).unwrap_or_else(|| below.clone());
        let mut listed = Vec::new();
        let those = self.runs.iter().rev().filter(|run| run.may_list(below.as_bytes()));
        for entry in self.merged(from.as_bytes(), those) {
            let (key, value) = entry?;
            if listed.len() >= at_most || !key.starts_with(below.as_bytes()) {
                break;
            }
            let text = std::str::from_utf8(&key).map_err(|_| ValueFault::Damaged)?;
            if let Some(value) = value {
                listed.push((Key::parse(text).map_err(|_| ValueFault::Damaged)?, value));
            }
        }
        Ok(listed)
    }

    /// The entries of sled and of some runs from a key on, each once; taken away ones say so.
    fn merged<'r>(&self, from: &[u8], runs: impl Iterator<Item = &'r Run>) -> Merged<'r> {
        let recent = recent(&self.tree, from);
        Merged::of(std::iter::once(recent).chain(runs.map(|run| run.from(from))).collect())
    }

    fn packs_listed(&self) -> Result<Vec<PackName>, ValueFault> {
        let mut packs = Vec::new();
        for entry in self.merged(PACK, self.runs.iter().rev()) {
            let (key, value) = entry?;
            if !key.starts_with(PACK) {
                break;
            }
            packs.push(value.as_deref().and_then(PackName::parse).ok_or(ValueFault::Damaged)?);
        }
        let expected = usize::try_from(self.applied.packs).unwrap_or(usize::MAX);
        if packs.len() == expected { Ok(packs) } else { Err(ValueFault::Damaged) }
    }
}

/// Where a pack and its texts stand in the index.
fn pack_changes(number: u32, pack: &Pack) -> Vec<(Vec<u8>, Option<Vec<u8>>)> {
    let name = ([PACK, &number.to_be_bytes()].concat(), Some(pack.name().write()));
    let place = |(digest, place): &(Digest, Place)| {
        let value = [number.to_be_bytes().as_slice(), &place.write()].concat();
        ([TEXT, digest.as_bytes()].concat(), Some(value))
    };
    pack.items().iter().map(place).chain([name]).collect()
}

/// What sled has, from a key on.
fn recent<'t>(tree: &Tree, from: &[u8]) -> Entries<'t> {
    let entries = tree.range(from.to_vec()..).filter(|entry| entry.as_ref().map_or(true, |(key, _)| key != APPLIED));
    Box::new(entries.map(|entry| {
        let (key, value) = entry?;
        let said = values::said(&key, &value)?;
        Ok((key.to_vec(), said))
    }))
}

/// How many entries there are in sled and what they add up to; `None` if one cannot be an entry.
fn counted(tree: &Tree) -> Result<Option<(u64, Sum)>, ValueFault> {
    let (mut entries, mut sum) = (0, Sum::default());
    for entry in tree {
        let (key, value) = entry?;
        if key == APPLIED {
            continue;
        }
        if values::said(&key, &value).is_err() {
            return Ok(None);
        }
        entries += 1;
        sum = sum.plus(Sum::of(&values::claimed_digest(&value)?));
    }
    Ok(Some((entries, sum)))
}
