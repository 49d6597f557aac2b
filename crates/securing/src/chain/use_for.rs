//! What a certificate is wanted for, and whether it says that it may be used so (keyUsage, extendedKeyUsage).
//! What it is used on, and whether that holds, is asked elsewhere.

use std::fmt;

use webpki::{ExtendedKeyUsageValidator, KeyPurposeId, KeyPurposeIdIter};
use x509_cert::der::asn1::ObjectIdentifier;

use super::Certificate;

/// What a leaf is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// To sign attestations, status lists and requests to wallets (HAIP 1.0: no authority inside the chain).
    Attestation,
    /// To seal documents in a body's name (ETSI EN 319 412-3).
    Seal,
    /// To say at what time something existed (RFC 3161).
    TimeStamp,
    /// To sign a list of trusted entities (ETSI TS 119 602).
    TrustList,
}

const ANY: &str = "2.5.29.37.0";
const TIME_STAMPING: &str = "1.3.6.1.5.5.7.3.8";

/// The extended uses of keys that sign lists: of trusted services (ETSI TS 119 612 5.7.1), and the one that lists of
/// trusted entities are published with.
const FOR_LISTS: [&str; 2] = ["0.4.0.2231.3.0", "0.4.0.2231.28.0"];

/// The extended uses that let a key sign documents: any, client authentication and e-mail protection (which authorities
/// have long given to signing keys), document signing, and what two makers of readers used before there was that.
const FOR_DOCUMENTS: [&str; 6] = [
    ANY,
    "1.3.6.1.5.5.7.3.2",
    "1.3.6.1.5.5.7.3.4",
    "1.3.6.1.5.5.7.3.36",
    "1.3.6.1.4.1.311.10.3.12",
    "1.2.840.113583.1.1.5",
];

impl Use {
    /// Whether a chain for it must not carry authorities.
    pub(super) fn leaves_anchors_out(self) -> bool {
        self == Self::Attestation
    }

    /// Whether a leaf says that it may be used so. What says nothing may be used for anything, but for time-stamps.
    pub(super) fn allows(self, leaf: &Certificate) -> bool {
        let usage = leaf.usage();
        let signs = usage.is_none_or(|usage| usage.digital_signature());
        let commits = usage.is_some_and(|usage| usage.non_repudiation());
        match self {
            Self::Attestation => signs,
            Self::Seal | Self::TrustList => signs || commits,
            Self::TimeStamp => (signs || commits) && is_only(leaf.purposes(), TIME_STAMPING),
        }
    }

    /// Whether a certificate of the path may have this extended use among its own; the first that fits is enough.
    fn takes(self, extended: &KeyPurposeId<'_>) -> bool {
        let is_one_of = |ids: &[&str]| ids.iter().any(|id| is(extended, id));
        match self {
            Self::Attestation => true,
            Self::Seal => is_one_of(&FOR_DOCUMENTS),
            Self::TrustList => is_one_of(&FOR_DOCUMENTS) || is_one_of(&FOR_LISTS),
            Self::TimeStamp => is_one_of(&[ANY, TIME_STAMPING]),
        }
    }
}

/// By its encoding: what webpki 0.103 writes out is wrong where a number of it is above 127.
fn is(extended: &KeyPurposeId<'_>, id: &str) -> bool {
    ObjectIdentifier::new(id).is_ok_and(|id| KeyPurposeId::new(id.as_bytes()) == *extended)
}

/// RFC 3161 2.3: a key that stamps time does nothing else.
fn is_only(purposes: Option<&[ObjectIdentifier]>, purpose: &str) -> bool {
    matches!(purposes, Some([only]) if only.to_string() == purpose)
}

impl fmt::Display for Use {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Attestation => "signing attestations",
            Self::Seal => "sealing documents",
            Self::TimeStamp => "stamping time",
            Self::TrustList => "signing lists of trusted entities",
        })
    }
}

/// The extended uses along a path: each certificate has none, or one that fits.
pub(super) struct Extended(pub(super) Use);

impl ExtendedKeyUsageValidator for Extended {
    fn validate(&self, purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), webpki::Error> {
        let mut some = false;
        for purpose in purposes {
            if self.0.takes(&purpose?) {
                return Ok(());
            }
            some = true;
        }
        if some { Err(webpki::Error::EmptyEkuExtension) } else { Ok(()) }
    }
}
