//! How far a folder that is made of the register follows it: a note in the folder that names the last act.
//! Without it, or where the register tells another story, everything is put anew.

use std::path::{Path, PathBuf};

use attesto_issuer::Register;

use crate::fault::{Failure, Fault};
use crate::world::files::{self, Audience};
use crate::world::ledger;

/// No server gives out a name that begins with a full stop.
const NOTE: &str = ".follows";

/// How far a folder follows.
pub(super) struct Progress {
    note: PathBuf,
    acts: u64,
}

impl Progress {
    /// Reads how far a folder follows this register.
    pub(super) fn read(folder: &Path, register: &dyn Register) -> Result<Self, Failure> {
        let note = folder.join(NOTE);
        let written = match files::open(&note)? {
            None => String::new(),
            Some(_) => files::read_text(&note)?,
        };
        let acts = match written.trim_end().split_once(' ') {
            Some((seq, hash)) => seq.parse().ok().filter(|seq| is_act(register, *seq, hash)).unwrap_or(0),
            None => 0,
        };
        Ok(Self { note, acts })
    }

    /// The last act that it follows; 0 before the first.
    pub(super) fn acts(&self) -> u64 {
        self.acts
    }

    /// Notes that it follows to the head, once everything before is durable.
    pub(super) fn reached(&self, register: &dyn Register) -> Result<(), Failure> {
        let head = register.head();
        if head.seq == self.acts {
            return Ok(());
        }
        if let Some(folder) = self.note.parent().filter(|folder| folder.is_dir()) {
            files::sync_folder(folder).map_err(|error| Failure::new(Fault::Config, "unwritable", error))?;
        }
        files::write(&self.note, format!("{} {}\n", head.seq, head.hash).as_bytes(), Audience::All)
    }
}

/// Whether the register has just this act; a restored one may have another under the number.
fn is_act(register: &dyn Register, seq: u64, hash: &str) -> bool {
    let line = register.journal(seq, 1).map_err(|fault| ledger::refused(&fault));
    line.is_ok_and(|lines| lines.first().is_some_and(|line| line.seq() == seq && line.hash().to_string() == hash))
}
