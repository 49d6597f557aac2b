//! What time it is, and which day it is where.

use std::thread::sleep;
use std::time::Duration;

use attesto_credential::{Date, Timestamp};
use attesto_issuer::{Calendar, Moments, WallTime, Zones};
use jiff::civil;
use jiff::tz::{AmbiguousOffset, TimeZone};

use crate::fault::{Failure, Fault};

/// Now, by the system's clock.
pub(crate) fn now() -> Result<Timestamp, Failure> {
    Timestamp::from_unix(jiff::Timestamp::now().as_second())
        .map_err(|fault| Failure::new(Fault::Config, "clock", format!("the system's clock is not set: {fault}")))
}

/// The clock that a verb works by.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Clock {
    /// The system's.
    Running,
    /// One that stands at the moment a verb was told to work at.
    Stopped(Timestamp),
}

impl Clock {
    /// What it shows.
    pub(crate) fn now(self) -> Result<Timestamp, Failure> {
        match self {
            Self::Running => now(),
            Self::Stopped(moment) => Ok(moment),
        }
    }

    /// Waits until it shows a moment that is seconds away; one that stands is not waited for.
    pub(crate) fn reach(self, moment: Timestamp) -> Result<(), Failure> {
        while matches!(self, Self::Running) && self.now()? < moment {
            sleep(Duration::from_millis(20));
        }
        Ok(())
    }
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

    /// Its IANA name.
    pub(crate) fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
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

/// A moment as a person of the zone reads it: `2026-11-26 11:00:00 Europe/Athens`.
pub(crate) fn told(zone: &Zone, moment: Timestamp) -> Result<String, Failure> {
    Ok(format!("{} {}", local(zone, moment)?, zone.name()))
}

/// A moment by the clocks of a zone that is named elsewhere: `2026-11-26 11:00:00`.
pub(crate) fn local(zone: &Zone, moment: Timestamp) -> Result<String, Failure> {
    let at = jiff::Timestamp::from_second(moment.unix());
    let at = at.map_err(|fault| Failure::new(Fault::Bug, "clock", fault))?;
    let local = zone.0.to_datetime(at);
    Ok(format!("{} {}", local.date(), local.time()))
}

/// Day and time of a moment on a wall of the zone: the time as `11:00`.
pub(crate) fn on_the_wall(zone: &Zone, moment: Timestamp) -> (Date, String) {
    let local = jiff::Timestamp::from_second(moment.unix()).map(|at| zone.0.to_datetime(at).time());
    let clock = local.map_or_else(|_| "00:00".to_owned(), |time| format!("{:02}:{:02}", time.hour(), time.minute()));
    (zone.local_date(moment), clock)
}

/// The clocks of all zones of the bundled IANA data.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bundled;

impl Zones for Bundled {
    fn knows(&self, zone: &str) -> bool {
        TimeZone::get(zone).is_ok()
    }

    fn moments(&self, zone: &str, wall: WallTime) -> Moments {
        let read = || {
            let (year, month, day) = wall.day().parts();
            let (hour, minute, second) = wall.clock();
            let part = |number: u32| i8::try_from(number).ok();
            let at = civil::DateTime::new(year, month, day, part(hour)?, part(minute)?, part(second)?, 0).ok()?;
            let moment =
                |offset: jiff::tz::Offset| Timestamp::from_unix(offset.to_timestamp(at).ok()?.as_second()).ok();
            Some(match TimeZone::get(zone).ok()?.to_ambiguous_timestamp(at).offset() {
                AmbiguousOffset::Unambiguous { offset } => Moments::Once(moment(offset)?),
                AmbiguousOffset::Gap { .. } => Moments::Never,
                AmbiguousOffset::Fold { before, after } => Moments::Twice(moment(before)?, moment(after)?),
            })
        };
        read().unwrap_or(Moments::Never)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_put_back_shows_a_time_twice_and_one_put_forward_shows_it_never() {
        let at = |text| Timestamp::parse(text).unwrap();
        let moments = |zone, text| Bundled.moments(zone, WallTime::parse(text).unwrap());
        let twice = Moments::Twice(at("2026-10-25T00:30:00Z"), at("2026-10-25T01:30:00Z"));
        assert_eq!(moments("Europe/Rome", "2026-10-25T02:30"), twice);
        assert_eq!(moments("Europe/Bucharest", "2026-10-25T03:30"), twice);
        assert_eq!(moments("Europe/Athens", "2026-03-29T03:30"), Moments::Never);
        assert_eq!(moments("Europe/Athens", "2026-10-06T11:00"), Moments::Once(at("2026-10-06T08:00:00Z")));
        assert!(!Bundled.knows("Europe/Atlantis"));
    }

    #[test]
    fn the_last_second_of_a_day_is_local_and_holds_across_clock_changes() {
        let last = |zone, day| Zone::named(zone).unwrap().last_second(Date::parse(day).unwrap()).to_string();
        assert_eq!(last("Europe/Athens", "2026-03-28"), "2026-03-28T21:59:59Z");
        assert_eq!(last("Europe/Athens", "2026-03-29"), "2026-03-29T20:59:59Z");
        assert_eq!(last("Europe/Rome", "2026-10-25"), "2026-10-25T22:59:59Z");
        assert_eq!(last("UTC", "2026-12-31"), "2026-12-31T23:59:59Z");
    }

    /// The midnights that the verifier is asked about in `crates/verifier/tests/cases/midnights.rs`.
    #[test]
    fn days_end_where_they_are_asked_about_on_the_night_the_clocks_go_back() {
        let lasts = |zone: &str| {
            let zone = Zone::named(zone).unwrap();
            ["2026-10-24", "2026-10-25", "2026-10-26"]
                .map(|day| zone.last_second(Date::parse(day).unwrap()).to_string())
        };
        let athens = ["2026-10-24T20:59:59Z", "2026-10-25T21:59:59Z", "2026-10-26T21:59:59Z"];
        assert_eq!(
            (lasts("Europe/Athens"), lasts("Europe/Bucharest")),
            (athens.map(Into::into), athens.map(Into::into))
        );
        assert_eq!(lasts("Europe/Rome"), ["2026-10-24T21:59:59Z", "2026-10-25T22:59:59Z", "2026-10-26T22:59:59Z"]);
        assert_eq!(lasts("Atlantic/Azores"), ["2026-10-24T23:59:59Z", "2026-10-26T00:59:59Z", "2026-10-27T00:59:59Z"]);
        assert_eq!(lasts("America/New_York"), ["2026-10-25T03:59:59Z", "2026-10-26T03:59:59Z", "2026-10-27T03:59:59Z"]);
    }

    #[test]
    fn a_zone_that_nobody_keeps_is_refused() {
        assert!(Zone::named("Europe/Atlantis").is_err());
    }
}
