//! The keys that an issuer publishes for its JWTs (SD-JWT VC, JWT VC Issuer Metadata): a JWK Set under its own name.
//! Sets that lie elsewhere (`jwks_uri`) are not followed.

use attesto_credential::{Json, Object, Timestamp};

use super::{BadDocument, BoundKey, Uses, compromised, published, read, uses};
use crate::key::{KeyId, PublicKey};

/// The member of a retired key that says which is the last moment that it may speak of.
const EXPIRES: &str = "urn:attesto:expires";

/// The issuer that the metadata is of, with every key that can be used here.
pub(super) fn keys(bytes: &[u8]) -> Result<published::Read, BadDocument> {
    let document = read(bytes)?;
    let bad = |why: &str| BadDocument::NotADocument { why: why.to_owned() };
    let issuer = document.root().text("issuer").ok_or_else(|| bad("it does not say whose it is: issuer is needed"))?;
    let set = document.at("/jwks/keys").and_then(Json::as_array);
    let set = set.ok_or_else(|| bad("it has no keys in it: jwks with keys is needed"))?;
    let keys = set.iter().filter_map(Json::as_object).filter_map(|jwk| key(issuer, jwk));
    Ok((issuer.to_owned(), keys.collect(), compromised::listed(document.root())?))
}

/// A key without a name, of a kind that is not used here, or whose end cannot be read is as if it were not there.
fn key(issuer: &str, jwk: &Object) -> Option<BoundKey> {
    let kid = jwk.text("kid")?;
    let name = if kid.starts_with(&format!("{issuer}#")) { kid.to_owned() } else { format!("{issuer}#{kid}") };
    let written = jwk.to_serde();
    let key = PublicKey::from_jwk(&written).ok()?;
    let expires = match jwk.get(EXPIRES) {
        None => None,
        Some(moment) => Some(Timestamp::parse(moment.as_str()?).ok()?),
    };
    let bound = BoundKey::pinned(KeyId::parse(&name).ok()?, key).used_for(Uses::of(written.get(uses::MEMBER)));
    Some(bound.expiring(expires))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_known_by_its_name_under_its_issuer_and_others_are_left_out() {
        let jwk = r#""kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo""#;
        let text = format!(
            r#"{{"issuer":"https://a.example/b","jwks":{{"keys":[{{{jwk},"kid":"k1"}},{{{jwk}}},{{"kty":"RSA","kid":"k2"}},{{{jwk},"kid":"https://a.example/b#k3"}}]}}}}"#
        );
        let (issuer, keys, _) = keys(text.as_bytes()).unwrap();
        let names: Vec<&str> = keys.iter().map(|key| key.id().as_str()).collect();
        assert_eq!(
            (issuer.as_str(), names),
            ("https://a.example/b", vec!["https://a.example/b#k1", "https://a.example/b#k3"])
        );
    }

    #[test]
    fn a_retired_key_speaks_of_what_was_sealed_before_and_one_whose_end_cannot_be_read_of_nothing() {
        let jwk = r#""kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo""#;
        let text = format!(
            r#"{{"issuer":"https://a.example/b","jwks":{{"keys":[{{{jwk},"kid":"k1","urn:attesto:expires":"2026-06-01T00:00:00Z"}},{{{jwk},"kid":"k2","urn:attesto:expires":1}}]}}}}"#
        );
        let keys = crate::Keys::new().with_issuer_metadata(text.as_bytes()).unwrap();
        let issuer = attesto_credential::Iri::parse("https://a.example/b").unwrap();
        let speaks = |key: &str, sealed: &str| {
            let sealed = Timestamp::parse(sealed).unwrap();
            let now = Timestamp::parse("2027-01-01T00:00:00Z").unwrap();
            let matter = attesto_credential::Matter::Credential;
            keys.find(&issuer, &format!("https://a.example/b#{key}"), matter, Some(sealed), now).is_ok()
        };
        assert!(speaks("k1", "2026-06-01T00:00:00Z") && !speaks("k1", "2026-06-01T00:00:01Z"));
        assert!(!speaks("k2", "2026-06-01T00:00:00Z"));
    }

    #[test]
    fn metadata_without_an_issuer_or_without_keys_is_none() {
        for bad in
            [r#"{"jwks":{"keys":[]}}"#, r#"{"issuer":"https://a.example","jwks_uri":"https://a.example/k"}"#, "[]"]
        {
            assert!(keys(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
