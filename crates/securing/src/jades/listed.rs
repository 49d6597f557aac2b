//! Lists of trusted entities as they are signed (ETSI TS 119 602: JAdES B-B, compact): one JWS around a JSON object.
//! What the list says is the verifier's; a list that nobody signed is read there too.

use attesto_credential::{Document, Json, Limits, Object, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::TOLERATED_SECONDS;
use super::header::ALGORITHMS;
use crate::authentic::Broken;
use crate::chain::{Anchors, Certificate, Chain, Use};
use crate::jws::{decode, moment, part};
use crate::key::Algorithm;

/// Critical members that are judged here.
const JUDGED: [&str; 3] = ["b64", "iat", "sigT"];

/// A list whose signature held.
#[derive(Clone, Debug)]
pub struct SignedList {
    said: Document,
    by: String,
}

impl SignedList {
    /// Opens a compact JWS whose certificate is one of those given, or leads to one.
    ///
    /// A certificate that was given itself needs nobody to vouch for it; its dates count all the same.
    ///
    /// # Errors
    /// Not such a JWS, a signature that does not hold, a certificate that nobody given vouches for, or one of another day.
    pub fn open(text: &str, given: &Anchors, at: Timestamp, limits: &Limits) -> Result<Self, Broken> {
        let (input, signature) = text.rsplit_once('.').ok_or(Broken::NoProof)?;
        let (header, payload) = input.split_once('.').ok_or(Broken::NoProof)?;
        let header = part(header, &Limits::status_list())?;
        is_as_judged(header.root())?;
        let chain = chain(header.root())?;
        let leaf = chain.peek_unbelieved();
        let algorithm = algorithm(header.root())?;
        let other_key = Broken::Malformed { what: "alg is not that of the certificate's key" };
        let key = leaf.key(algorithm).ok_or(other_key)?;
        if !key.verifies(input.as_bytes(), &decode(signature)?) {
            return Err(Broken::Signature);
        }
        is_timely(&header, leaf, at)?;
        if !given.holds(&leaf.digest()) {
            chain.leads(given, at, Use::TrustList)?;
        }
        Ok(Self { said: part(payload, limits)?, by: leaf.subject().told() })
    }

    /// What it says.
    pub fn said(&self) -> &Document {
        &self.said
    }

    /// Whose certificate it was signed with.
    pub fn by(&self) -> &str {
        &self.by
    }
}

fn is_as_judged(root: &Object) -> Result<(), Broken> {
    let names = root.get("crit").map(|crit| crit.as_array().unwrap_or_default());
    let unjudged = |name: &&Json| !name.as_str().is_some_and(|name| JUDGED.contains(&name) && root.get(name).is_some());
    if names.is_some_and(<[Json]>::is_empty) || root.get("b64").is_some_and(|b64| *b64 != Json::Bool(true)) {
        return Err(Broken::Malformed { what: "crit must list what is critical, and the payload must be base64url" });
    }
    match names.unwrap_or_default().iter().find(unjudged) {
        Some(name) => Err(Broken::Unsupported { found: format!("a list with the critical member {name:?}") }),
        None => Ok(()),
    }
}

fn algorithm(root: &Object) -> Result<Algorithm, Broken> {
    let name = root.text("alg").unwrap_or("");
    let found = Algorithm::named(name).filter(|algorithm| ALGORITHMS.contains(algorithm));
    found.ok_or_else(|| Broken::Unsupported { found: format!("a list signed by {name:?}") })
}

fn chain(root: &Object) -> Result<Chain, Broken> {
    let coded = root.get("x5c").and_then(Json::as_array).unwrap_or_default();
    let der: Option<Vec<Vec<u8>>> = coded.iter().map(|one| STANDARD.decode(one.as_str()?).ok()).collect();
    let der = der.filter(|der| !der.is_empty());
    let chain =
        Chain::read(&der.ok_or(Broken::Malformed { what: "x5c must hold the signer's certificates in base64" })?)?;
    let digest = URL_SAFE_NO_PAD.encode(chain.peek_unbelieved().digest().as_bytes());
    match root.get("x5t#S256") {
        Some(named) if named.as_str() != Some(digest.as_str()) => Err(Broken::CertificateDigest),
        _ => Ok(chain),
    }
}

/// The certificate holds now, and where the signature says when it was made, then too.
fn is_timely(header: &Document, leaf: &Certificate, at: Timestamp) -> Result<(), Broken> {
    let by_text = header.root().text("sigT").and_then(|text| Timestamp::parse(text).ok());
    let claimed = moment(header, "iat").or(by_text).unwrap_or(at);
    if claimed.unix() > at.unix().saturating_add(TOLERATED_SECONDS) {
        return Err(Broken::FromFuture { created: claimed });
    }
    let (from, until) = (leaf.from(), leaf.until());
    let outside = [claimed.min(at), at].into_iter().find(|moment| *moment < from || until < *moment);
    outside.map_or(Ok(()), |claimed| Err(Broken::OutsideCertificate { claimed, from, until }))
}
