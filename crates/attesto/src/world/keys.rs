//! Signing keys on disk: passphrase-protected, mode 0600, in a folder of mode 0700.

mod ring;

use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use attesto_securing::{Algorithm, BadKey, KeyFile, KeyFileFault, KeyId, Passphrase, SigningKey};
use zeroize::Zeroizing;

use super::config::Installation;
use super::entropy::System;
use super::files::{self, Audience};
use crate::fault::{Failure, Fault};

pub(crate) use ring::Ring;

/// Where a passphrase comes from; never an argument of the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PassphraseSource {
    /// The first line of a file of mode 0600, or of a pipe.
    File(PathBuf),
    /// The person at the terminal.
    Prompt,
}

impl PassphraseSource {
    /// A file if one was named, else the terminal.
    pub(crate) fn from_option(file: Option<PathBuf>) -> Self {
        file.map_or(Self::Prompt, Self::File)
    }

    /// A file if one was named, else the one that the installation names, else the terminal.
    pub(crate) fn configured(named: Option<PathBuf>, configured: Option<&Path>, installation: &Installation) -> Self {
        Self::from_option(named.or_else(|| configured.map(|path| installation.path(path))))
    }

    /// Asks for the passphrase of a key.
    pub(crate) fn ask(&self, what: &str) -> Result<Passphrase, Failure> {
        match self {
            Self::File(path) => passphrase(from_file(path)?),
            Self::Prompt => passphrase(prompt(what)?),
        }
    }

    /// Asks for the passphrase of a key that somebody else protected, however short.
    pub(crate) fn ask_as_it_is(&self, what: &str) -> Result<Zeroizing<String>, Failure> {
        match self {
            Self::File(path) => from_file(path),
            Self::Prompt => prompt(what),
        }
    }

    /// Asks twice for the passphrase of a key to come, for nobody sees what they type.
    pub(crate) fn ask_new(&self, what: &str) -> Result<Passphrase, Failure> {
        let Self::Prompt = self else { return self.ask(what) };
        let typed = prompt(&format!("{what} (at least 12 characters)"))?;
        if *typed != *prompt(&format!("{what}, once more"))? {
            return Err(Failure::new(Fault::Input, "passphrase", "the two passphrases differ; run the command again"));
        }
        passphrase(typed)
    }
}

fn passphrase(text: Zeroizing<String>) -> Result<Passphrase, Failure> {
    Passphrase::new(text).map_err(|fault| Failure::new(Fault::Input, "passphrase", fault))
}

fn from_file(path: &Path) -> Result<Zeroizing<String>, Failure> {
    let is_file = path.is_file();
    if is_file {
        files::must_be_private(path)?;
    }
    let mut text = Zeroizing::new(String::new());
    let opened = std::fs::File::open(path).and_then(|file| file.take(4096).read_to_string(&mut text));
    opened.map_err(|error| files::unreadable(path, &error))?;
    Ok(Zeroizing::new(text.lines().next().unwrap_or("").to_owned()))
}

fn prompt(what: &str) -> Result<Zeroizing<String>, Failure> {
    if !std::io::stdin().is_terminal() {
        let sentence = format!(
            "the passphrase for {what} is needed and nobody is at the terminal; name a file with --passphrase-file"
        );
        return Err(Failure::new(Fault::Forbidden, "passphrase", sentence));
    }
    let typed = rpassword::prompt_password(format!("passphrase for {what}: "));
    typed.map(Zeroizing::new).map_err(|error| Failure::new(Fault::Config, "passphrase", error))
}

/// Draws an Ed25519 key and stores it under a passphrase; the name may differ from its did:key.
pub(crate) fn make(path: &Path, name: Option<KeyId>, passphrase: &Passphrase) -> Result<KeyFile, Failure> {
    make_for(Algorithm::EdDsa, path, name, passphrase)
}

/// Draws a key of an algorithm and stores it under a passphrase.
pub(crate) fn make_for(
    algorithm: Algorithm,
    path: &Path,
    name: Option<KeyId>,
    passphrase: &Passphrase,
) -> Result<KeyFile, Failure> {
    let key = SigningKey::generate_for(algorithm, &mut System)
        .map_err(|fault: BadKey| Failure::new(Fault::Bug, "key", fault))?;
    let key = match name {
        Some(name) => key.named(name),
        None => key,
    };
    keep(&key, path, passphrase)
}

/// Stores a key under a passphrase.
pub(crate) fn keep(key: &SigningKey, path: &Path, passphrase: &Passphrase) -> Result<KeyFile, Failure> {
    let file =
        KeyFile::protect(key, passphrase, &mut System).map_err(|fault| Failure::new(Fault::Config, "key", fault))?;
    files::create(path, file.to_text().as_bytes(), Audience::Owner)?;
    Ok(file)
}

/// Reads a key file without opening it.
pub(crate) fn read(path: &Path) -> Result<KeyFile, Failure> {
    files::must_be_private(path)?;
    let text = files::read_text(path)?;
    KeyFile::parse(&text)
        .map_err(|fault| Failure::new(Fault::Config, "key-file", format!("{}: {fault}", path.display())))
}

/// Opens a key that is alone in its act.
pub(crate) fn unlock(path: &Path, source: &PassphraseSource) -> Result<SigningKey, Failure> {
    Ring::default().unlock(path, source)
}

fn unlock_by(
    path: &Path,
    passphrase: &mut dyn FnMut() -> Result<Arc<Passphrase>, Failure>,
) -> Result<SigningKey, Failure> {
    let file = read(path)?;
    let passphrase = passphrase()?;
    file.unlock(&passphrase).map_err(|fault| match fault {
        KeyFileFault::DoesNotOpen => {
            Failure::new(Fault::Forbidden, "key-locked", format!("{}: {fault}", path.display()))
        }
        other => Failure::new(Fault::Config, "key-file", format!("{}: {other}", path.display())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_keys_open_with_the_passphrase_beside_them() {
        let passphrase = include_str!("../../../../keys.example/passphrase.txt").to_owned();
        let passphrase = Passphrase::new(Zeroizing::new(passphrase)).unwrap();
        for text in [
            include_str!("../../../../keys.example/credentials.key"),
            include_str!("../../../../keys.example/officer-nobody.key"),
        ] {
            let file = KeyFile::parse(text).unwrap();
            assert_eq!(file.to_text(), text);
            assert!(file.unlock(&passphrase).is_ok());
        }
    }

    #[test]
    fn a_key_that_others_can_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.key");
        let passphrase = Passphrase::new(Zeroizing::new("a long passphrase".to_owned())).unwrap();
        make(&path, None, &passphrase).unwrap();
        assert!(read(&path).is_ok());
        for mode in [0o644, 0o640, 0o604, 0o660, 0o606, 0o666, 0o601] {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(read(&path).unwrap_err().fault().exit(), 78, "{mode:o}");
        }
    }

    #[test]
    fn a_key_behind_a_link_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.key");
        let passphrase = Passphrase::new(Zeroizing::new("a long passphrase".to_owned())).unwrap();
        make(&path, None, &passphrase).unwrap();
        let link = folder.path().join("b.key");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert!(read(&link).is_err());
    }
}
