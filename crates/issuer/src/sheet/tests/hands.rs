//! A sheet is the same whoever works on it, and what is refused in one piece is refused in shares.

use std::thread;

use super::*;

/// Several hands, the last thing first.
pub(crate) struct Several;

impl Hands for Several {
    fn beside(&self, away: &mut (dyn FnMut() + Send), here: &mut dyn FnMut()) {
        thread::scope(|scope| {
            scope.spawn(away);
            here();
        });
    }

    fn each(&self, count: usize, work: &(dyn Fn(usize) + Sync)) {
        thread::scope(|scope| {
            for hand in 0..3 {
                scope.spawn(move || (0..count).rev().filter(|number| number % 3 == hand).for_each(work));
            }
        });
    }
}

/// So many candidates make several batches of shares, and several shares of text.
const MANY: usize = 4_200;

const HANDS: [&dyn Hands; 2] = [&Alone, &Several];

fn many(count: usize) -> Vec<Outcome> {
    let kinds: [&[(&str, &str)]; 4] = [&[], &[("test", "59")], &[("test", "")], &[("W1", "no"), ("P1", "3.5")]];
    let kinds = kinds.map(|replaced| an_outcome("GR", replaced, "examine-1"));
    let reference = |number: usize| CandidateReference::parse(&format!("GR-{number}")).unwrap();
    let outcome = |(number, kind): (usize, &Outcome)| Outcome { candidate: reference(number), ..kind.clone() };
    (0..count).zip(kinds.iter().cycle()).map(outcome).collect()
}

fn drawn_up(outcomes: &[Outcome], hands: &dyn Hands) -> (Sheet, Vec<Person>) {
    drawn_up_with("decide-1", outcomes, hands).unwrap()
}

fn read(text: &str, hands: &dyn Hands) -> Result<Sheet, BadRecord> {
    Sheet::read(text.to_owned(), Digest::of(text.as_bytes()), hands)
}

#[test]
fn a_sheet_has_one_text_whoever_draws_it_up_and_reads_back_so() {
    let outcomes = many(MANY);
    let (sheet, persons) = drawn_up(&outcomes, &Alone);

    assert_eq!(sheet.to_text(), record::text(&sheet.written), "it is not the text that it has in one piece");
    assert_eq!(sheet.digest(), Digest::of(sheet.to_text().as_bytes()));
    assert_eq!(drawn_up(&outcomes, &Several), (sheet.clone(), persons));
    for hands in HANDS {
        assert_eq!(read::in_shares(sheet.to_text(), hands).as_ref(), Some(&sheet.written));
        assert_eq!(read(sheet.to_text(), hands).as_ref(), Ok(&sheet));
        assert!(sheet.follows(&the_scheme(), hands));
    }
}

#[test]
fn a_sheet_damaged_in_any_row_is_refused_alike_by_any_hands() {
    let (sheet, _) = drawn_up(&many(150), &Alone);
    let text = sheet.to_text();
    for (from, to) in [
        ("\"country\":\"GR\"", "\"country\": \"GR\""),
        ("\"country\":\"GR\"", "\"country\":\"GR\",\"country\":\"GR\""),
        ("\"country\":\"GR\"", "\"country\":\"gr\""),
        ("\"country\":\"GR\"", "\"country\":7"),
        ("\"P1\":\"", "\"P1\":\"4\",\"P1\":\""),
        ("\"format\":1", "\"format\":2"),
        ("},{\"candidate\"", "},,{\"candidate\""),
        ("},{\"candidate\"", "} ,{\"candidate\""),
        ("},{\"candidate\"", "}],[{\"candidate\""),
        ("]}", "]}]}"),
        ("\"rows\":[", "\"rows\":[],\"rows\":["),
    ] {
        for at in [text.find(from), text.rfind(from)].into_iter().flatten() {
            let damaged = [&text[..at], to, &text[at + from.len()..]].concat();
            let told = record::read::<Written>(SHEET, &damaged).unwrap_err();
            for hands in HANDS {
                assert_eq!(read(&damaged, hands), Err(told.clone()), "{from} -> {to} at {at}");
            }
        }
    }
}

#[test]
fn what_is_taken_in_shares_is_what_is_taken_in_one_piece() {
    let (sheet, _) = drawn_up(&many(3), &Alone);
    let text = sheet.to_text();
    let mut taken = 0;
    for at in (0..text.len()).step_by(17) {
        for to in ["", " ", "x", "0", "\"", "}", "{", ","] {
            let changed = [&text[..at], to, &text[at + 1..]].concat();
            let in_one_piece = record::read::<Written>(SHEET, &changed).ok();
            taken += usize::from(in_one_piece.is_some());
            assert_eq!(read::in_shares(&changed, &Alone), in_one_piece, "byte {at} as {to:?}");
        }
    }
    assert!(taken > 15, "so few changed letters and digits make another sheet: {taken}");
}

#[test]
fn a_changed_figure_is_told_by_any_hands() {
    let (sheet, _) = drawn_up(&many(300), &Alone);
    let at = sheet.to_text().rfind("\"test\":\"59\"").unwrap();
    let changed = [&sheet.to_text()[..at], "\"test\":\"61\"", &sheet.to_text()[at + 11..]].concat();
    for hands in HANDS {
        assert!(!read(&changed, hands).unwrap().follows(&the_scheme(), hands));
    }
}
