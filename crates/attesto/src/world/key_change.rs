//! A key of the body that another follows: the new secret is durable first, then the act, then the document, and the
//! old secret goes last. What was interrupted is completed if its act stands, and undone if it does not.

use std::path::{Path, PathBuf};

use attesto_credential::{Matter, Timestamp};
use attesto_issuer::{BodyKey, KeyUse, KnownKey, OldSecret, Register, known_keys};
use attesto_securing::{KeyFile, KeyId, Passphrase};

use super::config::Installation;
use super::files::{self, Audience};
use super::wallets::{self, Next};
use super::{did_document, keys, ledger, proofs, seals};
use crate::fault::{Failure, Fault};

/// Where the key in use lies.
pub(crate) fn path(installation: &Installation, of: KeyUse) -> PathBuf {
    let written = &installation.written().keys;
    installation.path(match of {
        KeyUse::Credential => &written.credentials,
        KeyUse::Journal => &written.journal,
        KeyUse::List => &written.list,
        KeyUse::Seal => return seals::key(installation),
        KeyUse::Wallet => return wallets::copies_key(installation),
        KeyUse::WalletList => return wallets::lists_key(installation),
    })
}

/// Where a key lies that is not in use yet.
fn coming(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".next");
    name.into()
}

/// Where a key is put aside that was given up and kept.
pub(crate) fn aside(installation: &Installation, key: &BodyKey) -> PathBuf {
    let folder = path(installation, KeyUse::Credential).with_file_name("retired");
    folder.join(format!("{}.key", key.fragment()))
}

/// The public half of the key in use.
pub(crate) fn in_use(installation: &Installation, of: KeyUse) -> Result<BodyKey, Failure> {
    if of == KeyUse::Seal {
        return seals::in_use(installation);
    }
    keys::read(&path(installation, of)).map(|file| public(&file))
}

fn public(file: &KeyFile) -> BodyKey {
    BodyKey { id: file.id().clone(), public: file.public().clone() }
}

/// The name of the key that follows one: the next number that no key of the body ever had.
pub(crate) fn next_name(installation: &Installation, key: &BodyKey, of: KeyUse) -> Result<KeyId, Failure> {
    let (owner, document) = match of.is_for_wallets() {
        true => (installation.base_url().as_str(), files::read_text(&wallets::metadata_file(installation))?),
        false => (installation.did().as_str(), did_document::text(installation)?),
    };
    let count = |fragment: &str| fragment.rsplit_once('-').and_then(|(_, number)| number.parse::<u32>().ok());
    let mut number = count(key.fragment()).unwrap_or(1);
    let named = |number: u32| format!("{owner}#{}-{number}", of.stem());
    while document.contains(&format!("\"{}\"", named(number))) || number <= count(key.fragment()).unwrap_or(1) {
        number = number.saturating_add(1);
    }
    KeyId::parse(&named(number)).map_err(|fault| Failure::new(Fault::Bug, "key", fault))
}

/// Draws the key to come, or takes the one that an authority certified, and makes it durable; nobody uses it before the
/// act that names it stands.
pub(crate) fn draw(
    installation: &Installation,
    of: KeyUse,
    name: KeyId,
    passphrase: &Passphrase,
    next: Option<&Next>,
) -> Result<BodyKey, Failure> {
    let coming = coming(&path(installation, of));
    let key = match of.is_for_wallets() {
        true => wallets::draw(installation, (&coming, name), passphrase, next)?,
        false => keys::make(&coming, Some(name), passphrase)?,
    };
    Ok(public(&key))
}

/// Completes or undoes what was interrupted; gives what was done, in words.
pub(crate) fn settle(installation: &Installation, register: &dyn Register) -> Result<Vec<String>, Failure> {
    let mut told = Vec::new();
    for of in KeyUse::ALL {
        let coming = coming(&path(installation, of));
        if !coming.exists() {
            continue;
        }
        let next = keys::read(&coming)?;
        let known = known_keys(register).map_err(|fault| ledger::refused(&fault))?;
        if known.iter().any(|known| known.key == public(&next)) {
            complete(installation, of, &known)?;
            told.push(format!("{} took the place of the key before it, as the register says", next.id()));
        } else {
            wallets::give_back(&coming)?;
            files::destroy(&coming)?;
            told.push(format!("the key {} was drawn and never put into use; it is destroyed", next.id()));
        }
    }
    Ok(told)
}

/// The document says so first, for a seal that nobody can open is of no use; then the old secret goes.
fn complete(installation: &Installation, of: KeyUse, known: &[KnownKey]) -> Result<(), Failure> {
    write_documents(installation, known)?;
    let path = path(installation, of);
    let coming = coming(&path);
    if path.exists() {
        let old = public(&keys::read(&path)?);
        if of.is_for_wallets() {
            wallets::change_over((&path, &coming), &aside(installation, &old), &keys::read(&coming)?)?;
        }
        let secret = known.iter().find(|known| known.key == old).and_then(|known| known.secret);
        match secret {
            Some(OldSecret::Destroyed) => files::destroy(&path)?,
            Some(OldSecret::Kept) | None => put_aside(installation, &path, &old)?,
        }
    }
    files::rename(&coming, &path)
}

fn put_aside(installation: &Installation, path: &Path, key: &BodyKey) -> Result<(), Failure> {
    let aside = aside(installation, key);
    files::private_folder(aside.parent().unwrap_or(path))?;
    files::rename(path, &aside)
}

/// Publishes what the register says of keys where it is not public: what proves the copies of those that were
/// compromised, then the documents. Tells whether one was written anew.
pub(crate) fn publish(installation: &Installation, register: &dyn Register, now: Timestamp) -> Result<bool, Failure> {
    let known = known_keys(register).map_err(|fault| ledger::refused(&fault))?;
    for one in known.iter().filter(|known| known.of.seals_copies()) {
        proofs::publish(installation, register, one, now)?;
    }
    write_documents(installation, &known)
}

fn write_documents(installation: &Installation, known: &[KnownKey]) -> Result<bool, Failure> {
    let for_wallets = wallets::publish(installation, known)?;
    let Some(text) = lacking(installation, known)? else { return Ok(for_wallets) };
    files::write(&did_document::path(installation), text.as_bytes(), Audience::All).map(|()| true)
}

/// The document as it should be; nothing where it is so.
pub(crate) fn lacking(installation: &Installation, known: &[KnownKey]) -> Result<Option<String>, Failure> {
    let document = did_document::text(installation)?;
    let body = (installation.did().as_str(), installation.base_url().as_str());
    did_document::completed(&document, body, &lying(installation)?, known)
}

/// The keys that lie here and speak for the body. A did:key has one, for everything but the journal.
fn lying(installation: &Installation) -> Result<Vec<(KeyFile, Vec<Matter>)>, Failure> {
    let all: &[(KeyUse, &[Matter])] = match installation.did().method() {
        "key" => &[(KeyUse::Credential, &[Matter::Credential, Matter::StatusList])],
        _ => &[
            (KeyUse::Credential, &[Matter::Credential]),
            (KeyUse::List, &[Matter::StatusList]),
            (KeyUse::Journal, &[Matter::Declaration]),
        ],
    };
    let there = all.iter().map(|(of, matters)| (path(installation, *of), matters)).filter(|(path, _)| path.exists());
    let read = there.map(|(path, matters)| Ok((keys::read(&path)?, matters.to_vec())));
    let own = |(key, _): &(KeyFile, _)| key.id().owner() == installation.did().as_str();
    read.filter(|read| read.as_ref().map_or(true, own)).collect()
}
