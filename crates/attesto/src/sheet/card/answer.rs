//! What an issuer says of a copy now, in one word, out of a report.
//! In force is said only where everything was seen to be so; whatever was not seen is told as not checked.

use attesto_verifier::{Check, Code, Finding, Line, Report, Ruling};

/// The word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It ended.
    Expired,
    /// It counts.
    InForce,
    /// It begins later.
    NotYet,
    /// A newer copy stands in its place.
    Replaced,
    /// For a time it does not count.
    Suspended,
    /// It could not be told.
    Unknown,
    /// It was withdrawn for good.
    Withdrawn,
}

impl Answer {
    /// The answer of a report.
    pub(crate) fn of(report: &Report) -> Self {
        let found = |code| report.lines().iter().any(|line| line.finding().code() == code);
        let sealed = report.subject().is_some() && !report.lines().iter().any(breaks);
        match () {
            () if !sealed => Self::Unknown,
            () if found(Code::StatusRevoked) => Self::Withdrawn,
            () if found(Code::StatusReplaced) => Self::Replaced,
            () if found(Code::StatusSuspended) => Self::Suspended,
            () if found(Code::ValidityExpired) => Self::Expired,
            () if found(Code::ValidityNotYet) => Self::NotYet,
            () if good(report) => Self::InForce,
            () => Self::Unknown,
        }
    }

    /// The label of its word.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Expired => "card-expired",
            Self::InForce => "card-in-force",
            Self::NotYet => "card-not-yet",
            Self::Replaced => "card-replaced",
            Self::Suspended => "card-suspended",
            Self::Unknown => "card-unknown",
            Self::Withdrawn => "card-withdrawn",
        }
    }

    /// The label of what it means, where the word alone does not say it.
    pub(super) fn hint(self) -> Option<&'static str> {
        match self {
            Self::Expired => Some("card-expired-hint"),
            Self::InForce => None,
            Self::NotYet => Some("card-not-yet-hint"),
            Self::Replaced => Some("card-replaced-hint"),
            Self::Suspended => Some("card-suspended-hint"),
            Self::Unknown => Some("card-unknown-hint"),
            Self::Withdrawn => Some("card-withdrawn-hint"),
        }
    }

    /// The colour and shape that a verdict of the same weight has.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::InForce => "valid",
            Self::Expired | Self::NotYet | Self::Suspended | Self::Withdrawn => "not-valid",
            Self::Replaced | Self::Unknown => "cannot-tell",
        }
    }

    /// What stood in the way of an answer.
    pub(super) fn against(self, report: &Report) -> Option<&Finding> {
        let open = |line: &&Line| {
            let of_status = line.check() == Check::Status && line.ruling() != Ruling::Pass;
            breaks(line) || of_status
        };
        let line = report.lines().iter().find(open).filter(|_| self == Self::Unknown);
        line.map(Line::finding)
    }
}

/// Whether a line leaves nothing of what the text says to be relied on.
fn breaks(line: &Line) -> bool {
    let of_text = matches!(line.check(), Check::Conformance | Check::Proof);
    of_text && matches!(line.ruling(), Ruling::Fail | Ruling::Unknown | Ruling::Skipped)
}

/// Every word on status is good, there is one, and the day lies within.
fn good(report: &Report) -> bool {
    let of = |check| report.lines().iter().filter(move |line| line.check() == check);
    let dated = |line: &Line| matches!(line.finding().code(), Code::ValidityCurrent | Code::ValidityUnbounded);
    of(Check::Status).count() > 0
        && of(Check::Status).all(|line| line.finding().code() == Code::StatusGood)
        && of(Check::Validity).all(dated)
}
