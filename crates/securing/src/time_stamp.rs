//! Time-stamps of an authority (RFC 3161): the question, its answer, and whether a token proves that something existed.
//! Sends nothing: the roof carries question and answer; which authorities count is the reader's configuration.

mod cms;
mod dig;

use attesto_credential::Timestamp;
use x509_cert::der::asn1::{Any, Null, ObjectIdentifier, OctetString, Uint};
use x509_cert::der::{Encode, Result as DerResult, Tag};

use crate::chain::{Anchors, BadChain, Chain, Hash, Leaf, Use};
use crate::digest::Digest;
use crate::entropy::{Entropy, draw};

use cms::{SignedToken, Signer};
use dig::Dig;

/// The media type of a question.
pub const REQUEST_TYPE: &str = "application/timestamp-query";

/// The most bytes of a token.
const LIMIT_BYTES: usize = 64 * 1024;

/// A token's time may lie this much after the moment it is judged at.
const TOLERATED_SECONDS: i64 = 300;

const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const TST_INFO: &str = "1.2.840.113549.1.9.16.1.4";

/// A question to an authority: what time is it, for these bytes?
#[derive(Clone, Debug)]
pub struct StampRequest {
    message: Vec<u8>,
    nonce: [u8; 8],
}

/// A token as it is written; what it proves is found by [`Token::proves`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    der: Vec<u8>,
    signed: SignedToken,
    hash: Hash,
    imprint: Vec<u8>,
    nonce: Option<Vec<u8>>,
    at: Timestamp,
}

/// That something existed at a moment, by the word of an authority that the reader trusts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamped {
    at: Timestamp,
    authority: Leaf,
}

/// A time-stamp that proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadStamp {
    /// An algorithm that is not judged here.
    #[error("the time-stamp uses an algorithm that is not judged here")]
    Algorithm,
    /// The authority's certificate leads nowhere.
    #[error("the time-stamping authority is not believed: {0}")]
    Chain(#[from] BadChain),
    /// It is of a moment that has not come.
    #[error("the time-stamp is of {at}, which is still to come")]
    FromFuture {
        /// Its moment.
        at: Timestamp,
    },
    /// It is of other bytes.
    #[error("the time-stamp is of something else")]
    Imprint,
    /// It answers another question.
    #[error("the time-stamp answers another question; ask again")]
    Nonce,
    /// The authority said no.
    #[error("the time-stamping authority did not grant it (status {status})")]
    Refused {
        /// Its status (RFC 3161 2.4.2).
        status: u8,
    },
    /// The signature is not the authority's over this.
    #[error("the time-stamp is not what its authority signed")]
    Signature,
    /// It does not carry the certificate of whoever signed it.
    #[error("the time-stamp does not carry its authority's certificate")]
    SignerMissing,
    /// Not DER of a token.
    #[error("the time-stamp cannot be read")]
    Unreadable,
}

impl StampRequest {
    /// Asks about a message; the nonce makes the answer this question's own.
    pub fn new(message: &[u8], entropy: &mut dyn Entropy) -> Self {
        // A first bit that is set keeps the number eight bytes long, whatever was drawn.
        let mut nonce = draw::<8>(entropy);
        if let Some(first) = nonce.first_mut() {
            *first = (*first & 0x3f) | 0x40;
        }
        Self { message: message.to_vec(), nonce }
    }

    /// The question as it is sent: SHA-256, the authority's certificate wanted inside.
    ///
    /// # Errors
    /// There is none for what fits in memory.
    pub fn to_der(&self) -> Result<Vec<u8>, BadStamp> {
        self.encoded().map_err(|_| BadStamp::Unreadable)
    }

    fn encoded(&self) -> DerResult<Vec<u8>> {
        let algorithm = sequence(&[SHA_256.to_der()?, Null.to_der()?])?;
        let imprint = OctetString::new(Digest::of(&self.message).as_bytes().as_slice())?.to_der()?;
        let imprint = sequence(&[algorithm, imprint])?;
        sequence(&[1_u8.to_der()?, imprint, Uint::new(&self.nonce)?.to_der()?, true.to_der()?])
    }

    /// Takes the token out of an answer, if it is granted and answers this question.
    ///
    /// # Errors
    /// Refused, unreadable, or of something else. Whether the authority is believed is not asked here.
    pub fn token(&self, answer: &[u8]) -> Result<Token, BadStamp> {
        let mut response = Dig::into(answer)?;
        let status = response.next()?;
        let status = Dig::of(status.value())?.next()?;
        match status.value() {
            [0 | 1] => {}
            [status] => return Err(BadStamp::Refused { status: *status }),
            _ => return Err(BadStamp::Unreadable),
        }
        let token = response.next()?.to_der().map_err(|_| BadStamp::Unreadable)?;
        let token = Token::read(&token)?;
        if token.imprint != token.hash.of(&self.message) {
            return Err(BadStamp::Imprint);
        }
        if token.nonce.as_deref() == Some(self.nonce.as_slice()) { Ok(token) } else { Err(BadStamp::Nonce) }
    }
}

impl Token {
    /// Reads a token (`TimeStampToken`, DER); believes nothing of it.
    ///
    /// # Errors
    /// Too long or not one, or of a hash that is not judged here.
    pub fn read(der: &[u8]) -> Result<Self, BadStamp> {
        if der.len() > LIMIT_BYTES {
            return Err(BadStamp::Unreadable);
        }
        let signed = SignedToken::read(der, TST_INFO)?;
        let mut content = Dig::into(signed.content())?;
        let (_version, _policy) = (content.next()?, content.next()?);
        let imprint = content.next()?;
        let mut imprint = Dig::of(imprint.value())?;
        let hash = Hash::named(&imprint.algorithm()?).ok_or(BadStamp::Algorithm)?;
        let imprint = imprint.next()?.value().to_vec();
        let (_serial, at) = (content.next()?, content.moment()?);
        let nonce = std::iter::from_fn(|| content.next().ok()).find(|part| part.header().tag() == Tag::Integer);
        let nonce = nonce.map(|nonce| nonce.value().to_vec());
        Ok(Self { der: der.to_vec(), signed, hash, imprint, nonce, at })
    }

    /// As it was written.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The moment that it names. Unbelieved.
    pub fn peek_unbelieved(&self) -> Timestamp {
        self.at
    }

    /// Finds whether it proves that a message existed, judged at a moment.
    ///
    /// The authority's certificate must lead to an anchor both then and when it stamped: what outlives it needs a
    /// newer stamp around it.
    ///
    /// # Errors
    /// Why it proves nothing.
    pub fn proves(&self, message: &[u8], anchors: &Anchors, at: Timestamp) -> Result<Stamped, BadStamp> {
        if self.imprint != self.hash.of(message) {
            return Err(BadStamp::Imprint);
        }
        if self.at.unix() > at.unix().saturating_add(TOLERATED_SECONDS) {
            return Err(BadStamp::FromFuture { at: self.at });
        }
        let chain = self.signed.certificates(Signer::is)?;
        let chain = Chain::read(&chain)?;
        self.signed.holds(chain.peek_unbelieved())?;
        chain.leads(anchors, self.at, Use::TimeStamp)?;
        Ok(Stamped { at: self.at, authority: chain.leads(anchors, at.max(self.at), Use::TimeStamp)? })
    }
}

impl Stamped {
    /// At which moment it existed.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// Who says so.
    pub fn authority(&self) -> &Leaf {
        &self.authority
    }
}

fn sequence(parts: &[Vec<u8>]) -> DerResult<Vec<u8>> {
    Any::new(Tag::Sequence, parts.concat())?.to_der()
}

#[cfg(test)]
mod tests;
