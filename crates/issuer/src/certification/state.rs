//! What can happen to a certification, the states that follow, and which may follow which (ISO/IEC 17024 clause 9.5).
//! What a turn does to the copies is the business of status.

use std::fmt;

use attesto_credential::Timestamp;
use attesto_securing::Digest;
use serde::{Deserialize, Serialize};

use crate::code::OfficerId;
use crate::status::Cause;
use crate::wire;

/// Where a certification stands. Expired is no state: validity says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// In force.
    Certified,
    /// Not in force for a time.
    Suspended,
    /// Ended for good.
    Withdrawn,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Certified, Self::Suspended, Self::Withdrawn];

    /// Where a certification stands after an event; nothing if that event cannot come here. Withdrawn is the end.
    pub fn after(self, event: Event) -> Option<Self> {
        match (self, event) {
            (Self::Certified, Event::Corrected | Event::Renewed) | (Self::Suspended, Event::Lifted) => {
                Some(Self::Certified)
            }
            (Self::Certified, Event::Suspended) => Some(Self::Suspended),
            (Self::Certified | Self::Suspended, Event::Withdrawn) => Some(Self::Withdrawn),
            _ => None,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Certified => "certified",
            Self::Suspended => "suspended",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// What happens to a certification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// It was granted.
    Granted,
    /// It is suspended.
    Suspended,
    /// The suspension is lifted.
    Lifted,
    /// It is withdrawn.
    Withdrawn,
    /// Who it is about is written otherwise; number and validity stay.
    Corrected,
    /// Another certification follows it; this one holds to its end.
    Renewed,
}

impl Event {
    /// Every event.
    pub const ALL: [Self; 6] =
        [Self::Granted, Self::Suspended, Self::Lifted, Self::Withdrawn, Self::Corrected, Self::Renewed];

    /// The word of records.
    pub fn word(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Suspended => "suspended",
            Self::Lifted => "lifted",
            Self::Withdrawn => "withdrawn",
            Self::Corrected => "corrected",
            Self::Renewed => "renewed",
        }
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// One entry of the history. When the public could see it stands with the publications.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Happening {
    event: Event,
    #[serde(with = "wire::text")]
    decided: Timestamp,
    #[serde(with = "wire::text")]
    effective: Timestamp,
    by: OfficerId,
    second: Option<OfficerId>,
    cause: Option<Cause>,
    #[serde(with = "wire::text_if_any")]
    person: Option<Digest>,
}

impl Happening {
    /// What happened, when it was decided, from when it holds (that may lie in the past), and who decided.
    pub fn new(event: Event, decided: Timestamp, effective: Timestamp, by: OfficerId) -> Self {
        Self { event, decided, effective, by, second: None, cause: None, person: None }
    }

    /// The same, with the second officer who decided.
    #[must_use]
    pub fn with_second(mut self, second: Option<OfficerId>) -> Self {
        self.second = second;
        self
    }

    /// The same, with why.
    #[must_use]
    pub fn because(mut self, cause: Cause) -> Self {
        self.cause = Some(cause);
        self
    }

    /// The same, with the commitment that stands for the person from now on.
    #[must_use]
    pub(crate) fn about(mut self, person: Digest) -> Self {
        self.person = Some(person);
        self
    }

    /// What happened.
    pub fn event(&self) -> Event {
        self.event
    }

    /// When it was decided.
    pub fn decided(&self) -> Timestamp {
        self.decided
    }

    /// From when it holds.
    pub fn effective(&self) -> Timestamp {
        self.effective
    }

    /// Who decided.
    pub fn by(&self) -> &OfficerId {
        &self.by
    }

    /// The second officer, where the scheme asked for one.
    pub fn second(&self) -> Option<&OfficerId> {
        self.second.as_ref()
    }

    /// Why, where one must be told.
    pub fn cause(&self) -> Option<Cause> {
        self.cause
    }

    /// The commitment that stands for the person from here on, where it changed.
    pub(crate) fn person(&self) -> Option<Digest> {
        self.person
    }
}

/// An event that cannot come to a certification.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TurnRefused {
    /// Decided before what was decided last.
    #[error("this would lie before what was decided last, at {last}; see whether the times are right")]
    BackInTime {
        /// When the last one was decided.
        last: Timestamp,
    },
    /// It cannot come here.
    #[error("a certification that is {from} cannot be {event}; look at its history")]
    NoSuchTurn {
        /// Where it stands.
        from: State,
        /// What should happen.
        event: Event,
    },
    /// A history that does not begin with certification.
    #[error("the history does not begin with a certification; take the record as it was made")]
    NotGranted,
}

/// Where a history leads, if events could have made it.
pub(super) fn follow(history: &[Happening]) -> Result<State, TurnRefused> {
    let Some((first, later)) = history.split_first().filter(|(first, _)| first.event == Event::Granted) else {
        return Err(TurnRefused::NotGranted);
    };
    let (mut state, mut last) = (State::Certified, first.decided);
    for happening in later {
        let event = happening.event;
        state = state.after(event).ok_or(TurnRefused::NoSuchTurn { from: state, event })?;
        if happening.decided < last {
            return Err(TurnRefused::BackInTime { last });
        }
        last = happening.decided;
    }
    Ok(state)
}
