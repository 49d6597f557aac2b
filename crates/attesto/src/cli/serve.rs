//! `serve`: the published folder and the verifying of credentials over HTTP, until told to stop.
//! Draws up the plan; the web carries it out.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use attesto_verifier::Policy;
use clap::ValueEnum;
use serde_json::json;

use super::Outcome;
use super::args::{Output, World};
use super::print::Printer;
use super::verify::policy;
use crate::fault::{Failure, Fault};
use crate::serving::{Plan, Publisher, Publishing, Serve, Verifying};
use crate::world::answers::Book;
use crate::world::config::{self, FetchRules, Installation, ServeRules};
use crate::world::fetch::{Gate, Reach};

/// Serve what is published, and verify credentials, over HTTP; on this machine alone unless --listen says otherwise.
///
/// `serve issuer` serves the published folder of the installation; `serve verifier` verifies and needs no
/// installation; without a role it does both. Ends in order on SIGTERM and SIGINT.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  attesto --home my-body serve --trust trust.toml")]
pub(crate) struct Args {
    /// What to serve; by default both.
    #[arg(value_enum, value_name = "ROLE")]
    role: Option<Role>,
    /// Address and port to listen on, instead of [serve] listen.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Trust list: which issuer may issue which certificate. May be given more than once.
    #[arg(long, value_name = "FILE")]
    trust: Vec<PathBuf>,
    /// Policy: which findings weigh less or more.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Ask nobody outside: what is not given is not known.
    #[arg(long)]
    offline: bool,
}

/// What a server is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Role {
    /// The published folder.
    Issuer,
    /// The verifying of credentials.
    Verifier,
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer, web: Serve) -> Outcome {
    let plan = plan(args, world)?;
    let base_path = plan.base_path.clone();
    let mut told = |address: SocketAddr| match printer.output() {
        Output::Json => printer.data(&json!({"listening": address.to_string(), "base_path": base_path}).to_string()),
        Output::Text => printer.data(&format!("listening on http://{address}{base_path}")),
    };
    web(plan, &mut told)?;
    Ok(ExitCode::SUCCESS)
}

/// The plan of the published folder and `verify` together, on an address.
pub(super) fn of_both(world: &World, listen: SocketAddr, trust: Vec<PathBuf>) -> Result<Plan, Failure> {
    plan(&Args { role: None, listen: Some(listen), trust, policy: None, offline: false }, world)
}

fn plan(args: &Args, world: &World) -> Result<Plan, Failure> {
    if args.role == Some(Role::Issuer) && (args.policy.is_some() || !args.trust.is_empty()) {
        let sentence = "`serve issuer` verifies nothing; leave --trust and --policy out, or serve both";
        return Err(Failure::new(Fault::Input, "serve", sentence));
    }
    let installation = installation(args, world)?;
    let rules = installation.as_ref().map_or_else(ServeRules::default, |found| found.written().serve.clone());
    let publishes = args.role != Some(Role::Verifier);
    let published = installation.as_ref().filter(|_| publishes).map(publishing).transpose()?;
    let verifying = match args.role {
        Some(Role::Issuer) => None,
        _ => Some(verifying(args, installation.as_ref())?),
    };
    Ok(Plan {
        listen: args.listen.unwrap_or(rules.listen),
        bounds: rules.bounds(),
        base_path: installation.as_ref().map_or("", Installation::base_path).to_owned(),
        published,
        verifying,
    })
}

/// What lies behind a link is judged by what we publish ourselves; for that nobody outside is asked.
fn publishing(installation: &Installation) -> Result<Publishing, Failure> {
    let publisher = Publisher {
        name: installation.name().to_string(),
        base_url: installation.base_url().to_string(),
        zone: installation.zone().clone(),
    };
    let verifying = Verifying { policy: Policy::default(), gate: installation.gate(Reach::Offline)? };
    Ok(Publishing { shelf: installation.shelf(), publisher, answers: Book::of(installation), verifying })
}

/// A verifier needs none; whoever publishes does.
fn installation(args: &Args, world: &World) -> Result<Option<Installation>, Failure> {
    let there = world.home().join(config::FILE).is_file();
    if args.role == Some(Role::Verifier) && !there { Ok(None) } else { world.installation().map(Some) }
}

fn verifying(args: &Args, installation: Option<&Installation>) -> Result<Verifying, Failure> {
    let reach = if args.offline { Reach::Offline } else { Reach::Online };
    let gate = match installation {
        Some(installation) => installation.gate(reach)?,
        None => Gate::new(FetchRules::default().rules(reach), None),
    };
    Ok(Verifying { policy: policy::read(args.policy.as_deref(), &args.trust)?, gate })
}
