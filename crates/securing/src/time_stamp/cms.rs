//! What an authority signed (CMS SignedData, RFC 5652), as far as a time-stamp needs it: one signer, attributes.
//! Whether that signer is to be believed is asked of its chain.

use x509_cert::der::asn1::Any;
use x509_cert::der::{Decode as _, Encode as _, Tag, Tagged as _};

use super::BadStamp;
use super::dig::Dig;
use crate::chain::{Certificate, Hash, signed_by};

const SIGNED_DATA: &str = "1.2.840.113549.1.7.2";
const CONTENT_TYPE: &str = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST: &str = "1.2.840.113549.1.9.4";
const SIGNING_CERTIFICATE_V2: &str = "1.2.840.113549.1.9.16.2.47";

/// The most certificates that a token is searched for its signer.
const CERTIFICATES: usize = 8;

/// A content with its one signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SignedToken {
    content: Vec<u8>,
    content_type: String,
    certificates: Vec<Vec<u8>>,
    signer: Signer,
}

/// Who signed, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Signer {
    issuer_and_serial: Vec<u8>,
    hash: Hash,
    attributes: Vec<u8>,
    algorithm: String,
    signature: Vec<u8>,
}

impl SignedToken {
    /// Reads a ContentInfo with SignedData of a content type.
    pub(super) fn read(der: &[u8], content_type: &str) -> Result<Self, BadStamp> {
        let mut info = Dig::into(der)?;
        if info.id()? != SIGNED_DATA {
            return Err(BadStamp::Unreadable);
        }
        let wrapped = info.next_tagged(0).ok_or(BadStamp::Unreadable)?;
        let mut signed = Dig::into(wrapped.value())?;
        let (_version, _digests) = (signed.next()?, signed.next()?);
        let encapsulated = signed.next()?;
        let mut encapsulated = Dig::of(encapsulated.value())?;
        if encapsulated.id()? != content_type {
            return Err(BadStamp::Unreadable);
        }
        let content = encapsulated.next_tagged(0).ok_or(BadStamp::Unreadable)?;
        let content = Dig::of(content.value())?.next()?.value().to_vec();
        let certificates = signed.next_tagged(0).map_or(Ok(Vec::new()), |set| certificates(&set))?;
        let _revocations = signed.next_tagged(1);
        let signers = signed.next()?;
        let [signer] = Dig::of(signers.value())?.rest()?.try_into().map_err(|_| BadStamp::Unreadable)?;
        Ok(Self { content, content_type: content_type.to_owned(), certificates, signer: Signer::read(&signer)? })
    }

    pub(super) fn content(&self) -> &[u8] {
        &self.content
    }

    /// The certificates, that of the signer first.
    pub(super) fn certificates(&self, is: impl Fn(&Signer, &Certificate) -> bool) -> Result<Vec<&[u8]>, BadStamp> {
        let read = |der: &&[u8]| Certificate::peek(der).is_some_and(|certificate| is(&self.signer, &certificate));
        let all = || self.certificates.iter().map(Vec::as_slice);
        let signer = all().find(read).ok_or(BadStamp::SignerMissing)?;
        Ok(std::iter::once(signer).chain(all().filter(|other| *other != signer)).collect())
    }

    /// Whether the signer's key signed attributes that are about this content and this certificate.
    pub(super) fn holds(&self, certificate: &Certificate) -> Result<(), BadStamp> {
        let signer = &self.signer;
        let attribute = |id: &str| signer.attribute(id);
        let kind = Dig::of(&attribute(CONTENT_TYPE)?)?.id()?;
        let digest = Dig::of(&attribute(MESSAGE_DIGEST)?)?.next()?;
        if kind != self.content_type || digest.value() != signer.hash.of(&self.content) {
            return Err(BadStamp::Signature);
        }
        is_about(&attribute(SIGNING_CERTIFICATE_V2)?, certificate)?;
        let held = signed_by(certificate, &signer.algorithm, signer.hash, &signer.attributes, &signer.signature);
        if held.ok_or(BadStamp::Algorithm)? { Ok(()) } else { Err(BadStamp::Signature) }
    }
}

/// Certificates of other kinds than X.509 are left out.
fn certificates(set: &Any) -> Result<Vec<Vec<u8>>, BadStamp> {
    let all = Dig::of(set.value())?.rest()?;
    let der = all.iter().filter(|one| one.tag() == Tag::Sequence).map(|one| one.to_der());
    let der = der.collect::<Result<Vec<_>, _>>().map_err(|_| BadStamp::Unreadable)?;
    if der.len() > CERTIFICATES { Err(BadStamp::Unreadable) } else { Ok(der) }
}

impl Signer {
    fn read(signer: &Any) -> Result<Self, BadStamp> {
        let mut parts = Dig::of(signer.value())?;
        let _version = parts.next()?;
        let issuer_and_serial = parts.next()?;
        // Another way of naming the signer, by the identifier of its key, is not in use for time-stamps.
        if issuer_and_serial.tag() != Tag::Sequence {
            return Err(BadStamp::Algorithm);
        }
        let hash = Hash::named(&parts.algorithm()?).ok_or(BadStamp::Algorithm)?;
        let attributes = parts.next_tagged(0).ok_or(BadStamp::Unreadable)?;
        // What is signed is the SET itself, not the `[0]` that stands in its place (RFC 5652 5.4).
        let attributes = Any::new(Tag::Set, attributes.value()).and_then(|set| set.to_der());
        Ok(Self {
            issuer_and_serial: issuer_and_serial.value().to_vec(),
            hash,
            attributes: attributes.map_err(|_| BadStamp::Unreadable)?,
            algorithm: parts.algorithm()?,
            signature: parts.next()?.value().to_vec(),
        })
    }

    /// Whether a certificate is the one that the signer names, by issuer and number.
    pub(super) fn is(&self, certificate: &Certificate) -> bool {
        certificate.issuer_and_serial() == self.issuer_and_serial
    }

    /// The one value of an attribute, which stands there once.
    fn attribute(&self, id: &str) -> Result<Vec<u8>, BadStamp> {
        let set = Any::from_der(&self.attributes).map_err(|_| BadStamp::Unreadable)?;
        let mut found = Vec::new();
        for attribute in Dig::of(set.value())?.rest()? {
            let mut parts = Dig::of(attribute.value())?;
            if parts.id()? == id {
                found.push(parts.next()?.value().to_vec());
            }
        }
        match found.as_slice() {
            [one] => Ok(one.clone()),
            // A token that names its signer only by SHA-1 (RFC 2634), or not at all, is not judged here.
            [] if id == SIGNING_CERTIFICATE_V2 => Err(BadStamp::Algorithm),
            _ => Err(BadStamp::Unreadable),
        }
    }
}

/// ESSCertIDv2 (RFC 5035): the first certificate named is the signer's; SHA-256 where no hash is named.
fn is_about(value: &[u8], certificate: &Certificate) -> Result<(), BadStamp> {
    let signing = Dig::of(value)?.next()?;
    let named = Dig::of(signing.value())?.next()?;
    let first = Dig::of(named.value())?.next()?;
    let mut first = Dig::of(first.value())?;
    let mut part = first.next()?;
    let mut hash = Hash::Sha256;
    if part.tag() == Tag::Sequence {
        hash = Hash::named(&Dig::of(part.value())?.id()?).ok_or(BadStamp::Algorithm)?;
        part = first.next()?;
    }
    if part.value() == hash.of(certificate.der()) { Ok(()) } else { Err(BadStamp::Signature) }
}
