//! `status show`: where a certification stands, how it came there, when the public could see it, and its copies.

use std::process::ExitCode;

use attesto_credential::{CertificateNumber, Format, Timestamp};
use attesto_issuer::{Certification, Happening, KnownCopy, Records, editions, known_copies, promised, seen};
use serde_json::{Value, json};

use super::carry_out::Scene;
use super::number;
use crate::cli::Outcome;
use crate::cli::args::World;
use crate::cli::print::{Printer, table};
use crate::fault::Failure;
use crate::world::{clock, ledger};

/// Show where a certification stands: its history with decided, effective and visible times, and its copies.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  attesto status show SIM-2026-000001-X")]
pub(crate) struct Args {
    /// The certificate number.
    #[arg(value_parser = number)]
    number: CertificateNumber,
}

pub(super) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let scene = Scene::set(world, printer)?;
    let refused = |fault| ledger::refused(&fault);
    let (certification, _) = scene.certification(&args.number)?;
    let register = scene.register.as_ref();
    let copies = known_copies(register, &scene.secret, &certification).map_err(refused)?;
    let promised = promised(register, &scene.secret, &certification).map_err(refused)?;
    let promised: Vec<Format> = promised.iter().map(|one| one.format).collect();
    let visible: Vec<Option<Timestamp>> =
        certification.history().iter().map(|one| visible(&scene, &copies, one)).collect::<Result<_, Failure>>()?;
    let notes = Records::of(register).notes(&args.number).map_err(refused)?;
    let text = [
        head(&scene, &certification)?,
        history(&scene, &certification, &visible)?,
        copies_told(&copies),
        promised_told(&args.number, &promised),
    ];
    let json = to_json(&certification, (&copies, promised.len()), &visible, &notes);
    printer.answer(&json, text.concat().trim_end())?;
    Ok(ExitCode::SUCCESS)
}

/// When the public first read a list that says so: the first edition made after the decision, as it was read back.
fn visible(scene: &Scene, copies: &[KnownCopy], one: &Happening) -> Result<Option<Timestamp>, Failure> {
    let refused = |fault| ledger::refused(&fault);
    let mut last = None;
    let mut lists: Vec<u32> = copies.iter().map(|copy| copy.place().list()).collect();
    lists.sort_unstable();
    lists.dedup();
    for list in lists {
        let all = editions(scene.register.as_ref(), list).map_err(refused)?;
        let Some(first) = all.iter().find(|edition| edition.from() >= one.decided()) else { return Ok(None) };
        let Some(at) = seen(scene.register.as_ref(), first).map_err(refused)? else { return Ok(None) };
        last = last.max(Some(at));
    }
    Ok(last)
}

fn head(scene: &Scene, certification: &Certification) -> Result<String, Failure> {
    let told = |moment| clock::told(scene.installation.zone(), moment);
    let validity = certification.validity();
    let until = validity.until().map(told).transpose()?.map_or_else(String::new, |until| format!(" until {until}"));
    let renews = certification.renews().map_or_else(String::new, |number| format!("\n  renews       {number}"));
    let renewed = certification.renewed_as().map_or_else(String::new, |number| format!("\n  renewed as   {number}"));
    Ok(format!(
        "{}  {}\n  scheme       {} (version {})\n  holds        from {}{until}{renews}{renewed}\n\n",
        certification.number(),
        certification.state(),
        certification.scheme().id(),
        certification.scheme().version(),
        told(validity.from())?,
    ))
}

fn history(scene: &Scene, certification: &Certification, visible: &[Option<Timestamp>]) -> Result<String, Failure> {
    let told = |moment| clock::local(scene.installation.zone(), moment);
    let row = |(one, visible): (&Happening, &Option<Timestamp>)| {
        let second = one.second().map_or_else(String::new, |second| format!(" and {second}"));
        Ok([
            one.event().to_string(),
            one.cause().map_or_else(String::new, |cause| cause.to_string()),
            told(one.decided())?,
            told(one.effective())?,
            visible.map(told).transpose()?.unwrap_or_default(),
            format!("{}{second}", one.by()),
        ])
    };
    let rows = certification.history().iter().zip(visible).map(row).collect::<Result<Vec<_>, Failure>>()?;
    let header = ["event", "cause", "decided", "effective", "visible", "by"];
    let zone = scene.installation.zone().name();
    Ok(format!("{}\n  times of {zone}\n\n", table(&header, rows.into_iter())))
}

fn copies_told(copies: &[KnownCopy]) -> String {
    let row = |copy: &KnownCopy| {
        let id = copy.id().map_or_else(|| "(person erased)".to_owned(), |id| id.as_str().to_owned());
        [id, copy.format().extension().to_owned(), copy.place().to_string(), status_of(copy)]
    };
    match copies {
        [] => "no copies yet\n".to_owned(),
        copies => format!("{}\n", table(&["copy", "form", "place", "status"], copies.iter().map(row))),
    }
}

fn status_of(copy: &KnownCopy) -> String {
    copy.status().map_or_else(|| "as its certification".to_owned(), |status| status.told())
}

/// A copy for a wallet is issued once its holder's key is here.
fn promised_told(number: &CertificateNumber, promised: &[Format]) -> String {
    let line = |format: &Format| {
        let key = if *format == Format::SD_JWT_VC { " --holder-key FILE" } else { "" };
        format!("\n1 promised and not issued yet: attesto status issue {number} --officer ID{key}\n")
    };
    promised.iter().map(line).collect()
}

fn to_json(
    certification: &Certification,
    (copies, promised): (&[KnownCopy], usize),
    visible: &[Option<Timestamp>],
    notes: &[String],
) -> Value {
    let happening = |(one, visible): (&Happening, &Option<Timestamp>)| {
        json!({
            "event": one.event().word(), "cause": one.cause().map(|cause| cause.word()),
            "decided": one.decided().to_string(), "effective": one.effective().to_string(),
            "visible": visible.map(|at| at.to_string()), "by": one.by().as_str(),
            "second": one.second().map(|second| second.as_str()),
        })
    };
    let copy = |copy: &KnownCopy| {
        json!({
            "id": copy.id().map(|id| id.as_str()), "form": copy.format().extension(),
            "place": copy.place().to_string(), "status": status_of(copy),
        })
    };
    let notes: Vec<Value> = notes.iter().filter_map(|note| serde_json::from_str(note).ok()).collect();
    json!({
        "number": certification.number().as_str(), "state": certification.state().to_string(),
        "valid_from": certification.validity().from().to_string(),
        "valid_until": certification.validity().until().map(|until| until.to_string()),
        "renews": certification.renews().map(|number| number.as_str()),
        "renewed_as": certification.renewed_as().map(|number| number.as_str()),
        "history": certification.history().iter().zip(visible).map(happening).collect::<Vec<_>>(),
        "copies": copies.iter().map(copy).collect::<Vec<_>>(), "promised": promised, "notes": notes,
    })
}
