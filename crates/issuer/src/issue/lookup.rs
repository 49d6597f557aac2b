//! Copies by their names: by certificate number, by credential id, by link.
//! Nothing is written here.

use attesto_credential::{CertificateNumber, CredentialId, Secured};
use attesto_securing::Digest;

use super::copy::{CopyKey, LinkCapability};
use super::intent::{IntentId, WrittenDraft};
use super::{Copy, Standing};
use crate::records::{Records, damaged, digest};
use crate::register::{Key, Register, RegisterFault};

/// What the register knows of a copy.
pub(super) enum State {
    /// An open intent claims it.
    Intended(IntentId),
    /// It is there.
    Recorded(Recorded),
}

/// Where a recorded copy is kept.
pub(super) struct Recorded {
    key: Key,
    sealed: Digest,
    draft: Digest,
}

impl Recorded {
    pub(super) fn load(&self, register: &dyn Register) -> Result<Copy, RegisterFault> {
        let draft = WrittenDraft::load(register, &self.key, &self.draft)?;
        let text = Records::of(register).lasting(&self.key, &self.sealed)?;
        let secured = Secured::parse(text.as_bytes()).map_err(|bad| damaged(&self.key, bad))?;
        let link = draft.link().ok_or_else(|| damaged(&self.key, "its link is none"))?;
        Ok(Copy { id: draft.credential(), number: draft.number, link, secured, standing: Standing::AlreadyIssued })
    }
}

/// What the register knows of a copy.
pub(super) fn state(register: &dyn Register, copy: &CopyKey) -> Result<Option<State>, RegisterFault> {
    let key = copy_entry(copy);
    let Some(text) = Records::of(register).text(&key)? else { return Ok(None) };
    let parts: Vec<&str> = text.split(' ').collect();
    match parts.as_slice() {
        ["intent", intent] => Ok(Some(State::Intended(IntentId::parse(intent)))),
        ["recorded", sealed, draft] => {
            let (sealed, draft) = (digest(&key, sealed.as_bytes())?, digest(&key, draft.as_bytes())?);
            Ok(Some(State::Recorded(Recorded { key, sealed, draft })))
        }
        _ => Err(damaged(&key, "it is neither intended nor recorded")),
    }
}

/// The recorded copies of a certification.
///
/// # Errors
/// Damage, or the register cannot.
pub fn copies(register: &dyn Register, number: &CertificateNumber) -> Result<Vec<Copy>, RegisterFault> {
    let entries = Records::of(register).all(&copies_entry(number))?;
    let mut copies = Vec::new();
    for (key, _) in entries {
        copies.extend(recorded(register, digest(&key, key.last().as_bytes())?)?);
    }
    Ok(copies)
}

/// The recorded copy with an id; nothing if there is none, or only an intent of it.
///
/// # Errors
/// Damage, or the register cannot.
pub fn copy_by_credential(register: &dyn Register, id: &CredentialId) -> Result<Option<Copy>, RegisterFault> {
    let key = credential_entry(id);
    match register.find(&key)? {
        Some(value) if value != b"void" => recorded(register, digest(&key, &value)?),
        _ => Ok(None),
    }
}

/// The recorded copy that a link shows.
///
/// # Errors
/// Damage, or the register cannot.
pub fn copy_by_link(register: &dyn Register, link: &LinkCapability) -> Result<Option<Copy>, RegisterFault> {
    let key = link_entry(link);
    match register.find(&key)? {
        Some(value) => recorded(register, digest(&key, &value)?),
        None => Ok(None),
    }
}

fn recorded(register: &dyn Register, copy: Digest) -> Result<Option<Copy>, RegisterFault> {
    match state(register, &CopyKey::from_digest(copy))? {
        Some(State::Recorded(recorded)) => recorded.load(register).map(Some),
        Some(State::Intended(_)) | None => Ok(None),
    }
}

pub(super) fn copy_entry(copy: &CopyKey) -> Key {
    Key::of(&["copy", &copy.to_hex()])
}

pub(super) fn credential_entry(id: &CredentialId) -> Key {
    Key::of(&["credential", id.as_str()])
}

pub(super) fn link_entry(link: &LinkCapability) -> Key {
    Key::of(&["link", &link.digest().to_hex()])
}

pub(super) fn copies_entry(number: &CertificateNumber) -> Key {
    Key::of(&["copies", number.as_str()])
}
