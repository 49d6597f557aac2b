//! `cohort`: how the candidates stand while a cohort is under way, and what officers resolve of what files leave open.

mod resolve;
mod status;
pub(super) mod waiting;

use super::Outcome;
use super::args::World;
use super::print::Printer;

/// See how a cohort stands, or resolve what its files leave open.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(clap::Subcommand, Debug)]
enum Act {
    Resolve(Box<resolve::Args>),
    Status(status::Args),
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    match &args.act {
        Act::Resolve(args) => resolve::run(args, world, printer),
        Act::Status(args) => status::run(args, world, printer),
    }
}
