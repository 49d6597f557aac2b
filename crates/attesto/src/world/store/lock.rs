//! One owner at a time: an exclusive lock on a file that names the process.
//! The lock goes with the process, however it ends; the file stays.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use super::OpenFault;

/// How often, and how far apart, the lock of a process that is ending is asked for again: a second in all.
const TRIES: u32 = 50;
const BETWEEN: Duration = Duration::from_millis(20);

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
    /// Takes the lock without waiting, but for a process that is ending: its files are closed a moment after it.
    pub(super) fn take(folder: &Path) -> Result<Self, OpenFault> {
        let path = folder.join("lock");
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|why| OpenFault::disk("open", &path, &why))?;
        for tried in 0.. {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(why)) => return Err(OpenFault::disk("lock", &path, &why)),
            }
            let held = held(&mut file, folder).map_err(|why| OpenFault::disk("read", &path, &why))?;
            if tried == TRIES || !is_ending(&held.pid) {
                return Err(held.into());
            }
            sleep(BETWEEN);
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

fn held(file: &mut File, folder: &Path) -> std::io::Result<LockFault> {
    let mut pid = String::new();
    file.rewind()?;
    // Without its number the answer is still right: somebody holds it.
    let read = file.take(20).read_to_string(&mut pid);
    let pid = if read.is_ok() && !pid.is_empty() { pid } else { "(unknown)".to_owned() };
    Ok(LockFault { folder: folder.display().to_string(), pid })
}

/// Whether a process is gone or going, where the system tells (`proc(5)`: its flags, of which 4 says so).
fn is_ending(pid: &str) -> bool {
    let asked = pid.parse::<u32>().is_ok() && Path::new("/proc/self/stat").exists();
    let stat = std::fs::read_to_string(Path::new("/proc").join(pid).join("stat"));
    let flags = |stat: String| {
        let behind_name = stat.rsplit_once(')').map(|(_, rest)| rest.to_owned())?;
        behind_name.split_whitespace().nth(6)?.parse::<u32>().ok()
    };
    asked && stat.ok().and_then(flags).is_none_or(|flags| flags & 4 != 0)
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn a_process_that_lives_is_not_ending_and_one_that_was_killed_is() {
        assert!(!is_ending(&std::process::id().to_string()));
        assert!(!is_ending("(unknown)"));
        let mut child = Command::new("sleep").arg("60").stdout(Stdio::null()).spawn().unwrap();
        let pid = child.id().to_string();
        assert!(!is_ending(&pid));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(is_ending(&pid));
    }

    #[test]
    fn the_lock_of_a_process_that_is_gone_is_waited_for_and_then_refused() {
        let folder = tempfile::tempdir().unwrap();
        let held = Lock::take(folder.path()).unwrap();
        let mut child = Command::new("true").spawn().unwrap();
        child.wait().unwrap();
        std::fs::write(folder.path().join("lock"), child.id().to_string()).unwrap();
        let waiting = std::thread::spawn({
            let path = folder.path().to_owned();
            move || Lock::take(&path).map(|_| ())
        });

        drop(held);

        waiting.join().unwrap().unwrap();
    }
}
