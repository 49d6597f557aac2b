//! `link withdraw` and `link renew`: one durable act, signed by an officer, then the published folder and the code.
//! What may be done to a link, and to which copy, is the issuer's to say.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use attesto_issuer::{
    Duty, LINK, LinkChange, LinkDeed, LinkOrder, LinkRefused, RecordRefused, Register, SignedAct, record_link,
};
use serde_json::json;

use super::TurnArgs;
use crate::cli::Outcome;
use crate::cli::args::World;
use crate::cli::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::config::{Installation, ReadAt};
use crate::world::entropy::System;
use crate::world::files;
use crate::world::keys::PassphraseSource;
use crate::world::{act, codes, ledger, links, office};

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
    let order = LinkOrder { number, copy, deed, reason: args.reason, by: args.officer.clone(), at };
    let change = LinkChange::of(order, register.as_ref(), &mut System);
    let change = change.map_err(|why| refused(why, &installation, register.as_ref()))?;
    let passphrase = PassphraseSource::from_option(args.passphrase_file.clone());
    let signed = act::sign(&installation, officer, &passphrase, (LINK, change.body(), at))?;
    let recorded = record_link(register.as_mut(), &change, officer, &SignedAct::new(&signed.secured, &signed.opened));
    recorded.map_err(not_recorded)?;
    links::publish(&installation, register.as_ref())?;
    let code = code(&installation, args, &change)?;
    tell(&installation, args, &change, code, printer)
}

fn refused(refused: LinkRefused, installation: &Installation, register: &dyn Register) -> Failure {
    match refused {
        LinkRefused::Register(fault) => ledger::refused(&fault),
        LinkRefused::Several { .. } => Failure::new(Fault::Conflict, "several-copies", refused),
        LinkRefused::NoLink { .. } => match links::publish(installation, register) {
            // Somebody asks again after an interrupted act: the folder follows before they hear that it is done.
            Ok(_) => Failure::new(Fault::NotFound, "no-link", refused),
            Err(failure) => failure,
        },
        other => Failure::new(Fault::NotFound, "no-copy", other),
    }
}

fn not_recorded(refused: RecordRefused) -> Failure {
    match refused {
        RecordRefused::Register(fault) => ledger::refused(&fault),
        other => Failure::new(Fault::Bug, "record", other),
    }
}

/// What became of the printed code.
enum Code {
    /// It was drawn here.
    Drawn(PathBuf),
    /// It was taken away, or there was none.
    Gone,
    /// The folder has the files of another copy, and was left alone.
    OfAnother(PathBuf),
}

/// Takes the code of the old link away, and draws that of the new one.
fn code(installation: &Installation, args: &TurnArgs, change: &LinkChange) -> Result<Code, Failure> {
    let out = args.out.clone().unwrap_or_else(|| installation.path(&installation.written().folders.out));
    let folder = out.join(args.number.as_str());
    if is_of_another(&folder, change)? {
        return Ok(Code::OfAnother(folder));
    }
    codes::take_away(&folder)?;
    let Some(link) = change.given() else { return Ok(Code::Gone) };
    files::private_folder(&folder)?;
    codes::draw(&folder, &links::address(installation, link), &args.number)?;
    Ok(Code::Drawn(folder.join(codes::DRAWING)))
}

/// A folder has the files of the copy that was issued last; a link may be of an older one.
fn is_of_another(folder: &Path, change: &LinkChange) -> Result<bool, Failure> {
    let badge = folder.join("badge.json");
    Ok(badge.is_file() && files::read(&badge, 1 << 20)? != change.secured().text().as_bytes())
}

fn tell(installation: &Installation, args: &TurnArgs, change: &LinkChange, code: Code, printer: &Printer) -> Outcome {
    let withdrawn: Vec<String> = change.withdrawn().map(|link| links::address(installation, link)).collect();
    let given = change.given().map(|link| links::address(installation, link));
    let old: String = withdrawn.iter().map(|link| format!("\n  shows nothing     {link}")).collect();
    let new = match &given {
        Some(link) => format!("\n  shows the badge   {link}"),
        None => "\n  no link shows the badge any more; it stays as good as it was".to_owned(),
    };
    let (path, drawn) = match code {
        Code::Drawn(path) => (Some(path.clone()), format!("\n  code              {}", path.display())),
        Code::OfAnother(path) => {
            (None, format!("\n  code              none drawn: {} has the files of another badge", path.display()))
        }
        Code::Gone => (None, String::new()),
    };
    let carried = match installation.written().status.read_at {
        ReadAt::Folder => "",
        ReadAt::Web => "\nOn the web server it is so once the published folder was carried there (rsync --delete).",
    };
    let text = format!("{}{old}{new}{drawn}{carried}", args.number);
    let json = json!({"number": args.number.as_str(), "withdrawn": withdrawn, "link": given, "code": path});
    printer.answer(&json, &text)?;
    Ok(ExitCode::SUCCESS)
}
