//! Many files: judged on all cores, told in their order, kept no longer than until they are told.
//! Judges by the same function as one; what a file comes to never depends on how many hands there are.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use attesto_verifier::{Code, Material, Report, Verdict};
use indicatif::{ProgressBar, ProgressStyle};

use super::Bench;
use super::told::Worded;
use super::waiting::Row;
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

/// Who tells what files come to: words each when it is final, and says it in its turn.
pub(super) trait Teller {
    /// What will be said of a file; nothing else of it is kept.
    fn word(&self, answer: &Answer) -> Worded;

    /// Says it.
    fn tell(&mut self, worded: Worded);
}

/// Judges all and tells each in its order.
///
/// A copy that was replaced is judged again while what follows it turns out to be here and valid: it and the words about
/// what comes behind it wait until everything was seen once.
///
/// # Errors
/// What waited cannot be read back, which would be a fault of ours.
pub(super) fn judge(
    bench: &Bench,
    material: Material,
    files: Vec<PathBuf>,
    teller: &mut impl Teller,
) -> Result<(), Failure> {
    let bar = bar(files.len());
    let hands = thread::available_parallelism().map_or(1, usize::from).min(MOST_HANDS);
    let hands = if files.len() < FEW { 1 } else { hands };
    let mut materials: Vec<Material> = (0..hands).map(|_| material.clone()).collect();
    let mut waiting = Waiting { row: Row::default(), open: Vec::new(), material, valid: 0 };
    let mut files = files.into_iter();
    loop {
        let some: Vec<PathBuf> = files.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            break;
        }
        for answer in side_by_side(bench, &mut materials, some, &bar) {
            waiting.take(answer, teller)?;
        }
    }
    drop(materials);
    let again = waiting.settle(bench, hands, teller)?;
    bar.finish_and_clear();
    waiting.row.tell(again, &mut |worded| teller.tell(worded))
}

/// What cannot be told yet, and what was seen of all.
struct Waiting {
    row: Row,
    /// Those in the gaps of the row, and whether each holds as far as is known.
    open: Vec<(PathBuf, bool)>,
    material: Material,
    valid: usize,
}

impl Waiting {
    fn take(&mut self, answer: Answer, teller: &mut impl Teller) -> Result<(), Failure> {
        self.valid += usize::from(answer.holds());
        answer.report.iter().for_each(|report| self.material.shows(report));
        if answer.is_replaced() {
            let holds = answer.holds();
            self.open.push((answer.file, holds));
            self.row.leave_gap();
            return Ok(());
        }
        let worded = teller.word(&answer);
        if self.row.is_empty() {
            teller.tell(worded)
        } else {
            self.row.push(worded)?
        }
        Ok(())
    }

    /// Judges the replaced ones again as long as that shows more valid ones; gives what the last round came to.
    fn settle(&mut self, bench: &Bench, hands: usize, teller: &impl Teller) -> Result<Row, Failure> {
        loop {
            let (before, mut again) = (self.valid, Row::default());
            let mut materials: Vec<Material> = (0..hands).map(|_| self.material.clone()).collect();
            for some in self.open.chunks_mut(AT_ONCE) {
                let files = some.iter().map(|(file, _)| file.clone()).collect();
                for ((_, holds), answer) in
                    some.iter_mut().zip(side_by_side(bench, &mut materials, files, &ProgressBar::hidden()))
                {
                    self.valid = (self.valid + usize::from(answer.holds())).saturating_sub(usize::from(*holds));
                    *holds = answer.holds();
                    answer.report.iter().for_each(|report| self.material.shows(report));
                    again.push(teller.word(&answer))?;
                }
            }
            if self.valid == before {
                return Ok(again);
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
    use super::super::told::Said;
    use super::*;
    use crate::world::config::FetchRules;
    use crate::world::fetch::{Gate, Reach};

    /// Says all that is known of a file.
    struct Plain(Vec<Worded>);

    impl Teller for Plain {
        fn word(&self, answer: &Answer) -> Worded {
            Worded::new(0, Said::Element(format!("{:?} {:?}", answer.file, answer.report)))
        }

        fn tell(&mut self, worded: Worded) {
            self.0.push(worded);
        }
    }

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

        let mut told = Plain(Vec::new());
        judge(&bench, material.clone(), files.clone(), &mut told).unwrap();

        let alone = |file: PathBuf| {
            let report = bench.judge(&file, &mut material.clone());
            told.word(&Answer { file, report })
        };
        assert_eq!(told.0, files.into_iter().map(alone).collect::<Vec<_>>());
        assert!(told.0.iter().any(|worded| format!("{worded:?}").contains("subject: Some")));
    }
}
