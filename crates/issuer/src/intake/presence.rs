//! For how long somebody was at a meeting: the union of all stays, so that joining twice does not count twice.
//! Where a clock was put back, the least and the most that the times can mean.

use attesto_credential::Timestamp;

use crate::calendar::Moments;

/// A stay from joining to leaving, in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stay {
    /// What every reading of the times covers, if anything.
    certain: Option<(i64, i64)>,
    /// What some reading covers.
    possible: (i64, i64),
}

/// Why two times are no stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoStay {
    /// The clock never showed the time of joining.
    JoinNever,
    /// The clock never showed the time of leaving.
    LeaveNever,
    /// They leave before they join, however one reads it.
    Reversed,
}

impl Stay {
    pub(super) fn between(join: Moments, leave: Moments) -> Result<Self, NoStay> {
        let joins = readings(join).ok_or(NoStay::JoinNever)?;
        let leaves = readings(leave).ok_or(NoStay::LeaveNever)?;
        let spans = joins.into_iter().flat_map(|join| leaves.into_iter().map(move |leave| (join, leave)));
        let spans: Vec<(i64, i64)> = spans.filter(|(join, leave)| join <= leave).collect();
        let least = spans.iter().map(|span| span.0).min().zip(spans.iter().map(|span| span.1).max());
        let most = spans.iter().map(|span| span.0).max().zip(spans.iter().map(|span| span.1).min());
        Ok(Self { certain: most.filter(|(join, leave)| join < leave), possible: least.ok_or(NoStay::Reversed)? })
    }

    /// The part of it that lies within a meeting; nothing if none does.
    pub(super) fn within(self, begins: Timestamp, ends: Timestamp) -> Option<Self> {
        let cut = |(from, until): (i64, i64)| {
            let cut = (from.max(begins.unix()), until.min(ends.unix()));
            (cut.0 < cut.1).then_some(cut)
        };
        Some(Self { certain: self.certain.and_then(cut), possible: cut(self.possible)? })
    }
}

/// The earlier reading and the later one, which are mostly the same.
fn readings(moments: Moments) -> Option<[i64; 2]> {
    match moments {
        Moments::Never => None,
        Moments::Once(moment) => Some([moment.unix(); 2]),
        Moments::Twice(earlier, later) => Some([earlier.unix(), later.unix()]),
    }
}

/// Seconds present: at least and at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Presence {
    pub(super) least: u64,
    pub(super) most: u64,
}

impl Presence {
    pub(super) fn of(stays: &[Stay]) -> Self {
        Self {
            least: covered(stays.iter().filter_map(|stay| stay.certain).collect()),
            most: covered(stays.iter().map(|stay| stay.possible).collect()),
        }
    }

    /// A figure that somebody vouches for.
    pub(super) fn minutes(minutes: u32) -> Self {
        let seconds = u64::from(minutes) * 60;
        Self { least: seconds, most: seconds }
    }
}

/// Whole minutes, cut.
pub(super) fn minutes(seconds: u64) -> u32 {
    u32::try_from(seconds / 60).unwrap_or(u32::MAX)
}

/// The length of a union of spans.
fn covered(mut spans: Vec<(i64, i64)>) -> u64 {
    spans.sort_unstable();
    let mut sum = 0;
    let mut reached = i64::MIN;
    for (from, until) in spans {
        let from = from.max(reached);
        if until > from {
            sum += until.abs_diff(from);
            reached = until;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moments {
        Moments::Once(Timestamp::parse(text).unwrap())
    }

    fn stay(join: &str, leave: &str) -> Stay {
        Stay::between(at(join), at(leave)).unwrap()
    }

    #[test]
    fn joining_twice_does_not_count_twice() {
        let stays = [
            stay("2026-10-13T08:00:00Z", "2026-10-13T09:00:00Z"),
            stay("2026-10-13T08:30:00Z", "2026-10-13T09:30:00Z"),
            stay("2026-10-13T10:00:00Z", "2026-10-13T10:10:00Z"),
            stay("2026-10-13T08:10:00Z", "2026-10-13T08:20:00Z"),
        ];
        assert_eq!(Presence::of(&stays), Presence { least: 6000, most: 6000 });
        assert_eq!(Presence::of(&[]), Presence::default());
    }

    #[test]
    fn a_time_that_a_clock_showed_twice_gives_the_least_and_the_most() {
        let moment = |text| Timestamp::parse(text).unwrap();
        let twice = Moments::Twice(moment("2026-10-25T00:40:00Z"), moment("2026-10-25T01:40:00Z"));
        let leaving = Stay::between(at("2026-10-24T23:55:00Z"), twice).unwrap();
        assert_eq!(Presence::of(&[leaving]), Presence { least: 45 * 60, most: 105 * 60 });
        let joining = Stay::between(twice, at("2026-10-25T01:50:00Z")).unwrap();
        assert_eq!(Presence::of(&[joining]), Presence { least: 10 * 60, most: 70 * 60 });
        let only_reading = Stay::between(twice, at("2026-10-25T01:00:00Z")).unwrap();
        assert_eq!(Presence::of(&[only_reading]), Presence { least: 20 * 60, most: 20 * 60 });
    }

    #[test]
    fn only_the_time_of_the_meeting_counts() {
        let moment = |text| Timestamp::parse(text).unwrap();
        let held = (moment("2026-10-13T08:00:00Z"), moment("2026-10-13T10:00:00Z"));
        let early = stay("2026-10-13T07:00:00Z", "2026-10-13T09:00:00Z").within(held.0, held.1).unwrap();
        assert_eq!(Presence::of(&[early]), Presence { least: 3600, most: 3600 });
        assert_eq!(stay("2026-10-13T06:00:00Z", "2026-10-13T07:00:00Z").within(held.0, held.1), None);
    }

    #[test]
    fn who_leaves_before_joining_was_not_there_by_any_clock() {
        let reversed = Stay::between(at("2026-10-13T09:00:00Z"), at("2026-10-13T08:59:59Z"));
        assert_eq!(reversed, Err(NoStay::Reversed));
        assert_eq!(Stay::between(Moments::Never, at("2026-10-13T08:59:59Z")), Err(NoStay::JoinNever));
    }
}
