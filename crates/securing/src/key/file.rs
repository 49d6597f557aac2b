//! A signing key as text under a passphrase: Argon2id, then XChaCha20-Poly1305.
//! Reading and writing the file, and its mode, are the roof's; this is bytes in, bytes out.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::{BadKey, KeyId, PublicKey, Signer as _, SigningKey};
use crate::entropy::{Entropy, draw};

const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const SHORTEST_PASSPHRASE: usize = 12;

/// A passphrase; wiped from memory when dropped, never shown.
///
/// It is stretched once for each salt while it is held: files that are protected by one in the same act share a salt,
/// which tells nobody more than that they share their passphrase, and costs whoever guesses it as much as before.
pub struct Passphrase {
    text: Zeroizing<String>,
    /// The salt of what is protected by it; one that was read in a file never is.
    drawn: OnceLock<Salt>,
    stretched: Mutex<Vec<(Salt, Stretched)>>,
}

type Salt = [u8; 16];

/// What a passphrase comes to under a salt; whoever asks while it is worked out waits for it.
type Stretched = Arc<OnceLock<Result<Zeroizing<[u8; 32]>, KeyFileFault>>>;

impl Passphrase {
    /// Takes a passphrase of at least 12 characters; a line break at the end is not part of it.
    ///
    /// # Errors
    /// Too short.
    pub fn new(text: Zeroizing<String>) -> Result<Self, KeyFileFault> {
        let trimmed = Zeroizing::new(text.trim_end_matches(['\r', '\n']).to_owned());
        if trimmed.chars().count() < SHORTEST_PASSPHRASE {
            return Err(KeyFileFault::ShortPassphrase { least: SHORTEST_PASSPHRASE });
        }
        Ok(Self { text: trimmed, drawn: OnceLock::new(), stretched: Mutex::default() })
    }

    fn stretched(&self, salt: Salt) -> Result<Zeroizing<[u8; 32]>, KeyFileFault> {
        let place = {
            let mut all = self.stretched.lock().unwrap_or_else(PoisonError::into_inner);
            match all.iter().find(|(known, _)| *known == salt) {
                Some((_, place)) => Arc::clone(place),
                None => {
                    let place = Stretched::default();
                    all.push((salt, Arc::clone(&place)));
                    place
                }
            }
        };
        place.get_or_init(|| stretch(&self.text, salt)).clone()
    }
}

fn stretch(text: &str, salt: Salt) -> Result<Zeroizing<[u8; 32]>, KeyFileFault> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(32)).map_err(|_| KeyFileFault::Stretch)?;
    let mut key = Zeroizing::new([0_u8; 32]);
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let stretched = argon.hash_password_into(text.as_bytes(), &salt, key.as_mut_slice());
    stretched.map_err(|_| KeyFileFault::Stretch)?;
    Ok(key)
}

/// Why a key file gives no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyFileFault {
    /// The passphrase is too short to protect anything.
    #[error("the passphrase has fewer than {least} characters; take a longer one")]
    ShortPassphrase {
        /// How many at least.
        least: usize,
    },
    /// Not a key file of ours, or of a later format.
    #[error("this is no key file of format 1 ({what}); give a file that `attesto init` or `attesto officer add` made")]
    NotAKeyFile {
        /// What is missing.
        what: &'static str,
    },
    /// Wrong passphrase, or the file was changed or swapped: the two cannot be told apart.
    #[error("the key does not open: the passphrase is wrong or the file was changed")]
    DoesNotOpen,
    /// The derivation could not run.
    #[error("the passphrase could not be stretched: 64 MiB of memory are needed")]
    Stretch,
    /// What came out is no key.
    #[error(transparent)]
    Key(#[from] BadKey),
}

/// A signing key at rest. What may be public is in plain sight, bound to the secret so that files cannot be swapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFile {
    id: KeyId,
    public: PublicKey,
    salt: Salt,
    nonce: [u8; 24],
    sealed: Vec<u8>,
}

impl KeyFile {
    /// Puts a key under a passphrase.
    ///
    /// # Errors
    /// No memory to stretch the passphrase.
    pub fn protect(key: &SigningKey, passphrase: &Passphrase, entropy: &mut dyn Entropy) -> Result<Self, KeyFileFault> {
        let salt = *passphrase.drawn.get_or_init(|| draw::<16>(entropy));
        let nonce = draw::<24>(entropy);
        let mut file = Self { id: key.id().clone(), public: key.public().clone(), salt, nonce, sealed: Vec::new() };
        let cipher = file.cipher(passphrase)?;
        let (secret, bound) = (key.secret(), file.bound());
        let payload = Payload { msg: secret.as_slice(), aad: bound.as_bytes() };
        file.sealed = cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| KeyFileFault::Stretch)?;
        Ok(file)
    }

    /// Opens the key.
    ///
    /// # Errors
    /// Wrong passphrase or a changed file.
    pub fn unlock(&self, passphrase: &Passphrase) -> Result<SigningKey, KeyFileFault> {
        let bound = self.bound();
        let payload = Payload { msg: &self.sealed, aad: bound.as_bytes() };
        let opened = self.cipher(passphrase)?.decrypt(&XNonce::from(self.nonce), payload);
        let secret = Zeroizing::new(opened.map_err(|_| KeyFileFault::DoesNotOpen)?);
        let key = SigningKey::from_secret(self.public.algorithm(), &secret).map_err(|_| KeyFileFault::DoesNotOpen)?;
        let key = key.named(self.id.clone());
        if *key.public() == self.public { Ok(key) } else { Err(KeyFileFault::DoesNotOpen) }
    }

    /// The key's name.
    pub fn id(&self) -> &KeyId {
        &self.id
    }

    /// The public half.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    fn bound(&self) -> String {
        format!("attesto key 1\n{}\n{}", self.id, self.public.to_multikey())
    }

    fn cipher(&self, passphrase: &Passphrase) -> Result<XChaCha20Poly1305, KeyFileFault> {
        let key = passphrase.stretched(self.salt)?;
        XChaCha20Poly1305::new_from_slice(key.as_slice()).map_err(|_| KeyFileFault::Stretch)
    }

    /// The text to store.
    pub fn to_text(&self) -> String {
        let file = json!({
            "format": 1,
            "id": self.id.as_str(),
            "public": self.public.to_multikey(),
            "stretch": {"argon2id": {"memory_kib": MEMORY_KIB, "passes": PASSES, "salt": STANDARD.encode(self.salt)}},
            "xchacha20poly1305": {"nonce": STANDARD.encode(self.nonce), "sealed": STANDARD.encode(&self.sealed)},
        });
        format!("{file:#}\n")
    }

    /// Reads a stored text.
    ///
    /// # Errors
    /// Not of our making.
    pub fn parse(text: &str) -> Result<Self, KeyFileFault> {
        let bad = |what| KeyFileFault::NotAKeyFile { what };
        let file: Value = serde_json::from_str(text).map_err(|_| bad("it is not JSON"))?;
        let at = |pointer: &str| file.pointer(pointer).and_then(Value::as_str);
        let bytes = |pointer: &str| STANDARD.decode(at(pointer).unwrap_or("")).unwrap_or_default();
        let argon = "/stretch/argon2id";
        let known = file.get("format") == Some(&json!(1))
            && file.pointer(&format!("{argon}/memory_kib")) == Some(&json!(MEMORY_KIB))
            && file.pointer(&format!("{argon}/passes")) == Some(&json!(PASSES));
        if !known {
            return Err(bad("another format or another stretching"));
        }
        Ok(Self {
            id: KeyId::parse(at("/id").ok_or_else(|| bad("no id"))?)?,
            public: PublicKey::from_multikey(at("/public").ok_or_else(|| bad("no public key"))?)?,
            salt: bytes(&format!("{argon}/salt")).try_into().map_err(|_| bad("no salt of 16 bytes"))?,
            nonce: bytes("/xchacha20poly1305/nonce").try_into().map_err(|_| bad("no nonce of 24 bytes"))?,
            sealed: bytes("/xchacha20poly1305/sealed"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting(u8);

    impl Entropy for Counting {
        fn fill(&mut self, bytes: &mut [u8]) {
            for byte in bytes {
                self.0 = self.0.wrapping_add(1);
                *byte = self.0;
            }
        }
    }

    fn passphrase(text: &str) -> Passphrase {
        Passphrase::new(Zeroizing::new(text.to_owned())).unwrap()
    }

    #[test]
    fn a_key_opens_under_its_passphrase_only_and_cannot_be_renamed() {
        let key = SigningKey::generate(&mut Counting(0)).unwrap();
        let file = KeyFile::protect(&key, &passphrase("correct horse battery"), &mut Counting(7)).unwrap();
        let read = KeyFile::parse(&file.to_text()).unwrap();
        assert_eq!(read, file);
        assert_eq!(read.unlock(&passphrase("correct horse battery\n")).unwrap().public(), key.public());
        assert!(matches!(read.unlock(&passphrase("correct horse batterz")), Err(KeyFileFault::DoesNotOpen)));
        let renamed = file.to_text().replacen("#z6Mk", "#z6Mj", 1);
        assert_ne!(renamed, file.to_text());
        assert!(matches!(
            KeyFile::parse(&renamed).unwrap().unlock(&passphrase("correct horse battery")),
            Err(KeyFileFault::DoesNotOpen)
        ));
    }

    #[test]
    fn keys_that_are_protected_together_share_a_salt_and_nothing_else() {
        let together = passphrase("correct horse battery");
        let protect = |byte| {
            let key = SigningKey::generate(&mut Counting(byte)).unwrap();
            (KeyFile::protect(&key, &together, &mut Counting(byte)).unwrap(), key)
        };
        let ((one, _), (other, key)) = (protect(0), protect(7));
        assert_eq!(one.salt, other.salt);
        assert_ne!((one.nonce, &one.sealed), (other.nonce, &other.sealed));
        assert_eq!(other.unlock(&passphrase("correct horse battery")).unwrap().public(), key.public());
        let later = KeyFile::protect(&key, &passphrase("correct horse battery"), &mut Counting(9)).unwrap();
        assert_ne!(later.salt, one.salt);
    }

    #[test]
    fn a_short_passphrase_is_refused() {
        assert!(Passphrase::new(Zeroizing::new("elevenchars".to_owned())).is_err());
    }
}
