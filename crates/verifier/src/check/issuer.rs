//! Finds whether the issuer may issue this certificate, by the trust lists that were given.
//! What an issuer says of itself is never a reason.

use attesto_credential::{Credential, Iri, Timestamp};
use attesto_securing::{Authentic, Leaf, SealRecord};

use super::status::span;
use crate::finding::{Code, Finding};
use crate::trust::{Entity, TrustList, TrustedIssuer};

/// More parts of a list than this are not named one by one.
const UNREAD_AT_MOST: usize = 8;

/// Finds the issuer on the lists, of several lists the kindest answer; then how old each list is that says so.
pub(crate) fn find(authentic: &Authentic<Credential>, lists: &[TrustList], at: Timestamp) -> Vec<Finding> {
    let issuer = authentic.said().issuer.id.as_str();
    let by_id = lists.iter().filter_map(|list| Some((list, list.issuer(issuer)?)));
    let answers = by_id.map(|(list, entry)| by_one(authentic, list, entry, at));
    let by_authority = lists.iter().filter_map(|list| by_entity(authentic, list, at));
    let kindest = answers.chain(by_authority).min_by_key(|finding| finding.code() != Code::IssuerTrusted);
    let kindest = kindest.unwrap_or_else(|| Finding::of(Code::IssuerUnlisted).with("issuer", issuer));
    std::iter::once(kindest).chain(lists.iter().filter_map(|list| of_list(list, at))).collect()
}

/// The certificate behind a seal, whichever kind of seal it is.
fn vouched(authentic: &Authentic<Credential>) -> Option<&Leaf> {
    authentic.leaf().or_else(|| authentic.record().map(SealRecord::leaf))
}

/// What a trust list calls the entity whose authority stands behind the seal.
pub(crate) fn entity_name<'l>(authentic: &Authentic<Credential>, lists: &'l [TrustList]) -> Option<&'l str> {
    let anchor = vouched(authentic)?.anchor();
    lists.iter().find_map(|list| list.entity(anchor)).map(Entity::name)
}

/// Which edition of a list was used, and how old it is.
fn of_list(list: &TrustList, at: Timestamp) -> Option<Finding> {
    let edition = list.edition()?;
    let unread: Vec<&str> = list.unread().take(UNREAD_AT_MOST).collect();
    let unread = if unread.is_empty() { "-".to_owned() } else { unread.join(", ") };
    let finding = Finding::of(Code::IssuerList).with("list", list.name()).with("number", edition.number());
    let finding = finding.with("issued", edition.issued()).with("until", edition.next());
    Some(finding.with("age", span(edition.age_seconds(at))).with("unread", unread))
}

/// A list whose next edition should have come says nothing that may be relied on.
fn if_stale(list: &TrustList, issuer: &Iri, name: &str, at: Timestamp) -> Option<Finding> {
    let edition = list.edition().filter(|edition| edition.is_stale(at))?;
    let finding = Finding::of(Code::IssuerListStale).with("issuer", issuer).with("name", name);
    Some(finding.with("list", list.name()).with("until", edition.next()).with("age", span(edition.age_seconds(at))))
}

/// By the authority that the seal's certificate leads to; such lists know no certificates and no ids of issuers.
fn by_entity(authentic: &Authentic<Credential>, list: &TrustList, at: Timestamp) -> Option<Finding> {
    let issuer = &authentic.said().issuer.id;
    let anchor = vouched(authentic)?.anchor();
    let entity = list.entity(anchor)?;
    if let Some(stale) = if_stale(list, issuer, entity.name(), at) {
        return Some(stale);
    }
    let sealed = sealed(authentic);
    let of = |code| Finding::of(code).with("issuer", issuer).with("name", entity.name()).with("list", list.name());
    Some(match entity.is_trusted_at(anchor, sealed) {
        true => of(Code::IssuerTrusted),
        false => of(Code::IssuerOutsideWindow).with("sealed", sealed),
    })
}

fn by_one(authentic: &Authentic<Credential>, list: &TrustList, entry: &TrustedIssuer, at: Timestamp) -> Finding {
    let said = authentic.said();
    if let Some(stale) = if_stale(list, &said.issuer.id, entry.name(), at) {
        return stale;
    }
    let certificate = said.achievement.as_ref().map(|achievement| &achievement.id);
    let sealed = sealed(authentic);
    let of = |code| {
        let finding = Finding::of(code).with("issuer", &said.issuer.id).with("name", entry.name());
        finding.with("list", list.name())
    };
    if !entry.may_issue(certificate) {
        let named = certificate.map_or("a certificate without an id", |id| id.as_str());
        return of(Code::IssuerNotAuthorised).with("certificate", named);
    }
    if !entry.is_trusted_at(sealed) {
        return of(Code::IssuerOutsideWindow).with("sealed", sealed);
    }
    of(Code::IssuerTrusted)
}

/// When it was sealed; a proof without a time is as old as the credential says it is.
fn sealed(authentic: &Authentic<Credential>) -> Timestamp {
    authentic.sealed().unwrap_or_else(|| authentic.said().validity.from())
}
