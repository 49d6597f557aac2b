//! Approval by a second officer, who had no part in what is approved (ISO/IEC 17024 clauses 5.2 and 9.4).
//! It signs nothing; the roof does, with the officer's own key.

use attesto_credential::{BadTime, CertificateNumber, Object, Timestamp};
use attesto_securing::Digest;
use serde::Serialize;

use crate::calendar::Calendar;
use crate::certification::{Certification, Grounds};
use crate::code::OfficerId;
use crate::decide::Proposal;
use crate::issue::Hands;
use crate::officer::{Duty, Officers};
use crate::record;
use crate::scheme::Scheme;
use crate::shares::{Lent, each_share};
use crate::sheet::{Sheet, SheetRow};

/// The clause that keeps decisions from those who examined or trained.
const DECIDED_BY_OTHERS: &str = "ISO/IEC 17024 clause 9.4";
/// The clause that keeps training apart.
const TRAINING_APART: &str = "ISO/IEC 17024 clause 5.2";

/// Why an officer may not decide on or approve a sheet.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotImpartial {
    /// The officer examined a candidate on the sheet.
    #[error("officer {officer} examined {rows} of the candidates; let another officer act ({})", DECIDED_BY_OTHERS)]
    Examined {
        /// Who.
        officer: OfficerId,
        /// How many candidates.
        rows: usize,
    },
    /// The officer lacks the duty.
    #[error("officer {officer} has not the duty to {}; let an officer with that duty act ({})", .duty.word(), DECIDED_BY_OTHERS)]
    NotAuthorised {
        /// Who.
        officer: OfficerId,
        /// Which duty.
        duty: Duty,
    },
    /// The officer trained the cohort.
    #[error("officer {officer} trained this cohort; let another officer act ({})", TRAINING_APART)]
    Trained {
        /// Who.
        officer: OfficerId,
    },
    /// Nobody knows this officer.
    #[error("{officer} is not among the officers; add the officer, or name another ({})", DECIDED_BY_OTHERS)]
    Unknown {
        /// Who.
        officer: OfficerId,
    },
}

impl NotImpartial {
    /// The clause that forbids it.
    pub fn clause(&self) -> &'static str {
        match self {
            Self::Trained { .. } => TRAINING_APART,
            Self::Examined { .. } | Self::NotAuthorised { .. } | Self::Unknown { .. } => DECIDED_BY_OTHERS,
        }
    }
}

/// Why a sheet is not approved.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ApprovalRefused {
    /// The officer decided this very sheet.
    #[error(
        "officer {officer} decided this sheet and cannot approve it; let a second officer approve ({})",
        DECIDED_BY_OTHERS
    )]
    DecidedItself {
        /// Who.
        officer: OfficerId,
    },
    /// The deciding officer should not have decided.
    #[error("the sheet was decided by one who may not: {0}")]
    DecidedByPartial(NotImpartial),
    /// The decisions are not what the scheme says.
    #[error("the decisions do not follow from the figures under this scheme; decide again and approve the new sheet")]
    DoesNotFollow,
    /// Approval before decision.
    #[error("the approval at {at} would lie before the decision at {decided}; see whether the clock is right")]
    BeforeDecision {
        /// The approval.
        at: Timestamp,
        /// The decision.
        decided: Timestamp,
    },
    /// Every row is undecided.
    #[error("no candidate on the sheet is decided; bring what is missing and decide again")]
    NothingDecided,
    /// The officer may not approve.
    #[error(transparent)]
    NotImpartial(#[from] NotImpartial),
}

impl ApprovalRefused {
    /// The clause of ISO/IEC 17024 that forbids it, where one does.
    pub fn clause(&self) -> Option<&'static str> {
        match self {
            Self::DecidedItself { .. } => Some(DECIDED_BY_OTHERS),
            Self::DecidedByPartial(why) | Self::NotImpartial(why) => Some(why.clause()),
            Self::BeforeDecision { .. } | Self::DoesNotFollow | Self::NothingDecided => None,
        }
    }
}

/// Finds whether an officer may act on a sheet: known, with the duty, neither examiner nor trainer of anybody on it.
pub(crate) fn impartial(
    sheet: &Sheet,
    officer: &OfficerId,
    duty: Duty,
    officers: &Officers,
) -> Result<(), NotImpartial> {
    let whom = || officer.clone();
    let known = officers.find(officer).ok_or_else(|| NotImpartial::Unknown { officer: whom() })?;
    if !known.may(duty) {
        return Err(NotImpartial::NotAuthorised { officer: whom(), duty });
    }
    if sheet.trainers().contains(officer) {
        return Err(NotImpartial::Trained { officer: whom() });
    }
    match sheet.rows().iter().filter(|row| row.examiners().contains(officer)).count() {
        0 => Ok(()),
        rows => Err(NotImpartial::Examined { officer: whom(), rows }),
    }
}

/// A sheet that a second officer approved; undecided rows do not go along.
#[derive(Clone, Debug)]
pub struct Approval<'s> {
    sheet: &'s Sheet,
    digest: Digest,
    officer: OfficerId,
    at: Timestamp,
    hands: Lent<'s>,
}

/// Approves a sheet; which hands help with its rows changes nothing.
///
/// # Errors
/// The officer decided, examined or trained, lacks the duty or is unknown; so does or is the one who decided; the
/// decisions do not follow from the figures; nothing is decided; the approval would lie before the decision.
pub fn approve<'s>(
    sheet: &'s Sheet,
    scheme: &Scheme,
    officer: &OfficerId,
    officers: &Officers,
    at: Timestamp,
    hands: &'s dyn Hands,
) -> Result<Approval<'s>, ApprovalRefused> {
    if sheet.decided_by() == officer {
        return Err(ApprovalRefused::DecidedItself { officer: officer.clone() });
    }
    impartial(sheet, officer, Duty::Approve, officers)?;
    impartial(sheet, sheet.decided_by(), Duty::Decide, officers).map_err(ApprovalRefused::DecidedByPartial)?;
    if !sheet.follows(scheme, hands) {
        return Err(ApprovalRefused::DoesNotFollow);
    }
    if at < sheet.decided_at() {
        return Err(ApprovalRefused::BeforeDecision { at, decided: sheet.decided_at() });
    }
    if sheet.count(Proposal::Undecided) == sheet.rows().len() {
        return Err(ApprovalRefused::NothingDecided);
    }
    Ok(Approval { sheet, digest: sheet.digest(), officer: officer.clone(), at, hands: Lent(hands) })
}

/// Why no certifications follow from an approval.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotGranted {
    /// Another count of numbers than of certifications.
    #[error("{given} certificate number(s) were reserved for {needed} certification(s); reserve exactly as many")]
    Numbers {
        /// Reserved.
        given: usize,
        /// Needed.
        needed: usize,
    },
    /// A period that ends before it begins.
    #[error("{0}; see whether the zone data of the scheme's time zone are right")]
    Validity(#[from] BadTime),
}

impl Approval<'_> {
    /// The digest of the sheet.
    pub fn sheet(&self) -> Digest {
        self.digest
    }

    /// Who approved.
    pub fn officer(&self) -> &OfficerId {
        &self.officer
    }

    /// When.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// Who helps.
    pub(crate) fn hands(&self) -> &dyn Hands {
        self.hands.0
    }

    /// Those who are certified, in the order of the sheet.
    pub fn certified(&self) -> impl Iterator<Item = &SheetRow> {
        self.sheet.rows().iter().filter(|row| row.decision().proposal() == Proposal::Certify)
    }

    /// Those who are refused, in the order of the sheet.
    pub fn refused(&self) -> impl Iterator<Item = &SheetRow> {
        self.sheet.rows().iter().filter(|row| row.decision().proposal() == Proposal::Refuse)
    }

    /// The certifications that follow, one number each, in the order of [`Approval::certified`].
    ///
    /// Valid from the moment of approval to the last second of the day before, so many months on as the scheme says.
    ///
    /// # Errors
    /// Not exactly as many numbers as certified candidates; a calendar that lets days run backwards.
    pub fn certifications(
        &self,
        scheme: &Scheme,
        numbers: &[CertificateNumber],
        calendar: &dyn Calendar,
    ) -> Result<Vec<Certification>, NotGranted> {
        let rows: Vec<&SheetRow> = self.certified().collect();
        if rows.len() != numbers.len() {
            return Err(NotGranted::Numbers { given: numbers.len(), needed: rows.len() });
        }
        let grounds = Grounds {
            scheme: self.sheet.scheme(),
            sheet: self.digest,
            cohort: self.sheet.cohort(),
            decided: (self.sheet.decided_by(), self.sheet.decided_at()),
            approved: (&self.officer, self.at),
            validity: scheme.period(self.at, calendar)?,
        };
        let granted: Vec<(&SheetRow, &CertificateNumber)> = rows.into_iter().zip(numbers).collect();
        let granted = each_share(&granted, self.hands(), |share| {
            share.iter().map(|(row, number)| Certification::granted(number, row, &grounds)).collect::<Vec<_>>()
        });
        Ok(granted.into_iter().flatten().collect())
    }

    /// What the approving officer signs: kind `approval`, the digest of the sheet, the counts and the numbers given; of
    /// more than a thousand the first, the last and a digest over all, for no line of the journal takes more.
    pub fn act(&self, numbers: &[CertificateNumber]) -> Object {
        let listed = numbers.len() <= LISTED;
        record::object(&Act {
            sheet: self.digest.to_hex(),
            approved_by: self.officer.clone(),
            approved_at: self.at.to_string(),
            certified: self.certified().count(),
            refused: self.refused().count(),
            undecided: self.sheet.count(Proposal::Undecided),
            numbers: listed.then(|| numbers.iter().map(CertificateNumber::as_str).collect()),
            number_range: (!listed).then(|| NumberRange::of(numbers)).flatten(),
        })
    }
}

#[derive(Serialize)]
struct Act<'n> {
    sheet: String,
    approved_by: OfficerId,
    approved_at: String,
    certified: usize,
    refused: usize,
    undecided: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    numbers: Option<Vec<&'n str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number_range: Option<NumberRange<'n>>,
}

/// So many numbers stand in an act one by one.
const LISTED: usize = 1_000;

/// Many numbers, each of which counts.
#[derive(Serialize)]
struct NumberRange<'n> {
    first: &'n str,
    last: &'n str,
    /// Over all of them in their order, each with a line feed behind it.
    sha256: String,
}

impl<'n> NumberRange<'n> {
    fn of(numbers: &'n [CertificateNumber]) -> Option<Self> {
        let (first, last) = (numbers.first()?.as_str(), numbers.last()?.as_str());
        let lines: String = numbers.iter().map(|number| format!("{number}\n")).collect();
        Some(Self { first, last, sha256: Digest::of(lines.as_bytes()).to_hex() })
    }
}

#[cfg(test)]
mod tests;
