//! What officers signed, and what followed: every decision and approval opens under its officer's own key.
//! Whether decisions follow from figures is asked when they are approved, with the scheme at hand.

use std::sync::{Mutex, PoisonError};

use attesto_credential::{CertificateNumber, Declaration, Secured};
use attesto_securing::{Digest, open};

use super::{Eye, FlawCode, Found, Lit, statuses};
use crate::body_key::KEY_CHANGE;
use crate::certification::Certification;
use crate::code::OfficerId;
use crate::link::LINK;
use crate::officer::Officer;
use crate::records::{APPROVAL, DECISION, ERASURE, RESTORATION, Records, counted, digest, number_family, signed_key};
use crate::register::{ActKind, JournalLine, Key, Register, RegisterFault};
use crate::status::STATUS;

/// Opens every act that an officer signs.
pub(super) fn signed(
    register: &dyn Register,
    eye: &Eye<'_>,
    acts: &[JournalLine],
    found: &mut Found,
) -> Result<(), RegisterFault> {
    for line in acts {
        let kind = match line.kind() {
            ActKind::Approval => APPROVAL,
            ActKind::Decision => DECISION,
            ActKind::Erasure => ERASURE,
            ActKind::Key => KEY_CHANGE,
            ActKind::Link => LINK,
            ActKind::Restoration => RESTORATION,
            ActKind::Status => STATUS,
            ActKind::Intent | ActKind::Publication | ActKind::Record | ActKind::Sighting | ActKind::Void => continue,
        };
        let second = line.body().text("second").filter(|_| [ActKind::Key, ActKind::Status].contains(&line.kind()));
        for officer in std::iter::once(line.by().as_str()).chain(second) {
            match found.read(Records::of(register).named(&signed_key(officer, line.seq())))? {
                Some(Some(text)) => holds(eye, line, (officer, kind), &text, found),
                Some(None) => found.flaw(FlawCode::ActUnsigned, line.record(), "no officer's signature is kept"),
                None => {}
            }
        }
    }
    Ok(())
}

fn holds(eye: &Eye<'_>, line: &JournalLine, (officer, kind): (&str, &str), text: &str, found: &mut Found) {
    let mut flaw = |why: &str| found.flaw(FlawCode::ActSeal, line.record(), why);
    let Ok(secured) = Secured::parse(text.as_bytes()) else { return flaw("what was signed cannot be read") };
    let opened = open::<Declaration>(std::slice::from_ref(&secured), eye.keys, eye.contexts, line.at()).pop();
    let Some(Ok(opened)) = opened else { return flaw("the officer's signature does not hold") };
    let said = opened.said();
    if said.kind() != kind || said.body() != line.body() {
        flaw("what was signed is another act");
    } else if known(eye, officer).is_some_and(|officer| officer.did().as_iri() != said.by()) {
        flaw("it was signed by another than the officer");
    }
}

fn known<'e>(eye: &Eye<'e>, officer: &str) -> Option<&'e Officer> {
    OfficerId::parse(officer).ok().and_then(|id| eye.officers.find(&id))
}

/// How many certifications are read at once.
const STEP: usize = 1_000;

/// Reads every certification under its number.
pub(super) fn certified((register, hands): Lit<'_>, found: &mut Found) -> Result<(), RegisterFault> {
    let (mut after, last) = (None, Last::default());
    let records = Records::of(register).with_hands(hands);
    while let Some(page) = found.read(register.list(&number_family(), after.as_ref(), STEP))? {
        let looked = records.each(&page, |(key, value)| one(register, (key, value), &last))?;
        looked.into_iter().for_each(|one| found.append(one));
        match page.into_iter().last() {
            Some((key, _)) => after = Some(key),
            None => break,
        }
    }
    Ok(())
}

/// What the last certification hung on, and most have in common: what stands well need not be read again.
#[derive(Default)]
struct Last {
    approved: Mutex<Option<Digest>>,
    counter: Mutex<Option<(String, String)>>,
}

fn one(register: &dyn Register, (key, value): (&Key, &[u8]), last: &Last) -> Result<Found, RegisterFault> {
    let (records, mut found) = (Records::of(register), Found::default());
    found.counts.certifications += 1;
    let named = digest(key, value).and_then(|named| records.lasting(key, &named));
    let Some(certification) = found.read(named)? else { return Ok(found) };
    let Ok(certification) = Certification::parse(&certification) else {
        found.flaw(FlawCode::CertificationDiffers, key, "it is no certification");
        return Ok(found);
    };
    if certification.number().as_str() != key.last() {
        found.flaw(FlawCode::CertificationDiffers, key, "it has another number");
    }
    if !last.is_approved(&records, &certification.sheet(), &mut found)? {
        found.flaw(FlawCode::CertificationDiffers, key, "its sheet is not approved");
    }
    within_counter((&records, last), key, certification.number(), &mut found)?;
    statuses::follows(register, &certification, &mut found)?;
    Ok(found)
}

impl Last {
    /// Whether a sheet is approved; damage is told, and is no approval that is missing.
    fn is_approved(&self, records: &Records<'_>, sheet: &Digest, found: &mut Found) -> Result<bool, RegisterFault> {
        let last = || self.approved.lock().unwrap_or_else(PoisonError::into_inner);
        if *last() == Some(*sheet) {
            return Ok(true);
        }
        let read = found.read(records.approval(sheet))?;
        if let Some(Some(_)) = read {
            *last() = Some(*sheet);
        }
        Ok(read.is_none_or(|approval| approval.is_some()))
    }

    /// What stands under the counter of a series.
    fn counter(&self, records: &Records<'_>, series: &str, found: &mut Found) -> Result<Option<String>, RegisterFault> {
        let last = || self.counter.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, stands)) = last().as_ref().filter(|(of, _)| of == series) {
            return Ok(Some(stands.clone()));
        }
        let stands = found.read(records.text(&Key::of(&["counter", series])))?.flatten();
        *last() = stands.clone().map(|stands| (series.to_owned(), stands));
        Ok(stands)
    }
}

fn within_counter(
    (records, last): (&Records<'_>, &Last),
    key: &Key,
    number: &CertificateNumber,
    found: &mut Found,
) -> Result<(), RegisterFault> {
    let Some((series, counter)) = counted(number) else { return Ok(()) };
    let stands = last.counter(records, series, found)?;
    // Six digits each, so the order of texts is that of numbers.
    if stands.is_none_or(|stands| stands.as_str() < counter) {
        found.flaw(FlawCode::CounterBehind, key, format!("the counter of {series} has not reached it"));
    }
    Ok(())
}
