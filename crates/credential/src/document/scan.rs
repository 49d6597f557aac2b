//! How far a text is plain: what stands before the first byte that JSON writes by an escape.
//! Reads nothing and escapes nothing.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// How many bytes stand before the first quotation mark, backslash or control character. Eight at a time.
pub(super) fn plain(bytes: &[u8]) -> usize {
    let (eights, rest) = bytes.as_chunks::<8>();
    for (place, eight) in eights.iter().enumerate() {
        let word = u64::from_le_bytes(*eight);
        // The lowest of these bits is exact; higher ones may be carried into, and are not looked at.
        let is_zero = |word: u64| word.wrapping_sub(ONES) & !word & HIGHS;
        let found = is_zero(word ^ (ONES * 0x22))
            | is_zero(word ^ (ONES * 0x5c))
            | (word.wrapping_sub(ONES * 0x20) & !word & HIGHS);
        if found != 0 {
            return place * 8 + usize::try_from(found.trailing_zeros() / 8).unwrap_or(0);
        }
    }
    let is_plain = |byte: &&u8| **byte >= 0x20 && **byte != b'"' && **byte != b'\\';
    eights.len() * 8 + rest.iter().take_while(is_plain).count()
}
