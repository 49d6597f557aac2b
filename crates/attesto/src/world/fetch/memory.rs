//! What was fetched before and may be used again, what failed lately, and how much went out.
//! Bounded in entries and bytes; asks nobody.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use super::{FetchFault, Fetched};

/// So many answers and failures are kept, and so many bytes of answers.
const ENTRIES: usize = 512;
const LIMIT_BYTES: usize = 16 << 20;

/// How long an answer holds that says nothing of it; how long at most; how long a failure is not tried again.
const DEFAULT_AGE: Duration = Duration::from_secs(60);
const LONGEST_AGE: Duration = Duration::from_secs(24 * 3600);
const FAILURE_AGE: Duration = Duration::from_secs(30);

/// An answer that was kept.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) fetched: Fetched,
    pub(super) etag: Option<String>,
    fresh_until: Instant,
    kept: Instant,
}

/// What is remembered between questions.
#[derive(Debug, Default)]
pub(super) struct Memory {
    kept: BTreeMap<String, Kept>,
    failed: BTreeMap<String, (Instant, FetchFault)>,
    sent: VecDeque<Instant>,
}

impl Memory {
    /// An answer or a failure that still counts.
    pub(super) fn fresh(&self, name: &str, now: Instant) -> Option<Result<Fetched, FetchFault>> {
        let kept = self.kept.get(name).filter(|kept| now < kept.fresh_until);
        let failed = || self.failed.get(name).filter(|(until, _)| now < *until);
        kept.map(|kept| Ok(kept.fetched.clone())).or_else(|| failed().map(|(_, fault)| Err(fault.clone())))
    }

    /// The copy whose keeper may say that it has not changed.
    pub(super) fn stale(&self, name: &str) -> Option<Kept> {
        self.kept.get(name).filter(|kept| kept.etag.is_some()).cloned()
    }

    /// Keeps an answer as long as its headers say.
    pub(super) fn keep(&mut self, name: &str, fetched: &Fetched, etag: Option<String>, control: &str, now: Instant) {
        self.failed.remove(name);
        let Some(age) = age(control) else {
            self.kept.remove(name);
            return;
        };
        let kept = Kept { fetched: fetched.clone(), etag, fresh_until: now + age, kept: now };
        self.kept.insert(name.to_owned(), kept);
        self.make_room();
    }

    /// Keeps a failure for a short while; that too much was asked says nothing of the one who was not.
    pub(super) fn fail(&mut self, name: &str, fault: &FetchFault, now: Instant) {
        if matches!(fault, FetchFault::TooMany { .. }) {
            return;
        }
        self.failed.retain(|_, (until, _)| now < *until);
        if self.failed.len() < ENTRIES {
            self.failed.insert(name.to_owned(), (now + FAILURE_AGE, fault.clone()));
        }
    }

    /// Counts a question that goes out; refuses it if too many went out in the last minute.
    pub(super) fn send(&mut self, per_minute: usize, now: Instant) -> Result<(), FetchFault> {
        let minute = Duration::from_secs(60);
        while self.sent.front().is_some_and(|sent| now.saturating_duration_since(*sent) >= minute) {
            self.sent.pop_front();
        }
        if self.sent.len() >= per_minute {
            return Err(FetchFault::TooMany { per_minute });
        }
        self.sent.push_back(now);
        Ok(())
    }

    fn make_room(&mut self) {
        let bytes = |kept: &BTreeMap<String, Kept>| kept.values().map(|one| one.fetched.bytes().len()).sum::<usize>();
        while self.kept.len() > ENTRIES || bytes(&self.kept) > LIMIT_BYTES {
            let oldest = self.kept.iter().min_by_key(|(_, kept)| kept.kept).map(|(name, _)| name.clone());
            let Some(oldest) = oldest else { return };
            self.kept.remove(&oldest);
        }
    }
}

/// How long an answer holds (RFC 9111 section 5.2.2); nothing if it is not to be kept.
fn age(control: &str) -> Option<Duration> {
    let control = control.to_ascii_lowercase();
    let mut directives = control.split(',').map(str::trim);
    if directives.clone().any(|directive| directive == "no-store") {
        return None;
    }
    if directives.clone().any(|directive| directive == "no-cache") {
        return Some(Duration::ZERO);
    }
    let seconds = directives.find_map(|directive| directive.strip_prefix("max-age=")?.trim_matches('"').parse().ok());
    Some(seconds.map_or(DEFAULT_AGE, Duration::from_secs).min(LONGEST_AGE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_holds_as_long_as_it_says_and_a_day_at_most() {
        let cases = [
            ("max-age=10", Some(10)),
            ("public, max-age=\"10\"", Some(10)),
            ("", Some(60)),
            ("max-age=-5", Some(60)),
            ("max-age=99999999999999", Some(86_400)),
            ("no-cache, max-age=10", Some(0)),
            ("max-age=10, No-Store", None),
        ];
        for (control, seconds) in cases {
            assert_eq!(age(control), seconds.map(Duration::from_secs), "{control:?}");
        }
    }

    #[test]
    fn what_is_kept_is_bounded_in_entries_and_in_bytes() {
        let (mut memory, now) = (Memory::default(), Instant::now());
        for number in 0..2000_u32 {
            let fetched = Fetched::for_test(vec![0; 1 << 20]);
            memory.keep(&format!("a{number}"), &fetched, None, "", now + Duration::from_secs(number.into()));
            memory.fail(&format!("b{number}"), &FetchFault::Offline, now);
        }
        assert_eq!((memory.kept.len(), memory.failed.len()), (16, ENTRIES));
        assert!(memory.kept.contains_key("a1999"));
    }
}
