//! `status suspend`, `lift`, `withdraw`: the certification turns, and every copy of it with it.

use std::process::ExitCode;

use attesto_issuer::{Deed, Particulars, StatusChange};
use serde_json::json;

use super::ActArgs;
use super::carry_out::Scene;
use crate::cli::Outcome;
use crate::cli::args::World;
use crate::cli::print::Printer;
use crate::cli::publish;
use crate::fault::Failure;
use crate::world::config::Installation;
use crate::world::lists::Visible;

pub(super) fn run(common: &ActArgs, deed: Deed, world: &World, printer: &Printer) -> Outcome {
    let mut scene = Scene::set(world, printer)?;
    let (_, scheme) = scene.certification(&common.number)?;
    let particulars = match deed {
        Deed::Lift => Particulars::Lift,
        Deed::Suspend => Particulars::Suspend,
        _ => Particulars::Withdraw,
    };
    let change = scene.carry_out((&common.number, &common.how), particulars, &scheme)?;
    let visible = scene.show_public(&common.how, world)?;
    tell(&scene.installation, &change, &visible, "", printer)
}

/// What was done, to whom, and since when everybody can read it.
pub(super) fn tell(
    installation: &Installation,
    change: &StatusChange,
    visible: &[Visible],
    followed: &str,
    printer: &Printer,
) -> Outcome {
    let after = change.after();
    let copies = change.concerned().count();
    let officers: Vec<&str> = change.officers().map(|officer| officer.as_str()).collect();
    let text = format!(
        "{} is {} ({}, by {})\n  copies concerned  {copies}{followed}\n  {}",
        after.number(),
        after.state(),
        change.deed(),
        officers.join(" and "),
        seen(installation, visible)?.replace('\n', "\n  "),
    );
    let json = json!({
        "number": after.number().as_str(), "deed": change.deed().word(), "state": after.state().to_string(),
        "officers": officers, "copies": copies,
        "renewed_as": after.renewed_as().map(|number| number.as_str()),
        "published": visible.iter().map(publish::to_json).collect::<Vec<_>>(),
    });
    printer.answer(&json, &text)?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn seen(installation: &Installation, visible: &[Visible]) -> Result<String, Failure> {
    match visible {
        [] => Ok("the public lists say so already".to_owned()),
        visible => publish::told(installation, visible),
    }
}
