//! What officers signed, and what followed: every decision and approval opens under its officer's own key.
//! Whether decisions follow from figures is asked when they are approved, with the scheme at hand.

use attesto_credential::{CertificateNumber, Declaration, Secured};
use attesto_securing::open;

use super::{Eye, FlawCode, Found, statuses};
use crate::body_key::KEY_CHANGE;
use crate::certification::Certification;
use crate::code::OfficerId;
use crate::link::LINK;
use crate::officer::Officer;
use crate::records::{APPROVAL, DECISION, ERASURE, RESTORATION, Records, counted, number_family, signed_key};
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
pub(super) fn certified(register: &dyn Register, found: &mut Found) -> Result<(), RegisterFault> {
    let mut after = None;
    while let Some(page) = found.read(register.list(&number_family(), after.as_ref(), STEP))? {
        page.iter().try_for_each(|(key, _)| one(register, key, found))?;
        match page.into_iter().last() {
            Some((key, _)) => after = Some(key),
            None => break,
        }
    }
    Ok(())
}

fn one(register: &dyn Register, key: &Key, found: &mut Found) -> Result<(), RegisterFault> {
    let records = Records::of(register);
    found.counts.certifications += 1;
    let Some(certification) = found.read(records.named(key))?.flatten() else { return Ok(()) };
    let Ok(certification) = Certification::parse(&certification) else {
        found.flaw(FlawCode::CertificationDiffers, key, "it is no certification");
        return Ok(());
    };
    if certification.number().as_str() != key.last() {
        found.flaw(FlawCode::CertificationDiffers, key, "it has another number");
    }
    if found.read(records.approval(&certification.sheet()))?.is_some_and(|approval| approval.is_none()) {
        found.flaw(FlawCode::CertificationDiffers, key, "its sheet is not approved");
    }
    within_counter(&records, key, certification.number(), found)?;
    statuses::follows(register, &certification, found)
}

fn within_counter(
    records: &Records<'_>,
    key: &Key,
    number: &CertificateNumber,
    found: &mut Found,
) -> Result<(), RegisterFault> {
    let Some((series, counter)) = counted(number) else { return Ok(()) };
    let stands = found.read(records.text(&Key::of(&["counter", series])))?.flatten();
    // Six digits each, so the order of texts is that of numbers.
    if stands.is_none_or(|stands| stands.as_str() < counter) {
        found.flaw(FlawCode::CounterBehind, key, format!("the counter of {series} has not reached it"));
    }
    Ok(())
}
