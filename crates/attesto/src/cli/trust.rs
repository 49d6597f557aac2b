//! `trust`: a scheme owner's own list of who may issue what: its key, its seal, its editions.
//! Who is trusted by whom is said by whoever verifies.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use attesto_credential::{Declaration, Did, Format, Secured, Timestamp, lint};
use attesto_securing::{Contexts, Keys, SigningKey, open, seal};
use attesto_verifier::{TrustList, Unpublishable};
use serde_json::json;

use super::Outcome;
use super::args::World;
use super::print::Printer;
use crate::fault::{Failure, Fault};
use crate::world::files::{self, Audience};
use crate::world::keys::{self, PassphraseSource};
use crate::world::trusting;

/// Publish the list of who may issue which certificate, sealed by the owner of the scheme.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(clap::Subcommand, Debug)]
enum Act {
    /// Make the key that seals trust lists; its name is a did:key, which readers must be told by another way.
    #[command(after_help = "Example:\n  attesto trust key owner.key")]
    Key {
        /// File to make.
        file: PathBuf,
        /// File with the passphrase for it; asked for at the terminal without it.
        #[arg(long, value_name = "FILE")]
        passphrase_file: Option<PathBuf>,
    },
    /// Seal a trust list as its next edition and write it, whole or not at all.
    ///
    /// The list says sequence, issued and next_update; an edition that is not younger than the one that lies there is
    /// refused.
    #[command(after_help = "Example:\n  attesto trust publish trust.toml --key owner.key --out public/trust.jws")]
    Publish(Publish),
}

#[derive(clap::Args, Debug)]
struct Publish {
    /// The list, as TOML, with its .pem files beside it.
    list: PathBuf,
    /// The owner's key.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// File to write the sealed list to; the edition before may lie there.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// File with the passphrase of the key; asked for at the terminal without it.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    match &args.act {
        Act::Key { file, passphrase_file } => key(file, passphrase_file.clone(), printer),
        Act::Publish(args) => publish(args, world, printer),
    }
}

fn key(file: &Path, passphrase: Option<PathBuf>, printer: &Printer) -> Outcome {
    let passphrase = PassphraseSource::from_option(passphrase).ask_new(&file.display().to_string())?;
    let key = keys::make(file, None, &passphrase)?;
    let owner = key.id().owner();
    let text = format!(
        "{owner}\n  key  {} (mode 0600, under its passphrase)\n\nTell readers this name by a way that they trust; they say --owner {owner}",
        file.display()
    );
    printer.answer(&json!({"owner": owner, "key": file}), &text)?;
    Ok(ExitCode::SUCCESS)
}

fn publish(args: &Publish, world: &World, printer: &Printer) -> Outcome {
    let at = world.moment()?;
    let text = files::read_text(&args.list)?;
    let name = args.list.display().to_string();
    let key = keys::read(&args.key)?;
    let owner = Did::parse(key.id().owner()).map_err(|fault| Failure::new(Fault::Config, "key-file", fault))?;
    let beside = |file: &str| files::read(&args.list.with_file_name(file), 1 << 20).ok();
    let said = TrustList::to_declaration(&text, &beside, owner.as_iri().clone(), at);
    let said = said.map_err(|bad| match bad {
        Unpublishable::Form(form) => trusting::faults(&name, form.faults()),
        other => Failure::new(Fault::Input, "trust-list", format!("{name}: {other}")),
    })?;
    let before = before(&args.out, &owner, at)?;
    let sealed =
        sealed(said, &keys::unlock(&args.key, &PassphraseSource::from_option(args.passphrase_file.clone()))?, at)?;
    let list = opened(&sealed, at)?;
    let edition = list.edition().ok_or_else(|| Failure::new(Fault::Bug, "trust-list", "the edition was lost"))?;
    if let Some(number) = before.filter(|number| edition.number() <= *number) {
        let sentence = format!(
            "{} holds number {number} of the list, and {name} is number {}; raise its sequence",
            args.out.display(),
            edition.number()
        );
        return Err(Failure::new(Fault::Conflict, "trust-older", sentence));
    }
    files::write(&args.out, format!("{}\n", sealed.text()).as_bytes(), Audience::All)?;
    let text = format!(
        "{}, number {}: {} issuer(s), until {}\n  sealed by   {owner}\n  written to  {}\n\nReaders: attesto verify FILE --trust {} --owner {owner}",
        list.name(),
        edition.number(),
        list.len(),
        edition.next(),
        args.out.display(),
        args.out.display(),
    );
    let json = json!({
        "list": list.name(), "number": edition.number(), "issued": edition.issued().to_string(),
        "until": edition.next().to_string(), "issuers": list.len(), "owner": owner.as_str(), "file": args.out,
    });
    printer.answer(&json, &text)?;
    Ok(ExitCode::SUCCESS)
}

/// The number of the edition that lies there, if one does; a list of somebody else is not written over.
fn before(out: &Path, owner: &Did, at: Timestamp) -> Result<Option<u64>, Failure> {
    if !out.exists() {
        return Ok(None);
    }
    let another = || {
        let sentence =
            format!("{} holds something else than a list that {owner} sealed; move it away first", out.display());
        Failure::new(Fault::Conflict, "exists", sentence)
    };
    let secured = Secured::parse(files::read_text(out)?.trim().as_bytes()).map_err(|_| another())?;
    let list = opened(&secured, at).map_err(|_| another())?;
    if list.keeper() != Some(owner.as_str()) {
        return Err(another());
    }
    Ok(list.edition().map(attesto_verifier::Edition::number))
}

fn sealed(said: Declaration, key: &SigningKey, at: Timestamp) -> Result<Secured, Failure> {
    let not_sealed = |fault: String| Failure::new(Fault::Unavailable, "not-sealed", fault);
    let linted = lint(said, Format::DECLARATION).map_err(|fault| not_sealed(fault.to_string()))?;
    let sealed = seal(vec![linted], key, &Contexts::empty(), at);
    let sealed = sealed.map_err(|fault| not_sealed(fault.to_string()))?.pop();
    sealed.ok_or_else(|| not_sealed("nothing was sealed".to_owned()))
}

/// Opened as readers will; the owner is a did:key, so nobody has to be asked.
fn opened(secured: &Secured, at: Timestamp) -> Result<TrustList, Failure> {
    let unusable = |why: String| {
        let sentence = format!("readers could not take the list: {why}; make it smaller, or look at the key");
        Failure::new(Fault::Input, "trust-list", sentence)
    };
    let opened = open::<Declaration>(std::slice::from_ref(secured), &Keys::new(), &Contexts::empty(), at).pop();
    let opened = opened.ok_or_else(|| unusable("it holds nothing".to_owned()))?;
    let opened = opened.map_err(|broken| unusable(broken.to_string()))?;
    TrustList::of_declaration(&opened).map_err(|bad| unusable(bad.to_string()))
}
