//! The queue: what could not be matched or told for sure, until an officer resolves it. Nothing in it was guessed.
//! How it is drawn is the roof's business.

use std::fmt;

use crate::code::{CandidateReference, Code};
use crate::resolution::Stranger;

/// One thing in the queue. Its `Display` says what is not known and what that holds up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Somebody at meetings whom nobody knows.
    Attendee {
        /// The file and the row where they stand first.
        place: (String, usize),
        /// Who.
        who: Stranger,
        /// The name that the meeting showed first, escaped and cut.
        name: String,
        /// The units, and for how many minutes of each at most.
        sat: Vec<(Code, u32)>,
    },
    /// Times that a clock showed twice leave open whether a candidate was present for long enough.
    Clock {
        /// Who.
        candidate: CandidateReference,
        /// The unit.
        unit: Code,
        /// Minutes at least.
        least: u32,
        /// Minutes at most.
        most: u32,
        /// Minutes that the scheme asks for.
        asked: u32,
    },
    /// Marks of somebody whom nobody knows.
    Marks {
        /// The file and the row.
        place: (String, usize),
        /// Whose.
        who: Stranger,
    },
    /// Two candidates of one name, of whom it is not known whether they are one person.
    SameName {
        /// The file and the row of the later one.
        place: (String, usize),
        /// The one.
        one: CandidateReference,
        /// The other.
        other: CandidateReference,
    },
}

impl Question {
    /// The name for programs; never renamed.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Attendee { .. } => "attendee",
            Self::Clock { .. } => "clock",
            Self::Marks { .. } => "marks",
            Self::SameName { .. } => "same-name",
        }
    }

    /// File and row, where it stands in one.
    pub fn place(&self) -> Option<(&str, usize)> {
        match self {
            Self::Attendee { place, .. } | Self::Marks { place, .. } | Self::SameName { place, .. } => {
                Some((&place.0, place.1))
            }
            Self::Clock { .. } => None,
        }
    }

    /// The words behind `attesto cohort resolve COHORT` that answer it, with what an officer must choose in capitals.
    pub fn answers(&self) -> String {
        let typed = |who: &Stranger| match who {
            Stranger::Email(email) => format!("--email {email}"),
            Stranger::Name { file, name } => format!("--file {file} --name \"{name}\""),
            Stranger::Reference(reference) => format!("--reference {reference}"),
        };
        match self {
            Self::Attendee { who, .. } | Self::Marks { who, .. } => {
                format!("{} --is CANDIDATE | --no-candidate", typed(who))
            }
            Self::Clock { candidate, unit, .. } => format!("--present {candidate} --unit {unit} --minutes MINUTES"),
            Self::SameName { one, other, .. } => format!("--one-person {one} {other} | --two-persons {one} {other}"),
        }
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attendee { who, name, sat, .. } => {
                let shown = if name.is_empty() { String::new() } else { format!(" ({name})") };
                let sat: Vec<String> = sat.iter().map(|(unit, minutes)| format!("{unit} ({minutes} min)")).collect();
                write!(f, "{who}{shown} was in {} and is nobody we know", sat.join(", "))
            }
            Self::Clock { candidate, unit, least, most, asked } => write!(
                f,
                "{candidate} was in {unit} for {least} to {most} minutes, by a clock that was put back; {asked} are asked"
            ),
            Self::Marks { who, .. } => write!(f, "there are marks for {who}, who is no candidate we know"),
            Self::SameName { one, other, .. } => write!(f, "{one} and {other} have one name; are they one person?"),
        }
    }
}
