//! What a check can find: one code with its facts, and what that means and asks for in English.
//! A finding is a fact, not a ruling: how it weighs is the policy's business.

mod catalogue;
mod code;

pub use catalogue::Code;

use std::fmt;

/// The checks, in the order of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Check {
    /// The text is a credential as the standard writes it.
    Conformance,
    /// The seal holds and its key speaks for the issuer.
    Proof,
    /// The issuer may issue this certificate.
    Issuer,
    /// The day lies between begin and end.
    Validity,
    /// The issuer has not taken it back.
    Status,
    /// It is the asked person's.
    Recipient,
}

impl Check {
    /// Every check, in the order of a report.
    pub const ALL: [Self; 6] =
        [Self::Conformance, Self::Proof, Self::Issuer, Self::Validity, Self::Status, Self::Recipient];

    /// Its name in reports and policies.
    pub fn name(self) -> &'static str {
        match self {
            Self::Conformance => "conformance",
            Self::Proof => "proof",
            Self::Issuer => "issuer",
            Self::Validity => "validity",
            Self::Status => "status",
            Self::Recipient => "recipient",
        }
    }

    /// The check of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|check| check.name() == name)
    }

    /// What is found when an earlier check left nothing to believe.
    pub(crate) fn skipped(self) -> Code {
        match self {
            Self::Conformance => Code::ConformanceSkipped,
            Self::Proof => Code::ProofSkipped,
            Self::Issuer => Code::IssuerSkipped,
            Self::Validity => Code::ValiditySkipped,
            Self::Status => Code::StatusSkipped,
            Self::Recipient => Code::RecipientSkipped,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a finding counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ruling {
    /// It is as it should be.
    Pass,
    /// Worth knowing; changes nothing.
    Note,
    /// It is not as it should be.
    Fail,
    /// It could not be told.
    Unknown,
    /// It was not looked at.
    Skipped,
}

impl Ruling {
    /// Its name in reports and policies.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Note => "note",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
            Self::Skipped => "skipped",
        }
    }

    /// From the lightest to the gravest, by what it does to a verdict.
    pub(crate) fn gravity(self) -> u8 {
        match self {
            Self::Pass => 0,
            Self::Note | Self::Skipped => 1,
            Self::Unknown => 2,
            Self::Fail => 3,
        }
    }
}

impl fmt::Display for Ruling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One thing that a check found, with its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    code: Code,
    facts: Vec<(&'static str, String)>,
    ruling: Ruling,
}

impl Finding {
    pub(crate) fn of(code: Code) -> Self {
        Self { code, facts: Vec::new(), ruling: code.ruling() }
    }

    /// The same with one more fact; the catalogue names the facts of each code.
    pub(crate) fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.facts.push((name, value.to_string()));
        self
    }

    /// The same, worth knowing and no more, because of what else was shown; a policy may still harden it.
    pub(crate) fn noted(self) -> Self {
        Self { ruling: Ruling::Note, ..self }
    }

    /// What it counts for where no policy says otherwise.
    pub(crate) fn ruling(&self) -> Ruling {
        self.ruling
    }

    /// Its code in the catalogue.
    pub fn code(&self) -> Code {
        self.code
    }

    /// The facts by name, in the order of the catalogue; the words in other languages are filled from them.
    pub fn facts(&self) -> &[(&'static str, String)] {
        &self.facts
    }

    /// What it means, in English.
    pub fn sentence(&self) -> String {
        self.filled(self.code.sentence())
    }

    /// What to do about it, in English; empty where there is nothing to do.
    pub fn remedy(&self) -> String {
        self.filled(self.code.remedy())
    }

    /// Facts are filled in one pass, so that a fact that looks like a place is left alone.
    fn filled(&self, template: &str) -> String {
        let facts = self.facts.iter().map(|(_, value)| value.len()).sum::<usize>();
        let mut text = String::with_capacity(template.len() + facts);
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, tail) = after.split_once('}').unwrap_or((after, ""));
            let fact = self.facts.iter().find(|(known, _)| *known == name);
            text.push_str(before);
            text.push_str(fact.map_or("?", |(_, value)| value));
            rest = tail;
        }
        text.push_str(rest);
        text
    }
}

#[cfg(test)]
mod tests;
