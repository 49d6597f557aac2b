//! Finds whether the credential is timely at a moment.
//! Says nothing about the key's own validity; `check::proof` does.

use attesto_credential::{Credential, Timestamp};
use attesto_securing::Authentic;

use crate::finding::{Code, Finding};

/// Both ends are inclusive, to the whole second (<https://www.w3.org/TR/vc-data-model-2.0/#validity-period>).
pub(crate) fn find(authentic: &Authentic<Credential>, at: Timestamp) -> Finding {
    let validity = authentic.said().validity;
    match validity.until() {
        _ if at < validity.from() => Finding::of(Code::ValidityNotYet).with("from", validity.from()),
        Some(until) if until < at => Finding::of(Code::ValidityExpired).with("until", until),
        Some(until) => Finding::of(Code::ValidityCurrent).with("until", until),
        None => Finding::of(Code::ValidityUnbounded).with("from", validity.from()),
    }
}
