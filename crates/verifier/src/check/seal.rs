//! Finds what stands behind a European seal: certificates, authority, body, time-stamp, level.
//! The opening itself is floor 2's; whether the issuer is to be trusted is asked beside this.

use attesto_securing::{Algorithm, BadChain, Broken, Leaf, SealRecord, SigningTime};

use crate::finding::{Code, Finding};

/// From 2025-07-15T00:00:00Z on, `sigT` is no longer the standard's form.
const SIG_T_ENDED: i64 = 1_752_537_600;

/// From 2029-01-01T00:00:00Z on, RSA with PKCS #1 v1.5 counts no longer (ETSI TS 119 312).
const PKCS1_ENDS: i64 = 1_861_920_000;

const PKCS1_ENDS_TOLD: &str = "2029-01-01";

/// Finds what is known of a seal that holds.
pub(crate) fn find(record: &SealRecord) -> Vec<Finding> {
    let leaf = record.leaf();
    let subject = leaf.certificate().subject().told();
    let of_subject = |code| Finding::of(code).with("subject", &subject);
    let mut found = vec![
        of_subject(Code::ChainHolds).with("authority", leaf.authority()).with("until", leaf.certificate().until()),
        Finding::of(Code::ChainRevocationUnchecked),
        Finding::of(Code::SealLevel)
            .with("level", record.level().name())
            .with("claimed", record.claimed())
            .with("best", record.best()),
    ];
    if leaf.carried() > 0 {
        found.push(Finding::of(Code::ChainAnchorInside).with("count", leaf.carried()));
    }
    if !record.level().is_judged() {
        found.push(Finding::of(Code::SealHigherUnchecked).with("level", record.level().name()));
    }
    found.extend(stamps(record));
    let qualified = leaf.certificate().qualified();
    let is_qualified = qualified.is_compliant() && qualified.is_for_seals();
    found.push(of_subject(if is_qualified { Code::SealQualified } else { Code::SealNotQualified }));
    if !leaf.certificate().commits() {
        found.push(of_subject(Code::SealNoCommitment));
    }
    found.extend(ages(record));
    found
}

/// Finds what vouches for the key of a JWT.
pub(crate) fn of_leaf(leaf: &Leaf) -> Vec<Finding> {
    let holds = Finding::of(Code::ChainHolds).with("subject", leaf.certificate().subject().told());
    let holds = holds.with("authority", leaf.authority()).with("until", leaf.certificate().until());
    vec![holds, Finding::of(Code::ChainRevocationUnchecked)]
}

fn stamps(record: &SealRecord) -> Vec<Finding> {
    let mut found = Vec::new();
    match record.stamp() {
        Some(Ok(stamped)) => found.push(
            Finding::of(Code::SealStamped)
                .with("at", stamped.at())
                .with("authority", stamped.authority().certificate().subject().told()),
        ),
        Some(Err(why)) => found.push(Finding::of(Code::SealStampBroken).with("why", why)),
        None => {}
    }
    if record.content_stamps() == Some(false) {
        found.push(Finding::of(Code::SealStampBroken).with("why", "that of the content does not hold (adoTst)"));
    }
    found
}

/// What ages in a seal: the member that tells its time, and its algorithm.
fn ages(record: &SealRecord) -> Vec<Finding> {
    let mut found = Vec::new();
    if record.time() == SigningTime::SigT && record.claimed().unix() >= SIG_T_ENDED {
        found.push(Finding::of(Code::SealSigTLate).with("claimed", record.claimed()));
    }
    if record.algorithm() == Algorithm::Rs256 {
        let ended = record.best().unix() >= PKCS1_ENDS;
        let code = if ended { Code::SealAlgorithmEnded } else { Code::SealAlgorithmEnds };
        found.push(Finding::of(code).with("algorithm", record.algorithm().name()).with("until", PKCS1_ENDS_TOLD));
    }
    found
}

/// What a seal that does not hold says of its certificates; `None` if it is not about them.
pub(crate) fn of_broken(broken: &Broken) -> Option<Finding> {
    let named = |name: &Option<String>| name.clone().unwrap_or_else(|| "nobody".to_owned());
    Some(match broken {
        Broken::CertificateDigest => Finding::of(Code::SealCertificateDigest),
        Broken::Chain(bad) => of_chain(bad),
        Broken::OtherSpeaker { subject, issuer } => {
            Finding::of(Code::ChainOtherSpeaker).with("subject", subject).with("issuer", issuer)
        }
        Broken::OtherBody { certificate, issuer } => {
            Finding::of(Code::SealOtherBody).with("certificate", named(certificate)).with("issuer", named(issuer))
        }
        Broken::OutsideCertificate { claimed, from, until } => {
            Finding::of(Code::SealTimeOutside).with("claimed", claimed).with("from", from).with("until", until)
        }
        _ => return None,
    })
}

/// Finds why certificates lead to no authority.
pub(crate) fn of_chain(bad: &BadChain) -> Finding {
    match bad {
        BadChain::CriticalExtension { subject, id } => {
            Finding::of(Code::ChainCriticalExtension).with("subject", subject).with("id", id)
        }
        BadChain::Expired { until } => Finding::of(Code::ChainExpired).with("until", until),
        BadChain::Loop => Finding::of(Code::ChainLoop),
        BadChain::NameConstraint => Finding::of(Code::ChainNameConstraint),
        BadChain::NoAnchor { subject, issuer } => {
            Finding::of(Code::ChainNoAnchor).with("subject", subject).with("issuer", issuer)
        }
        BadChain::NotYet { from } => Finding::of(Code::ChainNotYet).with("from", from),
        BadChain::SelfSigned { subject } => Finding::of(Code::ChainSelfSigned).with("subject", subject),
        BadChain::TooComplex => Finding::of(Code::ChainTooComplex),
        BadChain::UnknownAlgorithm => Finding::of(Code::ChainAlgorithm),
        BadChain::WrongUsage { subject, purpose } => {
            Finding::of(Code::ChainWrongUsage).with("subject", subject).with("purpose", purpose)
        }
        other => Finding::of(Code::ChainBroken).with("why", other),
    }
}

#[cfg(test)]
mod tests;
