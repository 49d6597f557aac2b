//! A report as a page shows it: verdict in words and shape, a line per check, what it says, what to do.
//! Decides nothing; words are the locale's, rulings the report's.

use attesto_verifier::{IssuerName, Line, Report, Ruling, Subject};

use crate::locale::{Words, visible};

/// What the template shows of a report.
pub(super) struct Shown {
    /// `valid`, `not-valid` or `cannot-tell`: colour and shape.
    pub(super) kind: &'static str,
    pub(super) verdict: String,
    /// The moment it speaks of.
    pub(super) moment: String,
    /// Each part with its language, where that is the credential's.
    pub(super) headline: Vec<(String, Option<String>)>,
    pub(super) remedies: Vec<String>,
    pub(super) checks: Vec<Checked>,
    pub(super) says: Vec<(String, String)>,
    pub(super) outcomes: Vec<(String, String)>,
    /// The language of the outcomes.
    pub(super) language: Option<String>,
}

/// One line of a check.
pub(super) struct Checked {
    pub(super) kind: &'static str,
    pub(super) mark: &'static str,
    pub(super) ruling: String,
    pub(super) check: String,
    pub(super) sentence: String,
    pub(super) code: &'static str,
}

/// Words a report.
pub(super) fn shown(report: &Report, words: &Words) -> Shown {
    let subject = report.subject();
    Shown {
        kind: report.verdict().name(),
        verdict: words.verdict(report.verdict(), report.day()),
        moment: words.label_with("verdict-at", &[("moment", report.at().to_string())]),
        headline: subject.map(|subject| headline(subject, words)).unwrap_or_default(),
        remedies: remedies(report, words),
        checks: report.lines().iter().map(|line| checked(line, words)).collect(),
        says: subject.map(|subject| says(subject, words)).unwrap_or_default(),
        outcomes: subject.map(outcomes).unwrap_or_default(),
        language: subject.and_then(Subject::language).map(str::to_owned),
    }
}

/// The verdict for the title of the window.
pub(super) fn title(report: &Report, words: &Words) -> String {
    words.verdict(report.verdict(), report.day())
}

fn headline(subject: &Subject, words: &Words) -> Vec<(String, Option<String>)> {
    let title = match subject.title() {
        Some(title) => (visible(title), subject.language().map(str::to_owned)),
        None => (words.label("credential"), None),
    };
    let issuer = match subject.issuer_name() {
        Some(IssuerName::Listed(name)) => visible(name),
        Some(IssuerName::Claimed(name)) => words.label_with("issuer-claimed", &[("name", visible(name))]),
        None => visible(subject.issuer()),
    };
    let names = Some(subject.names().join(", ")).filter(|names| !names.is_empty());
    let made_out = names.map(|names| words.label_with("made-out-to", &[("names", visible(&names))]));
    let ours = [words.label_with("issued-by", &[("issuer", issuer)])].into_iter().chain(made_out);
    std::iter::once(title).chain(ours.map(|part| (part, None))).collect()
}

fn checked(line: &Line, words: &Words) -> Checked {
    let (kind, mark) = match line.ruling() {
        Ruling::Pass => ("good", "✓"),
        Ruling::Fail => ("bad", "✗"),
        Ruling::Unknown => ("open", "?"),
        Ruling::Note => ("quiet", "i"),
        Ruling::Skipped => ("quiet", "–"),
    };
    Checked {
        kind,
        mark,
        ruling: words.ruling(line.ruling()),
        check: words.check(line.check()),
        sentence: visible(&words.sentence(line.finding())),
        code: line.finding().code().text(),
    }
}

fn says(subject: &Subject, words: &Words) -> Vec<(String, String)> {
    let since = ("since", subject.since().to_string());
    let period = match subject.until() {
        Some(until) => words.label_with("since-until", &[since, ("until", until.to_string())]),
        None => words.label_with("since-without-end", &[since]),
    };
    let number = subject.number().map(|number| (words.label("number"), visible(number)));
    number.into_iter().chain([(words.label("in-force"), period)]).collect()
}

fn outcomes(subject: &Subject) -> Vec<(String, String)> {
    let reached = |shown: &attesto_verifier::Shown| {
        let value = shown.level.as_ref().or(shown.value.as_ref()).or(shown.status.as_ref())?;
        Some((visible(&shown.title), visible(value)))
    };
    subject.shown().iter().filter_map(reached).collect()
}

/// What to do about everything that fails, then about everything that is not known; each said once.
fn remedies(report: &Report, words: &Words) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for ruling in [Ruling::Fail, Ruling::Unknown] {
        for line in report.lines().iter().filter(|line| line.ruling() == ruling) {
            let remedy = visible(&words.remedy(line.finding()));
            if !remedy.is_empty() && !said.contains(&remedy) {
                said.push(remedy);
            }
        }
    }
    said
}
