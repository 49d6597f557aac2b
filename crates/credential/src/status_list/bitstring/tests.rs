//! The encoding is exact to the bit and to the byte, and nothing broken is taken for a list.

use super::*;
use crate::status_list::Flag;
use crate::status_list::packed::UNPACKED_AT_MOST;

/// Some pattern that no order of bits can imitate.
fn patterned() -> StatusBits {
    let mut bits = StatusBits::clear();
    for index in (0..StatusBits::LENGTH).filter(|index| index.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 62 == 0) {
        bits.set(index, Flag::Set).unwrap();
    }
    bits
}

fn text(packed: &[u8]) -> String {
    format!("u{}", URL_SAFE_NO_PAD.encode(packed))
}

fn refused(packed: &[u8]) -> BadEncoding {
    StatusBits::from_encoded(&text(packed)).unwrap_err()
}

#[test]
fn what_is_encoded_decodes_to_the_same_bits() {
    for bits in [StatusBits::clear(), patterned()] {
        assert_eq!(StatusBits::from_encoded(&bits.to_encoded()), Ok(bits));
    }
}

#[test]
fn the_same_bits_are_the_same_text_with_no_time_in_it() {
    assert_eq!(patterned().to_encoded(), patterned().to_encoded());
    let packed = gzip(patterned().as_bytes());
    assert_eq!(packed[..10], HEADER);
}

#[test]
fn the_list_of_the_standard_reads() {
    // Bitstring Status List 1.0, example 8: 131 072 clear bits.
    let published = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA";
    assert_eq!(StatusBits::from_encoded(published), Ok(StatusBits::clear()));
}

#[test]
fn each_index_is_its_own_bit_most_significant_first() {
    let mut bits = StatusBits::clear();
    for index in 0..StatusBits::LENGTH {
        bits.set(index, Flag::Set).unwrap();
        let byte = usize::try_from(index / 8).unwrap();
        assert_eq!(bits.as_bytes()[byte], 1 << (7 - index % 8), "{index}");
        assert_eq!(bits.get(index), Some(Flag::Set));
        if index % 4099 == 0 {
            assert_eq!(StatusBits::from_encoded(&bits.to_encoded()).unwrap().iter_set().collect::<Vec<_>>(), [index]);
        }
        bits.set(index, Flag::Clear).unwrap();
        assert_eq!(bits.get(index), Some(Flag::Clear));
    }
    assert_eq!(bits, StatusBits::clear());
}

#[test]
fn beyond_the_end_there_is_no_bit() {
    let mut bits = StatusBits::clear();
    assert_eq!(bits.length(), 131_072);
    for index in [131_072, u64::MAX] {
        assert_eq!(bits.get(index), None);
        assert!(bits.set(index, Flag::Set).is_err());
    }
}

#[test]
fn a_stream_with_a_name_and_a_comment_reads() {
    let packed = gzip(patterned().as_bytes());
    let mut named = packed[..10].to_vec();
    named[3] = 2 + 4 + 8 + 16;
    named.extend([2, 0, 7, 7]);
    named.extend(b"list\0of copies\0\xaa\xbb");
    named.extend(&packed[10..]);
    assert_eq!(StatusBits::from_encoded(&text(&named)), Ok(patterned()));
}

#[test]
fn a_stream_that_is_cut_off_anywhere_is_no_list() {
    let packed = gzip(patterned().as_bytes());
    for length in (0..packed.len()).step_by(97).chain(packed.len() - 9..packed.len()) {
        let fault = refused(&packed[..length]);
        assert!(matches!(fault, BadEncoding::CutOff | BadEncoding::NotGzip), "{length}: {fault:?}");
    }
}

#[test]
fn what_stands_behind_the_stream_is_not_passed_over() {
    let packed = gzip(patterned().as_bytes());
    assert_eq!(refused(&[&packed[..], &[0]].concat()), BadEncoding::Trailing);
    assert_eq!(refused(&[&packed[..], &packed[..]].concat()), BadEncoding::Trailing);
}

#[test]
fn a_wrong_checksum_or_length_is_no_list() {
    let packed = gzip(patterned().as_bytes());
    for behind in 1..=8 {
        let mut wrong = packed.clone();
        let at = wrong.len() - behind;
        wrong[at] ^= 1;
        assert_eq!(refused(&wrong), BadEncoding::Checksum, "{behind} from the end");
    }
}

#[test]
fn a_changed_stream_is_never_a_list_of_other_bits() {
    let packed = gzip(patterned().as_bytes());
    for at in (10..packed.len()).step_by(61) {
        let mut changed = packed.clone();
        changed[at] ^= 0x10;
        assert!(StatusBits::from_encoded(&text(&changed)).is_err(), "{at}");
    }
}

#[test]
fn a_bomb_is_given_up_at_the_limit() {
    let bomb = gzip(&vec![0; 64 << 20]);
    assert!(bomb.len() < 100_000);
    assert_eq!(refused(&bomb), BadEncoding::TooLarge);
    let largest = StatusBits::of_bytes(vec![0; UNPACKED_AT_MOST]);
    assert_eq!(StatusBits::from_encoded(&largest.to_encoded()), Ok(largest));
    assert_eq!(refused(&gzip(&vec![0; UNPACKED_AT_MOST + 1])), BadEncoding::TooLarge);
}

#[test]
fn another_compression_or_base_is_no_list() {
    let packed = gzip(patterned().as_bytes());
    let zlib = deflated(patterned().as_bytes(), Wrapper::Zlib);
    assert_eq!(refused(&zlib), BadEncoding::NotGzip);
    let mut reserved = packed.clone();
    reserved[3] = 0x80;
    assert_eq!(refused(&reserved), BadEncoding::NotGzip);
    let good = text(&packed);
    for bad in
        [good[1..].to_owned(), format!("z{}", &good[1..]), format!("{good}="), good.replace('-', "+"), String::new()]
    {
        assert_eq!(StatusBits::from_encoded(&bad), Err(BadEncoding::NotMultibase));
    }
}

#[test]
fn a_list_shorter_than_the_standard_asks_for_is_none() {
    assert_eq!(refused(&gzip(&vec![0; 16_383])), BadEncoding::TooShort);
    assert_eq!(refused(&gzip(&[])), BadEncoding::TooShort);
}
