//! The examples that RFC 9901 publishes (5.1, A.2), under its key (A.5): signature, digests and what they come to.
//! Their type is an example's and their header names no key, so they are not opened whole.

use super::*;
use crate::key::PublicKey;
use crate::sd_jwt::reveal::reveal;

fn vector(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/sd-jwt").join(name);
    std::fs::read_to_string(path).unwrap().trim().to_owned()
}

fn key_of_the_standard() -> PublicKey {
    let jwk = r#"{"kty":"EC","crv":"P-256","x":"b28d4MwZMjw8-00CG4xfnn9SLMVMM19SlqZpVb_uNtQ","y":"Xv5zWwuoaTgdS6hV43yI6gBwTnjukmFQQnJ_kCxzqk8"}"#;
    PublicKey::from_jwk(&serde_json::from_str(jwk).unwrap()).unwrap()
}

/// What the issuer signed, once the signature holds.
fn signed_payload(text: &str) -> Document {
    let (input, signature) = Parts::of(text).unwrap().jwt.rsplit_once('.').unwrap();
    let key = key_of_the_standard();
    assert!(key.verifies(input.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap()));
    assert!(!key.verifies(&input.as_bytes()[1..], &URL_SAFE_NO_PAD.decode(signature).unwrap()));
    Document::parse(part(input.split('.').nth(1).unwrap()).as_bytes(), &Limits::default()).unwrap()
}

/// The claims with the disclosures whose places are named.
fn claims(text: &str, kept: impl Fn(usize) -> bool) -> Result<serde_json::Value, Broken> {
    let disclosures: Vec<&str> = Parts::of(text).unwrap().disclosures;
    let shown: Vec<&str> =
        disclosures.into_iter().enumerate().filter(|(place, _)| kept(*place)).map(|(_, one)| one).collect();
    reveal(signed_payload(text).root(), &shown).map(|claims| claims.to_serde())
}

#[test]
fn the_example_of_section_5_comes_to_what_the_standard_says() {
    let text = vector("rfc9901-5.1.txt");

    let whole = claims(&text, |_| true).unwrap();

    let expected = serde_json::json!({
        "iss": "https://issuer.example.com", "iat": 1_683_000_000, "exp": 1_883_000_000, "sub": "user_42",
        "given_name": "John", "family_name": "Doe", "email": "johndoe@example.com",
        "phone_number": "+1-202-555-0101", "phone_number_verified": true,
        "address": {"street_address": "123 Main St", "locality": "Anytown", "region": "Anystate", "country": "US"},
        "birthdate": "1940-01-01", "updated_at": 1_570_000_000, "nationalities": ["US", "DE"],
        "cnf": {"jwk": whole["cnf"]["jwk"]},
    });
    assert_eq!(whole, expected);
    assert_eq!(whole["cnf"]["jwk"]["x"], "TCAER19Zvu3OHF4j4W4vfSVoHIP1ILilDls7vCeGemc");
    // One nationality and the family name are shown, as a holder may.
    let some = claims(&text, |place| [1, 8].contains(&place)).unwrap();
    assert_eq!((&some["family_name"], &some["nationalities"]), (&"Doe".into(), &serde_json::json!(["US"])));
    assert!(some.get("email").is_none() && some.get("_sd").is_none() && some.get("_sd_alg").is_none());
}

#[test]
fn the_example_of_nested_claims_comes_to_what_the_standard_says() {
    let text = vector("rfc9901-a.2.txt");

    let whole = claims(&text, |_| true).unwrap();

    let expected = serde_json::json!({
        "iss": "https://issuer.example.com", "iat": 1_683_000_000, "exp": 1_883_000_000,
        "verified_claims": {
            "verification": {"trust_framework": "de_aml", "time": "2012-04-23T18:25Z", "evidence": [{"method": "pipp"}]},
            "claims": {
                "given_name": "Max", "family_name": "Müller",
                "address": {
                    "locality": "Maxstadt", "postal_code": "12344", "country": "DE",
                    "street_address": "Weidenstraße 22",
                },
            },
        },
    });
    assert_eq!(whole, expected);
    // What lies inside an element that is held back goes with no digest any more.
    let without_its_place = claims(&text, |place| place != 1);
    assert_eq!(without_its_place.unwrap_err(), Broken::Disclosure(DisclosureFault::Unreferenced));
}
