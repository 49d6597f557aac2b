//! `ledger show`: who did what when, as the journal has it; officers by id, persons not at all.

use std::process::ExitCode;

use attesto_credential::Object;
use attesto_issuer::{ActKind, JournalLine, OfficerId};
use serde_json::{Value, json};

use crate::cli::Outcome;
use crate::cli::args::World;
use crate::cli::edge::{Edge, edge};
use crate::cli::officer::id;
use crate::cli::print::{Printer, table};
use crate::world::ledger;

/// Show who did what when.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  attesto --home my-body ledger show --from 2026-03-01 --officer maria-k")]
pub(crate) struct Args {
    /// From this day (of the body's time zone) or moment on.
    #[arg(long, value_name = "DAY|MOMENT", value_parser = edge)]
    from: Option<Edge>,
    /// To the end of this day, or to this moment.
    #[arg(long, value_name = "DAY|MOMENT", value_parser = edge)]
    to: Option<Edge>,
    /// Acts of this officer only.
    #[arg(long, value_parser = id, value_name = "ID")]
    officer: Option<OfficerId>,
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let installation = world.installation()?;
    let register = ledger::open(&installation, &|notice| printer.say(notice))?;
    let (after, until) =
        (args.from.and_then(|from| from.before(installation.zone())), args.to.map(|to| to.last(installation.zone())));
    let asked = |line: &JournalLine| {
        after.is_none_or(|after| line.at() > after)
            && until.is_none_or(|until| line.at() <= until)
            && args.officer.as_ref().is_none_or(|officer| line.by() == officer)
    };
    let lines = ledger::lines(register.as_ref(), asked)?;
    let rows = lines.iter().map(|line| {
        [
            line.seq().to_string(),
            line.at().to_string(),
            line.by().to_string(),
            line.kind().as_str().to_owned(),
            told(line),
        ]
    });
    let text = format!("{}\n{} act(s)", table(&["act", "at", "by", "what", "of what"], rows), lines.len());
    printer.answer(&json!({"acts": lines.iter().map(to_json).collect::<Vec<_>>()}), &text)?;
    Ok(ExitCode::SUCCESS)
}

/// One act for a program.
pub(crate) fn to_json(line: &JournalLine) -> Value {
    json!({
        "seq": line.seq(), "at": line.at().to_string(), "by": line.by().as_str(), "act": line.kind().as_str(),
        "hash": line.hash().to_hex(), "texts": line.payload_count(), "body": line.body().to_serde(),
    })
}

/// One act in a few words.
fn told(line: &JournalLine) -> String {
    let body = line.body();
    let (sheet, intent) = (short(body, "sheet"), short(body, "intent"));
    let copies = figure(body, "copies");
    match line.kind() {
        ActKind::Decision => format!(
            "sheet {sheet} of cohort {}: {} to certify, {} to refuse, {} undecided",
            body.text("cohort").unwrap_or("?"),
            figure(body, "certify"),
            figure(body, "refuse"),
            figure(body, "undecided"),
        ),
        ActKind::Approval => format!(
            "sheet {sheet}: {} certified, {} refused, {} left undecided",
            figure(body, "certified"),
            figure(body, "refused"),
            figure(body, "undecided"),
        ),
        ActKind::Erasure => {
            let persons = body.get("persons").and_then(|persons| persons.as_array()).map_or(0, <[_]>::len);
            format!("{persons} record(s) of a person erased ({})", body.text("reason").unwrap_or("?"))
        }
        ActKind::Intent => format!("{copies} copies about to be sealed (intent {intent})"),
        ActKind::Key => {
            let (key, event) = (body.text("key").unwrap_or("?"), body.text("event").unwrap_or("?"));
            format!("{key} {event}, followed by {}", body.text("successor").unwrap_or("none"))
        }
        ActKind::Link => {
            let (number, reason) = (body.text("number").unwrap_or("?"), body.text("reason").unwrap_or("?"));
            match body.text("given") {
                Some(_) => format!("the link of a copy of {number} renewed ({reason})"),
                None => format!("the link of a copy of {number} withdrawn ({reason})"),
            }
        }
        ActKind::Publication => {
            format!(
                "status list {} published, counts until {}",
                figure(body, "list"),
                body.text("until").unwrap_or("?")
            )
        }
        ActKind::Record => format!("{copies} copies sealed and recorded (intent {intent})"),
        ActKind::Restoration => format!("restored from a backup, counters jumped by {}", figure(body, "gap")),
        ActKind::Sighting => {
            format!("status list {} of {} read back", figure(body, "list"), body.text("from").unwrap_or("?"))
        }
        ActKind::Status => format!(
            "{} {} ({}): {} copies",
            body.text("number").unwrap_or("?"),
            body.text("deed").unwrap_or("?"),
            body.text("cause").unwrap_or("?"),
            body.get("places").and_then(|places| places.as_array()).map_or(0, <[_]>::len),
        ),
        ActKind::Void => format!("{copies} copies given up (intent {intent})"),
    }
}

/// The first twelve digits of a name.
fn short<'b>(body: &'b Object, member: &str) -> &'b str {
    body.text(member).map_or("?", |name| name.get(..12).unwrap_or(name))
}

fn figure(body: &Object, member: &str) -> String {
    body.get(member).map_or_else(|| "?".to_owned(), |figure| figure.to_serde().to_string())
}
