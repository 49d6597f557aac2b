//! What needs a key: canonical form, seal and open, digests.
//! The only crate that names cryptography. No clock, disk, network or entropy source of its own.

mod authentic;
mod base58;
mod canon;
mod chain;
#[cfg(feature = "seal")]
mod content;
mod data_integrity;
mod digest;
mod entropy;
mod jades;
mod jose;
mod jws;
mod key;
mod prepared;
mod resolve;
mod roll;
mod sd_jwt;
mod seal;
mod time_stamp;

pub use authentic::{Authentic, Broken};
pub use canon::{
    Budget, Canonical, Contexts, Cost, LabelHash, Loss, Rekeying, Uncanonical, canonical, canonical_by,
    canonical_generally, jcs,
};
pub use chain::{Anchors, BadAnchors, BadChain, Certificate, Chain, Leaf, Qualified, Subject, Use};
#[cfg(feature = "seal")]
pub use content::{ContentFault, ContentKey};
pub use digest::{Digest, Digesting};
pub use entropy::{Entropy, draw};
pub use jades::{Level, SealRecord, SignedList, SigningTime};
#[cfg(feature = "seal")]
pub use jades::{NotStamped, stamp, stamp_request};
pub use key::{Algorithm, BadKey, KeyId, PublicKey, Signature};
#[cfg(feature = "seal")]
pub use key::{Certified, CertifiedKey, NotCertified, RsaPadding, RsaSigningKey};
#[cfg(feature = "seal")]
pub use key::{KeyFile, KeyFileFault, Passphrase, SignFault, Signer, SigningKey};
pub use prepared::Prepared;
pub use resolve::{
    BadDocument, BoundKey, Compromised, EvidenceAt, Keys, Published, Standing, Unbound, Uses, compromised_entry,
};
pub use roll::{BadEvidence, Evidence, Roll, recorded_as};
pub use sd_jwt::{Binding, DisclosureFault, peek_claims};
#[cfg(feature = "seal")]
pub use sd_jwt::{Chosen, NotPresented, present};
pub use seal::open;
#[cfg(feature = "seal")]
pub use seal::{SealError, seal, seal_held, words};
pub use time_stamp::{BadStamp, REQUEST_TYPE, StampRequest, Stamped, Token};
