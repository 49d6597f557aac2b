//! One owner at a time: an exclusive lock on a file that names the process.
//! The lock goes with the process, however it ends; the file stays.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use super::OpenFault;

/// The lock on a register's folder, held until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Somebody else owns the register.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the register in {folder} is in use by process {pid}; wait until it has ended, or ask it")]
pub(crate) struct LockFault {
    /// The folder.
    pub(crate) folder: String,
    /// The process that holds it, as it wrote itself down.
    pub(crate) pid: String,
}

impl Lock {
    /// Takes the lock without waiting.
    pub(super) fn take(folder: &Path) -> Result<Self, OpenFault> {
        let path = folder.join("lock");
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|why| OpenFault::disk("open", &path, &why))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(held(&mut file, folder).into()),
            Err(TryLockError::Error(why)) => return Err(OpenFault::disk("lock", &path, &why)),
        }
        name_owner(&mut file).map_err(|why| OpenFault::disk("write", &path, &why))?;
        Ok(Self { _file: file })
    }
}

fn name_owner(file: &mut File) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(std::process::id().to_string().as_bytes())
}

fn held(file: &mut File, folder: &Path) -> LockFault {
    let mut pid = String::new();
    // Without its number the answer is still right: somebody holds it.
    let read = file.take(20).read_to_string(&mut pid);
    let pid = if read.is_ok() && !pid.is_empty() { pid } else { "(unknown)".to_owned() };
    LockFault { folder: folder.display().to_string(), pid }
}
