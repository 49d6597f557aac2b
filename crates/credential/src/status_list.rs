//! A list of the status of copies: one bit each, the issuer's word until a moment, with the documents beside it.
//! Says nothing of people: an index means something only to whoever holds the copy that names it.

mod beside;
mod bits;
mod bitstring;
mod packed;
mod token;
mod token_list;

pub use beside::{Beside, Sibling};
pub(crate) use beside::{digest_of_text, digest_text, siblings};
pub use bits::{BeyondList, Flag, StatusBits};
pub use bitstring::BadEncoding;
pub use token::{BitsPerCopy, TokenStatus, TokenStatuses};
pub use token_list::TokenList;
pub(crate) use token_list::house as house_of_token;

use crate::id::Iri;
use crate::lint::LintFault;
use crate::status::Purpose;
use crate::time::Timestamp;

/// A Bitstring Status List, ours or foreign (<https://www.w3.org/TR/vc-bitstring-status-list/>).
///
/// A plain record: that its issuer said it is the business of `Authentic<StatusList>` on floor 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusList {
    /// The list's URL.
    pub id: Iri,
    /// Who says it.
    pub issuer: Iri,
    /// What it tells; of ours exactly one.
    pub purposes: Vec<Purpose>,
    /// From when it counts (`validFrom`); ours always say so.
    pub from: Option<Timestamp>,
    /// The last second in which it counts (`validUntil`); ours always say so.
    pub until: Option<Timestamp>,
    /// After how many seconds a reader should fetch it again.
    pub ttl_seconds: Option<u64>,
    /// The bits.
    pub bits: StatusBits,
    /// Documents beside the list, with their digests (`relatedResource`).
    pub siblings: Vec<Sibling>,
}

impl StatusList {
    /// The document of a kind beside the list, if the list names one.
    pub fn beside(&self, kind: Beside) -> Option<&Sibling> {
        let mut of_name = self.siblings.iter().filter(|sibling| sibling.id.as_str().ends_with(kind.file_name()));
        of_name.find(|sibling| Beside::named(&self.id, &sibling.id) == Some(kind))
    }
}

/// What we ask of our own lists beyond the standard. Never asked of foreign ones.
pub(crate) fn house(list: &StatusList) -> Vec<LintFault> {
    let mut faults = Vec::new();
    let mut rule = |rule, holds: bool, pointer: &str, why: &str| {
        if !holds {
            faults.push(LintFault::new(rule, pointer, why));
        }
    };
    rule("list-id", is_web(list.id.as_str()), "/id", "the URL under which it is published is needed: https");
    rule("list-from", list.from.is_some(), "/validFrom", "a list of ours says from when it counts");
    rule("list-until", list.until.is_some(), "/validUntil", "a list of ours says until when it counts");
    let one = matches!(list.purposes.as_slice(), [Purpose::Revocation | Purpose::Suspension]);
    rule("list-purpose", one, "/credentialSubject/statusPurpose", "one of revocation and suspension is needed");
    let full = list.bits.length() >= StatusBits::LENGTH;
    rule("list-length", full, "/credentialSubject/encodedList", "at least 131 072 places are needed");
    rule("list-ttl", ttl_within(list), "/credentialSubject/ttl", "it may not be longer than the list counts");
    let mut beside: Vec<_> = list.siblings.iter().map(|sibling| Beside::named(&list.id, &sibling.id)).collect();
    rule(
        "list-siblings",
        !beside.contains(&None),
        "/relatedResource",
        "only suspension, successors and history below its folder",
    );
    beside.sort();
    beside.dedup();
    rule("list-siblings-once", beside.len() == list.siblings.len(), "/relatedResource", "each stands there once");
    faults
}

fn is_web(url: &str) -> bool {
    let loopback = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
    let local = loopback.iter().filter_map(|origin| url.strip_prefix(origin)).any(|rest| rest.starts_with([':', '/']));
    (url.starts_with("https://") || local) && !url.contains(['#', '?'])
}

fn ttl_within(list: &StatusList) -> bool {
    let (Some(from), Some(until), Some(ttl)) = (list.from, list.until, list.ttl_seconds) else { return true };
    u64::try_from(until.unix().saturating_sub(from.unix())).is_ok_and(|life| ttl <= life)
}

#[cfg(test)]
mod tests;
