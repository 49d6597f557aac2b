//! Decisions and schemes in words: proposals, reasons from their facts, what a rule asks.
//! The English of a reason is the issuer's own.

use attesto_issuer::{
    Ask, Change, Decision, Demand, Holding, Measure, Proposal, Reason, Rule, Scale, Showing, UnitKind,
};

use super::Words;

impl Words {
    /// The word of a proposal.
    pub(crate) fn proposal(&self, proposal: Proposal) -> String {
        self.label(match proposal {
            Proposal::Certify => "proposal-certify",
            Proposal::Refuse => "proposal-refuse",
            Proposal::Undecided => "proposal-undecided",
        })
    }

    /// Whether a rule holds, as a word.
    pub(crate) fn holding(&self, holding: Holding) -> String {
        self.label(match holding {
            Holding::Met => "holding-met",
            Holding::Missing => "holding-missing",
            Holding::NotMet => "holding-not-met",
        })
    }

    /// Whether and at which level a competence is shown.
    pub(crate) fn showing(&self, showing: Showing) -> String {
        match showing {
            Showing::Missing => self.label("showing-missing"),
            Showing::NotShown => self.label("showing-not-shown"),
            Showing::Shown { level } => self.label_with("showing-level", &[("level", level.number().to_string())]),
        }
    }

    /// What stands against certifying: everything that is missing, then each rule that is not met; empty if nothing does.
    pub(crate) fn against(&self, decision: &Decision) -> Vec<String> {
        let missing: Vec<&str> = decision.missing().iter().map(|code| code.as_str()).collect();
        let missing = (!missing.is_empty()).then(|| self.label_with("missing-what", &[("what", missing.join(", "))]));
        let open = decision.reasons().iter().filter(|reason| reason.holding() != Holding::Met);
        missing.into_iter().chain(open.map(|reason| self.reason(reason))).collect()
    }

    /// What changed for a candidate since the last sheet; `None` is a candidate's first.
    pub(crate) fn changes(&self, changes: Option<&[Change]>) -> Vec<String> {
        let Some(changes) = changes else { return vec![self.label("changed-first")] };
        if changes.is_empty() {
            return vec![self.label("changed-nothing")];
        }
        let figure = |figure: Option<&str>| figure.map_or_else(|| self.label("changed-unknown"), str::to_owned);
        let change = |change: &Change| {
            let (before, now) = (figure(change.before()), figure(change.now()));
            self.label_with("changed-what", &[("what", change.what().to_owned()), ("before", before), ("now", now)])
        };
        changes.iter().map(change).collect()
    }

    /// A reason as a sentence, with figure, rule and clause.
    pub(crate) fn reason(&self, reason: &Reason) -> String {
        let lacking: Vec<&str> = reason.lacking().iter().map(|code| code.as_str()).collect();
        let found = reason.found().map(|found| found.to_string()).unwrap_or_default();
        let facts = [
            ("found", found),
            ("out-of", reason.out_of().to_string()),
            ("lacking", lacking.join(", ")),
            ("units", self.units(reason.units())),
        ];
        let id = if reason.found().is_none() { "reason-missing" } else { reason_id(reason.measure()) };
        let whole = |what: String| {
            let percent = if reason.measure() == Measure::Total { " %" } else { "" };
            let rest = [
                ("what", what.replace(" ()", "")),
                ("asked", format!("{}{percent}", reason.asked())),
                ("rule", reason.rule().to_string()),
                ("clause", reason.clause().to_owned()),
            ];
            self.filled("reason", None, &rest)
        };
        self.filled(id, None, &facts).and_then(whole).unwrap_or_else(|| reason.to_string())
    }

    /// What the units of a curriculum are called.
    pub(crate) fn units(&self, kind: UnitKind) -> String {
        self.label(match kind {
            UnitKind::Session => "units-session",
            UnitKind::Webinar => "units-webinar",
            UnitKind::Workshop => "units-workshop",
        })
    }

    /// What a rule asks for.
    pub(crate) fn asks(&self, rule: &Rule) -> String {
        let of: Vec<&str> = rule.of().iter().map(|code| code.as_str()).collect();
        let facts = [("minimum", rule.minimum().to_string()), ("total", of.len().to_string()), ("of", of.join(", "))];
        let id = match rule.measure() {
            Measure::Attended => "asks-attended",
            Measure::Competences => "asks-competences",
            Measure::LowestMark => "asks-lowest-mark",
            Measure::Shown => "asks-shown",
            Measure::Total => "asks-total",
        };
        self.label_with(id, &facts)
    }

    /// What a level of a competence asks of one criterion.
    pub(crate) fn demand(&self, demand: &Demand) -> String {
        match demand.ask() {
            Ask::AtLeast(mark) => format!("{} ≥ {mark}", demand.criterion()),
            Ask::Shown => self.label_with("demand-shown", &[("criterion", demand.criterion().to_string())]),
        }
    }

    /// What can come out under a criterion.
    pub(crate) fn scale(&self, scale: Scale) -> String {
        match scale {
            Scale::Marked { maximum, .. } => self.label_with("scale-marked", &[("maximum", maximum.to_string())]),
            Scale::Shown => self.label("scale-shown"),
        }
    }
}

fn reason_id(measure: Measure) -> &'static str {
    match measure {
        Measure::Attended => "reason-attended",
        Measure::Competences => "reason-competences",
        Measure::LowestMark => "reason-lowest-mark",
        Measure::Shown => "reason-shown",
        Measure::Total => "reason-total",
    }
}
