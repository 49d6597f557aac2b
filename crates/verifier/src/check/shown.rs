//! Finds whether whoever showed a copy holds the key it is bound to, and showed it here and now.
//! Which claims were held back is nobody's fault; what lacks is found where it is asked for.

use attesto_credential::{Credential, Timestamp};
use attesto_securing::{Authentic, Binding, DisclosureFault};

use crate::finding::{Code, Finding};
use crate::policy::ShownTo;

/// For how long before and after now a holder's proof is taken for a fresh one, in seconds.
const FRESH_SECONDS: u64 = 300;

/// One finding for a copy that is bound to a key; none for one that is not.
pub(crate) fn find(authentic: &Authentic<Credential>, asked: Option<&ShownTo>, at: Timestamp) -> Option<Finding> {
    let bound = authentic.said().terms.as_ref().is_some_and(|terms| terms.holder.is_some());
    match (authentic.binding(), asked) {
        (Some(binding), Some(asked)) => Some(of_binding(binding, asked, at)),
        (Some(binding), None) => Some(Finding::of(Code::SdNotAsked).with("audience", binding.audience())),
        (None, Some(_)) => Some(Finding::of(Code::SdBindingMissing)),
        (None, None) => bound.then(|| Finding::of(Code::SdUnproven)),
    }
}

fn of_binding(binding: &Binding, asked: &ShownTo, at: Timestamp) -> Finding {
    let made = binding.at();
    let apart = made.unix().abs_diff(at.unix());
    if binding.audience() != asked.audience {
        let finding = Finding::of(Code::SdAudience).with("audience", binding.audience());
        finding.with("asked", &asked.audience)
    } else if binding.nonce() != asked.nonce {
        Finding::of(Code::SdNonce)
    } else if apart > FRESH_SECONDS {
        Finding::of(Code::SdBindingOld).with("made", made)
    } else {
        Finding::of(Code::SdBound).with("audience", binding.audience()).with("made", made)
    }
}

/// Finds why disclosures do not go with what was sealed.
pub(crate) fn of_disclosure(fault: &DisclosureFault) -> Finding {
    match fault {
        DisclosureFault::DigestTwice => Finding::of(Code::SdDigestTwice),
        DisclosureFault::Hash { found } => Finding::of(Code::SdHashUnsupported).with("hash", found),
        DisclosureFault::Malformed { what } => Finding::of(Code::SdMalformed).with("what", what),
        DisclosureFault::Misplaced { what } => Finding::of(Code::SdMisplaced).with("what", what),
        DisclosureFault::Name { name } => Finding::of(Code::SdName).with("name", name),
        DisclosureFault::Unreferenced => Finding::of(Code::SdUnreferenced),
        _ => Finding::of(Code::SdTooComplex),
    }
}
