//! What may be done to a link, why, and why it is not done.
//! What an order comes to in the register stands in `turn`.

use attesto_credential::{CertificateNumber, CredentialId, Timestamp};

use crate::code::OfficerId;
use crate::register::RegisterFault;

/// What is done to a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkDeed {
    /// Another one takes its place.
    Renew,
    /// It shows nothing any more.
    Withdraw,
}

/// Why a link changes. A word of a list: a sentence would stand in the journal for good, names and all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkReason {
    /// It came before the eyes of somebody whom its holder did not mean.
    Exposed,
    /// An authority or a court ordered it.
    Order,
    /// Its holder asked.
    Request,
}

/// What should be done, to which copy, and by whom.
#[derive(Clone, Debug)]
pub struct LinkOrder {
    /// To a copy of which certification.
    pub number: CertificateNumber,
    /// Which copy, where several are shown.
    pub copy: Option<CredentialId>,
    /// What.
    pub deed: LinkDeed,
    /// Why.
    pub reason: LinkReason,
    /// Who does it.
    pub by: OfficerId,
    /// When.
    pub at: Timestamp,
}

/// Why a link is not changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LinkRefused {
    /// No copy that can be read.
    #[error("{number} has no such badge that can still be read; `attesto link show {number}` lists its badges")]
    NoCopy {
        /// The number.
        number: CertificateNumber,
    },
    /// No link shows the copy.
    #[error("no link shows this badge of {number}; nothing was changed")]
    NoLink {
        /// The number.
        number: CertificateNumber,
    },
    /// The register cannot.
    #[error(transparent)]
    Register(#[from] RegisterFault),
    /// Which of several is not said.
    #[error(
        "{number} has {count} badges that may be meant; name one with --copy ID, `attesto link show {number}` lists them"
    )]
    Several {
        /// The number.
        number: CertificateNumber,
        /// How many.
        count: usize,
    },
}

impl LinkDeed {
    /// The word of the journal and of the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Renew => "renew",
            Self::Withdraw => "withdraw",
        }
    }
}

impl LinkReason {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::Exposed, Self::Order, Self::Request];

    /// The word in the journal.
    pub fn word(self) -> &'static str {
        match self {
            Self::Exposed => "exposed",
            Self::Order => "order",
            Self::Request => "request",
        }
    }

    /// Reads the word.
    ///
    /// # Errors
    /// Not one of the three.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let found = Self::ALL.into_iter().find(|reason| reason.word() == text);
        found.ok_or("is no reason; write exposed, order or request")
    }
}
