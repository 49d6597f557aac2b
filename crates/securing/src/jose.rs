//! Declarations and token status lists as compact JWS (RFC 7515, RFC 8037): seal and open.
//! The key fixes the algorithm; nothing in a header proves anything, and a declaration's has exactly three members.

use std::sync::Arc;

use attesto_credential::{Document, Format, Limits, Profile, Secured, Statement, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::authentic::{Authentic, Broken};
use crate::data_integrity::broken;
use crate::jws::{Jws, decode, moment, part};
use crate::key::{Algorithm, Checked};
use crate::resolve::Keys;

const TYPE: &str = "attesto+jws";

/// What is signed, for a key of this name: header and payload, not yet with the signature.
#[cfg(feature = "seal")]
pub(crate) fn signing_input(document: &Document, key: &crate::key::KeyId) -> String {
    let header = attesto_credential::Object::new().with("alg", "EdDSA").with("typ", TYPE).with("kid", key.as_str());
    let header = URL_SAFE_NO_PAD.encode(Document::composed(header).to_text());
    format!("{header}.{}", URL_SAFE_NO_PAD.encode(document.to_text()))
}

/// The compact JWS.
#[cfg(feature = "seal")]
pub(crate) fn attach(signing_input: &str, signature: &crate::key::Signature) -> String {
    format!("{signing_input}.{}", URL_SAFE_NO_PAD.encode(signature.as_bytes()))
}

/// One compact JWS, read as far as neither keys nor a moment are needed; nothing of it is believed.
#[derive(Debug)]
pub(crate) struct Prepared<T: Statement> {
    text: Box<str>,
    format: Format,
    read: Result<Read<T>, Broken>,
}

/// What it says, with its signature.
#[derive(Debug)]
enum Read<T> {
    Declaration { said: Arc<T>, key: String, signature: [u8; 64], checked: Box<Checked> },
    List { said: Arc<T>, jws: Box<Jws> },
}

impl<T: Statement> Prepared<T> {
    /// Reads a text; what is wrong with it is told when it is settled.
    pub(crate) fn of(secured: &Secured, profile: Profile) -> Self {
        let read = match profile {
            Profile::Declaration => declaration(secured),
            Profile::StatusList => list(secured, profile),
        };
        Self { text: secured.text().into(), format: secured.format(), read }
    }

    /// Opens it.
    pub(crate) fn settle(&self, keys: &Keys, at: Timestamp) -> Result<Authentic<T>, Broken> {
        match self.read.as_ref().map_err(Clone::clone)? {
            Read::Declaration { said, key, signature, checked } => {
                let bound = keys.find(said.speaker(), key, said.matter(), said.stated(), at);
                let bound = bound.map_err(|unbound| broken(unbound, key, &**said))?;
                let input = self.text.rsplit_once('.').map_or("", |(input, _)| input);
                let verify = || bound.key().verifies(input.as_bytes(), signature);
                let suits = bound.key().algorithm() == Algorithm::EdDsa;
                if suits && checked.holds(bound.key(), verify) {
                    Ok(Authentic::new(Arc::clone(said), bound.id().clone(), said.stated(), self.format))
                } else {
                    Err(Broken::Signature)
                }
            }
            Read::List { said, jws } => {
                let sealed = moment(&jws.payload, "iat");
                let speaks = (said.speaker(), said.matter());
                let (key, leaf) = jws.is_by_speaker(speaks, sealed, (keys, &self.text), at)?;
                Ok(Authentic::new(Arc::clone(said), key, sealed, self.format).vouched_by(leaf))
            }
        }
    }
}

fn declaration<T: Statement>(secured: &Secured) -> Result<Read<T>, Broken> {
    let (input, signature) = secured.text().rsplit_once('.').ok_or(Broken::NoProof)?;
    let (header, payload) = input.split_once('.').ok_or(Broken::NoProof)?;
    let key = key_named_in(&part(header, &Limits::declaration())?)?;
    let signature: [u8; 64] =
        decode(signature)?.try_into().map_err(|_| Broken::Malformed { what: "the signature has not 64 bytes" })?;
    let said = T::read(&part(payload, &Limits::declaration())?, secured.format().model())?;
    Ok(Read::Declaration { said: Arc::new(said), key, signature, checked: Box::default() })
}

fn list<T: Statement>(secured: &Secured, profile: Profile) -> Result<Read<T>, Broken> {
    let jws = Jws::read(secured.text(), profile.header_type(), &Limits::status_list())?;
    let said = T::read(&jws.payload, secured.format().model())?;
    Ok(Read::List { said: Arc::new(said), jws: Box::new(jws) })
}

/// Whether a compact JWS words just this.
#[cfg(feature = "seal")]
pub(crate) fn words(document: &Document, secured: &Secured) -> bool {
    secured.text().split('.').nth(1) == Some(URL_SAFE_NO_PAD.encode(document.to_text()).as_str())
}

fn key_named_in(header: &Document) -> Result<String, Broken> {
    let root = header.root();
    let exact = root.len() == 3 && root.text("alg") == Some("EdDSA") && root.text("typ") == Some(TYPE);
    let key = root.text("kid").filter(|_| exact);
    key.map(str::to_owned)
        .ok_or(Broken::Malformed { what: "the header must be alg EdDSA, typ attesto+jws and kid, nothing else" })
}
