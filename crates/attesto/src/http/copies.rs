//! Copies of published files in memory, each as long as the file lies there unchanged, with what HTTP says of it.
//! What was published a moment ago is what goes out (`world::kept`).

use std::path::Path;
use std::sync::Arc;

use attesto_securing::Digest;
use axum::body::Bytes;
use axum::http::HeaderValue;

use super::safety;
use crate::world::kept::Kept;

/// A file above this is not served.
const FILE_LIMIT_BYTES: u64 = 16 << 20;

/// A file's content, its mark, and for a page what it may load.
#[derive(Debug)]
pub(super) struct Copy {
    pub(super) bytes: Bytes,
    pub(super) etag: HeaderValue,
    pub(super) policy: Option<HeaderValue>,
}

/// All copies.
#[derive(Debug, Default)]
pub(super) struct Copies(Kept<Copy>);

impl Copies {
    /// The content of a file as it lies there now; nothing if it does not, or is too large.
    pub(super) fn of(&self, path: &Path) -> Option<Arc<Copy>> {
        self.0.of(path, FILE_LIMIT_BYTES, |bytes| copy(path, bytes))
    }
}

fn copy(path: &Path, bytes: Vec<u8>) -> Option<Copy> {
    let page = path.extension().is_some_and(|ending| ending == "html");
    let policy = page.then(|| safety::policy_of(&String::from_utf8_lossy(&bytes)));
    Some(Copy { etag: mark(&bytes)?, policy, bytes: bytes.into() })
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
    fn what_is_replaced_goes_out_at_once_under_another_mark() {
        let folder = tempfile::tempdir().unwrap();
        let (path, copies) = (folder.path().join("list.json"), Copies::default());
        std::fs::write(&path, b"one").unwrap();
        let first = copies.of(&path).unwrap();

        std::fs::write(folder.path().join("new"), b"two").unwrap();
        std::fs::rename(folder.path().join("new"), &path).unwrap();

        let second = copies.of(&path).unwrap();
        assert_eq!((&first.bytes[..], &second.bytes[..]), (&b"one"[..], &b"two"[..]));
        assert_ne!(first.etag, second.etag);
    }
}
