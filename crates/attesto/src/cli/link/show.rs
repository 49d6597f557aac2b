//! `link show`: the badges of a certification, each with its links: which one shows it, which show nothing any more.

use std::process::ExitCode;

use attesto_credential::CertificateNumber;
use attesto_issuer::{KnownLink, LinkedCopy, linked_copies};
use serde_json::{Value, json};

use super::number;
use crate::cli::Outcome;
use crate::cli::args::World;
use crate::cli::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::config::Installation;
use crate::world::{ledger, links};

/// Show the badges of a certification with their links. Whoever sees a link can see the badge.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  attesto link show SIM-2026-000001-X")]
pub(crate) struct Args {
    /// The certificate number.
    #[arg(value_parser = number)]
    number: CertificateNumber,
}

pub(super) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let installation = world.installation()?;
    let register = ledger::open(&installation, &|notice| printer.say(notice))?;
    let copies = linked_copies(register.as_ref(), &args.number).map_err(|fault| ledger::refused(&fault))?;
    if copies.is_empty() {
        let sentence = format!(
            "the register has no badge of {} that can be read; `attesto status show {}` tells what it has",
            args.number, args.number
        );
        return Err(Failure::new(Fault::NotFound, "no-copy", sentence));
    }
    let text: String = copies.iter().map(|copy| told(&installation, copy)).collect();
    let json: Vec<Value> = copies.iter().map(|copy| to_json(&installation, copy)).collect();
    let answer = json!({"number": args.number.as_str(), "copies": json});
    printer.answer(&answer, &format!("{}{text}", args.number))?;
    Ok(ExitCode::SUCCESS)
}

fn told(installation: &Installation, copy: &LinkedCopy) -> String {
    let line = |link: &KnownLink| {
        let address = links::address(installation, link.capability());
        let since = link.withdrawn().map_or_else(String::new, |since| format!("  withdrawn {since}"));
        format!("\n    {address}{since}")
    };
    let lines: String = copy.links().iter().map(line).collect();
    let none = if copy.showing().next().is_none() { "\n    no link shows it" } else { "" };
    format!("\n  {}{lines}{none}", copy.id().as_str())
}

fn to_json(installation: &Installation, copy: &LinkedCopy) -> Value {
    let link = |link: &KnownLink| {
        json!({
            "link": links::address(installation, link.capability()),
            "withdrawn": link.withdrawn().map(|since| since.to_string()),
        })
    };
    json!({"copy": copy.id().as_str(), "links": copy.links().iter().map(link).collect::<Vec<_>>()})
}
