//! What time it is, and which day it is where.

use attesto_credential::{Date, Timestamp};
use attesto_issuer::Calendar;
use jiff::civil;
use jiff::tz::TimeZone;

use crate::fault::{Failure, Fault};

/// Now, by the system's clock.
pub(crate) fn now() -> Result<Timestamp, Failure> {
    Timestamp::from_unix(jiff::Timestamp::now().as_second())
        .map_err(|fault| Failure::new(Fault::Config, "clock", format!("the system's clock is not set: {fault}")))
}

/// A time zone of the bundled IANA data.
#[derive(Clone, Debug)]
pub(crate) struct Zone(TimeZone);

impl Zone {
    /// Finds a zone by its IANA name.
    pub(crate) fn named(name: &str) -> Result<Self, Failure> {
        let unknown = |_| {
            let sentence = format!("{name:?} is no time zone of the IANA list; write one such as Europe/Athens");
            Failure::new(Fault::Config, "zone", sentence)
        };
        TimeZone::get(name).map(Self).map_err(unknown)
    }
}

impl Calendar for Zone {
    fn local_date(&self, moment: Timestamp) -> Date {
        let local = jiff::Timestamp::from_second(moment.unix()).map(|at| self.0.to_datetime(at).date());
        let date = local.ok().and_then(|day| Date::new(day.year(), day.month(), day.day()).ok());
        // Every moment that can be written has a day that can be written, so the last day stands for none.
        date.unwrap_or(Date::LAST)
    }

    /// The second before the next local midnight, whatever the clocks do on that day.
    fn last_second(&self, day: Date) -> Timestamp {
        let midnight = || {
            let (year, month, day) = day.parts();
            let next = civil::Date::new(year, month, day).ok()?.tomorrow().ok()?;
            let midnight = self.0.to_timestamp(next.at(0, 0, 0, 0)).ok()?;
            Timestamp::from_unix(midnight.as_second() - 1).ok()
        };
        // Only the last day of the calendar has no next one.
        midnight().unwrap_or(Timestamp::LAST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_second_of_a_day_is_local_and_holds_across_clock_changes() {
        let last = |zone, day| Zone::named(zone).unwrap().last_second(Date::parse(day).unwrap()).to_string();
        assert_eq!(last("Europe/Athens", "2026-03-28"), "2026-03-28T21:59:59Z");
        assert_eq!(last("Europe/Athens", "2026-03-29"), "2026-03-29T20:59:59Z");
        assert_eq!(last("Europe/Rome", "2026-10-25"), "2026-10-25T22:59:59Z");
        assert_eq!(last("UTC", "2026-12-31"), "2026-12-31T23:59:59Z");
    }

    #[test]
    fn a_zone_that_nobody_keeps_is_refused() {
        assert!(Zone::named("Europe/Atlantis").is_err());
    }
}
