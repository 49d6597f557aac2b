//! `status replace`: one copy is lost or in wrong hands; it is replaced by a new one, the others stay as they are.

use attesto_credential::{CredentialId, Iri};
use attesto_issuer::Particulars;

use super::carry_out::Scene;
use super::{ActArgs, Follow, follow, turn};
use crate::cli::Outcome;
use crate::cli::args::World;
use crate::cli::print::Printer;

/// Replace one copy of a certification: the old one is told to be replaced, a new one is issued.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Example:\n  attesto status replace SIM-2026-000001-X --copy urn:uuid:… --cause lost --officer ion-e\n\n`attesto status show NUMBER` lists the copies."
)]
pub(crate) struct Args {
    #[command(flatten)]
    common: ActArgs,
    /// The id of the copy, as `status show` lists it and as it stands in the file.
    #[arg(long, value_parser = copy, value_name = "ID")]
    copy: CredentialId,
    #[command(flatten)]
    follow: Follow,
}

fn copy(text: &str) -> Result<CredentialId, String> {
    Iri::parse(text).map(CredentialId::from_iri).map_err(|fault| fault.to_string())
}

pub(super) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let mut scene = Scene::set(world, printer)?;
    let (certification, scheme) = scene.certification(&args.common.number)?;
    let change = scene.carry_out(&args.common, Particulars::Replace(args.copy.clone()), &scheme)?;
    let by = (&args.common.officer, &args.follow);
    let copies = follow::issue_promised(&mut scene, &certification, &scheme, by)?;
    let visible = scene.show_public(&args.common, world)?;
    turn::tell(&scene.installation, &change, &visible, &follow::told(&copies), printer)
}
