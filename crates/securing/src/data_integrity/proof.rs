//! One proof as it is written: its members, its options, its signature.

use attesto_credential::{Document, Json, Object, Suite, Timestamp};

use crate::authentic::Broken;
use crate::base58;
use crate::canon::Wording;
use crate::key::KeyId;

/// A `DataIntegrityProof` of the suite `eddsa-rdfc-2022`.
#[derive(Debug)]
pub(super) struct Proof {
    method: String,
    purpose: String,
    created: Option<Timestamp>,
    expires: Option<Timestamp>,
    signature: [u8; 64],
}

/// The member that holds the signature, and is not part of what is signed.
pub(super) const VALUE: &str = "proofValue";

/// Members that the suite knows; another one would be signed but not understood.
const MEMBERS: [&str; 8] =
    ["id", "type", "cryptosuite", "created", "expires", "proofPurpose", "verificationMethod", "proofValue"];

impl Proof {
    /// Reads a proof, and its options as they are signed: under the contexts of its document (VC Data Integrity 4.2, 4.3).
    pub(super) fn read<'d>(proof: &'d Json, document: &'d Document) -> Result<(Self, Wording<'d>), Broken> {
        let proof = proof.as_object().ok_or(Broken::Malformed { what: "it is not an object" })?;
        is_supported(proof)?;
        let contexts = contexts(proof, document)?;
        if let Some((member, _)) = proof.iter().find(|(key, _)| !MEMBERS.contains(key) && *key != "@context") {
            return Err(Broken::Unsupported { found: format!("proof member {member}") });
        }
        let read = Self {
            method: text(proof, "verificationMethod", "verificationMethod must be one string")?,
            purpose: text(proof, "proofPurpose", "proofPurpose must be one string")?,
            created: moment(proof, "created", "created must be a moment with Z or an offset")?,
            expires: moment(proof, "expires", "expires must be a moment with Z or an offset")?,
            signature: signature(proof.text("proofValue").unwrap_or(""))?,
        };
        Ok((read, Wording::under(contexts, proof, VALUE)))
    }

    pub(super) fn method(&self) -> &str {
        &self.method
    }

    pub(super) fn created(&self) -> Option<Timestamp> {
        self.created
    }

    pub(super) fn signature(&self) -> &[u8; 64] {
        &self.signature
    }

    pub(super) fn key(&self) -> Result<KeyId, Broken> {
        KeyId::parse(&self.method).map_err(|_| Broken::Malformed { what: "verificationMethod names no key" })
    }

    pub(super) fn is_for_assertion(&self) -> Result<(), Broken> {
        if self.purpose == "assertionMethod" { Ok(()) } else { Err(Broken::Purpose { found: self.purpose.clone() }) }
    }

    pub(super) fn is_timely(&self, at: Timestamp, tolerated: i64) -> Result<(), Broken> {
        if let Some(created) = self.created.filter(|created| created.unix() > at.unix().saturating_add(tolerated)) {
            return Err(Broken::FromFuture { created });
        }
        match self.expires.filter(|expires| *expires < at) {
            Some(expires) => Err(Broken::Expired { expires }),
            None => Ok(()),
        }
    }
}

fn is_supported(proof: &Object) -> Result<(), Broken> {
    let kind = proof.text("type").unwrap_or("");
    let suite = proof.text("cryptosuite").unwrap_or("");
    match (kind, suite) {
        ("DataIntegrityProof", suite) if suite == Suite::EddsaRdfc2022.name() => Ok(()),
        ("DataIntegrityProof", suite) => Err(Broken::Unsupported { found: suite.to_owned() }),
        (kind, _) => Err(Broken::Unsupported { found: kind.to_owned() }),
    }
}

/// A proof may repeat the document's contexts, or the first of them; it may not bring others.
fn contexts<'d>(proof: &Object, document: &'d Document) -> Result<Option<&'d Json>, Broken> {
    let own = document.root().get("@context");
    match proof.get("@context") {
        Some(repeated) if Some(repeated) != own => {
            Err(Broken::Malformed { what: "it brings contexts that the document does not have" })
        }
        _ => Ok(own),
    }
}

fn text(proof: &Object, key: &str, what: &'static str) -> Result<String, Broken> {
    proof.text(key).map(str::to_owned).ok_or(Broken::Malformed { what })
}

fn moment(proof: &Object, key: &str, what: &'static str) -> Result<Option<Timestamp>, Broken> {
    let Some(value) = proof.get(key) else { return Ok(None) };
    let moment = value.as_str().and_then(|text| Timestamp::parse(text).ok());
    moment.map(Some).ok_or(Broken::Malformed { what })
}

/// Multibase base58btc of 64 bytes, and no other base.
fn signature(text: &str) -> Result<[u8; 64], Broken> {
    let what = "proofValue must be base58btc multibase of 64 bytes";
    let base58 = text.strip_prefix('z').filter(|rest| rest.len() <= 96).ok_or(Broken::Malformed { what })?;
    base58::decode(base58).ok_or(Broken::Malformed { what })
}

/// The options of a new proof. It stands inside its document, under the contexts of that.
#[cfg(feature = "seal")]
pub(super) fn options(key: &KeyId, at: Timestamp) -> Object {
    Object::new()
        .with("type", "DataIntegrityProof")
        .with("cryptosuite", Suite::EddsaRdfc2022.name())
        .with("created", at.to_string())
        .with("verificationMethod", key.as_str())
        .with("proofPurpose", "assertionMethod")
}
