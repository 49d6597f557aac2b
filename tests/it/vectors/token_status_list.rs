//! The lists of the Token Status List draft: each reads to what its text says, and is written to say it again.
//! The token around a list is not looked at here.

use attesto_credential::{BitsPerCopy, TokenStatus, TokenStatuses};

use super::text;

/// The values that appendix C of the draft names; everything else is 0.
const ONE_BIT: [(u64, u8); 11] = [
    (0, 1),
    (1993, 1),
    (25_460, 1),
    (159_495, 1),
    (495_669, 1),
    (554_353, 1),
    (645_645, 1),
    (723_232, 1),
    (854_545, 1),
    (934_534, 1),
    (1_000_345, 1),
];
const TWO_BITS: [(u64, u8); 11] = [
    (0, 1),
    (1993, 2),
    (25_460, 1),
    (159_495, 3),
    (495_669, 1),
    (554_353, 1),
    (645_645, 2),
    (723_232, 1),
    (854_545, 1),
    (934_534, 2),
    (1_000_345, 3),
];
const FOUR_BITS: [(u64, u8); 15] = [
    (0, 1),
    (1993, 2),
    (35_460, 3),
    (459_495, 4),
    (595_669, 5),
    (754_353, 6),
    (845_645, 7),
    (923_232, 8),
    (924_445, 9),
    (934_534, 10),
    (1_000_345, 12),
    (1_004_534, 11),
    (1_030_203, 13),
    (1_030_204, 14),
    (1_030_205, 15),
];

/// The list in a file of the draft: its JSON, which the draft folds into lines.
fn published(file: &str) -> (BitsPerCopy, String) {
    let text = text(&format!("token-status-list/{file}.md"));
    let json: String = text.split_once('{').unwrap().1.split_whitespace().collect();
    let json: serde_json::Value = serde_json::from_str(&format!("{{{json}")).unwrap();
    let bits = BitsPerCopy::of_number(json["bits"].as_u64().unwrap()).unwrap();
    (bits, json["lst"].as_str().unwrap().to_owned())
}

fn said(statuses: &TokenStatuses) -> Vec<(u64, u8)> {
    let all = (0..statuses.length()).map(|index| (index, statuses.get(index).unwrap().value()));
    all.filter(|(_, value)| *value != 0).collect()
}

#[test]
fn the_long_lists_of_the_draft_say_what_it_says_they_do() {
    for (file, bits, expected) in [
        ("status_list_encoding1_long_json", BitsPerCopy::One, ONE_BIT.as_slice()),
        ("status_list_encoding2_long_json", BitsPerCopy::Two, TWO_BITS.as_slice()),
        ("status_list_encoding4_json", BitsPerCopy::Four, FOUR_BITS.as_slice()),
    ] {
        let (found, lst) = published(file);
        let statuses = TokenStatuses::from_lst(found, &lst).unwrap();
        assert_eq!((found, said(&statuses).as_slice()), (bits, expected), "{file}");
    }
}

#[test]
fn the_list_of_a_byte_per_copy_has_each_value_once() {
    let (bits, lst) = published("status_list_encoding8_json");
    let statuses = TokenStatuses::from_lst(bits, &lst).unwrap();
    let mut values: Vec<u8> = said(&statuses).into_iter().map(|(_, value)| value).collect();
    values.sort_unstable();
    assert_eq!(values, (1..=255).collect::<Vec<u8>>());
    assert_eq!(statuses.get(1199), Some(TokenStatus::Unknown(121)));
}

/// Compressors differ in how they pack what is long; the header and what is read are the same.
#[test]
fn every_list_of_the_draft_says_the_same_when_written_anew_and_the_short_ones_byte_for_byte() {
    let long = ["encoding1_long_json", "encoding2_long_json", "encoding4_json", "encoding8_json"];
    for file in ["encoding_json", "encoding2_json"].iter().chain(&long) {
        let (bits, lst) = published(&format!("status_list_{file}"));
        let statuses = TokenStatuses::from_lst(bits, &lst).unwrap();
        let anew = statuses.to_lst();
        assert_eq!((&anew[..2], TokenStatuses::from_lst(bits, &anew)), ("eN", Ok(statuses)), "{file}");
        assert!(long.contains(file) || anew == lst, "{file}");
    }
}
