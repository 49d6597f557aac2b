//! `keys`: which keys there are, and whether they open.

use std::path::PathBuf;
use std::process::ExitCode;

use attesto_securing::KeyFile;
use serde_json::{Value, json};

use super::Outcome;
use super::args::World;
use super::print::Printer;
use crate::fault::Failure;
use crate::world::certify;
use crate::world::config::Installation;
use crate::world::files;
use crate::world::keys::{self, PassphraseSource};

/// List the keys of the installation, or try one.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(clap::Subcommand, Debug)]
enum Act {
    /// List every key by name, public half and file; secrets are not opened.
    #[command(after_help = "Example:\n  attesto --home my-body keys list")]
    List,
    /// Open a key with its passphrase, to see that it would sign.
    #[command(after_help = "Example:\n  attesto keys try my-body/keys/credentials.key --passphrase-file secret.txt")]
    Try {
        /// The key file.
        file: PathBuf,
        /// File with the passphrase; asked for at the terminal without it.
        #[arg(long, value_name = "FILE")]
        passphrase_file: Option<PathBuf>,
    },
    /// Make an authority that nobody trusts, and with it a seal and an access certificate, for trials.
    #[command(
        after_help = "Example:\n  attesto keys trial --name 'Demo Body' --identifier VATIT-12345678901 --country IT --host cert.example --into certificates"
    )]
    Trial {
        /// The body's name.
        #[arg(long)]
        name: String,
        /// Its identifier for eIDAS, as a European credential names it.
        #[arg(long)]
        identifier: String,
        /// Its country, two letters.
        #[arg(long)]
        country: String,
        /// The host that it publishes at.
        #[arg(long)]
        host: String,
        /// An existing folder for ca.pem, seal.pem and access.pem.
        #[arg(long, value_name = "FOLDER")]
        into: PathBuf,
    },
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    match &args.act {
        Act::List => list(&world.installation()?, printer),
        Act::Try { file, passphrase_file } => attempt(file, passphrase_file.clone(), printer),
        Act::Trial { name, identifier, country, host, into } => {
            let (name, identifier) = (name.clone(), identifier.clone());
            let body = certify::Body { name, identifier, country: country.clone(), host: host.clone() };
            certify::make(&body, into, world.moment()?)?;
            let sentence = format!("ca.pem, seal.pem and access.pem are in {}; never trust them", into.display());
            printer.answer(&json!({"made": ["ca.pem", "seal.pem", "access.pem"]}), &sentence)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn list(installation: &Installation, printer: &Printer) -> Outcome {
    let written = &installation.written().keys;
    let mut paths = vec![installation.path(&written.credentials), installation.path(&written.journal)];
    // A body under a did:key signs its lists with its one key.
    paths.extend(Some(installation.path(&written.list)).filter(|path| path.exists()));
    let officers = installation.path(&written.officers);
    if officers.is_dir() {
        paths.extend(files::list(&officers)?.into_iter().filter(|path| path.extension().is_some_and(|e| e == "key")));
    }
    let keys = paths.into_iter().map(|path| Ok((keys::read(&path)?, path))).collect::<Result<Vec<_>, Failure>>()?;
    let json: Vec<Value> = keys
        .iter()
        .map(|(key, path)| json!({"id": key.id().as_str(), "public": key.public().to_multikey(), "file": path}))
        .collect();
    // No table: a key that is broken over two lines cannot be copied.
    let line = |(key, path): &(KeyFile, PathBuf)| {
        format!("{}\n  id      {}\n  public  {}", path.display(), key.id(), key.public().to_multikey())
    };
    let text: Vec<String> = keys.iter().map(line).collect();
    printer.answer(&json!({"keys": json}), &text.join("\n"))?;
    Ok(ExitCode::SUCCESS)
}

fn attempt(file: &std::path::Path, passphrase: Option<PathBuf>, printer: &Printer) -> Outcome {
    let key = keys::unlock(file, &PassphraseSource::from_option(passphrase))?;
    let id = attesto_securing::Signer::id(&key).to_string();
    printer.answer(&json!({"id": id, "opens": true}), &format!("{id} opens"))?;
    Ok(ExitCode::SUCCESS)
}
