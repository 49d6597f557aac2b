//! Finds whether the seal holds and its key speaks for the issuer; the opening itself is floor 2's.
//! Says nothing of whether the issuer is to be trusted.

use attesto_credential::{Credential, Mechanism, Profile, Statement, Timestamp};
use attesto_securing::{Authentic, Broken, Unbound};

use super::evidence::Proven;
use super::{conformance, seal, shown};
use crate::finding::{Code, Finding};
use crate::material::Material;

/// Finds what opening the seal gave.
pub(crate) fn find(
    opened: Option<&Authentic<Credential>>,
    broken: Option<&Broken>,
    material: &Material,
) -> Vec<Finding> {
    match (broken, opened) {
        (Some(broken), _) => vec![of_broken(broken, material)],
        (None, Some(authentic)) => holds(authentic),
        (None, None) => vec![of_broken(&Broken::NoProof, material)],
    }
}

/// Finds which of the documents that count came without protection.
pub(crate) fn transport<'s>(sources: impl IntoIterator<Item = &'s str>, material: &Material) -> Vec<Finding> {
    let insecure = sources.into_iter().filter(|source| material.is_insecure(source));
    insecure.map(|source| Finding::of(Code::TransportInsecure).with("source", source)).collect()
}

fn holds(authentic: &Authentic<Credential>) -> Vec<Finding> {
    let suite = match authentic.format().mechanism() {
        Mechanism::DataIntegrity(suite) => suite.name(),
        Mechanism::Jades => "JAdES",
        Mechanism::Jose(Profile::Declaration | Profile::StatusList) => "JWS",
        Mechanism::SdJwt => "SD-JWT VC",
    };
    let sealed = authentic.sealed().map_or_else(|| "at no stated time".to_owned(), |sealed| sealed.to_string());
    let holds = Finding::of(Code::ProofHolds).with("key", authentic.key()).with("suite", suite).with("sealed", sealed);
    let mut found = vec![holds];
    if authentic.unchecked() > 0 {
        found.push(Finding::of(Code::ProofOthersUnchecked).with("count", authentic.unchecked()));
    }
    found.extend(authentic.record().map(seal::find).unwrap_or_default());
    found.extend(authentic.leaf().map(seal::of_leaf).unwrap_or_default());
    found
}

fn of_broken(broken: &Broken, material: &Material) -> Finding {
    let of_key = |code, key: &str, issuer: &str| Finding::of(code).with("key", key).with("issuer", issuer);
    match broken {
        Broken::FromFuture { created } => Finding::of(Code::ProofFromFuture).with("created", created),
        Broken::Disclosure(fault) => shown::of_disclosure(fault),
        Broken::KeyBinding { what } => Finding::of(Code::SdBindingBroken).with("why", what),
        Broken::Expired { expires } => Finding::of(Code::ProofExpired).with("expires", expires),
        Broken::KeyCompromised { key, since, .. } => compromised(key, *since, NO_EVIDENCE),
        Broken::KeyNotAuthorised { key, speaker, matter } => {
            of_key(Code::ProofKeyNotAuthorised, key, speaker).with("use", matter.word())
        }
        Broken::KeyUnknown { key, speaker } => of_key(Code::ProofKeyUnknown, key, speaker),
        Broken::KeyUnreachable { speaker } => unreachable(speaker, material),
        Broken::Malformed { what } => Finding::of(Code::ProofMalformed).with("what", what),
        Broken::NoProof => Finding::of(Code::ProofNone),
        Broken::Purpose { found } => Finding::of(Code::ProofPurpose).with("purpose", found),
        Broken::Signature => Finding::of(Code::ProofSignature),
        Broken::Unsupported { found } => unsupported(found),
        other => match (seal::of_broken(other), conformance::of_broken(other)) {
            (Some(of_seal), _) => of_seal,
            (None, Some(because)) => Finding::of(Code::ProofSkipped).with("because", because.code()),
            (None, None) => Finding::of(Code::ProofMalformed).with("what", other),
        },
    }
}

/// Why a compromised key leaves it open where nobody looked for more.
const NO_EVIDENCE: &str = "the issuer publishes nothing that proves it";

/// Finds that a key was compromised, and why nothing shows that the seal is older.
pub(crate) fn compromised(key: &str, since: Timestamp, why: &str) -> Finding {
    Finding::of(Code::ProofKeyCompromised).with("key", key).with("since", since).with("why", why)
}

/// Finds that a seal is older than the day its key was compromised.
pub(crate) fn recorded(proven: &Proven) -> Finding {
    let finding = Finding::of(Code::ProofRecordedBefore).with("key", &proven.key).with("since", proven.since);
    finding.with("head", proven.head).with("by", &proven.by)
}

fn unreachable(speaker: &str, material: &Material) -> Finding {
    let why = material.absence(speaker).unwrap_or("nobody gave them");
    Finding::of(Code::ProofKeyUnreachable).with("issuer", speaker).with("why", why)
}

/// Finds that a mechanism is not judged here.
pub(crate) fn unsupported(mechanism: &str) -> Finding {
    let named = if mechanism.is_empty() { "an unnamed mechanism" } else { mechanism };
    Finding::of(Code::ProofMechanismUnsupported).with("mechanism", named)
}

/// A key that a trust list pins, or an authority certified, may have been given up since: the issuer's own newer word on that counts.
pub(crate) fn still_stands<T: Statement>(
    authentic: &Authentic<T>,
    material: &Material,
    at: Timestamp,
) -> Result<(), Broken> {
    let said = authentic.said();
    let key = authentic.key().as_str();
    if let Some(one) = authentic.certified_key().and_then(|key| {
        let speaker = said.speaker().as_str();
        material.keys().compromised(speaker, &key)
    }) {
        let evidence = one.evidence().cloned();
        return Err(Broken::KeyCompromised { key: key.to_owned(), since: one.since(), evidence });
    }
    match material.keys().find(said.speaker(), key, said.matter(), authentic.sealed(), at) {
        Err(Unbound::Compromised { since, evidence, .. }) => {
            Err(Broken::KeyCompromised { key: key.to_owned(), since, evidence })
        }
        _ => Ok(()),
    }
}
