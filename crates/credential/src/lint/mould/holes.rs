//! The holes of a badge that fits a mould, in one order: what fills them is taken out here, and put in.
//! Whether a badge fits is asked in `mould`; what is asked there of a hole is what makes this hold.

use super::{is_mark, part_of};
use crate::credential::{Credential, IdentityHash, Outcome, Recipient, RecipientIdentity};
use crate::document::Fillings;
use crate::id::{CredentialId, Iri};
use crate::status::{StatusEntry, StatusPlace};

/// What random ids begin with; what stands behind fills the hole.
const RANDOM: &str = "urn:uuid:";
/// What hashes of identities begin with.
const HASHED: &str = "sha256$";
/// What every mark has in it, so that one is found wherever it stands and nothing else is taken for one. A mark of a
/// place in a list is a number.
const STEM: &str = "a77e5709";
const NUMBER_STEM: u64 = 9_177_570_000_000_000_000;
/// The digits that all such numbers begin with.
const NUMBER_STEM_DIGITS: u64 = NUMBER_STEM / 1_000_000_000_000;

/// What fills the holes of a badge that fits.
pub(super) fn fillings(badge: &Credential) -> Option<Fillings> {
    let mut fillings = Fillings::default();
    fillings.push(badge.id.as_str().strip_prefix(RANDOM)?);
    fillings.push(badge.recipient.id.as_ref()?.as_str().strip_prefix(RANDOM)?);
    fillings.push(badge.number.as_deref()?);
    for entry in &badge.status {
        fillings.push(entry.members.text("statusListIndex")?);
    }
    for identity in &badge.recipient.identities {
        match &identity.value {
            IdentityHash::Plain(plain) => fillings.push(plain),
            IdentityHash::Hashed { hash, salt } => {
                fillings.push(hash.strip_prefix(HASHED)?);
                fillings.push(salt.as_deref()?);
            }
        }
    }
    marks_of(&badge.outcomes).for_each(|mark| fillings.push(mark));
    Some(fillings)
}

fn marks_of(outcomes: &[Outcome]) -> impl Iterator<Item = &str> {
    outcomes.iter().filter_map(|outcome| outcome.value.as_deref()).filter(|value| is_mark(value))
}

/// A badge with a mark in every hole, and the marks.
pub(super) fn marked(badge: &Credential) -> Option<(Credential, Fillings)> {
    let (mut badge, mut marks) = (badge.clone(), Marks::default());
    let random = |mark: &str| Iri::parse(&format!("{RANDOM}{mark}")).ok();
    let copy = CredentialId::from_iri(random(&marks.next())?);
    for outcome in &mut badge.outcomes {
        if let Some(Ok(part)) = part_of(outcome.id.as_ref(), &badge.id) {
            outcome.id = Some(Iri::parse(&format!("{}{part}", copy.as_str())).ok()?);
        }
    }
    badge.id = copy;
    badge.recipient.id = Some(random(&marks.next())?);
    badge.number = Some(marks.next());
    for entry in &mut badge.status {
        let read = entry.read().ok()??;
        let place = StatusPlace { index: marks.next_number(), ..read.place };
        *entry = StatusEntry::bitstring(&place, &read.purpose);
    }
    let Recipient { identities, .. } = &mut badge.recipient;
    identities.iter_mut().for_each(|RecipientIdentity { value, .. }| match value {
        IdentityHash::Plain(plain) => *plain = marks.next(),
        IdentityHash::Hashed { hash, salt } => {
            *hash = format!("{HASHED}{}", marks.next());
            *salt = Some(marks.next());
        }
    });
    for value in badge.outcomes.iter_mut().filter_map(|outcome| outcome.value.as_mut()).filter(|one| is_mark(one)) {
        *value = marks.next();
    }
    Some((badge, marks.0))
}

/// Whether a text has none of what marks are known by.
pub(super) fn is_unmarked(text: &str) -> bool {
    !text.contains(STEM) && !text.contains(&NUMBER_STEM_DIGITS.to_string())
}

#[derive(Default)]
struct Marks(Fillings);

impl Marks {
    fn next(&mut self) -> String {
        let mark = format!("{STEM}-{:04}", self.0.len());
        self.0.push(&mark);
        mark
    }

    fn next_number(&mut self) -> u64 {
        let number = NUMBER_STEM + u64::try_from(self.0.len()).unwrap_or(0);
        self.0.push(&number.to_string());
        number
    }
}
