//! One cell to one value: text, reference, e-mail, yes or no, mark, day. Each fault has its own name.
//! It does not know the row around it.

use attesto_credential::{BadText, Date, Line};

use super::fault::Why;
use crate::code::CandidateReference;
use crate::mark::{BadMark, Mark};
use crate::outcome::{Achieved, Attendance};
use crate::person::Email;
use crate::scheme::Scale;

/// Plain text of one line.
pub(super) fn line(text: &str) -> Result<Line, Why> {
    if text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
        return Err(Why::Formula);
    }
    Line::parse(text).map_err(|bad| match bad {
        BadText::Forbidden { position, code } => Why::Forbidden { position, code },
        BadText::TooLong { limit, .. } => Why::TextTooLong { limit },
        _ => Why::MissingCell,
    })
}

/// A line in Latin letters.
pub(super) fn latin_line(text: &str) -> Result<Line, Why> {
    let line = line(text)?;
    if is_latin(line.as_str()) { Ok(line) } else { Err(Why::NotLatin) }
}

/// Whether every letter is Latin (Basic, Latin-1, Extended A and B, Additional).
pub(super) fn is_latin(text: &str) -> bool {
    text.chars().filter(|character| character.is_alphabetic()).all(|character| {
        matches!(u32::from(character), 0x41..=0x5a | 0x61..=0x7a | 0xaa | 0xba | 0xc0..=0x24f | 0x1e00..=0x1eff)
    })
}

pub(super) fn reference(text: &str) -> Result<CandidateReference, Why> {
    line(text)?;
    CandidateReference::parse(text.trim()).map_err(|_| Why::Reference)
}

pub(super) fn email(text: &str) -> Result<Email, Why> {
    line(text)?;
    Email::parse(text.trim()).map_err(|_| Why::Email)
}

/// A day, ISO 8601 only; nothing is guessed.
pub(super) fn day(text: &str) -> Result<Date, Why> {
    match Date::parse(text) {
        Ok(date) if (2000..2100).contains(&date.parts().0) => Ok(date),
        Ok(_) => Err(Why::Date),
        Err(_) if is_ambiguous(text) => Err(Why::AmbiguousDate),
        Err(_) => Err(Why::Date),
    }
}

fn is_ambiguous(text: &str) -> bool {
    let parts: Vec<Option<u32>> = text.split(['/', '.', '-']).map(|part| part.trim().parse().ok()).collect();
    let month = |part: &Option<u32>| part.is_some_and(|number| (1..=12).contains(&number));
    matches!(parts.as_slice(), [one, other, Some(_)] if month(one) && month(other) && one != other)
}

pub(super) fn attendance(text: &str) -> Result<Attendance, Why> {
    match text {
        "yes" => Ok(Attendance::Attended),
        "no" => Ok(Attendance::Absent),
        _ => Err(not(text, Why::NotYesOrNo)),
    }
}

pub(super) fn achieved(text: &str, scale: Scale) -> Result<Achieved, Why> {
    match (scale, text) {
        (Scale::Marked { maximum, .. }, _) => mark(text, maximum).map(Achieved::Mark),
        (Scale::Shown, "yes") => Ok(Achieved::Shown),
        (Scale::Shown, "no") => Ok(Achieved::NotShown),
        (Scale::Shown, _) => Err(not(text, Why::NotYesOrNo)),
    }
}

fn mark(text: &str, maximum: Mark) -> Result<Mark, Why> {
    let mark = Mark::parse(text).map_err(|bad| match bad {
        BadMark::Comma { .. } => Why::MarkComma,
        BadMark::Negative { .. } => Why::MarkNegative,
        BadMark::TooFine { .. } => Why::MarkTooFine,
        BadMark::TooLarge { .. } => Why::MarkOver { maximum },
        BadMark::NotANumber { .. } => not(text, Why::MarkNotANumber),
    })?;
    if mark > maximum { Err(Why::MarkOver { maximum }) } else { Ok(mark) }
}

/// The more telling of two faults: what makes a text no text at all, else that it is not this.
fn not(text: &str, otherwise: Why) -> Why {
    match line(text) {
        Err(why @ (Why::Forbidden { .. } | Why::Formula)) => why,
        _ => otherwise,
    }
}
