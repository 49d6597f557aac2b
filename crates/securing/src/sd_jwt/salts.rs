//! The salts of a copy's disclosures, all from the one seed in its wording: HMAC-SHA-256 of the claim's place.
//! The seed was drawn before anything was sealed and never leaves; so the same wording gives the same text again.

use attesto_credential::SaltSeed;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::digest::Digest;

/// The salt of a place: 128 bits in base64url, as RFC 9901 recommends.
pub(super) fn salt(seed: &SaltSeed, claim: &str, element: Option<usize>) -> String {
    let place = element.map_or_else(|| claim.to_owned(), |index| format!("{claim}/{index}"));
    let keyed = Digest::keyed(seed.bytes(), format!("attesto-salt-1/{place}").as_bytes());
    URL_SAFE_NO_PAD.encode(keyed.as_bytes().first_chunk::<16>().unwrap_or(&[0; 16]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_has_its_own_salt_and_each_copy_its_own() {
        let [one, other] = [1, 2].map(|seed| SaltSeed::from_random([seed; 32]));
        let salts = [
            salt(&one, "given_name", None),
            salt(&one, "family_name", None),
            salt(&one, "learning_outcomes", Some(0)),
            salt(&one, "learning_outcomes", Some(1)),
            salt(&other, "given_name", None),
        ];
        let distinct: std::collections::BTreeSet<&String> = salts.iter().collect();
        assert_eq!((distinct.len(), salts[0].len()), (salts.len(), 22));
    }
}
