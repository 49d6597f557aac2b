//! The JWT VC Issuer Metadata: which keys speak for the base URL to wallets, each with what it is for.
//! A key that retired stays in it with its last moment: copies that it sealed are with their holders.

use attesto_credential::Matter;
use attesto_issuer::KnownKey;
use attesto_securing::{KeyFile, KeyId, PublicKey};
use serde_json::{Value, json};

use crate::fault::{Failure, Fault};
use crate::world::proofs;

/// The member of a key that says what it is for.
const USE: &str = "urn:attesto:use";

/// The member of a retired key that says which is the last moment that it may speak of.
const EXPIRES: &str = "urn:attesto:expires";

/// The metadata of a base URL, of which nothing is written yet.
pub(super) fn empty(base_url: &str) -> String {
    json!({"issuer": base_url, "jwks": {"keys": []}}).to_string()
}

/// The metadata with what it lacks: the keys that lie here, and what the register knows of those before them.
///
/// Nothing is taken out, and nothing else that stands in it is touched; `None` where it lacks nothing.
pub(super) fn completed(
    (text, body): (&str, (&str, &str)),
    lying: &[(KeyFile, Matter)],
    known: &[KnownKey],
) -> Result<Option<String>, Failure> {
    let wrong = |why: &dyn std::fmt::Display| {
        Failure::new(Fault::Config, "issuer-metadata", format!("public/{}: {why}", super::METADATA))
    };
    let written: Value = serde_json::from_str(text).map_err(|error| wrong(&error))?;
    let mut document = written.clone();
    let keys = document.pointer_mut("/jwks/keys").and_then(Value::as_array_mut);
    let keys = keys.ok_or_else(|| wrong(&"it has no keys in it: jwks with keys is needed"))?;
    lying.iter().for_each(|(key, matter)| put(keys, (key.id(), key.public()), *matter));
    for one in known.iter().filter(|known| known.of.is_for_wallets()) {
        put(keys, (&one.key.id, &one.key.public), one.of.matter());
        if let Some(expires) = one.expires {
            set(keys, &one.key.id, EXPIRES, json!(expires.to_string()));
        }
    }
    known.iter().filter(|known| known.of.is_for_wallets()).for_each(|one| proofs::tell(&mut document, body, one));
    Ok((document != written).then(|| format!("{document:#}\n")))
}

/// Puts a key in, if it is not there, and says what it is for.
fn put(keys: &mut Vec<Value>, (id, public): (&KeyId, &PublicKey), matter: Matter) {
    if find(keys, id).is_none() {
        keys.push(public.to_jwk().to_serde());
        if let Some(jwk) = keys.last_mut().and_then(Value::as_object_mut) {
            jwk.insert("kid".to_owned(), id.as_str().into());
            jwk.insert("use".to_owned(), "sig".into());
            jwk.insert("alg".to_owned(), public.algorithm().name().into());
        }
    }
    set(keys, id, USE, json!([matter.word()]));
}

fn set(keys: &mut [Value], id: &KeyId, member: &str, value: Value) {
    if let Some(jwk) = find(keys, id).and_then(Value::as_object_mut) {
        jwk.insert(member.to_owned(), value);
    }
}

fn find<'k>(keys: &'k mut [Value], id: &KeyId) -> Option<&'k mut Value> {
    keys.iter_mut().find(|jwk| jwk.get("kid").and_then(Value::as_str) == Some(id.as_str()))
}
