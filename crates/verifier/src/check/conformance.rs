//! Finds whether the text is a credential as the standard writes it, readable in one way only.
//! Asks nothing of keys or of the day, and believes nothing.

use attesto_credential::{DataModel, Document, Flaw, Json, LintFault, conformance, european_silence};
use attesto_securing::{Broken, Uncanonical};

use crate::finding::{Code, Finding};

/// More rules than this are not told one by one: the first ones show what is wrong.
const RULES_AT_MOST: usize = 8;

const BADGES: [&str; 2] = ["AchievementCredential", "OpenBadgeCredential"];

const VCDM_1: &str = "https://www.w3.org/2018/credentials/v1";

/// What stands against reading the text at all: a data model that is not judged here.
///
/// A credential of another kind is not a bad badge: what is not judged here is CANNOT TELL, never NOT VALID.
pub(crate) fn foreign(document: &Document) -> Option<Finding> {
    let strings = |key: &str| document.root().get(key).map_or(&[][..], Json::as_set).iter().filter_map(Json::as_str);
    let unsupported = |model: &str| Finding::of(Code::ConformanceModelUnsupported).with("model", model);
    if strings("@context").next() == Some(VCDM_1) {
        return Some(unsupported("VC Data Model 1.1"));
    }
    let is_badge = strings("type").any(|class| BADGES.contains(&class));
    let is_other = strings("type").any(|class| class == "VerifiableCredential") && strings("type").count() > 1;
    (is_other && !is_badge).then(|| unsupported("another data model than Open Badges 3.0"))
}

/// Finds flaws of form, broken rules of the standard, and what kept the seal from being opened.
pub(crate) fn find(document: &Document, model: DataModel, broken: Option<&Broken>) -> Vec<Finding> {
    let mut found: Vec<Finding> = document.flaws().iter().map(of_flaw).collect();
    if let Some(unsealed) = broken.and_then(of_broken).filter(|unsealed| !found.contains(unsealed)) {
        found.push(unsealed);
    }
    let (holds, broken_rule) = codes(model);
    let of_rule = |code, fault: &LintFault| {
        Finding::of(code).with("rule", fault.rule()).with("pointer", place(fault.pointer())).with("why", fault.why())
    };
    found.extend(conformance(document, model).iter().take(RULES_AT_MOST).map(|fault| of_rule(broken_rule, fault)));
    if found.is_empty() {
        found.push(Finding::of(holds));
    }
    if model == DataModel::Elm {
        let lost = european_silence(document);
        found.extend(lost.iter().take(RULES_AT_MOST).map(|fault| of_rule(Code::ConformanceLost, fault)));
    }
    found
}

/// What is said of a text that keeps the rules of its data model, and of one that does not.
fn codes(model: DataModel) -> (Code, Code) {
    match model {
        DataModel::Claims => (Code::ConformanceClaimsOk, Code::ConformanceClaims),
        DataModel::Elm => (Code::ConformanceEuropean, Code::ConformanceProfile),
        _ => (Code::ConformanceOk, Code::ConformanceSchema),
    }
}

/// What a seal that could not be opened says of the text itself.
pub(crate) fn of_broken(broken: &Broken) -> Option<Finding> {
    match broken {
        Broken::Canon(fault) => Some(of_uncanonical(fault)),
        Broken::Misread(misread) => Some(
            Finding::of(Code::ConformanceUnreadable)
                .with("pointer", place(misread.pointer()))
                .with("why", misread.why()),
        ),
        _ => None,
    }
}

fn of_flaw(flaw: &Flaw) -> Finding {
    match flaw {
        Flaw::DuplicateKey { pointer } => duplicate(pointer),
        Flaw::InexactNumber { pointer, written } => inexact(pointer, written),
    }
}

fn of_uncanonical(fault: &Uncanonical) -> Finding {
    match fault {
        Uncanonical::ContextUnusable { url, feature } => {
            Finding::of(Code::ConformanceContextUnusable).with("url", url).with("feature", feature)
        }
        Uncanonical::Dropped { pointer, loss, found } => {
            misleading(Code::ConformanceValueDropped, pointer, loss, found)
        }
        Uncanonical::DuplicateKey { pointer } => duplicate(pointer),
        Uncanonical::InexactNumber { pointer, written } => inexact(pointer, written),
        Uncanonical::ProtectedTerm { pointer, term } => term_at(Code::ConformanceTermRedefined, pointer, term),
        Uncanonical::Rekeyed { pointer, how, found } => misleading(Code::ConformanceRekeyed, pointer, how, found),
        Uncanonical::TooComplex { cost, limit } => {
            Finding::of(Code::ConformanceTooComplex).with("cost", cost).with("limit", limit)
        }
        Uncanonical::UndefinedTerm { pointer, term } => term_at(Code::ConformanceTermUndefined, pointer, term),
        Uncanonical::UnknownContext { url, .. } => Finding::of(Code::ConformanceContextUnknown).with("url", url),
        other => Finding::of(Code::ConformanceUnreadable).with("pointer", place("")).with("why", other),
    }
}

fn duplicate(pointer: &str) -> Finding {
    Finding::of(Code::ConformanceDuplicateKey).with("pointer", place(pointer))
}

fn inexact(pointer: &str, written: &str) -> Finding {
    Finding::of(Code::ConformanceNumberInexact).with("pointer", place(pointer)).with("written", written)
}

fn misleading(code: Code, pointer: &str, how: impl std::fmt::Display, found: &str) -> Finding {
    Finding::of(code).with("pointer", place(pointer)).with("how", how).with("found", found)
}

fn term_at(code: Code, pointer: &str, term: &str) -> Finding {
    Finding::of(code).with("pointer", place(pointer)).with("term", term)
}

/// The whole document has the empty pointer, which nobody would see in a sentence.
fn place(pointer: &str) -> &str {
    if pointer.is_empty() { "/" } else { pointer }
}
