//! The certificates of the keys for wallets: taken with a key from what an authority handed out, kept beside the key.
//! Whether a reader trusts that authority is not known here.

use std::path::{Path, PathBuf};

use attesto_credential::Timestamp;
use attesto_securing::{Algorithm, Anchors, BadChain, Chain, KeyFile, KeyId, Passphrase, SigningKey, Use};

use super::{copies_key, lists_key};
use crate::fault::{Failure, Fault};
use crate::world::certify::pem;
use crate::world::config::Installation;
use crate::world::files::{self, Audience};
use crate::world::{clock, keys};

/// The most that is read of a file of certificates.
const PEM_BYTES: u64 = 256 << 10;

/// Files as an authority handed them out: each a P-256 key with its certificates, and the authority's own certificate.
pub(crate) struct Given {
    pub(crate) copies: PathBuf,
    pub(crate) lists: PathBuf,
    pub(crate) authority: PathBuf,
}

/// The same for the key that is to follow one of them.
pub(crate) struct Next {
    pub(crate) key: PathBuf,
    pub(crate) authority: PathBuf,
}

/// A key with its certificates.
pub(super) struct One {
    key: SigningKey,
    chain: Chain,
}

/// What was given, read and found to hold.
pub(super) struct Taken {
    pub(super) copies: One,
    pub(super) lists: One,
    authority: Vec<u8>,
}

/// How the certificate of a key stands now.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It holds until then.
    Until(Timestamp),
    /// It does not; why, in a sentence without an end.
    Not(String),
}

/// Reads what was given; whatever readers would refuse is refused here.
pub(super) fn taken(given: &Given, installation: &Installation) -> Result<Taken, Failure> {
    let (authority, anchors) = authority_in(&given.authority)?;
    let read = |path: &Path| one(path, &anchors, installation);
    Ok(Taken { copies: read(&given.copies)?, lists: read(&given.lists)?, authority })
}

/// Reads the key that is to follow one, with the authority behind it; whatever readers would refuse is refused here.
pub(super) fn next(next: &Next, installation: &Installation) -> Result<(One, Vec<u8>), Failure> {
    let (authority, anchors) = authority_in(&next.authority)?;
    Ok((one(&next.key, &anchors, installation)?, authority))
}

fn authority_in(path: &Path) -> Result<(Vec<u8>, Anchors), Failure> {
    let authority = files::read(path, PEM_BYTES)?;
    let anchors = Anchors::from_pem(&authority).map_err(|fault| unfit(path, &fault))?;
    Ok((authority, anchors))
}

fn one(path: &Path, anchors: &Anchors, installation: &Installation) -> Result<One, Failure> {
    files::must_be_private(path)?;
    let text = zeroize::Zeroizing::new(files::read(path, PEM_BYTES)?);
    let key = SigningKey::p256_from_pem(&text).map_err(|fault| unfit(path, &fault))?;
    let chain = Chain::from_pem(&text).map_err(|fault| unfit(path, &fault))?.without_roots();
    if chain.peek_unbelieved().key(Algorithm::Es256).as_ref() != Some(attesto_securing::Signer::public(&key)) {
        return Err(unfit(path, &"the first certificate is for another key"));
    }
    stands_for(&chain, installation, path)?;
    chain.leads(anchors, clock::now()?, Use::Attestation).map_err(|fault| unfit(path, &fault))?;
    Ok(One { key, chain })
}

/// The issuer that copies name must stand on the certificate, or no wallet takes them.
pub(super) fn stands_for(chain: &Chain, installation: &Installation, path: &Path) -> Result<(), Failure> {
    let base_url = installation.base_url().as_str();
    if chain.peek_unbelieved().stands_for(base_url) {
        return Ok(());
    }
    let why = format!("the certificate has neither {base_url} nor its host among its alternative names");
    Err(unfit(path, &why))
}

/// Keeps a key under its passphrase, and its certificates beside it.
pub(super) fn put(one: One, path: &Path, name: KeyId, passphrase: &Passphrase) -> Result<KeyFile, Failure> {
    let certificates: String = one.chain.certificates().map(|one| pem("CERTIFICATE", one.der())).collect();
    files::create(&beside(path), certificates.as_bytes(), Audience::All)?;
    keys::keep(&one.key.named(name), path, passphrase)
}

/// Keeps the authority, to open by it what is sealed here.
pub(super) fn put_authority(taken: &Taken, installation: &Installation) -> Result<(), Failure> {
    files::create(&authority_file(installation), &taken.authority, Audience::All)
}

/// Keeps one more authority: what the one before it certified goes on being opened here.
pub(super) fn add_authority(authority: &[u8], installation: &Installation) -> Result<(), Failure> {
    let path = authority_file(installation);
    let mut kept = if path.exists() { files::read(&path, PEM_BYTES)? } else { Vec::new() };
    if kept.windows(authority.len().max(1)).any(|part| part == authority) {
        return Ok(());
    }
    if !kept.is_empty() && !kept.ends_with(b"\n") {
        kept.push(b'\n');
    }
    kept.extend_from_slice(authority);
    files::write(&path, &kept, Audience::All)
}

/// Whether an authority certified a key.
pub(crate) fn is_certified(key: &Path) -> bool {
    beside(key).exists()
}

/// The certificates of a key go aside with it, and those of the key to come take their place.
pub(crate) fn change_over((key, coming): (&Path, &Path), aside: &Path, next: &KeyFile) -> Result<(), Failure> {
    let is_its_own = |chain: Chain| chain.peek_unbelieved().key(Algorithm::Es256).as_ref() == Some(next.public());
    if of(key)?.is_some_and(|chain| !is_its_own(chain)) {
        files::private_folder(aside.parent().unwrap_or(key))?;
        files::rename(&beside(key), &beside(aside))?;
    }
    if is_certified(coming) { files::rename(&beside(coming), &beside(key)) } else { Ok(()) }
}

/// Takes away the certificates of a key to come that never came.
pub(crate) fn give_back(coming: &Path) -> Result<(), Failure> {
    if is_certified(coming) { files::destroy(&beside(coming)) } else { Ok(()) }
}

/// The certificates of a key, if it has some.
pub(super) fn of(key: &Path) -> Result<Option<Chain>, Failure> {
    let path = beside(key);
    if !path.exists() {
        return Ok(None);
    }
    Chain::from_pem(&files::read(&path, PEM_BYTES)?).map(Some).map_err(|fault| unusable(&path, &fault))
}

/// The authority behind them, if there are some.
pub(super) fn authority(installation: &Installation) -> Result<Option<Anchors>, Failure> {
    let path = authority_file(installation);
    if !path.exists() {
        return Ok(None);
    }
    Anchors::from_pem(&files::read(&path, PEM_BYTES)?).map(Some).map_err(|fault| unusable(&path, &fault))
}

/// How the certificates of the body's keys for wallets stand, by what the keys are for; none where there are none.
pub(crate) fn standing(installation: &Installation, now: Timestamp) -> Result<Vec<(&'static str, Standing)>, Failure> {
    let mut told = Vec::new();
    for (what, path) in [("copies for wallets", copies_key(installation)), ("their lists", lists_key(installation))] {
        let Some(chain) = of(&path)? else { continue };
        told.push((what, stands(&chain, &path, installation, now)?));
    }
    Ok(told)
}

fn stands(chain: &Chain, key: &Path, installation: &Installation, now: Timestamp) -> Result<Standing, Failure> {
    let leaf = chain.peek_unbelieved();
    let anchors = authority(installation)?.unwrap_or_default();
    let not = |why: &str| Ok(Standing::Not(why.to_owned()));
    if leaf.key(Algorithm::Es256).as_ref() != Some(keys::read(key)?.public()) {
        return not("is for another key");
    }
    if !leaf.stands_for(installation.base_url().as_str()) {
        return not("does not stand for the base URL");
    }
    Ok(match chain.leads(&anchors, now, Use::Attestation) {
        Ok(_) => Standing::Until(chain.certificates().map(attesto_securing::Certificate::until).min().unwrap_or(now)),
        Err(BadChain::NotYet { from }) => Standing::Not(format!("begins only on {from}")),
        Err(BadChain::Expired { until }) => Standing::Not(format!("ended on {until}")),
        Err(bad) => Standing::Not(format!("does not hold: {bad}")),
    })
}

fn beside(key: &Path) -> PathBuf {
    key.with_extension("pem")
}

fn authority_file(installation: &Installation) -> PathBuf {
    copies_key(installation).with_file_name("wallet-authority.pem")
}

fn unfit(path: &Path, fault: &dyn std::fmt::Display) -> Failure {
    Failure::new(Fault::Input, "certificate", format!("{}: {fault}; nothing was changed", path.display()))
}

pub(super) fn unusable(path: &Path, fault: &dyn std::fmt::Display) -> Failure {
    Failure::new(Fault::Config, "certificate", format!("{}: {fault}", path.display()))
}

#[cfg(test)]
mod tests;
