//! What acts did to links since one of them: what the published folder may lack.
//! Read off the journal and the pieces of its acts; nothing is written here.

use std::collections::HashSet;

use attesto_securing::KeyId;

use super::known::badges_with;
use crate::issue::{CopyKey, read_link};
use crate::register::{ActKind, JournalLine, Key, Register, RegisterFault, entries_of, lines_after};

/// What changed of links.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkNews {
    copies: Vec<CopyKey>,
    erasures: usize,
}

impl LinkNews {
    /// The copies whose links changed, each once, in the order of the acts.
    pub fn copies(&self) -> &[CopyKey] {
        &self.copies
    }

    /// How many acts erased persons.
    pub fn erasures(&self) -> usize {
        self.erasures
    }
}

/// What the acts after one of them did to links; after act 0, all of it.
///
/// # Errors
/// Damage, or the register cannot.
pub fn link_news(register: &dyn Register, after: u64) -> Result<LinkNews, RegisterFault> {
    let (mut news, mut seen) = (LinkNews::default(), HashSet::new());
    lines_after(register, after, |line| {
        match line.kind() {
            ActKind::Erasure => news.erasures += 1,
            ActKind::Link | ActKind::Record => {
                news.copies.extend(touched(register, line)?.into_iter().filter(|one| seen.insert(*one)));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(news)
}

/// The copies that the links of an act's entries lead to.
fn touched(register: &dyn Register, line: &JournalLine) -> Result<Vec<CopyKey>, RegisterFault> {
    let family = Key::of(&["link"]);
    let entries = entries_of(register, line)?.into_iter().filter(|(key, _)| key.is_under(&family));
    let copies = entries.map(|(key, value)| Ok(read_link(&key, &value)?.copy)).collect::<Result<Vec<_>, _>>()?;
    if !is_european(line) {
        return Ok(copies);
    }
    // A European copy has no page of its own: it is shown beside its badges.
    let badges = copies.iter().map(|copy| badges_with(register, copy)).collect::<Result<Vec<_>, _>>()?;
    Ok(badges.concat())
}

/// Whether an act recorded copies under a key with a certificate; the format of each need not be read.
fn is_european(line: &JournalLine) -> bool {
    line.body().text("key").is_some_and(|key| KeyId::parse(key).is_ok_and(|key| key.is_certified()))
}
