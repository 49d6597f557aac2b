//! What is known of links: those of a copy, and what a link stands for.
//! Nothing is written here.

use attesto_credential::{CertificateNumber, CredentialId, Format, Secured, Timestamp};

use super::given::given;
use crate::issue::{
    CopyKey, LinkCapability, LinkEntry, Recorded, Shown, State, WrittenDraft, copies_entry, link_entry, read_link,
    state,
};
use crate::records::{Records, damaged, digest};
use crate::register::{Key, PersonId, Register, RegisterFault};
use crate::status::status_at;

/// A link of a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownLink {
    capability: LinkCapability,
    withdrawn: Option<Timestamp>,
}

/// A copy that can still be read, with every link that ever showed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedCopy {
    key: CopyKey,
    person: PersonId,
    id: CredentialId,
    number: CertificateNumber,
    secured: Secured,
    links: Vec<KnownLink>,
    european: Option<String>,
}

/// What a link stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkStanding {
    /// It shows a copy.
    Shows,
    /// Nobody was given it, or its person was erased.
    Unknown,
    /// Its holder withdrew it.
    Withdrawn,
}

impl KnownLink {
    pub(super) fn new(capability: LinkCapability, withdrawn: Option<Timestamp>) -> Self {
        Self { capability, withdrawn }
    }

    /// The end of the link.
    pub fn capability(&self) -> LinkCapability {
        self.capability
    }

    /// Since when it shows nothing any more; nothing while it shows its copy.
    pub fn withdrawn(&self) -> Option<Timestamp> {
        self.withdrawn
    }
}

impl LinkedCopy {
    /// Its name in the register.
    pub fn key(&self) -> CopyKey {
        self.key
    }

    pub(super) fn person(&self) -> PersonId {
        self.person
    }

    /// Its id.
    pub fn id(&self) -> &CredentialId {
        &self.id
    }

    /// The certification that it is a copy of.
    pub fn number(&self) -> &CertificateNumber {
        &self.number
    }

    /// The sealed text.
    pub fn secured(&self) -> &Secured {
        &self.secured
    }

    /// The sealed text of the European copy that says the same of the same person; only a badge shows one beside it.
    pub fn european(&self) -> Option<&str> {
        self.european.as_deref()
    }

    /// Its links, the first one first.
    pub fn links(&self) -> &[KnownLink] {
        &self.links
    }

    /// The links that show it now.
    pub fn showing(&self) -> impl Iterator<Item = LinkCapability> {
        self.links.iter().filter(|link| link.withdrawn.is_none()).map(KnownLink::capability)
    }
}

/// A recorded copy with its links; nothing if there is none, or its person was erased.
///
/// # Errors
/// Damage, or the register cannot.
pub fn linked(register: &dyn Register, copy: &CopyKey) -> Result<Option<LinkedCopy>, RegisterFault> {
    let Some(State::Recorded(recorded)) = state(register, copy)? else { return Ok(None) };
    let (Some(draft), Some(secured)) = (recorded.draft(register)?, recorded.secured(register)?) else {
        return Ok(None);
    };
    let links = given(register, &draft)?;
    let (number, person) = (draft.number().clone(), draft.person_id());
    let european = match secured.format() == Format::OPEN_BADGE {
        true => european(register, &draft)?,
        false => None,
    };
    Ok(Some(LinkedCopy { key: *copy, person, id: draft.credential(), number, secured, links, european }))
}

/// The copies of a certification that can have links and can still be read: badges, not what a wallet shows itself.
///
/// # Errors
/// Damage, or the register cannot.
pub fn linked_copies(register: &dyn Register, number: &CertificateNumber) -> Result<Vec<LinkedCopy>, RegisterFault> {
    let mut copies = Vec::new();
    for (entry, _) in Records::of(register).all(&copies_entry(number))? {
        copies.extend(linked(register, &CopyKey::from_digest(digest(&entry, entry.last().as_bytes())?))?);
    }
    copies.retain(|copy| copy.secured.format() == Format::OPEN_BADGE);
    Ok(copies)
}

/// The European copy that goes with a badge: of those that are as good as their certification the last one, else the
/// last one of all.
fn european(register: &dyn Register, badge: &WrittenDraft) -> Result<Option<String>, RegisterFault> {
    let mut found: Option<((bool, String), String)> = None;
    for (_, recorded) in alike(register, badge, Format::EUROPEAN)? {
        let Some(secured) = recorded.secured(register)? else { continue };
        let issued = secured.peek_unbelieved().and_then(|document| document.root().text("issued")).unwrap_or("");
        let weight = (status_at(register, recorded.place())?.is_none(), issued.to_owned());
        if found.as_ref().is_none_or(|(best, _)| *best <= weight) {
            found = Some((weight, secured.text().to_owned()));
        }
    }
    Ok(found.map(|(_, text)| text))
}

/// The badges beside which a European copy is shown; none if it is not there, or its person was erased.
pub(super) fn badges_with(register: &dyn Register, copy: &CopyKey) -> Result<Vec<CopyKey>, RegisterFault> {
    let Some(State::Recorded(recorded)) = state(register, copy)? else { return Ok(Vec::new()) };
    let Some(draft) = recorded.draft(register)? else { return Ok(Vec::new()) };
    Ok(alike(register, &draft, Format::OPEN_BADGE)?.into_iter().map(|(key, _)| key).collect())
}

/// The copies in a format that are of the same certification and word its person alike: a correction words it anew.
fn alike(
    register: &dyn Register,
    draft: &WrittenDraft,
    format: Format,
) -> Result<Vec<(CopyKey, Recorded)>, RegisterFault> {
    let mut alike = Vec::new();
    for (key, _) in Records::of(register).all(&copies_entry(draft.number()))? {
        let copy = CopyKey::parse_hex(key.last()).ok_or_else(|| damaged(&key, "it names no copy"))?;
        if copy == draft.copy() {
            continue;
        }
        let Some(State::Recorded(recorded)) = state(register, &copy)? else { continue };
        let other = recorded.draft(register)?;
        if other.is_some_and(|other| other.format() == Some(format) && other.person_id() == draft.person_id()) {
            alike.push((copy, recorded));
        }
    }
    Ok(alike)
}

/// What a link stands for.
///
/// # Errors
/// Damage, or the register cannot.
pub fn link_standing(register: &dyn Register, link: &LinkCapability) -> Result<LinkStanding, RegisterFault> {
    let Some(entry) = entry(register, &link_entry(link))? else { return Ok(LinkStanding::Unknown) };
    let there = match state(register, &entry.copy)? {
        Some(State::Recorded(recorded)) => !recorded.is_erased(register)?,
        Some(State::Intended(_)) | None => false,
    };
    Ok(match entry.shown {
        _ if !there => LinkStanding::Unknown,
        Shown::Copy => LinkStanding::Shows,
        Shown::Withdrawn { .. } => LinkStanding::Withdrawn,
    })
}

pub(super) fn entry(register: &dyn Register, key: &Key) -> Result<Option<LinkEntry>, RegisterFault> {
    register.find(key)?.map(|value| read_link(key, &value)).transpose()
}
