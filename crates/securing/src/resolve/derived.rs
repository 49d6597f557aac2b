//! did:key: a key that is its own name. Worked out of the name once and remembered, as such a name never means another.
//! Whether it may speak in a matter is asked in `resolve`.

use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock};

use attesto_credential::Iri;

use super::{BoundKey, Unbound};
use crate::key::{KeyId, PublicKey};

/// Names that are remembered; past this the memory starts anew.
const REMEMBERED: usize = 256;

/// Only what the name itself says is in here, so that it is the same for everybody who asks.
static KNOWN: LazyLock<RwLock<HashMap<Box<str>, BoundKey>>> = LazyLock::new(RwLock::default);

/// The one key of a did:key, if it is the one asked for.
pub(super) fn key(speaker: &Iri, id: &KeyId) -> Result<BoundKey, Unbound> {
    let multikey = speaker.as_str().strip_prefix("did:key:").ok_or(Unbound::Unreachable)?;
    let bound = known(multikey).or_else(|| learnt(multikey)).ok_or(Unbound::Unknown)?;
    if bound.id == *id { Ok(bound) } else { Err(Unbound::Unknown) }
}

fn known(multikey: &str) -> Option<BoundKey> {
    KNOWN.read().unwrap_or_else(PoisonError::into_inner).get(multikey).cloned()
}

fn learnt(multikey: &str) -> Option<BoundKey> {
    let key = PublicKey::from_multikey(multikey).ok()?;
    let (_, id) = key.to_did_key().ok()?;
    let bound = BoundKey::pinned(id, key);
    let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
    if known.len() >= REMEMBERED {
        known.clear();
    }
    known.insert(multikey.into(), bound.clone());
    Some(bound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_gives_its_own_key_and_no_other_however_often_it_is_asked() {
        let name = |seed: u8| {
            let public = ed25519_dalek::SigningKey::from_bytes(&[seed; 32]).verifying_key();
            PublicKey::from_bytes(public.as_bytes()).unwrap().to_multikey()
        };
        let names: Vec<String> = (0..=255).chain(0..=40).map(name).collect();
        for pair in names.windows(2) {
            let [one, other] = pair else { unreachable!("windows of two") };
            let speaker = Iri::parse(&format!("did:key:{one}")).unwrap();
            let id = |key: &str| KeyId::parse(&format!("{speaker}#{key}")).unwrap();
            for _ in 0..2 {
                assert_eq!(key(&speaker, &id(one)).unwrap().key().to_multikey(), *one);
                assert_eq!(key(&speaker, &id(other)), Err(Unbound::Unknown));
            }
        }
        let weak = Iri::parse("did:key:z6Mkxxxx").unwrap();
        let id = KeyId::parse("did:key:z6Mkxxxx#z6Mkxxxx").unwrap();
        assert_eq!(key(&weak, &id), Err(Unbound::Unknown));
        assert_eq!(key(&Iri::parse("did:web:a.example").unwrap(), &id), Err(Unbound::Unreachable));
    }
}
