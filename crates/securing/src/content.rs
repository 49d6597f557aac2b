//! Content at rest under a key of its own: XChaCha20-Poly1305 under 256 random bits.
//! Where such a key is kept, for whom, and when it is destroyed is the roof's.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::digest::Digest;
use crate::entropy::{Entropy, draw};

const NONCE_BYTES: usize = 24;

/// A key for content; wiped from memory when dropped, never shown.
pub struct ContentKey(Zeroizing<[u8; 32]>);

/// Content that gives nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ContentFault {
    /// Another key, another place, or changed bytes: the three cannot be told apart.
    #[error("the content does not open under its key; it was changed, or the key is another's")]
    DoesNotOpen,
    /// More than the cipher takes at once.
    #[error("the content is too long to be sealed in one piece; split it")]
    TooLong,
}

impl ContentKey {
    /// Bytes that sealing adds.
    pub const OVERHEAD_BYTES: usize = NONCE_BYTES + 16;

    /// Draws a key.
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        Self(Zeroizing::new(draw::<32>(entropy)))
    }

    /// Takes a key as it was kept.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, to be kept where they can be destroyed.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Seals content; `bound` must be given again to open it.
    ///
    /// The nonce follows from the content, so that the same is sealed to the same bytes and no two contents share one.
    ///
    /// # Errors
    /// Content of more than 256 GB.
    pub fn seal(&self, content: &[u8], bound: &[u8]) -> Result<Vec<u8>, ContentFault> {
        let of_content = Digest::of_parts(&[b"attesto content nonce 1", self.0.as_slice(), content]);
        let nonce = of_content.as_bytes().first_chunk::<NONCE_BYTES>().ok_or(ContentFault::TooLong)?;
        let payload = Payload { msg: content, aad: bound };
        let sealed = self.cipher()?.encrypt(&XNonce::from(*nonce), payload).map_err(|_| ContentFault::TooLong)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what was sealed.
    ///
    /// # Errors
    /// It does not open.
    pub fn open(&self, sealed: &[u8], bound: &[u8]) -> Result<Vec<u8>, ContentFault> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(ContentFault::DoesNotOpen)?;
        let payload = Payload { msg: sealed, aad: bound };
        self.cipher()?.decrypt(&XNonce::from(*nonce), payload).map_err(|_| ContentFault::DoesNotOpen)
    }

    fn cipher(&self) -> Result<XChaCha20Poly1305, ContentFault> {
        XChaCha20Poly1305::new_from_slice(self.0.as_slice()).map_err(|_| ContentFault::DoesNotOpen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_opens_under_its_key_and_in_its_place_only() {
        let (key, other) = (ContentKey::from_bytes([1; 32]), ContentKey::from_bytes([2; 32]));
        let sealed = key.seal(b"Eleni", b"place").unwrap();
        assert_eq!(key.open(&sealed, b"place"), Ok(b"Eleni".to_vec()));
        assert_eq!(sealed.len(), b"Eleni".len() + ContentKey::OVERHEAD_BYTES);
        assert_eq!(other.open(&sealed, b"place"), Err(ContentFault::DoesNotOpen));
        assert_eq!(key.open(&sealed, b"elsewhere"), Err(ContentFault::DoesNotOpen));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(key.open(&changed, b"place"), Err(ContentFault::DoesNotOpen), "byte {at}");
        }
        assert_eq!(key.open(b"short", b"place"), Err(ContentFault::DoesNotOpen));
    }

    #[test]
    fn no_two_contents_share_a_nonce_and_the_same_is_sealed_the_same() {
        let key = ContentKey::from_bytes([1; 32]);
        let seal = |content: &[u8]| key.seal(content, b"").unwrap();
        assert_eq!(seal(b"a"), seal(b"a"));
        assert_ne!(seal(b"a")[..NONCE_BYTES], seal(b"b")[..NONCE_BYTES]);
    }
}
