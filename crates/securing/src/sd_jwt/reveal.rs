//! Disclosures go back to their places (RFC 9901, 7.1): each exactly where its digest stands, or nothing is believed.
//! Reads no claim; what is left is what the issuer signed and the holder did not hold back.

use std::collections::{HashMap, HashSet};

use attesto_credential::{Document, Json, Limits, Object};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::NEVER;
use crate::authentic::Broken;
use crate::digest::Digest;
use crate::jws::decode;

/// The most disclosures of one copy.
const DISCLOSURES_AT_MOST: usize = 1_000;

/// Objects and arrays inside one another, those in disclosures included.
const DEPTH_AT_MOST: usize = 64;

/// Why disclosures do not go with what was sealed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DisclosureFault {
    /// One digest stands twice.
    #[error("one digest stands twice")]
    DigestTwice,
    /// Digests of a kind that is not judged here.
    #[error("the digests are made by {found:?}, which is not judged here")]
    Hash {
        /// Its name.
        found: String,
    },
    /// A disclosure that is not written as its place asks.
    #[error("a disclosure is not written as its place asks: {what}")]
    Malformed {
        /// What is wrong.
        what: &'static str,
    },
    /// Digests stand where they may not.
    #[error("digests stand where they may not: {what}")]
    Misplaced {
        /// What is wrong.
        what: &'static str,
    },
    /// A disclosure has a name that it may not have there.
    #[error("a disclosure bears the name {name:?}, which it may not have there")]
    Name {
        /// The name.
        name: String,
    },
    /// Deeper, or more, than anybody needs.
    #[error("there are more disclosures, or they lie deeper, than are looked at")]
    TooComplex,
    /// A disclosure whose digest the issuer did not sign.
    #[error("a disclosure goes with no digest that the issuer signed")]
    Unreferenced,
}

/// What one disclosure holds.
enum Part {
    Element(Json),
    /// With its place among the disclosures.
    Member(usize, String, Json),
}

struct Revealing {
    parts: HashMap<String, Part>,
    seen: HashSet<String>,
}

/// The claims with every disclosure in its place and no digest left.
pub(super) fn reveal(payload: &Object, disclosures: &[&str]) -> Result<Object, Broken> {
    if disclosures.len() > DISCLOSURES_AT_MOST {
        return Err(DisclosureFault::TooComplex.into());
    }
    match payload.get("_sd_alg") {
        None => {}
        Some(Json::String(hash)) if hash == "sha-256" => {}
        Some(Json::String(hash)) => return Err(DisclosureFault::Hash { found: hash.to_string() }.into()),
        Some(_) => return Err(DisclosureFault::Hash { found: "something that is no name".to_owned() }.into()),
    }
    let mut parts = HashMap::new();
    for (place, disclosure) in disclosures.iter().enumerate() {
        let digest = URL_SAFE_NO_PAD.encode(Digest::of(disclosure.as_bytes()).as_bytes());
        if parts.insert(digest, read(place, disclosure)?).is_some() {
            return Err(DisclosureFault::DigestTwice.into());
        }
    }
    let mut revealing = Revealing { parts, seen: HashSet::new() };
    let revealed = revealing.object(payload, 0)?;
    if revealing.parts.is_empty() { Ok(revealed) } else { Err(DisclosureFault::Unreferenced.into()) }
}

/// Two elements are an element of an array, three a member of an object.
fn read(place: usize, disclosure: &str) -> Result<Part, Broken> {
    let malformed = |what| DisclosureFault::Malformed { what };
    let bytes = decode(disclosure).map_err(|_| malformed("it is not base64url without padding"))?;
    let wrapped = [b"{\"d\":".as_slice(), &bytes, b"}"].concat();
    let document = Document::parse(&wrapped, &Limits::default());
    let document = document.map_err(|_| malformed("it is not JSON within the limits"))?;
    if document.root().len() != 1 || !document.flaws().is_empty() {
        return Err(malformed("it is not one JSON array that every reader takes for the same").into());
    }
    match document.root().get("d").and_then(Json::as_array) {
        Some([Json::String(_), value]) => Ok(Part::Element(value.clone())),
        Some([Json::String(_), Json::String(name), value]) => Ok(Part::Member(place, name.to_string(), value.clone())),
        _ => Err(malformed("an array of a salt, perhaps a name, and a value is needed").into()),
    }
}

impl Revealing {
    /// What a digest stands for, if it was disclosed; no digest stands anywhere twice.
    fn take(&mut self, digest: &str) -> Result<Option<Part>, DisclosureFault> {
        if self.seen.insert(digest.to_owned()) {
            Ok(self.parts.remove(digest))
        } else {
            Err(DisclosureFault::DigestTwice)
        }
    }

    fn value(&mut self, value: &Json, depth: usize) -> Result<Json, DisclosureFault> {
        match value {
            _ if depth > DEPTH_AT_MOST => Err(DisclosureFault::TooComplex),
            Json::Object(object) => self.object(object, depth).map(Json::Object),
            Json::Array(elements) => self.array(elements, depth).map(Json::Array),
            plain => Ok(plain.clone()),
        }
    }

    fn object(&mut self, object: &Object, depth: usize) -> Result<Object, DisclosureFault> {
        let misplaced = |what| DisclosureFault::Misplaced { what };
        let mut revealed = Object::new();
        for (name, value) in object.iter() {
            match name {
                "_sd" => {}
                "_sd_alg" if depth == 0 => {}
                "_sd_alg" => return Err(misplaced("_sd_alg stands inside a claim")),
                "..." => return Err(misplaced("a digest of an element stands outside an array")),
                _ => revealed.set(name, self.value(value, depth + 1)?),
            }
        }
        let Some(digests) = object.get("_sd") else { return Ok(revealed) };
        let digests = digests.as_array().ok_or_else(|| misplaced("_sd is no array"))?;
        let mut members: Vec<(usize, String, Json)> = Vec::new();
        for digest in digests {
            let digest = digest.as_str().ok_or_else(|| misplaced("_sd holds something that is no digest"))?;
            match self.take(digest)? {
                None => {}
                Some(Part::Element(_)) => {
                    return Err(DisclosureFault::Malformed { what: "a member without a name" });
                }
                Some(Part::Member(place, name, value)) => {
                    let reserved = ["_sd", "..."].contains(&name.as_str());
                    let never = depth == 0 && NEVER.contains(&name.as_str());
                    let twice = object.get(&name).is_some() || members.iter().any(|(_, known, _)| *known == name);
                    if reserved || never || twice {
                        return Err(DisclosureFault::Name { name });
                    }
                    let value = self.value(&value, depth + 1)?;
                    members.push((place, name, value));
                }
            }
        }
        // In the order in which they were shown, which is the wording's: the order of the digests is chance.
        members.sort_by_key(|(place, ..)| *place);
        members.into_iter().for_each(|(_, name, value)| revealed.set(&name, value));
        Ok(revealed)
    }

    fn array(&mut self, elements: &[Json], depth: usize) -> Result<Vec<Json>, DisclosureFault> {
        let mut revealed = Vec::new();
        for element in elements {
            let digest = element.as_object().and_then(|object| Some((object, object.get("...")?)));
            let Some((object, digest)) = digest else {
                revealed.push(self.value(element, depth + 1)?);
                continue;
            };
            let what = "a digest of an element is not its only member, or no text";
            let digest = digest.as_str().filter(|_| object.len() == 1);
            match self.take(digest.ok_or(DisclosureFault::Misplaced { what })?)? {
                None => {}
                Some(Part::Element(value)) => revealed.push(self.value(&value, depth + 1)?),
                Some(Part::Member(_, name, _)) => return Err(DisclosureFault::Name { name }),
            }
        }
        Ok(revealed)
    }
}
