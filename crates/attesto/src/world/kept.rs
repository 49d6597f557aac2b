//! What was made of files, kept in memory as long as each lies there unchanged. A file is looked at for every use of it,
//! so what was put there a moment ago is what is used; what is made of a content is its user's.

use std::collections::HashMap;
use std::fs::{File, Metadata};
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// So many bytes of files stand behind what is kept.
const LIMIT_BYTES: u64 = 64 << 20;

/// A file that was replaced or written to has another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    inode: u64,
    length: u64,
    seconds: i64,
    nanoseconds: i64,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self {
            inode: metadata.ino(),
            length: metadata.len(),
            seconds: metadata.mtime(),
            nanoseconds: metadata.mtime_nsec(),
        }
    }
}

/// All that is kept, by the path of its file.
#[derive(Debug)]
pub(crate) struct Kept<T>(Mutex<HashMap<PathBuf, (Stamp, Arc<T>)>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Kept<T> {
    /// What is kept of a file, if it lies there now as it did then; else it is kept no longer.
    pub(crate) fn known(&self, path: &Path) -> Option<Arc<T>> {
        let (stamp, known) = self.lock().get(path).cloned()?;
        if std::fs::metadata(path).is_ok_and(|metadata| Stamp::of(&metadata) == stamp) {
            return Some(known);
        }
        self.lock().remove(path);
        None
    }

    /// The same, made of the file's content where nothing is kept; nothing if there is no such file, if it has more than
    /// `limit_bytes`, or if nothing can be made of it.
    pub(crate) fn of(&self, path: &Path, limit_bytes: u64, make: impl FnOnce(Vec<u8>) -> Option<T>) -> Option<Arc<T>> {
        self.known(path).or_else(|| {
            let (stamp, bytes) = read(path, limit_bytes)?;
            let made = Arc::new(make(bytes)?);
            self.keep(path, stamp, &made);
            Some(made)
        })
    }

    fn keep(&self, path: &Path, stamp: Stamp, made: &Arc<T>) {
        let mut kept = self.lock();
        kept.insert(path.to_owned(), (stamp, Arc::clone(made)));
        if kept.values().map(|(stamp, _)| stamp.length).sum::<u64>() > LIMIT_BYTES {
            // What is asked for often comes back at once.
            kept.clear();
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<PathBuf, (Stamp, Arc<T>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A file's content with the stamp of the very file that was read.
fn read(path: &Path, limit_bytes: u64) -> Option<(Stamp, Vec<u8>)> {
    let file = File::open(path).ok()?;
    let metadata = file.metadata().ok().filter(Metadata::is_file)?;
    let mut bytes = Vec::new();
    file.take(limit_bytes.saturating_add(1)).read_to_end(&mut bytes).ok()?;
    let fits = u64::try_from(bytes.len()).is_ok_and(|length| length <= limit_bytes);
    fits.then(|| (Stamp::of(&metadata), bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kept: &Kept<Vec<u8>>, path: &Path) -> Option<Arc<Vec<u8>>> {
        kept.of(path, 3, Some)
    }

    #[test]
    fn what_is_replaced_is_seen_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let (path, kept) = (folder.path().join("list.json"), Kept::default());
        std::fs::write(&path, b"one").unwrap();
        let first = of(&kept, &path).unwrap();
        assert!(Arc::ptr_eq(&first, &of(&kept, &path).unwrap()) && kept.known(&path).is_some());

        std::fs::write(folder.path().join("new"), b"two").unwrap();
        std::fs::rename(folder.path().join("new"), &path).unwrap();

        assert!(kept.known(&path).is_none());
        let second = of(&kept, &path).unwrap();
        assert_eq!((&first[..], &second[..]), (&b"one"[..], &b"two"[..]));
    }

    #[test]
    fn a_file_that_is_gone_or_too_large_and_a_folder_are_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (path, kept) = (folder.path().join("list.json"), Kept::default());
        std::fs::write(&path, b"one").unwrap();
        of(&kept, &path).unwrap();
        std::fs::write(&path, b"four").unwrap();
        assert!(of(&kept, &path).is_none());
        std::fs::remove_file(&path).unwrap();
        assert!(of(&kept, &path).is_none() && of(&kept, folder.path()).is_none());
    }
}
