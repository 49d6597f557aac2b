//! European seals made from the parts of their standard, so that any part can be written wrong.
//! What the product would seal itself is tested beside the product; here are the seals that it would refuse to make.

use std::path::Path;

use attesto_securing::Digest;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::certificates::{leaf, pem, root, seal, seal_key};

/// When every seal here is judged.
pub(crate) const NOW: &str = "2026-12-01T12:00:00Z";

/// The same moment in seconds.
pub(crate) const NOW_SECONDS: i64 = 1_796_126_400;

/// A seal in its parts.
#[derive(Clone)]
pub(crate) struct Parts {
    pub(crate) header: Value,
    pub(crate) payload: String,
}

pub(crate) fn payload() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/elm/example.json");
    std::fs::read_to_string(path).unwrap()
}

/// The example of the profile, changed before it is sealed.
pub(crate) fn payload_with(change: impl FnOnce(&mut Value)) -> String {
    let mut document: Value = serde_json::from_str(&payload()).unwrap();
    change(&mut document);
    document.to_string()
}

/// The header that a seal by these certificates has.
pub(crate) fn header(chain: &[Vec<u8>]) -> Value {
    let x5c: Vec<String> = chain.iter().map(|der| STANDARD.encode(der)).collect();
    json!({
        "alg": "ES256", "typ": "jose+json", "cty": "octet-stream", "x5c": x5c,
        "x5t#S256": URL_SAFE_NO_PAD.encode(Digest::of(&chain[0]).as_bytes()),
        "iat": NOW_SECONDS, "b64": false, "crit": ["b64"],
    })
}

impl Parts {
    /// The plainest good seal: a leaf under the root.
    pub(crate) fn good() -> Self {
        Self::by(&[leaf(&seal(), &root())])
    }

    pub(crate) fn by(chain: &[Vec<u8>]) -> Self {
        Self { header: header(chain), payload: payload() }
    }

    pub(crate) fn saying(self, payload: String) -> Self {
        Self { payload, ..self }
    }

    pub(crate) fn with(mut self, name: &str, value: Value) -> Self {
        self.header[name] = value;
        self
    }

    /// Header and signature as they stand beside the payload.
    pub(crate) fn signature(&self) -> Value {
        signature_of(&self.header.to_string(), &self.payload)
    }

    pub(crate) fn sealed(&self) -> Value {
        json!({"payload": self.payload, "signatures": [self.signature()]})
    }
}

/// A header as it is written, signed over a payload.
pub(crate) fn signature_of(header: &str, payload: &str) -> Value {
    let protected = URL_SAFE_NO_PAD.encode(header);
    let signature = seal_key().signature(format!("{protected}.{payload}").as_bytes());
    json!({"protected": protected, "signature": URL_SAFE_NO_PAD.encode(signature)})
}

/// A list that names the issuer of the example, with an authority of its own.
pub(crate) fn trust_of(anchor: &[u8]) -> String {
    format!(
        "format = 1\nname = \"European list\"\n\n[[issuer]]\nid = \"urn:epass:org:1\"\nname = \"Demo Body\"\ncertificates = [\"*\"]\nanchors = [\"\"\"\n{}\"\"\"]\n",
        pem(anchor)
    )
}
