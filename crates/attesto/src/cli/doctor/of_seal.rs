//! What `doctor` looks at of European seals: whose certificate it is, and when it ends.

use attesto_credential::Timestamp;
use attesto_issuer::{KnownKey, compromised};

use super::{Look, days_between};
use crate::fault::Failure;
use crate::world::clock;
use crate::world::config::Installation;
use crate::world::seals::{self, SealKey};

/// A certificate is asked for so many days before the old one ends: making one takes weeks.
const AHEAD_DAYS: i64 = 62;

/// Whether a European credential could be sealed now, and in two months.
pub(super) fn seal_look(installation: &Installation, known: &[KnownKey], now: Timestamp) -> Result<Look, Failure> {
    let Some(european) = installation.european() else {
        return Ok(Look::well("seal", "no European credentials are issued: the configuration has no [european]"));
    };
    let remedy = "put the file right that [european] names, before the next `attesto issue`";
    let seal = match SealKey::read(installation, european) {
        Ok(seal) => seal,
        Err(failure) => return Ok(Look::act("seal", failure.sentence(), remedy)),
    };
    if let Some(stolen) = compromised(known, seal.public()) {
        return Ok(Look::act("seal", seals::in_wrong_hands(stolen), seals::ANOTHER_SEAL));
    }
    if let Err(bad) = seal.leads(now) {
        return Ok(Look::act("seal", format!("the certificate of the seal does not hold now: {bad}"), remedy));
    }
    let until = seal.until().unwrap_or(now);
    let found = format!("the certificate of {} ends on {}", seal.told(), clock::local(installation.zone(), until)?);
    let near = days_between(now, until) <= AHEAD_DAYS;
    let remedy = "have the next certificate made now, and keep the old authority beside the new one in the file that [european] authority names";
    Ok(if near { Look::act("seal", found, remedy) } else { Look::well("seal", found) })
}
