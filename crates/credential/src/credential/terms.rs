//! What only a copy of flat claims has beside what it says: its type, the key it is bound to, its salts.
//! Which claims may be held back stands in `model/claims`; nothing is hashed on this floor.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::document::{Document, Json, Object};
use crate::model::claims::SEED;

/// The terms of a copy that is worded as flat claims (SD-JWT VC).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimTerms {
    /// The type (`vct`); of ours the URL of its published metadata.
    pub vct: String,
    /// The digest of that metadata (`vct#integrity`).
    pub integrity: Option<String>,
    /// The key of whoever holds it (`cnf.jwk`).
    pub holder: Option<HolderKey>,
    /// From what the salts of the disclosures come; only before it is sealed.
    pub seed: Option<SaltSeed>,
}

/// The public key to which a copy is bound, as a JWK (RFC 7517).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HolderKey {
    jwk: Object,
}

/// A JWK that a copy cannot be bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadHolderKey {
    /// A kind of key that is not used here.
    #[error("the key is of no kind that is used here; a JWK with kty EC or OKP, crv, x and for EC y is needed")]
    Kind,
    /// It carries its secret half.
    #[error("the key carries its secret part; keep that to yourself and give the public JWK")]
    Private,
}

/// 32 random bytes from which the salts of all disclosures of one copy are derived.
///
/// It stands in the intent, never in what is sealed: whoever had it could guess what was held back.
#[derive(Clone, PartialEq, Eq)]
pub struct SaltSeed([u8; 32]);

impl HolderKey {
    /// Takes the public members of a JWK; a name or a use that stands beside them is left out.
    ///
    /// # Errors
    /// A secret member, or another kind of key than `EC` and `OKP`.
    pub fn of(jwk: &Object) -> Result<Self, BadHolderKey> {
        if ["d", "k", "p", "q", "dp", "dq", "qi", "oth"].iter().any(|secret| jwk.get(secret).is_some()) {
            return Err(BadHolderKey::Private);
        }
        let members: &[&str] = match jwk.text("kty") {
            Some("EC") => &["kty", "crv", "x", "y"],
            Some("OKP") => &["kty", "crv", "x"],
            _ => return Err(BadHolderKey::Kind),
        };
        let taken = members.iter().map(|key| Some(((*key).to_owned(), Json::from(jwk.text(key)?))));
        Ok(Self { jwk: taken.collect::<Option<_>>().ok_or(BadHolderKey::Kind)? })
    }

    /// The public members.
    pub fn jwk(&self) -> &Object {
        &self.jwk
    }
}

impl SaltSeed {
    /// Takes 32 random bytes.
    pub fn from_random(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Takes the seed out of a wording; what is left may leave.
    pub fn taken_out_of(wording: Document) -> (Document, Option<Self>) {
        let seed = wording.root().text(SEED).and_then(Self::parse);
        (wording.without(SEED), seed)
    }

    /// Reads 43 characters of base64url.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    pub(crate) fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }
}

impl fmt::Debug for SaltSeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SaltSeed(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jwk() -> Object {
        Object::new().with("kty", "EC").with("crv", "P-256").with("x", "AA").with("y", "BB")
    }

    #[test]
    fn a_holder_key_keeps_the_public_members_and_nothing_else() {
        let key = HolderKey::of(&jwk().with("kid", "mine").with("use", "sig")).unwrap();
        assert_eq!(key.jwk(), &jwk());
    }

    #[test]
    fn a_secret_key_or_one_of_another_kind_binds_nothing() {
        assert_eq!(HolderKey::of(&jwk().with("d", "CC")), Err(BadHolderKey::Private));
        assert_eq!(HolderKey::of(&Object::new().with("kty", "RSA").with("n", "AA")), Err(BadHolderKey::Kind));
        assert_eq!(HolderKey::of(&Object::new().with("kty", "EC").with("crv", "P-256")), Err(BadHolderKey::Kind));
    }

    #[test]
    fn a_seed_reads_back_and_does_not_show_itself_in_logs() {
        let seed = SaltSeed::from_random([7; 32]);
        assert_eq!(SaltSeed::parse(&seed.to_text()), Some(seed.clone()));
        assert_eq!(format!("{seed:?}"), "SaltSeed(..)");
        assert_eq!(SaltSeed::parse("AA"), None);
    }
}
