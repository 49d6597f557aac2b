//! The register held against itself: chain, texts, index, intents, numbers, seals; every flaw at once, by its code.
//! It mends nothing, and says nothing of acts that were never acknowledged. Who helps to look changes nothing of what is
//! found, nor of its order.

mod acts;
mod chain;
mod copies;
mod flaw;
mod links;
mod replayed;
mod statuses;

use attesto_credential::Timestamp;
use attesto_securing::{Contexts, Keys};

use crate::issue::{Hands, OpenIntent, open_intents};
use crate::officer::Officers;
use crate::register::{Head, JournalLine, Register, RegisterFault};

pub use flaw::{Flaw, FlawCode};

use replayed::Replayed;

/// What an audit opens seals with.
#[derive(Clone, Copy)]
pub struct Eye<'e> {
    /// What the issuer's own document says of its keys.
    pub keys: &'e Keys,
    /// The contexts to open under.
    pub contexts: &'e Contexts,
    /// Who may act.
    pub officers: &'e Officers,
    /// When it is looked.
    pub at: Timestamp,
}

/// What an audit found.
#[derive(Clone, Debug)]
pub struct Audit {
    /// Where the journal ends.
    pub head: Head,
    /// Every acknowledged act, oldest first.
    pub acts: Vec<JournalLine>,
    /// What does not hold; nothing, in a sound register.
    pub flaws: Vec<Flaw>,
    /// Acts of issuing that are neither finished nor given up; no flaw, they are finished by the next `issue`.
    pub open: Vec<OpenIntent>,
    /// How much was looked at.
    pub counts: Counts,
}

/// How much an audit looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Texts that acts keep.
    pub texts: usize,
    /// Entries of the index.
    pub entries: usize,
    /// Certificate numbers.
    pub certifications: usize,
    /// Sealed copies that were opened.
    pub copies: usize,
    /// Copies of persons who were erased.
    pub erased_copies: usize,
}

impl Counts {
    fn and(self, other: Self) -> Self {
        Self {
            texts: self.texts + other.texts,
            entries: self.entries + other.entries,
            certifications: self.certifications + other.certifications,
            copies: self.copies + other.copies,
            erased_copies: self.erased_copies + other.erased_copies,
        }
    }
}

/// A register, and who helps to look at it.
type Lit<'r> = (&'r dyn Register, &'r dyn Hands);

/// Looks at everything in a register, with whatever hands are lent.
///
/// # Errors
/// The register cannot be read at all; damage is no error, it is a flaw.
pub fn audit(register: &dyn Register, eye: &Eye<'_>, hands: &dyn Hands) -> Result<Audit, RegisterFault> {
    let mut found = Found::default();
    let mut replayed = Replayed::begin(register)?;
    let acts = chain::walk((register, hands), &mut replayed, &mut found)?;
    replayed.against(register, &mut found)?;
    acts::signed(register, eye, &acts, &mut found)?;
    acts::certified((register, hands), &mut found)?;
    copies::opened((register, hands), eye, &mut found)?;
    let open = copies::intents(&acts, open_intents(register), &mut found)?;
    Ok(Audit { head: register.head(), acts, flaws: found.flaws, open, counts: found.counts })
}

/// What was found so far.
#[derive(Default)]
struct Found {
    flaws: Vec<Flaw>,
    counts: Counts,
}

impl Found {
    fn flaw(&mut self, code: FlawCode, record: impl ToString, found: impl ToString) {
        self.flaws.push(Flaw::new(code, record.to_string(), found.to_string()));
    }

    /// Tells what somebody else found after what was found so far.
    fn append(&mut self, other: Self) {
        self.flaws.extend(other.flaws);
        self.counts = self.counts.and(other.counts);
    }

    /// What was read, or a flaw where damage stood in the way.
    fn read<T>(&mut self, read: Result<T, RegisterFault>) -> Result<Option<T>, RegisterFault> {
        match read {
            Ok(read) => Ok(Some(read)),
            Err(RegisterFault::Damaged { record, found, .. }) => {
                self.flaw(FlawCode::RecordDamaged, record, found);
                Ok(None)
            }
            Err(fault) => Err(fault),
        }
    }
}

#[cfg(test)]
mod tests;
