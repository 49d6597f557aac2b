//! What can be asked of a code. What each one says stands in the catalogue.

use super::catalogue::Softness;
use super::{Check, Code, Ruling};

impl Code {
    /// The code of a text.
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.text() == text)
    }

    /// The code as reports and policies write it.
    pub fn text(self) -> &'static str {
        self.entry().text
    }

    /// The check that finds it.
    pub fn check(self) -> Check {
        match self.text().split_once('.') {
            // How the material came is part of whether the seal can be relied on.
            // So is what stands behind it: certificates, time-stamps, the holder's own proof.
            Some(("transport" | "chain" | "sd" | "seal", _)) => Check::Proof,
            Some((name, _)) => Check::named(name).unwrap_or(Check::Conformance),
            None => Check::Conformance,
        }
    }

    /// What it counts for where no policy says otherwise.
    pub fn ruling(self) -> Ruling {
        self.entry().ruling
    }

    /// Whether a policy may make light of it.
    pub fn may_be_softened(self) -> bool {
        self.entry().softness == Softness::Soft
    }

    /// The names of its facts, in order.
    pub fn fact_names(self) -> &'static [&'static str] {
        self.entry().facts
    }

    /// What it means in English, with the places of facts in braces.
    pub fn sentence(self) -> &'static str {
        self.entry().sentence
    }

    /// What to do in English, with the places of facts in braces; empty where nothing is to be done.
    pub fn remedy(self) -> &'static str {
        self.entry().remedy
    }
}
