//! The moulds of one act of issuing: the first badge of a kind is linted, those like it are poured, a sample is linted.
//! What fits no mould is linted like any other.

use attesto_credential::{Credential, Format, LintError, Linted, Mould, lint};

use super::pattern::KeptPatterns;

/// So many kinds are known at most: a scheme in a few languages, in a few status lists.
const MOST: usize = 16;
/// One of so many goes the whole way though it would fit.
const SAMPLE: u64 = 64;

/// How a statement came to be linted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Made {
    /// By every rule, asked of itself.
    Linted,
    /// By the mould of one that was.
    Poured,
}

/// The moulds.
#[derive(Debug, Default)]
pub(super) struct Moulds {
    known: Vec<Mould>,
    patterns: KeptPatterns,
}

impl Moulds {
    /// What the register keeps of the patterns that were poured into.
    pub(super) fn patterns(&self) -> &KeptPatterns {
        &self.patterns
    }

    /// Words and lints the n-th credential, by a mould where there is one for it and it is not of the sample.
    pub(super) fn make(
        &mut self,
        nth: u64,
        credential: Credential,
        format: Format,
    ) -> Result<(Linted<Credential>, Made), LintError> {
        let credential = match self.pour(nth, credential, format) {
            Ok(linted) => return Ok((linted, Made::Poured)),
            Err(credential) => *credential,
        };
        let linted = lint(credential, format)?;
        if !self.known.iter_mut().any(|mould| mould.learn(&linted)) && self.known.len() < MOST {
            self.known.extend(Mould::of(&linted));
        }
        Ok((linted, Made::Linted))
    }

    /// Words the n-th credential by a mould that is known by now, or gives it back.
    pub(super) fn pour(
        &self,
        nth: u64,
        credential: Credential,
        format: Format,
    ) -> Result<Linted<Credential>, Box<Credential>> {
        let mut credential = Box::new(credential);
        if format != Format::OPEN_BADGE || nth % SAMPLE == SAMPLE - 1 {
            return Err(credential);
        }
        for mould in &self.known {
            match mould.pour(*credential) {
                Ok(linted) => return Ok(linted),
                Err(back) => credential = back,
            }
        }
        Err(credential)
    }
}
