//! Multiples of one point, far enough apart that a sum of many of them takes the place of most doublings.
//! Works on numbers that everybody may know; nothing secret is ever multiplied here.

use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity as _;

/// A number of 256 bits is cut into so many parts; each part has its own multiples, and doublings are shared.
const PARTS: usize = 16;

/// Bits of one part, and so the doublings of a sum, but one.
const ROWS: usize = 256 / PARTS;

/// For each part 2^(16 × part) times the point, and its odd multiples.
#[derive(Debug)]
pub(super) struct Multiples {
    odd: Vec<EdwardsPoint>,
    /// Bits that one digit spans.
    width: u32,
}

impl Multiples {
    /// Works them out for digits of so many bits: 2^(width − 2) for each part.
    pub(super) fn of(point: EdwardsPoint, width: u32) -> Self {
        let each = 1_usize << (width - 2);
        let mut odd = Vec::with_capacity(PARTS * each);
        let mut base = point;
        for _ in 0..PARTS {
            let twice = base + base;
            let multiples = std::iter::successors(Some(base), |before| Some(before + twice));
            odd.extend(multiples.take(each));
            base = (0..ROWS).fold(base, |point, _| point + point);
        }
        Self { odd, width }
    }

    /// The multiple that a digit of a part stands for, of the digit without its sign.
    fn odd(&self, part: usize, digit: u8) -> Option<&EdwardsPoint> {
        self.odd.get((part << (self.width - 2)) + usize::from(digit / 2))
    }

    fn add_row(&self, sum: &mut EdwardsPoint, digits: &Digits, row: usize) {
        let mut left = digits.rows.get(row).copied().unwrap_or_default();
        while left != 0 {
            let part = usize::try_from(left.trailing_zeros()).unwrap_or_default();
            left &= left - 1;
            let digit = digits.all.get(part * ROWS + row).copied().unwrap_or_default();
            match self.odd(part, digit.unsigned_abs()) {
                Some(point) if digit > 0 => *sum += point,
                Some(point) => *sum -= point,
                None => {}
            }
        }
    }
}

/// The sum of both points, each as often as its number says.
pub(super) fn sum((one, number): (&Multiples, &Scalar), (other, other_number): (&Multiples, &Scalar)) -> EdwardsPoint {
    let (digits, other_digits) = (Digits::of(number, one.width), Digits::of(other_number, other.width));
    let mut sum = EdwardsPoint::identity();
    for row in (0..ROWS).rev() {
        if row + 1 < ROWS {
            sum += sum;
        }
        one.add_row(&mut sum, &digits, row);
        other.add_row(&mut sum, &other_digits, row);
    }
    sum
}

/// A number as a sum of odd digits, each times the power of two of its place, most of them nothing (its
/// non-adjacent form).
struct Digits {
    all: [i8; 256],
    /// For each row the parts that have a digit there, one bit each.
    rows: [u16; ROWS],
}

impl Digits {
    fn of(number: &Scalar, width: u32) -> Self {
        let words = words(number);
        let mut digits = Self { all: [0; 256], rows: [0; ROWS] };
        let (mut at, mut carry) = (0, 0);
        loop {
            // A run of what is carried over is passed at once.
            let run = (bits(&words, at) ^ 0_u64.wrapping_sub(carry)).trailing_zeros();
            at += usize::try_from(run).unwrap_or(64);
            let (Some(place), Some(row)) = (digits.all.get_mut(at), digits.rows.get_mut(at % ROWS)) else { break };
            if run == 64 {
                continue;
            }
            *row |= 1 << (at / ROWS);
            let window = (bits(&words, at) & ((1 << width) - 1)) + carry;
            carry = window >> (width - 1);
            let digit = i16::try_from(window).unwrap_or(0) - i16::try_from(carry << width).unwrap_or(0);
            *place = i8::try_from(digit).unwrap_or(0);
            at += usize::try_from(width).unwrap_or(0);
        }
        digits
    }
}

fn words(number: &Scalar) -> [u64; 4] {
    let mut words = [0; 4];
    let (eights, _) = number.as_bytes().as_chunks::<8>();
    for (word, eight) in words.iter_mut().zip(eights) {
        *word = u64::from_le_bytes(*eight);
    }
    words
}

/// 64 bits from a place on; beyond the number there are none.
fn bits(words: &[u64; 4], at: usize) -> u64 {
    let word = |place: usize| words.get(place).copied().unwrap_or_default();
    let low = word(at / 64) >> (at % 64);
    if at.is_multiple_of(64) { low } else { low | word(at / 64 + 1) << (64 - at % 64) }
}

#[cfg(test)]
mod tests {
    use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
    use sha2::{Digest as _, Sha512};

    use super::*;

    fn drawn(number: u32) -> Scalar {
        Scalar::from_bytes_mod_order_wide(&Sha512::digest(number.to_le_bytes()).into())
    }

    /// Every power of two that a number may have, its neighbours, the greatest numbers, and drawn ones.
    fn numbers() -> Vec<Scalar> {
        let powers = (0..253).scan(Scalar::ONE, |power, _| {
            let now = *power;
            *power = now + now;
            Some(now)
        });
        let near = powers.flat_map(|power| [power, power - Scalar::ONE, power + Scalar::ONE, -power]);
        near.chain([Scalar::ZERO]).chain((0..200).map(drawn)).collect()
    }

    #[test]
    fn a_number_is_the_sum_of_its_digits() {
        for (number, width) in numbers().into_iter().flat_map(|number| [(number, 5), (number, 7)]) {
            let digits = Digits::of(&number, width).all;
            let summed = digits.iter().rev().fold(Scalar::ZERO, |sum, digit| {
                let size = Scalar::from(digit.unsigned_abs());
                sum + sum + if *digit < 0 { -size } else { size }
            });
            assert_eq!(summed, number, "{width}");
            let (most, width) = (1 << (width - 1), usize::try_from(width).unwrap());
            assert!(digits.iter().all(|digit| *digit == 0 || digit % 2 != 0 && i16::from(*digit).abs() < most));
            assert!(digits.windows(width).all(|near| near.iter().filter(|digit| **digit != 0).count() < 2));
        }
    }

    #[test]
    fn the_sum_of_multiples_is_the_point_that_dalek_makes_also_of_points_of_mixed_order() {
        let base = Multiples::of(ED25519_BASEPOINT_POINT, 7);
        for (place, torsion) in EIGHT_TORSION.into_iter().enumerate() {
            let point = ED25519_BASEPOINT_POINT * drawn(u32::try_from(place).unwrap()) + torsion;
            let multiples = Multiples::of(point, 5);
            let all = numbers();
            for pair in all.iter().zip(all.iter().rev()).skip(place).step_by(8) {
                let expected = EdwardsPoint::vartime_double_scalar_mul_basepoint(pair.0, &point, pair.1);
                let made = sum((&base, pair.1), (&multiples, pair.0));
                assert_eq!(made.compress(), expected.compress(), "{pair:?}");
            }
        }
    }
}
