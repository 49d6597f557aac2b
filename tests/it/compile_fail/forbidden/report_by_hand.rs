//! Only `judge` gives a verdict.

use attesto_credential::Timestamp;
use attesto_verifier::{Day, Report, Verdict};

fn main() {}

pub fn told(at: Timestamp) -> Report {
    Report { verdict: Verdict::Valid, at, day: Day::Now, lines: Vec::new(), subject: None }
}
