//! `keys rotate`: a new key in the place of one whose time is over; what the old one sealed stays as good as it was.

use std::path::PathBuf;
use std::process::ExitCode;

use attesto_issuer::{Duty, GivenUp, KeyChange, KeyUse, OfficerId, OldSecret};
use serde_json::json;

use super::change::{Scene, pinned};
use super::key_use;
use crate::cli::Outcome;
use crate::cli::args::World;
use crate::cli::officer::id;
use crate::cli::print::Printer;
use crate::fault::Failure;
use crate::world::{clock, did_document, key_change};

/// Draw a new key in the place of one whose time is over; what the old one sealed stays valid.
///
/// The old secret is destroyed: whoever finds it later could seal and say that it was before. The published DID
/// document names both keys, the old one with the day it retired.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  attesto --home my-body keys rotate --use credential --officer ion-e")]
pub(super) struct Args {
    /// What the key is for.
    #[arg(long = "use", value_parser = key_use, default_value = "credential", value_name = "credential|list|journal")]
    of: KeyUse,
    /// Who answers for it; the duty is `issue`.
    #[arg(long, value_parser = id, value_name = "ID")]
    officer: OfficerId,
    /// Put the old secret aside in keys/retired instead of destroying it.
    #[arg(long)]
    keep: bool,
    /// File with the officer's passphrase; asked for at the terminal without it.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// File with the passphrase for the new key; without it the configured file of that key, or the terminal.
    #[arg(long, value_name = "FILE")]
    key_passphrase_file: Option<PathBuf>,
}

pub(super) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let mut scene = Scene::set(world, printer)?;
    scene.officer(&args.officer, Duty::Issue)?;
    if args.of == KeyUse::Credential {
        scene.nothing_open()?;
    }
    let key = key_change::in_use(&scene.installation, args.of)?;
    let change = KeyChange {
        of: args.of,
        expires: scene.last_moment(args.of)?,
        successor: Some(scene.drawn(&key, args.of, args.key_passphrase_file.clone())?),
        key,
        given_up: GivenUp::Retired,
        secret: if args.keep { OldSecret::Kept } else { OldSecret::Destroyed },
        by: args.officer.clone(),
        at: scene.at,
    };
    scene.carry_out(&change, [args.passphrase_file.clone(), None])?;
    scene.document_is_public()?;
    tell(&scene, &change, printer)
}

fn tell(scene: &Scene, change: &KeyChange, printer: &Printer) -> Outcome {
    let installation = &scene.installation;
    let Some(successor) = &change.successor else { return Ok(ExitCode::SUCCESS) };
    let until = clock::told(installation.zone(), change.expires)?;
    let text = format!(
        "{} is the {} key now\n  retired        {}\n  which speaks   for what was sealed until {until}\n  its secret     {}\n  DID document   {}\n\n{}\nWhoever pins your keys in a trust list must add:\n  {}",
        successor.id,
        change.of,
        change.key.id,
        secret(scene, change)?,
        did_document::path(installation).display(),
        then(change.of),
        pinned(successor, change.of),
    );
    let json = json!({
        "use": change.of.word(), "key": successor.id.as_str(), "public": successor.public.to_multikey(),
        "retired": change.key.id.as_str(), "expires": change.expires.to_string(),
        "secret": match change.secret { OldSecret::Destroyed => "destroyed", OldSecret::Kept => "kept" },
    });
    printer.answer(&json, &text)?;
    Ok(ExitCode::SUCCESS)
}

fn secret(scene: &Scene, change: &KeyChange) -> Result<String, Failure> {
    Ok(match change.secret {
        OldSecret::Destroyed => "destroyed here; destroy the copy in the safe too".to_owned(),
        OldSecret::Kept => format!("put aside in {}", key_change::aside(&scene.installation, &change.key).display()),
    })
}

/// What is to be done next.
fn then(of: KeyUse) -> &'static str {
    match of {
        KeyUse::Credential => "Put a copy of the new key into the safe.",
        KeyUse::Journal => {
            "Put a copy of the new key into the safe, and export the head anew: attesto ledger head --out public/head.jws."
        }
        KeyUse::List => "Put a copy of the new key into the safe. `attesto publish` seals with it from now on.",
    }
}
