//! Marks as exact decimals in hundredths. Nothing here is ever a floating-point number.

use std::fmt;

use crate::wire;

/// A mark from 0 to 1 000 000 with at most two decimals, kept exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mark {
    hundredths: u32,
}

/// The largest mark, in hundredths.
const LIMIT: u32 = 100_000_000;

/// Why a text is not a mark.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadMark {
    /// A comma where the point belongs.
    #[error("the mark {found:?} has a comma; write a decimal point, as in 12.5")]
    Comma {
        /// As found.
        found: String,
    },
    /// Below nothing.
    #[error("the mark {found:?} is negative; write 0 or more")]
    Negative {
        /// As found.
        found: String,
    },
    /// No number at all.
    #[error("{found:?} is not a mark; write digits with at most one decimal point, or leave the cell empty")]
    NotANumber {
        /// As found.
        found: String,
    },
    /// More than two decimals.
    #[error("the mark {found:?} has more than two decimals; round it as the scheme says and write two at most")]
    TooFine {
        /// As found.
        found: String,
    },
    /// Beyond what any scheme asks.
    #[error("the mark {found:?} is above 1000000; write the mark that was given")]
    TooLarge {
        /// As found.
        found: String,
    },
}

impl Mark {
    /// Reads a decimal such as `60`, `12.5` or `7.25`.
    ///
    /// # Errors
    /// A comma, a sign, anything but digits and one point, more than two decimals, or above 1 000 000.
    pub fn parse(text: &str) -> Result<Self, BadMark> {
        let found = || crate::quote::shown(text);
        if !is_decimal(text) {
            return Err(not_a_mark(text));
        }
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let kept = fraction.trim_end_matches('0');
        if kept.len() > 2 {
            return Err(BadMark::TooFine { found: found() });
        }
        let whole: u64 = whole.parse().map_err(|_| BadMark::TooLarge { found: found() })?;
        let tens = if kept.len() == 1 { 10 } else { 1 };
        let kept = if kept.is_empty() { 0 } else { kept.parse::<u64>().map_err(|_| not_a_mark(text))? * tens };
        let hundredths = whole.saturating_mul(100).saturating_add(kept);
        match u32::try_from(hundredths) {
            Ok(hundredths) if hundredths <= LIMIT => Ok(Self { hundredths }),
            _ => Err(BadMark::TooLarge { found: found() }),
        }
    }

    /// A mark without decimals.
    pub(crate) fn whole(mark: u32) -> Option<Self> {
        mark.checked_mul(100).filter(|hundredths| *hundredths <= LIMIT).map(|hundredths| Self { hundredths })
    }

    /// The mark in hundredths.
    pub fn hundredths(self) -> u32 {
        self.hundredths
    }

    /// The weighted mean of marks against their maxima, in percent, cut (never rounded up) after two decimals.
    ///
    /// Nothing if there is no part, or all weights or a maximum are 0.
    pub fn percent(parts: &[(Self, Self, u32)]) -> Option<Self> {
        // Over the least common denominator of all maxima, so that only the last step cuts.
        let denominator =
            parts.iter().try_fold(1, |so_far, (_, maximum, _)| common_multiple(so_far, maximum.hundredths))?;
        let weights: u128 = parts.iter().map(|(_, _, weight)| u128::from(*weight)).sum();
        let mut points = 0u128;
        for (mark, maximum, weight) in parts {
            let share = denominator.checked_div(maximum.hundredths.into())?.checked_mul(mark.hundredths.into())?;
            points = points.checked_add(share.checked_mul(u128::from(*weight))?)?;
        }
        let hundredths = points.checked_mul(10_000)?.checked_div(denominator.checked_mul(weights)?)?;
        u32::try_from(hundredths).ok().map(|hundredths| Self { hundredths })
    }
}

/// The least common multiple; nothing if one is 0 or it grows beyond all reason.
fn common_multiple(one: u128, other: u32) -> Option<u128> {
    let (mut divisor, mut rest) = (one, u128::from(other));
    while rest != 0 {
        (divisor, rest) = (rest, divisor.checked_rem(rest)?);
    }
    one.checked_div(divisor)?.checked_mul(other.into()).filter(|multiple| *multiple != 0)
}

/// Digits with at most one point between them.
fn is_decimal(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    [whole, fraction].into_iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn not_a_mark(text: &str) -> BadMark {
    let found = crate::quote::shown(text);
    let positive = text.strip_prefix(['-', '−', '–', '－']);
    match (
        positive.is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit())),
        text.replacen(',', ".", 1),
    ) {
        (true, _) => BadMark::Negative { found },
        (false, pointed) if pointed != text && is_decimal(&pointed) => BadMark::Comma { found },
        _ => BadMark::NotANumber { found },
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.hundredths / 100, self.hundredths % 100);
        match (rest, rest % 10) {
            (0, _) => write!(f, "{whole}"),
            (_, 0) => write!(f, "{whole}.{}", rest / 10),
            _ => write!(f, "{whole}.{rest:02}"),
        }
    }
}

wire::texted!(shown: Mark);
wire::in_json!(Mark);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mark(text: &str) -> Mark {
        Mark::parse(text).unwrap()
    }

    #[test]
    fn a_mark_keeps_its_decimals_exactly() {
        for (text, written) in [("60", "60"), ("12.50", "12.5"), ("0.05", "0.05"), ("007.250", "7.25"), ("0", "0")] {
            assert_eq!(mark(text).to_string(), written);
        }
    }

    #[test]
    fn what_is_no_mark_is_told_apart() {
        let found = |text: &str| text.to_owned();
        assert_eq!(Mark::parse("12,5"), Err(BadMark::Comma { found: found("12,5") }));
        assert_eq!(Mark::parse("-3"), Err(BadMark::Negative { found: found("-3") }));
        assert_eq!(Mark::parse("1.005"), Err(BadMark::TooFine { found: found("1.005") }));
        assert_eq!(Mark::parse("1000000.01"), Err(BadMark::TooLarge { found: found("1000000.01") }));
        for text in ["", "A", "1.", ".5", "1e3", "+1", " 1", "1.2.3", "NaN", "１２", "=1", "1,2,3", "--1"] {
            assert_eq!(Mark::parse(text), Err(BadMark::NotANumber { found: found(text) }), "{text}");
        }
    }

    #[test]
    fn a_weighted_mean_is_exact_and_never_rounded_up() {
        let third = Mark::percent(&[(mark("2"), mark("3"), 1)]);
        assert_eq!(third, Some(mark("66.66")));
        let mixed = Mark::percent(&[(mark("3"), mark("5"), 30), (mark("14.5"), mark("20"), 70)]);
        assert_eq!(mixed, Some(mark("68.75")));
        assert_eq!(Mark::percent(&[]), None);
        assert_eq!(Mark::percent(&[(mark("0"), mark("0"), 1)]), None);
    }

    proptest! {
        #[test]
        fn a_mark_reads_back_as_written(hundredths in 0..=LIMIT) {
            let mark = Mark { hundredths };
            prop_assert_eq!(Mark::parse(&mark.to_string()), Ok(mark));
        }
    }
}
