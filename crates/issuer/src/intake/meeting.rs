//! Rows of a meeting's export: who joined and left, and when by the clock of a zone.
//! People are known by their e-mail, whatever name the meeting showed; nobody is guessed by a name.

use attesto_credential::Timestamp;

use super::Setting;
use super::fault::{Faults, Why};
use super::gather::Gathered;
use super::presence::{NoStay, Stay};
use super::row::Row;
use crate::calendar::{Moments, WallTime};
use crate::cohort::Meeting;
use crate::resolution::Stranger;

/// A time as a cell gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Time {
    /// With its offset.
    Moment(Timestamp),
    /// By a clock on a wall.
    Wall(WallTime),
}

/// A meeting whose unit is known to the scheme.
pub(super) struct Held<'m> {
    pub(super) meeting: &'m Meeting,
    pub(super) unit: usize,
    zone: &'m str,
    span: Option<(Timestamp, Timestamp)>,
}

impl<'m> Held<'m> {
    /// Finds unit and zone; nothing if the scheme or the world has none such.
    pub(super) fn of(meeting: &'m Meeting, setting: &'m Setting<'_>) -> Result<Self, Why> {
        let unit = setting.scheme.curriculum().iter().position(|unit| *unit.code() == meeting.unit);
        let unit = unit.ok_or(Why::UnknownUnit)?;
        let zone = meeting.zone.as_ref().unwrap_or(setting.cohort.zone()).as_str();
        if !setting.zones.knows(zone) {
            return Err(Why::UnknownZone);
        }
        let moments = |wall| setting.zones.moments(zone, wall);
        let span = match meeting.held {
            None => None,
            Some((begins, ends)) => match (moments(begins), moments(ends)) {
                (Moments::Never, _) | (_, Moments::Never) => return Err(Why::NoSuchTime),
                // Where a clock showed the time twice, the wider reading: nobody loses a minute by it.
                (Moments::Once(begins) | Moments::Twice(begins, _), Moments::Once(ends) | Moments::Twice(_, ends)) => {
                    Some((begins, ends))
                }
            },
        };
        if span.is_some_and(|(begins, ends)| begins >= ends) {
            return Err(Why::LeavesFirst);
        }
        Ok(Self { meeting, unit, zone, span })
    }
}

/// Takes one row.
pub(super) fn take(row: &Row<'_>, held: &Held<'_>, gathered: &mut Gathered, faults: &mut Faults) {
    let name = row.known("name", |given| row.way.line(given), faults);
    let email = row.known("email", |given| row.way.email(given), faults);
    let join = row.needed("join", |given| row.way.time(given), faults);
    let leave = row.needed("leave", |given| row.way.time(given), faults);
    let (Some(name), Some(email), Some(join), Some(leave)) = (name, email, join, leave) else { return };
    let stay = match Stay::between(moments(join, held, row.setting), moments(leave, held, row.setting)) {
        Ok(stay) => stay,
        Err(NoStay::JoinNever) => return row.fault("join", Why::NoSuchTime, faults),
        Err(NoStay::LeaveNever) => return row.fault("leave", Why::NoSuchTime, faults),
        Err(NoStay::Reversed) => return row.fault("leave", Why::LeavesFirst, faults),
    };
    let shown = name.as_ref().map(|name| name.as_str()).unwrap_or_default();
    let who = match (&email, &name) {
        (Some(email), _) => Stranger::email(email),
        (None, Some(name)) => Stranger::name(&row.spot.file, name.as_str()),
        (None, None) => return row.fault("email", Why::MissingCell, faults),
    };
    let stay = match held.span {
        Some((begins, ends)) => stay.within(begins, ends),
        None => Some(stay),
    };
    gathered.stayed(row, held, who, shown, stay);
}

fn moments(time: Time, held: &Held<'_>, setting: &Setting<'_>) -> Moments {
    match time {
        Time::Moment(moment) => Moments::Once(moment),
        Time::Wall(wall) => setting.zones.moments(held.zone, wall),
    }
}
