//! A case being heard: asked what is lacking, given it, asked again, and judged; each seal is opened once.
//! Fetches nothing; what it remembers never changes what is found, only what it costs.

use std::borrow::Cow;

use attesto_credential::{Credential, DataModel, Did, Document, Form, Iri, Matter, Mechanism, Timestamp};
use attesto_securing::{Authentic, Broken, Keys, open};

use crate::case::{Case, Need};
use crate::check::status::{Bench, Looked, Opened};
use crate::check::{conformance, issuer, proof, recipient, status, validity};
use crate::finding::{Check, Code, Finding, Ruling};
use crate::material::Material;
use crate::policy::Policy;
use crate::report::{Report, Subject, Told};

/// One case under one policy at one moment, while its material comes in.
#[derive(Debug)]
pub struct Hearing<'h> {
    case: &'h Case,
    policy: &'h Policy,
    at: Timestamp,
    opened: Option<Authentic<Credential>>,
    lists: Opened,
}

impl<'h> Hearing<'h> {
    pub(crate) fn of(case: &'h Case, policy: &'h Policy, at: Timestamp) -> Self {
        Self { case, policy, at, opened: None, lists: Opened::default() }
    }

    /// What must still be fetched: keys only until the seal holds, as nothing may be asked for on the word of
    /// unbelieved text; then the status that the issuer's own words name.
    ///
    /// Nothing that the policy pins, that a did:key carries itself, or that was already tried. The roof fetches and
    /// asks again until nothing is missing, at most [`Case::ROUNDS`] times.
    pub fn missing(&mut self, material: &Material) -> Vec<Need> {
        let hints = self.case.secured().hints();
        let controller = hints.issuer.as_deref().and_then(|issuer| Did::parse(issuer).ok());
        if let Some(controller) = controller {
            let speaks = hints.keys.iter().any(|key| key.split('#').next() == Some(controller.as_str()));
            if speaks && !is_settled(&controller, Matter::Credential, material, self.policy) {
                return vec![Need::Keys { controller }];
            }
        }
        let judged = match self.case.secured().form() {
            Form::Compact => false,
            Form::Embedded(document) => conformance::foreign(document).is_none(),
            Form::Enveloping(_) => true,
        };
        if !judged || self.open(material).is_err() {
            return Vec::new();
        }
        self.missing_of_status(material)
    }

    fn missing_of_status(&mut self, material: &Material) -> Vec<Need> {
        let said = self.opened.as_ref().map(Authentic::said).filter(|said| !said.status.is_empty());
        let speaks = said.and_then(|said| Did::parse(said.issuer.id.as_str()).ok());
        let unsettled = speaks.filter(|did| !is_settled(did, Matter::StatusList, material, self.policy));
        let mut needs: Vec<Need> = unsettled.map(|controller| Need::Keys { controller }).into_iter().collect();
        needs.extend(self.looked(material).map(|looked| looked.needs).unwrap_or_default());
        needs.truncate(Case::NEEDS);
        needs
    }

    /// Judges the case by the material that there is.
    pub fn judge(&mut self, material: &Material) -> Report {
        let case = self.case;
        let findings = match case.secured().form() {
            Form::Compact => vec![proof::unsupported("a compact JWS")],
            Form::Enveloping(enveloping) => {
                return self.judge_badge(enveloping.document(), material).told(Told::AsTheViewer);
            }
            Form::Embedded(document) => match conformance::foreign(document) {
                Some(foreign) => vec![foreign],
                None => return self.judge_badge(document, material),
            },
        };
        Report::new(with_skipped(findings, self.policy), None, self.policy, self.at)
    }

    fn judge_badge(&mut self, document: &Document, material: &Material) -> Report {
        let (policy, at) = (self.policy, self.at);
        let broken = self.open(material).err();
        let mut findings = match self.case.secured().format().model() {
            DataModel::Elm => conformance::find_european(document, broken.as_ref()),
            _ => conformance::find(document, broken.as_ref()),
        };
        findings.extend(proof::find(self.opened.as_ref(), broken.as_ref(), material));
        findings.extend(proof::transport(self.case.secured().hints().issuer.as_deref(), material));
        let looked = if broken.is_none() { self.looked(material) } else { None };
        let (Some(authentic), Some(status)) = (self.opened.as_ref().filter(|_| broken.is_none()), looked) else {
            return Report::new(with_skipped(findings, policy), None, policy, at);
        };
        findings.extend(proof::transport(status.read.iter().map(Iri::as_str), material));
        findings.push(issuer::find(authentic, policy.trust_lists()));
        findings.push(validity::find(authentic, at));
        findings.extend(status.findings);
        findings.extend(recipient::find(authentic, policy.asked()));
        let subject = Subject::of(authentic.said(), policy.trust_lists());
        Report::new(findings, Some(subject), policy, at)
    }

    /// From when the lists count that were believed as the present ones, by URL: what [`Material::seen_list`] should
    /// know in later hearings, so that an older list shown again is not taken for the present one.
    pub fn lists_seen(&self) -> impl Iterator<Item = (&Iri, Timestamp)> {
        self.lists.present()
    }

    /// Opens the seal, if it is not open; a key that was given up since does not keep it open.
    fn open(&mut self, material: &Material) -> Result<(), Broken> {
        if self.opened.is_none() {
            let secured = self.case.secured();
            let keys = keys(secured.hints().issuer.as_deref(), Matter::Credential, material, self.policy);
            let keys = match secured.format().mechanism() {
                Mechanism::Jades => Cow::Owned(with_anchors(keys.into_owned(), self.policy)),
                _ => keys,
            };
            let opened = open::<Credential>(std::slice::from_ref(secured), &keys, material.contexts(), self.at).pop();
            self.opened = Some(opened.unwrap_or(Err(Broken::NoProof))?);
        }
        self.opened.as_ref().map_or(Ok(()), |authentic| proof::still_stands(authentic, material, self.at))
    }

    /// What the lists say of the credential, once its seal is open.
    fn looked(&mut self, material: &Material) -> Option<Looked> {
        let authentic = self.opened.as_ref()?;
        let keys = keys(Some(authentic.said().issuer.id.as_str()), Matter::StatusList, material, self.policy);
        let list_age_seconds = self.policy.list_age_seconds();
        let bench = Bench { material, keys: &keys, list_age_seconds, at: self.at };
        Some(status::look(authentic, &bench, &mut self.lists))
    }
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

/// The authorities of every trust list; an issuer's own count for that issuer alone.
fn with_anchors(keys: Keys, policy: &Policy) -> Keys {
    policy.trust_lists().iter().fold(keys, |keys, list| list.anchoring(keys))
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
    let of_form = [Code::ConformanceProfile, Code::ConformanceSchema].contains(&finding.code());
    !of_form && matches!(policy.ruling(finding), Ruling::Fail | Ruling::Unknown)
}
