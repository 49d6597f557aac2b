//! `link withdraw` and `link renew`: one durable act, signed by an officer, then the published folder and the code.

use std::path::PathBuf;
use std::process::ExitCode;

use attesto_issuer::{Duty, LINK, LinkChange, LinkDeed, LinkOrder, LinkRefused, RecordRefused, SignedAct, record_link};
use serde_json::json;

use super::TurnArgs;
use crate::cli::Outcome;
use crate::cli::args::World;
use crate::cli::print::Printer;
use crate::fault::{Failure, Fault};
use crate::sheet::LinkCode;
use crate::world::config::Installation;
use crate::world::entropy::System;
use crate::world::files::{self, Audience};
use crate::world::keys::PassphraseSource;
use crate::world::{act, ledger, links, office};

/// Pixels along one module of a link code.
const SCALE: u32 = 8;

pub(super) fn run(args: &TurnArgs, deed: LinkDeed, world: &World, printer: &Printer) -> Outcome {
    let installation = world.installation()?;
    let officers = office::officers(&installation)?;
    let officer = act::officer(&officers, &args.officer)?;
    if !officer.may(Duty::Issue) {
        let sentence = format!("officer {} has not the duty to issue; let an officer with that duty act", args.officer);
        return Err(Failure::new(Fault::Forbidden, "no-duty", sentence));
    }
    let mut register = ledger::open(&installation, &|notice| printer.say(notice))?;
    let at = ledger::moment(register.as_ref(), world.moment()?);
    let (number, copy) = (args.number.clone(), args.copy.clone());
    let order = LinkOrder { number, copy, deed, by: args.officer.clone(), at };
    let change = LinkChange::of(order, register.as_ref(), &mut System).map_err(refused)?;
    let passphrase = PassphraseSource::from_option(args.passphrase_file.clone());
    let signed = act::sign(&installation, officer, &passphrase, (LINK, change.body(), at))?;
    let recorded = record_link(register.as_mut(), &change, officer, &SignedAct::new(&signed.secured, &signed.opened));
    recorded.map_err(not_recorded)?;
    links::publish(&installation, register.as_ref())?;
    let code = codes(&installation, args, &change)?;
    tell(&installation, args, &change, code, printer)
}

fn refused(refused: LinkRefused) -> Failure {
    match refused {
        LinkRefused::Register(fault) => ledger::refused(&fault),
        LinkRefused::NoCopy { .. } => Failure::new(Fault::NotFound, "no-copy", refused),
        LinkRefused::Several { .. } => Failure::new(Fault::Conflict, "several-copies", refused),
        other => Failure::new(Fault::Conflict, "no-link", other),
    }
}

fn not_recorded(refused: RecordRefused) -> Failure {
    match refused {
        RecordRefused::Register(fault) => ledger::refused(&fault),
        other => Failure::new(Fault::Bug, "record", other),
    }
}

/// Takes the printed code of the old link away, and draws that of the new one; gives where it is.
fn codes(installation: &Installation, args: &TurnArgs, change: &LinkChange) -> Result<Option<PathBuf>, Failure> {
    let folder = installation.path(&installation.written().folders.out).join(args.number.as_str());
    for path in ["link.svg", "link.png"].map(|name| folder.join(name)).iter().filter(|path| path.is_file()) {
        files::destroy(path)?;
    }
    let Some(link) = change.given() else { return Ok(None) };
    let bug = |fault: &dyn std::fmt::Display| Failure::new(Fault::Bug, "picture", fault);
    let code = LinkCode::of_link(&links::address(installation, link));
    let code = code.map_err(|fault| Failure::new(Fault::Config, "link", fault))?.caption(args.number.as_str());
    files::private_folder(&folder)?;
    files::write_derived(&folder.join("link.svg"), code.svg().as_bytes(), Audience::Owner)?;
    let png = code.png(SCALE).map_err(|fault| bug(&fault))?;
    files::write_derived(&folder.join("link.png"), &png, Audience::Owner)?;
    Ok(Some(folder.join("link.svg")))
}

fn tell(
    installation: &Installation,
    args: &TurnArgs,
    change: &LinkChange,
    code: Option<PathBuf>,
    printer: &Printer,
) -> Outcome {
    let link = change.given().map(|link| links::address(installation, link));
    let text = match (&link, &code) {
        (Some(link), Some(code)) => format!(
            "{}: {} link(s) withdrawn, the copy is shown by\n  {link}\n  code              {}",
            args.number,
            change.withdrawn(),
            code.display()
        ),
        _ => format!("{}: {} link(s) withdrawn; no link shows the copy any more", args.number, change.withdrawn()),
    };
    let json = json!({"number": args.number.as_str(), "withdrawn": change.withdrawn(), "link": link, "code": code});
    printer.answer(&json, &text)?;
    Ok(ExitCode::SUCCESS)
}
