//! `init`: makes an installation: one folder for one certification body.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use attesto_credential::{Did, Line, Matter};
use attesto_securing::{KeyFile, KeyId, Passphrase};
use clap::ValueEnum;
use serde_json::json;

use super::Outcome;
use super::args::World;
use super::print::Printer;
use crate::fault::{Failure, Fault};
use crate::sheet::Colour;
use crate::world::clock::Zone;
use crate::world::config::{self, Body, FetchRules, Folders, Keys, ServeRules, StatusRules, Written};
use crate::world::did_document;
use crate::world::files::{self, Audience};
use crate::world::keys::{self, PassphraseSource};

/// Make an installation: configuration, keys for credentials, lists and journal, DID document.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Example:\n  attesto --home my-body init --name \"My Body\" --base-url https://cert.example/my-body --zone Europe/Athens"
)]
pub(crate) struct Args {
    /// Name of the certification body, as credentials show it.
    #[arg(long)]
    name: String,
    /// Where the body publishes: https, with a path.
    #[arg(long, value_name = "URL")]
    base_url: String,
    /// Home page of the body.
    #[arg(long, value_name = "URL")]
    website: Option<String>,
    /// How the body is named: did:web on the base URL, or did:key for trials and wallets that want it.
    #[arg(long, value_enum, default_value_t = Method::Web)]
    did: Method,
    /// IANA time zone of the body's days.
    #[arg(long, default_value = "UTC")]
    zone: String,
    /// House colour of badge pictures, as in #1f4e79.
    #[arg(long, value_name = "COLOUR")]
    accent: Option<String>,
    /// File with the passphrase for the credentials key; asked for at the terminal without it.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// File with the passphrase for the journal key; without it that key is under the other one's passphrase.
    #[arg(long, value_name = "FILE")]
    journal_passphrase_file: Option<PathBuf>,
    /// File with the passphrase for the list key, which signs unattended; without it that key is under the first one's.
    #[arg(long, value_name = "FILE")]
    list_passphrase_file: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Method {
    Key,
    Web,
}

pub(crate) fn run(args: &Args, world: &World, printer: &Printer) -> Outcome {
    let home = world.home();
    if home.join(config::FILE).exists() {
        let sentence = format!("{} is an installation already; nothing was changed", home.display());
        return Err(Failure::new(Fault::Conflict, "exists", sentence));
    }
    let wrong = |why: String| Failure::new(Fault::Input, "init", why);
    let name = Line::parse(&args.name).map_err(|fault| wrong(format!("--name: {fault}")))?;
    let base_url = config::base_url(&args.base_url)
        .map_err(|why| wrong(format!("--{}", why.replacen("base_url", "base-url", 1))))?;
    Zone::named(&args.zone).map_err(|unknown| wrong(format!("--zone: {unknown}")))?;
    args.accent.as_deref().map(Colour::parse).transpose().map_err(|fault| wrong(format!("--accent: {fault}")))?;
    let named = match args.did {
        Method::Key => None,
        Method::Web => Some(did_web(base_url.as_str())?),
    };
    let or_first = |own: &Option<PathBuf>| own.as_ref().or(args.passphrase_file.as_ref()).map(|path| absolute(path));
    let written_keys = Keys {
        credentials_passphrase: args.passphrase_file.as_deref().map(absolute),
        journal_passphrase: or_first(&args.journal_passphrase_file),
        list_passphrase: or_first(&args.list_passphrase_file),
        ..Keys::default()
    };
    let Made { credentials: key, journal, list } = make_keys(home, &written_keys, named.as_ref(), args)?;
    let did = key.id().owner().to_owned();
    let written = Written {
        format: 1,
        body: Body {
            name: name.to_string(),
            did: did.clone(),
            base_url: base_url.to_string(),
            home: args.website.clone(),
            zone: args.zone.clone(),
            accent: args.accent.clone(),
        },
        keys: written_keys,
        folders: Folders::default(),
        fetch: FetchRules::default(),
        serve: ServeRules::default(),
        status: StatusRules::default(),
        european: None,
    };
    // A did:key has one key and no more: it signs the lists too, and the journal's key speaks under a did:key of its
    // own.
    let speaking: &[(&KeyFile, &[Matter])] = match &list {
        Some(list) => {
            &[(&key, &[Matter::Credential]), (list, &[Matter::StatusList]), (&journal, &[Matter::Declaration])]
        }
        None => &[(&key, &[Matter::Credential, Matter::StatusList])],
    };
    let document = did_document::of(&did, speaking);
    files::write(&home.join("public/did.json"), document.as_bytes(), Audience::All)?;
    let text = toml::to_string(&written).map_err(|error| Failure::new(Fault::Bug, "config", error))?;
    files::create(&home.join(config::FILE), text.as_bytes(), Audience::All)?;
    let publish = match args.did {
        // A did:key is its own document: whoever reads it has the key.
        Method::Key => "A".to_owned(),
        Method::Web => format!("Publish the folder {} at {base_url}, then a", home.join("public").display()),
    };
    let said = format!(
        "{name} is {did}\n  configuration     {}\n  credentials key   {} (mode 0600, under its passphrase)\n  list key          {}\n  journal key       {}\n  DID document      {}\n\n{publish}dd officers:\n  attesto --home {} officer add ID --name NAME --duty decide",
        home.join(config::FILE).display(),
        home.join(&written.keys.credentials).display(),
        list.as_ref().map_or(home.join(&written.keys.credentials), |_| home.join(&written.keys.list)).display(),
        home.join(&written.keys.journal).display(),
        home.join("public/did.json").display(),
        home.display(),
    );
    let json = json!({
        "did": did, "key": key.id().as_str(), "journal_key": journal.id().as_str(),
        "list_key": list.as_ref().unwrap_or(&key).id().as_str(),
        "configuration": home.join(config::FILE),
    });
    printer.answer(&json, &said)?;
    Ok(ExitCode::SUCCESS)
}

/// The keys of a new body.
struct Made {
    credentials: KeyFile,
    journal: KeyFile,
    /// None under a did:key.
    list: Option<KeyFile>,
}

/// Each key under its own passphrase file, or all under one.
fn make_keys(home: &Path, keys: &Keys, named: Option<&Did>, args: &Args) -> Result<Made, Failure> {
    let passphrase = PassphraseSource::from_option(args.passphrase_file.clone()).ask_new("the credentials key")?;
    let own = |file: &Option<PathBuf>, what| file.clone().map(|file| PassphraseSource::File(file).ask(what));
    let of_journal = own(&args.journal_passphrase_file, "the journal key").transpose()?;
    let of_list = own(&args.list_passphrase_file, "the list key").transpose()?;
    let make = |path: &Path, fragment, own: Option<&Passphrase>| {
        make_key(&home.join(path), named, fragment, own.unwrap_or(&passphrase))
    };
    Ok(Made {
        credentials: make(&keys.credentials, "credentials-1", None)?,
        journal: make(&keys.journal, "journal-1", of_journal.as_ref())?,
        list: named.map(|_| make(&keys.list, "list-1", of_list.as_ref())).transpose()?,
    })
}

fn make_key(path: &Path, named: Option<&Did>, fragment: &str, passphrase: &Passphrase) -> Result<KeyFile, Failure> {
    files::private_folder(path.parent().unwrap_or(path))?;
    let id = named.map(|did| KeyId::parse(&format!("{did}#{fragment}")));
    let id = id.transpose().map_err(|fault| Failure::new(Fault::Bug, "key", fault))?;
    keys::make(path, id, passphrase)
}

/// `https://host:port/a/b` is `did:web:host%3Aport:a:b` (did:web 3.1).
fn did_web(base_url: &str) -> Result<Did, Failure> {
    let rest = base_url.strip_prefix("https://").unwrap_or(base_url);
    let id = rest.replace(':', "%3A").replace('/', ":");
    Did::parse(&format!("did:web:{id}")).map_err(|_| {
        let sentence =
            format!("{base_url} cannot be a did:web: use ASCII letters, digits, hyphens and dots in host and path");
        Failure::new(Fault::Input, "init", sentence)
    })
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::did_web;

    #[test]
    fn a_base_url_becomes_its_did() {
        assert_eq!(did_web("https://cert.example/demo").unwrap().as_str(), "did:web:cert.example:demo");
        assert_eq!(did_web("https://localhost:8443/t/a").unwrap().as_str(), "did:web:localhost%3A8443:t:a");
        assert!(did_web("https://κοινό.example/α").is_err());
    }
}
