//! `status`: what happens to a certification after it was granted, and where it stands.
//! Every act names its cause, its officers and its times, and returns when the public reads it.

mod again;
mod carry_out;
mod correct;
mod follow;
mod renew;
mod replace;
mod show;
mod turn;

use std::path::PathBuf;

pub(super) use replace::copy;

use attesto_credential::{CertificateNumber, Timestamp};
use attesto_issuer::{Cause, Deed, OfficerId};

use super::Outcome;
use super::args::World;
use super::edge::{Edge, edge};
use super::officer::id;
use super::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::config::Installation;

/// Suspend, lift, withdraw, correct, renew a certification, replace a copy of it, or show where it stands.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(clap::Subcommand, Debug)]
enum Act {
    Correct(correct::Args),
    Issue(follow::Args),
    /// Lift a suspension: certification and copies are as they were before.
    #[command(after_help = "Example:\n  attesto status lift SIM-2026-000001-X --cause cleared --officer maria-k")]
    Lift(ActArgs),
    Renew(renew::Args),
    Replace(replace::Args),
    Show(show::Args),
    /// Suspend a certification: for a time nobody may rely on it.
    #[command(after_help = "Example:\n  attesto status suspend SIM-2026-000001-X --cause complaint --officer maria-k")]
    Suspend(ActArgs),
    /// Withdraw a certification for good.
    #[command(
        after_help = "Example:\n  attesto status withdraw SIM-2026-000001-X --cause false-basis --officer maria-k --second ion-e"
    )]
    Withdraw(ActArgs),
}

/// What every act on a certification takes.
#[derive(clap::Args, Debug)]
struct ActArgs {
    /// The certificate number.
    #[arg(value_parser = number)]
    number: CertificateNumber,
    #[command(flatten)]
    how: How,
}

/// Why an act is done, by whom and from when.
#[derive(clap::Args, Debug)]
struct How {
    /// Why; a word, so that no sentence with a name stands in the journal.
    #[arg(long, value_name = "WORD")]
    cause: String,
    /// Who decides.
    #[arg(long, value_parser = id, value_name = "ID")]
    officer: OfficerId,
    /// The second officer, where the scheme wants one.
    #[arg(long, value_parser = id, value_name = "ID")]
    second: Option<OfficerId>,
    /// From when it holds: a day where the body is, or a moment; now, if nothing is said. It may lie in the past.
    #[arg(long, value_parser = edge, value_name = "DAY|MOMENT")]
    effective: Option<Edge>,
    /// File with a note; it is kept under the person's key and goes when the person is erased.
    #[arg(long, value_name = "FILE")]
    note_file: Option<PathBuf>,
    /// File with the officer's passphrase; asked for at the terminal without it.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// File with the second officer's passphrase; asked for at the terminal without it.
    #[arg(long, value_name = "FILE")]
    second_passphrase_file: Option<PathBuf>,
    /// File with the passphrase of the list key; without it the configured file, or the terminal.
    #[arg(long, value_name = "FILE")]
    list_passphrase_file: Option<PathBuf>,
}

/// What issuing the copy that follows takes.
#[derive(clap::Args, Debug)]
struct Follow {
    /// Folder to write the new copy to, in a folder of its certificate number.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// File with the passphrase of the credentials key; without it the configured file, or the terminal.
    #[arg(long, value_name = "FILE")]
    credentials_passphrase_file: Option<PathBuf>,
}

pub(super) fn number(text: &str) -> Result<CertificateNumber, String> {
    CertificateNumber::parse(text).map_err(|fault| fault.to_string())
}

impl How {
    fn cause(&self, deed: Deed) -> Result<Cause, Failure> {
        Cause::parse(deed, &self.cause).map_err(|bad| Failure::new(Fault::Input, "cause", format!("--cause: {bad}")))
    }

    /// A day begins with its first second where the body is.
    fn effective(&self, installation: &Installation, now: Timestamp) -> Timestamp {
        self.effective.map_or(now, |edge| edge.first(installation.zone()))
    }
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    match &args.act {
        Act::Correct(args) => correct::run(args, world, printer),
        Act::Issue(args) => follow::run(args, world, printer),
        Act::Lift(common) => turn::run(common, Deed::Lift, world, printer),
        Act::Renew(args) => renew::run(args, world, printer),
        Act::Replace(args) => replace::run(args, world, printer),
        Act::Show(args) => show::run(args, world, printer),
        Act::Suspend(common) => turn::run(common, Deed::Suspend, world, printer),
        Act::Withdraw(common) => turn::run(common, Deed::Withdraw, world, printer),
    }
}
