//! What a day is in the zone of a scheme: asked of the roof, which has the zone data.
//! Nothing here knows what time it is.

use attesto_credential::{Date, Timestamp};

/// Days of one time zone.
pub trait Calendar {
    /// The day that a moment lies in.
    fn local_date(&self, moment: Timestamp) -> Date;

    /// The last second of a day.
    fn last_second(&self, day: Date) -> Timestamp;
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
