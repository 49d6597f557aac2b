//! Flat claims with a `vct` (SD-JWT VC): which there are, and which of them their holder may hold back.
//! Disclosures and digests are floor 2's; here a document has every claim as its reader would see it.

mod read;
mod write;

pub(crate) use read::{moment, read};
pub(crate) use write::{seconds, write};

/// The member of a wording that holds the seed of the salts; sealing takes it out.
pub(crate) const SEED: &str = "_salts_from";

/// How much of a claim its holder may hold back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Disclosure {
    /// Each element of the array by itself; how many there are is seen.
    Elements,
    /// Nothing: whoever sees the copy sees it.
    Never,
    /// The whole claim; that there is one is not seen.
    Whole,
}

/// The claims that say who the holder is, with the kind of identity of each, in the order of a wording.
pub(crate) const IDENTITIES: [(&str, &str); 6] = [
    ("given_name", "given_name"),
    ("family_name", "family_name"),
    ("given_name_latin", "given_name_latin"),
    ("family_name_latin", "family_name_latin"),
    ("birthdate", "birthdate"),
    ("email", "emailAddress"),
];

/// The claims whose elements are results: competences, and everything else that was measured.
pub(crate) const RESULTS: [&str; 2] = ["learning_outcomes", "assessment_results"];

/// The claim whose elements are links to ESCO.
pub(crate) const SKILLS: &str = "esco_skills";

/// What is told of the way to the certificate, each claim by itself.
const LEARNING: [&str; 2] = ["expected_study_time", "level_of_learning_experience"];

/// The claim whose elements say who vouches for the quality of the certification.
const QUALITY: &str = "types_of_quality_assurance";

/// The kind of a result that is a competence (Open Badges 3.0 `ResultType`).
pub(crate) const COMPETENCE: &str = "RubricCriterionLevel";

impl Disclosure {
    /// How much of a claim of ours may be held back.
    pub fn of(claim: &str) -> Self {
        if IDENTITIES.iter().any(|(name, _)| *name == claim) || LEARNING.contains(&claim) {
            Self::Whole
        } else if [SKILLS, QUALITY].contains(&claim) || RESULTS.contains(&claim) {
            Self::Elements
        } else {
            Self::Never
        }
    }

    /// Every claim that may be held back, in the order of a wording.
    pub fn claims() -> impl Iterator<Item = &'static str> {
        IDENTITIES.into_iter().map(|(name, _)| name).chain(RESULTS).chain([SKILLS]).chain(LEARNING).chain([QUALITY])
    }
}

#[cfg(test)]
mod tests;
