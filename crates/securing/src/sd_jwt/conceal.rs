//! A wording becomes a payload of digests and the disclosures that go with them.
//! Nothing is drawn here: the salts come from the seed in the wording, so the same wording gives the same bytes.

use attesto_credential::{Disclosure, Document, Json, Number, Object, SaltSeed, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::salts::salt;
use crate::digest::Digest;

/// What the key signs, and what the holder may show of it.
pub(crate) struct Concealed {
    /// The claims in the clear, with the digests of the others.
    pub(crate) payload: Document,
    /// In the order of the wording.
    pub(crate) disclosures: Vec<String>,
}

/// Takes the claims that may be held back out of a wording; nothing if it has no seed for their salts.
pub(crate) fn conceal(wording: Document, sealed: Timestamp) -> Option<Concealed> {
    let (wording, seed) = SaltSeed::taken_out_of(wording);
    let seed = seed?;
    let (mut payload, mut disclosures, mut digests) = (Object::new(), Vec::new(), Vec::new());
    for (claim, value) in wording.root().iter() {
        match (Disclosure::of(claim), value) {
            (Disclosure::Never, _) => payload.set(claim, value.clone()),
            (Disclosure::Elements, Json::Array(elements)) => {
                let element = |(index, element): (usize, &Json)| {
                    let disclosure = written(&[salt(&seed, claim, Some(index)).into(), element.clone()]);
                    let digest = digest(&disclosure);
                    disclosures.push(disclosure);
                    Object::new().with("...", digest)
                };
                let concealed: Vec<Json> = elements.iter().enumerate().map(element).map(Json::from).collect();
                payload.set(claim, Json::Array(concealed));
            }
            (Disclosure::Whole | Disclosure::Elements, _) => {
                let disclosure = written(&[salt(&seed, claim, None).into(), claim.into(), value.clone()]);
                digests.push(digest(&disclosure));
                disclosures.push(disclosure);
            }
        }
    }
    payload.set("iat", sealed.unix().to_string().parse::<Number>().map(Json::Number).ok()?);
    if !disclosures.is_empty() {
        // In the order of the digests nobody reads the order of the claims.
        digests.sort_unstable();
        if !digests.is_empty() {
            payload.set("_sd", digests);
        }
        payload.set("_sd_alg", "sha-256");
    }
    Some(Concealed { payload: Document::composed(payload), disclosures })
}

fn written(parts: &[Json]) -> String {
    // A document is an object, so the array is written inside one and taken out again.
    let text = Document::composed(Object::new().with("d", Json::Array(parts.to_vec()))).to_text();
    let array = text.strip_prefix("{\"d\":").and_then(|rest| rest.strip_suffix('}')).unwrap_or_default();
    URL_SAFE_NO_PAD.encode(array)
}

fn digest(disclosure: &str) -> String {
    URL_SAFE_NO_PAD.encode(Digest::of(disclosure.as_bytes()).as_bytes())
}
