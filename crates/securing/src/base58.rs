//! Base58 (the alphabet of Bitcoin) of a signature of 64 bytes, five digits at a time. Everything else is `bs58`'s.
//! That one goes digit by digit, and takes 4 µs to write one and 2 to read one, of the 60 and 90 that a badge may cost.

#[cfg(feature = "seal")]
const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// 58 to the fifth.
#[cfg(feature = "seal")]
const FIVE_DIGITS: u64 = 656_356_768;

/// The digits that 64 bytes have at most, up to the next five.
#[cfg(feature = "seal")]
const DIGITS: usize = 90;

/// The 64 bytes of a text; `None` if it has other letters, or stands for more bytes or fewer.
pub(crate) fn decode(text: &str) -> Option<[u8; 64]> {
    let mut limbs = [0_u32; 16];
    for five in text.as_bytes().chunks(5) {
        let (mut digits, mut scale) = (0, 1);
        for byte in five {
            digits = digits * 58 + u64::from(value(*byte)?);
            scale *= 58;
        }
        multiply(&mut limbs, scale, digits)?;
    }
    let mut bytes = [0; 64];
    for (four, limb) in bytes.as_chunks_mut::<4>().0.iter_mut().zip(limbs) {
        *four = limb.to_be_bytes();
    }
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let ones = text.bytes().take_while(|byte| *byte == b'1').count();
    (zeros == ones).then_some(bytes)
}

/// Multiplies a number, its highest limb first, and adds to it; `None` if it has no room for what comes of it.
fn multiply(limbs: &mut [u32; 16], scale: u64, add: u64) -> Option<()> {
    let carried = limbs.iter_mut().rev().fold(add, |carried, limb| {
        let value = u64::from(*limb) * scale + carried;
        *limb = u32::try_from(value & u64::from(u32::MAX)).unwrap_or(0);
        value >> 32
    });
    (carried == 0).then_some(())
}

/// What a letter stands for.
fn value(byte: u8) -> Option<u8> {
    Some(match byte {
        b'1'..=b'9' => byte - b'1',
        b'A'..=b'H' => byte - b'A' + 9,
        b'J'..=b'N' => byte - b'J' + 17,
        b'P'..=b'Z' => byte - b'P' + 22,
        b'a'..=b'k' => byte - b'a' + 33,
        b'm'..=b'z' => byte - b'm' + 44,
        _ => return None,
    })
}

/// The text of 64 bytes.
#[cfg(feature = "seal")]
pub(crate) fn encode(bytes: &[u8; 64]) -> String {
    let mut limbs = [0_u32; 16];
    for (limb, four) in limbs.iter_mut().zip(bytes.as_chunks::<4>().0) {
        *limb = u32::from_be_bytes(*four);
    }
    let mut digits = [0_u8; DIGITS];
    let mut rest = limbs.as_mut_slice();
    for five in digits.as_chunks_mut::<5>().0.iter_mut().rev() {
        let mut remainder = divide(rest);
        for digit in five.iter_mut().rev() {
            *digit = u8::try_from(remainder % 58).unwrap_or(0);
            remainder /= 58;
        }
        let zeros = rest.iter().take_while(|limb| **limb == 0).count();
        rest = std::mem::take(&mut rest).get_mut(zeros..).unwrap_or_default();
    }
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let written = digits.iter().skip_while(|digit| **digit == 0);
    let digit = |digit: &u8| char::from(ALPHABET.get(usize::from(*digit)).copied().unwrap_or(b'1'));
    std::iter::repeat_n('1', zeros).chain(written.map(digit)).collect()
}

/// Divides a number by 58 to the fifth, its highest limb first; gives what is left over.
#[cfg(feature = "seal")]
fn divide(limbs: &mut [u32]) -> u64 {
    limbs.iter_mut().fold(0, |left, limb| {
        let value = left << 32 | u64::from(*limb);
        *limb = u32::try_from(value / FIVE_DIGITS).unwrap_or(0);
        value % FIVE_DIGITS
    })
}

#[cfg(all(test, feature = "seal"))]
mod tests {
    use super::*;

    #[test]
    fn every_signature_is_written_as_bs58_writes_it() {
        let mut bytes = [0; 64];
        assert_eq!(encode(&bytes), "1".repeat(64));
        assert_eq!(encode(&[255; 64]), bs58::encode([255; 64]).into_string());
        let mut state = 7_u32;
        for round in 0..4_000 {
            for byte in &mut bytes {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                *byte = state.to_be_bytes()[0];
            }
            // Some with zeros in front, and some with zeros within.
            bytes[..round % 65].fill(if round % 3 == 0 { 0 } else { 255 });
            let same = if round % 7 == 0 { 0 } else { bytes[40] };
            bytes[32..].fill(same);
            let text = bs58::encode(bytes).into_string();
            assert_eq!(encode(&bytes), text);
            assert_eq!(decode(&text), Some(bytes));
        }
    }

    #[test]
    fn a_text_is_read_exactly_where_bs58_reads_64_bytes_of_it() {
        let full = bs58::encode([255; 64]).into_string();
        let more = format!("{}z", full.strip_suffix(|_: char| true).unwrap());
        let texts = [full.clone(), more, format!("1{full}"), format!("{full}1"), "1".repeat(64), "1".repeat(65)];
        let letters = (0_u8..128).map(|byte| format!("{}{}", char::from(byte), "2".repeat(86)));
        let lengths = (0..92).map(|length| "z".repeat(length));
        let ones = (0..66).map(|ones| format!("{}{}", "1".repeat(ones), "z".repeat(87 - ones)));
        let of_bs58 = |text: &str| bs58::decode(text).into_vec().ok().and_then(|bytes| bytes.try_into().ok());
        let mut read = 0;
        for text in texts.into_iter().chain(letters).chain(lengths).chain(ones) {
            assert_eq!(decode(&text), of_bs58(&text), "{text}");
            read += usize::from(decode(&text).is_some());
        }
        assert!(read > 40, "{read}");
    }
}
