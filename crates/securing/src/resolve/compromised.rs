//! Keys that a controller says were in wrong hands, each by its thumbprint and not by a name: a key for which several
//! certificates were made has several names. What is proven of their seals is the verifier's.

use std::collections::HashMap;
use std::sync::Arc;

use attesto_credential::{Document, Iri, Json, Object, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::BadDocument;
use crate::digest::Digest;
use crate::key::PublicKey;

/// The member of a document that lists such keys.
const MEMBER: &str = "urn:attesto:compromised";

/// Where it is proven what was recorded before a key was in wrong hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceAt {
    address: Iri,
    by: Option<Iri>,
}

impl EvidenceAt {
    pub(super) fn new(address: Iri) -> Self {
        Self { address, by: None }
    }

    /// The address below which it lies.
    pub fn address(&self) -> &Iri {
        &self.address
    }

    /// Whose journal proves it, where the controller names another than itself: to wallets a body goes by its address, and
    /// its journal by its DID.
    pub fn by(&self) -> Option<&Iri> {
        self.by.as_ref()
    }
}

/// That a key was in wrong hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compromised {
    thumbprint: String,
    since: Timestamp,
    evidence: Option<EvidenceAt>,
}

impl Compromised {
    /// Since when.
    pub fn since(&self) -> Timestamp {
        self.since
    }

    /// Where the controller proves what was recorded before.
    pub fn evidence(&self) -> Option<&EvidenceAt> {
        self.evidence.as_ref()
    }
}

/// Such keys, by whoever controls them.
#[derive(Clone, Debug, Default)]
pub(super) struct ByController(HashMap<String, Arc<[Compromised]>>);

impl ByController {
    pub(super) fn add(&mut self, controller: &str, listed: &Arc<[Compromised]>) {
        if listed.is_empty() {
            return;
        }
        let all = match self.0.get(controller) {
            None => Arc::clone(listed),
            Some(known) => known.iter().chain(listed.iter()).cloned().collect(),
        };
        self.0.insert(controller.to_owned(), all);
    }

    pub(super) fn and(&mut self, other: &Self) {
        other.0.iter().for_each(|(controller, listed)| self.add(controller, listed));
    }

    /// What is said of a key; of two moments the earlier counts.
    pub(super) fn find(&self, controller: &str, key: &PublicKey) -> Option<&Compromised> {
        let listed = self.0.get(controller)?;
        let thumbprint = thumbprint(key);
        listed.iter().filter(|one| one.thumbprint == thumbprint).min_by_key(|one| one.since)
    }
}

/// What a document lists; one entry that cannot be read makes the document unusable, for nobody knows which key it means.
pub(super) fn listed(root: &Object) -> Result<Vec<Compromised>, BadDocument> {
    let Some(member) = root.get(MEMBER) else { return Ok(Vec::new()) };
    let bad = || BadDocument::NotADocument { why: format!("{MEMBER} must list keys by thumbprint, each with since") };
    let entry = |entry: &Json| {
        let entry = entry.as_object()?;
        let since = Timestamp::parse(entry.text("since")?).ok()?;
        let iri = |member: &str| entry.text(member).and_then(|text| Iri::parse(text).ok());
        let evidence = iri("evidence").map(|address| EvidenceAt { address, by: iri("by") });
        Some(Compromised { thumbprint: entry.text("thumbprint")?.to_owned(), since, evidence })
    };
    let entries = member.as_array().ok_or_else(bad)?;
    entries.iter().map(entry).collect::<Option<_>>().ok_or_else(bad)
}

/// The thumbprint of a key (RFC 7638), by SHA-256.
fn thumbprint(key: &PublicKey) -> String {
    URL_SAFE_NO_PAD.encode(Digest::of(Document::composed(key.to_jwk()).to_text().as_bytes()).as_bytes())
}

/// What is published of such a key, and under which member: its thumbprint, since when, below which address it is proven
/// what was recorded before, and by whose journal.
pub fn compromised_entry(key: &PublicKey, since: Timestamp, evidence: Option<(&str, &str)>) -> (&'static str, Object) {
    let entry = Object::new().with("thumbprint", thumbprint(key)).with("since", since.to_string());
    let (address, by) = evidence.unzip();
    (MEMBER, entry.with_some("evidence", address).with_some("by", by))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> PublicKey {
        PublicKey::from_multikey("zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP").unwrap()
    }

    fn listed_in(text: &str) -> Result<Vec<Compromised>, BadDocument> {
        listed(super::super::read(text.as_bytes())?.root())
    }

    /// RFC 7638 gives the thumbprint of an RSA key only; RFC 8037, appendix A.3, that of one on Ed25519.
    #[test]
    fn a_thumbprint_is_that_of_the_standard() {
        let jwk = serde_json::json!({
            "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        });
        assert_eq!(thumbprint(&PublicKey::from_jwk(&jwk).unwrap()), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    #[test]
    fn the_earliest_word_on_a_key_counts_and_none_on_another() {
        let entry = |since: &str| {
            let since = Timestamp::parse(since).unwrap();
            let (member, entry) =
                compromised_entry(&key(), since, Some(("https://a.example/proofs/1", "did:web:a.example")));
            listed(&Object::new().with(member, vec![Json::Object(entry)])).unwrap()
        };
        let mut all = ByController::default();
        all.add("did:web:a.example", &entry("2026-05-01T00:00:00Z").into());
        all.add("did:web:a.example", &entry("2026-04-01T00:00:00Z").into());

        let found = all.find("did:web:a.example", &key()).unwrap();

        assert_eq!(found.since().to_string(), "2026-04-01T00:00:00Z");
        let evidence = found.evidence().unwrap();
        assert_eq!(evidence.address().as_str(), "https://a.example/proofs/1");
        assert_eq!(evidence.by().map(Iri::as_str), Some("did:web:a.example"));
        assert!(all.find("did:web:b.example", &key()).is_none());
        let other = PublicKey::from_multikey("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2").unwrap();
        assert!(all.find("did:web:a.example", &other).is_none());
    }

    #[test]
    fn a_list_that_cannot_be_read_makes_the_document_unusable() {
        assert_eq!(listed_in(r#"{"id":"x"}"#), Ok(Vec::new()));
        for bad in
            [r#"{"thumbprint":"x"}"#, r#"{"since":"2026-05-01T00:00:00Z"}"#, r#"{"thumbprint":"x","since":"May"}"#, "1"]
        {
            assert!(listed_in(&format!(r#"{{"urn:attesto:compromised":[{bad}]}}"#)).is_err(), "{bad}");
        }
        assert!(listed_in(r#"{"urn:attesto:compromised":{}}"#).is_err());
    }
}
