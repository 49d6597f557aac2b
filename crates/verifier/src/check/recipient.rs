//! Finds whether the credential is the asked person's: by name across scripts, by e-mail through the hash.
//! It compares what is written; who stands at the desk is for a person to see.

mod familiar;
mod greek;
mod hashed;
mod likeness;
mod loose;
mod spelling;

use attesto_credential::{Credential, IdentityHash, Recipient};
use attesto_securing::Authentic;
use unicode_normalization::UnicodeNormalization;

pub use likeness::{Doubt, Likeness, likeness};
pub use spelling::name_keys;

use crate::finding::{Code, Finding};
use crate::policy::Asked;

const BY_NAME: &str = "name";
const BY_EMAIL: &str = "e-mail address";

/// One finding per thing that was asked for; all of them must be the person's.
pub(crate) fn find(authentic: &Authentic<Credential>, asked: &Asked) -> Vec<Finding> {
    let recipient = &authentic.said().recipient;
    let name = asked.name.as_deref().map(|name| by_name(recipient, name));
    let email = asked.email.as_deref().map(|email| by_email(recipient, email));
    let found: Vec<Finding> = name.into_iter().chain(email).collect();
    if found.is_empty() { not_asked(recipient) } else { found }
}

fn not_asked(recipient: &Recipient) -> Vec<Finding> {
    let mut found = vec![Finding::of(Code::RecipientNotAsked)];
    if recipient.id.is_none() && recipient.identities.is_empty() {
        found.push(Finding::of(Code::RecipientUnbound));
    }
    found
}

fn of_kind<'r>(recipient: &'r Recipient, kind: &'r str) -> impl Iterator<Item = &'r IdentityHash> {
    recipient.identities.iter().filter(move |identity| identity.kind == kind).map(|identity| &identity.value)
}

fn by_name(recipient: &Recipient, asked: &str) -> Finding {
    let asked: String = asked.trim().nfc().collect();
    let names: Vec<&IdentityHash> = of_kind(recipient, "name").collect();
    let plain = names.iter().filter_map(|name| if let IdentityHash::Plain(name) = name { Some(name) } else { None });
    let (whole, part) = in_parts(recipient);
    let plain = plain.chain(&whole);
    let compared: Vec<(Likeness, &String)> = plain.map(|name| (likeness(&asked, name), name)).collect();
    let hashes = || names.iter().filter_map(|name| hashed::agrees(name, &[&asked]));
    if compared.iter().any(|(likeness, _)| *likeness == Likeness::Matches) || hashes().any(|agrees| agrees) {
        return matches(BY_NAME, &asked);
    }
    let close = compared.iter().filter_map(|(likeness, name)| match likeness {
        Likeness::Close(doubt) => Some((*doubt, *name)),
        _ => None,
    });
    match close.min() {
        Some((doubt, name)) => {
            let finding = Finding::of(Code::RecipientClose).with("asked", asked);
            finding.with("named", name).with("doubt", doubt.code())
        }
        None if !compared.is_empty() => differs(BY_NAME, &asked),
        None if part => nothing_to_compare(BY_NAME),
        None if names.is_empty() => nothing_to_compare(BY_NAME),
        None => Finding::of(Code::RecipientHashUnmatched).with("asked", asked),
    }
}

/// The names that stand in parts and are whole, and whether there are others: a part alone would match half the world.
fn in_parts(recipient: &Recipient) -> (Vec<String>, bool) {
    let has = |kind| of_kind(recipient, kind).next().is_some();
    let pairs = [["given_name", "family_name"], ["given_name_latin", "family_name_latin"]];
    let whole = pairs.iter().filter(|pair| pair.iter().all(|kind| has(kind))).count();
    let shown = pairs.iter().filter(|pair| pair.iter().any(|kind| has(kind))).count();
    if whole == shown { (recipient.full_names(), false) } else { (Vec::new(), true) }
}

/// An address is compared as written and in lower case, as issuers hash either.
fn by_email(recipient: &Recipient, asked: &str) -> Finding {
    let asked: String = asked.trim().nfc().collect();
    let lower = asked.to_lowercase();
    let compared: Vec<bool> = of_kind(recipient, "emailAddress")
        .filter_map(|address| hashed::agrees_or_equals(address, &[&asked, &lower]))
        .collect();
    match compared.as_slice() {
        [] => nothing_to_compare(BY_EMAIL),
        answers if answers.contains(&true) => matches(BY_EMAIL, &asked),
        _ => differs(BY_EMAIL, &asked),
    }
}

fn matches(by: &str, asked: &str) -> Finding {
    Finding::of(Code::RecipientMatches).with("by", by).with("asked", asked)
}

fn differs(by: &str, asked: &str) -> Finding {
    Finding::of(Code::RecipientDiffers).with("by", by).with("asked", asked)
}

fn nothing_to_compare(by: &str) -> Finding {
    Finding::of(Code::RecipientNothingToCompare).with("by", by)
}

#[cfg(test)]
mod tests;
