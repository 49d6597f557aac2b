//! A day or a moment as it is typed; a day is one where the body is.
//! What it is asked for stands with the verb.

use attesto_credential::{Date, Timestamp};
use attesto_issuer::Calendar;

use crate::world::clock::Zone;

/// Where a span begins or ends.
#[derive(Clone, Copy, Debug)]
pub(super) enum Edge {
    Day(Date),
    Moment(Timestamp),
}

pub(super) fn edge(text: &str) -> Result<Edge, String> {
    let day = Date::parse(text).map(Edge::Day);
    day.or_else(|_| Timestamp::parse(text).map(Edge::Moment))
        .map_err(|_| format!("{text} is neither a day (2026-03-31) nor a moment (2026-03-31T10:00:00Z)"))
}

impl Edge {
    /// The last second before it begins.
    pub(super) fn before(self, zone: &Zone) -> Option<Timestamp> {
        match self {
            Self::Day(day) => Some(zone.last_second(day.yesterday())),
            Self::Moment(moment) => Timestamp::from_unix(moment.unix() - 1).ok(),
        }
    }

    /// Its first second.
    pub(super) fn first(self, zone: &Zone) -> Timestamp {
        match self {
            Self::Day(day) => {
                let before = zone.last_second(day.yesterday());
                // Only the last second of the calendar has none after it.
                Timestamp::from_unix(before.unix() + 1).unwrap_or(before)
            }
            Self::Moment(moment) => moment,
        }
    }

    /// Its last second.
    pub(super) fn last(self, zone: &Zone) -> Timestamp {
        match self {
            Self::Day(day) => zone.last_second(day),
            Self::Moment(moment) => moment,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_runs_from_its_first_local_second_to_its_last() {
        let athens = Zone::named("Europe/Athens").unwrap();
        let day = edge("2026-03-29").unwrap();
        assert_eq!(day.before(&athens).unwrap().to_string(), "2026-03-28T21:59:59Z");
        assert_eq!(day.first(&athens).to_string(), "2026-03-28T22:00:00Z");
        assert_eq!(day.last(&athens).to_string(), "2026-03-29T20:59:59Z");
    }

    #[test]
    fn a_moment_is_taken_to_the_second() {
        let athens = Zone::named("Europe/Athens").unwrap();
        let moment = edge("2026-03-29T10:00:00Z").unwrap();
        assert_eq!(moment.before(&athens).unwrap().to_string(), "2026-03-29T09:59:59Z");
        assert_eq!(moment.last(&athens).to_string(), "2026-03-29T10:00:00Z");
        assert!(edge("yesterday").is_err());
    }
}
