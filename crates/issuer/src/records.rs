//! The records of the register in their own types: what is written with a decision and with an approval.
//! Reading them again stands in `records/read.rs`; copies of certifications are `issue`'s.

mod read;

use attesto_credential::{CertificateNumber, Declaration, Secured};
use attesto_securing::{Authentic, Digest};

use crate::approve::Approval;
use crate::certification::Certification;
use crate::officer::Officer;
use crate::person::Person;
use crate::register::{Act, ActKind, Head, Key, Payload, PersonId, Register, RegisterFault};
use crate::shares::each_share;
use crate::sheet::Sheet;

pub use read::{NumbersRefused, Records};
pub(crate) use read::{damaged, digest};

/// The kind of the declaration that a deciding officer signs.
pub const DECISION: &str = "decision";
/// The kind of the declaration that an approving officer signs.
pub const APPROVAL: &str = "approval";
/// The kind of the declaration that an officer signs who erases persons.
pub const ERASURE: &str = "erasure";
/// The kind of the declaration that an officer signs who restores the register with loss.
pub const RESTORATION: &str = "restoration";

/// An officer's act as signed, opened under the officer's own key.
#[derive(Debug)]
pub struct SignedAct<'a> {
    text: &'a str,
    said: &'a Declaration,
}

/// Why an act is not recorded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordRefused {
    /// The certifications are not those of the approval.
    #[error("the certifications do not belong to the approval of sheet {sheet}; approve again")]
    OtherCertifications {
        /// The sheet.
        sheet: Digest,
    },
    /// The persons are not those of the sheet.
    #[error("the persons given are not those on sheet {sheet}; give all of them, in its order")]
    OtherPersons {
        /// The sheet.
        sheet: Digest,
    },
    /// The register did not take it.
    #[error(transparent)]
    Register(#[from] RegisterFault),
    /// Something else was signed, or by somebody else.
    #[error("what {officer} signed is not this {kind}; sign it again")]
    SignedOther {
        /// Who should have signed.
        officer: String,
        /// What.
        kind: &'static str,
    },
}

impl<'a> SignedAct<'a> {
    /// Takes what an officer signed, and what it said when it was opened.
    pub fn new(secured: &'a Secured, opened: &'a Authentic<Declaration>) -> Self {
        Self { text: secured.text(), said: opened.said() }
    }

    pub(crate) fn is(
        &self,
        kind: &'static str,
        officer: &Officer,
        body: &attesto_credential::Object,
    ) -> Result<(), RecordRefused> {
        let fits = self.said.kind() == kind && self.said.by() == officer.did().as_iri() && self.said.body() == body;
        if fits { Ok(()) } else { Err(RecordRefused::SignedOther { officer: officer.id().to_string(), kind }) }
    }
}

/// Records a sheet of decisions with its persons, each apart, and what the deciding officer signed.
///
/// # Errors
/// Another act was signed, the persons are not those of the sheet, it is recorded already, or the register cannot.
pub fn record_decision(
    register: &mut dyn Register,
    sheet: &Sheet,
    persons: &[Person],
    officer: &Officer,
    signed: &SignedAct<'_>,
) -> Result<Head, RecordRefused> {
    let digest = sheet.digest();
    signed.is(DECISION, officer, &sheet.act())?;
    if officer.id() != sheet.decided_by() {
        return Err(RecordRefused::SignedOther { officer: officer.id().to_string(), kind: DECISION });
    }
    if !sheet.rows().iter().map(|row| row.person()).eq(persons.iter().map(Person::commitment)) {
        return Err(RecordRefused::OtherPersons { sheet: digest });
    }
    let seq = register.head().seq + 1;
    let act = Act::new(ActKind::Decision, sheet.decided_at(), officer.id().clone(), sheet.act());
    let act = with_signed(act, officer, signed, seq)
        .with_payload(Payload::lasting_shared(sheet.shared_text(), digest))
        .with_fresh(sheet_key(&digest), digest_of(signed).to_hex())
        .with_fresh(sheet_order_key().under(&ordinal(seq)), digest.to_hex());
    Ok(register.commit(persons.iter().fold(act, with_person))?)
}

/// Records an approval with the certifications that follow from it, and what the approving officer signed.
///
/// Their numbers are taken for good, and each candidate of a cohort is certified once.
///
/// # Errors
/// Another act was signed, the certifications are not the approval's, a number or a candidate is taken already, or
/// the register cannot.
pub fn record_approval(
    register: &mut dyn Register,
    approval: &Approval<'_>,
    certifications: &[Certification],
    officer: &Officer,
    signed: &SignedAct<'_>,
) -> Result<Head, RecordRefused> {
    let sheet = approval.sheet();
    let numbers: Vec<CertificateNumber> = certifications.iter().map(|one| one.number().clone()).collect();
    let body = approval.act(&numbers);
    signed.is(APPROVAL, officer, &body)?;
    if officer.id() != approval.officer() {
        return Err(RecordRefused::SignedOther { officer: officer.id().to_string(), kind: APPROVAL });
    }
    let candidates = certifications.iter().map(Certification::candidate);
    let belong = certifications.iter().all(|one| one.sheet() == sheet);
    if !belong || !approval.certified().map(|row| row.candidate()).eq(candidates) {
        return Err(RecordRefused::OtherCertifications { sheet });
    }
    let seq = register.head().seq + 1;
    let act = Act::new(ActKind::Approval, approval.at(), officer.id().clone(), body);
    let act = with_signed(act, officer, signed, seq).with_fresh(approval_key(&sheet), digest_of(signed).to_hex());
    let texts = each_share(certifications, approval.hands(), |share| share.iter().map(kept).collect::<Vec<_>>());
    let texts = texts.into_iter().flatten();
    let act = certifications.iter().zip(texts).fold(act, with_certification);
    let act = with_counters(register, act, &numbers)?;
    Ok(register.commit(act)?)
}

pub(crate) fn with_signed(act: Act, officer: &Officer, signed: &SignedAct<'_>, seq: u64) -> Act {
    act.with_payload(Payload::lasting(signed.text.as_bytes().to_vec()))
        .with_fresh(signed_key(officer.id().as_str(), seq), digest_of(signed).to_hex())
}

pub(crate) fn with_person(act: Act, person: &Person) -> Act {
    let payload = Payload::erasable(exactly(person.to_text()), PersonId::new(person.commitment()));
    let digest = payload.digest().to_hex();
    act.with_payload(payload).with_fresh(person_key(&person.commitment()), digest)
}

/// A text in just as much memory as it needs: an act keeps a hundred thousand, and each was written into twice as much.
fn exactly(text: String) -> Vec<u8> {
    text.as_bytes().to_vec()
}

fn kept(certification: &Certification) -> Payload {
    Payload::lasting(exactly(certification.to_text()))
}

fn with_certification(act: Act, (certification, payload): (&Certification, Payload)) -> Act {
    let (digest, number) = (payload.digest().to_hex(), certification.number().as_str());
    act.with_payload(payload)
        .with_fresh(number_key(certification.number()), digest)
        .with_fresh(granted_key(&certification.sheet()).under(number), Vec::new())
        .with_fresh(candidate_key(certification), number)
}

/// The counters stand at the highest number ever given of each prefix and year.
pub(crate) fn with_counters(
    register: &dyn Register,
    mut act: Act,
    numbers: &[CertificateNumber],
) -> Result<Act, RegisterFault> {
    let mut highest = std::collections::BTreeMap::new();
    for (series, counter) in numbers.iter().filter_map(counted) {
        let entry = highest.entry(series).or_insert(counter);
        *entry = counter.max(*entry);
    }
    for (series, counter) in highest {
        let key = Key::of(&["counter", series]);
        // Six digits each, so the order of texts is that of numbers.
        let stood = Records::of(register).text(&key)?.filter(|stood| stood.as_str() > counter);
        act = act.with_set(key, stood.unwrap_or_else(|| counter.to_owned()));
    }
    Ok(act)
}

/// Takes places in the status lists, from the n-th ever given on; whoever takes the same comes too late.
pub(crate) fn with_places(act: Act, first: u64, count: usize) -> Act {
    let next = first.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
    act.with_fresh(Key::of(&["place-range", &ordinal(first)]), ordinal(next)).with_set(place_counter(), ordinal(next))
}

/// `PREFIX-YYYY` and the six digits behind it.
pub(crate) fn counted(number: &CertificateNumber) -> Option<(&str, &str)> {
    let (body, _check) = number.as_str().rsplit_once('-')?;
    body.rsplit_once('-')
}

fn digest_of(signed: &SignedAct<'_>) -> Digest {
    Digest::of(signed.text.as_bytes())
}

/// The first segments of every key that this crate writes.
pub(crate) const FAMILIES: [&str; 28] = [
    "approval",
    "body-key",
    "certified",
    "copies",
    "copy",
    "copy-link",
    "counter",
    "counter-floor",
    "credential",
    "edition",
    "erased",
    "granted",
    "intent",
    "intent-draft",
    "latest-edition",
    "link",
    "note",
    "number",
    "officer-act",
    "person",
    "place-counter",
    "place-range",
    "promise",
    "seen",
    "sheet",
    "sheet-order",
    "status",
    "suspended",
];

pub(crate) fn ordinal(seq: u64) -> String {
    format!("{seq:012}")
}

fn sheet_key(sheet: &Digest) -> Key {
    Key::of(&["sheet", &sheet.to_hex()])
}

fn sheet_order_key() -> Key {
    Key::of(&["sheet-order"])
}

fn approval_key(sheet: &Digest) -> Key {
    Key::of(&["approval", &sheet.to_hex()])
}

fn officer_key(officer: &str) -> Key {
    Key::of(&["officer-act", officer])
}

/// Where what an officer signed with an act stands.
pub(crate) fn signed_key(officer: &str, seq: u64) -> Key {
    officer_key(officer).under(&ordinal(seq))
}

fn person_key(commitment: &Digest) -> Key {
    Key::of(&["person", &commitment.to_hex()])
}

/// Where the last number of each prefix and year stands.
pub(crate) fn counter_family() -> Key {
    Key::of(&["counter"])
}

/// Where a prefix and year begins that has given no number yet.
pub(crate) fn counter_floor() -> Key {
    Key::of(&["counter-floor"])
}

/// Where it stands how many places in the status lists were given.
pub(crate) fn place_counter() -> Key {
    Key::of(&["place-counter"])
}

/// Where certifications stand, each under its number.
pub(crate) fn number_family() -> Key {
    Key::of(&["number"])
}

pub(crate) fn number_key(number: &CertificateNumber) -> Key {
    Key::of(&["number", number.as_str()])
}

fn granted_key(sheet: &Digest) -> Key {
    Key::of(&["granted", &sheet.to_hex()])
}

fn candidate_key(certification: &Certification) -> Key {
    let scheme = certification.scheme().id().as_str();
    Key::of(&["certified", scheme, certification.cohort().as_str(), certification.candidate().as_str()])
}

#[cfg(test)]
pub(crate) mod tests;
