//! Values in sled, each behind a digest of its key and content: sled gives back damaged values without a word.
//! What is absent cannot be told here; the index adds itself up, and readers know what must be there.

use ::sled::Tree;
use attesto_securing::Digest;

/// The segment size of the engine, in bytes.
pub(super) const SEGMENT_BYTES: usize = 8 << 20;

/// The largest value, in bytes: a tree leaf holds up to 16 items and a larger leaf goes to a blob file, which
/// sled never syncs. One more share is left for the keys.
const VALUE_LIMIT_BYTES: usize = (SEGMENT_BYTES / 4 - 64) / 17;

const DIGEST_BYTES: usize = 32;

/// Stands behind the key of a value that says that it was taken away; no key of the register has a zero byte.
const GONE: &[u8] = b"\0gone";

/// The largest content of a value, in bytes.
pub(super) const CONTENT_LIMIT_BYTES: usize = VALUE_LIMIT_BYTES - DIGEST_BYTES - 1_024;

/// Why a value cannot be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum ValueFault {
    /// The digest does not fit.
    #[error("its bytes are not those that were written")]
    Damaged,
    /// sled said so.
    #[error("{0}")]
    Engine(String),
    /// Too large for a value; a bug, for callers know the limit.
    #[error("a value of {found} bytes is over the limit of {CONTENT_LIMIT_BYTES}")]
    TooLarge {
        /// Bytes.
        found: usize,
    },
}

impl From<::sled::Error> for ValueFault {
    fn from(why: ::sled::Error) -> Self {
        Self::Engine(why.to_string())
    }
}

/// A value as it is stored.
pub(super) fn stored(key: &[u8], content: &[u8]) -> Result<Vec<u8>, ValueFault> {
    if content.len() > CONTENT_LIMIT_BYTES {
        return Err(ValueFault::TooLarge { found: content.len() });
    }
    Ok([digest(key, content).as_bytes().as_slice(), content].concat())
}

/// The digest that a stored value begins with; it says nothing of whether it fits.
pub(super) fn claimed_digest(value: &[u8]) -> Result<[u8; DIGEST_BYTES], ValueFault> {
    value.first_chunk().copied().ok_or(ValueFault::Damaged)
}

/// The content of a stored value.
pub(super) fn content(key: &[u8], value: &[u8]) -> Result<Vec<u8>, ValueFault> {
    let (claimed, content) = value.split_first_chunk::<DIGEST_BYTES>().ok_or(ValueFault::Damaged)?;
    if digest(key, content).as_bytes() == claimed { Ok(content.to_vec()) } else { Err(ValueFault::Damaged) }
}

/// The same of a value that is large: it is not copied.
pub(super) fn content_of_large(key: &[u8], mut value: Vec<u8>) -> Result<Vec<u8>, ValueFault> {
    let (claimed, content) = value.split_first_chunk::<DIGEST_BYTES>().ok_or(ValueFault::Damaged)?;
    if digest(key, content).as_bytes() != claimed {
        return Err(ValueFault::Damaged);
    }
    value.drain(..DIGEST_BYTES);
    Ok(value)
}

/// A value that says that its key was taken away.
pub(super) fn gone(key: &[u8]) -> Vec<u8> {
    digest(&[key, GONE].concat(), b"").as_bytes().to_vec()
}

/// What a stored value of the index says: content, or nothing for a key that was taken away.
pub(super) fn said(key: &[u8], value: &[u8]) -> Result<Option<Vec<u8>>, ValueFault> {
    if value == gone(key) { Ok(None) } else { content(key, value).map(Some) }
}

/// The content under a key.
pub(super) fn read(tree: &Tree, key: &[u8]) -> Result<Option<Vec<u8>>, ValueFault> {
    tree.get(key)?.map(|value| content(key, &value)).transpose()
}

/// Puts content under a key.
pub(super) fn write(tree: &Tree, key: &[u8], content: &[u8]) -> Result<(), ValueFault> {
    tree.insert(key, stored(key, content)?)?;
    Ok(())
}

/// What a value begins with: over its key, so that none passes for another's.
pub(super) fn digest(key: &[u8], content: &[u8]) -> Digest {
    digest_of_parts(key, &[content])
}

/// The same of a content in parts.
pub(super) fn digest_of_parts(key: &[u8], content: &[&[u8]]) -> Digest {
    let length = u64::try_from(key.len()).unwrap_or(u64::MAX).to_be_bytes();
    Digest::of_parts(&[&[&length, key], content].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_changed_moved_or_cut_is_told() {
        let value = stored(b"key", b"content").unwrap();
        assert_eq!(content(b"key", &value), Ok(b"content".to_vec()));
        for at in 0..value.len() {
            let mut changed = value.clone();
            changed[at] ^= 1;
            assert_eq!(content(b"key", &changed), Err(ValueFault::Damaged), "byte {at}");
            assert_eq!(content(b"key", &value[..at]), Err(ValueFault::Damaged), "{at} bytes");
        }
        assert_eq!(content(b"yek", &value), Err(ValueFault::Damaged));
    }

    #[test]
    fn a_value_over_the_limit_is_refused() {
        assert!(stored(b"key", &vec![0; CONTENT_LIMIT_BYTES]).is_ok());
        let over = stored(b"key", &vec![0; CONTENT_LIMIT_BYTES + 1]);
        assert_eq!(over, Err(ValueFault::TooLarge { found: CONTENT_LIMIT_BYTES + 1 }));
    }
}
