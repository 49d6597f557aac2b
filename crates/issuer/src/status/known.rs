//! The copies of a certification as the register knows them, those of erased persons too.
//! Their texts are `issue`'s.

use attesto_credential::{CredentialId, Format, HolderKey, Json};
use attesto_securing::peek_claims;

use super::{CopyStatus, Place};
use crate::certification::Certification;
use crate::issue::{CopyKey, CopySecret, State, Wanted, copies_entry, state};
use crate::records::{Records, damaged};
use crate::register::{Register, RegisterFault};

/// A copy by its names, without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownCopy {
    format: Format,
    ordinal: u32,
    key: CopyKey,
    place: Place,
    id: Option<CredentialId>,
    status: Option<CopyStatus>,
}

impl KnownCopy {
    /// Its format.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The how-manieth in its format, counted from 0.
    pub fn ordinal(&self) -> u32 {
        self.ordinal
    }

    /// Its name in the register.
    pub fn key(&self) -> CopyKey {
        self.key
    }

    /// Where its status stands.
    pub fn place(&self) -> Place {
        self.place
    }

    /// Its id; nothing once its person is erased.
    pub fn id(&self) -> Option<&CredentialId> {
        self.id.as_ref()
    }

    /// What became of it; nothing while it is as good as its certification.
    pub fn status(&self) -> Option<CopyStatus> {
        self.status
    }
}

/// The recorded copies of a certification, by format and ordinal.
///
/// # Errors
/// Damage, or the register cannot.
pub fn known_copies(
    register: &dyn Register,
    secret: &CopySecret,
    certification: &Certification,
) -> Result<Vec<KnownCopy>, RegisterFault> {
    let family = copies_entry(certification.number());
    let mut known = Vec::new();
    for (wanted, key) in given(register, secret, certification)? {
        let Some(State::Recorded(recorded)) = state(register, &key)? else { continue };
        if register.find(&family.under(&key.to_hex()))?.is_none() {
            // A copy of the certification that this one follows, or that follows it.
            continue;
        }
        let draft = recorded.draft(register)?;
        known.push(KnownCopy {
            format: wanted.format,
            ordinal: wanted.ordinal,
            key,
            place: recorded.place(),
            id: draft.map(|draft| draft.credential()),
            status: status_at(register, recorded.place())?,
        });
    }
    Ok(known)
}

/// The copies that were promised as successors and are not issued yet; none if there are none.
///
/// # Errors
/// Damage, or the register cannot.
pub fn promised<'c>(
    register: &dyn Register,
    secret: &CopySecret,
    certification: &'c Certification,
) -> Result<Vec<Wanted<'c>>, RegisterFault> {
    let mut promised = Vec::new();
    for format in FORMATS {
        let wanted = next(register, secret, certification, format)?;
        let key = secret.copy_key(&wanted);
        let names = |entry: Option<String>| entry.is_some_and(|number| number == certification.number().as_str());
        if names(Records::of(register).text(&promise_entry(&key))?) && state(register, &key)?.is_none() {
            promised.push(wanted);
        }
    }
    Ok(promised)
}

/// The copy in a format that a certification should have: the last it has, or else the first that was never begun, for
/// those before it may be of the certification that it follows. An act of issuing that is open must be finished first.
///
/// # Errors
/// Damage, or the register cannot.
pub fn living_copy<'c>(
    register: &dyn Register,
    secret: &CopySecret,
    certification: &'c Certification,
    format: Format,
) -> Result<Wanted<'c>, RegisterFault> {
    let known = known_copies(register, secret, certification)?;
    match known.iter().rev().find(|copy| copy.format == format) {
        Some(last) => Ok(Wanted { certification, format, ordinal: last.ordinal }),
        None => next(register, secret, certification, format),
    }
}

/// The copy of flat claims that is bound to a key: the one that is there and as good as its certification, or the next.
///
/// # Errors
/// Damage, or the register cannot.
pub fn bound_copy<'c>(
    register: &dyn Register,
    secret: &CopySecret,
    certification: &'c Certification,
    holder: &HolderKey,
) -> Result<Wanted<'c>, RegisterFault> {
    let format = Format::SD_JWT_VC;
    let known = known_copies(register, secret, certification)?;
    for copy in known.iter().filter(|copy| copy.format == format && copy.status.is_none()) {
        let Some(State::Recorded(recorded)) = state(register, &copy.key)? else { continue };
        let claims = recorded.secured(register)?.and_then(|secured| peek_claims(&secured).ok());
        let bound = claims.as_ref().and_then(|claims| claims.at("/cnf/jwk")).and_then(Json::as_object);
        if bound == Some(holder.jwk()) {
            return Ok(Wanted { certification, format, ordinal: copy.ordinal });
        }
    }
    next(register, secret, certification, format)
}

/// The formats that copies come in.
pub(super) const FORMATS: [Format; 3] = [Format::OPEN_BADGE, Format::SD_JWT_VC, Format::EUROPEAN];

/// Where it stands that a copy is the successor of others, with the certificate number it will be of.
pub(super) fn promise_entry(copy: &CopyKey) -> crate::register::Key {
    crate::register::Key::of(&["promise", &copy.to_hex()])
}

/// The first copy of a format that was not issued yet.
pub(super) fn next<'c>(
    register: &dyn Register,
    secret: &CopySecret,
    certification: &'c Certification,
    format: Format,
) -> Result<Wanted<'c>, RegisterFault> {
    let mut wanted = Wanted { certification, format, ordinal: 0 };
    while state(register, &secret.copy_key(&wanted))?.is_some() {
        wanted.ordinal = wanted.ordinal.saturating_add(1);
    }
    Ok(wanted)
}

/// Every copy of the candidate that was ever begun, of whichever certification in a row of renewals.
fn given<'c>(
    register: &dyn Register,
    secret: &CopySecret,
    certification: &'c Certification,
) -> Result<Vec<(Wanted<'c>, CopyKey)>, RegisterFault> {
    let mut given = Vec::new();
    for format in FORMATS {
        let end = next(register, secret, certification, format)?.ordinal;
        let wanted = (0..end).map(|ordinal| Wanted { certification, format, ordinal });
        given.extend(wanted.map(|wanted| (wanted, secret.copy_key(&wanted))));
    }
    Ok(given)
}

/// What became of the copy at a place.
pub(crate) fn status_at(register: &dyn Register, place: Place) -> Result<Option<CopyStatus>, RegisterFault> {
    let key = place.key();
    let text = Records::of(register).text(&key)?;
    let read = |text: String| CopyStatus::parse(&text).ok_or_else(|| damaged(&key, "it is no status"));
    text.map(read).transpose()
}

/// The place of a copy, once it is recorded.
pub(crate) fn place_of(register: &dyn Register, copy: &CopyKey) -> Result<Option<Place>, RegisterFault> {
    match state(register, copy)? {
        Some(State::Recorded(recorded)) => Ok(Some(recorded.place())),
        Some(State::Intended(_)) | None => Ok(None),
    }
}
