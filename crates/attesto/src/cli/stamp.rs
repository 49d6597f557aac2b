//! `stamp`: a time-stamp into a European seal, so that it outlives the certificate behind it (level B-T).
//! Judges nothing: whether the authority is believed is found by whoever verifies.

use std::path::PathBuf;
use std::process::ExitCode;

use attesto_credential::Secured;
use serde_json::json;

use super::Outcome;
use super::args::World;
use super::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::fetch::Reach;
use crate::world::files::{self, Audience};
use crate::world::time_stamps::{NoStamp, stamped};

/// Put the time-stamp of an authority (RFC 3161) into a sealed European credential.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Example:\n  attesto stamp sealed.jsonld --authority https://tsa.example/tsr --into stamped.jsonld"
)]
pub(crate) struct Args {
    /// The sealed credential.
    file: PathBuf,
    /// The address of the time-stamping authority; only a digest of the seal is sent there.
    #[arg(long, value_name = "URL")]
    authority: String,
    /// Where the stamped credential goes; the file must not be there yet.
    #[arg(long, value_name = "FILE")]
    into: PathBuf,
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let file = args.file.display();
    let bytes = files::read(&args.file, LIMIT_BYTES)?;
    let unreadable = |fault| Failure::new(Fault::Input, "unreadable", format!("{file}: {fault}"));
    let secured = Secured::parse(&bytes).map_err(unreadable)?;
    let stamped = stamped(&secured, &world.gate(Reach::Online)?, &args.authority);
    let stamped = stamped.map_err(|why| match why {
        NoStamp::Authority(_) => Failure::new(Fault::Unavailable, "time-stamp", why),
        NoStamp::Question(_) | NoStamp::Seal(_) => Failure::new(Fault::Input, "not-stamped", format!("{file}: {why}")),
    })?;
    files::create(&args.into, stamped.text().as_bytes(), Audience::All)?;
    let sentence = format!("{} is {file} with a time-stamp", args.into.display());
    printer.answer(&json!({"stamped": args.into}), &sentence)?;
    Ok(ExitCode::SUCCESS)
}

/// The largest file that is read: a credential with its pictures.
const LIMIT_BYTES: u64 = 10 << 20;
