//! The header of a JAdES seal that is signed (ETSI TS 119 182-1 5.1, 5.2): written, and read by its rules.
//! Nothing in it proves anything before the signature holds and the chain leads somewhere.

use std::collections::HashSet;

use attesto_credential::{Document, Json, Limits, Object, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use crate::authentic::Broken;
use crate::chain::Chain;
use crate::key::Algorithm;

/// In which member a seal says when it was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SigningTime {
    /// `iat`, seconds: what ETSI asks for since 2025-07-15.
    #[default]
    Iat,
    /// `sigT`, text: what readers made before then look for.
    SigT,
}

/// Algorithms that a seal may be made by.
pub(super) const ALGORITHMS: [Algorithm; 4] = [Algorithm::Es256, Algorithm::Es384, Algorithm::Ps256, Algorithm::Rs256];

/// What may be critical in a seal (ETSI TS 119 182-1; no name of RFC 7515 or RFC 7518).
const CRITICAL: [&str; 12] =
    ["sigT", "x5t#o", "sigX5ts", "srCms", "sigPl", "srAts", "adoTst", "sigPId", "sigD", "iat", "exp", "b64"];

/// Of these, what is judged here.
const JUDGED: [&str; 4] = ["adoTst", "b64", "iat", "sigT"];

/// What a header says, as far as it is judged.
pub(super) struct Header {
    pub(super) algorithm: Algorithm,
    pub(super) claimed: Timestamp,
    pub(super) time: SigningTime,
    pub(super) chain: Chain,
    pub(super) content_stamps: Vec<Vec<u8>>,
}

/// Writes a header, ready to be signed.
#[cfg(feature = "seal")]
pub(super) fn write(algorithm: Algorithm, certified: &crate::key::Certified, at: Timestamp) -> String {
    let chain = certified.chain();
    let leaf = chain.peek_unbelieved();
    let x5c: Vec<Json> = chain.certificates().map(|one| STANDARD.encode(one.der()).into()).collect();
    let header = Object::new()
        .with("alg", algorithm.name())
        .with("cty", "octet-stream")
        .with("kid", leaf.issuer_serial())
        .with("x5t#S256", URL_SAFE_NO_PAD.encode(leaf.digest().as_bytes()))
        .with("x5c", x5c)
        .with("typ", "jose+json");
    let (header, critical): (Object, Vec<Json>) = match certified.time() {
        SigningTime::Iat => (header.with("iat", at.unix().unsigned_abs()), vec!["b64".into()]),
        SigningTime::SigT => (header.with("sigT", at.to_string()), vec!["b64".into(), "sigT".into()]),
    };
    let header = header.with("b64", false).with("crit", critical);
    URL_SAFE_NO_PAD.encode(Document::composed(header).to_text())
}

impl Header {
    /// Reads a header in base64url.
    pub(super) fn read(protected: &str) -> Result<Self, Broken> {
        let malformed = |what| Broken::Malformed { what };
        let bytes = URL_SAFE_NO_PAD.decode(protected);
        let bytes = bytes.map_err(|_| malformed("the header is not base64url without padding"))?;
        let document = Document::parse(&bytes, &Limits::default());
        let document = document.map_err(|_| malformed("the header is no JSON object within the limits"))?;
        if !document.flaws().is_empty() {
            return Err(malformed("the header has a duplicate key or an inexact number"));
        }
        let root = document.root();
        is_critical_as_written(root)?;
        is_of_the_profile(root)?;
        let (claimed, time) = claimed(root)?;
        let chain = chain(root)?;
        Ok(Self { algorithm: algorithm(root)?, claimed, time, chain, content_stamps: tokens(root.get("adoTst"))? })
    }
}

/// `crit`: a list of names, each once, each there, each of those that ETSI allows, `b64` among them; all of them judged.
fn is_critical_as_written(root: &Object) -> Result<(), Broken> {
    let what = "crit must list b64 and what else is critical, by names that ETSI allows, each once and each there";
    let names = root.get("crit").and_then(Json::as_array).unwrap_or_default();
    let names: Vec<&str> = names.iter().map(|name| name.as_str().unwrap_or("")).collect();
    let once: HashSet<&str> = names.iter().copied().collect();
    let allowed = names.iter().all(|name| CRITICAL.contains(name) && root.get(name).is_some());
    let must = ["b64", "sigT"].into_iter().filter(|name| root.get(name).is_some());
    if !allowed || once.len() != names.len() || !names.contains(&"b64") || !must.into_iter().all(|n| once.contains(n)) {
        return Err(Broken::Malformed { what });
    }
    match names.iter().find(|name| !JUDGED.contains(name)) {
        Some(name) => Err(Broken::Unsupported { found: format!("JAdES with the critical member {name}") }),
        None => Ok(()),
    }
}

fn is_of_the_profile(root: &Object) -> Result<(), Broken> {
    let malformed = |what| Err(Broken::Malformed { what });
    if root.get("b64") != Some(&Json::Bool(false)) {
        return malformed("b64 must be false: the payload is sealed as it stands");
    }
    if root.get("typ").is_some_and(|typ| !typ.as_str().is_some_and(|typ| typ.eq_ignore_ascii_case("jose+json"))) {
        return malformed("typ must be jose+json");
    }
    if root.get("sigD").is_some() {
        return malformed("sigD belongs to a seal that stands apart from its document");
    }
    Ok(())
}

fn algorithm(root: &Object) -> Result<Algorithm, Broken> {
    let name = root.text("alg").unwrap_or("");
    match Algorithm::named(name).filter(|algorithm| ALGORITHMS.contains(algorithm)) {
        Some(algorithm) => Ok(algorithm),
        None if name.is_empty() || name == "none" || name.starts_with("HS") => {
            Err(Broken::Malformed { what: "alg must name a signature that only the holder of a key can make" })
        }
        None => Err(Broken::Unsupported { found: format!("JAdES by {name}") }),
    }
}

/// `iat` or `sigT`, never both and never neither.
fn claimed(root: &Object) -> Result<(Timestamp, SigningTime), Broken> {
    let malformed = |what| Broken::Malformed { what };
    match (root.get("iat"), root.get("sigT")) {
        (Some(Json::Number(seconds)), None) => {
            let seconds = seconds.as_str().parse::<i64>().ok().and_then(|seconds| Timestamp::from_unix(seconds).ok());
            let claimed = seconds.ok_or(malformed("iat must be whole seconds"))?;
            Ok((claimed, SigningTime::Iat))
        }
        (None, Some(Json::String(text))) => {
            let claimed = Timestamp::parse(text).map_err(|_| malformed("sigT must be a moment with Z"))?;
            Ok((claimed, SigningTime::SigT))
        }
        (Some(_), Some(_)) => Err(malformed("iat and sigT stand side by side; only one may")),
        (None, None) => Err(malformed("neither iat nor sigT says when it was sealed")),
        _ => Err(malformed("iat must be a number, sigT a text")),
    }
}

/// The certificates, of which the first is the one that the header names by its digest.
fn chain(root: &Object) -> Result<Chain, Broken> {
    let malformed = |what| Broken::Malformed { what };
    let references = ["x5t#S256", "x5t#o", "sigX5ts"].into_iter().filter(|name| root.get(name).is_some());
    if references.count() != 1 {
        return Err(malformed("exactly one of x5t#S256, x5t#o and sigX5ts must name the certificate"));
    }
    let Some(named) = root.text("x5t#S256") else {
        return Err(Broken::Unsupported {
            found: "JAdES that names its certificate by another digest than SHA-256".into(),
        });
    };
    let x5c = root.get("x5c").and_then(Json::as_array).ok_or(malformed("x5c must hold the certificates"))?;
    let der = x5c.iter().map(|one| one.as_str().and_then(|text| STANDARD.decode(text).ok()));
    let der: Option<Vec<Vec<u8>>> = der.collect();
    let chain = Chain::read(&der.ok_or(malformed("x5c must hold certificates in base64"))?)?;
    let digest = URL_SAFE_NO_PAD.encode(chain.peek_unbelieved().digest().as_bytes());
    if digest == named { Ok(chain) } else { Err(Broken::CertificateDigest) }
}

/// The tokens of a `tstContainer`, in DER; none where there is none.
pub(super) fn tokens(container: Option<&Json>) -> Result<Vec<Vec<u8>>, Broken> {
    let malformed = || Broken::Malformed { what: "a time-stamp must be a list of tokens in base64" };
    let Some(container) = container else { return Ok(Vec::new()) };
    let tokens = container.as_object().and_then(|container| container.get("tstTokens")?.as_array());
    let token = |token: &Json| STANDARD.decode(token.as_object()?.text("val")?).ok();
    tokens.ok_or_else(malformed)?.iter().map(|one| token(one).ok_or_else(malformed)).collect()
}
