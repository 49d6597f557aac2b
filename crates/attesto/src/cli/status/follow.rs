//! The copy that follows another: issued after a correction, a renewal, a loss; `status issue` does it by itself,
//! where the act that promised it was interrupted.

use std::path::PathBuf;
use std::process::ExitCode;

use attesto_credential::{CertificateNumber, CredentialId, Format};
use attesto_issuer::{Certification, Duty, OfficerId, Scheme, promised};
use serde_json::json;

use super::carry_out::Scene;
use super::{Follow, number};
use crate::cli::Outcome;
use crate::cli::args::World;
use crate::cli::issue;
use crate::cli::officer::id;
use crate::cli::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::lists::{self, ListSigner};
use crate::world::{act, answers, ledger, links};

/// Issue the copies that an earlier act promised, where it was interrupted before it could.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  attesto status issue SIM-2026-000001-X --officer ion-e")]
pub(crate) struct Args {
    /// The certificate number that the new copy is of.
    #[arg(value_parser = number)]
    number: CertificateNumber,
    /// Who issues.
    #[arg(long, value_parser = id, value_name = "ID")]
    officer: OfficerId,
    #[command(flatten)]
    follow: Follow,
    /// File with the passphrase of the list key; without it the configured file, or the terminal.
    #[arg(long, value_name = "FILE")]
    list_passphrase_file: Option<PathBuf>,
}

pub(super) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let mut scene = Scene::set(world, printer)?;
    if !act::officer(&scene.officers, &args.officer)?.may(Duty::Issue) {
        let sentence = format!("officer {} has not the duty to issue; let an officer with that duty act", args.officer);
        return Err(Failure::new(Fault::Forbidden, "no-duty", sentence));
    }
    let (certification, scheme) = scene.certification(&args.number)?;
    let copies = issue_promised(&mut scene, &certification, &scheme, (&args.officer, &args.follow))?;
    let signer = ListSigner::unlock(&scene.installation, args.list_passphrase_file.clone())?;
    lists::publish_due(&scene.installation, scene.register.as_mut(), &signer, world.clock())?;
    links::publish(&scene.installation, scene.register.as_ref())?;
    answers::publish(&scene.installation, scene.register.as_ref(), &signer, world.clock())?;
    let ids: Vec<&str> = copies.iter().map(CredentialId::as_str).collect();
    let text = match copies.len() {
        0 => format!("no copy of {} was promised; nothing was issued", args.number),
        count => format!("{count} copies of {} issued\n  {}", args.number, ids.join("\n  ")),
    };
    printer.answer(&json!({"number": args.number.as_str(), "issued": ids}), &text)?;
    Ok(ExitCode::SUCCESS)
}

/// Issues and writes what was promised for a certification.
pub(super) fn issue_promised(
    scene: &mut Scene,
    certification: &Certification,
    scheme: &Scheme,
    (officer, follow): (&OfficerId, &Follow),
) -> Result<Vec<CredentialId>, Failure> {
    let wanted = promised(scene.register.as_ref(), &scene.secret, certification);
    let mut wanted = wanted.map_err(|fault| ledger::refused(&fault))?;
    // A copy for a wallet waits for `issue --holder-keys`: its holder's key is asked for again. A European one waits
    // where the body issues none any more.
    let european = scene.installation.european().is_some();
    wanted.retain(|one| match one.format {
        Format::EUROPEAN => european,
        format => format == Format::OPEN_BADGE,
    });
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let written = &scene.installation.written().folders.out;
    let out = follow.out.clone().unwrap_or_else(|| scene.installation.path(written));
    let errand = issue::Errand {
        installation: &scene.installation,
        scheme,
        officer,
        at: ledger::moment(scene.register.as_ref(), scene.at),
        passphrase: follow.credentials_passphrase_file.clone(),
    };
    issue::successors(&errand, scene.register.as_mut(), &wanted, &out)
}

/// What was issued, for the person who asked.
pub(super) fn told(copies: &[CredentialId]) -> String {
    copies.iter().map(|id| format!("\n  new copy          {}", id.as_str())).collect()
}
