//! Chunk after chunk: while one is sealed, the one before it is recorded and the one after it intended.
//! Each chunk is a whole of its own: wherever the line stops, what was recorded stays and what was intended is finished
//! by the next run.

use std::fmt::Display;

use super::complete::{Done, Sealing, record};
use super::draft::draft;
use super::intent::{OpenIntent, intend};
use super::moulds::Moulds;
use super::written::Draft;
use super::{Copy, CopyKey, Desk, IssueFault, Project, Wanted, void};
use crate::records::Records;

/// One copy that is not there yet: its place in what was asked for, its name, and what it is of.
pub(super) type Lacking<'w> = (usize, CopyKey, &'w Wanted<'w>);

/// Takes a copy and its place in what was asked for.
pub(super) type Given<'g> = dyn FnMut(usize, Copy) + 'g;

/// A chunk whose intent is durable.
struct Intended<'c> {
    chunk: &'c [Lacking<'c>],
    intent: OpenIntent,
    drafts: Option<Vec<Draft>>,
}

impl Intended<'_> {
    fn open(self) -> IssueFault {
        let number = self.chunk.first().map(|(_, _, one)| one.certification.number().clone());
        let intent = self.intent.id().clone();
        match number {
            Some(number) => IssueFault::Open { number, intent },
            None => IssueFault::NoSuchIntent { intent },
        }
    }
}

/// A chunk that is sealed and not recorded yet.
struct Sealed<'c> {
    chunk: &'c [Lacking<'c>],
    intent: OpenIntent,
    done: Vec<Done>,
}

/// What is done where the register is.
struct Line<'l, 'd, 'p, E> {
    desk: &'l mut Desk<'d>,
    project: &'l mut Project<'p, E>,
    moulds: Moulds,
    given: &'l mut Given<'l>,
}

/// Issues all of them, so many in a chunk; each copy is given once it is recorded.
pub(super) fn issue_all<'l, E: Display>(
    desk: &'l mut Desk<'_>,
    (lacking, chunk): (&'l [Lacking<'l>], usize),
    project: &'l mut Project<'_, E>,
    given: &'l mut Given<'l>,
) -> Result<(), IssueFault> {
    let (hands, sealing) = (desk.hands, Sealing::of(desk));
    let stamping = desk.stamping;
    let mut line = Line { desk, project, moulds: Moulds::default(), given };
    let (mut chunks, mut intended, mut sealed) =
        (lacking.chunks(chunk.max(1)), None::<Intended<'_>>, None::<Sealed<'_>>);
    loop {
        let next = chunks.next();
        if next.is_none() && intended.is_none() && sealed.is_none() {
            return Ok(());
        }
        let (mut to_seal, mut to_record) = (intended.take(), sealed.take());
        let (mut seals, mut fresh) = (None, Ok(None));
        let mut here = || fresh = line.step(to_record.take(), next);
        match (&mut to_seal, stamping) {
            (None, _) => here(),
            // Who stamps is asked over the network, one seal after the other, and need not be asked from a thread.
            (Some(intended), Some(stamp)) => {
                seals = intended.drafts.take().map(|drafts| sealing.sealed(intended.intent.at(), drafts, Some(stamp)));
                here();
            }
            (Some(intended), None) => {
                let (at, drafts, seals) = (intended.intent.at(), &mut intended.drafts, &mut seals);
                let mut away = || *seals = drafts.take().map(|drafts| sealing.sealed(at, drafts, None));
                hands.beside(&mut away, &mut here);
            }
        }
        match (to_seal, seals) {
            (Some(Intended { chunk, intent, .. }), Some(Ok(done))) => sealed = Some(Sealed { chunk, intent, done }),
            (Some(failed), Some(Err(fault))) => {
                line.give_up(&failed.intent);
                fresh.ok().flatten().into_iter().for_each(|next| line.give_up(&next.intent));
                return Err(fault);
            }
            // Hands that did nothing: what is intended is finished by the next run.
            (Some(left), None) => return Err(left.open()),
            (None, _) => {}
        }
        match fresh {
            Ok(None) => {}
            Ok(next) => intended = next,
            Err(fault) => {
                // What is sealed already is recorded if it can be; else it is finished by the next run.
                drop(sealed.take().map(|sealed| line.record(sealed)));
                return Err(fault);
            }
        }
    }
}

impl<'c, E: Display> Line<'_, '_, '_, E> {
    /// Records a chunk and intends the next.
    fn step(
        &mut self,
        sealed: Option<Sealed<'c>>,
        next: Option<&'c [Lacking<'c>]>,
    ) -> Result<Option<Intended<'c>>, IssueFault> {
        sealed.map(|sealed| self.record(sealed)).transpose()?;
        next.map(|chunk| self.intend(chunk)).transpose()
    }

    fn record(&mut self, sealed: Sealed<'c>) -> Result<(), IssueFault> {
        let Sealed { chunk, intent, done } = sealed;
        let copies = record(self.desk, &intent, done)?;
        chunk.iter().zip(copies).for_each(|((place, ..), copy)| (self.given)(*place, copy));
        Ok(())
    }

    fn intend(&mut self, chunk: &'c [Lacking<'c>]) -> Result<Intended<'c>, IssueFault> {
        let first = Records::of(self.desk.register).places_given()?;
        let mut drafts = draft(self.desk, chunk, first, (self.project, &mut self.moulds))?;
        let intent = intend(self.desk, &mut drafts, first)?;
        Ok(Intended { chunk, intent, drafts: Some(drafts) })
    }

    /// Should the register fail too, the intent stays open and is listed at the next start.
    fn give_up(&mut self, intent: &OpenIntent) {
        drop(void(self.desk.register, intent.id(), self.desk.officer, self.desk.at));
    }
}
