//! `ledger head`: where the journal ends, sealed by the journal key, to be published and kept by others.
//! Whoever holds it can tell later that nothing before it was changed or taken away.

use std::path::PathBuf;
use std::process::ExitCode;

use attesto_issuer::{Head, Register};
use serde_json::json;

use crate::cli::Outcome;
use crate::cli::args::World;
use crate::cli::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::files::{self, Audience};
use crate::world::keys::PassphraseSource;
use crate::world::{head, ledger, proofs};

/// Print the head of the journal, sealed by the journal key; --out also writes it to a file.
///
/// Publish it, and give it to somebody outside the house: a restore asks for the last one.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  attesto --home my-body ledger head --out public/head.jws")]
pub(crate) struct Args {
    /// File to write the sealed head to, whole or not at all.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// A head that was published: tell whether the register still holds just that act, and seal nothing.
    #[arg(long, value_name = "FILE", conflicts_with = "out")]
    against: Option<PathBuf>,
    /// File with the passphrase of the journal key; without it the configured file, or the terminal.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let installation = world.installation()?;
    let register = ledger::open(&installation, &|notice| printer.say(notice))?;
    let head = register.head();
    if head.seq == 0 {
        let sentence = "the register has no act yet; there is no head to sign before the first decision";
        return Err(Failure::new(Fault::NotFound, "no-act", sentence));
    }
    if let Some(published) = &args.against {
        let published = head::read(&installation, published, world.moment()?)?;
        return against(&published, register.as_ref(), printer);
    }
    let passphrase = PassphraseSource::configured(
        args.passphrase_file.clone(),
        installation.written().keys.journal_passphrase.as_deref(),
        &installation,
    );
    let at = ledger::moment(register.as_ref(), world.moment()?);
    let said = head::of(register.as_ref())?;
    // Nobody waits for the register while a passphrase is typed.
    drop(register);
    let sealed = head::HeadSigner::unlock(&installation, &passphrase)?.seal(&installation, &said, at)?;
    if let Some(path) = &args.out {
        let text = format!("{}\n", sealed.text());
        files::write(path, text.as_bytes(), Audience::All)?;
        // Each stays published: on the day a key is stolen, the last one from before is what proves the copies.
        files::write(&proofs::head_file(&installation, head.seq), text.as_bytes(), Audience::All)?;
    }
    let told = args.out.as_ref().map_or(String::new(), |path| format!("\nwritten to {}", path.display()));
    let text = format!("act {}  {}\n{}{told}", head.seq, head.hash, sealed.text());
    let json = json!({
        "seq": head.seq, "hash": head.hash.to_hex(), "at": head.at.map(|at| at.to_string()),
        "sealed": sealed.text(), "file": args.out,
    });
    printer.answer(&json, &text)?;
    Ok(ExitCode::SUCCESS)
}

/// Exit 0 if the register holds the published act, 78 if it is older or another.
fn against(published: &Head, register: &dyn Register, printer: &Printer) -> Outcome {
    let (seq, stands) = (published.seq, register.head().seq);
    let lines = register.journal(seq, 1).map_err(|fault| ledger::refused(&fault))?;
    let (held, text) = match lines.first() {
        Some(line) if line.hash() == published.hash => {
            (ExitCode::SUCCESS, format!("act {seq} stands as it was published; {} act(s) since", stands - seq))
        }
        Some(_) => (
            ExitCode::from(Fault::Config.exit()),
            format!("act {seq} is not the one that was published: {}", crate::world::store::RESTORE),
        ),
        None => (
            ExitCode::from(Fault::Config.exit()),
            format!("the register ends at act {stands}, but act {seq} was published: {}", crate::world::store::RESTORE),
        ),
    };
    let holds = held == ExitCode::SUCCESS;
    printer.answer(&json!({"published": seq, "head": stands, "holds": holds}), &text)?;
    Ok(held)
}
