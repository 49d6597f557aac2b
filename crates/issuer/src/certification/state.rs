//! The states of a certification and the turns between them (ISO/IEC 17024 clause 9.5).
//! What a turn does to the copies is the business of status.

use std::fmt;

use serde::{Deserialize, Serialize};

use attesto_credential::Timestamp;

use crate::code::OfficerId;
use crate::wire;

/// Where a certification stands. Expired is no state: validity says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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

    /// Whether a certification may turn from this state to another: suspend, lift, withdraw. Withdrawn is the end.
    pub fn turns_to(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Certified, Self::Suspended | Self::Withdrawn) | (Self::Suspended, Self::Certified | Self::Withdrawn)
        )
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

/// One entry of the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Happening {
    state: State,
    #[serde(with = "wire::text")]
    decided: Timestamp,
    #[serde(with = "wire::text")]
    effective: Timestamp,
    #[serde(with = "wire::text")]
    visible: Timestamp,
    by: OfficerId,
}

impl Happening {
    /// A turn: the state it leads to, when it was decided, from when it holds (that may lie in the past), when the
    /// public could see it, and who decided.
    pub fn new(state: State, decided: Timestamp, effective: Timestamp, visible: Timestamp, by: OfficerId) -> Self {
        Self { state, decided, effective, visible, by }
    }

    /// The state it leads to.
    pub fn state(&self) -> State {
        self.state
    }

    /// When it was decided.
    pub fn decided(&self) -> Timestamp {
        self.decided
    }

    /// From when it holds.
    pub fn effective(&self) -> Timestamp {
        self.effective
    }

    /// When the public could see it.
    pub fn visible(&self) -> Timestamp {
        self.visible
    }

    /// Who decided.
    pub fn by(&self) -> &OfficerId {
        &self.by
    }
}

/// A turn that a certification cannot take.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TurnRefused {
    /// Decided before what was decided last, or seen before it was decided.
    #[error("the turn to {state} lies before what was decided last; see whether the times are right")]
    BackInTime {
        /// The state it would lead to.
        state: State,
    },
    /// No such turn.
    #[error("a certification that is {from} cannot become {to}; look at its history")]
    NoSuchTurn {
        /// Where it stands.
        from: State,
        /// Where it should go.
        to: State,
    },
    /// A history that does not begin with certification.
    #[error("the history does not begin with a certification; take the record as it was made")]
    NotGranted,
}

/// Finds whether a history is one that turns could have made.
pub(super) fn check(history: &[Happening]) -> Result<(), TurnRefused> {
    if history.first().map(Happening::state) != Some(State::Certified) {
        return Err(TurnRefused::NotGranted);
    }
    for (last, next) in history.iter().zip(history.iter().skip(1)) {
        if !last.state.turns_to(next.state) {
            return Err(TurnRefused::NoSuchTurn { from: last.state, to: next.state });
        }
        if next.decided < last.decided {
            return Err(TurnRefused::BackInTime { state: next.state });
        }
    }
    match history.iter().find(|entry| entry.visible < entry.decided) {
        Some(entry) => Err(TurnRefused::BackInTime { state: entry.state }),
        None => Ok(()),
    }
}
