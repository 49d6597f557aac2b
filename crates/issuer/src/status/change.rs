//! One change of status, from what is asked for to what will stand in the register; nothing is written here.
//! Who may do what stands with the deed, with the scheme, and with the impartiality of those who sign.

use std::collections::BTreeMap;

use attesto_credential::{CertificateNumber, CredentialId, Object, Timestamp, Validity, Why};
use attesto_securing::Digest;

use super::known::{KnownCopy, known_copies, next};
use super::{Cause, CopyStatus, Deed};
use crate::approve::{NotImpartial, impartial};
use crate::certification::{Certification, Event, Happening, TurnRefused};
use crate::code::OfficerId;
use crate::issue::{CopyKey, CopySecret, IntentId, open_intents};
use crate::officer::{Duty, Officers};
use crate::person::Person;
use crate::records::Records;
use crate::register::{Register, RegisterFault};
use crate::scheme::Scheme;

/// What should be done, and by whom.
#[derive(Clone, Debug)]
pub struct Order {
    /// To which certification.
    pub number: CertificateNumber,
    /// What.
    pub particulars: Particulars,
    /// Why.
    pub cause: Cause,
    /// When it is decided: now.
    pub decided: Timestamp,
    /// From when it holds; it may lie in the past.
    pub effective: Timestamp,
    /// Who decides.
    pub by: OfficerId,
    /// The second officer, where one is needed.
    pub second: Option<OfficerId>,
    /// The note that is kept with it under the person's key.
    pub note: Option<Digest>,
}

/// What is done, with what it takes.
#[derive(Clone, Debug)]
pub enum Particulars {
    /// Correct: the person as they are to be written.
    Correct(Box<Person>),
    /// Lift.
    Lift,
    /// Renew: the number and the period of the certification that follows.
    Renew(CertificateNumber, Validity),
    /// Replace: which copy.
    Replace(CredentialId),
    /// Suspend.
    Suspend,
    /// Withdraw.
    Withdraw,
}

impl Particulars {
    /// Which deed it is.
    pub fn deed(&self) -> Deed {
        match self {
            Self::Correct(_) => Deed::Correct,
            Self::Lift => Deed::Lift,
            Self::Renew(..) => Deed::Renew,
            Self::Replace(_) => Deed::Replace,
            Self::Suspend => Deed::Suspend,
            Self::Withdraw => Deed::Withdraw,
        }
    }
}

/// A change that may be made, ready to be signed.
#[derive(Clone, Debug)]
pub struct StatusChange {
    pub(super) order: Order,
    /// The certification afterwards.
    pub(super) after: Certification,
    /// The certification that follows it.
    pub(super) follows: Option<Certification>,
    /// The copies it concerns, and what becomes of them.
    pub(super) copies: Vec<(KnownCopy, Turn)>,
    /// The copies that will be issued in their place.
    pub(super) promises: Vec<CopyKey>,
}

/// What becomes of one copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// It is what it was before the suspension.
    Lifted,
    /// It has this status from now on.
    Stands(CopyStatus),
    /// It is suspended as well.
    Suspended,
}

/// Why a change is not made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ChangeRefused {
    /// It would hold only later.
    #[error("it would be effective at {effective}, after it is decided at {decided}; do it on that day")]
    EffectiveLater {
        /// From when.
        effective: Timestamp,
        /// When it is decided.
        decided: Timestamp,
    },
    /// No certification has that number.
    #[error("there is no certification {number}; look the number up with `attesto ledger show`")]
    NoSuchCertification {
        /// The number.
        number: CertificateNumber,
    },
    /// No living copy of the certification has that id.
    #[error("{number} has no copy {} that could be replaced; `attesto status show {number}` lists its copies", id.as_str())]
    NoSuchCopy {
        /// The number.
        number: CertificateNumber,
        /// The id.
        id: CredentialId,
    },
    /// Nothing would be written otherwise.
    #[error("{number} is written like that already; nothing was changed")]
    NothingCorrected {
        /// The number.
        number: CertificateNumber,
    },
    /// An officer may not act here.
    #[error(transparent)]
    NotImpartial(#[from] NotImpartial),
    /// Copies are in the middle of being issued.
    #[error("issuing was interrupted (intent {intent}); issue its sheet once more, then change the status")]
    Open {
        /// The intent.
        intent: IntentId,
    },
    /// The person was erased.
    #[error("the person of {number} was erased; nothing can be written of them any more")]
    PersonErased {
        /// The number.
        number: CertificateNumber,
    },
    /// The register cannot.
    #[error(transparent)]
    Register(#[from] RegisterFault),
    /// A second officer is needed, and another than the first.
    #[error("the scheme wants a second officer to {deed}; name another than {by}, with the duty to approve")]
    SecondNeeded {
        /// What should be done.
        deed: Deed,
        /// Who wants it.
        by: OfficerId,
    },
    /// The certification was renewed already.
    #[error("{number} was renewed as {renewed}; nothing was changed")]
    RenewedAlready {
        /// The number.
        number: CertificateNumber,
        /// The one that follows it.
        renewed: CertificateNumber,
    },
    /// It cannot come from where the certification stands.
    #[error(transparent)]
    Turn(#[from] TurnRefused),
}

impl StatusChange {
    /// Works out what an order comes to.
    ///
    /// # Errors
    /// No such certification or copy; it cannot come from where the certification stands; an officer may not act; the
    /// person was erased; or the register cannot.
    pub fn of(
        order: Order,
        (register, secret): (&dyn Register, &CopySecret),
        scheme: &Scheme,
        officers: &Officers,
    ) -> Result<Self, ChangeRefused> {
        let records = Records::of(register);
        let number = order.number.clone();
        let before = records.certification(&number)?;
        let before = before.ok_or_else(|| ChangeRefused::NoSuchCertification { number: number.clone() })?;
        if order.effective > order.decided {
            return Err(ChangeRefused::EffectiveLater { effective: order.effective, decided: order.decided });
        }
        may_act(&order, &before, records, scheme, officers)?;
        if let Some(open) = open_intents(register)?.first() {
            return Err(ChangeRefused::Open { intent: open.id().clone() });
        }
        let copies = known_copies(register, secret, &before)?;
        let (after, follows) = turned(&order, before, records)?;
        let mut change = Self { order, after, follows, copies: Vec::new(), promises: Vec::new() };
        change.copies(copies, register, secret)?;
        Ok(change)
    }

    /// What both officers sign, and what stands in the journal: no word of it names the person.
    pub fn body(&self) -> Object {
        let order = &self.order;
        let places: Vec<String> = self.copies.iter().map(|(copy, _)| copy.place().to_string()).collect();
        Object::new()
            .with("deed", self.deed().word())
            .with("number", order.number.as_str())
            .with("cause", order.cause.word())
            .with("decided_at", order.decided.to_string())
            .with("effective_at", order.effective.to_string())
            .with("by", order.by.as_str())
            .with_some("second", order.second.as_ref().map(OfficerId::as_str))
            .with_some("renewed_as", self.after.renewed_as().map(CertificateNumber::as_str))
            .with_some("note", order.note.map(|note| note.to_hex()))
            .with("state", self.after.state().to_string())
            .with("places", places)
    }

    /// What is done.
    pub fn deed(&self) -> Deed {
        self.order.particulars.deed()
    }

    /// Who must sign, in order.
    pub fn officers(&self) -> impl Iterator<Item = &OfficerId> {
        std::iter::once(&self.order.by).chain(&self.order.second)
    }

    /// The certification as it will stand.
    pub fn after(&self) -> &Certification {
        &self.after
    }

    /// The certification that will follow it.
    pub fn follows(&self) -> Option<&Certification> {
        self.follows.as_ref()
    }

    /// The copies that change.
    pub fn concerned(&self) -> impl Iterator<Item = &KnownCopy> {
        self.copies.iter().map(|(copy, _)| copy)
    }

    fn copies(
        &mut self,
        copies: Vec<KnownCopy>,
        register: &dyn Register,
        secret: &CopySecret,
    ) -> Result<(), ChangeRefused> {
        let mut successors: BTreeMap<&'static str, CopyKey> = BTreeMap::new();
        let since = self.order.effective;
        for copy in copies {
            let replaced = |by| Turn::Stands(CopyStatus::Replaced { why: self.replacement(), since, by });
            let turn = match self.deed() {
                _ if matches!(copy.status(), Some(CopyStatus::Revoked { .. } | CopyStatus::Void)) => continue,
                Deed::Lift => Turn::Lifted,
                Deed::Suspend => Turn::Suspended,
                Deed::Withdraw => Turn::Stands(CopyStatus::Revoked { since }),
                Deed::Replace if !self.names(&copy) => continue,
                // One that was replaced points to its own successor, which is replaced in turn.
                Deed::Correct | Deed::Renew | Deed::Replace if copy.status().is_some() => continue,
                Deed::Correct | Deed::Renew | Deed::Replace => {
                    replaced(self.successor(&copy, &mut successors, register, secret)?)
                }
            };
            self.copies.push((copy, turn));
        }
        if let (Particulars::Replace(id), []) = (&self.order.particulars, self.copies.as_slice()) {
            return Err(ChangeRefused::NoSuchCopy { number: self.order.number.clone(), id: id.clone() });
        }
        self.promises = successors.into_values().collect();
        Ok(())
    }

    fn names(&self, copy: &KnownCopy) -> bool {
        matches!(&self.order.particulars, Particulars::Replace(id) if copy.id() == Some(id))
    }

    /// The next copy in the same format.
    fn successor(
        &self,
        copy: &KnownCopy,
        successors: &mut BTreeMap<&'static str, CopyKey>,
        register: &dyn Register,
        secret: &CopySecret,
    ) -> Result<CopyKey, RegisterFault> {
        let format = copy.format();
        if let Some(known) = successors.get(format.media_type()) {
            return Ok(*known);
        }
        let key = secret.copy_key(&next(register, secret, &self.after, format)?);
        successors.insert(format.media_type(), key);
        Ok(key)
    }

    fn replacement(&self) -> Why {
        match (self.deed(), self.order.cause) {
            (Deed::Renew, _) => Why::Renewal,
            (Deed::Correct, Cause::NewName) => Why::NewName,
            (Deed::Correct, _) => Why::Correction,
            _ => Why::NewCopy,
        }
    }
}

/// The one who decides has the duty, the second one where the scheme wants one; neither examined or trained.
fn may_act(
    order: &Order,
    certification: &Certification,
    records: Records<'_>,
    scheme: &Scheme,
    officers: &Officers,
) -> Result<(), ChangeRefused> {
    let deed = order.particulars.deed();
    let second = order.second.as_ref();
    if second == Some(&order.by) || (second.is_none() && scheme.wants_two(deed)) {
        return Err(ChangeRefused::SecondNeeded { deed, by: order.by.clone() });
    }
    let sheet = records.sheet(&certification.sheet())?;
    let Some(sheet) = sheet else {
        return Err(ChangeRefused::NoSuchCertification { number: order.number.clone() });
    };
    impartial(&sheet, &order.by, deed.duty(), officers)?;
    second.map(|second| impartial(&sheet, second, Duty::Approve, officers)).transpose()?;
    Ok(())
}

/// The certification afterwards, and the one that follows it.
fn turned(
    order: &Order,
    before: Certification,
    records: Records<'_>,
) -> Result<(Certification, Option<Certification>), ChangeRefused> {
    let number = || order.number.clone();
    let happening = |event| {
        Happening::new(event, order.decided, order.effective, order.by.clone())
            .with_second(order.second.clone())
            .because(order.cause)
    };
    let there = |before: &Certification| -> Result<Person, ChangeRefused> {
        records.person(&before.person())?.ok_or_else(|| ChangeRefused::PersonErased { number: number() })
    };
    match &order.particulars {
        Particulars::Correct(person) => {
            let known = there(&before)?;
            if (known.name(), known.email()) == (person.name(), person.email()) {
                return Err(ChangeRefused::NothingCorrected { number: number() });
            }
            Ok((before.corrected(happening(Event::Corrected), person.commitment())?, None))
        }
        Particulars::Lift => Ok((before.turned(happening(Event::Lifted))?, None)),
        Particulars::Renew(next, validity) => {
            there(&before)?;
            if let Some(renewed) = before.renewed_as().cloned() {
                return Err(ChangeRefused::RenewedAlready { number: number(), renewed });
            }
            let (after, follows) = before.renewed(happening(Event::Renewed), next, *validity)?;
            Ok((after, Some(follows)))
        }
        Particulars::Replace(_) => {
            there(&before)?;
            // A copy changes, the certification does not; but one that is not in force gets no new copy.
            match before.state() {
                crate::certification::State::Certified => Ok((before, None)),
                from => Err(TurnRefused::NoSuchTurn { from, event: Event::Corrected }.into()),
            }
        }
        Particulars::Suspend => Ok((before.turned(happening(Event::Suspended))?, None)),
        Particulars::Withdraw => Ok((before.turned(happening(Event::Withdrawn))?, None)),
    }
}
