//! The second half of issuing: seal what was intended, open it again, record it.
//! What fails on the way voids the intent, so that nothing is left open by a fault of ours.

use std::sync::Arc;

use attesto_credential::{Credential, Format, Mechanism, Secured, Statement, Timestamp};
use attesto_securing::{Authentic, Broken, Contexts, Digest, Keys, Signer, open, recorded_as, seal, seal_held};

use super::intent::OpenIntent;
use super::lookup::{copies_entry, copy_entry, link_entry};
use super::moulds::Made;
use super::pattern::KeptPattern;
use super::specimen::specimen;
use super::written::{Draft, WrittenDraft};
use super::{Copy, Desk, IssueFault, SelfCheck, Stamping, Standing, void};
use crate::records::damaged;
use crate::register::{Act, ActKind, Payload};

/// What sealing works with: nothing that keeps anything.
#[derive(Clone, Copy)]
pub(super) struct Sealing<'d> {
    signer: &'d dyn Signer,
    keys: &'d Keys,
    contexts: &'d Contexts,
}

/// A sealed copy and the text to be made durable, with its draft and the digest that its draft is kept under.
pub(super) struct Done {
    draft: WrittenDraft,
    kept: Digest,
    secured: Secured,
    payload: Payload,
}

/// What was meant, while it is being sealed.
struct Meant {
    draft: WrittenDraft,
    kept: Digest,
    pattern: Option<Arc<KeptPattern>>,
}

/// Seals, checks and records the drafts of an open intent.
pub(super) fn complete(desk: &mut Desk<'_>, intent: &OpenIntent, drafts: Vec<Draft>) -> Result<Vec<Copy>, IssueFault> {
    match Sealing::of(desk).sealed(intent.at(), drafts, desk.stamping) {
        Ok(done) => record(desk, intent, done),
        Err(fault) => {
            // Should the register fail too, the intent stays open and is listed at the next start.
            let _ = void(desk.register, intent.id(), desk.officer, desk.at);
            Err(fault)
        }
    }
}

impl<'d> Sealing<'d> {
    pub(super) fn of(desk: &Desk<'d>) -> Self {
        Self { signer: desk.signer, keys: desk.keys, contexts: desk.contexts }
    }

    /// Seals drafts and holds every seal against the key at once; those that were linted in full, a sample of the others
    /// among them, are opened as a reader opens them, too.
    pub(super) fn sealed(
        &self,
        at: Timestamp,
        drafts: Vec<Draft>,
        stamping: Option<&Stamping<'_>>,
    ) -> Result<Vec<Done>, IssueFault> {
        let full = |draft: &Draft| draft.made == Made::Linted || draft.linted.format() != Format::OPEN_BADGE;
        let said: Vec<Option<Credential>> =
            drafts.iter().map(|draft| full(draft).then(|| draft.linted.said().clone())).collect();
        let (mut meant, mut linted) = (Vec::with_capacity(drafts.len()), Vec::with_capacity(drafts.len()));
        for Draft { written: draft, kept, pattern, linted: one, .. } in drafts {
            meant.push(Meant { draft, kept, pattern });
            linted.push(one);
        }
        let secured = match said.iter().all(Option::is_some) {
            true => stamped(stamping, &meant, seal(linted, self.signer, self.contexts, at)?)?,
            false => self.held(&meant, seal_held(linted, self.signer, self.contexts, at)?)?,
        };
        let opened = self.opened(&secured, &said, at);
        for ((meant, secured), (said, opened)) in meant.iter().zip(&secured).zip(said.iter().zip(opened)) {
            check(meant, said.as_ref(), secured, opened)
                .map_err(|why| IssueFault::SelfCheck { number: meant.draft.number.clone(), why })?;
        }
        let done = |(Meant { draft, kept, .. }, secured): (Meant, Secured)| {
            let payload = Payload::sealed(&secured, draft.person_id());
            Done { draft, kept, secured, payload }
        };
        Ok(meant.into_iter().zip(secured).map(done).collect())
    }

    fn held(&self, meant: &[Meant], sealed: Vec<Result<Secured, Broken>>) -> Result<Vec<Secured>, IssueFault> {
        let told = |(Meant { draft, .. }, sealed): (&Meant, Result<Secured, Broken>)| {
            sealed.map_err(|why| IssueFault::SelfCheck { number: draft.number.clone(), why: why.into() })
        };
        meant.iter().zip(sealed).map(told).collect()
    }

    /// Opens those of which it is known what they should say.
    fn opened(
        &self,
        secured: &[Secured],
        said: &[Option<Credential>],
        at: Timestamp,
    ) -> Vec<Option<Result<Authentic<Credential>, Broken>>> {
        let one = |(secured, said): (&Secured, &Option<Credential>)| {
            said.as_ref()?;
            open::<Credential>(std::slice::from_ref(secured), self.keys, self.contexts, at).pop()
        };
        secured.iter().zip(said).map(one).collect()
    }
}

/// The seals with their time-stamps, where the desk has them stamped; badges that are poured never are.
fn stamped(
    stamping: Option<&Stamping<'_>>,
    meant: &[Meant],
    secured: Vec<Secured>,
) -> Result<Vec<Secured>, IssueFault> {
    let Some(stamp) = stamping else { return Ok(secured) };
    let stamped = |(Meant { draft, .. }, secured): (&Meant, Secured)| {
        stamp(secured).map_err(|why| IssueFault::NotStamped { number: draft.number.clone(), why })
    };
    meant.iter().zip(secured).map(stamped).collect()
}

/// Holds one sealed text against its draft: the bytes that were intended, the seal, and what it says.
fn check<T: Statement>(
    meant: &Meant,
    said: Option<&T>,
    secured: &Secured,
    opened: Option<Result<Authentic<T>, Broken>>,
) -> Result<(), SelfCheck> {
    let is_said = match (said, opened) {
        (Some(said), Some(opened)) => *opened?.said() == said.as_sealed(),
        // The seal was held against the key when it was made.
        _ => true,
    };
    if is_said && meant.draft.words(meant.pattern.as_deref(), secured) { Ok(()) } else { Err(SelfCheck::SaysOther) }
}

/// What is known of a recorded copy; where its holder may show less than all of it, what every showing has in common too.
fn recorded_entry(secured: &Secured, (payload, kept): (&Payload, &Digest), draft: &WrittenDraft) -> String {
    let entry = format!("recorded {} {kept} {} {}", payload.digest(), draft.person_id(), draft.place());
    match secured.format().mechanism() {
        Mechanism::SdJwt => format!("{entry} {}", recorded_as(secured)),
        Mechanism::DataIntegrity(_) | Mechanism::Jades | Mechanism::Jose(_) => entry,
    }
}

pub(super) fn record(desk: &mut Desk<'_>, intent: &OpenIntent, sealed: Vec<Done>) -> Result<Vec<Copy>, IssueFault> {
    let mut act = intent.ended(Act::new(ActKind::Record, desk.at, desk.officer.clone(), intent.body()));
    act = act.with_specimen(specimen(sealed.iter().map(|done| done.secured.text())));
    let mut copies = Vec::with_capacity(sealed.len());
    for Done { draft, kept, secured, payload } in sealed {
        let copy = draft.copy();
        let recorded = recorded_entry(&secured, (&payload, &kept), &draft);
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
