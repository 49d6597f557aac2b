//! The only place that writes to the terminal. What comes from outside is shown with its control characters visible.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle};
use serde_json::Value;

use super::args::Output;
use crate::fault::{Failure, Place};
pub(crate) use crate::locale::visible;

/// Writes data to stdout and everything else to stderr.
pub(crate) struct Printer {
    output: Output,
    colour: Colour,
}

/// Whether the terminal shows colour; colour never says what words do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Colour {
    Off,
    On,
}

/// How a word is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Good.
    Good,
    /// Bad.
    Bad,
    /// Neither.
    Open,
    /// Dark on light, whatever the terminal's own colours.
    Paper,
    /// Quiet.
    Quiet,
}

/// Data that could not be worded as JSON.
#[derive(Debug, thiserror::Error)]
#[error("the answer could not be worded as JSON: {0}")]
pub(crate) struct Misprint(#[from] serde_json::Error);

impl Printer {
    pub(crate) fn new(output: Output) -> Self {
        let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        Self { output, colour: if colour { Colour::On } else { Colour::Off } }
    }

    pub(crate) fn output(&self) -> Output {
        self.output
    }

    /// The answer of a verb: JSON for programs, text for people.
    pub(crate) fn answer(&self, json: &Value, text: &str) -> Result<(), Misprint> {
        match self.output {
            Output::Json => self.data(&serde_json::to_string_pretty(json)?),
            Output::Text => self.data(text.trim_end()),
        }
        Ok(())
    }

    /// A line of data. A reader that went away is no fault of ours.
    pub(crate) fn data(&self, text: &str) {
        drop(writeln!(std::io::stdout().lock(), "{text}"));
    }

    /// A line for the person at the terminal; who closed it does not want to hear it.
    pub(crate) fn say(&self, text: &str) {
        drop(writeln!(std::io::stderr().lock(), "{text}"));
    }

    /// A word in a tone, if the terminal shows colour.
    pub(crate) fn tone(&self, tone: Tone, text: &str) -> String {
        let code = match tone {
            Tone::Good => "1;32",
            Tone::Bad => "1;31",
            Tone::Open => "1;33",
            Tone::Paper => "30;107",
            Tone::Quiet => "2",
        };
        if self.colour == Colour::On { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// The same for several lines: each by itself, so that the tone ends with its line.
    pub(crate) fn tone_lines(&self, tone: Tone, text: &str) -> String {
        text.lines().map(|line| self.tone(tone, line)).collect::<Vec<_>>().join("\n")
    }

    /// Why a verb did not do its work; gives the exit code.
    pub(crate) fn failure(&self, failure: &Failure) -> ExitCode {
        match self.output {
            Output::Json => self.say(&format!("{:#}", failure.to_problem())),
            Output::Text => {
                self.say(&format!("attesto: {}", visible(failure.sentence())));
                if !failure.places().is_empty() {
                    self.say(&places(failure.places()));
                }
            }
        }
        ExitCode::from(failure.fault().exit())
    }
}

/// All faults of an input in one table; the sheet stands there only where one of them is in a workbook.
fn places(places: &[Place]) -> String {
    let text = |text: &Option<String>| visible(text.as_deref().unwrap_or(""));
    let number = |place: &Place| place.row.map(|row| row.to_string()).unwrap_or_default();
    let told = |place: &Place| [visible(&place.why), visible(&place.remedy)];
    if places.iter().all(|place| place.sheet.is_none()) {
        let row = |place: &Place| {
            let [why, remedy] = told(place);
            [visible(&place.file), number(place), text(&place.column), text(&place.value), why, remedy]
        };
        return table(&["file", "row", "column", "value", "why", "remedy"], places.iter().map(row));
    }
    let row = |place: &Place| {
        let [why, remedy] = told(place);
        let sheet = text(&place.sheet);
        [visible(&place.file), sheet, number(place), text(&place.column), text(&place.value), why, remedy]
    };
    table(&["file", "sheet", "row", "column", "value", "why", "remedy"], places.iter().map(row))
}

/// One line under the header and nothing else.
const RULED: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// A table that fits the terminal.
pub(crate) fn table<const N: usize>(header: &[&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut table = Table::new();
    table.load_style(RULED).set_content_arrangement(ContentArrangement::Dynamic).set_header(header.to_vec());
    if let Some(width) = width() {
        table.set_width(width);
    }
    for row in rows {
        table.add_row(row.to_vec());
    }
    table.to_string()
}

/// The width of the terminal, or of the page that `COLUMNS` names; without either, 120.
fn width() -> Option<u16> {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    columns.or_else(|| console::Term::stderr().size_checked().map(|(_, columns)| columns)).or(Some(120))
}
