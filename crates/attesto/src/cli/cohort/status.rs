//! `cohort status`: who attended what, what is missing, and who can no longer reach a rule. It decides nothing.

use std::path::PathBuf;
use std::process::ExitCode;

use attesto_issuer::{Intake, Outcome as Sat, Prospect, Scheme, prospect};
use serde_json::{Map, Value, json};

use super::waiting;
use crate::cli::Outcome;
use crate::cli::args::World;
use crate::cli::print::{Printer, table, visible};
use crate::world::cohort::CohortFolder;
use crate::world::office;

/// Say how each candidate stands: attended, missing, out of reach.
///
/// Reads the files of the cohort that are there; what is awaited is not known yet. Nothing is decided or written.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  attesto cohort status cohort.toml --scheme scheme.toml")]
pub(crate) struct Args {
    /// The cohort, a TOML file that names its input files.
    cohort: PathBuf,
    /// The certification scheme.
    #[arg(long, value_name = "FILE")]
    scheme: PathBuf,
}

pub(super) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let installation = world.installation()?;
    let officers = office::officers(&installation)?;
    let scheme = office::scheme(&args.scheme)?.scheme;
    let folder = CohortFolder::read(&args.cohort, &officers, world.moment()?)?;
    let taken = folder.intake(&scheme, &officers)?;
    let stand: Vec<(&Sat, Prospect)> = taken.outcomes.iter().map(|one| (one, prospect(&scheme, one))).collect();
    let text = format!("{}\n\n{}\n{}", rows(&stand), sum(&stand, &scheme), waiting::text(&taken));
    printer.answer(&Value::Object(to_json(&stand, &taken)), &text)?;
    Ok(ExitCode::SUCCESS)
}

fn rows(stand: &[(&Sat, Prospect)]) -> String {
    let row = |(outcome, prospect): &(&Sat, Prospect)| {
        let attended = format!("{} of {}", prospect.attended(), prospect.held());
        let still = prospect.units() - prospect.held();
        [
            outcome.candidate().to_string(),
            visible(&outcome.name().to_string()),
            attended,
            still.to_string(),
            list(prospect.now().missing()),
            list(prospect.lost()),
        ]
    };
    table(&["candidate", "name", "attended", "open", "missing", "out of reach"], stand.iter().map(row))
}

fn sum(stand: &[(&Sat, Prospect)], scheme: &Scheme) -> String {
    let mut lines = vec![format!("{} candidates", stand.len())];
    for rule in scheme.rules() {
        let lost: Vec<&str> = stand
            .iter()
            .filter(|(_, prospect)| prospect.lost().contains(rule.id()))
            .map(|(outcome, _)| outcome.candidate().as_str())
            .collect();
        if !lost.is_empty() {
            let id = rule.id();
            lines.push(format!(
                "{} can no longer reach rule `{id}`, clause {}: {}",
                lost.len(),
                rule.clause(),
                lost.join(", ")
            ));
        }
    }
    lines.join("\n")
}

fn list(codes: &[attesto_issuer::Code]) -> String {
    codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn to_json(stand: &[(&Sat, Prospect)], taken: &Intake) -> Map<String, Value> {
    let codes = |codes: &[attesto_issuer::Code]| codes.iter().map(ToString::to_string).collect::<Vec<_>>();
    let row = |(outcome, prospect): &(&Sat, Prospect)| {
        let minutes = outcome.trace().minutes().iter().map(|(unit, minutes)| (unit.to_string(), json!(minutes)));
        json!({
            "candidate": outcome.candidate().as_str(),
            "attended": prospect.attended(),
            "held": prospect.held(),
            "units": prospect.units(),
            "minutes": minutes.collect::<Map<_, _>>(),
            "missing": codes(prospect.now().missing()),
            "out_of_reach": codes(prospect.lost()),
        })
    };
    let mut members = waiting::json(taken);
    members.insert("candidates".to_owned(), stand.iter().map(row).collect());
    members
}
