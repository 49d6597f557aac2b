//! The copy that follows another: issued after a correction, a renewal, a loss; `status issue` does it by itself,
//! where the act that promised it was interrupted, or where a wallet's copy waited for its holder's key.

use std::path::PathBuf;
use std::process::ExitCode;

use attesto_credential::{CertificateNumber, CredentialId, Format, Timestamp};
use attesto_issuer::{Certification, Duty, OfficerId, Scheme, State, StatusChange, promised};
use serde_json::json;

use super::carry_out::Scene;
use super::{Follow, number};
use crate::cli::Outcome;
use crate::cli::args::World;
use crate::cli::issue;
use crate::cli::officer::id;
use crate::cli::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::config::Installation;
use crate::world::lists::{self, ListSigner};
use crate::world::{act, answers, ledger, links};

/// Issue the copies that an earlier act promised: where it was interrupted, or where a copy for a wallet follows.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  attesto status issue SIM-2026-000001-X --officer ion-e\n  attesto status issue SIM-2026-000001-X --officer ion-e --holder-key holder.jwk"
)]
pub(crate) struct Args {
    /// The certificate number that the new copy is of.
    #[arg(value_parser = number)]
    number: CertificateNumber,
    /// Who issues.
    #[arg(long, value_parser = id, value_name = "ID")]
    officer: OfficerId,
    /// Issue a copy for a wallet too: the public key of its holder, a JWK; writes wallet.sdjwt.
    #[arg(long, value_name = "FILE")]
    holder_key: Option<PathBuf>,
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
    let by = (&args.officer, &args.follow);
    let mut copies = issue_promised(&mut scene, &certification, &scheme, by)?;
    if let Some(file) = &args.holder_key {
        may_follow(&certification)?;
        let out = out(&scene, &args.follow);
        let one = std::slice::from_ref(&certification);
        let holders = issue::holder_of(file, &certification)?;
        let at = ledger::moment(scene.register.as_ref(), scene.at);
        let errand = errand((&scene.installation, at), &scheme, by);
        let bound = issue::for_wallets(&errand, scene.register.as_mut(), (one, &holders), &out)?;
        copies.extend(bound.into_iter().map(|copy| copy.id));
    }
    let signer = ListSigner::unlock(&scene.installation, args.list_passphrase_file.clone())?;
    lists::publish_due(&scene.installation, scene.register.as_mut(), &signer, world.clock())?;
    links::publish(&scene.installation, scene.register.as_ref())?;
    answers::publish(&scene.installation, scene.register.as_ref(), &signer, world.clock())?;
    let ids: Vec<&str> = copies.iter().map(CredentialId::as_str).collect();
    let text = match copies.len() {
        0 => format!("no badge of {} was promised; nothing was issued", args.number),
        count => format!("{count} copies of {} issued\n  {}", args.number, ids.join("\n  ")),
    };
    printer.answer(&json!({"number": args.number.as_str(), "issued": ids}), &text)?;
    Ok(ExitCode::SUCCESS)
}

/// Refuses another copy of what is not in force, or what was renewed: its holder gets the one that follows.
fn may_follow(certification: &Certification) -> Result<(), Failure> {
    let number = certification.number();
    let sentence = match (certification.state(), certification.renewed_as()) {
        (State::Certified, None) => return Ok(()),
        (State::Certified, Some(renewed)) => format!("{number} was renewed as {renewed}; issue a copy of that"),
        (state, _) => format!("{number} is {state}; nothing is issued of it"),
    };
    Err(Failure::new(Fault::Conflict, "no-such-turn", sentence))
}

/// A copy for a wallet waits for its holder's key, which is asked for again; a European one waits where the body issues
/// none any more.
pub(super) fn is_issued_here(installation: &Installation, format: Format) -> bool {
    match format {
        Format::EUROPEAN => installation.european().is_some(),
        format => format == Format::OPEN_BADGE,
    }
}

/// Issues and writes the copies that were promised for a certification, but for wallets.
pub(super) fn issue_promised(
    scene: &mut Scene,
    certification: &Certification,
    scheme: &Scheme,
    by: (&OfficerId, &Follow),
) -> Result<Vec<CredentialId>, Failure> {
    let wanted = promised(scene.register.as_ref(), &scene.secret, certification);
    let mut wanted = wanted.map_err(|fault| ledger::refused(&fault))?;
    wanted.retain(|one| is_issued_here(&scene.installation, one.format));
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let out = out(scene, by.1);
    let at = ledger::moment(scene.register.as_ref(), scene.at);
    let errand = errand((&scene.installation, at), scheme, by);
    issue::successors(&errand, scene.register.as_mut(), &wanted, &out)
}

/// Where the files of what follows are written.
pub(super) fn out(scene: &Scene, follow: &Follow) -> PathBuf {
    follow.out.clone().unwrap_or_else(|| scene.installation.path(&scene.installation.written().folders.out))
}

pub(super) fn errand<'e>(
    (installation, at): (&'e Installation, Timestamp),
    scheme: &'e Scheme,
    (officer, follow): (&'e OfficerId, &Follow),
) -> issue::Errand<'e> {
    let passphrase = follow.credentials_passphrase_file.clone();
    issue::Errand { installation, scheme, officer, at, passphrase }
}

/// What was issued, and what waits for a holder's key, for the person who asked.
pub(super) fn told(copies: &[CredentialId], change: &StatusChange) -> String {
    let issued: String = copies.iter().map(|id| format!("\n  new copy          {}", id.as_str())).collect();
    let wallets = change.concerned().filter(|copy| copy.format() == Format::SD_JWT_VC).count();
    let number = change.follows().unwrap_or(change.after()).number();
    format!("{issued}{}", waiting(wallets, number.as_str()))
}

/// What an officer does about copies for wallets: their holders' keys are not here.
pub(super) fn waiting(wallets: usize, number: &str) -> String {
    match wallets {
        0 => String::new(),
        count => format!(
            "\n  for wallets       {count} copies were replaced; each follows once its holder gave a key\n                    attesto status issue {number} --officer ID --holder-key FILE"
        ),
    }
}
