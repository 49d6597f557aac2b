//! Bulk issue: one linted specimen with checked holes, from which statements like it are poured as `Linted`s.
//! Whatever does not fit is given back and goes the whole way of `lint`; nothing is made to fit.

mod holes;
mod pattern;

use super::{Linted, Wording};
use crate::credential::{Credential, IdentityHash, Outcome, Recipient, RecipientIdentity};
use crate::format::Format;
use crate::id::{CertificateNumber, CredentialId, Iri};
use crate::statement::Statement as _;
use crate::status::{StatusEntry, decimal};
use pattern::Patterns;
pub use pattern::{Casting, Pattern};

/// So many outcomes are known in one place at most; a scheme has few levels and few words.
const MOST: usize = 32;
/// No name, and nothing else that fills a hole, is longer, in bytes.
const LONGEST: usize = 512;

/// A linted badge with holes for what differs from person to person: ids, identities, number, place of the status,
/// marks; and the outcomes that were linted in each place.
///
/// Every rule of `lint` looks at a hole by itself, and takes every value that a hole takes, because it took the
/// specimen's (the argument is written out under decision 41). Whatever else is said must be what the specimen says.
#[derive(Debug)]
pub struct Mould {
    specimen: Credential,
    format: Format,
    outcomes: Vec<Vec<Known>>,
    patterns: Patterns,
}

/// An outcome that was linted, and the copy that it stood in.
#[derive(Debug)]
struct Known {
    outcome: Outcome,
    copy: CredentialId,
}

impl Mould {
    /// Makes the mould of a badge; other formats have none.
    pub fn of(linted: &Linted<Credential>) -> Option<Self> {
        let specimen = linted.said().clone();
        let known = |outcome: &Outcome| vec![Known { outcome: outcome.clone(), copy: specimen.id.clone() }];
        let outcomes = specimen.outcomes.iter().map(known).collect();
        let own = Self { specimen, format: linted.format(), outcomes, patterns: Patterns::default() };
        let is_ours = own.specimen.status.iter().all(is_worded_by_us);
        let is_its_own = is_ours && own.fits(linted.said()) && own.choice(linted.said()).is_some();
        (linted.format() == Format::OPEN_BADGE && is_its_own).then_some(own)
    }

    /// Takes over outcomes that were linted in a badge that fits otherwise; whether it does.
    pub fn learn(&mut self, linted: &Linted<Credential>) -> bool {
        if linted.format() != self.format || !self.fits(linted.said()) {
            return false;
        }
        for (known, outcome) in self.outcomes.iter_mut().zip(&linted.said().outcomes) {
            let copy = &linted.said().id;
            if known.len() < MOST && !known.iter().any(|one| one.is_like(outcome, copy)) {
                known.push(Known { outcome: outcome.clone(), copy: copy.clone() });
            }
        }
        true
    }

    /// Words a credential that says what the specimen says but for its holes, as [`super::lint`] would word it.
    ///
    /// # Errors
    /// The credential itself, where it does not fit: `lint` is for it.
    pub fn pour(&self, credential: Credential) -> Result<Linted<Credential>, Box<Credential>> {
        let choice = if self.fits(&credential) { self.choice(&credential) } else { None };
        let Some(choice) = choice else { return Err(Box::new(credential)) };
        let wording = match self.patterns.pour(&choice, &credential) {
            Some(casting) => Ok(Wording::Poured(casting)),
            None => credential.write(self.format.model()).map(Wording::Composed),
        };
        match wording {
            Ok(wording) => Ok(Linted { statement: credential, wording, format: self.format }),
            Err(_) => Err(Box::new(credential)),
        }
    }

    /// Every member is named here, so that a new one is either the same or a hole, and nobody forgets to say which.
    /// Which outcomes are known is asked in `choice`.
    fn fits(&self, credential: &Credential) -> bool {
        let Credential {
            id,
            name,
            issuer,
            recipient,
            achievement,
            outcomes,
            number,
            validity,
            awarded,
            status,
            learning,
            others,
            subject_others,
            terms,
        } = credential;
        let ours = &self.specimen;
        is_random(id.as_str())
            && is_recipient(&ours.recipient, recipient)
            && number.as_deref().is_some_and(|number| CertificateNumber::parse(number).is_ok())
            && ours.number.is_some()
            && is_status(&ours.status, status)
            && self.outcomes.len() == outcomes.len()
            && ours.name == *name
            && ours.issuer == *issuer
            && ours.validity == *validity
            && ours.awarded == *awarded
            && ours.learning == *learning
            && ours.others == *others
            && ours.subject_others == *subject_others
            && ours.terms == *terms
            && ours.achievement == *achievement
    }

    /// Which of the known outcomes stands in each place; `None` if one is not known yet.
    fn choice(&self, credential: &Credential) -> Option<Vec<u8>> {
        let outcomes = self.outcomes.iter().zip(&credential.outcomes);
        let which = |(known, outcome): (&Vec<Known>, &Outcome)| {
            let place = known.iter().position(|one| one.is_like(outcome, &credential.id))?;
            u8::try_from(place).ok()
        };
        outcomes.map(which).collect()
    }
}

impl Known {
    /// The same outcome, but for the figure in it and for the copy that it is named under.
    fn is_like(&self, outcome: &Outcome, copy: &CredentialId) -> bool {
        let Outcome { id, description, value, status, achieved_level, alignments, others } = outcome;
        let ours = &self.outcome;
        let is_value = match (&ours.value, value) {
            (Some(ours), Some(value)) => ours == value || (is_mark(ours) && is_mark(value)),
            (ours, value) => ours == value,
        };
        is_value
            && part_of(ours.id.as_ref(), &self.copy) == part_of(id.as_ref(), copy)
            && ours.description == *description
            && ours.status == *status
            && ours.achieved_level == *achieved_level
            && ours.alignments == *alignments
            && ours.others == *others
    }
}

/// What stands behind the id of its copy in the name of an outcome; `Err` of a whole name that does not begin so.
fn part_of<'a>(name: Option<&'a Iri>, copy: &CredentialId) -> Option<Result<&'a str, &'a str>> {
    let name = name?.as_str();
    Some(name.strip_prefix(copy.as_str()).filter(|part| part.starts_with('#')).ok_or(name))
}

/// A figure as it is printed: digits, perhaps a full stop and more of them.
fn is_mark(text: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, part) = text.split_once('.').map_or((text, None), |(whole, part)| (whole, Some(part)));
    text.len() <= LONGEST && is_digits(whole) && part.is_none_or(is_digits)
}

fn is_recipient(ours: &Recipient, recipient: &Recipient) -> bool {
    let random = |id: &Option<Iri>| id.as_ref().is_some_and(|id| is_random(id.as_str()));
    random(&ours.id)
        && random(&recipient.id)
        && ours.identities.len() == recipient.identities.len()
        && ours.identities.iter().zip(&recipient.identities).all(|(ours, identity)| is_identity(ours, identity))
}

fn is_identity(ours: &RecipientIdentity, identity: &RecipientIdentity) -> bool {
    let RecipientIdentity { kind, value, others } = identity;
    let fills = match (&ours.value, value) {
        (IdentityHash::Plain(ours), IdentityHash::Plain(plain)) => is_plain(ours) && is_plain(plain),
        (
            IdentityHash::Hashed { hash: ours, salt: Some(our_salt) },
            IdentityHash::Hashed { hash, salt: Some(salt) },
        ) => is_hash(ours) && is_hash(hash) && is_hex(our_salt, 32) && is_hex(salt, 32),
        _ => false,
    };
    fills && ours.kind == *kind && ours.others == *others
}

/// What stands in a text as it is, in JSON and in N-Quads.
fn is_plain(text: &str) -> bool {
    let bare = |character: char| !character.is_control() && character != '"' && character != '\\';
    !text.is_empty() && text.len() <= LONGEST && text.chars().all(bare)
}

fn is_hash(text: &str) -> bool {
    text.strip_prefix("sha256$").is_some_and(|hash| is_hex(hash, 64))
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// A `urn:uuid:` in small letters.
fn is_random(text: &str) -> bool {
    let Some(uuid) = text.strip_prefix("urn:uuid:") else { return false };
    uuid.split('-').map(str::len).eq([8, 4, 4, 4, 12]) && uuid.split('-').all(|part| is_hex(part, part.len()))
}

/// A place in the very list of the specimen, worded as we word it; or none in both.
fn is_status(ours: &[StatusEntry], status: &[StatusEntry]) -> bool {
    match (ours, status) {
        ([], []) => true,
        ([ours], [entry]) => same_list(ours, entry).unwrap_or(false),
        _ => false,
    }
}

/// The same but for the index. The specimen's is worded as we word it, so this one is.
fn same_list(ours: &StatusEntry, entry: &StatusEntry) -> Option<bool> {
    let (list, index) = (entry.members.text("statusListCredential")?, entry.members.text("statusListIndex")?);
    let place = entry.members.text("id")?.strip_prefix(list)?.strip_prefix('#')?;
    let members = ours.members.iter().zip(entry.members.iter());
    let are_same = members.into_iter().all(|((ours, said), (key, value))| {
        ours == key && (said == value || matches!(key, "id" | "statusListIndex") && value.as_str().is_some())
    });
    Some(
        ours.kind == entry.kind
            && ours.members.len() == entry.members.len()
            && place == index
            && decimal(index).is_some()
            && are_same,
    )
}

/// Whether an entry is worded as we word it.
fn is_worded_by_us(entry: &StatusEntry) -> bool {
    let read = entry.read().ok().flatten();
    read.is_some_and(|read| StatusEntry::bitstring(&read.place, &read.purpose) == *entry)
}
