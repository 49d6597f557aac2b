//! `check-config`: what will be used, and whether it holds.

use std::process::ExitCode;

use serde_json::json;

use super::Outcome;
use super::args::World;
use super::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::keys;
use crate::world::seals::SealKey;

/// Print the configuration that will be used, defaults and overrides included, and check it.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  attesto --home my-body check-config")]
pub(crate) struct Args {}

pub(crate) fn run(_: &Args, world: &World, printer: &Printer) -> Outcome {
    let installation = world.installation()?;
    let written = installation.written();
    let text = toml::to_string(written).map_err(|error| Failure::new(Fault::Bug, "config", error))?;
    let json = serde_json::to_value(written).map_err(|error| Failure::new(Fault::Bug, "config", error))?;
    let key = keys::read(&installation.path(&written.keys.credentials))?;
    if key.id().owner() != installation.did().as_str() {
        let sentence = format!(
            "the credentials key is named {} but the body is {}; run `attesto init` anew or set [body] did",
            key.id(),
            installation.did()
        );
        return Err(Failure::new(Fault::Config, "key-of-another", sentence));
    }
    let seal = installation.european().map(|european| SealKey::ready(&installation, european, world.moment()?));
    let seal = seal.transpose()?;
    let told = match &seal {
        None => "none; see [european]".to_owned(),
        Some(seal) => {
            let until = seal.until().map_or_else(String::new, |until| format!(", until {until}"));
            format!("sealed by {}{until}", seal.told())
        }
    };
    let mut answer = json!({"configuration": json, "credentials_key": key.id().as_str()});
    if let (Some(members), Some(seal)) = (answer.as_object_mut(), &seal) {
        let until = seal.until().map(|until| until.to_string());
        members.insert("european_seal".to_owned(), json!({"subject": seal.told(), "until": until}));
    }
    let told = format!("# credentials key: {}\n# European credentials: {told}\n# all of it holds", key.id());
    printer.answer(&answer, &format!("{text}\n{told}"))?;
    Ok(ExitCode::SUCCESS)
}
