//! Literals of XML Schema datatypes, as the SHACL takes them and as they should be.
//! A text by language is no literal here; `walk` reads those.

use crate::document::Json;
use crate::id::Iri;
use crate::time::{Date, Timestamp};

/// What is wrong with a literal.
pub(super) enum Flaw {
    /// The SHACL refuses it; what should stand there.
    Refused(&'static str),
    /// The SHACL takes it, others lose it or stumble over it; rule and what should stand there.
    Silent(&'static str, &'static str),
}

/// The flaw of one value under a member of a datatype, if it has one.
pub(super) fn flaw(datatype: &str, value: &Json) -> Option<Flaw> {
    match datatype {
        "dateTime" => moment(value),
        "duration" => {
            let holds = value.as_str().is_some_and(is_duration);
            (!holds).then_some(Flaw::Refused("write a duration of ISO 8601, as in PT150H or P3M"))
        }
        "boolean" => {
            let holds = matches!(value, Json::Bool(_)) || matches!(value.as_str(), Some("true" | "false"));
            (!holds).then_some(Flaw::Refused("write true or false"))
        }
        "positiveInteger" => whole(value, 1, "write a whole number from 1 up"),
        "integer" => whole(value, i64::MIN, "write a whole number"),
        "decimal" => {
            let holds =
                matches!(value, Json::Number(_)) || value.as_str().is_some_and(|text| text.parse::<f64>().is_ok());
            (!holds).then_some(Flaw::Refused("write a decimal number"))
        }
        "anyURI" => match value.as_str() {
            Some(text) if Iri::parse(text).is_ok() => None,
            Some(_) => Some(Flaw::Silent("elm-string", "write an absolute URI")),
            None => string(value),
        },
        _ => string(value),
    }
}

fn string(value: &Json) -> Option<Flaw> {
    match value {
        Json::String(_) => None,
        Json::Number(_) | Json::Bool(_) => Some(Flaw::Silent("elm-string", "write it as a text, in quotes")),
        Json::Null | Json::Array(_) | Json::Object(_) => Some(Flaw::Refused("write it as a text")),
    }
}

fn moment(value: &Json) -> Option<Flaw> {
    let remedy = "write a moment with its offset, as in 2026-11-23T09:00:00+01:00";
    let Some(text) = value.as_str() else { return Some(Flaw::Refused(remedy)) };
    if Timestamp::parse(text).is_ok() {
        return None;
    }
    // A day alone, or a moment without an offset: the SHACL takes them, the viewer does not.
    let lenient = Date::parse(text).is_ok() || Timestamp::parse(&format!("{text}Z")).is_ok();
    Some(if lenient { Flaw::Silent("elm-date", remedy) } else { Flaw::Refused(remedy) })
}

fn whole(value: &Json, least: i64, remedy: &'static str) -> Option<Flaw> {
    let text = match value {
        Json::Number(number) => number.as_str(),
        Json::String(text) => text,
        _ => return Some(Flaw::Refused(remedy)),
    };
    let holds = text.parse::<i64>().is_ok_and(|number| number >= least);
    (!holds).then_some(Flaw::Refused(remedy))
}

/// `PnYnMnDTnHnMnS`, at least one of them, in that order (XML Schema 1.1 part 2, 3.3.6).
pub(crate) fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('-').unwrap_or(text).strip_prefix('P') else { return false };
    let (days, time) = rest.split_once('T').map_or((rest, None), |(days, time)| (days, Some(time)));
    let time_holds = time.is_none_or(|time| !time.is_empty() && fields(time, "HMS"));
    (!days.is_empty() || time.is_some()) && fields(days, "YMD") && time_holds
}

fn fields(text: &str, units: &str) -> bool {
    let (mut rest, mut units) = (text, units);
    while !rest.is_empty() {
        let Some(at) = rest.find(|c: char| c.is_ascii_alphabetic()) else { return false };
        let Some((number, after)) = rest.split_at_checked(at) else { return false };
        let Some(unit) = after.chars().next() else { return false };
        let Some(place) = units.find(unit) else { return false };
        let whole = number
            .split_once('.')
            .map_or(number, |(whole, part)| if unit == 'S' && !part.is_empty() { whole } else { "" });
        if whole.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return false;
        }
        units = units.get(place + 1..).unwrap_or("");
        rest = after.get(1..).unwrap_or("");
    }
    true
}
