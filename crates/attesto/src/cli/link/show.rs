//! `link show`: the links of a certification's copies, which of them show them still, and where the code lies.

use std::process::ExitCode;

use attesto_credential::CertificateNumber;
use attesto_issuer::{KnownLink, LinkedCopy, linked_copies};
use serde_json::json;

use super::number;
use crate::cli::Outcome;
use crate::cli::args::World;
use crate::cli::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::config::Installation;
use crate::world::{ledger, links};

/// Show the links of a certification's copies, and where the code of the one that counts lies.
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
        let sentence =
            format!("the register has no copy of {} that can be read; see the badge or the sheet", args.number);
        return Err(Failure::new(Fault::NotFound, "no-copy", sentence));
    }
    let code = installation.path(&installation.written().folders.out).join(args.number.as_str()).join("link.svg");
    let code = Some(code).filter(|path| path.is_file());
    let lines: Vec<String> = copies.iter().flat_map(LinkedCopy::links).map(|link| line(&installation, link)).collect();
    let drawn = code.as_ref().map_or_else(String::new, |code| format!("\n  code  {}", code.display()));
    let json: Vec<serde_json::Value> = copies
        .iter()
        .flat_map(LinkedCopy::links)
        .map(|link| {
            json!({
                "link": links::address(&installation, link.capability()),
                "withdrawn": link.withdrawn().map(|since| since.to_string()),
            })
        })
        .collect();
    let text = format!("{}\n{}{drawn}", args.number, lines.join("\n"));
    printer.answer(&json!({"number": args.number.as_str(), "links": json, "code": code}), &text)?;
    Ok(ExitCode::SUCCESS)
}

fn line(installation: &Installation, link: &KnownLink) -> String {
    let address = links::address(installation, link.capability());
    match link.withdrawn() {
        None => format!("  {address}"),
        Some(since) => format!("  {address}  withdrawn {since}"),
    }
}
