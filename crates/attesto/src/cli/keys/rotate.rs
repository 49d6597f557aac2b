//! `keys rotate`: a new key in the place of one whose time is over; what the old one sealed stays as good as it was.

use std::path::PathBuf;
use std::process::ExitCode;

use attesto_credential::Matter;
use attesto_issuer::{Duty, GivenUp, KeyChange, KeyUse, OfficerId, OldSecret};
use serde_json::json;

use super::change::{Scene, pinned};
use super::key_use;
use crate::cli::Outcome;
use crate::cli::args::World;
use crate::cli::officer::id;
use crate::cli::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::wallets::{self, Next};
use crate::world::{clock, key_change};

/// Draw a new key in the place of one whose time is over; what the old one sealed stays valid.
///
/// The old secret is destroyed: whoever finds it later could seal and say that it was before. The published DID
/// document names both keys, the old one with the day it retired; of keys for wallets the issuer's metadata does.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  attesto --home my-body keys rotate --use credential --officer ion-e")]
pub(super) struct Args {
    /// What the key is for: credential, list, journal, wallet or wallet-list.
    #[arg(long = "use", value_parser = key_use, default_value = "credential", value_name = "USE")]
    of: KeyUse,
    /// For wallets, instead of drawing it: PEM with the P-256 key and its certificates, as an authority gave it.
    #[arg(long, value_name = "FILE", requires = "authority")]
    certified: Option<PathBuf>,
    /// That authority's own certificate, in PEM; it is kept beside those before it and never sent along.
    #[arg(long, value_name = "FILE", requires = "certified")]
    authority: Option<PathBuf>,
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
    let key = scene.in_use(args.of)?;
    scene.officer(&args.officer, Duty::Issue)?;
    if args.of.matter() == Matter::Credential {
        scene.nothing_open()?;
    }
    let next = next(args, &scene)?;
    let change = KeyChange {
        of: args.of,
        expires: scene.last_moment(args.of)?,
        successor: Some(scene.drawn(&key, args.of, args.key_passphrase_file.clone(), next.as_ref())?),
        key,
        given_up: GivenUp::Retired,
        secret: if args.keep { OldSecret::Kept } else { OldSecret::Destroyed },
        by: args.officer.clone(),
        at: scene.at,
    };
    scene.carry_out(&change, [args.passphrase_file.clone(), None])?;
    scene.document_is_public(args.of)?;
    tell(&scene, &change, printer)
}

/// The key that an authority certified; a key with certificates is followed by one with certificates.
fn next(args: &Args, scene: &Scene) -> Result<Option<Next>, Failure> {
    let next = args.certified.clone().zip(args.authority.clone()).map(|(key, authority)| Next { key, authority });
    let old = key_change::path(&scene.installation, args.of);
    match (&next, args.of.is_for_wallets()) {
        (Some(_), false) => {
            let sentence = format!("the {} key has no certificates; leave --certified and --authority out", args.of);
            Err(Failure::new(Fault::Input, "certificate", sentence))
        }
        (None, true) if wallets::is_certified(&old) => {
            let sentence = format!(
                "an authority certified the {} key, and readers may ask for that; get another key certified and name it with --certified and --authority",
                args.of
            );
            Err(Failure::new(Fault::Input, "certificate", sentence))
        }
        _ => Ok(next),
    }
}

fn tell(scene: &Scene, change: &KeyChange, printer: &Printer) -> Outcome {
    let installation = &scene.installation;
    let Some(successor) = &change.successor else { return Ok(ExitCode::SUCCESS) };
    let until = clock::told(installation.zone(), change.expires)?;
    let text = format!(
        "{} is the {} key now\n  retired        {}\n  which speaks   for what was sealed until {until}\n  its secret     {}\n  {}   {}\n\n{}\nWhoever pins your keys in a trust list must add:\n  {}",
        successor.id,
        change.of,
        change.key.id,
        secret(scene, change)?,
        if change.of.is_for_wallets() { "metadata    " } else { "DID document" },
        scene.document(change.of).0.display(),
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
        KeyUse::Credential | KeyUse::Seal => "Put a copy of the new key into the safe.",
        KeyUse::Journal => {
            "Put a copy of the new key into the safe, and export the head anew: attesto ledger head --out public/head.jws."
        }
        KeyUse::List | KeyUse::WalletList => {
            "Put a copy of the new key into the safe. `attesto publish` seals with it from now on."
        }
        KeyUse::Wallet => {
            "Put a copy of the new key into the safe. Holders need nothing: copies under the old key stay as good as they were."
        }
    }
}
