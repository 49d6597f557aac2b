//! The findings of the status, with their facts: always which list, of when, until when it counts, how old.
//! Looks at nothing itself.

use attesto_credential::{Iri, ReadEntry, StatusEntry, StatusPlace, Timestamp};

use super::list::Held;
use crate::finding::{Code, Finding};

/// Where an issuer does not say, no moment stands.
const UNSAID: &str = "—";

pub(super) fn of_list(code: Code, read: &ReadEntry, held: &Held, at: Timestamp) -> Finding {
    let finding = Finding::of(code).with("list", &held.from_url).with("purpose", &read.purpose);
    with_age(finding, held, at)
}

pub(super) fn replaced(
    held: &Held,
    at: Timestamp,
    why: &str,
    since: Option<Timestamp>,
    next: Option<&StatusPlace>,
) -> Finding {
    let finding = Finding::of(Code::StatusReplaced).with("list", &held.from_url).with("why", why);
    let finding = finding.with("since", moment(since.or(held.said().from)));
    with_age(finding.with("next", next.map_or_else(|| UNSAID.to_owned(), ToString::to_string)), held, at)
}

pub(super) fn stale(held: &Held, at: Timestamp, why: &str) -> Finding {
    with_age(Finding::of(Code::StatusStale).with("list", &held.from_url), held, at).with("why", why)
}

pub(super) fn no_history(present: &Held) -> Finding {
    Finding::of(Code::StatusNoHistory).with("list", &present.from_url).with("made", moment(present.said().from))
}

pub(super) fn unreachable(url: &Iri, why: &str) -> Finding {
    let finding = Finding::of(Code::StatusUnreachable).with("mechanism", StatusEntry::BITSTRING);
    finding.with("where", url).with("why", why)
}

fn with_age(finding: Finding, held: &Held, at: Timestamp) -> Finding {
    let finding = finding.with("made", moment(held.said().from)).with("until", moment(held.until()));
    finding.with("fetched", held.fetched).with("age", span(held.age_seconds(at)))
}

fn moment(moment: Option<Timestamp>) -> String {
    moment.map_or_else(|| UNSAID.to_owned(), |moment| moment.to_string())
}

/// A span in the largest unit that it fills twice, with the signs that all languages share.
pub(super) fn span(seconds: i64) -> String {
    let units = [("d", 86_400), ("h", 3_600), ("min", 60)];
    let fitting = units.into_iter().find(|(_, length)| seconds >= 2 * length);
    fitting.map_or_else(|| format!("{seconds} s"), |(sign, length)| format!("{} {sign}", seconds / length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_in_the_largest_unit_that_it_fills_twice() {
        let told = [0, 119, 120, 7_199, 7_200, 172_799, 172_800, 864_000].map(span);
        assert_eq!(told, ["0 s", "119 s", "2 min", "119 min", "2 h", "47 h", "2 d", "10 d"]);
    }
}
