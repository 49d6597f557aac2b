//! The authorities that a reader trusts, as certificates given by configuration.
//! A certificate that a credential brings with it is never one of them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, TrustAnchor};

use super::BadChain;
use super::certificate::Certificate;
use crate::digest::Digest;

/// Authorities, each trusted whatever its own dates are: who configures one answers for it.
#[derive(Clone, Debug, Default)]
pub struct Anchors {
    anchors: Vec<Anchor>,
}

#[derive(Clone, Debug)]
struct Anchor {
    name: String,
    digest: Digest,
    trust: TrustAnchor<'static>,
}

/// A file of authorities that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadAnchors {
    /// No certificate in PEM.
    #[error("there is no certificate in here; give PEM that begins with -----BEGIN CERTIFICATE-----")]
    Empty,
    /// A certificate that cannot be read.
    #[error("certificate {index} of the file cannot be read: {why}")]
    Unreadable {
        /// Counted from 1.
        index: usize,
        /// What is wrong.
        why: String,
    },
}

impl Anchors {
    /// No authority: then no chain holds.
    pub fn none() -> Self {
        Self::default()
    }

    /// Reads every certificate of a PEM text.
    ///
    /// # Errors
    /// None in it, or one that cannot be read.
    pub fn from_pem(text: &[u8]) -> Result<Self, BadAnchors> {
        let mut anchors = Self::none();
        for (index, found) in CertificateDer::pem_slice_iter(text).enumerate() {
            let unreadable = |why: String| BadAnchors::Unreadable { index: index + 1, why };
            let der = found.map_err(|_| unreadable("it is not PEM".to_owned()))?;
            anchors = anchors.with(&der).map_err(|bad| unreadable(bad.to_string()))?;
        }
        if anchors.anchors.is_empty() { Err(BadAnchors::Empty) } else { Ok(anchors) }
    }

    /// The same with another authority, as a DER certificate.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn with(mut self, der: &[u8]) -> Result<Self, BadChain> {
        let certificate = Certificate::read(0, der)?;
        let der = CertificateDer::from(der);
        let trust = webpki::anchor_from_trusted_cert(&der).map_err(|_| BadChain::unreadable(0))?.to_owned();
        let digest = certificate.digest();
        if !self.anchors.iter().any(|anchor| anchor.digest == digest) {
            self.anchors.push(Anchor { name: certificate.subject().told(), digest, trust });
        }
        Ok(self)
    }

    /// The same with another authority, as a DER certificate in base64.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn with_coded(self, text: &str) -> Result<Self, BadChain> {
        let der = STANDARD.decode(text).map_err(|_| BadChain::unreadable(0))?;
        self.with(&der)
    }

    /// The same with the authorities of another list.
    #[must_use]
    pub fn and(mut self, others: &Self) -> Self {
        let new = others.anchors.iter().filter(|other| !self.holds(&other.digest)).cloned().collect::<Vec<_>>();
        self.anchors.extend(new);
        self
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.anchors.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.anchors.len()
    }

    /// Whether a certificate of that SHA-256 digest is one of them.
    pub fn holds(&self, digest: &Digest) -> bool {
        self.anchors.iter().any(|anchor| anchor.digest == *digest)
    }

    pub(super) fn trusted(&self) -> Vec<TrustAnchor<'_>> {
        self.anchors.iter().map(|anchor| anchor.trust.clone()).collect()
    }

    /// The authority of a subject and key: its name and the digest of its certificate.
    pub(super) fn found(&self, trust: &TrustAnchor<'_>) -> Option<(String, Digest)> {
        let same = |anchor: &&Anchor| {
            anchor.trust.subject == trust.subject
                && anchor.trust.subject_public_key_info == trust.subject_public_key_info
        };
        self.anchors.iter().find(same).map(|anchor| (anchor.name.clone(), anchor.digest))
    }
}
