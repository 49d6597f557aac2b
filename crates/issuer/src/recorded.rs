//! The copies that the journal proves: every sealed text that was recorded up to an act, by its digest, and those that
//! must be issued again because their key was compromised and nothing proves that they are older.

use std::collections::HashMap;

use attesto_credential::{CertificateNumber, CredentialId, Timestamp};
use attesto_securing::{Digest, KeyId};

use crate::body_key::KeyUse;
use crate::certification::State as Standing;
use crate::issue::{Recorded, State, copy_family, read_state, state_under};
use crate::records::{Records, damaged};
use crate::register::{ActKind, Entry, JournalLine, Key, Piece, PieceItem, Register, RegisterFault};
use crate::status::status_at;

/// How much is read at once.
const STEP: usize = 256;

/// A copy that must be issued again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Again {
    /// The certificate number that it is of.
    pub number: CertificateNumber,
    /// Its id.
    pub copy: CredentialId,
    /// When it was recorded.
    pub recorded: Timestamp,
}

/// What a compromised key had sealed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sealed {
    /// What must be issued again, by number.
    pub again: Vec<Again>,
    /// How many copies a head proves.
    pub proven: usize,
    /// How many copies of erased persons nothing proves; nobody can issue them again.
    pub erased: usize,
    /// How many copies nothing proves that had been replaced, revoked or withdrawn before.
    pub over: usize,
}

/// The digests of all copies that were recorded up to an act; of those that their holders may show in part, what every
/// showing has in common beside the whole.
///
/// # Errors
/// Damage, or the register cannot.
pub fn recorded(register: &dyn Register, up_to: u64) -> Result<Vec<Digest>, RegisterFault> {
    let mut digests = Vec::new();
    each_record(register, |line| {
        if line.seq() <= up_to {
            for kept in kept(register, line)? {
                digests.push(kept.text);
                digests.extend(kept.shown);
            }
        }
        Ok(())
    })?;
    Ok(digests)
}

/// What a key had sealed, of which a head proves what was recorded up to an act. A copy for a wallet that was recorded
/// before it was noted what all its showings have in common is proven by no head.
///
/// # Errors
/// Damage, or the register cannot.
pub fn sealed_by(
    register: &dyn Register,
    (of, key): (KeyUse, &KeyId),
    proven_to: u64,
) -> Result<Sealed, RegisterFault> {
    let (mut unproven, mut sealed) = (HashMap::new(), Sealed::default());
    each_record(register, |line| {
        if line.body().text("key") == Some(key.as_str()) {
            for kept in kept(register, line)? {
                match line.seq() <= proven_to && (of != KeyUse::Wallet || kept.shown.is_some()) {
                    true => sealed.proven += 1,
                    false => drop(unproven.insert(kept.text, line.at())),
                }
            }
        }
        Ok(())
    })?;
    let mut after = None;
    loop {
        let page = register.list(&copy_family(), after.as_ref(), STEP)?;
        for (key, _) in &page {
            let Some(State::Recorded(copy)) = state_under(register, key)? else { continue };
            if let Some(at) = unproven.get(&copy.sealed()) {
                sort(register, (key, &copy), *at, &mut sealed)?;
            }
        }
        match page.into_iter().last() {
            Some((key, _)) => after = Some(key),
            None => break,
        }
    }
    sealed.again.sort_by(|one, other| one.number.as_str().cmp(other.number.as_str()));
    Ok(sealed)
}

/// What becomes of a copy that nothing proves.
fn sort(
    register: &dyn Register,
    (key, copy): (&Key, &Recorded),
    recorded: Timestamp,
    sealed: &mut Sealed,
) -> Result<(), RegisterFault> {
    if status_at(register, copy.place())?.is_some() {
        sealed.over += 1;
        return Ok(());
    }
    let Some(draft) = copy.draft(register)? else {
        sealed.erased += 1;
        return Ok(());
    };
    let certification = Records::of(register).certification(draft.number())?;
    let certification = certification.ok_or_else(|| damaged(key, "its certification is not there"))?;
    match certification.state() {
        Standing::Withdrawn => sealed.over += 1,
        _ => sealed.again.push(Again { number: draft.number().clone(), copy: draft.credential(), recorded }),
    }
    Ok(())
}

fn each_record(
    register: &dyn Register,
    mut look: impl FnMut(&JournalLine) -> Result<(), RegisterFault>,
) -> Result<(), RegisterFault> {
    let mut next = 1;
    loop {
        let page = register.journal(next, STEP)?;
        let Some(last) = page.last() else { return Ok(()) };
        next = last.seq() + 1;
        page.iter().filter(|line| line.kind() == ActKind::Record).try_for_each(&mut look)?;
    }
}

/// A text that an act keeps.
struct Kept {
    text: Digest,
    /// What every showing of it has in common, where that is less than all of it.
    shown: Option<Digest>,
}

/// The texts that an act keeps, by the pieces that its line names.
fn kept(register: &dyn Register, line: &JournalLine) -> Result<Vec<Kept>, RegisterFault> {
    let record = Key::of(&["act", &line.seq().to_string()]);
    let (mut texts, mut shown) = (Vec::new(), HashMap::new());
    for piece in line.pieces() {
        let bytes = register.payload(piece)?.ok_or_else(|| damaged(&record, "a piece of it is not there"))?;
        let piece = Piece::parse(&bytes).map_err(|bad| damaged(&record, bad))?;
        for item in piece.items() {
            match item {
                PieceItem::Payload { digest, .. } => texts.push(*digest),
                PieceItem::Entry(entry) => shown.extend(showing(entry)?),
            }
        }
    }
    Ok(texts.into_iter().map(|text| Kept { text, shown: shown.get(&text).copied() }).collect())
}

/// Of a copy that its holder may show in part: the whole, and what every showing has in common.
fn showing(entry: &Entry) -> Result<Option<(Digest, Digest)>, RegisterFault> {
    let value = entry.value().filter(|_| entry.key().is_under(&copy_family()));
    let Some(text) = value.and_then(|value| std::str::from_utf8(value).ok()) else { return Ok(None) };
    Ok(match read_state(entry.key(), text)? {
        State::Recorded(copy) => copy.shown().map(|shown| (copy.sealed(), shown)),
        State::Intended(_) => None,
    })
}
