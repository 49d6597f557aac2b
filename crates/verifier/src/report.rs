//! What a case comes to: the verdict, a line per finding, and what the credential says where its seal held.
//! Says it in English and as JSON; other languages and the layout are the roof's.

mod subject;
mod viewer;

pub use subject::{IssuerName, Shown, Subject};

use attesto_credential::{Document, Members, Object, ObjectText, Timestamp};

use crate::finding::{Check, Finding, Ruling};
use crate::policy::Policy;

/// The sum of the rulings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Everything that was looked at is as it should be.
    Valid,
    /// Something is not as it should be.
    NotValid,
    /// Something could not be told.
    CannotTell,
}

impl Verdict {
    /// As JSON has it: `valid`, `not-valid`, `cannot-tell`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::NotValid => "not-valid",
            Self::CannotTell => "cannot-tell",
        }
    }

    /// Any fail, else any unknown or a skipped check that the policy requires, else valid.
    fn of(lines: &[Line], policy: &Policy) -> Self {
        let required = |line: &Line| line.ruling == Ruling::Skipped && policy.requires(line.check());
        let left_open = |line: &Line| line.ruling == Ruling::Unknown || required(line);
        if lines.iter().any(|line| line.ruling == Ruling::Fail) {
            Self::NotValid
        } else if lines.iter().any(left_open) {
            Self::CannotTell
        } else {
            Self::Valid
        }
    }
}

/// Which day the verdict speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Day {
    /// The present one.
    Now,
    /// One that somebody asked about; of now nothing is said.
    Asked,
}

impl Day {
    fn word(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Asked => "that-day",
        }
    }
}

/// One finding with what the policy made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    ruling: Ruling,
    finding: Finding,
}

impl Line {
    /// The check it belongs to.
    pub fn check(&self) -> Check {
        self.finding.code().check()
    }

    /// What it counts for.
    pub fn ruling(&self) -> Ruling {
        self.ruling
    }

    /// What was found.
    pub fn finding(&self) -> &Finding {
        &self.finding
    }

    fn say(&self, into: &mut impl Members) {
        let remedy = self.finding.remedy();
        into.text("check", self.check().name());
        into.text("ruling", self.ruling.name());
        into.text("code", self.finding.code().text());
        into.text("sentence", &self.finding.sentence());
        into.some_text("remedy", Some(remedy.as_str()).filter(|remedy| !remedy.is_empty()));
        into.object("facts", |into| self.finding.facts().iter().for_each(|(name, value)| into.text(name, value)));
    }
}

/// The judgement of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    verdict: Verdict,
    at: Timestamp,
    day: Day,
    lines: Vec<Line>,
    subject: Option<Subject>,
    told: Told,
}

/// For whom a report is written beside our own readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// Nobody.
    Alone,
    /// Those who know the seven lines of the European viewer.
    AsTheViewer,
}

impl Report {
    pub(crate) fn new(findings: Vec<Finding>, subject: Option<Subject>, policy: &Policy, at: Timestamp) -> Self {
        let line = |finding| Line { ruling: policy.ruling(&finding), finding };
        let lines: Vec<Line> = findings.into_iter().map(line).collect();
        Self { verdict: Verdict::of(&lines, policy), at, day: Day::Now, lines, subject, told: Told::Alone }
    }

    /// The same report, told to others as well.
    pub(crate) fn told(self, told: Told) -> Self {
        Self { told, ..self }
    }

    /// The same report, said to be about a day that somebody asked about and not about now.
    #[must_use]
    pub fn about(self, day: Day) -> Self {
        Self { day, ..self }
    }

    /// The verdict.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The moment it was judged at.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// Which day it speaks of.
    pub fn day(&self) -> Day {
        self.day
    }

    /// A line per finding, in the order of the checks; every check has at least one.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// What the credential says; only where its seal held.
    pub fn subject(&self) -> Option<&Subject> {
        self.subject.as_ref()
    }

    /// The report as JSON, `format` 1.
    pub fn to_document(&self) -> Document {
        let mut root = Object::new();
        self.say(&mut root);
        Document::composed(root)
    }

    /// The text of [`Report::to_document`], for whoever wants nothing else.
    pub fn to_text(&self) -> String {
        ObjectText::of(|into| self.say(into))
    }

    fn say(&self, into: &mut impl Members) {
        into.number("format", 1);
        into.text("verdict", self.verdict.name());
        into.text("at", &self.at.to_string());
        into.text("day", self.day.word());
        into.objects("checks", &self.lines, Line::say);
        if self.told == Told::AsTheViewer {
            viewer::say(&self.lines, into);
        }
        if let Some(subject) = &self.subject {
            into.object("subject", |into| subject.say(into));
        }
    }
}
