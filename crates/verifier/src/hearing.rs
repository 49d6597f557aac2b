//! A case being heard: asked what is lacking, given it, asked again, and judged; each seal is opened once.
//! Fetches nothing; what it remembers never changes what is found, only what it costs.

use std::borrow::Cow;

use attesto_credential::{Credential, Did, Document, Form, Hints, Iri, Matter, Mechanism, Statement as _, Timestamp};
use attesto_securing::{Authentic, Broken, Digest, Keys, open, peek_claims};

use crate::case::{Case, Need};
use crate::check::evidence::{self, Proven};
use crate::check::status::{Bench, Looked, Opened};
use crate::check::{conformance, issuer, proof, recipient, shown, status, validity};
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
    hints: Hints,
    opened: Option<Authentic<Credential>>,
    proven: Option<Proven>,
    lists: Opened,
    /// A look that lacked nothing, with the revision of the material that it was taken with.
    last_look: Option<(u64, Looked)>,
}

impl<'h> Hearing<'h> {
    pub(crate) fn of(case: &'h Case, policy: &'h Policy, at: Timestamp) -> Self {
        let hints = case.secured().hints();
        Self { case, policy, at, hints, opened: None, proven: None, lists: Opened::default(), last_look: None }
    }

    /// What must still be fetched: keys only until the seal holds, as nothing may be asked for on the word of
    /// unbelieved text; then the status that the issuer's own words name.
    ///
    /// Nothing that the policy pins, that a did:key carries itself, or that was already tried. The roof fetches and
    /// asks again until nothing is missing, at most [`Case::ROUNDS`] times.
    pub fn missing(&mut self, material: &Material) -> Vec<Need> {
        let hints = &self.hints;
        let controller = hints.issuer.as_deref().and_then(|issuer| Did::parse(issuer).ok());
        if let Some(controller) = controller {
            let speaks = hints.keys.iter().any(|key| key.split('#').next() == Some(controller.as_str()));
            if speaks && !is_settled(&controller, Matter::Credential, material, self.policy) {
                return vec![Need::Keys { controller }];
            }
        }
        if let Some(need) = hints.issuer.as_deref().filter(|_| !hints.has_chain).and_then(need_of_issuer) {
            let Need::Issuer { issuer, .. } = &need else { return vec![need] };
            let settled =
                material.has_answer_for_issuer(issuer) || is_pinned(issuer.as_str(), Matter::Credential, self.policy);
            if self.case.secured().form() == &Form::Disclosing && !settled {
                return vec![need];
            }
        }
        match self.is_judged().then(|| self.open(material)) {
            None => Vec::new(),
            Some(Ok(())) => {
                let mut needs = Vec::from_iter(self.missing_of_speaker(material));
                needs.extend(self.missing_of_status(material));
                needs.truncate(Case::NEEDS);
                needs
            }
            Some(Err(broken)) => {
                let lack = self.search(&broken, material).err();
                let journal = lack.as_ref().and_then(|_| self.missing_of_journal(&broken, material));
                lack.and_then(|lack| lack.need).into_iter().chain(journal).collect()
            }
        }
    }

    /// Whether the text is of a kind that is judged here.
    fn is_judged(&self) -> bool {
        match self.case.secured().form() {
            Form::Compact => false,
            Form::Disclosing | Form::Enveloping(_) => true,
            Form::Embedded(document) => conformance::foreign(document).is_none(),
        }
    }

    fn missing_of_status(&mut self, material: &Material) -> Vec<Need> {
        let said = self.opened.as_ref().map(Authentic::said).filter(|said| status::is_told(said, material));
        let speaks = said.and_then(status::speaker).and_then(|speaker| Did::parse(speaker.as_str()).ok());
        let unsettled = speaks.filter(|did| !is_settled(did, Matter::StatusList, material, self.policy));
        let mut needs: Vec<Need> = unsettled.map(|controller| Need::Keys { controller }).into_iter().collect();
        match self.looked(material) {
            Some(looked) if looked.needs.is_empty() => self.last_look = Some((material.revision(), looked)),
            looked => needs.extend(looked.into_iter().flat_map(|looked| looked.needs)),
        }
        needs
    }

    /// The keys of the journal that proves what a compromised key sealed before, where it is another's than the issuer's.
    fn missing_of_journal(&self, broken: &Broken, material: &Material) -> Option<Need> {
        let controller = Did::parse(journal_of(broken)?.as_str()).ok()?;
        let settled = is_settled(&controller, Matter::Declaration, material, self.policy);
        (!settled).then_some(Need::Keys { controller })
    }

    /// Where certificates made the key known: what the one who speaks publishes of keys, for it may say that this one was
    /// in wrong hands. Whoever publishes nothing says nothing against it.
    fn missing_of_speaker(&self, material: &Material) -> Option<Need> {
        let authentic = self.opened.as_ref().filter(|one| one.certified_key().is_some())?;
        let speaker = authentic.said().speaker();
        match Did::parse(speaker.as_str()) {
            Ok(controller) => {
                let settled = is_settled(&controller, Matter::Credential, material, self.policy);
                (!settled).then_some(Need::Keys { controller })
            }
            Err(_) => need_of_issuer(speaker.as_str()).filter(|_| !material.has_answer_for_issuer(speaker)),
        }
    }

    /// Judges the case by the material that there is.
    pub fn judge(&mut self, material: &Material) -> Report {
        let case = self.case;
        let findings = match case.secured().form() {
            Form::Compact => vec![proof::unsupported("a compact JWS")],
            Form::Disclosing => return self.judge_text(peek_claims(case.secured()).ok().as_ref(), material),
            Form::Enveloping(enveloping) => {
                return self.judge_text(Some(enveloping.document()), material).told(Told::AsTheViewer);
            }
            Form::Embedded(document) => match conformance::foreign(document) {
                Some(foreign) => vec![foreign],
                None => return self.judge_text(Some(document), material),
            },
        };
        Report::new(with_skipped(findings, self.policy), None, self.policy, self.at)
    }

    /// Judges a text by its claims as they read; where they cannot be read, the seal says why.
    fn judge_text(&mut self, document: Option<&Document>, material: &Material) -> Report {
        let (policy, at) = (self.policy, self.at);
        let broken = self.open(material).err();
        let model = self.case.secured().format().model();
        let mut findings = document.map(|one| conformance::find(one, model, broken.as_ref())).unwrap_or_default();
        findings.extend(self.of_proof(broken.as_ref(), material));
        findings.extend(proof::transport(self.hints.issuer.as_deref(), material));
        let looked = if broken.is_none() { self.looked_lately(material) } else { None };
        let (Some(authentic), Some(status)) = (self.opened.as_ref().filter(|_| broken.is_none()), looked) else {
            return Report::new(with_skipped(findings, policy), None, policy, at);
        };
        findings.extend(shown::find(authentic, policy.asked().shown.as_ref(), at));
        findings.extend(proof::transport(status.read.iter().map(Iri::as_str), material));
        findings.extend(issuer::find(authentic, policy.trust_lists(), at));
        findings.push(validity::find(authentic, at));
        findings.extend(status.findings);
        findings.extend(recipient::find(authentic, policy.asked()));
        let entity = issuer::entity_name(authentic, policy.trust_lists());
        let subject = Subject::of(authentic.said(), policy.trust_lists(), entity);
        Report::new(findings, Some(subject), policy, at)
    }

    fn of_proof(&self, broken: Option<&Broken>, material: &Material) -> Vec<Finding> {
        let mut found = match broken {
            Some(Broken::KeyCompromised { key, since, .. }) => {
                let why = broken.and_then(|broken| self.search(broken, material).err()).map(|lack| lack.why);
                vec![proof::compromised(key, *since, why.as_deref().unwrap_or("nothing proves it"))]
            }
            _ => proof::find(self.opened.as_ref(), broken, material),
        };
        if let Some(proven) = self.proven.as_ref().filter(|_| broken.is_none()) {
            found.push(proof::recorded(proven));
            found.extend(proof::transport([proven.at.as_str()], material));
        }
        found
    }

    /// From when the lists count that were believed as the present ones, by URL: what [`Material::seen_list`] should
    /// know in later hearings, so that an older list shown again is not taken for the present one.
    pub fn lists_seen(&self) -> impl Iterator<Item = (&Iri, Timestamp)> {
        self.lists.present()
    }

    /// Opens the seal, if it is not open; a key that was given up since does not keep it open, unless the seal is proven
    /// to be older than the day the key was compromised.
    fn open(&mut self, material: &Material) -> Result<(), Broken> {
        if self.proven.is_some() {
            return Ok(());
        }
        let broken = match self.open_by_keys(material, None) {
            Err(broken @ Broken::KeyCompromised { .. }) => broken,
            other => return other,
        };
        let Ok(proven) = self.search(&broken, material) else { return Err(broken) };
        self.open_by_keys(material, Some(proven.text))?;
        self.proven = Some(proven);
        Ok(())
    }

    fn open_by_keys(&mut self, material: &Material, proven: Option<Digest>) -> Result<(), Broken> {
        if self.opened.is_none() {
            let secured = self.case.secured();
            let keys = keys(self.hints.issuer.as_deref(), Matter::Credential, material, self.policy);
            let keys = match proven {
                Some(text) => Cow::Owned(keys.into_owned().vouching(text)),
                None => keys,
            };
            let keys = match secured.format().mechanism() {
                Mechanism::Jades | Mechanism::SdJwt => Cow::Owned(with_anchors(keys.into_owned(), self.policy)),
                _ => keys,
            };
            let opened = open::<Credential>(std::slice::from_ref(secured), &keys, material.contexts(), self.at).pop();
            self.opened = Some(opened.unwrap_or(Err(Broken::NoProof))?);
        }
        match (&self.opened, proven) {
            (Some(authentic), None) => proof::still_stands(authentic, material, self.at),
            _ => Ok(()),
        }
    }

    /// Looks for what proves that the seal is older than the day its key was compromised.
    fn search(&self, broken: &Broken, material: &Material) -> Result<Proven, evidence::Lack> {
        let issuer = self.hints.issuer.as_deref().unwrap_or("");
        let journal = journal_of(broken).map_or(issuer, Iri::as_str);
        let keys = keys(Some(journal), Matter::Declaration, material, self.policy);
        let bench = evidence::Bench { material, keys: &keys, lists: self.policy.trust_lists(), at: self.at };
        evidence::search(self.case.secured(), issuer, broken, &bench)
    }

    /// The same as [`Self::looked`]: what was seen with the same material is not looked for again.
    fn looked_lately(&mut self, material: &Material) -> Option<Looked> {
        match self.last_look.take() {
            Some((revision, looked)) if revision == material.revision() => Some(looked),
            _ => self.looked(material),
        }
    }

    /// What the lists say of the credential, once its seal is open.
    fn looked(&mut self, material: &Material) -> Option<Looked> {
        let authentic = self.opened.as_ref()?;
        let speaker = status::speaker(authentic.said());
        let keys = keys(speaker.as_ref().map(Iri::as_str), Matter::StatusList, material, self.policy);
        let keys = match authentic.format().mechanism() {
            Mechanism::SdJwt => Cow::Owned(with_anchors(keys.into_owned(), self.policy)),
            _ => keys,
        };
        let list_age_seconds = self.policy.list_age_seconds();
        let bench = Bench { material, keys: &keys, list_age_seconds, at: self.at };
        Some(status::look(authentic, &bench, &mut self.lists))
    }
}

/// Whose journal proves what a compromised key sealed before, where it is not the issuer's own.
fn journal_of(broken: &Broken) -> Option<&Iri> {
    match broken {
        Broken::KeyCompromised { evidence, .. } => evidence.as_ref()?.by(),
        _ => None,
    }
}

/// Whether nothing more can be had of the keys that speak for a controller in a matter.
fn is_settled(controller: &Did, matter: Matter, material: &Material, policy: &Policy) -> bool {
    let known = controller.method() != "web" || material.has_answer_for(controller);
    known || is_pinned(controller.as_str(), matter, policy)
}

/// The metadata of an issuer with an https id (SD-JWT VC, 4): its place goes between host and path.
fn need_of_issuer(issuer: &str) -> Option<Need> {
    let (scheme, rest) = issuer.split_once("://").filter(|(scheme, _)| ["https", "http"].contains(scheme))?;
    let (host, path) = rest.split_once('/').map_or((rest, String::new()), |(host, path)| (host, format!("/{path}")));
    let at = Iri::parse(&format!("{scheme}://{host}/.well-known/jwt-vc-issuer{}", path.trim_end_matches('/'))).ok()?;
    Some(Need::Issuer { issuer: Iri::parse(issuer).ok()?, at })
}

fn is_pinned(issuer: &str, matter: Matter, policy: &Policy) -> bool {
    policy.trust_lists().iter().filter_map(|list| list.issuer(issuer)).any(|entry| entry.pins_keys(matter))
}

/// Where a trust list pins an issuer's keys in a matter, no others speak for it there.
fn keys<'m>(issuer: Option<&str>, matter: Matter, material: &'m Material, policy: &Policy) -> Cow<'m, Keys> {
    let pinned = issuer.filter(|issuer| is_pinned(issuer, matter, policy));
    let Some(issuer) = pinned else { return Cow::Borrowed(material.keys()) };
    let entries = policy.trust_lists().iter().filter_map(|list| list.issuer(issuer));
    Cow::Owned(entries.fold(Keys::new().heeding(material.keys()), |keys, entry| entry.pinned(keys)))
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
