//! Brings what a case needs before it can be judged: asks, fetches, hands over, asks again.
//! Judges nothing; what could not be had is noted with the reason.

use std::cell::Cell;

use attesto_credential::{Did, Iri, Timestamp};
use attesto_verifier::{Case, Hearing, Material, Need, Policy};

use super::fetch::{FetchFault, Fetched, Gate, Target, Transport};

/// The forms a status list, and what stands beside one, come in.
const LISTED: &str = "application/vc, application/statuslist+jwt, application/jose, application/json";

/// The forms a DID document comes in.
const DID_DOCUMENT: &str = "application/did+ld+json, application/did+json, application/json";

/// Fetches what the case lacks to be judged at `at`; `now` is what the clock shows, whatever day is asked about.
///
/// The hearing that comes back has open what was opened on the way; judge with it.
pub(crate) fn gather<'h>(
    case: &'h Case,
    material: &mut Material,
    policy: &'h Policy,
    at: Timestamp,
    gate: &Gate,
    now: Timestamp,
) -> Hearing<'h> {
    let mut hearing = case.hearing(policy, at);
    heard(&mut hearing, material, &Way::Ask(gate), now);
    hearing.lists_seen().for_each(|(url, from)| gate.see_list(url, from));
    hearing
}

/// The same with what is at hand and nothing that must be waited for; `None` if that is not enough.
pub(crate) fn at_hand<'h>(
    case: &'h Case,
    material: &mut Material,
    policy: &'h Policy,
    at: Timestamp,
    gate: &Gate,
    now: Timestamp,
) -> Option<Hearing<'h>> {
    let mut hearing = case.hearing(policy, at);
    let elsewhere = Cell::new(false);
    heard(&mut hearing, material, &Way::AtHand(gate, &elsewhere), now);
    if elsewhere.get() {
        return None;
    }
    hearing.lists_seen().for_each(|(url, from)| gate.see_list(url, from));
    Some(hearing)
}

fn heard(hearing: &mut Hearing<'_>, material: &mut Material, way: &Way<'_>, now: Timestamp) {
    let mut left = Case::NEEDS;
    for _ in 0..Case::ROUNDS {
        let needs = hearing.missing(material);
        if needs.is_empty() || way.is_at_its_end() {
            break;
        }
        for need in needs {
            bring(&need, material, if left > 0 { way } else { &Way::Spent }, now);
            left = left.saturating_sub(1);
        }
    }
}

/// Whether one more thing may be asked for.
enum Way<'g> {
    Ask(&'g Gate),
    /// Only of what need not be waited for; and whether that was not enough.
    AtHand(&'g Gate, &'g Cell<bool>),
    Spent,
}

impl Way<'_> {
    /// Whether something lies elsewhere that may not be waited for.
    fn is_at_its_end(&self) -> bool {
        matches!(self, Self::AtHand(_, elsewhere) if elsewhere.get())
    }

    /// From when the youngest list counted that was believed under a URL before.
    fn seen(&self, url: &Iri) -> Option<Timestamp> {
        match self {
            Self::Ask(gate) | Self::AtHand(gate, _) => gate.list_seen(url),
            Self::Spent => None,
        }
    }

    fn get(&self, target: Result<Target, FetchFault>, accept: &str, now: Timestamp) -> Result<Fetched, String> {
        match self {
            Self::Ask(gate) => target.and_then(|target| gate.get(&target, accept, now)).map_err(|why| why.to_string()),
            Self::AtHand(gate, elsewhere) => {
                let known = target.map(|target| gate.at_hand(&target, accept, now)).map_err(|why| why.to_string())?;
                elsewhere.set(elsewhere.get() || known.is_none());
                known.unwrap_or(Err(FetchFault::Offline)).map_err(|why| why.to_string())
            }
            Self::Spent => Err(format!("it needs more than {} things from elsewhere; ask the issuer why", Case::NEEDS)),
        }
    }
}

/// One arm per kind of need.
fn bring(need: &Need, material: &mut Material, way: &Way<'_>, now: Timestamp) {
    match need {
        Need::Keys { controller } => keys(controller, material, way, now),
        Need::Issuer { issuer, at } => metadata(issuer, at, material, way, now),
        Need::Listed { at, .. } => listed(at, material, way, now),
        // A need that this release does not know stays unmet, and the report says so.
        _ => {}
    }
}

fn keys(controller: &Did, material: &mut Material, way: &Way<'_>, now: Timestamp) {
    let brought = way.get(Target::of_did(controller), DID_DOCUMENT, now).and_then(|fetched| {
        note_transport(&fetched, controller.as_str(), material);
        material
            .add_document_content(controller.clone(), &fetched.content(), fetched.at())
            .map_err(|bad| bad.to_string())
    });
    if let Err(why) = brought {
        material.absent(controller.clone(), &why);
    }
}

fn metadata(issuer: &Iri, at: &Iri, material: &mut Material, way: &Way<'_>, now: Timestamp) {
    let brought = way.get(Target::parse(at.as_str()), "application/json", now).and_then(|fetched| {
        note_transport(&fetched, issuer.as_str(), material);
        material.add_issuer(issuer.clone(), fetched.bytes(), fetched.at()).map_err(|bad| bad.to_string())
    });
    if let Err(why) = brought {
        material.absent_issuer(issuer.clone(), &why);
    }
}

fn listed(url: &Iri, material: &mut Material, way: &Way<'_>, now: Timestamp) {
    match way.get(Target::parse(url.as_str()), LISTED, now) {
        Ok(fetched) => {
            note_transport(&fetched, url.as_str(), material);
            material.add_content(url.clone(), fetched.content(), fetched.at());
            way.seen(url).into_iter().for_each(|from| material.seen_list(url.clone(), from));
        }
        Err(why) => material.absent_listed(url.clone(), &why),
    }
}

/// What came unprotected is used, and the report says that it did.
fn note_transport(fetched: &Fetched, source: &str, material: &mut Material) {
    if fetched.transport() == Transport::Insecure {
        material.insecure(source);
    }
}
