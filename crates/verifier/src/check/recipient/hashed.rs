//! Identities as Open Badges hash them: `sha256$` and hex of SHA-256(utf8(identity) ‖ utf8(salt)).
//! A hash tells same from not the same, and nothing about close.

use attesto_credential::IdentityHash;
use attesto_securing::Digest;

/// Whether a hash is that of one of the spellings; `None` if it is no hash, or by an algorithm not used here.
pub(super) fn agrees(identity: &IdentityHash, spellings: &[&str]) -> Option<bool> {
    let IdentityHash::Hashed { hash, salt } = identity else { return None };
    let wanted = Digest::parse_hex(hash.strip_prefix("sha256$")?)?;
    let salt = salt.as_deref().unwrap_or("");
    Some(spellings.iter().any(|spelling| Digest::of_parts(&[spelling.as_bytes(), salt.as_bytes()]) == wanted))
}

/// The same, and for a plain identity whether it is one of the spellings but for case.
pub(super) fn agrees_or_equals(identity: &IdentityHash, spellings: &[&str]) -> Option<bool> {
    match identity {
        IdentityHash::Hashed { .. } => agrees(identity, spellings),
        IdentityHash::Plain(plain) => {
            let plain = plain.trim().to_lowercase();
            Some(spellings.iter().any(|spelling| spelling.to_lowercase() == plain))
        }
    }
}
