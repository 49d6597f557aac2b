//! What a day is in a zone, and when its clocks showed a time: asked of the roof, which has the zone data.
//! Nothing here knows what time it is.

use attesto_credential::{Date, Timestamp};

/// Days of one time zone.
pub trait Calendar {
    /// The day that a moment lies in.
    fn local_date(&self, moment: Timestamp) -> Date;

    /// The last second of a day.
    fn last_second(&self, day: Date) -> Timestamp;
}

/// A day and a time of day, as a clock on a wall shows them; in no zone yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WallTime {
    day: Date,
    seconds: u32,
}

impl WallTime {
    /// Puts a day and a time of day together; nothing for a time that no clock shows.
    pub fn new(day: Date, hour: u32, minute: u32, second: u32) -> Option<Self> {
        let holds = hour < 24 && minute < 60 && second < 60;
        holds.then_some(Self { day, seconds: hour * 3600 + minute * 60 + second })
    }

    /// Reads `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`, with `T` or a space between.
    ///
    /// # Errors
    /// Another form, or no such day or time.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let bad = "is no day and time; write it as in 2026-10-25T02:30";
        let (day, clock) = text.split_once(['T', ' ']).ok_or(bad)?;
        let day = Date::parse(day).map_err(|_| bad)?;
        Self::on(day, clock).ok_or(bad)
    }

    /// Reads `HH:MM` or `HH:MM:SS` of a day.
    pub(crate) fn on(day: Date, clock: &str) -> Option<Self> {
        let mut parts = clock.split(':').map(|part| {
            let holds = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<u32>().ok().filter(|_| holds)
        });
        let (hour, minute) = (parts.next()??, parts.next()??);
        let second = parts.next().unwrap_or(Some(0))?;
        if parts.next().is_some() { None } else { Self::new(day, hour, minute, second) }
    }

    /// The day.
    pub fn day(self) -> Date {
        self.day
    }

    /// Hour, minute, second.
    pub fn clock(self) -> (u32, u32, u32) {
        (self.seconds / 3600, self.seconds / 60 % 60, self.seconds % 60)
    }
}

/// Which moments a clock on a wall may have shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moments {
    /// None: the clocks were put forward over it.
    Never,
    /// One.
    Once(Timestamp),
    /// Two, the earlier first: the clocks were put back over it.
    Twice(Timestamp, Timestamp),
}

/// The clocks of the world's time zones.
pub trait Zones {
    /// Whether there is a zone of this IANA name.
    fn knows(&self, zone: &str) -> bool;

    /// The moments at which the clocks of a zone showed a time; never, for a zone that it does not know.
    fn moments(&self, zone: &str, wall: WallTime) -> Moments;
}

impl dyn Calendar + '_ {
    /// The last second of the period of so many months that begins with the day of a moment.
    ///
    /// 36 months from 24 November 2026 end with 23 November 2029; from 29 February 2024, with 28 February 2027.
    pub(crate) fn end(&self, from: Timestamp, months: u32) -> Timestamp {
        let first = self.local_date(from);
        let same_day = first.plus_months(months);
        let cut_short = same_day.parts().2 < first.parts().2;
        self.last_second(if cut_short { same_day } else { same_day.yesterday() })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The calendar of UTC.
    pub(crate) struct Utc;

    impl Calendar for Utc {
        fn local_date(&self, moment: Timestamp) -> Date {
            Date::parse(&moment.to_string()[..10]).unwrap()
        }

        fn last_second(&self, day: Date) -> Timestamp {
            Timestamp::parse(&format!("{day}T23:59:59Z")).unwrap()
        }
    }

    #[test]
    fn a_period_ends_with_the_day_before() {
        let calendar: &dyn Calendar = &Utc;
        for (from, end) in [
            ("2026-11-24T10:00:00Z", "2029-11-23T23:59:59Z"),
            ("2024-02-29T00:00:00Z", "2027-02-28T23:59:59Z"),
            ("2026-01-01T23:59:59Z", "2028-12-31T23:59:59Z"),
        ] {
            assert_eq!(calendar.end(Timestamp::parse(from).unwrap(), 36).to_string(), end);
        }
    }
}
