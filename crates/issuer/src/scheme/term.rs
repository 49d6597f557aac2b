//! What a scheme says beside its rules: suspension, withdrawal, recertification, appeal (ISO/IEC 17024 clause 8).
//! Text for people to read and hold to; no program acts on it.

use attesto_credential::{Line, LocalText};

/// One term of the scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub(super) topic: Topic,
    pub(super) clause: Line,
    pub(super) text: LocalText,
}

impl Term {
    /// What it is about.
    pub fn topic(&self) -> Topic {
        self.topic
    }

    /// The clause of the published scheme that it stands in.
    pub fn clause(&self) -> &Line {
        &self.clause
    }

    /// The text by language.
    pub fn text(&self) -> &LocalText {
        &self.text
    }
}

/// What a term is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// How to object to a decision.
    Appeal,
    /// What a certified person promises.
    Conduct,
    /// Why people with this certification are needed.
    Need,
    /// What a candidate must bring.
    Prerequisites,
    /// How a certification is renewed.
    Recertification,
    /// When a certification is suspended.
    Suspension,
    /// When a certification ends before its time.
    Withdrawal,
}

impl Topic {
    /// The topics that every scheme must speak of.
    pub const NEEDED: [Self; 4] = [Self::Appeal, Self::Recertification, Self::Suspension, Self::Withdrawal];

    /// The word of a scheme file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Appeal => "appeal",
            Self::Conduct => "conduct",
            Self::Need => "need",
            Self::Prerequisites => "prerequisites",
            Self::Recertification => "recertification",
            Self::Suspension => "suspension",
            Self::Withdrawal => "withdrawal",
        }
    }

    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        let all = [Self::Appeal, Self::Conduct, Self::Need, Self::Prerequisites, Self::Recertification];
        let found = all.into_iter().chain([Self::Suspension, Self::Withdrawal]).find(|topic| topic.word() == text);
        found.ok_or(
            "is not a topic; write appeal, conduct, need, prerequisites, recertification, suspension or withdrawal",
        )
    }
}
