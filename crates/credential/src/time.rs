//! Moments, days and spans. Nothing here knows what time it is, nor any time zone.

use std::fmt;

/// A moment in UTC, to the whole second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(jiff::Timestamp);

/// Why a text is not a time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadTime {
    /// Not an RFC 3339 moment with an offset.
    #[error("{found:?} is not a moment; write it as in 2026-03-31T23:59:59Z, with Z or an offset")]
    Timestamp {
        /// As found.
        found: String,
    },
    /// Not a day of the calendar.
    #[error("{found:?} is not a day of the calendar; write YYYY-MM-DD")]
    Date {
        /// As found.
        found: String,
    },
    /// A span that ends before it begins.
    #[error("validity ends at {until}, before it begins at {from}")]
    Reversed {
        /// Begin.
        from: Timestamp,
        /// End.
        until: Timestamp,
    },
}

impl Timestamp {
    /// The last moment there is.
    pub const LAST: Self = Self(jiff::Timestamp::constant(253_402_207_199, 0));

    /// From seconds since 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// Outside the years that RFC 3339 can write.
    pub fn from_unix(seconds: i64) -> Result<Self, BadTime> {
        let moment = jiff::Timestamp::from_second(seconds);
        moment.map(Self).map_err(|_| BadTime::Timestamp { found: seconds.to_string() })
    }

    /// Reads RFC 3339 with `Z` or an offset; a fraction of a second is cut off.
    ///
    /// # Errors
    /// Another form, no offset, or no such moment.
    pub fn parse(text: &str) -> Result<Self, BadTime> {
        if let Some(plain) = Self::plain(text) {
            return Ok(plain);
        }
        let bad = || BadTime::Timestamp { found: text.to_owned() };
        if !is_rfc3339(text) {
            return Err(bad());
        }
        let moment: jiff::Timestamp = text.parse().map_err(|_| bad())?;
        Self::from_unix(moment.as_second() - i64::from(moment.subsec_nanosecond() < 0)).map_err(|_| bad())
    }

    /// A moment as nearly all are written, in UTC and to the second; nothing where it is not one of those.
    fn plain(text: &str) -> Option<Self> {
        let [c, d, y, z, b'-', m, n, b'-', e, f, b'T', h, i, b':', o, p, b':', s, t, b'Z'] = text.as_bytes() else {
            return None;
        };
        let year = i16::from(two(*c, *d)?) * 100 + i16::from(two(*y, *z)?);
        let (month, day) = (two(*m, *n)?, two(*e, *f)?);
        let (hour, minute, second) = (two(*h, *i)?, two(*o, *p)?, two(*s, *t)?);
        let moment = jiff::civil::DateTime::new(year, month, day, hour, minute, second, 0).ok()?;
        jiff::tz::Offset::UTC.to_timestamp(moment).ok().map(Self)
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn unix(self) -> i64 {
        self.0.as_second()
    }
}

/// The number of two digits.
fn two(tens: u8, ones: u8) -> Option<i8> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| byte - b'0');
    i8::try_from(digit(tens)? * 10 + digit(ones)?).ok()
}

/// jiff reads more than RFC 3339 allows (zones in brackets, missing seconds); a signed text may not say more.
fn is_rfc3339(text: &str) -> bool {
    let (Some(day), Some(rest)) = (text.get(..10), text.get(10..)) else { return false };
    let Some(clock) = rest.strip_prefix('T').or_else(|| rest.strip_prefix('t')) else { return false };
    let offset_at = clock.find(['Z', 'z', '+', '-']);
    let Some((time, offset)) = offset_at.and_then(|at| clock.split_at_checked(at)) else { return false };
    let (whole, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let offset_holds = offset.eq_ignore_ascii_case("z") || shape(offset.get(1..).unwrap_or("")) == "99:99";
    shape(day) == "9999-99-99"
        && shape(whole) == "99:99:99"
        && !fraction.is_empty()
        && fraction.bytes().all(|b| b.is_ascii_digit())
        && offset_holds
}

fn shape(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect()
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A day of the Gregorian calendar, in no time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// The last day there is.
    pub const LAST: Self = Self(jiff::civil::Date::MAX);

    /// Reads `YYYY-MM-DD` and nothing else.
    ///
    /// # Errors
    /// Another form, or no such day.
    pub fn parse(text: &str) -> Result<Self, BadTime> {
        let bad = || BadTime::Date { found: text.to_owned() };
        if shape(text) != "9999-99-99" {
            return Err(bad());
        }
        text.parse().map(Self).map_err(|_| bad())
    }

    /// From year, month and day.
    ///
    /// # Errors
    /// No such day.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, BadTime> {
        let date = jiff::civil::Date::new(year, month, day);
        date.map(Self).map_err(|_| BadTime::Date { found: format!("{year:04}-{month:02}-{day:02}") })
    }

    /// Year, month, day.
    pub fn parts(self) -> (i16, i8, i8) {
        (self.0.year(), self.0.month(), self.0.day())
    }

    /// The same day of a later month; the last day of that month if it has no such day. Saturates at year 9999.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Self {
        let span = jiff::Span::new().try_months(i64::from(months));
        Self(span.map_or(jiff::civil::Date::MAX, |span| self.0.saturating_add(span)))
    }

    /// The day before.
    #[must_use]
    pub fn yesterday(self) -> Self {
        Self(self.0.yesterday().unwrap_or(jiff::civil::Date::MIN))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// From when until when something holds; both ends inclusive, to the whole second
/// (<https://www.w3.org/TR/vc-data-model-2.0/#validity-period>).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    from: Timestamp,
    until: Option<Timestamp>,
}

impl Validity {
    /// Makes a span; without an end it is unbounded.
    ///
    /// # Errors
    /// The end is not after the begin.
    pub fn new(from: Timestamp, until: Option<Timestamp>) -> Result<Self, BadTime> {
        match until {
            Some(until) if until <= from => Err(BadTime::Reversed { from, until }),
            _ => Ok(Self { from, until }),
        }
    }

    /// The first moment.
    pub fn from(&self) -> Timestamp {
        self.from
    }

    /// The last moment, if there is one.
    pub fn until(&self) -> Option<Timestamp> {
        self.until
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_with_its_offset_and_written_in_utc() {
        for (text, utc) in [
            ("2026-03-31T23:59:59Z", "2026-03-31T23:59:59Z"),
            ("2026-03-31T23:59:59+03:00", "2026-03-31T20:59:59Z"),
            ("2010-01-01T00:00:00.999Z", "2010-01-01T00:00:00Z"),
            ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59Z"),
        ] {
            assert_eq!(Timestamp::parse(text).unwrap().to_string(), utc);
        }
        for bad in [
            "2026-03-31",
            "2026-03-31T23:59:59",
            "2026-03-31T23:59Z",
            "2026-02-30T00:00:00Z",
            "2026-03-31 23:59:59Z",
            "2026-03-31T23:59:59Z[UTC]",
            "",
            "2026-03-31T23:59:59.Z",
            "é026-03-31T23:59:59Z",
        ] {
            assert!(Timestamp::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_moment_that_is_written_plainly_is_the_one_that_jiff_reads() {
        let edges = ["0000", "0001", "1969", "1970", "2000", "2024", "2026", "2100", "9999", "99a9", "-001"];
        let days = ["01-01", "02-28", "02-29", "02-30", "04-31", "12-31", "00-10", "13-01", "1-011", "06-00"];
        let clocks = ["00:00:00", "23:59:59", "24:00:00", "12:60:00", "12:00:60", "12:00:61", "1:000:00", "+1:00:00"];
        for (year, day) in edges.iter().flat_map(|year| days.map(|day| (year, day))) {
            for text in clocks.map(|clock| format!("{year}-{day}T{clock}Z")) {
                let read = is_rfc3339(&text).then(|| text.parse::<jiff::Timestamp>().ok()).flatten();
                let Some(plain) = Timestamp::plain(&text) else { continue };
                assert_eq!(Some(plain.0), read, "{text}");
            }
        }
        for text in ["2026-03-31T23:59:59Z", "0001-01-01T00:00:00Z", "2024-02-29T12:00:00Z"] {
            assert_eq!(Timestamp::plain(text), text.parse().ok().map(Timestamp), "{text}");
        }
        assert_eq!(Timestamp::parse("2016-12-31T23:59:60Z"), Timestamp::parse("2016-12-31T23:59:60+00:00"));
    }

    #[test]
    fn a_day_that_no_calendar_has_is_refused() {
        for bad in ["2026-02-30", "30/02/2026", "2026-2-3", "26-02-03", "20260203", "2025-02-29"] {
            assert!(Date::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(Date::parse("2024-02-29").unwrap().plus_months(36).to_string(), "2027-02-28");
    }

    #[test]
    fn a_span_must_end_after_it_begins() {
        let at = |text| Timestamp::parse(text).unwrap();
        assert!(Validity::new(at("2026-01-01T00:00:00Z"), Some(at("2026-01-01T00:00:00Z"))).is_err());
        assert!(Validity::new(at("2026-01-01T00:00:00Z"), None).is_ok());
    }
}
