//! One cell to one value: text, reference, e-mail, yes or no, mark, day. Each fault has its own name.
//! It does not know the row around it.

use attesto_credential::{BadText, Date, Language, Line, Timestamp};

use super::decode;
use super::fault::Why;
use super::meeting::Time;
use super::table::{Given, Sort};
use crate::calendar::WallTime;
use crate::code::CandidateReference;
use crate::cohort::{CohortFile, DateOrder, Decimal, Encoding, Layout, folded};
use crate::mark::{BadMark, Mark};
use crate::outcome::{Achieved, Attendance};
use crate::person::Email;
use crate::scheme::Scale;

/// How the cells of a file are to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way<'w> {
    layout: &'w Layout,
    language: Option<&'w Language>,
    encoding: Encoding,
}

impl<'w> Way<'w> {
    pub(super) fn of(file: &'w CohortFile) -> Self {
        let encoding = if file.is_workbook() { None } else { file.layout().encoding() };
        let language = file.group().map(|group| &group.language);
        Self { layout: file.layout(), language, encoding: encoding.unwrap_or(Encoding::Utf8) }
    }

    /// Plain text of one line; in a Romanian file, with commas below and no cedillas.
    pub(super) fn line(&self, given: &Given) -> Result<Line, Why> {
        let text = given.text.as_str();
        if text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
            return Err(Why::Formula);
        }
        // Asked before the characters are, for text in the wrong encoding is full of those that do not show.
        if decode::is_decoded_twice(text, self.encoding) {
            return Err(Why::DecodedTwice);
        }
        let line = parsed(text)?;
        if line.as_str().is_ascii() {
            return Ok(line);
        }
        match self.language.map(Language::as_str) {
            Some("el") if is_greek_misread(line.as_str()) => Err(Why::Misread),
            Some("ro") if line.as_str().contains(['þ', 'Þ', 'º', 'ª', 'ð', 'Ð']) => Err(Why::Misread),
            Some("ro") => parsed(&with_commas_below(line.as_str())),
            _ => Ok(line),
        }
    }

    /// A line in Latin letters.
    pub(super) fn latin_line(&self, given: &Given) -> Result<Line, Why> {
        let line = self.line(given)?;
        if is_latin(line.as_str()) { Ok(line) } else { Err(Why::NotLatin) }
    }

    pub(super) fn reference(&self, given: &Given) -> Result<CandidateReference, Why> {
        self.line(given)?;
        CandidateReference::parse(given.text.trim()).map_err(|_| Why::Reference)
    }

    pub(super) fn email(&self, given: &Given) -> Result<Email, Why> {
        self.line(given)?;
        Email::parse(given.text.trim()).map_err(|_| Why::Email)
    }

    /// A day in ISO 8601, or in the order of the layout; nothing is guessed.
    pub(super) fn day(&self, given: &Given) -> Result<Date, Why> {
        match self.any_day(given) {
            Ok(date) if (2000..2100).contains(&date.parts().0) => Ok(date),
            Ok(_) => Err(Why::Date),
            Err(why) => Err(why),
        }
    }

    /// A day of birth: the same, in another century.
    pub(super) fn birth_date(&self, given: &Given) -> Result<Date, Why> {
        match self.any_day(given) {
            Ok(date) if (1900..2100).contains(&date.parts().0) => Ok(date),
            Ok(_) => Err(Why::BirthDate),
            Err(Why::Date) => Err(Why::BirthDate),
            Err(why) => Err(why),
        }
    }

    fn any_day(&self, given: &Given) -> Result<Date, Why> {
        let text = given.text.trim();
        let is_digits = (4..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if given.sort == Sort::Number || is_digits {
            return Err(Why::SerialDate);
        }
        let iso = Date::parse(text).ok().or_else(|| WallTime::parse(text).ok().map(WallTime::day));
        let ordered = || in_order(text, self.layout.dates());
        match iso.or_else(ordered) {
            Some(date) => Ok(date),
            None if self.layout.dates() == DateOrder::Iso && is_ambiguous(text) => Err(Why::AmbiguousDate),
            None => Err(not(text, Why::Date)),
        }
    }

    pub(super) fn attendance(&self, given: &Given) -> Result<Attendance, Why> {
        self.is_yes(given).map(|yes| if yes { Attendance::Attended } else { Attendance::Absent })
    }

    pub(super) fn achieved(&self, given: &Given, scale: Scale) -> Result<Achieved, Why> {
        match scale {
            Scale::Marked { maximum, .. } => self.mark(given, maximum).map(Achieved::Mark),
            Scale::Shown => self.is_yes(given).map(|yes| if yes { Achieved::Shown } else { Achieved::NotShown }),
        }
    }

    fn is_yes(&self, given: &Given) -> Result<bool, Why> {
        let text = given.text.as_str();
        match (self.layout.says_yes(text), self.layout.says_no(text)) {
            (true, false) => Ok(true),
            (false, true) => Ok(false),
            _ => Err(not(text, Why::NotYesOrNo)),
        }
    }

    fn mark(&self, given: &Given, maximum: Mark) -> Result<Mark, Why> {
        let text = given.text.trim();
        let comma = given.sort == Sort::Text && self.layout.decimal() == Decimal::Comma;
        if comma && text.contains('.') {
            return Err(not(text, Why::MarkPoint));
        }
        let pointed = if comma { text.replacen(',', ".", 1) } else { text.to_owned() };
        let mark = Mark::parse(&pointed).map_err(|bad| match bad {
            BadMark::Comma { .. } => Why::MarkComma,
            BadMark::Negative { .. } => Why::MarkNegative,
            BadMark::TooFine { .. } => Why::MarkTooFine,
            BadMark::TooLarge { .. } => Why::MarkOver { maximum },
            BadMark::NotANumber { .. } => not(text, Why::MarkNotANumber),
        })?;
        if mark > maximum { Err(Why::MarkOver { maximum }) } else { Ok(mark) }
    }
}

fn parsed(text: &str) -> Result<Line, Why> {
    Line::parse(text).map_err(|bad| match bad {
        BadText::Forbidden { position, code } => Why::Forbidden { position, code },
        BadText::TooLong { limit, .. } => Why::TextTooLong { limit },
        _ => Why::MissingCell,
    })
}

/// Whether every letter is Latin (Basic, Latin-1, Extended A and B, Additional).
pub(super) fn is_latin(text: &str) -> bool {
    text.chars().filter(|character| character.is_alphabetic()).all(|character| {
        matches!(u32::from(character), 0x41..=0x5a | 0x61..=0x7a | 0xaa | 0xba | 0xc0..=0x24f | 0x1e00..=0x1eff)
    })
}

/// Greek read as Western European is nearly all accented Latin: more than half of the letters.
fn is_greek_misread(text: &str) -> bool {
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    let accented = text.chars().filter(|character| matches!(u32::from(*character), 0xb5 | 0xc0..=0xff)).count();
    accented >= 2 && accented * 2 > letters
}

/// The letters of Romanian as Unicode has them since 1999; old files have the Turkish ones in their place.
fn with_commas_below(text: &str) -> String {
    let replaced = text.chars().map(|character| match character {
        'ş' => 'ș',
        'Ş' => 'Ș',
        'ţ' => 'ț',
        'Ţ' => 'Ț',
        other => other,
    });
    replaced.collect()
}

/// A date of three numbers in an order that the cohort says.
pub(super) fn in_order(text: &str, order: DateOrder) -> Option<Date> {
    let separator = text.chars().find(|character| !character.is_ascii_digit())?;
    if !['/', '.', '-'].contains(&separator) {
        return None;
    }
    let parts: Vec<&str> = text.split(separator).collect();
    let [one, other, year] = parts.as_slice() else { return None };
    let (day, month) = match order {
        DateOrder::DayMonthYear => (one, other),
        DateOrder::Iso => return None,
        DateOrder::MonthDayYear => (other, one),
    };
    let short = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let holds = short(day) && short(month) && year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    date.ok().filter(|_| holds)
}

fn is_ambiguous(text: &str) -> bool {
    let parts: Vec<Option<u32>> = text.split(['/', '.', '-']).map(|part| part.trim().parse().ok()).collect();
    let month = |part: &Option<u32>| part.is_some_and(|number| (1..=12).contains(&number));
    matches!(parts.as_slice(), [one, other, Some(_)] if month(one) && month(other) && one != other)
}

/// The more telling of two faults: what makes a text no text at all, else that it is not this.
pub(super) fn not(text: &str, otherwise: Why) -> Why {
    if text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
        return Why::Formula;
    }
    match parsed(text) {
        Err(why @ Why::Forbidden { .. }) => why,
        _ => otherwise,
    }
}

impl Way<'_> {
    /// A day and a time of day: ISO 8601, or a date in the order of the layout and a clock of 24 hours or AM and PM.
    pub(super) fn time(&self, given: &Given) -> Result<Time, Why> {
        let text = folded(&given.text);
        if given.sort == Sort::Number {
            return Err(Why::SerialDate);
        }
        if let Ok(moment) = Timestamp::parse(&text.replacen(' ', "T", 1)) {
            return Ok(Time::Moment(moment));
        }
        if let Ok(wall) = WallTime::parse(&text) {
            return Ok(Time::Wall(wall));
        }
        let (day, clock) = text.split_once([',', ' ']).ok_or_else(|| not(&text, Why::Time))?;
        let day = Date::parse(day).ok().or_else(|| in_order(day, self.layout.dates()));
        match day.and_then(|day| clock_time(day, clock.trim())) {
            Some(wall) => Ok(Time::Wall(wall)),
            None if day.is_none()
                && self.layout.dates() == DateOrder::Iso
                && is_ambiguous(text.split([',', ' ']).next().unwrap_or_default()) =>
            {
                Err(Why::AmbiguousDate)
            }
            None => Err(not(&text, Why::Time)),
        }
    }
}

/// A clock of 24 hours, or of 12 with AM or PM behind.
fn clock_time(day: Date, clock: &str) -> Option<WallTime> {
    let upper = clock.to_uppercase();
    let (clock, half) = match (upper.strip_suffix("AM"), upper.strip_suffix("PM")) {
        (Some(clock), _) => (clock.trim_end(), Some(0)),
        (_, Some(clock)) => (clock.trim_end(), Some(12)),
        (None, None) => (clock, None),
    };
    let wall = WallTime::on(day, clock)?;
    let Some(half) = half else { return Some(wall) };
    let (hour, minute, second) = wall.clock();
    (1..=12).contains(&hour).then(|| WallTime::new(day, hour % 12 + half, minute, second))?
}
