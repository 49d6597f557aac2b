//! `restore drill`: a backup restored into a folder of its own, checked, timed, and gone again.
//! The register is not touched; its keys are copied for as long as the drill lasts.

use std::path::PathBuf;
use std::time::Instant;

use serde_json::json;

use crate::cli::Outcome;
use crate::cli::args::World;
use crate::cli::ledger::{check_code, check_json, check_text};
use crate::cli::print::Printer;
use crate::world::backup::Backup;
use crate::world::{drilled, head, ledger, restore};

/// Restore a backup into a folder of its own, check it, say how long it took, leave nothing.
///
/// Exit 0 if the register could be restored from it, 78 if not.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Example:\n  attesto --home my-body restore drill --from /mnt/backups/000000000042-20261126T070000Z"
)]
pub(crate) struct Args {
    /// Folder of the backup.
    #[arg(long, value_name = "FOLDER")]
    from: PathBuf,
    /// The last head that was published: tell what a restore would lose.
    #[arg(long, value_name = "FILE")]
    head: Option<PathBuf>,
    /// File of persons' keys, instead of the register's own.
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// Where to make the folder; the system's folder for temporary files without it.
    #[arg(long, value_name = "FOLDER")]
    into: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let begun = Instant::now();
    let installation = world.installation()?;
    let register = installation.path(&installation.written().folders.register);
    let folder =
        args.into.clone().unwrap_or_else(std::env::temp_dir).join(format!("attesto-drill-{}", std::process::id()));
    let backup = Backup::verified(&args.from)?;
    let published = args.head.as_deref().map(|file| head::read(&installation, file, world.moment()?)).transpose()?;
    let keys = restore::key_sources(&installation, args.keys.as_deref(), &register);
    let audited = restore::rebuilt(&folder, &backup, &keys, &|notice| printer.say(notice))
        .and_then(|register| ledger::audited(&installation, register.as_ref(), world.moment()?));
    // Whatever was found, nothing stays.
    restore::clear(&folder)?;
    let (audit, seconds) = (audited?, begun.elapsed().as_secs_f64());
    if audit.flaws.is_empty() {
        drilled::note(&installation, world.moment()?)?;
    }
    let behind = published.map(|published| published.seq.saturating_sub(backup.head().seq));
    let loss = match behind {
        Some(0) => "\n  no act is lost against the published head".to_owned(),
        Some(lost) => format!("\n  {lost} act(s) would be lost against the published head"),
        None => String::new(),
    };
    let text = format!(
        "drill: the backup made {} was restored and checked in {seconds:.1} s; nothing was left{loss}\n{}",
        backup.made(),
        check_text(&audit)
    );
    let json = json!({
        "made": backup.made(), "seconds": seconds, "lost_against_head": behind, "check": check_json(&audit),
    });
    printer.answer(&json, &text)?;
    Ok(check_code(&audit))
}
