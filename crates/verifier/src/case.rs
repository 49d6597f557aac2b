//! One secured credential before its judge: what is lacking, and what it comes to.
//! Fetches nothing and knows no clock; the same case, material, policy and moment give the same report.

use std::borrow::Cow;

use attesto_credential::{Credential, Did, Document, Form, Iri, Matter, Secured, Timestamp};
use attesto_securing::{Authentic, Broken, Keys, open};

use crate::check::status::{Bench, Looked};
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
    /// What lies under a URL that the credential or its status list names.
    Listed {
        /// What should lie there.
        what: Listed,
        /// The URL.
        at: Iri,
    },
}

/// What of a status lies under a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// An edition of the list that is no longer the present one.
    Edition,
    /// Which editions there were.
    History,
    /// The list that a credential names.
    StatusList,
    /// Which copies were followed by which.
    Successors,
    /// Which set bits may clear again.
    Suspension,
}

impl Case {
    /// Opens a case.
    pub fn new(secured: Secured) -> Self {
        Self { secured }
    }

    /// Rounds of fetching that a judgement takes at most: keys, a list, what stands beside it; of a day before the
    /// list two more, for its edition of then and what stood beside that.
    pub const ROUNDS: usize = 5;

    /// Things that one case may ask for at most.
    pub const NEEDS: usize = 16;

    /// What must still be fetched to judge at a moment: keys only until the seal holds, as nothing may be asked for on
    /// the word of unbelieved text; then the status that the issuer's own words name.
    ///
    /// Nothing that the policy pins, that a did:key carries itself, or that was already tried. The roof fetches and
    /// asks again until nothing is missing, at most [`Self::ROUNDS`] times.
    pub fn missing(&self, material: &Material, policy: &Policy, at: Timestamp) -> Vec<Need> {
        let hints = self.secured.hints();
        let controller = hints.issuer.as_deref().and_then(|issuer| Did::parse(issuer).ok());
        if let Some(controller) = controller {
            let speaks = hints.keys.iter().any(|key| key.split('#').next() == Some(controller.as_str()));
            if speaks && !is_settled(&controller, Matter::Credential, material, policy) {
                return vec![Need::Keys { controller }];
            }
        }
        let opened = if self.is_badge() { self.opened(material, policy, at).ok() } else { None };
        opened.map_or_else(Vec::new, |authentic| self.missing_of_status(&authentic, material, policy, at))
    }

    fn missing_of_status(
        &self,
        authentic: &Authentic<Credential>,
        material: &Material,
        policy: &Policy,
        at: Timestamp,
    ) -> Vec<Need> {
        let said = authentic.said();
        let mut needs = Vec::new();
        let speaks = Did::parse(said.issuer.id.as_str()).ok().filter(|_| !said.status.is_empty());
        let unsettled = speaks.filter(|controller| !is_settled(controller, Matter::StatusList, material, policy));
        needs.extend(unsettled.map(|controller| Need::Keys { controller }));
        needs.extend(looked(authentic, material, policy, at).needs);
        needs.truncate(Self::NEEDS);
        needs
    }

    fn is_badge(&self) -> bool {
        matches!(self.secured.form(), Form::Embedded(document) if conformance::foreign(document).is_none())
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
        let status = looked(&authentic, material, policy, at);
        findings.extend(proof::transport(status.read.iter().map(Iri::as_str), material));
        findings.push(issuer::find(&authentic, policy.trust_lists()));
        findings.push(validity::find(&authentic, at));
        findings.extend(status.findings);
        findings.extend(recipient::find(&authentic, policy.asked()));
        let subject = Subject::of(authentic.said(), policy.trust_lists());
        Report::new(findings, Some(subject), policy, at)
    }

    fn opened(&self, material: &Material, policy: &Policy, at: Timestamp) -> Result<Authentic<Credential>, Broken> {
        let hints = self.secured.hints();
        let keys = keys(hints.issuer.as_deref(), Matter::Credential, material, policy);
        let mut opened = open::<Credential>(std::slice::from_ref(&self.secured), &keys, material.contexts(), at);
        let authentic = opened.pop().unwrap_or(Err(Broken::NoProof))?;
        proof::still_stands(authentic, material, at)
    }
}

/// What the lists say of the credential.
fn looked(authentic: &Authentic<Credential>, material: &Material, policy: &Policy, at: Timestamp) -> Looked {
    let keys = keys(Some(authentic.said().issuer.id.as_str()), Matter::StatusList, material, policy);
    let list_age_seconds = policy.list_age_seconds();
    status::look(authentic, &Bench { material, keys: &keys, list_age_seconds, at })
}

/// Whether nothing more can be had of the keys that speak for a controller in a matter.
fn is_settled(controller: &Did, matter: Matter, material: &Material, policy: &Policy) -> bool {
    let known = controller.method() != "web" || material.has_answer_for(controller);
    known || is_pinned(controller.as_str(), matter, policy)
}

fn is_pinned(issuer: &str, matter: Matter, policy: &Policy) -> bool {
    policy.trust_lists().iter().filter_map(|list| list.issuer(issuer)).any(|entry| entry.pins_keys(matter))
}

/// Where a trust list pins an issuer's keys in a matter, no others speak for it there.
fn keys<'m>(issuer: Option<&str>, matter: Matter, material: &'m Material, policy: &Policy) -> Cow<'m, Keys> {
    let pinned = issuer.filter(|issuer| is_pinned(issuer, matter, policy));
    let Some(issuer) = pinned else { return Cow::Borrowed(material.keys()) };
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

    fn now() -> Timestamp {
        Timestamp::parse("2026-07-01T12:00:00Z").unwrap()
    }

    fn missing(issuer: &str, key: &str) -> Vec<Need> {
        case(issuer, key).missing(&Material::new(Contexts::empty()), &Policy::default(), now())
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
        assert_eq!(case.missing(&tried, &Policy::default(), now()), []);

        let list = "format = 1\nname = \"L\"\n[[issuer]]\nid = \"did:web:a.example\"\nname = \"A\"\ncertificates = [\"*\"]\n[[issuer.key]]\nid = \"did:web:a.example#k1\"\nmultikey = \"z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2\"\n";
        let pinning = Policy::default().trusting(TrustList::from_toml(list).unwrap());
        assert_eq!(case.missing(&Material::new(Contexts::empty()), &pinning, now()), []);
    }
}
