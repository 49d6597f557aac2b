//! What the server counts of itself, in the text form that Prometheus reads.
//! Counts no person, no address and no credential.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use attesto_verifier::Verdict;

/// The sums since the process began.
#[derive(Debug, Default)]
pub(super) struct Counters {
    answers: Mutex<BTreeMap<u16, u64>>,
    verdicts: [AtomicU64; 3],
    pub(super) connections: AtomicU64,
    pub(super) evicted: AtomicU64,
}

const VERDICTS: [Verdict; 3] = [Verdict::Valid, Verdict::NotValid, Verdict::CannotTell];

impl Counters {
    pub(super) fn answered(&self, status: u16) {
        *self.answers.lock().unwrap_or_else(PoisonError::into_inner).entry(status).or_default() += 1;
    }

    pub(super) fn judged(&self, verdict: Verdict) {
        let found = VERDICTS.iter().zip(&self.verdicts).find(|(known, _)| **known == verdict);
        if let Some((_, count)) = found {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// The sums as text.
    pub(super) fn text(&self, open: usize) -> String {
        let mut text = String::from("# TYPE attesto_answers_total counter\n");
        for (status, count) in self.answers.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            // Writing to a text cannot fail.
            let _ = writeln!(text, "attesto_answers_total{{status=\"{status}\"}} {count}");
        }
        text.push_str("# TYPE attesto_verdicts_total counter\n");
        for (verdict, count) in VERDICTS.iter().zip(&self.verdicts) {
            let (name, count) = (verdict.name(), count.load(Ordering::Relaxed));
            let _ = writeln!(text, "attesto_verdicts_total{{verdict=\"{name}\"}} {count}");
        }
        let sums = [
            ("connections_total", "counter", self.connections.load(Ordering::Relaxed)),
            ("connections_evicted_total", "counter", self.evicted.load(Ordering::Relaxed)),
            ("connections_open", "gauge", u64::try_from(open).unwrap_or(u64::MAX)),
        ];
        for (name, kind, count) in sums {
            let _ = writeln!(text, "# TYPE attesto_{name} {kind}\nattesto_{name} {count}");
        }
        text
    }
}
