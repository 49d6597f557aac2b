//! Writes a change of status: the certification, every copy's status, the promises and the signatures in one act.
//! What is promised is issued afterwards; the lists are published from what stands here.

use attesto_credential::CertificateNumber;

use super::change::{Particulars, StatusChange, Turn};
use super::known::promise_entry;
use crate::certification::Certification;
use crate::officer::Officer;
use crate::records::{RecordRefused, SignedAct, number_key, ordinal, with_counters, with_person, with_signed};
use crate::register::{Act, ActKind, Head, Key, Payload, PersonId, Register, RegisterFault};

/// The kind of the declaration that officers sign who change a status.
pub const STATUS: &str = "status";

/// Records a change of status, in one durable act, with what each of its officers signed and the note that belongs to it.
///
/// # Errors
/// Another change was signed, or by others; the note is not the one that was signed for; or the register cannot.
pub fn record_change(
    register: &mut dyn Register,
    change: &StatusChange,
    signed: &[(&Officer, SignedAct<'_>)],
    note: Option<&str>,
) -> Result<Head, RecordRefused> {
    let body = change.body();
    if !change.officers().eq(signed.iter().map(|(officer, _)| officer.id())) {
        let officer = change.order.by.to_string();
        return Err(RecordRefused::SignedOther { officer, kind: STATUS });
    }
    for (officer, act) in signed {
        act.is(STATUS, officer, &body)?;
    }
    let seq = register.head().seq + 1;
    let act = Act::new(ActKind::Status, change.order.decided, change.order.by.clone(), body);
    let act = signed.iter().fold(act, |act, (officer, signed)| with_signed(act, officer, signed, seq));
    let act = with_note(act, change, note, seq)?;
    let act = with_copies(register, act, change)?;
    let act = with_certifications(register, act, change)?;
    Ok(register.commit(act)?)
}

fn with_note(act: Act, change: &StatusChange, note: Option<&str>, seq: u64) -> Result<Act, RecordRefused> {
    let payload = note.map(|note| Payload::erasable(note.as_bytes().to_vec(), PersonId::new(change.after.person())));
    if payload.as_ref().map(Payload::digest) != change.order.note {
        let officer = change.order.by.to_string();
        return Err(RecordRefused::SignedOther { officer, kind: STATUS });
    }
    let Some(payload) = payload else { return Ok(act) };
    let key = note_family(&change.order.number).under(&ordinal(seq));
    let value = format!("{} {}", payload.digest(), change.after.person());
    Ok(act.with_payload(payload).with_fresh(key, value))
}

/// Where the notes on a certification stand.
pub(crate) fn note_family(number: &CertificateNumber) -> Key {
    Key::of(&["note", number.as_str()])
}

fn with_copies(register: &dyn Register, mut act: Act, change: &StatusChange) -> Result<Act, RegisterFault> {
    for (copy, turn) in &change.copies {
        let (place, suspended) = (copy.place(), register.find(&copy.place().suspended_key())?.is_some());
        act = match turn {
            Turn::Suspended if suspended => act,
            Turn::Suspended => act.with_fresh(place.suspended_key(), change.order.effective.to_string()),
            Turn::Stands(status) => act.with_set(place.key(), status.to_text()),
            Turn::Lifted => act,
        };
        if suspended && *turn != Turn::Suspended {
            act = act.with_gone(place.suspended_key());
        }
    }
    let number = change.follows.as_ref().unwrap_or(&change.after).number();
    let promise = |act: Act, copy| act.with_fresh(promise_entry(copy), number.as_str());
    Ok(change.promises.iter().fold(act, promise))
}

fn with_certifications(register: &dyn Register, act: Act, change: &StatusChange) -> Result<Act, RegisterFault> {
    let standing = |act: Act, certification: &Certification| {
        let payload = Payload::lasting(certification.to_text().into_bytes());
        let digest = payload.digest().to_hex();
        (act.with_payload(payload), digest)
    };
    let act = match &change.order.particulars {
        // The certification itself stays as it is.
        Particulars::Replace(_) => return Ok(act),
        Particulars::Correct(person) => with_person(act, person),
        _ => act,
    };
    let (act, digest) = standing(act, &change.after);
    let act = act.with_set(number_key(change.after.number()), digest);
    let Some(follows) = &change.follows else { return Ok(act) };
    let (act, digest) = standing(act, follows);
    let act = act.with_fresh(number_key(follows.number()), digest);
    with_counters(register, act, std::slice::from_ref(follows.number()))
}
