//! One secured credential before its judge: what is lacking, and what it comes to.
//! Fetches nothing and knows no clock; the same case, material, policy and moment give the same report.

use std::borrow::Cow;

use attesto_credential::{Credential, Did, Document, Form, Secured, Timestamp};
use attesto_securing::{Authentic, Broken, Keys, open};

use crate::check::{conformance, issuer, proof, recipient, status, validity};
use crate::finding::{Check, Code, Finding, Ruling};
use crate::material::Material;
use crate::policy::Policy;
use crate::report::{Report, Subject};

/// A credential to be judged.
#[derive(Clone, Debug)]
pub struct Case {
    secured: Secured,
}

/// Something that must be fetched before a case can be judged.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Need {
    /// The DID document of the one who speaks, for its keys.
    Keys {
        /// Whose.
        controller: Did,
    },
}

impl Case {
    /// Opens a case.
    pub fn new(secured: Secured) -> Self {
        Self { secured }
    }

    /// What must still be fetched: keys only, as nothing else may be asked for on the word of unbelieved text.
    ///
    /// Nothing that the policy pins, that a did:key carries itself, or that was already tried. The roof fetches and
    /// asks again until nothing is missing.
    pub fn missing(&self, material: &Material, policy: &Policy) -> Vec<Need> {
        let hints = self.secured.hints();
        let Some(controller) = hints.issuer.and_then(|issuer| Did::parse(&issuer).ok()) else { return Vec::new() };
        let speaks = hints.keys.iter().any(|key| key.split('#').next() == Some(controller.as_str()));
        let settled = controller.method() != "web"
            || material.has_answer_for(&controller)
            || is_pinned(controller.as_str(), policy);
        if speaks && !settled { vec![Need::Keys { controller }] } else { Vec::new() }
    }

    /// Judges the case at a moment.
    pub fn judge(&self, material: &Material, policy: &Policy, at: Timestamp) -> Report {
        let findings = match self.secured.form() {
            Form::Compact => vec![proof::unsupported("a compact JWS")],
            Form::Embedded(document) => match conformance::foreign(document) {
                Some(foreign) => vec![foreign],
                None => return self.judge_badge(document, material, policy, at),
            },
        };
        Report::new(with_skipped(findings, policy), None, policy, at)
    }

    fn judge_badge(&self, document: &Document, material: &Material, policy: &Policy, at: Timestamp) -> Report {
        let opened = self.opened(material, policy, at);
        let mut findings = conformance::find(document, opened.as_ref().err());
        findings.extend(proof::find(&opened, material));
        findings.extend(proof::transport(self.secured.hints().issuer.as_deref(), material));
        let Ok(authentic) = opened else {
            return Report::new(with_skipped(findings, policy), None, policy, at);
        };
        findings.push(issuer::find(&authentic, policy.trust_lists()));
        findings.push(validity::find(&authentic, at));
        findings.extend(status::find(&authentic));
        findings.extend(recipient::find(&authentic, policy.asked()));
        let subject = Subject::of(authentic.said(), policy.trust_lists());
        Report::new(findings, Some(subject), policy, at)
    }

    fn opened(&self, material: &Material, policy: &Policy, at: Timestamp) -> Result<Authentic<Credential>, Broken> {
        let hints = self.secured.hints();
        let keys = keys(hints.issuer.as_deref(), material, policy);
        let mut opened = open::<Credential>(std::slice::from_ref(&self.secured), &keys, material.contexts(), at);
        let authentic = opened.pop().unwrap_or(Err(Broken::NoProof))?;
        proof::still_stands(authentic, material, at)
    }
}

fn is_pinned(issuer: &str, policy: &Policy) -> bool {
    policy.trust_lists().iter().filter_map(|list| list.issuer(issuer)).any(|entry| entry.pins_keys())
}

/// Where a trust list pins an issuer's keys, no others speak for it.
fn keys<'m>(issuer: Option<&str>, material: &'m Material, policy: &Policy) -> Cow<'m, Keys> {
    let Some(issuer) = issuer.filter(|issuer| is_pinned(issuer, policy)) else { return Cow::Borrowed(material.keys()) };
    let entries = policy.trust_lists().iter().filter_map(|list| list.issuer(issuer));
    Cow::Owned(entries.fold(Keys::new(), |keys, entry| entry.pinned(keys)))
}

/// Adds a line for every check that found nothing, because of what stands against the seal.
fn with_skipped(mut findings: Vec<Finding>, policy: &Policy) -> Vec<Finding> {
    let gravity = |finding: &&Finding| policy.ruling(finding).gravity();
    let in_way = findings.iter().filter(|finding| stands_in_way(finding, policy));
    let because = in_way.max_by_key(gravity).map_or(Code::ProofNone, Finding::code);
    for check in Check::ALL {
        if !findings.iter().any(|finding| finding.code().check() == check) {
            findings.push(Finding::of(check.skipped()).with("because", because));
        }
    }
    findings.sort_by_key(|finding| finding.code().check());
    findings
}

/// A broken rule of form does not keep a seal from being opened; all else that fails here does.
fn stands_in_way(finding: &Finding, policy: &Policy) -> bool {
    finding.code() != Code::ConformanceSchema && matches!(policy.ruling(finding), Ruling::Fail | Ruling::Unknown)
}

#[cfg(test)]
mod tests {
    use attesto_securing::Contexts;

    use super::*;
    use crate::trust::TrustList;

    fn case(issuer: &str, key: &str) -> Case {
        let text =
            format!(r#"{{"@context":[],"issuer":{{"id":"{issuer}"}},"proof":{{"verificationMethod":"{key}"}}}}"#);
        Case::new(Secured::parse(text.as_bytes()).unwrap())
    }

    fn missing(issuer: &str, key: &str) -> Vec<Need> {
        case(issuer, key).missing(&Material::new(Contexts::empty()), &Policy::default())
    }

    #[test]
    fn only_the_keys_of_the_one_who_says_that_it_speaks_are_asked_for() {
        let controller = Did::parse("did:web:a.example").unwrap();
        assert_eq!(missing("did:web:a.example", "did:web:a.example#k1"), [Need::Keys { controller }]);
        assert_eq!(missing("did:web:a.example", "did:web:evil.example#k1"), []);
        assert_eq!(missing("did:key:z6MkA", "did:key:z6MkA#z6MkA"), []);
        assert_eq!(missing("https://a.example/issuer", "https://a.example/issuer#k1"), []);
    }

    #[test]
    fn what_was_tried_or_is_pinned_is_not_asked_for_again() {
        let case = case("did:web:a.example", "did:web:a.example#k1");
        let controller = Did::parse("did:web:a.example").unwrap();
        let tried = Material::new(Contexts::empty()).with_absent(controller, "no answer");
        assert_eq!(case.missing(&tried, &Policy::default()), []);

        let list = "format = 1\nname = \"L\"\n[[issuer]]\nid = \"did:web:a.example\"\nname = \"A\"\ncertificates = [\"*\"]\n[[issuer.key]]\nid = \"did:web:a.example#k1\"\nmultikey = \"z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2\"\n";
        let pinning = Policy::default().trusting(TrustList::from_toml(list).unwrap());
        assert_eq!(case.missing(&Material::new(Contexts::empty()), &pinning), []);
    }
}
