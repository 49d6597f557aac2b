//! The findings of the status, with their facts: always which list, of when, until when it counts, how old.
//! Looks at nothing itself.

use attesto_credential::{Iri, StatusEntry, StatusPlace, Timestamp};

use crate::finding::{Code, Finding};

/// Where an issuer does not say, no moment stands.
const UNSAID: &str = "—";

/// When a list was made, until when it counts, and where and when it was had.
pub(super) struct Dated<'d> {
    pub(super) url: &'d Iri,
    pub(super) made: Option<Timestamp>,
    pub(super) until: Option<Timestamp>,
    pub(super) fetched: Timestamp,
    pub(super) age_seconds: i64,
}

pub(super) fn of_list(code: Code, purpose: &dyn std::fmt::Display, dated: &Dated<'_>) -> Finding {
    with_age(Finding::of(code).with("list", dated.url).with("purpose", purpose), dated)
}

pub(super) fn replaced(dated: &Dated<'_>, why: &str, since: Option<Timestamp>, next: Option<&StatusPlace>) -> Finding {
    let finding = Finding::of(Code::StatusReplaced).with("list", dated.url).with("why", why);
    let finding = finding.with("since", moment(since.or(dated.made)));
    with_age(finding.with("next", next.map_or_else(|| UNSAID.to_owned(), ToString::to_string)), dated)
}

pub(super) fn stale(dated: &Dated<'_>, why: &str) -> Finding {
    with_age(Finding::of(Code::StatusStale).with("list", dated.url), dated).with("why", why)
}

pub(super) fn no_history(present: &Dated<'_>) -> Finding {
    Finding::of(Code::StatusNoHistory).with("list", present.url).with("made", moment(present.made))
}

pub(super) fn unreachable(url: &Iri, why: &str) -> Finding {
    let finding = Finding::of(Code::StatusUnreachable).with("mechanism", StatusEntry::BITSTRING);
    finding.with("where", url).with("why", why)
}

fn with_age(finding: Finding, dated: &Dated<'_>) -> Finding {
    let finding = finding.with("made", moment(dated.made)).with("until", moment(dated.until));
    finding.with("fetched", dated.fetched).with("age", span(dated.age_seconds))
}

fn moment(moment: Option<Timestamp>) -> String {
    moment.map_or_else(|| UNSAID.to_owned(), |moment| moment.to_string())
}

/// A span in the largest unit that it fills twice, with the signs that all languages share.
pub(crate) fn span(seconds: i64) -> String {
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
