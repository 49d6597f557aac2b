//! The rows of a sheet weighed up and worded share by share, and the one text that they make.
//! It is the text that a sheet written in one piece has, whoever worked on its shares.

use std::sync::Arc;

use attesto_securing::Digest;

use super::row::{SheetRow, row};
use super::{Sheet, Written};
use crate::issue::Hands;
use crate::outcome::Outcome;
use crate::person::Person;
use crate::record;
use crate::scheme::Scheme;
use crate::shares::{SHARE, each_taken};

/// What stands behind the rows.
pub(super) const CLOSE: &str = "]}";
/// So many shares are worded before their text is put behind the others: hardly any of it is in memory twice.
const BATCH: usize = 64;

/// An outcome and the salt of its person.
type Salted = (Outcome, [u8; 16]);

/// Some rows, their persons, and their text with commas between.
struct Share {
    rows: Vec<SheetRow>,
    persons: Vec<Person>,
    text: Vec<u8>,
}

/// The sheet that begins so and has a row for each outcome, and the persons.
pub(super) fn sheet(
    mut head: Written,
    scheme: &Scheme,
    (outcomes, salt): (Vec<Outcome>, &mut dyn FnMut() -> [u8; 16]),
    hands: &dyn Hands,
) -> (Sheet, Vec<Person>) {
    let count = outcomes.len();
    let mut text = record::text(&head).into_bytes();
    text.truncate(text.len().saturating_sub(CLOSE.len()));
    head.rows.reserve_exact(count);
    let mut persons = Vec::with_capacity(count);
    let mut left = outcomes.into_iter();
    loop {
        for mut share in each_taken(batch(&mut left, salt), hands, |outcomes| worded(scheme, outcomes)) {
            if !head.rows.is_empty() {
                text.push(b',');
            }
            text.append(&mut share.text);
            head.rows.append(&mut share.rows);
            persons.append(&mut share.persons);
        }
        if left.len() == 0 {
            break;
        }
        // The first rows tell how long the others will be; what is held free and not written to costs nothing.
        let needed = text.len().saturating_mul(count) / head.rows.len().max(1);
        text.reserve_exact((needed + needed / 32).saturating_sub(text.len()));
    }
    text.extend_from_slice(CLOSE.as_bytes());
    // Only JSON was written to it, which is text.
    let text = String::from_utf8(text).unwrap_or_default();
    let digest = Digest::of(text.as_bytes());
    (Sheet { written: head, text: Arc::new(text), digest }, persons)
}

/// The next shares, with salts drawn in the order of the outcomes.
fn batch(left: &mut impl Iterator<Item = Outcome>, salt: &mut dyn FnMut() -> [u8; 16]) -> Vec<Vec<Salted>> {
    let shares = (0..BATCH).map(|_| left.by_ref().take(SHARE).map(|outcome| (outcome, salt())).collect());
    shares.take_while(|share: &Vec<Salted>| !share.is_empty()).collect()
}

fn worded(scheme: &Scheme, outcomes: Vec<Salted>) -> Share {
    let (persons, rows): (Vec<Person>, Vec<SheetRow>) =
        outcomes.into_iter().map(|(outcome, salt)| row(scheme, outcome, salt)).unzip();
    let mut text = Vec::new();
    for row in &rows {
        if !text.is_empty() {
            text.push(b',');
        }
        record::write(&mut text, row);
    }
    Share { rows, persons, text }
}
