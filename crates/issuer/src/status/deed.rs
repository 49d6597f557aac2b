//! What can be done to a certification or a copy once it was granted.
//! Who may do it, and what follows, is `change`'s.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::officer::Duty;

/// What an officer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    /// Write the person otherwise: the number stays, new copies follow.
    Correct,
    /// Lift a suspension.
    Lift,
    /// Grant a new certification that follows this one.
    Renew,
    /// Put a new copy in the place of one that may be in wrong hands.
    Replace,
    /// Take it out of force for a time.
    Suspend,
    /// End it for good.
    Withdraw,
}

impl Deed {
    /// Every deed.
    pub const ALL: [Self; 6] = [Self::Correct, Self::Lift, Self::Renew, Self::Replace, Self::Suspend, Self::Withdraw];
    /// Those that need a second officer unless the scheme says otherwise: they cannot be taken back.
    pub const BY_TWO: [Self; 3] = [Self::Correct, Self::Renew, Self::Withdraw];

    /// The word of records, of scheme files and of the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Correct => "correct",
            Self::Lift => "lift",
            Self::Renew => "renew",
            Self::Replace => "replace",
            Self::Suspend => "suspend",
            Self::Withdraw => "withdraw",
        }
    }

    /// Reads the word of a scheme file.
    ///
    /// # Errors
    /// Not one of the six.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let found = Self::ALL.into_iter().find(|deed| deed.word() == text);
        found.ok_or("is not done to certifications; write correct, lift, renew, replace, suspend or withdraw")
    }

    /// The duty that it takes: a new copy of what stands already is issuing, all else is deciding.
    pub fn duty(self) -> Duty {
        match self {
            Self::Replace => Duty::Issue,
            Self::Correct | Self::Lift | Self::Renew | Self::Suspend | Self::Withdraw => Duty::Decide,
        }
    }
}

impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
