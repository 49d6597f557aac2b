//! What `doctor` looks at of keys: whether the published document speaks of them as it should, and how old they are.

use attesto_credential::Timestamp;
use attesto_issuer::{BodyKey, KeyUse, KnownKey, Register, compromised};

use super::{Look, days_between};
use crate::fault::Failure;
use crate::world::config::Installation;
use crate::world::wallets::{self, Standing};
use crate::world::{did_document, key_change, ledger};

/// How many days before its time is over a key is told.
const AHEAD_DAYS: i64 = 31;

/// The document, then of each key whether it was in wrong hands, and its age.
pub(super) fn key_looks(
    installation: &Installation,
    (register, known): (&dyn Register, &[KnownKey]),
    now: Timestamp,
) -> Result<Vec<Look>, Failure> {
    let mut looks = vec![speaking(installation, known)?];
    looks.extend(speaking_to_wallets(installation, known)?);
    let in_document = installation.did().method() == "web";
    for of in KeyUse::ALL.into_iter().filter(|of| of.is_for_wallets() || in_document) {
        if of.is_for_wallets() && !wallets::are_there(installation) {
            continue;
        }
        let key = key_change::in_use(installation, of)?;
        looks.extend(in_wrong_hands(of, &key, known));
        looks.extend(age(installation, register, (of, &key, known), now)?);
    }
    for (what, standing) in wallets::standing(installation, now)? {
        looks.push(certificate(what, standing, now));
    }
    Ok(looks)
}

/// The certificate of a key for wallets: near its end, not yet in force, or wrong.
fn certificate(what: &str, standing: Standing, now: Timestamp) -> Look {
    let remedy = "get another key certified, and run `attesto keys rotate --use USE --certified FILE --authority FILE --officer ID` (USE: wallet for copies, wallet-list for their lists); if the authority certified the same key again, put the certificates into keys/ in the place of the old ones (wallet.pem, wallet-list.pem) and run `attesto publish`";
    match standing {
        Standing::Not(why) => Look::act("keys", format!("the certificate of {what} {why}"), remedy),
        Standing::Until(until) => {
            let days = days_between(now, until);
            let found = format!("the certificate of {what} ends in {days} day(s)");
            if days <= AHEAD_DAYS { Look::act("keys", found, remedy) } else { Look::well("keys", found) }
        }
    }
}

/// Whether the published document names the keys that lie here, and says all that it should.
fn speaking(installation: &Installation, known: &[KnownKey]) -> Result<Look, Failure> {
    let uses = match installation.did().method() {
        "web" => &KeyUse::IN_DOCUMENT[..],
        _ => &KeyUse::IN_DOCUMENT[..1],
    };
    let document = did_document::text(installation)?;
    for of in uses {
        let key = key_change::in_use(installation, *of)?;
        let is_named = document.contains(&format!("\"{}\"", key.id));
        if !document.contains(&key.public.to_multikey()) && (is_named || key.id.owner() != installation.did().as_str())
        {
            let found = format!("the DID document does not name the key {}", key.id);
            return Ok(Look::act("keys", found, "put the published did.json back, or the key file that belongs to it"));
        }
    }
    Ok(match key_change::lacking(installation, known)? {
        Some(_) => {
            let found = "the DID document does not say what each key is for, or lacks what the register says of one";
            Look::act(
                "keys",
                found,
                "run `attesto publish`: it writes the document anew; then bring it to its web server",
            )
        }
        None => Look::well("keys", "the DID document names every key that lies here, and what each is for"),
    })
}

/// Whether the metadata names the keys for wallets, and those before them; nothing where there are none.
fn speaking_to_wallets(installation: &Installation, known: &[KnownKey]) -> Result<Option<Look>, Failure> {
    if !wallets::are_there(installation) {
        return Ok(None);
    }
    Ok(Some(match wallets::lacking(installation, known)? {
        Some(_) => Look::act(
            "keys",
            "the metadata for wallets lacks a key, or what the register says of one",
            "run `attesto publish`: it writes the metadata anew; then bring it to its web server",
        ),
        None => {
            let retired = known.iter().filter(|known| known.of.is_for_wallets() && known.expires.is_some()).count();
            let found = "the metadata for wallets names every key for them that lies here";
            Look::well("keys", format!("{found}, and {retired} that retired"))
        }
    }))
}

/// A key that was given up and lies here again, as a file out of a backup does: nobody believes what it signs.
fn in_wrong_hands(of: KeyUse, key: &BodyKey, known: &[KnownKey]) -> Option<Look> {
    let stolen = compromised(known, &key.public)?;
    let found = format!("the {of} key that lies here was in wrong hands ({})", stolen.key.id);
    let remedy = format!(
        "put the file of the key that took its place back from the safe, or run `attesto keys rotate --use {of} --officer ID` for another"
    );
    Some(Look::act("keys", found, remedy))
}

/// How long a key has been in use: since it took another's place, or since the first act.
fn age(
    installation: &Installation,
    register: &dyn Register,
    (of, key, known): (KeyUse, &BodyKey, &[KnownKey]),
    now: Timestamp,
) -> Result<Option<Look>, Failure> {
    let since = known.iter().find(|known| known.key == *key).and_then(|known| known.since);
    let first = register.journal(1, 1).map_err(|fault| ledger::refused(&fault))?;
    // The first keys for wallets were made some day after the first act.
    let at_most = if since.is_none() && of.is_for_wallets() { "at most " } else { "" };
    let Some(since) = since.or_else(|| first.first().map(|line| line.at())) else { return Ok(None) };
    let (days, limit) = (days_between(since, now), i64::from(installation.written().keys.renew_after_days));
    let found = format!("the {of} key has been in use for {at_most}{days} day(s) of {limit}");
    let remedy = format!("run `attesto keys rotate --use {of} --officer ID`");
    let near = days.saturating_add(AHEAD_DAYS) >= limit;
    Ok(Some(if near { Look::act("keys", found, remedy) } else { Look::well("keys", found) }))
}
