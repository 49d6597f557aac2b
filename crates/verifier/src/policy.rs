//! What the verifier makes of findings: which weigh less or more, what must be looked at, whom it trusts, whom it asks for.
//! A policy never hides a finding; it only rules on it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::finding::{Check, Code, Finding, Ruling};
use crate::form::{self, Faults, Form, FormFault};
use crate::trust::TrustList;

/// The rules and the question of one verification.
///
/// The default policy rules as the catalogue does, trusts nobody, and asks for nobody.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    rulings: BTreeMap<Code, Ruling>,
    required: BTreeSet<Check>,
    trusted: Arc<Vec<TrustList>>,
    asked: Asked,
    list_age_seconds: Option<i64>,
}

/// Whose credential is expected. Names as people write them; the e-mail address as they gave it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Name, in any script and order.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// To whom, and on which question, a copy that is bound to a key must have been shown.
    pub shown: Option<ShownTo>,
}

/// What the holder's own proof must say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownTo {
    /// Whoever asked (`aud`).
    pub audience: String,
    /// The question, never asked before (`nonce`).
    pub nonce: String,
}

/// A policy that cannot be used, with every fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the policy cannot be used: {}", form::told(faults))]
pub struct BadPolicy {
    faults: Vec<FormFault>,
}

impl BadPolicy {
    /// All faults, by line.
    pub fn faults(&self) -> &[FormFault] {
        &self.faults
    }
}

impl Policy {
    /// Reads a policy: `format = 1`, `require = [checks]`, `[soften]` and `[harden]` with `"code" = "ruling"`,
    /// `[status]` with `max_age`, as in `"36h"` or `"7d"`.
    ///
    /// # Errors
    /// Every fault at once: an unknown member, code, check or ruling; softening what is firm; hardening downwards;
    /// an age that is none.
    pub fn from_toml(text: &str) -> Result<Self, BadPolicy> {
        let mut faults = Faults::of(text);
        let table = form::table(text, &mut faults);
        let mut form = Form::of(table.get_ref(), 0);
        form.format_one(&mut faults);
        let mut policy = Self::default();
        for (at, name) in form.texts("require", &mut faults) {
            match Check::named(name) {
                Some(check) => drop(policy.required.insert(check)),
                None => faults.at(at, format!("{name:?} is no check; checks are {}", check_names())),
            }
        }
        for (at, code, ruling) in form.pairs("soften", &mut faults) {
            policy.rule(Way::Softer, at, code, ruling, &mut faults);
        }
        for (at, code, ruling) in form.pairs("harden", &mut faults) {
            policy.rule(Way::Harder, at, code, ruling, &mut faults);
        }
        if let Some(mut status) = form.form("status", &mut faults) {
            policy.list_age_seconds = max_age(&mut status, &mut faults);
            status.finished(&mut faults);
        }
        form.finished(&mut faults);
        let faults = faults.into_found();
        if faults.is_empty() { Ok(policy) } else { Err(BadPolicy { faults }) }
    }

    fn rule(&mut self, way: Way, at: usize, code: &str, ruling: &str, faults: &mut Faults<'_>) {
        let Some(code) = Code::named(code) else {
            return faults.at(at, format!("{code:?} is no code of a finding; see the list of findings"));
        };
        let Some(ruling) = [Ruling::Note, Ruling::Unknown, Ruling::Fail].into_iter().find(|r| r.name() == ruling)
        else {
            return faults.at(at, format!("{ruling:?} is no ruling; write note, unknown or fail"));
        };
        match way {
            Way::Softer if !code.may_be_softened() => faults.at(at, format!("{code} may not be softened")),
            Way::Softer if ruling.gravity() >= code.ruling().gravity() => {
                faults.at(at, format!("{ruling} is not softer than {}, which {code} is", code.ruling()));
            }
            Way::Harder if ruling.gravity() <= code.ruling().gravity() => {
                faults.at(at, format!("{ruling} is not harder than {}, which {code} is", code.ruling()));
            }
            _ if self.rulings.insert(code, ruling).is_some() => {
                faults.at(at, format!("{code} is ruled on twice; keep one"));
            }
            _ => {}
        }
    }

    /// The same policy, trusting one more list.
    #[must_use]
    pub fn trusting(mut self, list: TrustList) -> Self {
        Arc::make_mut(&mut self.trusted).push(list);
        self
    }

    /// The same policy, asking for a person.
    #[must_use]
    pub fn asking(self, asked: Asked) -> Self {
        Self { asked, ..self }
    }

    /// The trust lists, in the order they were given.
    pub fn trust_lists(&self) -> &[TrustList] {
        &self.trusted
    }

    /// Whose credential is expected.
    pub fn asked(&self) -> &Asked {
        &self.asked
    }

    /// What a finding counts for.
    pub(crate) fn ruling(&self, finding: &Finding) -> Ruling {
        self.rulings.get(&finding.code()).copied().unwrap_or_else(|| finding.ruling())
    }

    /// How old a status list may be, in seconds; as old as it counts where the policy says nothing.
    pub(crate) fn list_age_seconds(&self) -> Option<i64> {
        self.list_age_seconds
    }

    /// Whether a check may not be skipped.
    pub(crate) fn requires(&self, check: Check) -> bool {
        self.required.contains(&check)
    }
}

/// A number of hours or days.
fn max_age(form: &mut Form<'_, '_>, faults: &mut Faults<'_>) -> Option<i64> {
    let (at, text) = form.need_text("max_age", faults)?;
    let units = [("h", 3_600_i64), ("d", 86_400)];
    let whole = |(unit, seconds): &(&str, i64)| {
        let digits = text.strip_suffix(unit).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
        digits.parse::<i64>().ok()?.checked_mul(*seconds)
    };
    let age = units.iter().find_map(whole).filter(|age| *age > 0);
    if age.is_none() {
        faults.at(at, format!("{text:?} is no age; write hours or days, as in \"36h\" or \"7d\""));
    }
    age
}

/// In which direction a policy departs from the catalogue.
#[derive(Clone, Copy)]
enum Way {
    Softer,
    Harder,
}

fn check_names() -> String {
    Check::ALL.map(Check::name).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<(usize, String)> {
        let found = Policy::from_toml(text).unwrap_err().faults;
        found.into_iter().map(|fault| (fault.line(), fault.what().to_owned())).collect()
    }

    #[test]
    fn a_policy_softens_what_may_be_softened_and_hardens_anything() {
        let text = "format = 1\nrequire = [\"recipient\"]\n[soften]\n\"conformance.schema\" = \"note\"\n[harden]\n\"status.none\" = \"unknown\"\n";
        let policy = Policy::from_toml(text).unwrap();
        assert_eq!(policy.ruling(&Finding::of(Code::ConformanceSchema)), Ruling::Note);
        assert_eq!(policy.ruling(&Finding::of(Code::StatusNone)), Ruling::Unknown);
        assert_eq!(policy.ruling(&Finding::of(Code::ProofNone)), Ruling::Fail);
        assert!(policy.requires(Check::Recipient) && !policy.requires(Check::Status));
    }

    #[test]
    fn every_fault_of_a_policy_is_told_with_its_line() {
        let text = "format = 2\nrequire = [\"luck\"]\ncolour = \"red\"\n[soften]\n\"proof.signature\" = \"note\"\n\"no.such\" = \"note\"\n[harden]\n\"proof.none\" = \"note\"\n\"status.none\" = \"green\"\n";
        let lines: Vec<usize> = faults(text).into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines, [1, 2, 3, 5, 6, 8, 9], "{:?}", faults(text));
    }

    #[test]
    fn an_age_is_whole_hours_or_days() {
        let age = |text: &str| {
            let policy = Policy::from_toml(&format!("format = 1\n[status]\nmax_age = \"{text}\"\n"));
            policy.ok().and_then(|policy| policy.list_age_seconds())
        };
        assert_eq!((age("36h"), age("7d")), (Some(129_600), Some(604_800)));
        for bad in ["", "7", "d", "-1d", "1.5h", "1w", "0h", "9223372036854775807d", "7 d"] {
            assert_eq!(age(bad), None, "{bad}");
        }
        assert_eq!(faults("format = 1\n[status]\nmin_age = \"7d\"\n").len(), 2);
        assert_eq!(faults("format = 1\nstatus = 7\n").len(), 1);
    }

    #[test]
    fn a_pass_or_a_skip_is_no_ruling_that_a_policy_may_give() {
        assert_eq!(faults("format = 1\n[soften]\n\"conformance.schema\" = \"pass\"\n").len(), 1);
        assert_eq!(faults("format = 1\n[harden]\n\"recipient.not-asked\" = \"skipped\"\n").len(), 1);
    }
}
