//! `status renew`: a certification whose holder showed again what the scheme asks is followed by a new one.
//! It has a number and a period of its own; the old one holds to its end and points to it.

use attesto_credential::{CertificateNumber, Date, Validity};
use attesto_issuer::{Calendar, Particulars, Records, Scheme};

use super::carry_out::{Scene, numbers_refused};
use super::{ActArgs, Follow, follow, turn};
use crate::cli::Outcome;
use crate::cli::args::World;
use crate::cli::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::clock::Zone;

/// Renew a certification: a new number, a new period, a new copy that follows the old one.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Example:\n  attesto status renew SIM-2026-000001-X --cause recertified --officer maria-k --second ion-e"
)]
pub(crate) struct Args {
    #[command(flatten)]
    common: ActArgs,
    #[command(flatten)]
    follow: Follow,
}

pub(super) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let mut scene = Scene::set(world, printer)?;
    let (_, scheme) = scene.certification(&args.common.number)?;
    let (number, validity) = next(&scene, &scheme)?;
    let how = &args.common.how;
    let change = scene.carry_out((&args.common.number, how), Particulars::Renew(number, validity), &scheme)?;
    let follows = change.follows().unwrap_or(change.after()).clone();
    let copies = follow::issue_promised(&mut scene, &follows, &scheme, (&how.officer, &args.follow))?;
    let visible = scene.show_public(how, world)?;
    let until = follows.validity().until().map_or_else(String::new, |until| format!(", until {until}"));
    let followed = format!("\n  renewed as        {}{until}{}", follows.number(), follow::told(&copies, &change));
    turn::tell(&scene.installation, &change, &visible, &followed, printer)
}

/// The next number of this year where the body is, and a period as long as the scheme says, by its days.
fn next(scene: &Scene, scheme: &Scheme) -> Result<(CertificateNumber, Validity), Failure> {
    let (year, ..) = Date::parts(scene.installation.zone().local_date(scene.at));
    let year = u16::try_from(year).map_err(|error| Failure::new(Fault::Config, "clock", error))?;
    let numbers = Records::of(scene.register.as_ref()).next_numbers(scheme.code(), year, 1);
    let number = numbers.map_err(numbers_refused)?.into_iter().next();
    let number = number.ok_or_else(|| Failure::new(Fault::Bug, "numbers", "no number was given"))?;
    let zone = Zone::named(scheme.zone().as_str())?;
    let validity = scheme.period(scene.at, &zone);
    Ok((number, validity.map_err(|fault| Failure::new(Fault::Config, "certification", fault))?))
}
