//! `restore`: a backup in the register's place, and the drill that shows beforehand that it would work.
//! An older backup than the last published head is refused until an officer answers for the loss.

mod drill;
mod officer;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use attesto_issuer::OfficerId;
use serde_json::json;

use super::Outcome;
use super::args::World;
use super::ledger::{check_code, check_json, check_text};
use super::officer::id;
use super::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::backup::Backup;
use crate::world::config::Installation;
use crate::world::files::{self, Audience};
use crate::world::restore::{self, Loss};
use crate::world::{head, ledger, store};

use officer::Answer;

/// Put a backup in the place of the register, or try it in a folder of its own.
#[derive(clap::Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Example:\n  attesto --home my-body restore --from /mnt/backups/000000000042-20261126T070000Z --head public/head.jws"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Option<Act>,
    #[command(flatten)]
    restore: Option<Restore>,
}

#[derive(clap::Subcommand, Debug)]
enum Act {
    Drill(drill::Args),
}

/// What stands in the register's place is kept aside under a name that is told.
#[derive(clap::Args, Debug)]
struct Restore {
    /// Folder of the backup.
    #[arg(long, value_name = "FOLDER")]
    from: PathBuf,
    /// The last head that was published (`attesto ledger head --out`); an older backup is refused.
    #[arg(long, value_name = "FILE", required_unless_present = "accept_loss")]
    head: Option<PathBuf>,
    /// Restore although acts are lost, or may be; counters jump, and an officer answers for it in the journal.
    #[arg(long, requires = "officer")]
    accept_loss: bool,
    /// How far counters of certificate numbers jump when something is lost: more than were given since the backup.
    #[arg(long, default_value_t = 5_000, value_name = "NUMBERS")]
    gap: u32,
    /// Who answers for the loss, or for erasures that the backup does not know.
    #[arg(long, value_parser = id, value_name = "ID")]
    officer: Option<OfficerId>,
    /// File of persons' keys, where the register's own is lost and no copy is configured.
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// File with the officer's passphrase; asked for at the terminal without it.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    match (&args.act, &args.restore) {
        (Some(Act::Drill(args)), _) => drill::run(args, world, printer),
        (None, Some(args)) => restore(args, world, printer),
        (None, None) => Err(Failure::new(Fault::Input, "restore", "say from where: `attesto restore --from FOLDER`")),
    }
}

fn restore(args: &Restore, world: &World, printer: &Printer) -> Outcome {
    let installation = world.installation()?;
    let folder = installation.path(&installation.written().folders.register);
    files::private_folder(&folder)?;
    let _held = store::hold(&folder).map_err(|fault| ledger::unopened(&fault))?;
    let backup = Backup::verified(&args.from)?;
    let published = args.head.as_deref().map(|file| head::read(&installation, file, world.moment()?)).transpose()?;
    let loss = restore::loss(&backup, published.as_ref(), &folder)?;
    if let (Loss::Until(known), false) = (loss, args.accept_loss) {
        return Err(older(&backup, known.seq));
    }
    let apart = folder.join("restored");
    let keys = restore::key_sources(&installation, args.keys.as_deref(), &folder);
    let mut register = restore::rebuilt(&apart, &backup, &keys, &|notice| printer.say(notice))?;
    let answer = Answer::of(args, &installation, world)?;
    let told = answer.given(register.as_mut(), &backup, loss)?;
    let audit = ledger::audited(&installation, register.as_ref(), world.moment()?)?;
    if !audit.flaws.is_empty() {
        printer.answer(&check_json(&audit), &check_text(&audit))?;
        return Ok(check_code(&audit));
    }
    let end = register.head();
    drop(register);
    copy_secret(&installation, &backup)?;
    let aside = format!("data.before-{}", world.moment()?.to_string().replace(['-', ':'], ""));
    let was_there = folder.join("data").exists();
    store::replace(&folder, &apart, &aside).map_err(|fault| ledger::unopened(&fault))?;
    let aside = was_there.then(|| folder.join(&aside));
    tell(&backup, end.seq, &told, aside.as_deref(), printer)
}

fn older(backup: &Backup, known: u64) -> Failure {
    let end = backup.head().seq;
    let sentence = format!(
        "the backup ends at act {end}, but act {known} is known: {} act(s) would be lost. Take a newer backup; if there is none, an officer answers for the loss with --accept-loss --officer ID",
        known - end
    );
    Failure::new(Fault::Conflict, "backup-older", sentence)
}

/// The secret that names copies: put back where it is gone, and never changed where it is there.
fn copy_secret(installation: &Installation, backup: &Backup) -> Result<(), Failure> {
    let (own, saved) = (installation.path(&installation.written().keys.copies), backup.copy_secret());
    if own.exists() || !saved.exists() {
        return Ok(());
    }
    files::private_folder(own.parent().unwrap_or(Path::new(".")))?;
    files::write(&own, &files::read(&saved, 32)?, Audience::Owner)
}

fn tell(backup: &Backup, end: u64, told: &[String], aside: Option<&Path>, printer: &Printer) -> Outcome {
    let lines: String = told.iter().map(|line| format!("\n  {line}")).collect();
    let kept = aside.map_or(String::new(), |aside| {
        format!("\n  what stood here is kept in {}; remove it once you are sure", aside.display())
    });
    let text = format!(
        "restored from the backup made {}: {} acts, nothing is found{lines}{kept}\n\nPublish the head anew: attesto ledger head --out FILE",
        backup.made(),
        end
    );
    let json = json!({"made": backup.made(), "backup": backup.head().seq, "head": end, "told": told, "aside": aside});
    printer.answer(&json, &text)?;
    Ok(ExitCode::SUCCESS)
}
