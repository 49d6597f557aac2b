//! The second half of issuing: seal what was intended, open it again, record it.
//! What fails on the way voids the intent, so that nothing is left open by a fault of ours.

use attesto_credential::{Credential, Secured, Statement};
use attesto_securing::{Authentic, Broken, open, seal};

use super::intent::{Draft, OpenIntent, WrittenDraft};
use super::lookup::{copies_entry, copy_entry, link_entry};
use super::specimen::specimen;
use super::{Copy, Desk, IssueFault, SelfCheck, Standing, void};
use crate::records::damaged;
use crate::register::{Act, ActKind, Payload};

/// Seals, checks and records the drafts of an open intent.
pub(super) fn complete(desk: &mut Desk<'_>, intent: &OpenIntent, drafts: Vec<Draft>) -> Result<Vec<Copy>, IssueFault> {
    match sealed(desk, intent, drafts) {
        Ok(sealed) => record(desk, intent, sealed),
        Err(fault) => {
            // Should the register fail too, the intent stays open and is listed at the next start.
            let _ = void(desk.register, intent.id(), desk.officer, desk.at);
            Err(fault)
        }
    }
}

fn sealed(
    desk: &Desk<'_>,
    intent: &OpenIntent,
    drafts: Vec<Draft>,
) -> Result<Vec<(WrittenDraft, Secured)>, IssueFault> {
    let said: Vec<Credential> = drafts.iter().map(|draft| draft.linted.said().clone()).collect();
    let (written, linted): (Vec<WrittenDraft>, Vec<_>) =
        drafts.into_iter().map(|draft| (draft.written, draft.linted)).unzip();
    let secured = stamped(desk, &written, seal(linted, desk.signer, desk.contexts, intent.at())?)?;
    let opened = open::<Credential>(&secured, desk.keys, desk.contexts, intent.at());
    for (((draft, said), secured), opened) in written.iter().zip(&said).zip(&secured).zip(opened) {
        check(draft, said, secured, opened)
            .map_err(|why| IssueFault::SelfCheck { number: draft.number.clone(), why })?;
    }
    Ok(written.into_iter().zip(secured).collect())
}

/// The seals with their time-stamps, where the desk has them stamped.
fn stamped(desk: &Desk<'_>, written: &[WrittenDraft], secured: Vec<Secured>) -> Result<Vec<Secured>, IssueFault> {
    let Some(stamp) = desk.stamping else { return Ok(secured) };
    let stamped = |(draft, secured): (&WrittenDraft, Secured)| {
        stamp(secured).map_err(|why| IssueFault::NotStamped { number: draft.number.clone(), why })
    };
    written.iter().zip(secured).map(stamped).collect()
}

/// Holds one sealed text against its draft: the seal, what it says, and the bytes that were intended.
fn check<T: Statement>(
    draft: &WrittenDraft,
    said: &T,
    secured: &Secured,
    opened: Result<Authentic<T>, Broken>,
) -> Result<(), SelfCheck> {
    let opened = opened?;
    let same = *opened.said() == said.as_sealed() && draft.words(secured);
    if same { Ok(()) } else { Err(SelfCheck::SaysOther) }
}

fn record(
    desk: &mut Desk<'_>,
    intent: &OpenIntent,
    sealed: Vec<(WrittenDraft, Secured)>,
) -> Result<Vec<Copy>, IssueFault> {
    let mut act = intent.ended(Act::new(ActKind::Record, desk.at, desk.officer.clone(), intent.body()));
    act = act.with_specimen(specimen(sealed.iter().map(|(draft, _)| draft.document.as_str())));
    let mut copies = Vec::with_capacity(sealed.len());
    for (draft, secured) in sealed {
        let payload = Payload::erasable(secured.text().as_bytes().to_vec(), draft.person_id());
        let (copy, drafted) = (draft.copy(), draft.payload().digest());
        let recorded = format!("recorded {} {drafted} {} {}", payload.digest(), draft.person_id(), draft.place());
        let link = draft.link().map_err(|bad| damaged(&copy_entry(&copy), bad))?;
        act = act
            .with_payload(payload)
            .with_set(copy_entry(&copy), recorded)
            .with_fresh(copies_entry(&draft.number).under(&copy.to_hex()), Vec::new());
        if let Some(link) = &link {
            act = act.with_fresh(link_entry(link), copy.to_hex());
        }
        let (id, number, place) = (draft.credential(), draft.number.clone(), draft.place());
        copies.push(Copy { id, number, link, place, secured, standing: Standing::Issued });
    }
    desk.register.commit(act)?;
    Ok(copies)
}
