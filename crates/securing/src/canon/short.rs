//! Digests of short wordings that come again and again: the options of a proof are the same for all that one key seals
//! in one second. Kept by every letter of the wording and of its contexts; works out nothing itself.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use attesto_credential::{Json, JsonText};

use super::Wording;
use crate::digest::Digest;

/// Wordings that are remembered; past this the memory starts anew.
const REMEMBERED: usize = 1_024;

/// Longer ones are worked out each time.
const LONGEST_BYTES: usize = 1_024;

/// Digests under one set of contexts.
#[derive(Debug, Default)]
pub(super) struct Short(Mutex<HashMap<String, Digest>>);

impl Short {
    /// The digest of a wording's canonical form, from memory or by `make`.
    pub(super) fn digest<E>(
        &self,
        wording: &Wording<'_>,
        make: impl FnOnce() -> Result<Digest, E>,
    ) -> Result<Digest, E> {
        let Some(key) = written(wording) else { return make() };
        if let Some(known) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(*known);
        }
        let digest = make()?;
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(key, digest);
        Ok(digest)
    }
}

/// All that the canonical form of a wording depends on, beside the contexts' own texts; `None` if that is not a few
/// plain strings.
fn written(wording: &Wording<'_>) -> Option<String> {
    let mut all = String::with_capacity(512);
    let urls = wording.contexts.map(Json::as_set)?;
    urls.iter().try_for_each(|url| line(&mut all, url.as_str()?))?;
    line(&mut all, "")?;
    for (key, value) in wording.root.iter() {
        if key == "@context" || Some(key) == wording.without {
            continue;
        }
        let Json::String(value) = value else { return None };
        line(&mut all, key)?;
        line(&mut all, JsonText::as_str(value))?;
    }
    (all.len() <= LONGEST_BYTES).then_some(all)
}

/// One line of text; what has lines itself could be read in two ways.
fn line(all: &mut String, text: &str) -> Option<()> {
    if text.contains('\n') || text.len() > LONGEST_BYTES {
        return None;
    }
    all.push_str(text);
    all.push('\n');
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use attesto_credential::{Document, Limits};

    fn key(text: &str) -> Option<String> {
        let document = Document::parse(text.as_bytes(), &Limits::default()).unwrap();
        written(&Wording::without(&document, "proofValue"))
    }

    #[test]
    fn two_wordings_share_a_digest_only_if_every_letter_but_the_signature_is_the_same() {
        let one = r#"{"@context":["urn:a","urn:b"],"created":"c","type":"t","proofValue":"z1"}"#;
        let same = r#"{"@context":["urn:a","urn:b"],"created":"c","type":"t","proofValue":"z2"}"#;
        assert!(key(one).is_some());
        assert_eq!(key(one), key(same));
        for other in [
            r#"{"@context":["urn:a"],"created":"c","type":"t"}"#,
            r#"{"@context":["urn:b","urn:a"],"created":"c","type":"t"}"#,
            r#"{"@context":["urn:a","urn:b"],"created":"d","type":"t"}"#,
            r#"{"@context":["urn:a","urn:b"],"created":"c","type":"u"}"#,
            r#"{"@context":["urn:a","urn:b"],"created":"c"}"#,
            r#"{"@context":["urn:a","urn:b"],"created":"c","type":"t","id":"urn:c"}"#,
            r#"{"@context":["urn:a","urn:b","","created"],"c":"type","t":""}"#,
        ] {
            assert_ne!(key(one), key(other), "{other}");
        }
    }

    #[test]
    fn what_could_be_read_in_two_ways_or_is_long_is_worked_out_each_time() {
        let long = format!(r#"{{"@context":["urn:a"],"id":"{}"}}"#, "x".repeat(LONGEST_BYTES));
        for text in [
            r#"{"@context":["urn:a"],"id":"a\nb"}"#,
            r#"{"@context":["urn:a"],"a\nb":"c"}"#,
            r#"{"@context":[{"a":"urn:a"}],"id":"a"}"#,
            r#"{"@context":["urn:a"],"id":["a"]}"#,
            r#"{"id":"a"}"#,
            &long,
        ] {
            assert_eq!(key(text), None, "{text}");
        }
    }
}
