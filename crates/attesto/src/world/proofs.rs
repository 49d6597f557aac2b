//! What is published so that anybody can tell which copies are older than the day their key was compromised: every head
//! that was exported, and for a compromised key the leaves of the roll that the last head before then names.

use std::path::{Path, PathBuf};

use attesto_credential::Timestamp;
use attesto_issuer::{BodyKey, KnownKey, Register, recorded};
use attesto_securing::{Digest, Evidence, Roll, compromised_entry};
use serde_json::Value;

use super::config::Installation;
use super::files::{self, Audience};
use super::{head, ledger};
use crate::fault::Failure;

/// The folders below the published one.
pub(crate) const FOLDERS: [&str; 2] = ["heads", "proofs"];

fn public(installation: &Installation) -> PathBuf {
    installation.path(&installation.written().folders.public)
}

/// Where a head stays published.
pub(crate) fn head_file(installation: &Installation, seq: u64) -> PathBuf {
    public(installation).join("heads").join(format!("{seq:012}.jws"))
}

fn folder(installation: &Installation, key: &BodyKey) -> PathBuf {
    public(installation).join("proofs").join(key.fragment())
}

/// The address below which it is proven what a key sealed before it was compromised.
pub(crate) fn address(base_url: &str, key: &BodyKey) -> String {
    format!("{base_url}/proofs/{}", key.fragment())
}

/// Lists a key in a document that is known by its certificates or to wallets, and was compromised; nothing of another.
pub(super) fn tell(document: &mut Value, (did, base_url): (&str, &str), known: &KnownKey) {
    let Some(since) = known.revoked else { return };
    let evidence = address(base_url, &known.key);
    let evidence = Some((evidence.as_str(), did)).filter(|_| known.of.seals_copies());
    let (member, entry) = compromised_entry(&known.key.public, since, evidence);
    let entry = entry.to_serde();
    let Some(document) = document.as_object_mut() else { return };
    let listed = document.entry(member).or_insert_with(|| Value::Array(Vec::new()));
    if let Some(listed) = listed.as_array_mut().filter(|listed| !listed.contains(&entry)) {
        // The newer word on when it was stolen takes the place of the older one.
        listed.retain(|other| other.get("thumbprint") != entry.get("thumbprint"));
        listed.push(entry);
    }
}

/// A head that was published before a moment and that this register still holds to.
pub(crate) struct Proving {
    pub(crate) seq: u64,
    pub(crate) at: Timestamp,
    text: String,
    roll: Roll,
}

/// The last such head; nothing if none was published before then, or the register is another.
pub(crate) fn proving(
    installation: &Installation,
    register: &dyn Register,
    since: Timestamp,
    now: Timestamp,
) -> Result<Option<Proving>, Failure> {
    let folder = public(installation).join("heads");
    if !folder.is_dir() {
        return Ok(None);
    }
    for path in files::list(&folder)?.into_iter().rev() {
        let text = files::read_text(&path)?;
        // A head that does not open, or is of another register, proves nothing; an older one may.
        let Ok(sealed) = head::opened(installation, text.trim(), now) else { continue };
        if sealed.at >= since {
            continue;
        }
        let seq = sealed.said.seq;
        let roll = Roll::of(recorded(register, seq).map_err(|fault| ledger::refused(&fault))?);
        if sealed.said.copies.map(Digest::from_bytes) == Some(roll.root()) {
            return Ok(Some(Proving { seq, at: sealed.at, text: text.trim().to_owned(), roll }));
        }
    }
    Ok(None)
}

/// Publishes what proves the copies of a compromised key, where it is not there yet.
pub(crate) fn publish(
    installation: &Installation,
    register: &dyn Register,
    known: &KnownKey,
    now: Timestamp,
) -> Result<(), Failure> {
    let folder = folder(installation, &known.key);
    let Some(since) = known.revoked.filter(|_| !is_whole(&folder)) else { return Ok(()) };
    let Some(proving) = proving(installation, register, since, now)? else { return Ok(()) };
    for first in 0..=u8::MAX {
        let text = proving.roll.evidence(first, &proving.text).to_text();
        files::write_derived(&folder.join(Evidence::file(first)), text.as_bytes(), Audience::All)?;
    }
    Ok(())
}

/// Whether every leaf is there: the last one is written last.
fn is_whole(folder: &Path) -> bool {
    folder.join(Evidence::file(u8::MAX)).is_file()
}
