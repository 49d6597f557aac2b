//! `officer`: who may decide, approve, issue, examine and train, each with a key of their own.

use std::path::PathBuf;
use std::process::ExitCode;

use attesto_credential::{Did, Line};
use attesto_issuer::{Duty, Officer, OfficerId, Officers};
use serde_json::{Value, json};

use super::Outcome;
use super::args::World;
use super::print::{Printer, table};
use crate::fault::{Failure, Fault};
use crate::world::config::Installation;
use crate::world::files::{self, Audience};
use crate::world::keys::{self, PassphraseSource};
use crate::world::office;

/// Add an officer, or list them.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(clap::Subcommand, Debug)]
enum Act {
    /// Make a signing key for an officer and write the officer down.
    #[command(after_help = "Example:\n  attesto officer add maria-k --name \"Maria K.\" --duty decide --duty examine")]
    Add(Add),
    /// List the officers, their duties and keys.
    #[command(after_help = "Example:\n  attesto --home my-body officer list")]
    List,
}

#[derive(clap::Args, Debug)]
struct Add {
    /// Id that stands in the journal: small letters, digits, hyphens. Not a name.
    #[arg(value_parser = id)]
    id: OfficerId,
    /// Name for people.
    #[arg(long)]
    name: String,
    /// What the officer may do; give it once for each duty.
    #[arg(long = "duty", required = true, value_parser = duty, value_name = "approve|decide|erase|examine|issue|train")]
    duties: Vec<Duty>,
    /// File with the passphrase for the officer's key; asked for at the terminal without it.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

pub(crate) fn id(text: &str) -> Result<OfficerId, String> {
    OfficerId::parse(text).map_err(|fault| fault.to_string())
}

fn duty(text: &str) -> Result<Duty, String> {
    Duty::parse(text).map_err(|why| format!("{text} {why}"))
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let installation = world.installation()?;
    match &args.act {
        Act::Add(new) => add(new, &installation, printer),
        Act::List => list(&office::officers(&installation)?, printer),
    }
}

fn add(new: &Add, installation: &Installation, printer: &Printer) -> Outcome {
    let file = installation.path(&installation.written().folders.officers);
    let officers = office::officers_if_any(installation)?;
    if officers.find(&new.id).is_some() {
        let sentence = format!("officer {} is there already; nothing was changed", new.id);
        return Err(Failure::new(Fault::Conflict, "officer-exists", sentence));
    }
    let name =
        Line::parse(&new.name).map_err(|fault| Failure::new(Fault::Input, "officer", format!("--name: {fault}")))?;
    let path = installation.officer_key(new.id.as_str());
    let passphrase = PassphraseSource::from_option(new.passphrase_file.clone()).ask_new(new.id.as_str())?;
    files::private_folder(path.parent().unwrap_or(installation.root()))?;
    let key = keys::make(&path, None, &passphrase)?;
    let did = Did::parse(key.id().owner()).map_err(|fault| Failure::new(Fault::Bug, "key", fault))?;
    let officer = Officer::new(new.id.clone(), name, did, new.duties.iter().copied().collect());
    let officers = officers.with(officer).map_err(|taken| Failure::new(Fault::Conflict, "officer-exists", taken))?;
    files::write(&file, officers.to_toml().as_bytes(), Audience::All)?;
    let said = format!(
        "officer {} signs with {}\n  key  {} (mode 0600, under its passphrase)",
        new.id,
        key.id().owner(),
        path.display()
    );
    printer.answer(&json!({"officer": new.id.as_str(), "did": key.id().owner(), "key": path}), &said)?;
    Ok(ExitCode::SUCCESS)
}

fn list(officers: &Officers, printer: &Printer) -> Outcome {
    let duties = |officer: &Officer| officer.duties().iter().map(|duty| duty.word()).collect::<Vec<_>>();
    let json: Vec<Value> = officers
        .iter()
        .map(|officer| {
            json!({"id": officer.id().as_str(), "name": officer.name().as_str(), "did": officer.did().as_str(), "duties": duties(officer)})
        })
        .collect();
    let rows = officers.iter().map(|officer| {
        [officer.id().to_string(), officer.name().to_string(), duties(officer).join(", "), officer.did().to_string()]
    });
    printer.answer(&json!({"officers": json}), &table(&["id", "name", "duties", "key"], rows))?;
    Ok(ExitCode::SUCCESS)
}
