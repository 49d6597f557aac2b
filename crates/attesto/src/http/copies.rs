//! Copies of published files in memory, each as long as the file lies there unchanged.
//! A file is looked at for every answer, so what was published a moment ago is what goes out.

use std::collections::HashMap;
use std::fs::{File, Metadata};
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use attesto_securing::Digest;
use axum::body::Bytes;
use axum::http::HeaderValue;

use super::safety;

/// So many bytes are kept; a file above this is not served.
const LIMIT_BYTES: usize = 64 << 20;
const FILE_LIMIT_BYTES: u64 = 16 << 20;

/// A file's content, its mark, and for a page what it may load.
#[derive(Debug)]
pub(super) struct Copy {
    pub(super) bytes: Bytes,
    pub(super) etag: HeaderValue,
    pub(super) policy: Option<HeaderValue>,
    stamp: Stamp,
}

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

/// All copies.
#[derive(Debug, Default)]
pub(super) struct Copies(Mutex<HashMap<PathBuf, Arc<Copy>>>);

impl Copies {
    /// The content of a file as it lies there now; nothing if it does not, or is too large.
    pub(super) fn of(&self, path: &Path) -> Option<Arc<Copy>> {
        let stamp = Stamp::of(&std::fs::metadata(path).ok()?);
        let kept = self.lock().get(path).filter(|copy| copy.stamp == stamp).cloned();
        kept.or_else(|| self.read(path))
    }

    fn read(&self, path: &Path) -> Option<Arc<Copy>> {
        let file = File::open(path).ok()?;
        let metadata = file.metadata().ok().filter(|metadata| metadata.is_file())?;
        let mut bytes = Vec::new();
        file.take(FILE_LIMIT_BYTES + 1).read_to_end(&mut bytes).ok()?;
        if u64::try_from(bytes.len()).ok()? > FILE_LIMIT_BYTES {
            return None;
        }
        let copy = Arc::new(copy(path, bytes, Stamp::of(&metadata))?);
        self.keep(path, &copy);
        Some(copy)
    }

    fn keep(&self, path: &Path, copy: &Arc<Copy>) {
        let mut kept = self.lock();
        kept.insert(path.to_owned(), Arc::clone(copy));
        if kept.values().map(|copy| copy.bytes.len()).sum::<usize>() > LIMIT_BYTES {
            // What is asked for often comes back at once.
            kept.clear();
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<PathBuf, Arc<Copy>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn copy(path: &Path, bytes: Vec<u8>, stamp: Stamp) -> Option<Copy> {
    let page = path.extension().is_some_and(|ending| ending == "html");
    let policy = page.then(|| safety::policy_of(&String::from_utf8_lossy(&bytes)));
    Some(Copy { etag: mark(&bytes)?, policy, bytes: bytes.into(), stamp })
}

/// The mark of a content.
pub(super) fn mark(bytes: &[u8]) -> Option<HeaderValue> {
    let digits: String = Digest::of(bytes).to_hex().chars().take(32).collect();
    HeaderValue::from_str(&format!("\"{digits}\"")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_replaced_goes_out_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let (path, copies) = (folder.path().join("list.json"), Copies::default());
        std::fs::write(&path, b"one").unwrap();
        let first = copies.of(&path).unwrap();
        assert!(Arc::ptr_eq(&first, &copies.of(&path).unwrap()));

        std::fs::write(folder.path().join("new"), b"two").unwrap();
        std::fs::rename(folder.path().join("new"), &path).unwrap();

        let second = copies.of(&path).unwrap();
        assert_eq!((&first.bytes[..], &second.bytes[..]), (&b"one"[..], &b"two"[..]));
        assert_ne!(first.etag, second.etag);
    }

    #[test]
    fn a_file_that_is_gone_or_a_folder_is_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (path, copies) = (folder.path().join("list.json"), Copies::default());
        std::fs::write(&path, b"one").unwrap();
        copies.of(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert!(copies.of(&path).is_none() && copies.of(folder.path()).is_none());
    }
}
