//! What many files come to, told one by one as JSON, or as a sum with those that somebody must look at.
//! Keeps a line of each that is told at the end, and nothing of the others.

use serde_json::{Value, json};

use super::code;
use super::many::Answer;
use super::text::{Overview, Speaker};
use crate::cli::args::Output;

/// The telling.
pub(super) struct Told<'s> {
    speaker: &'s Speaker<'s>,
    files: usize,
    told: usize,
    overview: Overview,
    worst: u8,
}

impl<'s> Told<'s> {
    pub(super) fn new(speaker: &'s Speaker<'s>, files: usize) -> Self {
        Self { speaker, files, told: 0, overview: Overview::default(), worst: 0 }
    }

    /// Tells one, in its turn.
    pub(super) fn tell(&mut self, answer: Answer) {
        let code = answer.report.as_ref().map_or(65, |report| code(report.verdict()));
        self.worst = worse(self.worst, code);
        self.told += 1;
        match self.speaker.printer.output() {
            Output::Json => self.element(&answer),
            Output::Text => self.overview.add(&answer.file, &answer.report, self.speaker, self.files),
        }
    }

    /// The exit code: 65 if any was unreadable, else 1 if any was not valid, else 3 if any could not be told, else 0.
    pub(super) fn end(self) -> u8 {
        match self.speaker.printer.output() {
            Output::Json => self.speaker.printer.data("]"),
            Output::Text => self.speaker.printer.data(&self.overview.told(self.speaker)),
        }
        self.worst
    }

    /// One element of an array, as the whole array would be written.
    fn element(&self, answer: &Answer) {
        let printer = self.speaker.printer;
        if self.told == 1 {
            printer.data("[");
        }
        let end = if self.told < self.files { "," } else { "" };
        let element = format!("{:#}", to_json(answer)).replace('\n', "\n  ");
        printer.data(&format!("  {element}{end}"));
    }
}

fn to_json(answer: &Answer) -> Value {
    match &answer.report {
        Ok(report) => json!({"file": answer.file, "report": report.to_document().root().to_serde()}),
        Err(failure) => json!({"file": answer.file, "fault": failure.to_problem()}),
    }
}

fn worse(one: u8, other: u8) -> u8 {
    [65, 1, 3].into_iter().find(|worst| [one, other].contains(worst)).unwrap_or(0)
}
