//! The first half of issuing: reserve, project, lint. What differs between threads is the order of the work, never a byte.
//! Making drafts durable stands in `intent`.

use std::fmt::Display;
use std::mem::take;
use std::sync::{Mutex, MutexGuard, PoisonError};

use attesto_credential::{Credential, CredentialId, Linted, urn_uuid};
use attesto_securing::draw;

use super::copy::{CopyKey, LinkCapability};
use super::line::Lacking;
use super::moulds::{Made, Moulds};
use super::written::Draft;
use super::{Desk, IssueFault, Project, Reserved, Wanted};
use crate::link::first_link;

/// One copy on its way to a draft.
struct Begun<'w> {
    nth: u64,
    key: CopyKey,
    wanted: &'w Wanted<'w>,
    reserved: Reserved,
    stage: Mutex<Stage>,
}

/// How far it is.
#[derive(Default)]
enum Stage {
    /// It is being worked on.
    #[default]
    Away,
    Drafted(Box<Draft>),
    Projected(Box<Credential>),
}

/// Reserves, projects and lints one chunk, its places from the `first` on; every copy that may not be sealed is told at
/// once.
pub(super) fn draft<E: Display>(
    desk: &mut Desk<'_>,
    chunk: &[Lacking<'_>],
    first: u64,
    (project, moulds): (&mut Project<'_, E>, &mut Moulds),
) -> Result<Vec<Draft>, IssueFault> {
    let begun = (first..).zip(chunk).map(|(nth, lacking)| begin(desk, nth, lacking, project));
    let begun = begun.collect::<Result<Vec<_>, _>>()?;
    let known = &*moulds;
    desk.hands.each(begun.len(), &|place| begun.get(place).into_iter().for_each(|one| one.pour(known)));
    let (mut drafts, mut faults) = (Vec::with_capacity(begun.len()), Vec::new());
    for one in begun {
        let stage = take(&mut *one.stage());
        let made = match stage {
            Stage::Drafted(draft) => Ok(*draft),
            Stage::Projected(credential) => {
                let made = moulds.make(one.nth, *credential, one.wanted.format);
                made.map(|made| one.draft(made, &*moulds))
            }
            Stage::Away => return Err(IssueFault::Projection { number: one.number(), why: STOPPED.to_owned() }),
        };
        match made {
            Ok(draft) => drafts.push(draft),
            Err(fault) => faults.push((one.number(), fault)),
        }
    }
    if faults.is_empty() { Ok(drafts) } else { Err(IssueFault::Lint { faults }) }
}

const STOPPED: &str = "a thread that worded it stopped; issue again";

fn begin<'w, E: Display>(
    desk: &mut Desk<'_>,
    nth: u64,
    (_, key, wanted): &'w Lacking<'w>,
    project: &mut Project<'_, E>,
) -> Result<Begun<'w>, IssueFault> {
    let reserved = Reserved {
        id: CredentialId::from_random(draw(desk.entropy)),
        subject: urn_uuid(draw(desk.entropy)),
        link: first_link(LinkCapability::from_random(draw(desk.entropy)), (&*desk.register, desk.secret), wanted)?,
        place: desk.secret.place(nth),
        at: desk.at,
    };
    let projected = project(wanted, &reserved, desk.entropy).map_err(|why| IssueFault::Projection {
        number: wanted.certification.number().clone(),
        why: why.to_string(),
    })?;
    Ok(Begun { nth, key: *key, wanted, reserved, stage: Mutex::new(Stage::Projected(Box::new(projected))) })
}

impl Begun<'_> {
    /// Drafts it by a mould that is known, if there is one for it.
    fn pour(&self, moulds: &Moulds) {
        let mut stage = self.stage();
        if let Stage::Projected(credential) = take(&mut *stage) {
            *stage = match moulds.pour(self.nth, *credential, self.wanted.format) {
                Ok(linted) => Stage::Drafted(Box::new(self.draft((linted, Made::Poured), moulds))),
                Err(back) => Stage::Projected(back),
            };
        }
    }

    fn draft(&self, made: (Linted<Credential>, Made), moulds: &Moulds) -> Draft {
        Draft::new(self.key, self.wanted.certification, &self.reserved, made, moulds.patterns())
    }

    fn stage(&self) -> MutexGuard<'_, Stage> {
        self.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn number(&self) -> attesto_credential::CertificateNumber {
        self.wanted.certification.number().clone()
    }
}
