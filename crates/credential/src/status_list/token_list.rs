//! A Token Status List as its issuer says it: the statuses, from when, until when, and where they are published.
//! How the statuses are packed is `token`'s; the document is worded in `model/token_list`.

use super::token::TokenStatuses;
use super::{BitsPerCopy, Flag, StatusBits, TokenStatus, is_web};
use crate::id::Iri;
use crate::lint::LintFault;
use crate::time::Timestamp;

/// A Token Status List, ours or foreign (`statuslist+jwt`).
///
/// A plain record: that its issuer said it is the business of `Authentic<TokenList>` on floor 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenList {
    /// The list's URL (`sub`).
    pub id: Iri,
    /// Who says it (`iss`); a foreign one that does not say so speaks for its URL.
    pub issuer: Iri,
    /// From when it counts (`iat`).
    pub from: Timestamp,
    /// The last second in which it counts (`exp`).
    pub until: Option<Timestamp>,
    /// After how many seconds a reader should fetch it again.
    pub ttl_seconds: Option<u64>,
    /// What it says of each copy.
    pub statuses: TokenStatuses,
}

impl TokenStatuses {
    /// The state that both Bitstring lists tell, as one list: in force, suspended, taken back, and of those taken back
    /// the ones that another copy follows.
    pub fn told_by(revoked: &StatusBits, suspended: &StatusBits, followed: impl IntoIterator<Item = u64>) -> Self {
        let mut statuses = Self::valid();
        let mut tell = |index, status| {
            // An index beyond a list of ours is nobody's.
            let _ = statuses.set(index, status);
        };
        revoked.iter_set().for_each(|index| tell(index, TokenStatus::Invalid));
        let ended = |index: &u64| revoked.get(*index) == Some(Flag::Set);
        followed.into_iter().filter(ended).for_each(|index| tell(index, TokenStatus::Replaced));
        suspended.iter_set().for_each(|index| tell(index, TokenStatus::Suspended));
        statuses
    }
}

/// What we ask of our own lists beyond the standard. Never asked of foreign ones.
pub(crate) fn house(list: &TokenList) -> Vec<LintFault> {
    let mut faults = Vec::new();
    let mut rule = |rule, holds: bool, pointer: &str, why: &str| {
        if !holds {
            faults.push(LintFault::new(rule, pointer, why));
        }
    };
    rule("list-id", is_web(list.id.as_str()), "/sub", "the URL under which it is published is needed: https");
    rule("list-until", list.until.is_some(), "/exp", "a list of ours says until when it counts");
    let two = list.statuses.bits() == BitsPerCopy::Two;
    rule("list-bits", two, "/status_list/bits", "two bits are needed, or a suspension could not be told");
    let full = list.statuses.length() >= StatusBits::LENGTH;
    rule("list-length", full, "/status_list/lst", "at least 131 072 places are needed");
    let within = |until: Timestamp, ttl| u64::try_from(until.unix() - list.from.unix()).is_ok_and(|life| ttl <= life);
    let ttl = list.until.zip(list.ttl_seconds).is_none_or(|(until, ttl)| within(until, ttl));
    rule("list-ttl", ttl, "/ttl", "it may not be longer than the list counts");
    faults
}
