//! The report for a person: verdict first, then a line per check, then what to do.

use std::path::Path;

use attesto_verifier::{Day, IssuerName, Line, Report, Ruling, Subject, Verdict};

use crate::cli::print::{Printer, Tone, table, visible};
use crate::fault::Failure;

pub(super) fn report(report: &Report, printer: &Printer) -> String {
    let mut lines =
        vec![format!("{}   {}", verdict(report, printer), report.subject().map(headline).unwrap_or_default())];
    lines.extend(report.lines().iter().map(|line| check(line, printer)));
    lines.extend(report.subject().map(details).unwrap_or_default());
    lines.extend(report.remedies().into_iter().map(|remedy| format!("what to do: {}", visible(&remedy))));
    lines.join("\n")
}

fn verdict(report: &Report, printer: &Printer) -> String {
    let word = match (report.verdict(), report.day()) {
        (Verdict::Valid, Day::Now) => printer.tone(Tone::Good, "VALID"),
        (Verdict::Valid, Day::Asked) => printer.tone(Tone::Good, "VALID on that day"),
        (Verdict::NotValid, _) => printer.tone(Tone::Bad, "NOT VALID"),
        (Verdict::CannotTell, _) => printer.tone(Tone::Open, "CANNOT TELL"),
    };
    if report.day() == Day::Asked { format!("{word} (at {})", report.at()) } else { word }
}

fn headline(subject: &Subject) -> String {
    let issuer = match subject.issuer_name() {
        Some(IssuerName::Listed(name)) => name.clone(),
        Some(IssuerName::Claimed(name)) => format!("{name} (so it says of itself)"),
        None => subject.issuer().to_owned(),
    };
    let names =
        if subject.names().is_empty() { String::new() } else { format!(" · to {}", subject.names().join(", ")) };
    visible(&format!("{} · issued by {issuer}{names}", subject.title().unwrap_or("a credential")))
}

fn details(subject: &Subject) -> Vec<String> {
    let number = subject.number().map(|number| format!("  number     {}", visible(number)));
    let until = subject.until().map_or("without an end".to_owned(), |until| format!("until {until}"));
    let shown = subject.shown().iter().filter_map(|shown| {
        let value = shown.level.as_ref().or(shown.value.as_ref()).or(shown.status.as_ref())?;
        Some(visible(&format!("    {}: {value}", shown.title)))
    });
    number.into_iter().chain([format!("  validity   since {} {until}", subject.since())]).chain(shown).collect()
}

fn check(line: &Line, printer: &Printer) -> String {
    let tone = match line.ruling() {
        Ruling::Pass => Tone::Good,
        Ruling::Fail => Tone::Bad,
        Ruling::Unknown => Tone::Open,
        Ruling::Note | Ruling::Skipped => Tone::Quiet,
    };
    let ruling = printer.tone(tone, &format!("{:8}", line.ruling().name()));
    let code = printer.tone(Tone::Quiet, line.finding().code().text());
    format!("  {ruling} {:12} {}   {code}", line.check().name(), visible(&line.finding().sentence()))
}

/// So many files are listed one by one; of more, only those that somebody must look at.
const LISTED: usize = 20;

/// The files that somebody must look at, the others too if they are few, and the sum.
pub(super) fn overview<'a>(
    answers: impl Iterator<Item = (&'a Path, &'a Result<Report, Failure>)>,
    printer: &Printer,
) -> String {
    let mut sums = [0_usize; 4];
    let mut rows: Vec<(usize, [String; 4])> = Vec::new();
    for (file, answer) in answers {
        let (place, row) = row(file, answer, printer);
        if let Some(sum) = sums.get_mut(place) {
            *sum += 1;
        }
        rows.push((place, row));
    }
    let [valid, not_valid, cannot_tell, unreadable] = sums;
    let sum = format!("{valid} VALID, {not_valid} NOT VALID, {cannot_tell} CANNOT TELL, {unreadable} unreadable");
    let few = rows.len() <= LISTED;
    let listed: Vec<[String; 4]> =
        rows.into_iter().filter(|(place, _)| few || *place > 0).map(|(_, row)| row).collect();
    if listed.is_empty() {
        return sum;
    }
    format!("{}\n\n{sum}", table(&["verdict", "file", "certificate", "why"], listed.into_iter()))
}

fn row(file: &Path, answer: &Result<Report, Failure>, printer: &Printer) -> (usize, [String; 4]) {
    let name = visible(&file.display().to_string());
    match answer {
        Err(failure) => (3, ["unreadable".to_owned(), name, String::new(), visible(failure.sentence())]),
        Ok(report) => {
            let place = match report.verdict() {
                Verdict::Valid => 0,
                Verdict::NotValid => 1,
                Verdict::CannotTell => 2,
            };
            let number = report.subject().and_then(Subject::number).unwrap_or("").to_owned();
            let against = report.lines().iter().filter(|line| matches!(line.ruling(), Ruling::Fail | Ruling::Unknown));
            let codes: Vec<&str> = against.map(|line| line.finding().code().text()).collect();
            (place, [verdict(report, printer), name, visible(&number), codes.join(", ")])
        }
    }
}
