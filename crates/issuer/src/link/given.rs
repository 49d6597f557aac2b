//! The links that a copy was given, and the one that it is issued with.
//! What a link stands for to whoever follows it is `known`'s.

use attesto_credential::Format;
use serde::{Deserialize, Serialize};

use super::known::{KnownLink, entry};
use crate::issue::{
    CopySecret, LinkCapability, LinkEntry, Shown, State, Wanted, WrittenDraft, copy_link_family, link_entry, state,
};
use crate::record::read;
use crate::records::{Records, damaged, digest};
use crate::register::{Key, PersonId, Register, RegisterFault};

/// A link that was given later than its copy, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenLink {
    format: u32,
    link: String,
}

impl WrittenLink {
    pub(super) fn of(link: LinkCapability) -> Self {
        Self { format: 1, link: link.to_text() }
    }

    fn parse(key: &Key, written: &str) -> Result<LinkCapability, RegisterFault> {
        let read: Self = read("link of a copy", written).map_err(|bad| damaged(key, bad))?;
        LinkCapability::parse(&read.link).map_err(|bad| damaged(key, bad))
    }
}

/// The link that a copy is issued with: the one that was drawn, unless nothing shows the copy before it.
///
/// A copy for a wallet is shown by its wallet. Who had a link withdrawn and asked for no other is not put on show again
/// because the office issues anew.
pub(crate) fn first_link(
    drawn: LinkCapability,
    (register, secret): (&dyn Register, &CopySecret),
    wanted: &Wanted<'_>,
) -> Result<Option<LinkCapability>, RegisterFault> {
    if wanted.format == Format::SD_JWT_VC {
        return Ok(None);
    }
    let Some(ordinal) = wanted.ordinal.checked_sub(1) else { return Ok(Some(drawn)) };
    let before = secret.copy_key(&Wanted { ordinal, ..*wanted });
    let Some(State::Recorded(before)) = state(register, &before)? else { return Ok(Some(drawn)) };
    let Some(draft) = before.draft(register)? else { return Ok(Some(drawn)) };
    Ok(showing(register, &draft)?.map(|_| drawn))
}

/// The link that shows a copy; none while its holder has none.
pub(crate) fn showing(register: &dyn Register, draft: &WrittenDraft) -> Result<Option<LinkCapability>, RegisterFault> {
    let links = given(register, draft)?;
    Ok(links.iter().rev().find(|link| link.withdrawn().is_none()).map(KnownLink::capability))
}

/// Every link that a copy was given, the first one first.
pub(crate) fn given(register: &dyn Register, draft: &WrittenDraft) -> Result<Vec<KnownLink>, RegisterFault> {
    let first = draft.link().map_err(|bad| damaged(&copy_link_family(&draft.copy()), bad))?;
    let mut links: Vec<KnownLink> = first.map(|link| known(register, draft, link)).transpose()?.into_iter().collect();
    if links.iter().any(|link| link.withdrawn().is_none()) {
        // Another is given only once this one shows nothing.
        return Ok(links);
    }
    for (key, value) in Records::of(register).all(&copy_link_family(&draft.copy()))? {
        let named = String::from_utf8_lossy(&value).into_owned();
        let (text, person) = named.split_once(' ').ok_or_else(|| damaged(&key, "it names no text"))?;
        let (text, person) = (digest(&key, text.as_bytes())?, digest(&key, person.as_bytes())?);
        let Some(text) = Records::of(register).erasable(&key, &text, PersonId::new(person))? else { continue };
        links.push(known(register, draft, WrittenLink::parse(&key, &text)?)?);
    }
    Ok(links)
}

fn known(register: &dyn Register, draft: &WrittenDraft, link: LinkCapability) -> Result<KnownLink, RegisterFault> {
    let key = link_entry(&link);
    match entry(register, &key)? {
        Some(LinkEntry { copy, .. }) if copy != draft.copy() => Err(damaged(&key, "it leads to another copy")),
        Some(LinkEntry { shown: Shown::Withdrawn { since }, .. }) => Ok(KnownLink::new(link, Some(since))),
        Some(LinkEntry { shown: Shown::Copy, .. }) => Ok(KnownLink::new(link, None)),
        None => Err(damaged(&key, "it leads to no copy")),
    }
}
