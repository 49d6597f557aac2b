//! The moulds of one act of issuing: the first badge of a kind is linted, those like it are poured, a sample is linted.
//! What fits no mould is linted like any other.

use attesto_credential::{Credential, Format, LintError, Linted, Mould, lint};

/// So many kinds are known at most: a scheme in a few languages, in a few status lists.
const MOST: usize = 16;
/// One of so many goes the whole way though it would fit.
const SAMPLE: usize = 64;

/// How a statement came to be linted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Made {
    /// By every rule, asked of itself.
    Linted,
    /// By the mould of one that was.
    Poured,
}

/// The moulds, and how many were poured since the last that went the whole way.
#[derive(Debug, Default)]
pub(super) struct Moulds {
    known: Vec<Mould>,
    poured: usize,
}

impl Moulds {
    /// Words and lints a credential, by a mould where there is one for it.
    pub(super) fn make(
        &mut self,
        credential: Credential,
        format: Format,
    ) -> Result<(Linted<Credential>, Made), LintError> {
        let credential = match self.pour(credential, format) {
            Ok(linted) => return Ok((linted, Made::Poured)),
            Err(credential) => *credential,
        };
        let linted = lint(credential, format)?;
        self.poured = 0;
        if !self.known.iter_mut().any(|mould| mould.learn(&linted)) && self.known.len() < MOST {
            self.known.extend(Mould::of(&linted));
        }
        Ok((linted, Made::Linted))
    }

    fn pour(&mut self, credential: Credential, format: Format) -> Result<Linted<Credential>, Box<Credential>> {
        let mut credential = Box::new(credential);
        if format != Format::OPEN_BADGE || self.poured + 1 >= SAMPLE {
            return Err(credential);
        }
        for mould in &self.known {
            match mould.pour(*credential) {
                Ok(linted) => {
                    self.poured += 1;
                    return Ok(linted);
                }
                Err(back) => credential = back,
            }
        }
        Err(credential)
    }
}
