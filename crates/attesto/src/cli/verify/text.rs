//! The report for a person: verdict first, then a line per check, then what to do.

use std::path::Path;

use attesto_verifier::{Day, IssuerName, Line, Report, Ruling, Subject, Verdict};

use crate::cli::print::{Printer, Tone, table, visible};
use crate::fault::Failure;
use crate::locale::Words;

/// Speaks of reports in one language, with the colours of one terminal.
pub(super) struct Speaker<'p> {
    pub(super) printer: &'p Printer,
    pub(super) words: &'static Words,
}

impl Speaker<'_> {
    /// One report: the verdict, a line per check, what the credential says, what to do.
    pub(super) fn report(&self, file: &Path, report: &Report) -> String {
        // Before the seal holds, what the text says of itself is not repeated as if it were so.
        let unbelieved = || self.words.label_with("unbelieved", &[("file", visible(&file.display().to_string()))]);
        let headline = report.subject().map_or_else(unbelieved, |subject| self.headline(subject));
        let mut lines = vec![format!("{}   {headline}", self.dated(report))];
        lines.extend(self.checks(report.lines()));
        lines.extend(report.subject().map(|subject| self.details(subject)).unwrap_or_default());
        lines.extend(self.remedies(report));
        lines.join("\n")
    }

    fn verdict(&self, report: &Report) -> String {
        let tone = match report.verdict() {
            Verdict::Valid => Tone::Good,
            Verdict::NotValid => Tone::Bad,
            Verdict::CannotTell => Tone::Open,
        };
        self.printer.tone(tone, &self.words.verdict(report.verdict(), report.day()))
    }

    /// The verdict, with the moment if one was asked about.
    fn dated(&self, report: &Report) -> String {
        let word = self.verdict(report);
        let moment = || self.words.label_with("verdict-at", &[("moment", report.at().to_string())]);
        if report.day() == Day::Asked { format!("{word} ({})", moment()) } else { word }
    }

    fn headline(&self, subject: &Subject) -> String {
        let issuer = match subject.issuer_name() {
            Some(IssuerName::Listed(name)) => name.clone(),
            Some(IssuerName::Claimed(name)) => self.words.label_with("issuer-claimed", &[("name", name.clone())]),
            None => subject.issuer().to_owned(),
        };
        let title = subject.title().map_or_else(|| self.words.label("credential"), str::to_owned);
        let mut parts = vec![title, self.words.label_with("issued-by", &[("issuer", issuer)])];
        if !subject.names().is_empty() {
            parts.push(self.words.label_with("made-out-to", &[("names", subject.names().join(", "))]));
        }
        visible(&parts.join(" · "))
    }

    /// A line per check, its ruling and name as columns.
    fn checks(&self, lines: &[Line]) -> Vec<String> {
        let rulings: Vec<String> = lines.iter().map(|line| self.words.ruling(line.ruling())).collect();
        let checks: Vec<String> = lines.iter().map(|line| self.words.check(line.check())).collect();
        let (first, second) = (widest(&rulings), widest(&checks));
        let line = |((line, ruling), check): ((&Line, &String), &String)| {
            let ruling = self.printer.tone(tone(line.ruling()), &format!("{ruling:first$}"));
            let code = self.printer.tone(Tone::Quiet, line.finding().code().text());
            let sentence = visible(&self.words.sentence(line.finding()));
            format!("  {ruling}  {check:second$}  {sentence}   {code}")
        };
        lines.iter().zip(&rulings).zip(&checks).map(line).collect()
    }

    fn details(&self, subject: &Subject) -> Vec<String> {
        let labels = [self.words.label("number"), self.words.label("in-force")];
        let width = widest(&labels);
        let [number, in_force] = labels;
        let since = ("since", subject.since().to_string());
        let period = match subject.until() {
            Some(until) => self.words.label_with("since-until", &[since, ("until", until.to_string())]),
            None => self.words.label_with("since-without-end", &[since]),
        };
        let shown = subject.shown().iter().filter_map(|shown| {
            let value = shown.level.as_ref().or(shown.value.as_ref()).or(shown.status.as_ref())?;
            Some(visible(&format!("    {}: {value}", shown.title)))
        });
        let number = subject.number().map(|found| format!("  {number:width$}  {}", visible(found)));
        number.into_iter().chain([format!("  {in_force:width$}  {period}")]).chain(shown).collect()
    }

    /// What to do about everything that fails, then about everything that is not known; each said once.
    fn remedies(&self, report: &Report) -> Vec<String> {
        let label = self.words.label("what-to-do");
        let mut said: Vec<String> = Vec::new();
        for ruling in [Ruling::Fail, Ruling::Unknown] {
            for line in report.lines().iter().filter(|line| line.ruling() == ruling) {
                let remedy = format!("{label}: {}", visible(&self.words.remedy(line.finding())));
                if !line.finding().remedy().is_empty() && !said.contains(&remedy) {
                    said.push(remedy);
                }
            }
        }
        said
    }
}

fn widest(texts: &[String]) -> usize {
    texts.iter().map(|text| text.chars().count()).max().unwrap_or(0)
}

fn tone(ruling: Ruling) -> Tone {
    match ruling {
        Ruling::Pass => Tone::Good,
        Ruling::Fail => Tone::Bad,
        Ruling::Unknown => Tone::Open,
        Ruling::Note | Ruling::Skipped => Tone::Quiet,
    }
}

/// So many files are listed one by one; of more, only those that somebody must look at.
const LISTED: usize = 20;

/// The files that somebody must look at, the others too if they are few, and the sum.
#[derive(Default)]
pub(super) struct Overview {
    sums: [usize; 4],
    rows: Vec<[String; 4]>,
    asked: Option<String>,
}

/// What the overview takes of one file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct OverviewLine {
    place: usize,
    row: Option<[String; 4]>,
    /// The moment, if one was asked about.
    asked: Option<String>,
}

impl OverviewLine {
    /// Words a file; `of` so many in all.
    pub(super) fn of(file: &Path, answer: &Result<Report, Failure>, speaker: &Speaker<'_>, of: usize) -> Self {
        let asked = answer.as_ref().ok().filter(|report| report.day() == Day::Asked);
        let asked = asked.map(|report| report.at().to_string());
        let (place, row) = row(file, answer, speaker);
        Self { place, row: (of <= LISTED || place > 0).then_some(row), asked }
    }
}

impl Overview {
    /// Counts a file in.
    pub(super) fn add(&mut self, line: OverviewLine) {
        self.asked = line.asked.or(self.asked.take());
        if let Some(sum) = self.sums.get_mut(line.place) {
            *sum += 1;
        }
        self.rows.extend(line.row);
    }

    /// The whole.
    pub(super) fn told(self, speaker: &Speaker<'_>) -> String {
        let [valid, not_valid, cannot_tell, unreadable] = self.sums;
        let counts = [
            ("files", self.sums.iter().sum()),
            ("valid", valid),
            ("not-valid", not_valid),
            ("cannot-tell", cannot_tell),
            ("unreadable", unreadable),
        ];
        let sum = speaker.words.label_with("sum", &counts.map(|(name, count)| (name, count.to_string())));
        let sum = match self.asked {
            Some(moment) => format!("{sum} ({})", speaker.words.label_with("verdict-at", &[("moment", moment)])),
            None => sum,
        };
        if self.rows.is_empty() {
            return sum;
        }
        let header =
            ["column-verdict", "column-file", "column-certificate", "column-why"].map(|id| speaker.words.label(id));
        format!("{}\n\n{sum}", table(&header.each_ref().map(String::as_str), self.rows.into_iter()))
    }
}

fn row(file: &Path, answer: &Result<Report, Failure>, speaker: &Speaker<'_>) -> (usize, [String; 4]) {
    let name = visible(&file.display().to_string());
    match answer {
        Err(failure) => {
            let why = visible(failure.sentence());
            let why = why.strip_prefix(&format!("{name}: ")).unwrap_or(&why).to_owned();
            (3, [speaker.words.label("unreadable"), name, String::new(), why])
        }
        Ok(report) => {
            let place = match report.verdict() {
                Verdict::Valid => 0,
                Verdict::NotValid => 1,
                Verdict::CannotTell => 2,
            };
            let number = report.subject().and_then(Subject::number).unwrap_or("").to_owned();
            let against = report.lines().iter().filter(|line| matches!(line.ruling(), Ruling::Fail | Ruling::Unknown));
            let codes: Vec<&str> = against.map(|line| line.finding().code().text()).collect();
            (place, [speaker.verdict(report), name, visible(&number), codes.join(", ")])
        }
    }
}
