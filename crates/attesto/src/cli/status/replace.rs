//! `status replace`: one copy is lost or in wrong hands; it is replaced by a new one, the others stay as they are.
//! All copies of a list are replaced by `again`.

use std::path::PathBuf;

use attesto_credential::{CertificateNumber, CredentialId, Iri};
use attesto_issuer::Particulars;

use super::carry_out::Scene;
use super::{Follow, How, again, follow, number, turn};
use crate::cli::Outcome;
use crate::cli::args::World;
use crate::cli::print::Printer;
use crate::fault::{Failure, Fault};

/// Replace one copy of a certification: the old one is told to be replaced, a new one is issued.
///
/// With --list all copies of a list, each in an act of its own. Run it again after an interruption, or once what stood in
/// the way of some was put right: none is replaced twice.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  attesto status replace SIM-2026-000001-X --copy urn:uuid:… --cause lost --officer ion-e\n  attesto status replace --list again.csv --cause key-compromised --officer ion-e\n\n`attesto status show NUMBER` lists the copies."
)]
pub(crate) struct Args {
    /// The certificate number.
    #[arg(value_parser = number, required_unless_present = "list", conflicts_with = "list")]
    number: Option<CertificateNumber>,
    #[command(flatten)]
    how: How,
    /// The id of the copy, as `status show` lists it and as it stands in the file.
    #[arg(long, value_parser = copy, value_name = "ID", required_unless_present = "list", conflicts_with = "list")]
    copy: Option<CredentialId>,
    /// A list of copies as `keys compromise --into` writes it: number, copy and whatever else.
    #[arg(long, value_name = "FILE")]
    list: Option<PathBuf>,
    #[command(flatten)]
    follow: Follow,
}

pub(crate) fn copy(text: &str) -> Result<CredentialId, String> {
    Iri::parse(text).map(CredentialId::from_iri).map_err(|fault| fault.to_string())
}

pub(super) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    match (&args.number, &args.copy, &args.list) {
        (Some(number), Some(copy), _) => one((number, copy), args, world, printer),
        (.., Some(list)) => again::run(list, (&args.how, &args.follow), world, printer),
        _ => Err(Failure::new(Fault::Input, "copy-list", "name a certificate number and --copy, or --list")),
    }
}

fn one((number, copy): (&CertificateNumber, &CredentialId), args: &Args, world: &World, printer: &Printer) -> Outcome {
    let mut scene = Scene::set(world, printer)?;
    let (certification, scheme) = scene.certification(number)?;
    let change = scene.carry_out((number, &args.how), Particulars::Replace(copy.clone()), &scheme)?;
    let by = (&args.how.officer, &args.follow);
    let copies = follow::issue_promised(&mut scene, &certification, &scheme, by)?;
    let visible = scene.show_public(&args.how, world)?;
    turn::tell(&scene.installation, &change, &visible, &follow::told(&copies, &change), printer)
}
