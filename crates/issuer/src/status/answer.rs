//! How a certification stands, worded for whoever asks by number and name; and which acts may have changed that.
//! Who may hear it, and under which names it is asked, is the roof's.

use std::collections::BTreeSet;

use attesto_credential::{AnsweredState, CertificateNumber, CertifiedScope, Iri, StatusAnswer, Timestamp};

use crate::certification::{Certification, Event, Happening, State};
use crate::records::{damaged, number_family};
use crate::register::{ActKind, Register, RegisterFault, entries_of, lines_after};
use crate::scheme::Scheme;

/// By which of a person's names a certification is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Called {
    /// As the certification has it.
    Now,
    /// As it had it before it was corrected: older copies still do.
    Formerly,
}

/// Which certifications may stand otherwise than before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerNews {
    numbers: BTreeSet<CertificateNumber>,
    erasures: usize,
}

impl AnswerNews {
    /// The certifications that were granted or changed.
    pub fn numbers(&self) -> impl Iterator<Item = &CertificateNumber> {
        self.numbers.iter()
    }

    /// How many acts erased persons.
    pub fn erasures(&self) -> usize {
        self.erasures
    }
}

/// Words how a certification stands; `scheme` is the one it was decided on.
///
/// Under a former name it is replaced, unless it was withdrawn: a copy with that name is followed by another.
pub fn answer(
    certification: &Certification,
    (scheme, called): (&Scheme, Called),
    asked_at: &Iri,
    until: Timestamp,
) -> StatusAnswer {
    let (state, since) = standing(certification, called);
    StatusAnswer {
        asked_at: asked_at.clone(),
        number: certification.number().clone(),
        state,
        since,
        scope: CertifiedScope {
            scheme: certification.scheme().id().clone(),
            version: certification.scheme().version().clone(),
            title: scheme.title().clone(),
        },
        validity: certification.validity(),
        until,
    }
}

/// The state with its first moment: that of the last event which made it what it is.
fn standing(certification: &Certification, called: Called) -> (AnsweredState, Timestamp) {
    let last = |of: &dyn Fn(&Happening) -> bool| certification.history().iter().rev().find(|happening| of(happening));
    let since = |found: Option<&Happening>| found.map_or(certification.validity().from(), Happening::effective);
    let corrected = last(&|happening| happening.event() == Event::Corrected);
    let changed = last(&|happening| happening.event() != Event::Corrected);
    let state = match (certification.state(), called) {
        (State::Withdrawn, _) => AnsweredState::Withdrawn,
        (_, Called::Formerly) => return (AnsweredState::Replaced, since(corrected)),
        (State::Suspended, _) => AnsweredState::Suspended,
        (State::Certified, _) if certification.renewed_as().is_some() => AnsweredState::Replaced,
        (State::Certified, _) => AnsweredState::InForce,
    };
    (state, since(changed))
}

/// What the acts after one of them did to certifications; after act 0, all of it.
///
/// # Errors
/// Damage, or the register cannot.
pub fn answer_news(register: &dyn Register, after: u64) -> Result<AnswerNews, RegisterFault> {
    let mut news = AnswerNews::default();
    lines_after(register, after, |line| {
        match line.kind() {
            ActKind::Erasure => news.erasures += 1,
            ActKind::Approval | ActKind::Status => {
                for (key, _) in entries_of(register, line)? {
                    news.numbers.extend(key.is_under(&number_family()).then(|| number(&key)).transpose()?);
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(news)
}

fn number(key: &crate::register::Key) -> Result<CertificateNumber, RegisterFault> {
    CertificateNumber::parse(key.last()).map_err(|bad| damaged(key, bad))
}
