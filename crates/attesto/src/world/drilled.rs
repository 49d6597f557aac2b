//! When a backup was last restored for trial: one line beside the register, for `doctor` to read.
//! What the drill found was told when it ran.

use attesto_credential::Timestamp;

use super::config::Installation;
use super::files::{self, Audience};
use crate::fault::{Failure, Fault};

const FILE: &str = "last-drill.txt";

/// Notes that a drill found nothing.
pub(crate) fn note(installation: &Installation, at: Timestamp) -> Result<(), Failure> {
    files::write(&installation.root().join(FILE), format!("{at}\n").as_bytes(), Audience::Owner)
}

/// When a drill last found nothing; nothing if none ever did.
pub(crate) fn last(installation: &Installation) -> Result<Option<Timestamp>, Failure> {
    let path = installation.root().join(FILE);
    if !path.is_file() {
        return Ok(None);
    }
    let text = files::read_text(&path)?;
    let read = Timestamp::parse(text.trim());
    read.map(Some).map_err(|bad| Failure::new(Fault::Config, "drill", format!("{}: {bad}; delete it", path.display())))
}
