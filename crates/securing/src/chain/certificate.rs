//! One certificate as it is written (RFC 5280): whose key, by whom, from when to when, for what.
//! Reading believes nothing of it; a path to an anchor is asked beside this.

use attesto_credential::Timestamp;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use x509_cert::TbsCertificate;
use x509_cert::der::asn1::{Any, ObjectIdentifier};
use x509_cert::der::{Decode, Encode, Tag};
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAltName};
use x509_cert::spki::SubjectPublicKeyInfoOwned;

use super::BadChain;
use super::qualified::Qualified;
use super::subject::Subject;
use crate::digest::Digest;
use crate::key::{Algorithm, PublicKey};

/// The most bytes of one certificate.
const LIMIT_BYTES: usize = 16 * 1024;

/// Extensions that are judged here or by the path building, by their ids.
const KNOWN: [&str; 6] = ["2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.30", "2.5.29.31", "2.5.29.37"];

/// Kinds of keys that are judged here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    P256,
    P384,
    Rsa,
}

/// A certificate that could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    subject: Subject,
    issuer: Subject,
    names: Vec<u8>,
    issuer_names: Vec<u8>,
    serial: Vec<u8>,
    serial_der: Vec<u8>,
    issuer_serial: String,
    from: Timestamp,
    until: Timestamp,
    dns: Vec<String>,
    uris: Vec<String>,
    kind: Option<Kind>,
    key: Vec<u8>,
    usage: Option<KeyUsage>,
    purposes: Option<Vec<ObjectIdentifier>>,
    is_authority: bool,
    qualified: Qualified,
    unknown_critical: Option<String>,
}

impl Certificate {
    /// Reads DER; `index` is its place in the chain, for the fault.
    ///
    /// # Errors
    /// Too long, not DER, or an extension that cannot be read.
    pub(super) fn read(index: usize, der: &[u8]) -> Result<Self, BadChain> {
        if der.len() > LIMIT_BYTES {
            return Err(BadChain::unreadable(index));
        }
        Self::parse(der).map_err(|_| BadChain::unreadable(index))
    }

    /// Reads DER outside any chain; `None` if it cannot be read.
    pub(crate) fn peek(der: &[u8]) -> Option<Self> {
        Self::read(0, der).ok()
    }

    fn parse(der: &[u8]) -> x509_cert::der::Result<Self> {
        let parsed = x509_cert::Certificate::from_der(der)?;
        let body = parsed.tbs_certificate();
        let moment = |time: x509_cert::time::Time| {
            let seconds = i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
            Timestamp::from_unix(seconds).unwrap_or(Timestamp::LAST)
        };
        let names = body.get_extension::<SubjectAltName>()?.map(|(_, names)| names.0).unwrap_or_default();
        let critical = body.extensions().into_iter().flatten().filter(|extension| extension.critical);
        let mut unknown = critical.map(|extension| extension.extn_id.to_string());
        Ok(Self {
            der: der.to_vec(),
            subject: Subject::of(body.subject()),
            issuer: Subject::of(body.issuer()),
            names: body.subject().to_der()?,
            issuer_names: body.issuer().to_der()?,
            serial: body.serial_number().as_bytes().to_vec(),
            serial_der: body.serial_number().to_der()?,
            issuer_serial: STANDARD.encode(issuer_serial(body)?),
            from: moment(body.validity().not_before),
            until: moment(body.validity().not_after),
            dns: texts(&names, |name| if let GeneralName::DnsName(text) = name { Some(text.as_str()) } else { None }),
            uris: texts(&names, |name| match name {
                GeneralName::UniformResourceIdentifier(text) => Some(text.as_str()),
                _ => None,
            }),
            kind: kind(body.subject_public_key_info()),
            key: body.subject_public_key_info().subject_public_key.raw_bytes().to_vec(),
            usage: body.get_extension::<KeyUsage>()?.map(|(_, usage)| usage),
            purposes: body.get_extension::<ExtendedKeyUsage>()?.map(|(_, purposes)| purposes.0),
            is_authority: body.get_extension::<BasicConstraints>()?.is_some_and(|(_, basic)| basic.ca),
            qualified: Qualified::of(body)?,
            unknown_critical: unknown.find(|id| !KNOWN.contains(&id.as_str())),
        })
    }

    /// The certificate as it came.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Its SHA-256 digest, as `x5t#S256` and `x509_hash` have it.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.der)
    }

    /// Whose key it is.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// Who says so.
    pub fn issuer(&self) -> &Subject {
        &self.issuer
    }

    /// Its number, in hexadecimal.
    pub fn serial(&self) -> String {
        self.serial.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Issuer and number (`IssuerSerial`, RFC 5035) in base64, as the header `kid` of a seal names the certificate.
    pub fn issuer_serial(&self) -> &str {
        &self.issuer_serial
    }

    /// The first second in which it holds.
    pub fn from(&self) -> Timestamp {
        self.from
    }

    /// The last second in which it holds.
    pub fn until(&self) -> Timestamp {
        self.until
    }

    /// The names of hosts that it stands for (SAN dNSName).
    pub fn dns_names(&self) -> &[String] {
        &self.dns
    }

    /// The addresses that it stands for (SAN uniformResourceIdentifier).
    pub fn uris(&self) -> &[String] {
        &self.uris
    }

    /// Whether it stands for whoever speaks by an https address: the address itself, or its host.
    pub fn stands_for(&self, speaker: &str) -> bool {
        let Some(rest) = speaker.strip_prefix("https://") else { return false };
        let host = rest.split('/').next().unwrap_or("");
        let host = host.split(':').next().unwrap_or("");
        self.uris.iter().any(|uri| uri == speaker) || self.dns.iter().any(|name| name.eq_ignore_ascii_case(host))
    }

    /// What it says of qualified certificates (ETSI EN 319 412-5).
    pub fn qualified(&self) -> &Qualified {
        &self.qualified
    }

    /// Whether its key may commit its owner to what it signs (keyUsage nonRepudiation); nothing said is no.
    pub fn commits(&self) -> bool {
        self.usage.is_some_and(|usage| usage.non_repudiation())
    }

    /// Whether it names itself as its issuer.
    pub fn is_self_issued(&self) -> bool {
        self.names == self.issuer_names
    }

    pub(super) fn is_authority(&self) -> bool {
        self.is_authority
    }

    /// Its key, to sign by an algorithm; `None` if the key is of another kind, or one that no honest key is.
    pub fn key(&self, algorithm: Algorithm) -> Option<PublicKey> {
        let kind = match algorithm {
            Algorithm::EdDsa => return None,
            Algorithm::Es256 => Kind::P256,
            Algorithm::Es384 => Kind::P384,
            Algorithm::Ps256 | Algorithm::Rs256 => Kind::Rsa,
        };
        (self.kind == Some(kind)).then(|| PublicKey::from_point(algorithm, &self.key).ok())?
    }

    /// Issuer and number side by side, as CMS names a signer.
    pub(crate) fn issuer_and_serial(&self) -> Vec<u8> {
        [self.issuer_names.as_slice(), &self.serial_der].concat()
    }

    pub(crate) fn kind(&self) -> Option<Kind> {
        self.kind
    }

    pub(crate) fn key_bytes(&self) -> &[u8] {
        &self.key
    }

    pub(super) fn usage(&self) -> Option<KeyUsage> {
        self.usage
    }

    pub(super) fn purposes(&self) -> Option<&[ObjectIdentifier]> {
        self.purposes.as_deref()
    }

    pub(super) fn unknown_critical(&self) -> Option<&str> {
        self.unknown_critical.as_deref()
    }

    /// Whether another one bears the name of this one's issuer.
    pub(super) fn names_as_issuer(&self, other: &Self) -> bool {
        self.issuer_names == other.names
    }
}

/// `IssuerSerial` of RFC 5035: the issuer's name as the only one of `GeneralNames`, then the number.
fn issuer_serial(body: &TbsCertificate) -> x509_cert::der::Result<Vec<u8>> {
    let issuer = vec![GeneralName::DirectoryName(body.issuer().clone())].to_der()?;
    let parts = [issuer, body.serial_number().to_der()?].concat();
    Any::new(Tag::Sequence, parts)?.to_der()
}

fn kind(key: &SubjectPublicKeyInfoOwned) -> Option<Kind> {
    let parameters = || key.algorithm.parameters.as_ref()?.decode_as::<ObjectIdentifier>().ok();
    match key.algorithm.oid.to_string().as_str() {
        "1.2.840.10045.2.1" => match parameters()?.to_string().as_str() {
            "1.2.840.10045.3.1.7" => Some(Kind::P256),
            "1.3.132.0.34" => Some(Kind::P384),
            _ => None,
        },
        "1.2.840.113549.1.1.1" => Some(Kind::Rsa),
        _ => None,
    }
}

fn texts<'n>(names: &'n [GeneralName], text: impl Fn(&'n GeneralName) -> Option<&'n str>) -> Vec<String> {
    names.iter().filter_map(text).map(str::to_owned).collect()
}
