//! Copies by their names: by certificate number, by credential id, by link.
//! Nothing is written here.

use attesto_credential::{CertificateNumber, CredentialId, Secured, Timestamp};
use attesto_securing::Digest;

use super::copy::{CopyKey, LinkCapability};
use super::intent::IntentId;
use super::written::WrittenDraft;
use super::{Copy, Standing};
use crate::link::showing;
use crate::records::{Records, damaged, digest};
use crate::register::{Key, PersonId, Register, RegisterFault};
use crate::status::Place;

/// What the register knows of a copy.
pub(crate) enum State {
    /// An open intent claims it.
    Intended(IntentId),
    /// It is there.
    Recorded(Recorded),
}

/// What stands under a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LinkEntry {
    /// Whose link it is.
    pub(crate) copy: CopyKey,
    /// What it shows.
    pub(crate) shown: Shown,
}

/// What a link shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Its copy.
    Copy,
    /// Nothing any more: its holder withdrew it.
    Withdrawn {
        /// Since when.
        since: Timestamp,
    },
}

/// Where a recorded copy is kept.
pub(crate) struct Recorded {
    key: Key,
    sealed: Digest,
    draft: Digest,
    person: PersonId,
    place: Place,
    shown: Option<Digest>,
}

impl Recorded {
    /// The copy; nothing once its person is erased.
    pub(super) fn load(&self, register: &dyn Register) -> Result<Option<Copy>, RegisterFault> {
        let (Some(draft), Some(secured)) = (self.draft(register)?, self.secured(register)?) else { return Ok(None) };
        let link = showing(register, &draft)?;
        Ok(Some(Copy {
            id: draft.credential(),
            number: draft.number.clone(),
            link,
            place: self.place,
            secured,
            standing: Standing::AlreadyIssued,
        }))
    }

    /// Where its status stands; known when its person is erased, too.
    pub(crate) fn place(&self) -> Place {
        self.place
    }

    /// The digest of the sealed text; known when its person is erased, too.
    pub(crate) fn sealed(&self) -> Digest {
        self.sealed
    }

    /// The digest of what every showing of it has in common, where its holder may show less than all of it.
    pub(crate) fn shown(&self) -> Option<Digest> {
        self.shown
    }

    /// What was intended.
    pub(crate) fn draft(&self, register: &dyn Register) -> Result<Option<WrittenDraft>, RegisterFault> {
        let text = Records::of(register).erasable(&self.key, &self.draft, self.person)?;
        text.map(|text| WrittenDraft::parse(&self.key, &text)).transpose()
    }

    /// Whether its person was erased.
    pub(crate) fn is_erased(&self, register: &dyn Register) -> Result<bool, RegisterFault> {
        Ok(register.find(&self.person.erased_key())?.is_some())
    }

    /// What was sealed.
    pub(crate) fn secured(&self, register: &dyn Register) -> Result<Option<Secured>, RegisterFault> {
        let text = Records::of(register).erasable(&self.key, &self.sealed, self.person)?;
        text.map(|text| Secured::parse(text.as_bytes()).map_err(|bad| damaged(&self.key, bad))).transpose()
    }
}

/// What the register knows of a copy.
pub(crate) fn state(register: &dyn Register, copy: &CopyKey) -> Result<Option<State>, RegisterFault> {
    state_under(register, &copy_entry(copy))
}

/// What stands under the key of a copy.
pub(crate) fn state_under(register: &dyn Register, key: &Key) -> Result<Option<State>, RegisterFault> {
    Records::of(register).text(key)?.map(|text| read_state(key, &text)).transpose()
}

/// Reads the value of the entry of a copy.
pub(crate) fn state_of(key: &Key, value: &[u8]) -> Result<State, RegisterFault> {
    let text = std::str::from_utf8(value).map_err(|_| damaged(key, "it is not text"))?;
    read_state(key, text)
}

/// Reads what stands under the key of a copy.
pub(crate) fn read_state(key: &Key, text: &str) -> Result<State, RegisterFault> {
    let parts: Vec<&str> = text.split(' ').collect();
    match parts.as_slice() {
        ["intent", intent] => Ok(State::Intended(IntentId::parse(intent))),
        ["recorded", sealed, draft, person, place, shown @ ..] if shown.len() < 2 => {
            let (sealed, draft) = (digest(key, sealed.as_bytes())?, digest(key, draft.as_bytes())?);
            let person = PersonId::new(digest(key, person.as_bytes())?);
            let place = Place::parse(place).map_err(|bad| damaged(key, bad))?;
            let shown = shown.first().map(|shown| digest(key, shown.as_bytes())).transpose()?;
            Ok(State::Recorded(Recorded { key: key.clone(), sealed, draft, person, place, shown }))
        }
        _ => Err(damaged(key, "it is neither intended nor recorded")),
    }
}

/// The recorded copies of a certification; none of a person who was erased.
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
    match register.find(&key)?.map(|value| read_link(&key, &value)).transpose()? {
        Some(LinkEntry { copy, shown: Shown::Copy }) => recorded(register, copy.digest()),
        Some(LinkEntry { shown: Shown::Withdrawn { .. }, .. }) | None => Ok(None),
    }
}

/// Reads what stands under a link: the copy it shows, or `withdrawn COPY SINCE`.
pub(crate) fn read_link(key: &Key, value: &[u8]) -> Result<LinkEntry, RegisterFault> {
    let text = std::str::from_utf8(value).map_err(|_| damaged(key, "it is not text"))?;
    let copy = |text: &str| digest(key, text.as_bytes()).map(CopyKey::from_digest);
    match text.split(' ').collect::<Vec<_>>().as_slice() {
        ["withdrawn", of, since] => {
            let since = Timestamp::parse(since).map_err(|bad| damaged(key, bad))?;
            Ok(LinkEntry { copy: copy(of)?, shown: Shown::Withdrawn { since } })
        }
        _ => Ok(LinkEntry { copy: copy(text)?, shown: Shown::Copy }),
    }
}

fn recorded(register: &dyn Register, copy: Digest) -> Result<Option<Copy>, RegisterFault> {
    match state(register, &CopyKey::from_digest(copy))? {
        Some(State::Recorded(recorded)) => recorded.load(register),
        Some(State::Intended(_)) | None => Ok(None),
    }
}

/// Every name of a recorded copy, with what must stand under it.
pub(crate) fn names_of(draft: &WrittenDraft) -> Vec<(Key, Vec<u8>)> {
    let copy = draft.copy().to_hex();
    let link = draft.link().ok().flatten().map(|link| (link_entry(&link), copy.clone().into_bytes()));
    let others = [
        (credential_entry(&draft.credential()), copy.clone().into_bytes()),
        (copies_entry(&draft.number).under(&copy), Vec::new()),
    ];
    others.into_iter().chain(link).collect()
}

/// Where copies stand.
pub(crate) fn copy_family() -> Key {
    Key::of(&["copy"])
}

pub(super) fn copy_entry(copy: &CopyKey) -> Key {
    Key::of(&["copy", &copy.to_hex()])
}

pub(super) fn credential_entry(id: &CredentialId) -> Key {
    Key::of(&["credential", id.as_str()])
}

pub(crate) fn link_entry(link: &LinkCapability) -> Key {
    Key::of(&["link", &link.digest().to_hex()])
}

/// Where the links of a copy stand that it was given later.
pub(crate) fn copy_link_family(copy: &CopyKey) -> Key {
    Key::of(&["copy-link", &copy.to_hex()])
}

pub(crate) fn copies_entry(number: &CertificateNumber) -> Key {
    Key::of(&["copies", number.as_str()])
}
