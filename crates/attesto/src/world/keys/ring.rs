//! The passphrases of one act: what several keys have in common is read once, and stretched once for keys that were made
//! together. It lives as long as the act; what is typed at the terminal is asked for each key.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use attesto_securing::{Passphrase, SigningKey};

use super::{PassphraseSource, unlock_by};
use crate::fault::Failure;

/// The passphrases that were read so far, by their files; clones share them.
#[derive(Clone, Default)]
pub(crate) struct Ring(Arc<Mutex<Vec<Read>>>);

/// A file, and the passphrase in it.
type Read = (PathBuf, Arc<Passphrase>);

impl fmt::Debug for Ring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ring")
    }
}

impl Ring {
    /// Opens a key.
    pub(crate) fn unlock(&self, path: &Path, source: &PassphraseSource) -> Result<SigningKey, Failure> {
        unlock_by(path, &mut || self.passphrase(source, &mut || source.ask(&path.display().to_string())))
    }

    /// The passphrase of a key to come.
    pub(crate) fn new_passphrase(&self, source: &PassphraseSource, what: &str) -> Result<Arc<Passphrase>, Failure> {
        self.passphrase(source, &mut || source.ask_new(what))
    }

    fn passphrase(
        &self,
        source: &PassphraseSource,
        ask: &mut dyn FnMut() -> Result<Passphrase, Failure>,
    ) -> Result<Arc<Passphrase>, Failure> {
        let PassphraseSource::File(file) = source else { return ask().map(Arc::new) };
        let mut read = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = read.iter().find(|(known, _)| known == file) {
            return Ok(Arc::clone(known));
        }
        let passphrase = Arc::new(ask()?);
        read.push((file.clone(), Arc::clone(&passphrase)));
        Ok(passphrase)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_passphrase_is_read_once_from_its_file_and_each_file_has_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let source = |name: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, "a long passphrase\n").unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
            PassphraseSource::File(path)
        };
        let (ring, one, other) = (Ring::default(), source("one"), source("other"));

        let first = ring.new_passphrase(&one, "a key").unwrap();

        assert!(Arc::ptr_eq(&first, &ring.clone().new_passphrase(&one, "another key").unwrap()));
        assert!(!Arc::ptr_eq(&first, &ring.new_passphrase(&other, "a key").unwrap()));
        assert!(!Arc::ptr_eq(&first, &Ring::default().new_passphrase(&one, "a key").unwrap()));
    }
}
