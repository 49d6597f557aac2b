//! What stands beside a seal and is not signed with it (`etsiU`): time-stamps and material for later readers.
//! A time-stamp of the signature is judged; all above it is named only.

use attesto_credential::{Document, Json, Limits, Object, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::header::tokens;
use crate::chain::Anchors;
use crate::time_stamp::{BadStamp, Stamped, Token};

/// The most parts that are looked at.
const PARTS: usize = 32;

/// The parts, by name, and the tokens over the signature.
pub(super) struct Unsigned {
    names: Vec<String>,
    tokens: Vec<Vec<u8>>,
    broken: bool,
}

impl Unsigned {
    /// Reads the header that is not signed; what cannot be read is as if it were not there, and said to be.
    pub(super) fn read(header: Option<&Object>) -> Self {
        let mut all = Self { names: Vec::new(), tokens: Vec::new(), broken: false };
        let parts = header.and_then(|header| header.get("etsiU")).and_then(Json::as_array).unwrap_or_default();
        for part in parts.iter().take(PARTS) {
            let Some(part) = object(part) else {
                all.broken = true;
                continue;
            };
            for (name, value) in part.iter() {
                all.names.push(name.to_owned());
                if name == "sigTst" {
                    match tokens(Some(value)) {
                        Ok(tokens) => all.tokens.extend(tokens),
                        Err(_) => all.broken = true,
                    }
                }
            }
        }
        all
    }

    /// The earliest stamp that holds over a signature in base64url, else why the first does not; `None` without any.
    pub(super) fn stamp(&self, signature: &str, anchors: &Anchors, at: Timestamp) -> Option<Result<Stamped, BadStamp>> {
        let proves = |der: &Vec<u8>| Token::read(der)?.proves(signature.as_bytes(), anchors, at);
        let stamps: Vec<_> = self.tokens.iter().take(PARTS).map(proves).collect();
        let earliest = stamps.iter().filter_map(|stamp| stamp.as_ref().ok()).min_by_key(|stamped| stamped.at());
        match earliest {
            Some(stamped) => Some(Ok(stamped.clone())),
            None if self.broken && stamps.is_empty() => Some(Err(BadStamp::Unreadable)),
            None => stamps.into_iter().next(),
        }
    }

    /// The names of the parts, in order.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }
}

/// A part stands there in base64url, or clear.
fn object(part: &Json) -> Option<Object> {
    match part {
        Json::Object(clear) => Some(clear.clone()),
        Json::String(coded) => {
            let limits = Limits { bytes: 10 << 20, string_bytes: 10 << 20, ..Limits::default() };
            let document = Document::parse(&URL_SAFE_NO_PAD.decode(coded.as_str()).ok()?, &limits).ok()?;
            document.flaws().is_empty().then(|| document.root().clone())
        }
        _ => None,
    }
}
