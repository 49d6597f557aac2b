//! Numbers as workbooks keep them: decimals without the tail of a double, and days counted from an epoch.
//! No mark is ever reckoned with here; it is only written as the office saw it.

use attesto_credential::Timestamp;

use super::contents::Epoch;

/// A number as a spreadsheet shows it: 15 digits at most, no exponent. Nothing if it is no number.
pub(super) fn plain(text: &str) -> Option<String> {
    let number: f64 = text.trim().parse().ok()?;
    let shown: f64 = format!("{number:.14e}").parse().ok()?;
    number.is_finite().then(|| shown.to_string())
}

/// A day, or a day and a time, in ISO 8601. Nothing before March 1900, where workbooks count a day that never was.
pub(super) fn day(text: &str, epoch: Epoch) -> Option<String> {
    let number: f64 = text.trim().parse().ok()?;
    let first = match epoch {
        Epoch::Of1900 => 25_569.0,
        Epoch::Of1904 => 24_107.0,
    };
    let holds = number.is_finite() && (61.0..2_958_466.0).contains(&number);
    let seconds: i64 = format!("{:.0}", (number - first) * 86_400.0).parse().ok().filter(|_| holds)?;
    let moment = Timestamp::from_unix(seconds).ok()?.to_string();
    let moment = moment.strip_suffix('Z')?;
    Some(moment.strip_suffix("T00:00:00").unwrap_or(moment).to_owned())
}

/// Whether a number format shows a day: one of the formats that every workbook has, or by its own code.
pub(super) fn is_date_format(id: &str, code: Option<&str>) -> bool {
    let known = id.parse::<u32>().is_ok_and(|id| matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58));
    code.map_or(known, shows_a_day)
}

/// Whether a format code has a letter of day, month, year or time that is not quoted, escaped or in brackets.
fn shows_a_day(code: &str) -> bool {
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    // What stands behind the first semicolon is for negative numbers and texts.
    for letter in code.split(';').next().unwrap_or_default().chars() {
        match letter {
            _ if escaped => escaped = false,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => escaped = true,
            '[' => bracketed = true,
            ']' => bracketed = false,
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' if !bracketed => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_as_the_office_saw_it() {
        for (kept, shown) in [
            ("12.5", "12.5"),
            ("12.350000000000001", "12.35"),
            ("3", "3"),
            ("1.5E+1", "15"),
            ("5.0000000000000003E-2", "0.05"),
            ("-1", "-1"),
        ] {
            assert_eq!(plain(kept).as_deref(), Some(shown));
        }
        assert_eq!((plain("x"), plain("NaN"), plain("")), (None, None, None));
    }

    #[test]
    fn a_day_is_counted_from_its_epoch() {
        assert_eq!(day("46310", Epoch::Of1900).as_deref(), Some("2026-10-15"));
        assert_eq!(day("44848", Epoch::Of1904).as_deref(), Some("2026-10-15"));
        assert_eq!(day("46310.604166666664", Epoch::Of1900).as_deref(), Some("2026-10-15T14:30:00"));
        for none in ["60", "0", "-5", "2958466", "1e300", "x"] {
            assert_eq!(day(none, Epoch::Of1900), None, "{none}");
        }
    }

    #[test]
    fn a_date_format_is_told_from_a_number_format() {
        for (id, code) in [("14", None), ("22", None), ("164", Some("dd/mm/yyyy")), ("165", Some("[$-408]d mmmm yyyy"))]
        {
            assert!(is_date_format(id, code), "{id} {code:?}");
        }
        for (id, code) in
            [("0", None), ("2", None), ("164", Some("0.00\" days\"")), ("165", Some("[Red]0.0")), ("166", Some("0\\d"))]
        {
            assert!(!is_date_format(id, code), "{id} {code:?}");
        }
    }
}
