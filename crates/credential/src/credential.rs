//! What one credential says, in no data model's words: one copy of a certification, or a foreign one.
//! How it is written stands in `model/`; whether it may be believed is asked on the floors above.

mod achievement;
mod issuer;
mod learning;
mod recipient;
mod shared;
mod terms;

pub use achievement::{Achievement, Alignment, Criteria, Outcome, Related, ResultDescription, RubricLevel};
pub use issuer::Issuer;
pub use learning::{
    Accreditation, AskedAt, Assessment, Display, Entitlement, Learner, Learning, LearningOutcome, LegalIdentifier,
    NameIn, Organisation, Page, ShownResult, Specification, SpecificationKind,
};
pub use recipient::{IdentityHash, Recipient, RecipientIdentity};
pub use shared::SharedAchievement;
pub use terms::{BadHolderKey, ClaimTerms, HolderKey, SaltSeed};

use crate::document::Object;
use crate::id::CredentialId;
use crate::status::StatusEntry;
use crate::time::{Timestamp, Validity};

/// Members of a node that its struct does not model, kept so that a foreign credential stays readable.
pub type Unmodelled = Object;

/// A statement by an issuer about a recipient.
///
/// A plain record: that it is *true* is the business of `Authentic<Credential>` on floor 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// Names this copy, never the person.
    pub id: CredentialId,
    /// Title to display, in the credential's one language.
    pub name: Option<String>,
    /// Who says it.
    pub issuer: Issuer,
    /// Of whom it is said.
    pub recipient: Recipient,
    /// What was achieved; foreign credentials may say something else.
    pub achievement: Option<SharedAchievement>,
    /// The outcomes that show it.
    pub outcomes: Vec<Outcome>,
    /// The certificate number (`licenseNumber`), if there is one.
    pub number: Option<String>,
    /// From when until when it holds.
    pub validity: Validity,
    /// When it was first awarded; a corrected copy keeps it.
    pub awarded: Option<Timestamp>,
    /// Where its status is told; Open Badges allow one.
    pub status: Vec<StatusEntry>,
    /// What the European Learning Model tells beyond, in several languages; badges have none.
    pub learning: Option<Box<Learning>>,
    /// Members of the credential that this struct does not model.
    pub others: Unmodelled,
    /// Members of the subject that this struct does not model.
    pub subject_others: Unmodelled,
    /// What only a copy of flat claims has: its type, the key of its holder, its salts.
    pub terms: Option<ClaimTerms>,
}
