//! `backup`: the register saved while the office works, between two acts; and whether a backup holds.

use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;

use super::Outcome;
use super::args::World;
use super::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::backup::{self, Backup};
use crate::world::keys::PassphraseSource;
use crate::world::{files, head, ledger};

/// Save the register, or read a backup from end to end.
#[derive(clap::Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Example:\n  attesto --home my-body backup --to /mnt/backups"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Option<Act>,
    #[command(flatten)]
    save: Option<Save>,
}

#[derive(clap::Subcommand, Debug)]
enum Act {
    /// Read a backup from end to end: exit 0 if it holds, 78 if not.
    #[command(after_help = "Example:\n  attesto backup verify /mnt/backups/000000000042-20261126T070000Z")]
    Verify {
        /// Folder of the backup.
        #[arg(value_name = "FOLDER")]
        from: PathBuf,
    },
}

/// Saving takes the register for as long as it copies; other verbs are told to wait (exit 69).
#[derive(clap::Args, Debug)]
struct Save {
    /// Folder in which a folder for this backup is made.
    #[arg(long, value_name = "FOLDER")]
    to: PathBuf,
    /// How many seconds to wait for the register while another process has it.
    #[arg(long, default_value_t = 60, value_name = "SECONDS")]
    wait: u64,
    /// File with the passphrase of the journal key; without it the configured file, or the terminal.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    match (&args.act, &args.save) {
        (Some(Act::Verify { from }), _) => verify(from, printer),
        (None, Some(save)) => self::save(save, world, printer),
        (None, None) => {
            Err(Failure::new(Fault::Input, "backup", "say where to: `attesto backup --to FOLDER`, or `backup verify`"))
        }
    }
}

fn save(args: &Save, world: &World, printer: &Printer) -> Outcome {
    let installation = world.installation()?;
    let keys = &installation.written().keys;
    let passphrase =
        PassphraseSource::configured(args.passphrase_file.clone(), keys.journal_passphrase.as_deref(), &installation);
    // Opened first: nobody waits for the register while a passphrase is typed and stretched.
    let signer = head::HeadSigner::unlock(&installation, &passphrase)?;
    let register = ledger::open_within(&installation, args.wait, &|notice| printer.say(notice))?;
    let end = register.head();
    if end.seq == 0 {
        let sentence = "the register has no act yet; there is nothing to save before the first decision";
        return Err(Failure::new(Fault::NotFound, "no-act", sentence));
    }
    let at = ledger::moment(register.as_ref(), world.moment()?);
    let sealed = signer.seal(&installation, &head::of(register.as_ref())?, at)?;
    files::private_folder(&args.to)?;
    let folder = backup::write(&installation, register.as_ref(), sealed.text(), (&args.to, at))?;
    drop(register);
    let saved = Backup::verified(&folder)?;
    let no_copy = ledger::keys_copy(&installation).is_none();
    let text = format!(
        "saved to {}\n  {} acts, {} texts, {} bytes, read back and whole\n  head {} {}{}",
        folder.display(),
        end.seq,
        saved.texts(),
        saved.bytes(),
        end.seq,
        end.hash,
        if no_copy {
            "\n\nA backup holds no keys of persons, and there is no second file of them: name one on another disk in\n[keys] persons_copy. Without register/persons.keys no name and no badge can be read again."
        } else {
            ""
        },
    );
    let json = json!({
        "folder": folder, "seq": end.seq, "hash": end.hash.to_hex(), "texts": saved.texts(), "bytes": saved.bytes(),
        "persons_copy": !no_copy,
    });
    printer.answer(&json, &text)?;
    Ok(ExitCode::SUCCESS)
}

fn verify(from: &std::path::Path, printer: &Printer) -> Outcome {
    let backup = Backup::verified(from)?;
    let head = backup.head();
    let text = format!(
        "the backup holds: made {}, {} acts, {} texts, {} bytes\n  head {} {}",
        backup.made(),
        head.seq,
        backup.texts(),
        backup.bytes(),
        head.seq,
        head.hash
    );
    let json = json!({
        "holds": true, "made": backup.made(), "seq": head.seq, "hash": head.hash.to_hex(),
        "texts": backup.texts(), "bytes": backup.bytes(),
    });
    printer.answer(&json, &text)?;
    Ok(ExitCode::SUCCESS)
}
