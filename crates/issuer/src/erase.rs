//! What the register holds of one candidate, and the act that erases it (GDPR articles 15 and 17).
//! What stays names nobody: certificate numbers, states, decisions by reference, digests.

use attesto_credential::{CertificateNumber, Iri, Object, Timestamp};

use crate::certification::{Certification, Happening};
use crate::code::{CandidateReference, Code, OfficerId};
use crate::issue::{Copy, copies};
use crate::officer::Officer;
use crate::person::Person;
use crate::records::{ERASURE, RecordRefused, Records, SignedAct, with_signed};
use crate::register::{Act, ActKind, Head, PersonId, Register, RegisterFault};
use crate::sheet::{Sheet, SheetRow};

/// A candidate of one cohort under one scheme: who is meant when a person asks.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Candidacy {
    /// The scheme's published id.
    pub scheme: Iri,
    /// The cohort.
    pub cohort: Code,
    /// How the cohort calls the candidate.
    pub candidate: CandidateReference,
}

/// What the register holds of one candidacy.
#[derive(Clone, Debug)]
pub struct Held {
    /// Whose.
    pub candidacy: Candidacy,
    /// The rows of the sheets they stand on, oldest first, and who they are unless erased.
    pub sittings: Vec<Sitting>,
    /// Their certifications, each followed by the one that renewed it.
    pub certifications: Vec<Certification>,
    /// Who they are by each correction, oldest first, unless erased.
    pub corrections: Vec<(PersonId, Option<Person>)>,
    /// The notes on their certifications that can still be read.
    pub notes: Vec<String>,
    /// The copies that can still be read.
    pub copies: Vec<Copy>,
}

/// One appearance on a sheet.
#[derive(Clone, Debug)]
pub struct Sitting {
    /// The sheet.
    pub sheet: Sheet,
    /// Their row.
    pub row: SheetRow,
    /// The person, unless erased.
    pub person: Option<Person>,
}

/// Why a person is erased. A word of a list: a sentence would stand in the journal for good, names and all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErasureReason {
    /// They had been erased; a restore lost the act that said so.
    Again,
    /// An authority or a court ordered it.
    Order,
    /// The person asked.
    Request,
    /// The time of keeping is over.
    Retention,
    /// It should never have been held.
    Unlawful,
}

impl ErasureReason {
    /// Every reason that an officer may give.
    pub const ALL: [Self; 4] = [Self::Order, Self::Request, Self::Retention, Self::Unlawful];

    /// The word in the journal.
    pub fn word(self) -> &'static str {
        match self {
            Self::Again => "again",
            Self::Order => "order",
            Self::Request => "request",
            Self::Retention => "retention",
            Self::Unlawful => "unlawful",
        }
    }

    /// Reads the word.
    ///
    /// # Errors
    /// Not one of the four.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let found = Self::ALL.into_iter().find(|reason| reason.word() == text);
        found.ok_or("is no reason; write order, request, retention or unlawful")
    }
}

/// One erasure, ready to be signed.
#[derive(Clone, Debug)]
pub struct Erasure {
    persons: Vec<PersonId>,
    numbers: Vec<CertificateNumber>,
    reason: ErasureReason,
    by: OfficerId,
    at: Timestamp,
}

/// The candidacies under a reference, in whatever scheme and cohort.
///
/// # Errors
/// Damage, or the register cannot.
pub fn candidacies(register: &dyn Register, candidate: &CandidateReference) -> Result<Vec<Candidacy>, RegisterFault> {
    let mut found = Vec::new();
    for sheet in sheets(register)? {
        let sheet = sheet?;
        if row_of(&sheet, candidate).is_some() {
            found.push(candidacy(&sheet, candidate));
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// Everything the register holds of a candidacy.
///
/// # Errors
/// Damage, or the register cannot.
pub fn held(register: &dyn Register, candidacy: &Candidacy) -> Result<Held, RegisterFault> {
    let records = Records::of(register);
    let mut sittings = Vec::new();
    for sheet in sheets(register)? {
        let sheet = sheet?;
        if *sheet.scheme().id() != candidacy.scheme || *sheet.cohort() != candidacy.cohort {
            continue;
        }
        let Some(row) = row_of(&sheet, &candidacy.candidate).cloned() else { continue };
        let person = records.person(&row.person())?;
        sittings.push(Sitting { sheet, row, person });
    }
    let certifications = certifications(records, candidacy)?;
    let mut held = Held {
        candidacy: candidacy.clone(),
        sittings,
        certifications,
        corrections: Vec::new(),
        notes: Vec::new(),
        copies: Vec::new(),
    };
    for certification in &held.certifications {
        for person in certification.history().iter().filter_map(Happening::person) {
            held.corrections.push((PersonId::new(person), records.person(&person)?));
        }
        held.notes.extend(records.notes(certification.number())?);
        held.copies.extend(copies(register, certification.number())?);
    }
    Ok(held)
}

/// The certification of a candidacy and those that renewed it.
fn certifications(records: Records<'_>, candidacy: &Candidacy) -> Result<Vec<Certification>, RegisterFault> {
    let mut next = records.certified(&candidacy.scheme, &candidacy.cohort, &candidacy.candidate)?;
    let mut certifications: Vec<Certification> = Vec::new();
    while let Some(number) = next.take() {
        let Some(certification) = records.certification(&number)? else { break };
        next = certification.renewed_as().cloned();
        certifications.push(certification);
    }
    Ok(certifications)
}

/// Other candidacies whose persons have the same e-mail address; whether they are the same person, somebody must say.
///
/// # Errors
/// Damage, or the register cannot.
pub fn same_email(register: &dyn Register, held: &Held) -> Result<Vec<Candidacy>, RegisterFault> {
    let records = Records::of(register);
    let known: Vec<String> = held.persons().map(|(_, person)| person.email().folded()).collect();
    let mut found = Vec::new();
    for sheet in sheets(register)? {
        let sheet = sheet?;
        for row in sheet.rows() {
            let candidacy = candidacy(&sheet, row.candidate());
            if candidacy != held.candidacy
                && records.person(&row.person())?.is_some_and(|person| known.contains(&person.email().folded()))
            {
                found.push(candidacy);
            }
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

impl Held {
    /// Whether anything of it can still be read as the person.
    pub fn is_erased(&self) -> bool {
        self.persons().next().is_none()
    }

    /// Everything that reads as the person, oldest first.
    pub fn persons(&self) -> impl Iterator<Item = (PersonId, &Person)> {
        let sat = self.sittings.iter().map(|one| (PersonId::new(one.row.person()), one.person.as_ref()));
        let corrected = self.corrections.iter().map(|(id, person)| (*id, person.as_ref()));
        sat.chain(corrected).filter_map(|(id, person)| Some((id, person?)))
    }

    /// The erasure of all of it.
    pub fn erasure(&self, reason: ErasureReason, by: OfficerId, at: Timestamp) -> Erasure {
        Erasure {
            persons: self.persons().map(|(id, _)| id).collect(),
            numbers: self.certifications.iter().map(|one| one.number().clone()).collect(),
            reason,
            by,
            at,
        }
    }
}

impl Erasure {
    /// The erasure of persons whose keys were destroyed by an act that the register has lost.
    pub fn again(persons: Vec<PersonId>, by: OfficerId, at: Timestamp) -> Self {
        Self { persons, numbers: Vec::new(), reason: ErasureReason::Again, by, at }
    }

    /// What the officer signs, and what stands in the journal.
    pub fn body(&self) -> Object {
        let persons: Vec<String> = self.persons.iter().map(ToString::to_string).collect();
        let numbers: Vec<String> = self.numbers.iter().map(ToString::to_string).collect();
        Object::new()
            .with("persons", persons)
            .with("numbers", numbers)
            .with("reason", self.reason.word())
            .with("erased_by", self.by.as_str())
            .with("erased_at", self.at.to_string())
    }
}

/// Erases persons: once this returns, nothing in the register reads as them any more, nor ever will.
///
/// # Errors
/// Another act was signed, somebody was erased already, or the register cannot.
pub fn record_erasure(
    register: &mut dyn Register,
    erasure: &Erasure,
    officer: &Officer,
    signed: &SignedAct<'_>,
) -> Result<Head, RecordRefused> {
    signed.is(ERASURE, officer, &erasure.body())?;
    let seq = register.head().seq + 1;
    let act = Act::new(ActKind::Erasure, erasure.at, officer.id().clone(), erasure.body());
    let act = with_signed(act, officer, signed, seq);
    Ok(register.commit(erasure.persons.iter().fold(act, |act, person| act.with_erased(*person)))?)
}

/// Every sheet, oldest first, read one at a time: each may have a hundred thousand rows.
fn sheets(register: &dyn Register) -> Result<impl Iterator<Item = Result<Sheet, RegisterFault>> + '_, RegisterFault> {
    let records = Records::of(register);
    let digests = records.latest_sheets(usize::MAX)?;
    Ok(digests.into_iter().rev().filter_map(move |digest| records.sheet(&digest).transpose()))
}

fn candidacy(sheet: &Sheet, candidate: &CandidateReference) -> Candidacy {
    Candidacy { scheme: sheet.scheme().id().clone(), cohort: sheet.cohort().clone(), candidate: candidate.clone() }
}

fn row_of<'s>(sheet: &'s Sheet, candidate: &CandidateReference) -> Option<&'s SheetRow> {
    sheet.rows().iter().find(|row| row.candidate() == candidate)
}

#[cfg(test)]
mod tests;
