//! Reading and writing files so that nothing is ever half done.

use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, ErrorKind, IntoInnerError, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::fault::{Failure, Fault};

/// Who may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Everyone: mode 0644.
    All,
    /// The owner: mode 0600.
    Owner,
}

impl Audience {
    fn mode(self) -> u32 {
        match self {
            Self::All => 0o644,
            Self::Owner => 0o600,
        }
    }
}

/// Reads a file of at most `limit` bytes.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
        let sentence = format!("{} has more than {limit} bytes; give the file as it was issued", path.display());
        return Err(Failure::new(Fault::Input, "too-large", sentence));
    }
    Ok(bytes)
}

/// Opens a file to be read piece by piece; nothing if there is none.
pub(crate) fn open(path: &Path) -> Result<Option<File>, Failure> {
    match File::open(path) {
        Ok(file) if file.metadata().is_ok_and(|metadata| metadata.is_file()) => Ok(Some(file)),
        Ok(_) => {
            Err(Failure::new(Fault::Input, "no-plain-file", format!("{} is no plain file; name one", path.display())))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(path, &error)),
    }
}

/// Reads a text of at most 4 MiB.
pub(crate) fn read_text(path: &Path) -> Result<String, Failure> {
    let bytes = read(path, 4 << 20)?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let sentence = format!("{}: byte {at} is not UTF-8; save the file as UTF-8", path.display());
        Failure::new(Fault::Input, "not-utf8", sentence)
    })
}

/// Says why a file could not be read, and who must act.
pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    let path = path.display();
    match error.kind() {
        ErrorKind::NotFound => {
            Failure::new(Fault::NotFound, "no-file", format!("there is no file {path}; check the name"))
        }
        ErrorKind::IsADirectory => {
            Failure::new(Fault::Input, "is-a-folder", format!("{path} is a folder; name the file in it"))
        }
        _ => Failure::new(Fault::Config, "unreadable", format!("{path} cannot be read: {error}")),
    }
}

/// Writes a file whole or not at all: a new file beside it, synced, then renamed over it. Survives loss of power.
pub(crate) fn write(path: &Path, bytes: &[u8], audience: Audience) -> Result<(), Failure> {
    write_derived(path, bytes, audience)?;
    sync_folder(folder_of(path)).map_err(|error| unwritable(path, &error))
}

/// Writes a file as [`write`] does, piece by piece: it need not be held in memory.
pub(crate) fn write_in_pieces(path: &Path, audience: Audience, pieces: Pieces<'_>) -> Result<(), Failure> {
    put(path, audience, pieces)?;
    sync_folder(folder_of(path)).map_err(|error| unwritable(path, &error))
}

/// Writes the content of a file.
pub(crate) type Pieces<'p> = &'p mut dyn FnMut(&mut dyn Write) -> std::io::Result<()>;

/// Writes a file that can be made again at any time: whole or not at all, but loss of power may take it away.
pub(crate) fn write_derived(path: &Path, bytes: &[u8], audience: Audience) -> Result<(), Failure> {
    put(path, audience, &mut |file| file.write_all(bytes))
}

fn put(path: &Path, audience: Audience, pieces: Pieces<'_>) -> Result<(), Failure> {
    let folder = folder_of(path);
    make_folder(folder).map_err(|error| unwritable(path, &error))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = folder.join(format!(".{name}.{}.new", std::process::id()));
    let written = write_new(&beside, audience, pieces).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // The half file is of no use to anyone; that it could not be removed either changes nothing.
        drop(fs::remove_file(&beside));
    }
    written.map_err(|error| unwritable(path, &error))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(Fault::Config, "unwritable", format!("{} cannot be written: {error}", path.display()))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes a folder and those above it, each name durable.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    make_folder(folder_of(folder))?;
    match fs::create_dir(folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists || !folder.is_dir() => return Err(error),
        _ => {}
    }
    sync_folder(folder_of(folder))
}

fn write_new(path: &Path, audience: Audience, pieces: Pieces<'_>) -> std::io::Result<()> {
    let file = OpenOptions::new().write(true).create(true).truncate(true).mode(audience.mode()).open(path)?;
    let mut file = BufWriter::new(file);
    pieces(&mut file)?;
    file.into_inner().map_err(IntoInnerError::into_error)?.sync_all()
}

/// Writes a file that must not be there yet.
pub(crate) fn create(path: &Path, bytes: &[u8], audience: Audience) -> Result<(), Failure> {
    if path.exists() {
        let sentence = format!("{} is there already and is not overwritten; move it away first", path.display());
        return Err(Failure::new(Fault::Conflict, "exists", sentence));
    }
    write(path, bytes, audience)
}

/// Makes a folder that only its owner can enter.
pub(crate) fn private_folder(path: &Path) -> Result<(), Failure> {
    let made = fs::create_dir_all(path).and_then(|()| fs::set_permissions(path, fs::Permissions::from_mode(0o700)));
    made.map_err(|error| {
        Failure::new(Fault::Config, "unwritable", format!("{} cannot be made: {error}", path.display()))
    })
}

/// Makes the names in a folder durable.
pub(crate) fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Makes every file and name below a folder durable.
pub(crate) fn sync_tree(folder: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { sync_tree(&path)? } else { File::open(&path)?.sync_all()? }
    }
    sync_folder(folder)
}

/// Gives a file another name, durably; what had that name is gone.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), Failure> {
    let renamed = fs::rename(from, to).and_then(|()| sync_folder(folder_of(to)));
    renamed.map_err(|error| unwritable(to, &error))
}

/// Copies every file of a published folder, each whole; what lies in the other place besides stays.
pub(crate) fn copy_tree(from: &Path, to: &Path) -> Result<(), Failure> {
    for path in list(from)? {
        let name = path.file_name().unwrap_or_default();
        write(&to.join(name), &read(&path, 16 << 20)?, Audience::All)?;
    }
    folders(from)?.iter().try_for_each(|folder| copy_tree(folder, &to.join(folder.file_name().unwrap_or_default())))
}

/// Overwrites a file where it lies and removes it.
///
/// On a disk that writes elsewhere (flash, copy on write) the old blocks go when the disk clears them.
pub(crate) fn destroy(path: &Path) -> Result<(), Failure> {
    let overwritten = || {
        let mut file = OpenOptions::new().write(true).open(path)?;
        let length = file.metadata()?.len();
        std::io::copy(&mut std::io::repeat(0).take(length), &mut file)?;
        file.sync_all()?;
        fs::remove_file(path)
    };
    overwritten().map_err(|error: std::io::Error| {
        Failure::new(Fault::Config, "unwritable", format!("{} cannot be removed: {error}", path.display()))
    })
}

/// Destroys a folder with every file in it.
pub(crate) fn destroy_folder(folder: &Path) -> Result<(), Failure> {
    list(folder)?.iter().try_for_each(|path| destroy(path))?;
    folders(folder)?.iter().try_for_each(|path| destroy_folder(path))?;
    fs::remove_dir(folder).map_err(|error| {
        Failure::new(Fault::Config, "unwritable", format!("{} cannot be removed: {error}", folder.display()))
    })
}

/// Removes what interrupted writes left half done in a folder; nobody else may be writing there.
pub(crate) fn sweep(folder: &Path) -> Result<(), Failure> {
    let left = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.starts_with('.') && name.ends_with(".new")
    };
    for path in list(folder)?.into_iter().filter(left) {
        fs::remove_file(&path).map_err(|error| {
            Failure::new(Fault::Config, "unwritable", format!("{} cannot be removed: {error}", path.display()))
        })?;
    }
    Ok(())
}

/// Refuses a secret that others can read, or that hides behind a link.
pub(crate) fn must_be_private(path: &Path) -> Result<(), Failure> {
    let metadata = fs::symlink_metadata(path).map_err(|error| unreadable(path, &error))?;
    let mode = metadata.permissions().mode() & 0o777;
    if metadata.is_file() && mode & 0o077 == 0 {
        return Ok(());
    }
    let sentence = format!(
        "{0} has mode {mode:04o} or is a link; a secret is a file that only its owner can read: chmod 600 {0}",
        path.display()
    );
    Err(Failure::new(Fault::Config, "secret-readable", sentence))
}

/// The files of a folder by name, not of folders in it.
pub(crate) fn list(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    Ok(entries(folder)?.into_iter().filter(|path| path.is_file()).collect())
}

/// The folders in a folder by name; links are not followed.
pub(crate) fn folders(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    Ok(entries(folder)?.into_iter().filter(|path| path.is_dir() && !path.is_symlink()).collect())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_file_of_an_interrupted_write_is_swept_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        for name in [".badge.png.4711.new", "badge.png", ".kept", "new"] {
            fs::write(folder.path().join(name), b"x").unwrap();
        }

        sweep(folder.path()).unwrap();

        let left: Vec<PathBuf> = list(folder.path()).unwrap();
        assert_eq!(left, [".kept", "badge.png", "new"].map(|name| folder.path().join(name)));
    }
}
