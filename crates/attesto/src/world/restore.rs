//! A backup brought back: into a folder of its own first, and into the register's place only when all of it holds.
//! Whether something is lost is asked here; who answers for it is the verb's.

use std::path::{Path, PathBuf};

use attesto_issuer::Head;

use super::backup::Backup;
use super::config::Installation;
use super::store::{self, Kept};
use super::{files, ledger};
use crate::fault::{Failure, Fault};

/// What an older backup would lose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loss {
    /// Nothing that is known.
    None,
    /// The acts from the backup's head to this one.
    Until(Head),
}

/// Holds a backup against the last head that was published, and against what can still be read of the journal here.
pub(crate) fn loss(backup: &Backup, published: Option<&Head>, register: &Path) -> Result<Loss, Failure> {
    let end = backup.head();
    if let Some(published) = published.filter(|published| published.seq <= end.seq)
        && backup.act(published.seq)? != Some(published.hash)
    {
        let sentence = format!(
            "act {} of the backup is not the one that was published; it is the backup of another register, or it was changed",
            published.seq
        );
        return Err(Failure::new(Fault::Config, "backup-another", sentence));
    }
    let here = store::legible_head(register);
    let known = published.copied().into_iter().chain(here).max_by_key(|head| head.seq);
    Ok(known.filter(|known| known.seq > end.seq).map_or(Loss::None, Loss::Until))
}

/// Where persons' keys may be found: as named, else the register's own and the installation's copy.
pub(crate) fn key_sources(installation: &Installation, named: Option<&Path>, register: &Path) -> Vec<PathBuf> {
    let first = named.map_or_else(|| store::keys_of(register), Path::to_owned);
    std::iter::once(first).chain(ledger::keys_copy(installation)).collect()
}

/// Makes a register out of a backup in a folder of its own, and opens it.
pub(crate) fn rebuilt(
    folder: &Path,
    backup: &Backup,
    keys: &[PathBuf],
    tell: &dyn Fn(&str),
) -> Result<Box<dyn Kept>, Failure> {
    clear(folder)?;
    files::private_folder(folder)?;
    let journal = backup.journal()?;
    let mut texts = backup.resting()?;
    store::rebuild(folder, &journal, &mut texts, keys, ledger::alarm).map_err(|fault| ledger::unopened(&fault))?;
    let opened = store::open(folder, None, ledger::alarm).map_err(|fault| keyless(&ledger::unopened(&fault), keys))?;
    // That the whole index is made anew is what restoring is; what else was mended is told.
    opened.notices.iter().filter(|notice| !notice.is_replay()).for_each(|notice| tell(&notice.to_string()));
    Ok(opened.register)
}

/// Removes what an earlier attempt left; its keys are overwritten.
pub(crate) fn clear(folder: &Path) -> Result<(), Failure> {
    if !folder.exists() {
        return Ok(());
    }
    let keys = store::keys_of(folder);
    if keys.exists() {
        files::destroy(&keys)?;
    }
    std::fs::remove_dir_all(folder).map_err(|error| {
        Failure::new(Fault::Unavailable, "backup-disk", format!("{} cannot be removed: {error}", folder.display()))
    })
}

/// A register that does not open for want of keys is told with where they were looked for.
fn keyless(failure: &Failure, keys: &[PathBuf]) -> Failure {
    let looked: Vec<String> = keys.iter().map(|path| path.display().to_string()).collect();
    let sentence = format!(
        "{failure}. Persons' keys were looked for in {}; a register backup holds none: name their file with --keys",
        looked.join(" and ")
    );
    Failure::new(failure.fault(), "backup-keys", sentence)
}
