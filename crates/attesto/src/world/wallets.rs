//! The keys of copies for wallets: P-256, named under the base URL, published where SD-JWT VC looks for them.
//! Badges have keys of their own; who holds a copy has a key that is never here.

mod certificates;
mod metadata;

use std::path::{Path, PathBuf};

use attesto_issuer::{KeyUse, KnownKey};
use attesto_securing::{Algorithm, CertifiedKey, KeyFile, KeyId, Keys, Passphrase, Signer};

use super::config::Installation;
use super::files::{self, Audience};
use super::keys::{self, PassphraseSource};
use crate::fault::{Failure, Fault};

/// The issuer's metadata in the published folder; on the web it lies at `/.well-known/jwt-vc-issuer` and the path of
/// the base URL.
pub(crate) const METADATA: &str = "jwt-vc-issuer.json";

pub(crate) use certificates::{Given, Next, Standing, change_over, give_back, is_certified, standing};

/// What signs for wallets: a key, with its certificates where it has some.
pub(crate) type WalletSigner = Box<dyn Signer + Send + Sync>;

/// The keys of a body that issues to wallets.
pub(crate) struct Made {
    pub(crate) copies: KeyFile,
    pub(crate) lists: KeyFile,
}

/// Where the key lies that seals copies, beside the key of the badges.
pub(crate) fn copies_key(installation: &Installation) -> PathBuf {
    installation.path(&installation.written().keys.credentials.with_file_name("wallet.key"))
}

/// Where the key lies that signs their lists, beside the key of the badges' lists.
pub(crate) fn lists_key(installation: &Installation) -> PathBuf {
    installation.path(&installation.written().keys.list.with_file_name("wallet-list.key"))
}

/// The file that the configuration names for the passphrase of that key; a body under a did:key signs its lists unattended
/// with its one passphrase.
pub(crate) fn lists_passphrase(installation: &Installation) -> Option<&Path> {
    let written = &installation.written().keys;
    let named = match installation.did().method() {
        "key" => &written.credentials_passphrase,
        _ => &written.list_passphrase,
    };
    named.as_deref()
}

/// Whether the body has keys for copies in wallets.
pub(crate) fn are_there(installation: &Installation) -> bool {
    copies_key(installation).exists()
}

/// That there are none, and what to do.
pub(crate) fn none() -> Failure {
    let sentence = "this installation has no keys for wallets; make them with `attesto keys wallet`";
    Failure::new(Fault::Config, "no-wallet-keys", sentence)
}

/// Opens a key of copies for wallets or of their lists; where it has certificates, what it signs carries them.
pub(crate) fn unlock(
    installation: &Installation,
    path: &Path,
    source: &PassphraseSource,
) -> Result<WalletSigner, Failure> {
    let key = installation.ring().unlock(path, source)?;
    match certificates::of(path)? {
        None => Ok(Box::new(key)),
        Some(chain) => {
            certificates::stands_for(&chain, installation, path)?;
            let certified = CertifiedKey::of_chain(key, &chain);
            Ok(Box::new(certified.map_err(|fault| certificates::unusable(path, &fault))?))
        }
    }
}

/// Draws both keys, each under its passphrase, or takes those that an authority certified, and publishes their public
/// halves.
pub(crate) fn make(
    installation: &Installation,
    copies: &Passphrase,
    lists: &Passphrase,
    given: Option<&Given>,
) -> Result<Made, Failure> {
    if are_there(installation) || lists_key(installation).exists() {
        let sentence = "this installation has keys for wallets already; nothing was changed";
        return Err(Failure::new(Fault::Conflict, "exists", sentence));
    }
    let taken = given.map(|given| certificates::taken(given, installation)).transpose()?;
    let name = |name: &str| {
        let name = KeyId::parse(&format!("{}#{name}", installation.base_url()));
        name.map_err(|fault| Failure::new(Fault::Config, "key", fault))
    };
    let (copies_at, lists_at) = (copies_key(installation), lists_key(installation));
    let made = match taken {
        None => Made {
            lists: keys::make_for(Algorithm::Es256, &lists_at, Some(name("wallet-list-1")?), lists)?,
            copies: keys::make_for(Algorithm::Es256, &copies_at, Some(name("wallet-1")?), copies)?,
        },
        Some(taken) => {
            certificates::put_authority(&taken, installation)?;
            Made {
                lists: certificates::put(taken.lists, &lists_at, name("wallet-list-1")?, lists)?,
                copies: certificates::put(taken.copies, &copies_at, name("wallet-1")?, copies)?,
            }
        }
    };
    publish(installation, &[])?;
    Ok(made)
}

/// Draws the key that follows one, or takes one that an authority certified; it lies where nobody uses it yet.
pub(crate) fn draw(
    installation: &Installation,
    (path, name): (&Path, KeyId),
    passphrase: &Passphrase,
    next: Option<&Next>,
) -> Result<KeyFile, Failure> {
    match next {
        None => keys::make_for(Algorithm::Es256, path, Some(name), passphrase),
        Some(next) => {
            // As a power cut leaves them.
            give_back(path)?;
            let (one, authority) = certificates::next(next, installation)?;
            certificates::add_authority(&authority, installation)?;
            certificates::put(one, path, name, passphrase)
        }
    }
}

/// Where the metadata lies.
pub(crate) fn metadata_file(installation: &Installation) -> PathBuf {
    installation.path(&installation.written().folders.public).join(METADATA)
}

/// Where wallets look for the metadata.
pub(crate) fn address(installation: &Installation) -> String {
    let base = installation.base_url().as_str();
    let (host, path) = base.strip_prefix("https://").and_then(|rest| rest.split_once('/')).unwrap_or((base, ""));
    format!("https://{host}/.well-known/jwt-vc-issuer/{path}")
}

/// The metadata as it should be; nothing where it is so, or where the body issues to no wallets.
pub(crate) fn lacking(installation: &Installation, known: &[KnownKey]) -> Result<Option<String>, Failure> {
    let own = [KeyUse::Wallet, KeyUse::WalletList].map(|of| (path(installation, of), of.matter()));
    let there = own.into_iter().filter(|(path, _)| path.exists());
    let lying = there.map(|(path, matter)| Ok((keys::read(&path)?, matter))).collect::<Result<Vec<_>, Failure>>()?;
    if lying.is_empty() {
        return Ok(None);
    }
    let file = metadata_file(installation);
    let empty = || Ok(metadata::empty(installation.base_url().as_str()));
    let text = if file.exists() { files::read_text(&file) } else { empty() };
    let body = (installation.did().as_str(), installation.base_url().as_str());
    metadata::completed((&text?, body), &lying, known)
}

/// Writes the metadata anew where it lacks something; tells whether it did.
pub(crate) fn publish(installation: &Installation, known: &[KnownKey]) -> Result<bool, Failure> {
    let Some(text) = lacking(installation, known)? else { return Ok(false) };
    files::write(&metadata_file(installation), text.as_bytes(), Audience::All).map(|()| true)
}

fn path(installation: &Installation, of: KeyUse) -> PathBuf {
    if of == KeyUse::WalletList { lists_key(installation) } else { copies_key(installation) }
}

/// What the body's own metadata says of its keys, and the authority behind them, added to others; nothing where it
/// issues to no wallets.
pub(crate) fn with_keys(installation: &Installation, keys: Keys) -> Result<Keys, Failure> {
    let path = metadata_file(installation);
    if !path.exists() {
        return Ok(keys);
    }
    let bytes = files::read(&path, 1 << 20)?;
    let wrong = |fault| Failure::new(Fault::Config, "issuer-metadata", format!("{}: {fault}", path.display()));
    let keys = keys.with_issuer_metadata(&bytes).map_err(wrong)?;
    Ok(match certificates::authority(installation)? {
        None => keys,
        Some(anchors) => keys.trusting_for(installation.base_url().as_str(), &anchors),
    })
}
