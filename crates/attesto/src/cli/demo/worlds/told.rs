//! What the reports on three copies of one certification say: once where they agree, by copy where they differ.
//! Verifies nothing itself: the reports are those of `verify --json`.

use serde_json::Value;

/// One thing that copies say, in the order of the copies.
pub(super) struct Row {
    pub(super) label: String,
    said: Vec<String>,
}

impl Row {
    /// What all of them say; nothing where they differ.
    pub(super) fn in_all(&self) -> Option<&str> {
        let (first, others) = self.said.split_first()?;
        others.iter().all(|other| other == first).then_some(first)
    }

    /// What each of them says.
    pub(super) fn each(&self) -> &[String] {
        &self.said
    }
}

/// Where a report has what is shown, and what that is called for people.
const SAID: [(&str, &str); 8] = [
    ("holder", "/report/subject/names"),
    ("certificate", "/report/subject/title"),
    ("number", "/report/subject/number"),
    ("issued by", "/report/subject/issuer/name"),
    ("valid until", "/report/subject/until"),
    ("status", "status"),
    ("issuer's id", "/report/subject/issuer/id"),
    ("sealed as", "suite"),
];

/// What the copies say, thing by thing.
pub(super) fn rows(reports: &[Value]) -> Vec<Row> {
    let row = |(label, place): (&str, &str)| {
        let said = reports.iter().map(|report| one(report, place)).collect();
        Row { label: label.to_owned(), said }
    };
    SAID.into_iter().map(row).collect()
}

/// The competences that the copies show, each with the number of its level.
pub(super) fn competences(reports: &[Value]) -> Vec<Row> {
    let titles = reports.first().map(shown).unwrap_or_default();
    let row = |(title, _): (String, String)| {
        let level =
            |report: &Value| shown(report).into_iter().find(|(other, _)| *other == title).map(|(_, level)| level);
        let said = reports.iter().map(|report| level(report).unwrap_or_else(|| "not said".to_owned())).collect();
        Row { label: title, said }
    };
    titles.into_iter().map(row).collect()
}

/// The verdict as people read it.
pub(super) fn verdict(report: &Value) -> String {
    report.pointer("/report/verdict").and_then(Value::as_str).unwrap_or("?").to_uppercase().replace('-', " ")
}

fn one(report: &Value, place: &str) -> String {
    match place {
        "status" => line(report, "status").and_then(|line| line.get("code")).map_or_else(String::new, text),
        "suite" => line(report, "proof").and_then(|line| line.pointer("/facts/suite")).map_or_else(String::new, text),
        pointer => report.pointer(pointer).map_or_else(String::new, text),
    }
}

/// Competences and the levels at which they were shown: the number is what every copy gives them, whatever the word.
fn shown(report: &Value) -> Vec<(String, String)> {
    let all = report.pointer("/report/subject/shown").and_then(Value::as_array);
    let of = |member: &'static str| move |one: &Value| one.get(member).and_then(Value::as_str).map(str::to_owned);
    let level = |one: &Value| {
        let level = of("level")(one)?;
        let number = level.rsplit(' ').next().map(str::to_owned);
        of("title")(one).zip(number.map(|number| format!("level {number}")))
    };
    all.into_iter().flatten().filter_map(level).collect()
}

fn line<'r>(report: &'r Value, check: &str) -> Option<&'r Value> {
    let lines = report.pointer("/report/checks").and_then(Value::as_array)?;
    lines.iter().find(|line| line.get("check").and_then(Value::as_str) == Some(check))
}

/// A text, or several of them.
fn text(value: &Value) -> String {
    let all = value.as_array().map_or_else(|| vec![value], |all| all.iter().collect());
    all.into_iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
}
