//! Walks the table of name pairs; each row says what the recipient check must make of it.
//! The persons are invented; the names are such as people in Greece, Italy and Romania have.
#![cfg(test)]

use attesto_verifier::{Likeness, likeness};

const TABLE: &str = include_str!("../../../tests/vectors/names.csv");

struct Row {
    line: usize,
    stated: &'static str,
    named: &'static str,
    ruling: &'static str,
    doubt: &'static str,
}

fn rows() -> Vec<Row> {
    let row = |(index, text): (usize, &'static str)| {
        let fields: Vec<&str> = text.split(';').collect();
        let &[stated, named, ruling, doubt] = fields.as_slice() else { panic!("line {}: {text}", index + 1) };
        Row { line: index + 1, stated, named, ruling, doubt }
    };
    TABLE.lines().enumerate().skip(1).map(row).collect()
}

fn told(likeness: Likeness) -> (&'static str, &'static str) {
    match likeness {
        Likeness::Matches => ("matches", ""),
        Likeness::Close(doubt) => ("close", doubt.code()),
        Likeness::Differs => ("differs", ""),
    }
}

#[test]
fn each_pair_of_the_table_is_ruled_as_the_table_says_both_ways_round() {
    let mut wrong = Vec::new();
    for row in rows() {
        for (one, other) in [(row.stated, row.named), (row.named, row.stated)] {
            let found = told(likeness(one, other));
            if found != (row.ruling, row.doubt) {
                wrong.push(format!("line {}: {one} / {other}: {found:?}, not {}", row.line, row.ruling));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_is_as_long_as_was_promised_and_has_hard_negatives() {
    let rows = rows();
    assert!(rows.len() >= 120, "{}", rows.len());
    for ruling in ["matches", "close", "differs"] {
        assert!(rows.iter().filter(|row| row.ruling == ruling).count() >= 40, "{ruling}");
    }
}
