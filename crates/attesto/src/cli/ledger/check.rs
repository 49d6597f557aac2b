//! `ledger check`: the whole register held against itself; exit 0 if nothing is found, 78 if anything is.
//! What keeps the register from opening at all is told as that fault, with the same exit code.

use std::process::ExitCode;

use attesto_issuer::{Audit, Flaw};
use serde_json::{Value, json};

use super::act_json;
use crate::cli::Outcome;
use crate::cli::args::World;
use crate::cli::print::{Printer, table};
use crate::fault::Fault;
use crate::world::ledger;
use crate::world::ledger::audited;

/// Hold the register against itself: chain, texts, index, intents, numbers, every seal.
///
/// Exit 0 when nothing is found, 78 when anything is; --json also lists every acknowledged act.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  attesto --home my-body ledger check")]
pub(crate) struct Args {}

pub(crate) fn run(_: &Args, world: &World, printer: &Printer) -> Outcome {
    let installation = world.installation()?;
    let register = ledger::open(&installation, &|notice| printer.say(notice))?;
    let audit = audited(&installation, register.as_ref(), world.moment()?)?;
    printer.answer(&to_json(&audit), &to_text(&audit))?;
    Ok(code(&audit))
}

/// 0 or 78: a register with a flaw is the operator's to act on.
pub(crate) fn code(audit: &Audit) -> ExitCode {
    if audit.flaws.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(Fault::Config.exit()) }
}

pub(crate) fn to_json(audit: &Audit) -> Value {
    let flaw = |flaw: &Flaw| json!({"code": flaw.code().as_str(), "record": flaw.record(), "found": flaw.found()});
    json!({
        "findings": audit.flaws.iter().map(flaw).collect::<Vec<_>>(),
        "head": {"seq": audit.head.seq, "hash": audit.head.hash.to_hex(), "at": audit.head.at.map(|at| at.to_string())},
        "open_intents": audit.open.iter().map(|open| json!({"intent": open.id().as_str(), "copies": open.copies(), "at": open.at().to_string(), "by": open.by().as_str()})).collect::<Vec<_>>(),
        "counts": {
            "acts": audit.acts.len(), "texts": audit.counts.texts, "entries": audit.counts.entries,
            "certifications": audit.counts.certifications, "copies": audit.counts.copies,
            "erased_copies": audit.counts.erased_copies,
        },
        "acts": audit.acts.iter().map(act_json).collect::<Vec<_>>(),
    })
}

pub(crate) fn to_text(audit: &Audit) -> String {
    let counts = &audit.counts;
    let mut text = match audit.flaws.as_slice() {
        [] => "nothing is found: the register is whole\n".to_owned(),
        flaws => {
            let rows =
                flaws.iter().map(|flaw| [flaw.code().to_string(), flaw.record().to_owned(), flaw.found().to_owned()]);
            format!(
                "{} finding(s)\n{}\n\nChange nothing. Put the register's folder aside, restore the last backup (`attesto restore`), and compare its\nhead with the last one published.\n",
                flaws.len(),
                table(&["finding", "record", "what"], rows)
            )
        }
    };
    text.push_str(&format!(
        "  {} acts, {} texts, {} index entries\n  {} certifications, {} sealed copies opened\n  head {} {}",
        audit.acts.len(),
        counts.texts,
        counts.entries,
        counts.certifications,
        counts.copies,
        audit.head.seq,
        audit.head.hash,
    ));
    for open in &audit.open {
        text.push_str(&format!(
            "\n  open: intent {} of {} for {} copies; the next `attesto issue` of its sheet finishes it",
            open.id(),
            open.by(),
            open.copies()
        ));
    }
    text
}
