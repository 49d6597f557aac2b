//! `keys`: which keys there are, whether they open, and what to do when their time is over or they were stolen.

mod certified;
mod change;
mod compromise;
mod rotate;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use attesto_issuer::KeyUse;
use attesto_securing::{KeyId, Passphrase, PublicKey};
use serde_json::{Value, json};

use super::Outcome;
use super::args::World;
use super::present;
use super::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::certify;
use crate::world::config::Installation;
use crate::world::files::{self, Audience};
use crate::world::keys::{self, PassphraseSource};
use crate::world::{seals, wallets};

/// List the keys of the installation, try one, or put another in its place.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(clap::Subcommand, Debug)]
enum Act {
    Certified(certified::Args),
    Compromise(compromise::Args),
    /// List every key by name, public half and file; secrets are not opened.
    #[command(after_help = "Example:\n  attesto --home my-body keys list")]
    List,
    Rotate(rotate::Args),
    /// Make a key pair for a holder, as a JWK, for trials: the secret into a file of mode 0600, the public half to stdout.
    #[command(after_help = "Example:\n  attesto keys holder maria.jwk > holders/SIM-2026-000417-A.jwk")]
    Holder {
        /// File to make.
        file: PathBuf,
    },
    /// Open a key with its passphrase, to see that it would sign.
    #[command(after_help = "Example:\n  attesto keys try my-body/keys/credentials.key --passphrase-file secret.txt")]
    Try {
        /// The key file.
        file: PathBuf,
        /// File with the passphrase; asked for at the terminal without it.
        #[arg(long, value_name = "FILE")]
        passphrase_file: Option<PathBuf>,
    },
    /// Make the keys of copies for wallets and of their lists (P-256), and publish their public halves.
    ///
    /// They are under the passphrases of the credentials key and the list key.
    #[command(after_help = "Example:\n  attesto --home my-body keys wallet")]
    Wallet {
        /// File with the passphrase of the credentials key; without it the configured file, or the terminal.
        #[arg(long, value_name = "FILE")]
        passphrase_file: Option<PathBuf>,
        /// File with the passphrase of the list key; without it the configured file, or the terminal.
        #[arg(long, value_name = "FILE")]
        list_passphrase_file: Option<PathBuf>,
        /// Instead of drawing them: PEM with the P-256 key of copies and its certificates, as an authority gave it.
        #[arg(long, value_name = "FILE", requires_all = ["certified_lists", "authority"])]
        certified: Option<PathBuf>,
        /// The same for the key of their lists.
        #[arg(long, value_name = "FILE", requires = "certified")]
        certified_lists: Option<PathBuf>,
        /// The authority's own certificate, in PEM; it is kept here and never sent along.
        #[arg(long, value_name = "FILE", requires = "certified")]
        authority: Option<PathBuf>,
    },
    /// Make an authority that nobody trusts, and with it certificates for seals, copies for wallets and their lists, for trials.
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
        /// An existing folder for ca.pem, seal.pem, access.pem and lists.pem.
        #[arg(long, value_name = "FOLDER")]
        into: PathBuf,
    },
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    match &args.act {
        Act::Certified(args) => certified::run(args, printer),
        Act::Compromise(args) => compromise::run(args, world, printer),
        Act::Holder { file } => holder(file, printer),
        Act::Wallet { passphrase_file, list_passphrase_file, certified, certified_lists, authority } => {
            let given = certified.clone().zip(certified_lists.clone()).zip(authority.clone());
            let given = given.map(|((copies, lists), authority)| wallets::Given { copies, lists, authority });
            let files = (passphrase_file.clone(), list_passphrase_file.clone());
            wallet(&world.installation()?, files, given.as_ref(), printer)
        }
        Act::List => list(&world.installation()?, printer),
        Act::Rotate(args) => rotate::run(args, world, printer),
        Act::Try { file, passphrase_file } => attempt(file, passphrase_file.clone(), printer),
        Act::Trial { name, identifier, country, host, into } => {
            let (name, identifier) = (name.clone(), identifier.clone());
            let body = certify::Body { name, identifier, country: country.clone(), host: host.clone() };
            certify::make(&body, into, world.moment()?)?;
            let sentence =
                format!("ca.pem, seal.pem, access.pem and lists.pem are in {}; never trust them", into.display());
            printer.answer(&json!({"made": ["ca.pem", "seal.pem", "access.pem", "lists.pem"]}), &sentence)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn key_use(text: &str) -> Result<KeyUse, String> {
    let found = KeyUse::ALL.into_iter().find(|of| of.word() == text);
    found.ok_or_else(|| format!("{text:?} is no use of a key; write credential, list, journal, wallet or wallet-list"))
}

fn list(installation: &Installation, printer: &Printer) -> Outcome {
    let written = &installation.written().keys;
    let mut paths = vec![installation.path(&written.credentials), installation.path(&written.journal)];
    // A body under a did:key signs its lists with its one key.
    paths.extend(Some(installation.path(&written.list)).filter(|path| path.exists()));
    let own = [wallets::copies_key(installation), wallets::lists_key(installation)];
    paths.extend(own.into_iter().filter(|path| path.exists()));
    // A seal that cannot be read is told by `doctor`.
    let seal = installation.european().and_then(|_| seals::in_use(installation).ok());
    let officers = installation.path(&written.officers);
    if officers.is_dir() {
        paths.extend(files::list(&officers)?.into_iter().filter(|path| path.extension().is_some_and(|e| e == "key")));
    }
    let keys = paths.into_iter().map(|path| Ok((keys::read(&path)?, path))).collect::<Result<Vec<_>, Failure>>()?;
    let seal = seal.map(|key| (key.id, key.public, seals::key(installation)));
    let keys = keys.into_iter().map(|(key, path)| (key.id().clone(), key.public().clone(), path)).chain(seal);
    let keys: Vec<(KeyId, PublicKey, PathBuf)> = keys.collect();
    let json: Vec<Value> = keys
        .iter()
        .map(|(id, public, path)| json!({"id": id.as_str(), "public": public.to_multikey(), "file": path}))
        .collect();
    // No table: a key that is broken over two lines cannot be copied.
    let line = |(id, public, path): &(KeyId, PublicKey, PathBuf)| {
        format!("{}\n  id      {id}\n  public  {}", path.display(), public.to_multikey())
    };
    let text: Vec<String> = keys.iter().map(line).collect();
    printer.answer(&json!({"keys": json}), &text.join("\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// The secret never passes the terminal; the public half is what an officer gets.
fn holder(file: &Path, printer: &Printer) -> Outcome {
    let (secret, public) = present::new_holder()?;
    files::create(file, secret.as_bytes(), Audience::Owner)?;
    printer.answer(&json!({"file": file, "public": public}), &public)?;
    Ok(ExitCode::SUCCESS)
}

fn wallet(
    installation: &Installation,
    (copies, lists): (Option<PathBuf>, Option<PathBuf>),
    given: Option<&wallets::Given>,
    printer: &Printer,
) -> Outcome {
    let (copies, lists) = wallet_passphrases(installation, (copies, lists))?;
    let made = wallets::make(installation, &copies, &lists, given)?;
    let base = installation.base_url().as_str();
    let (address, file) = (wallets::address(installation), wallets::metadata_file(installation));
    let text = format!(
        "{base} can issue to wallets\n  key of copies     {}\n  key of lists      {}\n  metadata          {}\n\nServe that file at {address} (`attesto serve` does), then:\n  attesto publish\n  attesto issue SHEET --officer ID --holder-keys FOLDER",
        made.copies.id(),
        made.lists.id(),
        file.display(),
    );
    let json = json!({
        "key": made.copies.id().as_str(), "list_key": made.lists.id().as_str(), "metadata": file, "address": address,
    });
    printer.answer(&json, &text)?;
    Ok(ExitCode::SUCCESS)
}

/// The passphrase of the key of copies, and that of the key of their lists.
fn wallet_passphrases(
    installation: &Installation,
    (copies, lists): (Option<PathBuf>, Option<PathBuf>),
) -> Result<(Arc<Passphrase>, Arc<Passphrase>), Failure> {
    let (written, ring) = (&installation.written().keys, installation.ring());
    let source = |named, configured| PassphraseSource::configured(named, configured, installation);
    let of_copies = source(copies, written.credentials_passphrase.as_deref());
    if installation.did().method() == "key" {
        // What is opened by one passphrase later is put under one now.
        if lists.is_some_and(|lists| PassphraseSource::File(lists) != of_copies) {
            let sentence =
                "a body under a did:key opens all its keys with one passphrase; leave --list-passphrase-file out";
            return Err(Failure::new(Fault::Input, "passphrase", sentence));
        }
        let one = ring.new_passphrase(&of_copies, "the keys for wallets")?;
        return Ok((Arc::clone(&one), one));
    }
    let of_lists = source(lists, wallets::lists_passphrase(installation));
    let of_copies = ring.new_passphrase(&of_copies, "the wallet key")?;
    Ok((of_copies, ring.new_passphrase(&of_lists, "the key of the wallets' lists")?))
}

fn attempt(file: &Path, passphrase: Option<PathBuf>, printer: &Printer) -> Outcome {
    let key = keys::unlock(file, &PassphraseSource::from_option(passphrase))?;
    let id = attesto_securing::Signer::id(&key).to_string();
    printer.answer(&json!({"id": id, "opens": true}), &format!("{id} opens"))?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::lists::ListSigner;

    const TEXT: &str = r#"format = 1
[body]
name = "Demo"
did = "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
base_url = "https://cert.example/demo"
[keys]
credentials_passphrase = "one.txt"
list_passphrase = "another.txt"
"#;

    #[test]
    fn under_a_did_key_the_key_of_the_wallets_lists_opens_by_the_passphrase_that_publish_asks_for() {
        let folder = tempfile::tempdir().unwrap();
        let installation = Installation::from_text(folder.path(), TEXT, std::iter::empty()).unwrap();
        for (file, secret) in [("one.txt", "correct horse battery"), ("another.txt", "staple battery horse")] {
            files::create(&folder.path().join(file), secret.as_bytes(), Audience::Owner).unwrap();
        }
        let (one, same) = wallet_passphrases(&installation, (None, None)).unwrap();
        keys::make(&installation.path(&installation.written().keys.credentials), None, &one).unwrap();
        wallets::make(&installation, &one, &same, None).unwrap();

        assert!(ListSigner::unlock(&installation, None).is_ok());
        let other = wallet_passphrases(&installation, (None, Some(folder.path().join("another.txt"))));
        assert!(other.err().unwrap().is("passphrase"));
    }
}
