//! SD-JWT VC (RFC 9901): seal and open a JWT whose claims its holder may hold back, one by one.
//! Which claims those are is floor 1's table; what the holder adds to show the copy stands in `binding`.

mod binding;
#[cfg(feature = "seal")]
mod conceal;
#[cfg(feature = "seal")]
mod present;
mod reveal;
#[cfg(feature = "seal")]
mod salts;

use attesto_credential::{Document, Iri, Limits, Matter, Secured, Statement, Timestamp};

pub use binding::Binding;
#[cfg(feature = "seal")]
pub(crate) use conceal::conceal;
#[cfg(feature = "seal")]
pub use present::{Chosen, NotPresented, present};
pub use reveal::DisclosureFault;

use crate::authentic::{Authentic, Broken};
use crate::data_integrity::TOLERATED_SECONDS;
use crate::jws::{Jws, moment};
use crate::resolve::Keys;

/// The `typ` of the issuer's JWT.
pub(crate) const TYPE: &str = "dc+sd-jwt";

/// The claims of SD-JWT VC that an issuer may not let anybody hold back.
const NEVER: [&str; 7] = ["iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status"];

/// An SD-JWT in its parts: the issuer's JWT, the disclosures, and the holder's own JWT, if there is one.
pub(crate) struct Parts<'t> {
    jwt: &'t str,
    disclosures: Vec<&'t str>,
    bound: Option<&'t str>,
    /// What the holder's JWT is a digest of: everything up to the last `~`.
    shown: &'t str,
}

impl<'t> Parts<'t> {
    pub(crate) fn of(text: &'t str) -> Result<Self, Broken> {
        let (before, last) = text.rsplit_once('~').ok_or(Broken::NoProof)?;
        let mut parts = before.split('~');
        let jwt = parts.next().ok_or(Broken::NoProof)?;
        let shown = text.get(..=before.len()).ok_or(Broken::NoProof)?;
        Ok(Self { jwt, disclosures: parts.collect(), bound: Some(last).filter(|last| !last.is_empty()), shown })
    }
}

/// Opens one SD-JWT: the issuer's signature, then the disclosures, then the holder's own JWT, if there is one.
///
/// For whom and when the holder showed it is told, not judged.
pub(crate) fn open<T: Statement>(secured: &Secured, keys: &Keys, at: Timestamp) -> Result<Authentic<T>, Broken> {
    let parts = Parts::of(secured.text())?;
    let jws = Jws::read(parts.jwt, TYPE, &Limits::default())?;
    let speaker = jws.payload.root().text("iss").and_then(|iss| Iri::parse(iss).ok());
    let speaker = speaker.ok_or(Broken::Malformed { what: "it does not say whose it is: iss as a URI is needed" })?;
    let sealed = moment(&jws.payload, "iat");
    let (key, leaf) = jws.is_by_speaker((&speaker, Matter::Credential), sealed, (keys, parts.jwt), at)?;
    if let Some(created) = sealed.filter(|created| created.unix() > at.unix() + TOLERATED_SECONDS) {
        return Err(Broken::FromFuture { created });
    }
    let claims = Document::composed(reveal::reveal(jws.payload.root(), &parts.disclosures)?);
    let said = T::read(&claims, secured.format().model())?;
    let binding = parts.bound.map(|bound| binding::open(bound, parts.shown, &claims)).transpose()?;
    Ok(Authentic::new(said, key, sealed, secured.format()).shown_by(binding).vouched_by(leaf))
}

/// The claims as a reader of the whole text sees them, whoever made it.
///
/// Nothing is believed: it is for whoever shows a copy of their own.
///
/// # Errors
/// It is no SD-JWT, or its disclosures do not go with it.
pub fn peek_claims(secured: &Secured) -> Result<Document, Broken> {
    let parts = Parts::of(secured.text())?;
    let jws = Jws::read(parts.jwt, TYPE, &Limits::default())?;
    reveal::reveal(jws.payload.root(), &parts.disclosures).map(Document::composed)
}

/// Whether a sealed text words just this wording, whichever claims it was made to hold back.
#[cfg(feature = "seal")]
pub(crate) fn words(document: Document, secured: &Secured) -> bool {
    let Ok(parts) = Parts::of(secured.text()) else { return false };
    let Ok(jws) = Jws::read(parts.jwt, TYPE, &Limits::default()) else { return false };
    let sealed = moment(&jws.payload, "iat").and_then(|sealed| conceal(document, sealed));
    sealed.is_some_and(|sealed| {
        sealed.payload == jws.payload && sealed.disclosures == parts.disclosures && parts.bound.is_none()
    })
}

#[cfg(test)]
mod tests;
