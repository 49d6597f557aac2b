//! `ledger`: the register for whoever must be able to rely on it: is it whole, who did what when, where does it end.
//! Nothing here changes an act, and nothing here names a person.

mod check;
mod head;
mod show;

pub(super) use check::{code as check_code, to_json as check_json, to_text as check_text};
pub(super) use show::to_json as act_json;

use super::Outcome;
use super::args::World;
use super::print::Printer;

/// Check the register, show who did what when, or sign and export its head.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(clap::Subcommand, Debug)]
enum Act {
    Check(check::Args),
    Head(head::Args),
    Show(show::Args),
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    match &args.act {
        Act::Check(args) => check::run(args, world, printer),
        Act::Head(args) => head::run(args, world, printer),
        Act::Show(args) => show::run(args, world, printer),
    }
}
