//! `person export`: everything the register holds about one person, as files for that person (GDPR article 15).
//! It reads only; what other people are named on stays out.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use attesto_issuer::{Copy, Held, JournalLine, KnownLink, LinkedCopy, Register, linked_copies};
use serde_json::{Value, json};

use super::{Whom, elsewhere};
use crate::cli::Outcome;
use crate::cli::args::World;
use crate::cli::ledger::act_json;
use crate::cli::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::config::Installation;
use crate::world::files::{self, Audience};
use crate::world::{ledger, links};

/// Write everything held about a person as JSON files, for that person.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  attesto --home my-body person export SIM-2026-000001-X --out for-the-person")]
pub(crate) struct Args {
    #[command(flatten)]
    whom: Whom,
    /// Folder to make; it must not be there yet.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let installation = world.installation()?;
    let register = ledger::open(&installation, &|notice| printer.say(notice))?;
    let held = args.whom.held(register.as_ref())?;
    if args.out.exists() {
        let sentence = format!("{} is there already; name a folder that is not", args.out.display());
        return Err(Failure::new(Fault::Conflict, "exists", sentence));
    }
    let files = files_of(&installation, register.as_ref(), &held)?;
    files::private_folder(&args.out)?;
    for (name, content) in &files {
        write(&args.out.join(name), content)?;
    }
    let names: Vec<&String> = files.iter().map(|(name, _)| name).collect();
    let erased = if held.is_erased() { "; the person was erased, so no name is among them" } else { "" };
    let text = format!("{} files in {}{erased}\n  {}", names.len(), args.out.display(), join(&names));
    printer.answer(&json!({"folder": args.out, "files": names, "erased": held.is_erased()}), &text)?;
    Ok(ExitCode::SUCCESS)
}

fn join(names: &[&String]) -> String {
    names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("\n  ")
}

fn files_of(
    installation: &Installation,
    register: &dyn Register,
    held: &Held,
) -> Result<Vec<(String, Value)>, Failure> {
    let mut files = Vec::new();
    for (place, sitting) in (1..).zip(&held.sittings) {
        if let Some(person) = &sitting.person {
            files.push((format!("person-{place}.json"), person.to_document().root().to_serde()));
        }
        let row = serde_json::to_value(&sitting.row).map_err(|fault| Failure::new(Fault::Bug, "export", fault))?;
        let sheet = &sitting.sheet;
        let decision = json!({
            "sheet": sheet.digest().to_hex(), "scheme": sheet.scheme().id().as_str(),
            "scheme_version": sheet.scheme().version().as_str(), "cohort": sheet.cohort().as_str(),
            "decided_by": sheet.decided_by().as_str(), "decided_at": sheet.decided_at().to_string(), "row": row,
        });
        files.push((format!("decision-{place}.json"), decision));
    }
    for (place, person) in (1..).zip(held.corrections.iter().filter_map(|(_, person)| person.as_ref())) {
        files.push((format!("correction-{place}.json"), person.to_document().root().to_serde()));
    }
    for certification in &held.certifications {
        let content = certification.to_document().root().to_serde();
        files.push((format!("certification-{}.json", certification.number()), content));
    }
    let mut credentials = Vec::new();
    for (place, copy) in (1..).zip(&held.copies) {
        // As it was sealed: JSON as JSON, whatever else as a text.
        let content = serde_json::from_str(copy.secured.text()).unwrap_or_else(|_| Value::from(copy.secured.text()));
        let name = format!("credential-{place}.json");
        let link = copy.link.map(|link| links::address(installation, link));
        let withdrawn = withdrawn(installation, register, copy)?;
        credentials.push(json!({
            "file": name, "id": copy.id.as_str(), "number": copy.number.as_str(), "link": link,
            "links_withdrawn": withdrawn,
        }));
        files.push((name, content));
    }
    files.push(("acts.json".to_owned(), json!({"acts": acts(register, held)?})));
    let summary = json!({
        "body": installation.name().as_str(), "candidate": held.candidacy.candidate.as_str(),
        "cohort": held.candidacy.cohort.as_str(), "scheme": held.candidacy.scheme.as_str(),
        "credentials": credentials, "notes": held.notes, "same_email_elsewhere": elsewhere(register, held)?,
    });
    files.push(("held.json".to_owned(), summary));
    Ok(files)
}

/// The links that show a copy no more, with when that ended.
fn withdrawn(installation: &Installation, register: &dyn Register, copy: &Copy) -> Result<Vec<Value>, Failure> {
    let copies = linked_copies(register, &copy.number).map_err(|fault| ledger::refused(&fault))?;
    let links = copies.iter().filter(|one| *one.id() == copy.id).flat_map(LinkedCopy::links);
    let told = |link: &KnownLink| {
        let address = links::address(installation, link.capability());
        link.withdrawn().map(|since| json!({"link": address, "since": since.to_string()}))
    };
    Ok(links.filter_map(told).collect())
}

/// The acts on the sheets the person stands on, and on their certifications.
fn acts(register: &dyn Register, held: &Held) -> Result<Vec<Value>, Failure> {
    let sheets: Vec<String> = held.sittings.iter().map(|sitting| sitting.sheet.digest().to_hex()).collect();
    let numbers: Vec<&str> = held.certifications.iter().map(|one| one.number().as_str()).collect();
    let concerns = |line: &JournalLine| {
        line.body().text("sheet").is_some_and(|sheet| sheets.iter().any(|s| s == sheet))
            || line.body().text("number").is_some_and(|number| numbers.contains(&number))
    };
    Ok(ledger::lines(register, concerns)?.iter().map(act_json).collect())
}

fn write(path: &Path, content: &Value) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(content).map_err(|fault| Failure::new(Fault::Bug, "export", fault))?;
    files::create(path, format!("{text}\n").as_bytes(), Audience::Owner)
}
