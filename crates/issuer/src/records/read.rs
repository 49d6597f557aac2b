//! Looking records up: what was recorded, parsed at the door again.
//! Nothing is written here; what does not read back is damage, and is told as such.

use attesto_credential::{BadId, CertificateNumber};
use attesto_securing::Digest;

use super::{
    approval_key, counter_family, counter_floor, granted_key, number_key, officer_key, person_key, place_counter,
    sheet_key, sheet_order_key,
};
use crate::certification::Certification;
use crate::code::OfficerId;
use crate::issue::{Alone, Hands};
use crate::person::Person;
use crate::register::{Key, PersonId, Register, RegisterFault};
use crate::sheet::{Sheet, SheetHead};
use crate::status::note_family;

/// How many entries are listed at once.
const PAGE: usize = 1_000;
const REMEDY: &str = "put the register's folder aside and restore the last backup";

/// What can be looked up in a register.
#[derive(Clone, Copy)]
pub struct Records<'r> {
    register: &'r dyn Register,
    hands: &'r dyn Hands,
}

/// Why no numbers can be reserved.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NumbersRefused {
    /// The prefix or the year fits no number, or the year's numbers are used up.
    #[error(transparent)]
    Number(#[from] BadId),
    /// The register cannot.
    #[error(transparent)]
    Register(#[from] RegisterFault),
}

impl<'r> Records<'r> {
    /// Looks into a register.
    pub fn of(register: &'r dyn Register) -> Self {
        Self { register, hands: &Alone }
    }

    /// The same, and hands that help to read what is large.
    #[must_use]
    pub fn with_hands(self, hands: &'r dyn Hands) -> Self {
        Self { hands, ..self }
    }

    /// The next certificate numbers of a prefix and year; they are taken when the approval is recorded.
    ///
    /// # Errors
    /// A prefix or year that fits no number, a year whose numbers are used up, or the register cannot.
    pub fn next_numbers(
        &self,
        prefix: &str,
        year: u16,
        count: usize,
    ) -> Result<Vec<CertificateNumber>, NumbersRefused> {
        // A number is written in capitals, however its prefix was.
        let prefix = prefix.to_ascii_uppercase();
        let series = counter_family().under(&format!("{prefix}-{year:04}"));
        let last = match self.counter(&series)? {
            Some(last) => last,
            None => self.counter(&counter_floor())?.unwrap_or(0),
        };
        let counters = (last..).skip(1).take(count);
        counters.map(|counter| CertificateNumber::new(&prefix, year, counter).map_err(Into::into)).collect()
    }

    /// How many places in the status lists were given, to whatever came of it.
    pub(crate) fn places_given(&self) -> Result<u64, RegisterFault> {
        let key = place_counter();
        let text = self.text(&key)?;
        text.map_or(Ok(0), |text| text.parse().map_err(|_| damaged(&key, "it is no counter")))
    }

    /// What stands under a counter.
    pub(crate) fn counter(&self, key: &Key) -> Result<Option<u32>, RegisterFault> {
        let text = self.text(key)?;
        text.map(|text| text.parse().map_err(|_| damaged(key, "it is no counter"))).transpose()
    }

    /// A sheet by its digest.
    ///
    /// # Errors
    /// Damage, or the register cannot.
    pub fn sheet(&self, digest: &Digest) -> Result<Option<Sheet>, RegisterFault> {
        let key = sheet_key(digest);
        if self.register.find(&key)?.is_none() {
            return Ok(None);
        }
        // The register gives no text that has another digest.
        let read = Sheet::read(self.lasting(&key, digest)?, *digest, self.hands);
        read.map(Some).map_err(|bad| damaged(&key, bad))
    }

    /// A sheet by its digest, without its rows; nothing if there is no such sheet.
    ///
    /// # Errors
    /// Damage, or the register cannot.
    pub fn sheet_head(&self, digest: &Digest) -> Result<Option<SheetHead>, RegisterFault> {
        let Some(signed) = self.decision(digest)? else { return Ok(None) };
        let head = SheetHead::of_signed(&signed).filter(|head| head.sheet() == *digest);
        head.map(Some).ok_or_else(|| damaged(&sheet_key(digest), "what was signed is not about that sheet"))
    }

    /// The digests of the sheets, the latest first.
    ///
    /// # Errors
    /// Damage, or the register cannot.
    pub fn latest_sheets(&self, at_most: usize) -> Result<Vec<Digest>, RegisterFault> {
        let entries = self.all(&sheet_order_key())?;
        entries.iter().rev().take(at_most).map(|(key, value)| digest(key, value)).collect()
    }

    /// What the approving officer signed of a sheet; nothing while it is not approved.
    ///
    /// # Errors
    /// Damage, or the register cannot.
    pub fn approval(&self, sheet: &Digest) -> Result<Option<String>, RegisterFault> {
        self.named(&approval_key(sheet))
    }

    /// What the deciding officer signed of a sheet; nothing if there is no such sheet.
    ///
    /// # Errors
    /// Damage, or the register cannot.
    pub fn decision(&self, sheet: &Digest) -> Result<Option<String>, RegisterFault> {
        self.named(&sheet_key(sheet))
    }

    /// A person by the commitment that stands for them; nothing if unknown, or erased.
    ///
    /// # Errors
    /// Damage, or the register cannot.
    pub fn person(&self, commitment: &Digest) -> Result<Option<Person>, RegisterFault> {
        let key = person_key(commitment);
        let Some(value) = self.register.find(&key)? else { return Ok(None) };
        let text = self.erasable(&key, &digest(&key, &value)?, PersonId::new(*commitment))?;
        text.map(|text| Person::parse(&text).map_err(|bad| damaged(&key, bad))).transpose()
    }

    /// A certification by its number.
    ///
    /// # Errors
    /// Damage, or the register cannot.
    pub fn certification(&self, number: &CertificateNumber) -> Result<Option<Certification>, RegisterFault> {
        let key = number_key(number);
        let text = self.named(&key)?;
        text.map(|text| Certification::parse(&text).map_err(|bad| damaged(&key, bad))).transpose()
    }

    /// The notes on a certification that can still be read, oldest first.
    ///
    /// # Errors
    /// Damage, or the register cannot.
    pub fn notes(&self, number: &CertificateNumber) -> Result<Vec<String>, RegisterFault> {
        let mut notes = Vec::new();
        for (key, value) in self.all(&note_family(number))? {
            let parts =
                value.split(|byte| *byte == b' ').map(|part| digest(&key, part)).collect::<Result<Vec<_>, _>>()?;
            let [text, person] = parts.as_slice() else { return Err(damaged(&key, "it names no note")) };
            notes.extend(self.erasable(&key, text, PersonId::new(*person))?);
        }
        Ok(notes)
    }

    /// The certifications that followed from a sheet, by number.
    ///
    /// # Errors
    /// Damage, or the register cannot.
    pub fn certifications(&self, sheet: &Digest) -> Result<Vec<Certification>, RegisterFault> {
        self.all(&granted_key(sheet))?.iter().map(|(key, _)| self.granted(key)).collect()
    }

    /// Of the certifications that followed from a sheet, so many at most, by number, after that one.
    ///
    /// # Errors
    /// Damage, or the register cannot.
    pub fn certifications_after(
        &self,
        sheet: &Digest,
        after: Option<&CertificateNumber>,
        at_most: usize,
    ) -> Result<Vec<Certification>, RegisterFault> {
        let family = granted_key(sheet);
        let after = after.map(|number| family.under(number.as_str()));
        let entries = self.register.list(&family, after.as_ref(), at_most)?;
        entries.iter().map(|(key, _)| self.granted(key)).collect()
    }

    fn granted(&self, key: &Key) -> Result<Certification, RegisterFault> {
        let number = CertificateNumber::parse(key.last()).map_err(|bad| damaged(key, bad))?;
        self.certification(&number)?.ok_or_else(|| damaged(key, "its certification is not there"))
    }

    /// The number under which a candidate of a cohort is certified already.
    ///
    /// # Errors
    /// Damage, or the register cannot.
    pub fn certified(
        &self,
        scheme: &attesto_credential::Iri,
        cohort: &crate::code::Code,
        candidate: &crate::code::CandidateReference,
    ) -> Result<Option<CertificateNumber>, RegisterFault> {
        let key = Key::of(&["certified", scheme.as_str(), cohort.as_str(), candidate.as_str()]);
        let text = self.text(&key)?;
        text.map(|text| CertificateNumber::parse(&text).map_err(|bad| damaged(&key, bad))).transpose()
    }

    /// Everything an officer signed, oldest first.
    ///
    /// # Errors
    /// Damage, or the register cannot.
    pub fn signed_by(&self, officer: &OfficerId) -> Result<Vec<String>, RegisterFault> {
        let entries = self.all(&officer_key(officer.as_str()))?;
        entries.iter().map(|(key, value)| self.lasting(key, &digest(key, value)?)).collect()
    }

    /// Every entry below a key, page by page.
    pub(crate) fn all(&self, prefix: &Key) -> Result<Vec<(Key, Vec<u8>)>, RegisterFault> {
        let mut entries: Vec<(Key, Vec<u8>)> = Vec::new();
        loop {
            let after = entries.last().map(|(key, _)| key.clone());
            let page = self.register.list(prefix, after.as_ref(), PAGE)?;
            let is_last = page.len() < PAGE;
            entries.extend(page);
            if is_last {
                return Ok(entries);
            }
        }
    }

    /// The text under a key itself.
    pub(crate) fn text(&self, key: &Key) -> Result<Option<String>, RegisterFault> {
        self.register.find(key)?.map(|bytes| utf8(key, bytes)).transpose()
    }

    /// The lasting text whose digest stands under a key.
    pub(crate) fn named(&self, key: &Key) -> Result<Option<String>, RegisterFault> {
        let Some(value) = self.register.find(key)? else { return Ok(None) };
        self.lasting(key, &digest(key, &value)?).map(Some)
    }

    /// A text that must be there unless its person is erased.
    pub(crate) fn erasable(
        &self,
        key: &Key,
        named: &Digest,
        person: PersonId,
    ) -> Result<Option<String>, RegisterFault> {
        match self.register.payload(named)? {
            Some(bytes) => utf8(key, bytes).map(Some),
            None if self.register.find(&person.erased_key())?.is_some() => Ok(None),
            None => Err(damaged(key, format!("its text {named} is not there"))),
        }
    }

    /// A text that must be there.
    pub(crate) fn lasting(&self, key: &Key, named: &Digest) -> Result<String, RegisterFault> {
        let bytes = self.register.payload(named)?;
        utf8(key, bytes.ok_or_else(|| damaged(key, format!("its text {named} is not there")))?)
    }
}

/// The digest that stands under a key.
pub(crate) fn digest(key: &Key, value: &[u8]) -> Result<Digest, RegisterFault> {
    let hex = std::str::from_utf8(value).ok().and_then(Digest::parse_hex);
    hex.ok_or_else(|| damaged(key, "no digest stands there"))
}

/// What is under a key is not what was written there.
pub(crate) fn damaged(key: &Key, found: impl ToString) -> RegisterFault {
    RegisterFault::Damaged { record: key.to_string(), found: found.to_string(), remedy: REMEDY }
}

fn utf8(key: &Key, bytes: Vec<u8>) -> Result<String, RegisterFault> {
    String::from_utf8(bytes).map_err(|_| damaged(key, "it is not text"))
}
