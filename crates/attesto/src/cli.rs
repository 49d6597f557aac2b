//! The command line: a file per verb, each with its arguments and `run`.
//! Data goes to stdout, everything else to stderr; only `print` writes there.

mod approve;
mod args;
mod backup;
mod check_config;
mod cohort;
mod decide;
mod demo;
mod doctor;
mod edge;
mod export;
mod init;
mod issue;
mod keys;
mod ledger;
mod link;
mod officer;
mod person;
mod present;
mod print;
mod publish;
mod restore;
mod scheme;
mod serve;
mod sheets;
mod stamp;
mod status;
mod trust;
mod verify;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Verb};
use print::Printer;

use crate::serving::Serve;

/// What a verb comes to: the exit code of an answer, or why there is none.
type Outcome = Result<ExitCode, crate::fault::Failure>;

/// Runs the command line of this process; `web` carries out what `serve` plans.
pub(crate) fn run(web: Serve) -> ExitCode {
    let cli = Cli::parse();
    let printer = Printer::new(cli.output());
    match run_verb(&cli, &printer, web) {
        Ok(code) => code,
        Err(failure) => printer.failure(&failure),
    }
}

fn run_verb(cli: &Cli, printer: &Printer, web: Serve) -> Outcome {
    let world = &cli.world;
    match &cli.verb {
        Verb::Approve(args) => approve::run(args, world, printer),
        Verb::Backup(args) => backup::run(args, world, printer),
        Verb::CheckConfig(args) => check_config::run(args, world, printer),
        Verb::Cohort(args) => cohort::run(args, world, printer),
        Verb::Decide(args) => decide::run(args, world, printer),
        Verb::Demo(args) => demo::run(args, world, printer, web),
        Verb::Doctor(args) => doctor::run(args, world, printer),
        Verb::Export(args) => export::run(args, world, printer),
        Verb::Init(args) => init::run(args, world, printer),
        Verb::Issue(args) => issue::run(args, world, printer),
        Verb::Keys(args) => keys::run(args, world, printer),
        Verb::Ledger(args) => ledger::run(args, world, printer),
        Verb::Link(args) => link::run(args, world, printer),
        Verb::Officer(args) => officer::run(args, world, printer),
        Verb::Person(args) => person::run(args, world, printer),
        Verb::Present(args) => present::run(args, world, printer),
        Verb::Publish(args) => publish::run(args, world, printer),
        Verb::Restore(args) => restore::run(args, world, printer),
        Verb::Scheme(args) => scheme::run(args, world, printer),
        Verb::Serve(args) => serve::run(args, world, printer, web),
        Verb::Stamp(args) => stamp::run(args, world, printer),
        Verb::Status(args) => status::run(args, world, printer),
        Verb::Trust(args) => trust::run(args, world, printer),
        Verb::Verify(args) => verify::run(args, world, printer),
    }
}
