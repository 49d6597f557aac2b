//! The moment that a verification is about: now, a moment, or the last second of a local day.
//! Which list was in force then is the verifier's business.

use attesto_credential::{Date, Timestamp};
use attesto_issuer::Calendar;
use attesto_verifier::Day;

use super::Args;
use crate::cli::args::World;
use crate::fault::{Failure, Fault};
use crate::world::clock::{self, Zone};
use crate::world::config;

pub(super) fn day(text: &str) -> Result<Date, String> {
    Date::parse(text).map_err(|_| format!("{text} is no day; write one such as 2026-03-31"))
}

/// The moment that was asked about, and whether it is now.
pub(super) fn asked(args: &Args, world: &World) -> Result<(Timestamp, Day), Failure> {
    match (args.on, world.at) {
        (None, None) => Ok((world.moment()?, Day::Now)),
        (None, Some(at)) => Ok((at, Day::Asked)),
        (Some(_), Some(_)) => {
            Err(Failure::new(Fault::Input, "day", "a moment and a day cannot both be asked about; say --at or --on"))
        }
        (Some(day), None) => Ok((end_of(day, &zone(args, world)?, clock::now()?), Day::Asked)),
    }
}

fn zone(args: &Args, world: &World) -> Result<Zone, Failure> {
    match &args.zone {
        Some(name) => Zone::named(name),
        None if world.home().join(config::FILE).is_file() => Ok(world.installation()?.zone().clone()),
        None => Zone::named("UTC"),
    }
}

/// A day ends with its last second where it is; today is not over, so it ends now.
fn end_of(day: Date, zone: &Zone, now: Timestamp) -> Timestamp {
    let last = zone.last_second(day);
    if zone.local_date(now) == day { last.min(now) } else { last }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_with_its_last_local_second_and_today_ends_now() {
        let now = Timestamp::parse("2026-10-25T22:30:00Z").unwrap();
        let on = |zone: &str, text: &str| end_of(day(text).unwrap(), &Zone::named(zone).unwrap(), now).to_string();
        assert_eq!(on("Europe/Athens", "2026-10-25"), "2026-10-25T21:59:59Z", "it is over there");
        assert_eq!(on("Europe/Athens", "2026-10-26"), "2026-10-25T22:30:00Z", "it is today there");
        assert_eq!(on("Europe/Rome", "2026-10-25"), "2026-10-25T22:30:00Z", "it is still today there");
        assert_eq!(on("Atlantic/Azores", "2026-10-24"), "2026-10-24T23:59:59Z");
        assert_eq!(on("America/New_York", "2026-10-31"), "2026-11-01T03:59:59Z", "it is still to come");
        assert!(day("2026-02-30").is_err());
    }
}
