//! A file of resolutions is believed only whole: each entry signed by its officer, over all that stood before it.
//! Whose key a signature is, was found when it was opened; here it is asked whether that officer may resolve.

use attesto_credential::{Declaration, Json, Object};
use attesto_securing::{Authentic, Digest};

use super::{Resolution, Resolutions, parse};
use crate::code::Code;
use crate::form::FormFaults;
use crate::officer::{Duty, Officers};
use crate::record;

/// The kind of the declaration that an officer signs for each entry.
pub const RESOLUTION: &str = "resolution";

/// Why a file of resolutions is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResolutionsRefused {
    /// The text under a signature is not the text that was signed.
    #[error(
        "entry {number} of the resolutions, or something before it, was changed after {by} signed it; put the file back as \
         `attesto cohort resolve` wrote it"
    )]
    Changed {
        /// Counted from 1.
        number: usize,
        /// The officer.
        by: String,
    },
    /// The file cannot be read.
    #[error(transparent)]
    Form(#[from] FormFaults),
    /// An officer who may not.
    #[error(
        "entry {number} of the resolutions is by {by}, who is no officer with the duty to decide; have such an officer \
         resolve it"
    )]
    NotAuthorised {
        /// Counted from 1.
        number: usize,
        /// The officer.
        by: String,
    },
    /// For another cohort.
    #[error("the resolutions are of cohort {found} and not of {expected}; put the right file beside the cohort")]
    OtherCohort {
        /// Found.
        found: Code,
        /// Of the cohort at hand.
        expected: Code,
    },
    /// Signed by somebody else than the entry says, or something else was signed.
    #[error(
        "the signature of entry {number} of the resolutions is not that of {by} on it; put the file back as it was"
    )]
    OtherSigner {
        /// Counted from 1.
        number: usize,
        /// The officer.
        by: String,
    },
    /// An entry without a signature.
    #[error(
        "entry {number} of the resolutions is not signed; an entry counts only with a signature, write it with \
         `attesto cohort resolve`"
    )]
    Unsigned {
        /// Counted from 1.
        number: usize,
    },
}

/// What an officer signs for the last entry of a text: which cohort, which entry, and all text up to its signature.
pub fn resolution_act(cohort: &Code, number: usize, text: &str) -> Object {
    record::object(&Act { bytes: text.len(), cohort, digest: Digest::of(text.as_bytes()).to_hex(), number })
}

/// The line that a signature stands in, behind the text that it is over.
pub fn signature_line(signature: &str) -> String {
    format!("signature = \"{signature}\"\n")
}

#[derive(serde::Serialize)]
struct Act<'a> {
    bytes: usize,
    cohort: &'a Code,
    digest: String,
    number: usize,
}

impl Resolutions {
    /// The signatures in a file, in the order of its entries, to be opened before the file is believed.
    ///
    /// # Errors
    /// The file cannot be read, or an entry has no signature.
    pub fn signatures(toml_text: &str) -> Result<Vec<String>, ResolutionsRefused> {
        let written = parse(toml_text)?;
        let entries = written.all.into_iter().enumerate();
        entries
            .map(|(index, entry)| entry.signature.ok_or(ResolutionsRefused::Unsigned { number: index + 1 }))
            .collect()
    }

    /// Believes a file, given its signatures as they opened, each under its own key.
    ///
    /// # Errors
    /// Unreadable, of another cohort, an entry unsigned, changed, or by somebody who may not decide.
    pub fn believe(
        toml_text: &str,
        opened: &[Authentic<Declaration>],
        cohort: &Code,
        officers: &Officers,
    ) -> Result<Self, ResolutionsRefused> {
        let written = parse(toml_text)?;
        if written.cohort != *cohort {
            return Err(ResolutionsRefused::OtherCohort { found: written.cohort, expected: cohort.clone() });
        }
        let mut begin = 0;
        let mut all = Vec::new();
        for (index, entry) in written.all.into_iter().enumerate() {
            let number = index + 1;
            let signature = entry.signature.ok_or(ResolutionsRefused::Unsigned { number })?;
            let said = opened.get(index).ok_or(ResolutionsRefused::Unsigned { number })?.said();
            let line = signature_line(&signature);
            begin = signed(&entry.said, said, (number, begin, &line), toml_text, (cohort, officers))?;
            all.push(entry.said);
        }
        match all.last() {
            Some(last) if begin != toml_text.len() => {
                Err(ResolutionsRefused::Changed { number: all.len(), by: last.by().to_string() })
            }
            _ => Ok(Self { all }),
        }
    }
}

/// Checks one signature and gives where its line ends.
fn signed(
    entry: &Resolution,
    said: &Declaration,
    (number, begin, line): (usize, usize, &str),
    text: &str,
    (cohort, officers): (&Code, &Officers),
) -> Result<usize, ResolutionsRefused> {
    let by = entry.by().to_string();
    let Some(officer) = officers.find(entry.by()).filter(|officer| officer.may(Duty::Decide)) else {
        return Err(ResolutionsRefused::NotAuthorised { number, by });
    };
    if said.kind() != RESOLUTION || said.by() != officer.did().as_iri() || said.at() != entry.at() {
        return Err(ResolutionsRefused::OtherSigner { number, by });
    }
    let end = match said.body().get("bytes") {
        Some(Json::Number(bytes)) => bytes.as_str().parse::<usize>().ok().filter(|end| *end > begin),
        _ => None,
    };
    let parts = end.and_then(|end| text.split_at_checked(end));
    // The signed text must hold exactly the entries up to this one: an entry is signed by its own officer, no other.
    let holds = parts.is_some_and(|(covered, rest)| {
        *said.body() == resolution_act(cohort, number, covered)
            && rest.starts_with(line)
            && parse(covered).is_ok_and(|written| written.all.len() == number)
    });
    end.filter(|_| holds).map(|end| end + line.len()).ok_or(ResolutionsRefused::Changed { number, by })
}
