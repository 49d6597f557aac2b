//! The runs of the index: made of bulk acts and of what has gathered in sled, merged eight at a time.
//! A file goes only once the engine has it on the disk that no run is it any more.

use std::fs;
use std::io;
use std::path::Path;

use ::sled::Batch;

use super::super::runs::{Entries, Merged, Part, Run, RunName, RunWriter, hashes};
use super::super::side_by_side::first_answer;
use super::super::values::ValueFault;
use super::applied::{Applied, Sum};
use super::{Changes, Index, recent};

/// So many runs of one level become one of the next.
const FAN: usize = 8;
/// Runs of this level are merged no more: none takes longer to write than an act may wait.
const LAST_LEVEL: u8 = 3;
/// So many entries in sled become a run.
const RECENT_ENTRIES: u64 = 8_192;

/// Opens the runs with these names, and reads every byte of them.
pub(super) fn verified(folder: &Path, names: &[RunName]) -> Result<Vec<Run>, ValueFault> {
    let runs: Vec<Run> = names.iter().map(|name| Run::open(folder, name.clone())).collect::<Result<_, _>>()?;
    let parts: Vec<Part<'_>> = runs.iter().flat_map(Run::parts).collect();
    first_answer(&parts, |part| part.verify().err()).map_or(Ok(()), Err)?;
    drop(parts);
    Ok(runs)
}

impl Index {
    /// Makes a run of changes; what sled has under their keys goes.
    pub(super) fn sealed(&mut self, mut applied: Applied, changes: Changes) -> Result<(), ValueFault> {
        let mut batch = Batch::default();
        for key in changes.keys() {
            if self.leave(key, &mut applied)? {
                batch.remove(key.as_slice());
            }
        }
        let before = std::iter::once(&[][..]).chain(changes.keys().map(Vec::as_slice));
        let hashes = changes.keys().zip(before).map(|(key, before)| hashes(key, before)).sum();
        let run = self.run(&mut applied, 0, hashes, Box::new(changes.into_iter().map(Ok)))?;
        self.taken_on(batch, applied, run)
    }

    /// Makes a run of what has gathered in sled, once there is much.
    pub(super) fn spill_over(&mut self) -> Result<(), ValueFault> {
        if self.applied.entries < RECENT_ENTRIES {
            return Ok(());
        }
        let mut applied = Applied { entries: 0, sum: Sum::default(), ..self.applied.clone() };
        let mut batch = Batch::default();
        for entry in recent(&self.tree, b"") {
            batch.remove(entry?.0);
        }
        // Each may bring a prefix of its own.
        let run = self.run(&mut applied, 0, 2 * self.applied.entries, recent(&self.tree, b""))?;
        self.taken_on(batch, applied, run)
    }

    /// Writes a run, durable before it is named.
    fn run(&self, applied: &mut Applied, level: u8, hashes: u64, entries: Entries<'_>) -> Result<Run, ValueFault> {
        let write = || -> Result<RunName, WriteFault> {
            let mut writer = RunWriter::begin(&self.folder, applied.next_run, hashes, self.alarm)?;
            for entry in entries {
                let (key, value) = entry?;
                writer.push(&key, value.as_deref())?;
            }
            Ok(writer.finish(level)?)
        };
        let name = write().map_err(|fault| match fault {
            WriteFault::Disk(why) => ValueFault::Engine(why.to_string()),
            WriteFault::Value(fault) => fault,
        })?;
        applied.next_run = applied.next_run.wrapping_add(1);
        applied.runs.push(name.clone());
        Run::open(&self.folder, name)
    }

    /// Puts a batch into sled whose act is in a run, and merges runs where enough have gathered.
    fn taken_on(&mut self, batch: Batch, applied: Applied, run: Run) -> Result<(), ValueFault> {
        self.written(batch, applied)?;
        self.runs.push(run);
        match self.merge() {
            // No room, perhaps: it is tried again with the next run, and nothing depends on it.
            Ok(()) | Err(ValueFault::Engine(_)) => Ok(()),
            Err(fault) => Err(fault),
        }
    }

    fn merge(&mut self) -> Result<(), ValueFault> {
        while let Some(first) = self.mergeable() {
            let mut applied = self.applied.clone();
            let merged: Vec<&Run> = self.runs.iter().skip(first).collect();
            let level = merged.first().map_or(0, |run| run.name().level) + 1;
            let hashes = merged.iter().map(|run| run.hashes()).sum();
            let sources = merged.iter().rev().map(|run| run.from(b"")).collect();
            // Nothing is older than the first run, so a key taken away need not be remembered there.
            let oldest = first == 0;
            let entries = Merged::of(sources).filter(move |entry| !oldest || !matches!(entry, Ok((_, None))));
            applied.runs.truncate(first);
            let run = self.run(&mut applied, level, hashes, Box::new(entries))?;
            self.written(Batch::default(), applied)?;
            let gone = self.runs.split_off(first);
            self.doomed.extend(gone.iter().map(|run| run.path().to_owned()));
            self.runs.push(run);
        }
        Ok(())
    }

    /// Where the last runs begin that are to become one.
    fn mergeable(&self) -> Option<usize> {
        let level = self.runs.last()?.name().level;
        let first = self.runs.len().checked_sub(FAN)?;
        let alike = self.runs.iter().skip(first).all(|run| run.name().level == level);
        (alike && level < LAST_LEVEL).then_some(first)
    }

    /// Removes files of runs that were merged; to be called once the engine has been flushed.
    pub(in super::super) fn flushed(&mut self) {
        for path in self.doomed.drain(..) {
            // What stays is removed at the next start.
            let _ = fs::remove_file(path);
        }
    }

    /// Removes every file that is no run; to be called once the engine has been flushed.
    pub(in super::super) fn tidy(&mut self) -> io::Result<()> {
        self.doomed.clear();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if !self.runs.iter().any(|run| run.path() == path) {
                fs::remove_file(&path)?;
            }
        }
        Ok(())
    }
}

/// Why a run is not written.
enum WriteFault {
    Disk(io::Error),
    Value(ValueFault),
}

impl From<io::Error> for WriteFault {
    fn from(why: io::Error) -> Self {
        Self::Disk(why)
    }
}

impl From<ValueFault> for WriteFault {
    fn from(fault: ValueFault) -> Self {
        Self::Value(fault)
    }
}
