//! PKCS #12 files (RFC 7292) as authorities hand them out: one key with its certificates, under a passphrase (PBES2).
//! Old ways of protection are named and not opened; the MAC is not asked, as a changed key or certificate fits nothing.

use pkcs5::EncryptionScheme;
use x509_cert::der::asn1::{Any, ObjectIdentifier, OctetString};
use x509_cert::der::{Decode, Encode, Reader, Result as DerResult, SliceReader, Tag};
use zeroize::Zeroizing;

use super::certified::{CertifiedKey, NotCertified};
use super::import::RsaPadding;

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const ENCRYPTED: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.6");
const KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.1");
const SHROUDED_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.2");
const CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.3");
const X509: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.22.1");
const PBES2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.13");

/// The most of one file, in bytes.
const LIMIT_BYTES: usize = 256 << 10;

const NO_PKCS12: &str = "it is no PKCS #12 file; give the .p12 or .pfx as the authority sent it, or PEM";

/// What a file holds, opened.
#[derive(Default)]
struct Bags {
    keys: Vec<Zeroizing<Vec<u8>>>,
    certificates: Vec<Vec<u8>>,
}

impl CertifiedKey {
    /// Reads a PKCS #12 file: its one key, and its certificates with that of the key first.
    ///
    /// # Errors
    /// Not such a file, protected in an old way, another passphrase, no key or several, or no certificate of the key.
    pub fn from_pkcs12(der: &[u8], passphrase: &str, padding: RsaPadding) -> Result<Self, NotCertified> {
        if der.len() > LIMIT_BYTES {
            return Err(NotCertified::Unreadable { why: "the file has more than 256 KiB" });
        }
        let mut bags = Bags::default();
        for content in contents(der).map_err(|_| NotCertified::Unreadable { why: NO_PKCS12 })? {
            bags.read(&content, passphrase)?;
        }
        let key = match bags.keys.as_slice() {
            [key] => key,
            [] => {
                return Err(NotCertified::Unreadable {
                    why: "there is no private key in it; ask for the file that has one",
                });
            }
            _ => return Err(NotCertified::SeveralKeys { count: bags.keys.len() }),
        };
        if bags.certificates.is_empty() {
            return Err(NotCertified::NoCertificate);
        }
        of_key(key, &bags.certificates, padding)
    }
}

/// The certificates stand in any order: the key's own comes first, whichever it is.
fn of_key(key: &[u8], certificates: &[Vec<u8>], padding: RsaPadding) -> Result<CertifiedKey, NotCertified> {
    let mut first = NotCertified::NoCertificate;
    for index in 0..certificates.len() {
        let mut turned = certificates.to_vec();
        turned.rotate_left(index);
        match CertifiedKey::from_pkcs8(key, &turned, padding) {
            Err(NotCertified::OtherKey) => first = NotCertified::OtherKey,
            other => return other,
        }
    }
    Err(first)
}

/// The parts of a PFX, each a ContentInfo (RFC 7292 4).
fn contents(der: &[u8]) -> DerResult<Vec<Any>> {
    let mut reader = SliceReader::new(der)?;
    let safe = reader.sequence(|reader| {
        let _version = u8::decode(reader)?;
        let safe = Any::decode(reader)?;
        // A MAC may follow.
        while !reader.is_finished() {
            let _ = Any::decode(reader)?;
        }
        Ok::<_, x509_cert::der::Error>(safe)
    })?;
    let (kind, content) = info(&safe)?;
    if kind != DATA {
        return Err(Tag::Sequence.value_error().into());
    }
    Vec::<Any>::from_der(OctetString::from_der(content.value())?.as_bytes())
}

/// A ContentInfo: its kind, and what stands in its [0].
fn info(content: &Any) -> DerResult<(ObjectIdentifier, Any)> {
    content.sequence(|reader| Ok::<_, x509_cert::der::Error>((ObjectIdentifier::decode(reader)?, Any::decode(reader)?)))
}

impl Bags {
    fn read(&mut self, content: &Any, passphrase: &str) -> Result<(), NotCertified> {
        let unreadable = |_| NotCertified::Unreadable { why: NO_PKCS12 };
        let (kind, content) = info(content).map_err(unreadable)?;
        let safe = match kind {
            DATA => OctetString::from_der(content.value()).map_err(unreadable)?.as_bytes().to_vec(),
            ENCRYPTED => encrypted(&content, passphrase)?.to_vec(),
            _ => {
                return Err(NotCertified::Unreadable {
                    why: "it is protected for a certificate and not by a passphrase",
                });
            }
        };
        let safe = Zeroizing::new(safe);
        for bag in Vec::<Any>::from_der(&safe).map_err(|_| NotCertified::Passphrase)? {
            self.bag(&bag, passphrase)?;
        }
        Ok(())
    }

    fn bag(&mut self, bag: &Any, passphrase: &str) -> Result<(), NotCertified> {
        let unreadable = |_| NotCertified::Unreadable { why: NO_PKCS12 };
        let read = bag.sequence(|reader| {
            let kind = ObjectIdentifier::decode(reader)?;
            let value = Any::decode(reader)?;
            while !reader.is_finished() {
                let _ = Any::decode(reader)?;
            }
            Ok::<_, x509_cert::der::Error>((kind, value))
        });
        let (kind, value) = read.map_err(unreadable)?;
        match kind {
            KEY => self.keys.push(Zeroizing::new(value.value().to_vec())),
            SHROUDED_KEY => self.keys.push(shrouded(value.value(), passphrase)?),
            CERTIFICATE => self.certificates.extend(certificate(value.value()).map_err(unreadable)?),
            // Lists of revoked certificates, secrets and bags within bags are nobody's certificate.
            _ => {}
        }
        Ok(())
    }
}

/// EncryptedData (RFC 5652 8): version, then kind, algorithm and, in [0], the text.
fn encrypted(content: &Any, passphrase: &str) -> Result<Zeroizing<Vec<u8>>, NotCertified> {
    let read = Any::from_der(content.value()).and_then(|inner| {
        inner.sequence(|reader| {
            let _version = u8::decode(reader)?;
            let parts = Any::decode(reader)?;
            while !reader.is_finished() {
                let _ = Any::decode(reader)?;
            }
            parts.sequence(|reader| {
                let _kind = Any::decode(reader)?;
                Ok::<_, x509_cert::der::Error>((Any::decode(reader)?, Any::decode(reader)?))
            })
        })
    });
    let (algorithm, text) = read.map_err(|_| NotCertified::Unreadable { why: NO_PKCS12 })?;
    opened(&algorithm, text.value(), passphrase)
}

/// EncryptedPrivateKeyInfo (RFC 5958 3).
fn shrouded(der: &[u8], passphrase: &str) -> Result<Zeroizing<Vec<u8>>, NotCertified> {
    let read = Any::from_der(der).and_then(|inner| {
        inner.sequence(|reader| Ok::<_, x509_cert::der::Error>((Any::decode(reader)?, OctetString::decode(reader)?)))
    });
    let (algorithm, text) = read.map_err(|_| NotCertified::Unreadable { why: NO_PKCS12 })?;
    opened(&algorithm, text.as_bytes(), passphrase)
}

fn opened(algorithm: &Any, text: &[u8], passphrase: &str) -> Result<Zeroizing<Vec<u8>>, NotCertified> {
    let unreadable = |_| NotCertified::Unreadable { why: NO_PKCS12 };
    let kind = algorithm.sequence(|reader| {
        let kind = ObjectIdentifier::decode(reader)?;
        while !reader.is_finished() {
            let _ = Any::decode(reader)?;
        }
        Ok::<_, x509_cert::der::Error>(kind)
    });
    if kind.map_err(unreadable)? != PBES2 {
        return Err(NotCertified::OldProtection);
    }
    let der = algorithm.to_der().map_err(unreadable)?;
    let scheme = EncryptionScheme::try_from(der.as_slice()).map_err(|_| NotCertified::OldProtection)?;
    let opened = scheme.decrypt(passphrase.as_bytes(), text);
    opened.map(Zeroizing::new).map_err(|error| match error {
        pkcs5::Error::DecryptFailed => NotCertified::Passphrase,
        _ => NotCertified::OldProtection,
    })
}

/// CertBag: a kind, and in [0] the certificate as an octet string; other kinds than X.509 are passed over.
fn certificate(der: &[u8]) -> DerResult<Option<Vec<u8>>> {
    let (kind, value) = info(&Any::from_der(der)?)?;
    if kind != X509 {
        return Ok(None);
    }
    OctetString::from_der(value.value()).map(|certificate| Some(certificate.as_bytes().to_vec()))
}

#[cfg(test)]
mod tests;
