//! What the rows of a sheet say again and again, put in words once: there may be a hundred thousand rows.
//! What only few of them say is put in words each time.

use std::borrow::Cow;

use attesto_credential::Level;
use attesto_issuer::{Change, Decision, Holding, Proposal, Showing};

use super::Words;

/// Words of one language, and what they make of what comes again.
pub(crate) struct Phrases<'w> {
    words: &'w Words,
    certify: String,
    refuse: String,
    undecided: String,
    met: String,
    missing: String,
    not_met: String,
    showings: Vec<(Showing, String)>,
    first: Vec<String>,
    unchanged: Vec<String>,
}

impl<'w> Phrases<'w> {
    pub(crate) fn of(words: &'w Words) -> Self {
        let levels = (1..=8).filter_map(|level| Level::new(level).ok()).map(|level| Showing::Shown { level });
        let showings = levels.chain([Showing::Missing, Showing::NotShown]);
        Self {
            words,
            certify: words.proposal(Proposal::Certify),
            refuse: words.proposal(Proposal::Refuse),
            undecided: words.proposal(Proposal::Undecided),
            met: words.holding(Holding::Met),
            missing: words.holding(Holding::Missing),
            not_met: words.holding(Holding::NotMet),
            showings: showings.map(|showing| (showing, words.showing(showing))).collect(),
            first: words.changes(None),
            unchanged: words.changes(Some(&[])),
        }
    }

    /// See [`Words::proposal`].
    pub(crate) fn proposal(&self, proposal: Proposal) -> &str {
        match proposal {
            Proposal::Certify => &self.certify,
            Proposal::Refuse => &self.refuse,
            Proposal::Undecided => &self.undecided,
        }
    }

    /// See [`Words::holding`].
    pub(crate) fn holding(&self, holding: Holding) -> &str {
        match holding {
            Holding::Met => &self.met,
            Holding::Missing => &self.missing,
            Holding::NotMet => &self.not_met,
        }
    }

    /// See [`Words::showing`].
    pub(crate) fn showing(&self, showing: Showing) -> Cow<'_, str> {
        let known = self.showings.iter().find(|(known, _)| *known == showing);
        known.map_or_else(|| self.words.showing(showing).into(), |(_, phrase)| phrase.into())
    }

    /// See [`Words::changes`].
    pub(crate) fn changes(&self, changes: Option<&[Change]>) -> Cow<'_, [String]> {
        match changes {
            None => (&self.first).into(),
            Some([]) => (&self.unchanged).into(),
            Some(changes) => self.words.changes(Some(changes)).into(),
        }
    }

    /// See [`Words::against`].
    pub(crate) fn against(&self, decision: &Decision) -> Vec<String> {
        self.words.against(decision)
    }
}
