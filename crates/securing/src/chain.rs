//! X.509 paths at a given moment: from a leaf to an authority that the reader configured (RFC 5280).
//! Whether a certificate was revoked is not asked, nor who may say what: those are the verifier's.

mod algorithms;
mod anchors;
mod certificate;
mod qualified;
mod subject;
mod use_for;

use std::time::Duration;

use attesto_credential::Timestamp;
use rustls_pki_types::{CertificateDer, UnixTime};

use crate::digest::Digest;

pub(crate) use algorithms::{Hash, signed_by};
pub use anchors::{Anchors, BadAnchors};
pub use certificate::Certificate;
pub use qualified::Qualified;
pub use subject::Subject;
pub use use_for::Use;

/// The most certificates in a chain.
const LIMIT: usize = 8;

/// Certificates as they came with something signed, leaf first; none of them is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    leaf: Certificate,
    others: Vec<Certificate>,
}

/// A leaf that a path leads from to an authority, at the moment and for the purpose asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    certificate: Certificate,
    authority: String,
    anchor: Digest,
    carried: usize,
}

/// Why a chain does not lead to an authority.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadChain {
    /// An authority that the reader already has stands in the chain.
    #[error("certificate {index} of the chain is an authority of its own; a chain must leave it out")]
    AnchorInside {
        /// Counted from 0.
        index: usize,
    },
    /// The first certificate is an authority's.
    #[error("the first certificate belongs to an authority; the signer's own must come first")]
    AuthorityAsLeaf,
    /// An extension that a reader must know and does not.
    #[error("the certificate of {subject} has the critical extension {id}, which is not known here")]
    CriticalExtension {
        /// Whose certificate.
        subject: String,
        /// Its object identifier.
        id: String,
    },
    /// No certificate at all.
    #[error("there is no certificate")]
    Empty,
    /// A certificate of the path had ended.
    #[error("a certificate of the path ended at {until}")]
    Expired {
        /// Its last second.
        until: Timestamp,
    },
    /// The certificates vouch for each other in a circle.
    #[error("the certificates vouch for each other in a circle and lead to nobody")]
    Loop,
    /// A certificate is for a name that its issuer may not vouch for, or the constraint is of a kind not judged here.
    #[error("an authority of the path may not vouch for the names of this certificate (name constraints)")]
    NameConstraint,
    /// The path ends at nobody whom the reader trusts.
    #[error("no configured authority vouches for the certificate of {subject}; it says it is by {issuer}")]
    NoAnchor {
        /// Whose certificate.
        subject: String,
        /// The issuer that the last known certificate names.
        issuer: String,
    },
    /// A certificate that vouches for another belongs to no authority.
    #[error("a certificate vouches for another and is no authority's (basicConstraints, keyUsage keyCertSign)")]
    NotAuthority,
    /// A certificate of the path had not begun.
    #[error("a certificate of the path begins only at {from}")]
    NotYet {
        /// Its first second.
        from: Timestamp,
    },
    /// More authorities between leaf and anchor than one of them allows.
    #[error("there are more authorities on the path than one of them allows (pathLenConstraint)")]
    PathLength,
    /// The leaf vouches for itself.
    #[error("the certificate of {subject} is its own issuer; nobody else vouches for it")]
    SelfSigned {
        /// Whose certificate.
        subject: String,
    },
    /// A certificate is not signed by the one that its issuer has.
    #[error("a certificate of the path is not signed by its issuer's key")]
    Signature,
    /// More certificates, or more ways through them, than are tried.
    #[error("there are more certificates, or more ways through them, than are tried here")]
    TooComplex,
    /// A certificate that cannot be read.
    #[error("certificate {index} of the chain cannot be read")]
    Unreadable {
        /// Counted from 0.
        index: usize,
    },
    /// A certificate is signed by an algorithm that is not judged here.
    #[error("a certificate of the path is signed by an algorithm that is not judged here")]
    UnknownAlgorithm,
    /// The leaf or an authority is not for this.
    #[error("the certificate of {subject} is not for {purpose}")]
    WrongUsage {
        /// Whose certificate.
        subject: String,
        /// What was asked.
        purpose: Use,
    },
}

impl BadChain {
    fn unreadable(index: usize) -> Self {
        Self::Unreadable { index }
    }
}

impl Chain {
    /// Reads DER certificates, leaf first; believes nothing of them.
    ///
    /// # Errors
    /// None, more than 8, or one that cannot be read.
    pub fn read(certificates: &[impl AsRef<[u8]>]) -> Result<Self, BadChain> {
        if certificates.len() > LIMIT {
            return Err(BadChain::TooComplex);
        }
        let read = |(index, der): (usize, _)| Certificate::read(index, AsRef::<[u8]>::as_ref(der));
        let mut read = certificates.iter().enumerate().map(read);
        let leaf = read.next().ok_or(BadChain::Empty)??;
        Ok(Self { leaf, others: read.collect::<Result<_, _>>()? })
    }

    /// Reads and verifies in one step.
    ///
    /// # Errors
    /// As [`Chain::read`] and [`Chain::leads`].
    pub fn verify(
        certificates: &[impl AsRef<[u8]>],
        anchors: &Anchors,
        at: Timestamp,
        purpose: Use,
    ) -> Result<Leaf, BadChain> {
        Self::read(certificates)?.leads(anchors, at, purpose)
    }

    /// What the leaf says of itself. Unbelieved.
    pub fn peek_unbelieved(&self) -> &Certificate {
        &self.leaf
    }

    /// All certificates, leaf first. Unbelieved.
    pub fn certificates(&self) -> impl Iterator<Item = &Certificate> {
        std::iter::once(&self.leaf).chain(&self.others)
    }

    /// The same without authorities that vouch for themselves: readers must have those by themselves.
    #[must_use]
    pub fn without_roots(self) -> Self {
        Self { others: self.others.into_iter().filter(|other| !other.is_self_issued()).collect(), ..self }
    }

    /// Finds a path from the leaf to an authority that holds at a moment, for a purpose.
    ///
    /// The authorities' own dates are not asked: whoever configures one answers for it. Constraints on directory
    /// names and addresses are not judged: a certificate under one is refused.
    ///
    /// # Errors
    /// Why there is none; of several reasons the one that tells most.
    pub fn leads(&self, anchors: &Anchors, at: Timestamp, purpose: Use) -> Result<Leaf, BadChain> {
        self.may_begin(purpose)?;
        let carried = self.certificates().filter(|one| one.is_self_issued() || anchors.holds(&one.digest()));
        let carried = carried.count();
        if carried > 0 && purpose.leaves_anchors_out() {
            let inside = |one: &Certificate| one.is_self_issued() || anchors.holds(&one.digest());
            let index = self.certificates().position(inside).unwrap_or_default();
            return Err(BadChain::AnchorInside { index });
        }
        let (authority, anchor) = self.path(anchors, at, purpose)?;
        Ok(Leaf { certificate: self.leaf.clone(), authority, anchor, carried })
    }

    /// Whether the leaf, by itself, may stand where it stands.
    fn may_begin(&self, purpose: Use) -> Result<(), BadChain> {
        let subject = || self.leaf.subject().told();
        if self.leaf.is_self_issued() {
            return Err(BadChain::SelfSigned { subject: subject() });
        }
        if self.leaf.is_authority() {
            return Err(BadChain::AuthorityAsLeaf);
        }
        if let Some((one, id)) = self.certificates().find_map(|one| Some((one, one.unknown_critical()?))) {
            return Err(BadChain::CriticalExtension { subject: one.subject().told(), id: id.to_owned() });
        }
        if purpose.allows(&self.leaf) { Ok(()) } else { Err(BadChain::WrongUsage { subject: subject(), purpose }) }
    }

    /// The authority at the end of the path: its name and the digest of its certificate.
    fn path(&self, anchors: &Anchors, at: Timestamp, purpose: Use) -> Result<(String, Digest), BadChain> {
        let seconds = u64::try_from(at.unix()).unwrap_or_default();
        let time = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        let (leaf, others) = (CertificateDer::from(self.leaf.der()), self.intermediates());
        let trusted = anchors.trusted();
        let leaf = webpki::EndEntityCert::try_from(&leaf).map_err(|_| BadChain::unreadable(0))?;
        let path = leaf.verify_for_usage(
            algorithms::ALL,
            &trusted,
            &others,
            time,
            use_for::Extended(purpose),
            None,
            Some(&|path| authorities_may_sign(path, &self.others)),
        );
        match path {
            Ok(path) => anchors.found(path.anchor()).ok_or_else(|| self.lost()),
            Err(error) => Err(self.told(&error, purpose)),
        }
    }

    fn intermediates(&self) -> Vec<CertificateDer<'_>> {
        self.others.iter().map(|other| CertificateDer::from(other.der())).collect()
    }

    fn told(&self, error: &webpki::Error, purpose: Use) -> BadChain {
        use webpki::Error as E;
        let moment =
            |time: &UnixTime| i64::try_from(time.as_secs()).ok().and_then(|seconds| Timestamp::from_unix(seconds).ok());
        match error {
            E::CertExpired { not_after, .. } => {
                BadChain::Expired { until: moment(not_after).unwrap_or(Timestamp::LAST) }
            }
            E::CertNotValidYet { not_before, .. } => {
                BadChain::NotYet { from: moment(not_before).unwrap_or(Timestamp::LAST) }
            }
            E::CaUsedAsEndEntity => BadChain::AuthorityAsLeaf,
            E::EndEntityUsedAsCa => BadChain::NotAuthority,
            E::NameConstraintViolation | E::MalformedNameConstraint | E::InvalidNetworkMaskConstraint => {
                BadChain::NameConstraint
            }
            E::PathLenConstraintViolated => BadChain::PathLength,
            E::InvalidSignatureForPublicKey | E::SignatureAlgorithmMismatch => BadChain::Signature,
            E::UnsupportedSignatureAlgorithmContext(_) | E::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => {
                BadChain::UnknownAlgorithm
            }
            E::RequiredEkuNotFoundContext(_) | E::EmptyEkuExtension => {
                BadChain::WrongUsage { subject: self.leaf.subject().told(), purpose }
            }
            E::MaximumPathBuildCallsExceeded
            | E::MaximumPathDepthExceeded
            | E::MaximumSignatureChecksExceeded
            | E::MaximumNameConstraintComparisonsExceeded => BadChain::TooComplex,
            E::UnknownIssuer => self.lost(),
            _ => BadChain::unreadable(0),
        }
    }

    /// Follows the names of issuers as far as the chain goes: in a circle, or to somebody unknown.
    fn lost(&self) -> BadChain {
        let mut passed = vec![&self.leaf];
        let mut last = &self.leaf;
        while let Some(next) = self.others.iter().find(|other| last.names_as_issuer(other)) {
            if next.is_self_issued() {
                break;
            }
            if passed.contains(&next) {
                return BadChain::Loop;
            }
            passed.push(next);
            last = next;
        }
        BadChain::NoAnchor { subject: self.leaf.subject().told(), issuer: last.issuer().told() }
    }
}

/// Path building leaves keyUsage aside; an authority that says what its key is for must say that it signs certificates.
fn authorities_may_sign(path: &webpki::VerifiedPath<'_>, others: &[Certificate]) -> Result<(), webpki::Error> {
    let may_not = |der: &[u8]| {
        let found = others.iter().find(|other| other.der() == der);
        found.and_then(Certificate::usage).is_some_and(|usage| !usage.key_cert_sign())
    };
    match path.intermediate_certificates().any(|one| may_not(&one.der())) {
        true => Err(webpki::Error::EndEntityUsedAsCa),
        false => Ok(()),
    }
}

impl Leaf {
    /// The certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The name of the authority at the end of the path.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The SHA-256 digest of that authority's certificate, by which a list of authorities knows it again.
    pub fn anchor(&self) -> &Digest {
        &self.anchor
    }

    /// How many authorities the chain carried that readers must have by themselves.
    pub fn carried(&self) -> usize {
        self.carried
    }
}

#[cfg(test)]
mod tests;
