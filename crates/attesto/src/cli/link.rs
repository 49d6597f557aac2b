//! `link`: the links that show badges: shown to the office, withdrawn or renewed on their holder's word.
//! What lies behind them follows at once in the published folder.

mod show;
mod turn;

use std::path::PathBuf;

use attesto_credential::{CertificateNumber, CredentialId};
use attesto_issuer::{LinkDeed, LinkReason, OfficerId};

use super::Outcome;
use super::args::World;
use super::officer::id;
use super::print::Printer;
use super::status::{copy, number};

/// Show the links of a certification's badges, withdraw one, or put another in its place.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(clap::Subcommand, Debug)]
enum Act {
    /// Renew a badge's link: another one shows it, the old one says that its holder withdrew it.
    #[command(after_help = "Example:\n  attesto link renew SIM-2026-000001-X --reason exposed --officer ion-e")]
    Renew(TurnArgs),
    Show(show::Args),
    /// Withdraw a badge's link: it shows nothing any more; the badge and the certification stay as they are.
    #[command(after_help = "Example:\n  attesto link withdraw SIM-2026-000001-X --reason request --officer ion-e")]
    Withdraw(TurnArgs),
}

/// What changing a link takes.
#[derive(clap::Args, Debug)]
struct TurnArgs {
    /// The certificate number.
    #[arg(value_parser = number)]
    number: CertificateNumber,
    /// The id of the badge, where several may be meant; `link show` lists them.
    #[arg(long, value_parser = copy, value_name = "ID")]
    copy: Option<CredentialId>,
    /// Why; a word, so that no sentence with a name stands in the journal.
    #[arg(long, value_parser = reason, value_name = "exposed|order|request")]
    reason: LinkReason,
    /// Who does it; needs the duty to issue.
    #[arg(long, value_parser = id, value_name = "ID")]
    officer: OfficerId,
    /// Folder with the folder of the certificate number in which the code of the link lies.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// File with the officer's passphrase; asked for at the terminal without it.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

fn reason(text: &str) -> Result<LinkReason, String> {
    LinkReason::parse(text).map_err(|why| format!("{text} {why}"))
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    match &args.act {
        Act::Renew(args) => turn::run(args, LinkDeed::Renew, world, printer),
        Act::Show(args) => show::run(args, world, printer),
        Act::Withdraw(args) => turn::run(args, LinkDeed::Withdraw, world, printer),
    }
}
