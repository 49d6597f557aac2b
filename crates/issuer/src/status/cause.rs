//! Why a status changes: words of a list, for they stand in the journal for good, where no name may.
//! What else there is to say stands in the note, which goes when its person is erased.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Deed;

/// Why something was done to a certification or a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// A complaint about its use or its basis.
    Complaint,
    /// The person broke what they promised.
    Conduct,
    /// What it was suspended for did not hold.
    Cleared,
    /// The carrier no longer works.
    Damaged,
    /// Something was written wrongly.
    Error,
    /// It rests on false figures or documents.
    FalseBasis,
    /// Is examined; nothing is found yet.
    Investigation,
    /// The key that sealed it was in wrong hands.
    KeyCompromised,
    /// The carrier was lost or stolen.
    Lost,
    /// The person has another name now.
    NewName,
    /// What the scheme asks for a renewal was shown.
    Recertified,
    /// The person asked.
    Request,
    /// What it was suspended for was put right.
    Resolved,
    /// What it was suspended for was not put right in time.
    Unresolved,
}

impl Cause {
    /// Every cause.
    pub const ALL: [Self; 14] = [
        Self::Complaint,
        Self::Conduct,
        Self::Cleared,
        Self::Damaged,
        Self::Error,
        Self::FalseBasis,
        Self::Investigation,
        Self::KeyCompromised,
        Self::Lost,
        Self::NewName,
        Self::Recertified,
        Self::Request,
        Self::Resolved,
        Self::Unresolved,
    ];

    /// The causes that a deed may have.
    pub fn of(deed: Deed) -> &'static [Self] {
        match deed {
            Deed::Suspend => &[Self::Complaint, Self::Conduct, Self::Investigation, Self::Request],
            Deed::Lift => &[Self::Cleared, Self::Resolved],
            Deed::Withdraw => &[Self::Conduct, Self::Error, Self::FalseBasis, Self::Request, Self::Unresolved],
            Deed::Correct => &[Self::Error, Self::NewName],
            Deed::Renew => &[Self::Recertified],
            Deed::Replace => &[Self::Damaged, Self::KeyCompromised, Self::Lost, Self::Request],
        }
    }

    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Complaint => "complaint",
            Self::Conduct => "conduct",
            Self::Cleared => "cleared",
            Self::Damaged => "damaged",
            Self::Error => "error",
            Self::FalseBasis => "false-basis",
            Self::Investigation => "investigation",
            Self::KeyCompromised => "key-compromised",
            Self::Lost => "lost",
            Self::NewName => "new-name",
            Self::Recertified => "recertified",
            Self::Request => "request",
            Self::Resolved => "resolved",
            Self::Unresolved => "unresolved",
        }
    }

    /// Reads the word of a cause that a deed may have.
    ///
    /// # Errors
    /// Another word; the sentence names those that may stand there.
    pub fn parse(deed: Deed, text: &str) -> Result<Self, BadCause> {
        let found = Self::of(deed).iter().copied().find(|cause| cause.word() == text);
        found.ok_or_else(|| BadCause { deed, found: crate::quote::shown(text) })
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A word that is no cause of such a deed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{found:?} is no cause to {deed}; write {}", words(*deed))]
pub struct BadCause {
    /// What should be done.
    pub deed: Deed,
    /// As found, cut and escaped.
    pub found: String,
}

fn words(deed: Deed) -> String {
    let words: Vec<&str> = Cause::of(deed).iter().map(|cause| cause.word()).collect();
    match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cause_belongs_to_a_deed_and_reads_back_there_only() {
        for cause in Cause::ALL {
            let deeds: Vec<Deed> = Deed::ALL.into_iter().filter(|deed| Cause::of(*deed).contains(&cause)).collect();
            assert!(!deeds.is_empty(), "{cause}");
            for deed in Deed::ALL {
                assert_eq!(Cause::parse(deed, cause.word()).is_ok(), deeds.contains(&deed), "{deed} {cause}");
            }
        }
    }

    #[test]
    fn a_sentence_is_no_cause_and_the_answer_names_those_that_are() {
        let refused = Cause::parse(Deed::Lift, "Maria said so").unwrap_err();
        assert_eq!(refused.to_string(), "\"Maria said so\" is no cause to lift; write cleared or resolved");
    }
}
