//! The encoding is exact to the bit, opposite to Bitstring in its order, and nothing broken is taken for a list.

use super::*;
use crate::status_list::{Flag, StatusBits};

fn refused(packed: &[u8]) -> BadEncoding {
    TokenStatuses::from_lst(BitsPerCopy::Two, &URL_SAFE_NO_PAD.encode(packed)).unwrap_err()
}

#[test]
fn the_lists_of_section_4_are_the_published_bytes() {
    // Token Status List, section 4: bits 1 and bytes b9 a3; bits 2 and bytes c9 44 f9.
    let one = TokenStatuses { bits: BitsPerCopy::One, bytes: vec![0xb9, 0xa3] };
    assert_eq!(one.to_lst(), "eNrbuRgAAhcBXQ");
    let said: Vec<u8> = (0..16).map(|index| one.get(index).unwrap().value()).collect();
    assert_eq!(said, [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]);

    let two = TokenStatuses { bits: BitsPerCopy::Two, bytes: vec![0xc9, 0x44, 0xf9] };
    assert_eq!(two.to_lst(), "eNo76fITAAPfAgc");
    let said: Vec<u8> = (0..12).map(|index| two.get(index).unwrap().value()).collect();
    assert_eq!(said, [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]);
}

#[test]
fn the_order_of_the_bits_is_opposite_to_that_of_the_bitstring() {
    let (mut token, mut bitstring) =
        (TokenStatuses { bits: BitsPerCopy::One, bytes: vec![0] }, StatusBits::of_bytes(vec![0]));
    token.set(0, TokenStatus::Invalid).unwrap();
    bitstring.set(0, Flag::Set).unwrap();
    assert_eq!((token.bytes.as_slice(), bitstring.as_bytes()), ([0b0000_0001].as_slice(), [0b1000_0000].as_slice()));
}

#[test]
fn each_index_is_its_own_pair_of_bits() {
    let mut list = TokenStatuses::valid();
    assert_eq!(list.length(), StatusBits::LENGTH);
    for index in 0..64 {
        for status in [TokenStatus::Invalid, TokenStatus::Suspended, TokenStatus::Replaced] {
            list.set(index, status).unwrap();
            assert_eq!(list.get(index), Some(status), "{index}");
            let others = (0..64).filter(|other| *other != index && list.get(*other) != Some(TokenStatus::Valid));
            assert_eq!(others.count(), 0, "{index}");
        }
        list.set(index, TokenStatus::Valid).unwrap();
    }
    assert_eq!(list, TokenStatuses::valid());
}

#[test]
fn beyond_the_end_there_is_nothing_to_read_or_write() {
    let mut list = TokenStatuses::valid();
    for index in [StatusBits::LENGTH, u64::MAX] {
        assert_eq!(list.get(index), None);
        assert!(list.set(index, TokenStatus::Invalid).is_err());
    }
}

#[test]
fn what_is_encoded_decodes_to_the_same_statuses() {
    let mut list = TokenStatuses::valid();
    for index in (0..StatusBits::LENGTH).step_by(37) {
        list.set(index, TokenStatus::of_value(u8::try_from(index % 4).unwrap())).unwrap();
    }
    assert_eq!(TokenStatuses::from_lst(BitsPerCopy::Two, &list.to_lst()), Ok(list));
}

#[test]
fn what_is_no_zlib_stream_alone_is_refused() {
    let whole = deflated(&[7; 1000], Wrapper::Zlib);
    assert_eq!(TokenStatuses::from_lst(BitsPerCopy::Two, "not base64"), Err(BadEncoding::NotBase64url));
    assert_eq!(refused(&[]), BadEncoding::NotZlib);
    assert_eq!(refused(&[0x1f, 0x8b, 8, 0]), BadEncoding::NotZlib);
    assert_eq!(refused(&deflated(&[7; 1000], Wrapper::None)), BadEncoding::NotZlib);
    assert_eq!(refused(&whole[..whole.len() - 5]), BadEncoding::CutOff);
    assert_eq!(refused(&[whole.as_slice(), b"x"].concat()), BadEncoding::Trailing);
    let mut damaged = whole;
    *damaged.last_mut().unwrap() ^= 1;
    assert_eq!(refused(&damaged), BadEncoding::Damaged);
}

#[test]
fn a_list_that_unpacks_without_end_is_not_unpacked() {
    let bomb = deflated(&vec![0; (8 << 20) + 1], Wrapper::Zlib);
    assert!(bomb.len() < 20_000);
    assert_eq!(refused(&bomb), BadEncoding::TooLarge);
}
