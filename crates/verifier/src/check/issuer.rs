//! Finds whether the issuer may issue this certificate, by the trust lists that were given.
//! What an issuer says of itself is never a reason.

use attesto_credential::{Credential, Timestamp};
use attesto_securing::Authentic;

use crate::finding::{Code, Finding};
use crate::trust::{TrustList, TrustedIssuer};

/// Finds the issuer on the lists; of several lists the kindest answer counts.
pub(crate) fn find(authentic: &Authentic<Credential>, lists: &[TrustList]) -> Finding {
    let issuer = authentic.said().issuer.id.as_str();
    let listed = lists.iter().filter_map(|list| Some((list, list.issuer(issuer)?)));
    let answers = listed.map(|(list, entry)| by_one(authentic, list, entry));
    let kindest = answers.min_by_key(|finding| finding.code() != Code::IssuerTrusted);
    kindest.unwrap_or_else(|| Finding::of(Code::IssuerUnlisted).with("issuer", issuer))
}

fn by_one(authentic: &Authentic<Credential>, list: &TrustList, entry: &TrustedIssuer) -> Finding {
    let said = authentic.said();
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
