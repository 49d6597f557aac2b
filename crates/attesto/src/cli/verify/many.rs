//! Many files: judged on all cores, told in their order, kept no longer than until they are told.
//! Judges by the same function as one; what a file comes to never depends on how many hands there are.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use attesto_verifier::{Code, Material, Report, Verdict};
use indicatif::{ProgressBar, ProgressStyle};

use super::Bench;
use crate::fault::{Failure, Fault};

/// What one file comes to.
pub(super) struct Answer {
    pub(super) file: PathBuf,
    pub(super) report: Result<Report, Failure>,
}

/// So many files are judged before the first of them are told.
const AT_ONCE: usize = 1_024;

/// No more hands than this, however many cores there are.
const MOST_HANDS: usize = 16;

/// Below so many files one hand does it.
const FEW: usize = 8;

impl Answer {
    fn is_replaced(&self) -> bool {
        let replaced =
            |report: &Report| report.lines().iter().any(|line| line.finding().code() == Code::StatusReplaced);
        self.report.as_ref().is_ok_and(replaced)
    }

    fn holds(&self) -> bool {
        self.report.as_ref().is_ok_and(|report| report.verdict() == Verdict::Valid)
    }
}

/// Judges all and tells each in its order.
///
/// A copy that was replaced is judged again while what follows it turns out to be here and valid: it and what comes
/// behind it wait until everything was seen once.
pub(super) fn judge(bench: &Bench, material: Material, files: Vec<PathBuf>, tell: &mut dyn FnMut(Answer)) {
    let bar = bar(files.len());
    let hands = thread::available_parallelism().map_or(1, usize::from).min(MOST_HANDS);
    let hands = if files.len() < FEW { 1 } else { hands };
    let mut materials: Vec<Material> = (0..hands).map(|_| material.clone()).collect();
    let mut waiting = Waiting { answers: VecDeque::new(), material, valid: 0 };
    let mut files = files.into_iter();
    loop {
        let some: Vec<PathBuf> = files.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            break;
        }
        for answer in side_by_side(bench, &mut materials, some, &bar) {
            waiting.take(answer, tell);
        }
    }
    waiting.settle(bench);
    bar.finish_and_clear();
    waiting.answers.into_iter().for_each(tell);
}

/// Answers that cannot be told yet, and what was seen of all.
struct Waiting {
    answers: VecDeque<Answer>,
    material: Material,
    valid: usize,
}

impl Waiting {
    fn take(&mut self, answer: Answer, tell: &mut dyn FnMut(Answer)) {
        self.valid += usize::from(answer.holds());
        answer.report.iter().for_each(|report| self.material.shows(report));
        if self.answers.is_empty() && !answer.is_replaced() {
            tell(answer);
        } else {
            self.answers.push_back(answer);
        }
    }

    /// Judges the replaced ones again as long as that shows more valid ones.
    fn settle(&mut self, bench: &Bench) {
        loop {
            let before = self.valid;
            for answer in self.answers.iter_mut().filter(|answer| answer.is_replaced()) {
                let was_valid = answer.holds();
                answer.report = bench.judge(&answer.file, &mut self.material);
                self.valid = (self.valid + usize::from(answer.holds())).saturating_sub(usize::from(was_valid));
            }
            self.answers.iter().flat_map(|answer| &answer.report).for_each(|report| self.material.shows(report));
            if self.valid == before {
                return;
            }
        }
    }
}

/// What some files come to, in their order; each hand takes the next file when it is free.
fn side_by_side(bench: &Bench, materials: &mut [Material], files: Vec<PathBuf>, bar: &ProgressBar) -> Vec<Answer> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(files.len())));
    thread::scope(|scope| {
        let work = |material: &mut Material| {
            while let Some((place, file)) = take_next(&next, &files) {
                let report = bench.judge(file, material);
                bar.inc(1);
                done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((place, report));
            }
        };
        let hands: Vec<_> = materials.iter_mut().map(|material| scope.spawn(move || work(material))).collect();
        // A hand that stopped leaves its file without an answer, which is told below; the others go on.
        hands.into_iter().for_each(|hand| drop(hand.join()));
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(place, _)| *place);
    let mut reports = done.into_iter().peekable();
    let answer = |(place, file): (usize, PathBuf)| {
        let report = reports.next_if(|(of, _)| *of == place).map_or_else(|| Err(stopped()), |(_, report)| report);
        Answer { file, report }
    };
    files.into_iter().enumerate().map(answer).collect()
}

fn take_next<'f>(next: &AtomicUsize, files: &'f [PathBuf]) -> Option<(usize, &'f PathBuf)> {
    let place = next.fetch_add(1, Ordering::Relaxed);
    files.get(place).map(|file| (place, file))
}

fn stopped() -> Failure {
    Failure::new(Fault::Bug, "judging", "a thread that judges stopped; judge this file by itself and tell us of it")
}

/// Shown where stderr is a terminal.
fn bar(files: usize) -> ProgressBar {
    let style =
        ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(u64::try_from(files).unwrap_or(u64::MAX)).with_style(style).with_message("files")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use attesto_credential::Timestamp;
    use attesto_verifier::{Day, Policy};

    use super::super::policy;
    use super::*;
    use crate::world::config::FetchRules;
    use crate::world::fetch::{Gate, Reach};

    #[test]
    fn many_files_are_told_in_their_order_and_each_as_if_it_were_alone() {
        let at = Timestamp::parse("2026-07-01T12:00:00Z").unwrap();
        let gate = Gate::new(FetchRules::default().rules(Reach::Offline), None);
        let bench = Bench { gate, now: at, policy: Policy::default(), at, day: Day::Now };
        let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
        let mut files: Vec<PathBuf> = std::fs::read_dir(&cases).unwrap().map(|case| case.unwrap().path()).collect();
        files.sort();
        files.truncate(24);
        let files: Vec<PathBuf> = files.into_iter().map(|folder| folder.join("credential.json")).collect();
        let files = [files, vec![PathBuf::from("nothing-lies-here.json")]].concat();
        let material = policy::material(Some(&cases.join("valid-did-web/material")), at).unwrap();

        let mut told = Vec::new();
        judge(&bench, material.clone(), files.clone(), &mut |answer| told.push((answer.file, answer.report)));

        let alone = |file: PathBuf| {
            let report = bench.judge(&file, &mut material.clone());
            (file, report)
        };
        assert_eq!(told, files.into_iter().map(alone).collect::<Vec<_>>());
        assert!(told.iter().any(|(_, report)| report.as_ref().is_ok_and(|report| report.subject().is_some())));
    }
}
