//! What many files come to, told one by one as JSON, or as a sum with those that somebody must look at.
//! Keeps a line of each that is told at the end, and nothing of the others.

use serde_json::{Value, json};

use super::code;
use super::many::{Answer, Teller};
use super::text::{Overview, OverviewLine, Speaker};
use crate::cli::args::Output;

/// The telling.
pub(super) struct Told<'s> {
    speaker: &'s Speaker<'s>,
    files: usize,
    told: usize,
    overview: Overview,
    worst: u8,
}

/// What will be said of a file, and nothing else of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Worded {
    code: u8,
    said: Said,
}

/// How it will be said.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// As an element of an array in JSON.
    Element(String),
    /// As one of a sum, with a line where somebody must look at it.
    Line(Box<OverviewLine>),
}

impl Worded {
    pub(super) fn new(code: u8, said: Said) -> Self {
        Self { code, said }
    }

    pub(super) fn into_parts(self) -> (u8, Said) {
        (self.code, self.said)
    }
}

impl<'s> Told<'s> {
    pub(super) fn new(speaker: &'s Speaker<'s>, files: usize) -> Self {
        Self { speaker, files, told: 0, overview: Overview::default(), worst: 0 }
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
    fn element(&self, element: &str) {
        let printer = self.speaker.printer;
        if self.told == 1 {
            printer.data("[");
        }
        let end = if self.told < self.files { "," } else { "" };
        printer.data(&format!("  {element}{end}"));
    }
}

impl Teller for Told<'_> {
    fn word(&self, answer: &Answer) -> Worded {
        let code = answer.report.as_ref().map_or(65, |report| code(report.verdict()));
        let said = match self.speaker.printer.output() {
            Output::Json => Said::Element(format!("{:#}", to_json(answer)).replace('\n', "\n  ")),
            Output::Text => {
                Said::Line(Box::new(OverviewLine::of(&answer.file, &answer.report, self.speaker, self.files)))
            }
        };
        Worded { code, said }
    }

    fn tell(&mut self, worded: Worded) {
        self.worst = worse(self.worst, worded.code);
        self.told += 1;
        match worded.said {
            Said::Element(element) => self.element(&element),
            Said::Line(line) => self.overview.add(*line),
        }
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
