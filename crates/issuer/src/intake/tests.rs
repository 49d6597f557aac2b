mod demo;
mod kinds;
mod layouts;
mod setting;

pub(crate) use demo::{intake_of_the_demo, outcomes_of_the_pilot, resolutions_of_the_demo};
pub(crate) use setting::{Europe, of_cohort};

use super::*;
use crate::code::{Code, OfficerId};
use crate::cohort::tests::TEXT as COHORT;
use crate::officer::tests::some_officers;
use crate::outcome::{Achieved, Attendance};
use crate::scheme::tests::TEXT as SCHEME;

const HEAD: &str = "candidate,given_name,family_name,given_name_latin,family_name_latin,email,\
    W1,W2,W3,W4,W5,W6,W7,W8,test,P1,P2,P3,P4,P5,P6,defends,leads,examiner,assessed_on";
const ROW: &str = "GR-001,Ελένη,Δοκιμάκη,Eleni,Dokimaki,eleni@grammateia.example,\
    yes,yes,yes,yes,no,yes,yes,no,61.5,3,4,4,5,4,3.5,yes,no,examine-1,2026-10-13";

/// Reads one file of a cohort of one file.
fn read(bytes: &[u8]) -> Result<Vec<Outcome>, IntakeFaults> {
    read_within(bytes, &IntakeLimits::web())
}

fn read_within(bytes: &[u8], limits: &IntakeLimits) -> Result<Vec<Outcome>, IntakeFaults> {
    let one_file = COHORT.rsplit_once("[[files]]").unwrap().0;
    of_cohort(one_file, &[("greece.csv", bytes)], &Resolutions::none(), limits).map(|intake| intake.outcomes)
}

/// The faults of a file, as (row, column, code).
fn faults(bytes: &[u8]) -> Vec<(usize, String, &'static str)> {
    let faults = read(bytes).expect_err("no fault was found");
    let told = faults.faults().iter();
    told.map(|fault| (fault.row().unwrap_or(0), fault.column().unwrap_or("").to_owned(), fault.why().code())).collect()
}

/// A file of the specimen row with one cell replaced.
fn with_cell(column: &str, value: &str) -> String {
    let at = HEAD.split(',').position(|name| name == column).unwrap();
    let cells: Vec<&str> = ROW.split(',').enumerate().map(|(i, cell)| if i == at { value } else { cell }).collect();
    format!("{HEAD}\n{}\n", cells.join(","))
}

#[test]
fn a_row_becomes_an_outcome() {
    let outcomes = read(format!("{HEAD}\n{ROW}\n").as_bytes()).unwrap();

    let outcome = outcomes.first().unwrap();
    let code = |text| Code::parse(text).unwrap();
    assert_eq!(outcome.name().to_string(), "Ελένη Δοκιμάκη (Eleni Dokimaki)");
    assert_eq!(outcome.figures().attendance(&code("W5")), Some(Attendance::Absent));
    assert_eq!(outcome.figures().achieved(&code("leads")), Some(Achieved::NotShown));
    assert_eq!(outcome.figures().achieved(&code("test")).unwrap().to_string(), "61.5");
    assert_eq!(outcome.examiners().first().map(OfficerId::as_str), Some("examine-1"));
    assert_eq!((outcome.country().as_str(), outcome.language().as_str()), ("GR", "el"));
}

#[test]
fn bom_line_ends_quotes_and_blank_rows_change_nothing() {
    let plain = read(format!("{HEAD}\n{ROW}\n").as_bytes()).unwrap();
    let quoted = ROW.split(',').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",");
    for text in [
        format!("\u{feff}{HEAD}\n{ROW}\n"),
        format!("{HEAD}\r\n{ROW}\r\n"),
        format!("{HEAD}\r{ROW}"),
        format!("{HEAD}\n\n{quoted}\n,,,,\n\n"),
    ] {
        assert_eq!(read(text.as_bytes()).as_ref(), Ok(&plain), "{text:?}");
    }
}

#[test]
fn an_empty_figure_is_not_known_and_no_fault() {
    for column in ["W3", "test", "P4", "defends", "examiner", "assessed_on"] {
        let outcomes = read(with_cell(column, "").as_bytes()).unwrap();
        assert_eq!(outcomes.len(), 1, "{column}");
    }
}

#[test]
fn each_bad_cell_has_its_own_fault() {
    let long = "x".repeat(5000);
    let cases: [(&str, &str, &str); 52] = [
        ("candidate", "", "missing-cell"),
        ("candidate", "  ", "missing-cell"),
        ("candidate", "../../etc/x", "reference"),
        ("candidate", "=1+1", "formula"),
        ("given_name", "", "missing-cell"),
        ("given_name", "=HYPERLINK(1)", "formula"),
        ("given_name", "＝1", "formula"),
        ("family_name", "+1", "formula"),
        ("family_name", "-x", "formula"),
        ("family_name", "＠x", "formula"),
        ("family_name", "@x", "formula"),
        ("family_name", "Δοκι\u{202e}μάκη", "forbidden-character"),
        ("family_name", "Δοκι\u{200b}μάκη", "forbidden-character"),
        ("family_name", "Δοκι\u{0}μάκη", "forbidden-character"),
        ("family_name", "Δοκι\tμάκη", "forbidden-character"),
        ("family_name", "\"Δοκι\nμάκη\"", "forbidden-character"),
        ("family_name", "Δοκι\u{fffd}μάκη", "forbidden-character"),
        ("family_name", &long, "cell-too-long"),
        ("family_name", "Î”Î¿ÎºÎ¹Î¼Î¬ÎºÎ·", "decoded-twice"),
        ("family_name", "ÄïêéìÜêç", "misread"),
        ("given_name", "\u{feff}Ελένη", "forbidden-character"),
        ("given_name", "\tΕλένη", "forbidden-character"),
        ("given_name_latin", "", "missing-latin"),
        ("family_name_latin", "", "missing-latin"),
        ("family_name_latin", "Dоkimaki", "not-latin"),
        ("email", "", "missing-cell"),
        ("email", "eleni", "email"),
        ("email", "eleni@grammateia", "email"),
        ("W1", "ναι", "not-yes-or-no"),
        ("W1", "Yess", "not-yes-or-no"),
        ("W1", "1", "not-yes-or-no"),
        ("W1", "=TRUE()", "formula"),
        ("test", "100.01", "mark-over"),
        ("test", "99999999999999999999", "mark-over"),
        ("test", "-1", "mark-negative"),
        ("test", "12,5", "uneven-row"),
        ("test", "\"12,5\"", "mark-comma"),
        ("test", "sixty", "mark-not-a-number"),
        ("test", "1e2", "mark-not-a-number"),
        ("test", "=60", "formula"),
        ("test", "60.123", "mark-too-fine"),
        ("P1", "5.5", "mark-over"),
        ("defends", "shown", "not-yes-or-no"),
        ("examiner", "train-1", "unknown-examiner"),
        ("examiner", "nobody", "unknown-examiner"),
        ("assessed_on", "2026-02-30", "date"),
        ("assessed_on", "0026-10-13", "date"),
        ("assessed_on", "46308", "serial-date"),
        ("assessed_on", "13/10/2026", "date"),
        ("assessed_on", "03/04/2026", "ambiguous-date"),
        ("assessed_on", "3.4.2026", "ambiguous-date"),
        ("assessed_on", "2026-13-01", "date"),
    ];
    for (column, value, code) in cases {
        let found = faults(with_cell(column, value).as_bytes());
        let codes: Vec<&str> = found.iter().map(|(_, _, code)| *code).collect();
        assert_eq!(codes, [code], "{column}={value:?}");
        let (row, place, _) = found.first().unwrap();
        let columns = if code == "uneven-row" { "" } else { column };
        assert_eq!((*row, place.as_str()), (2, columns), "{value:?}");
    }
}

#[test]
fn a_name_in_latin_letters_needs_no_second_one() {
    let row = ROW.replace("Ελένη,Δοκιμάκη,Eleni,Dokimaki", "Niccolò,D'Esempio,,");
    let outcomes = read(format!("{HEAD}\n{row}\n").as_bytes()).unwrap();
    assert_eq!(outcomes.first().unwrap().name().latin(), None);
}

#[test]
fn all_faults_of_all_rows_are_told_at_once_and_nothing_is_taken() {
    let rows = [
        ROW.replace("61.5", "161.5").replace(",no,61", ",maybe,61"),
        ROW.replace("2026-10-13", "2026-02-30"),
        ROW.replace("GR-001", "gr-001").replace("eleni@", "other@"),
        ROW.replace("GR-001", "GR-004").replace("eleni@", "ELENI@"),
    ];
    let found = faults(format!("{HEAD}\n{}\n", rows.join("\n")).as_bytes());
    let told: Vec<(usize, &str, &str)> =
        found.iter().map(|(row, column, code)| (*row, column.as_str(), *code)).collect();
    assert_eq!(
        told,
        [
            (2, "test", "mark-over"),
            (3, "candidate", "reference-twice"),
            (3, "email", "email-twice"),
            (3, "assessed_on", "date"),
            (4, "candidate", "reference-twice"),
            (5, "email", "email-twice"),
        ]
    );
}

#[test]
fn columns_that_nobody_knows_and_columns_that_lack_are_both_told() {
    let head = HEAD.replace("W8", "status").replace(",P6", ",p6").replace(",leads", ",defends");
    let found = faults(format!("{head}\n{ROW}\n").as_bytes());
    let mut told: Vec<(&str, &str)> = found.iter().map(|(_, column, code)| (column.as_str(), *code)).collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            ("P6", "missing-column"),
            ("W8", "missing-column"),
            ("defends", "column-twice"),
            ("leads", "missing-column"),
            ("p6", "unknown-column"),
            ("status", "unknown-column"),
        ]
    );
}

#[test]
fn every_name_of_our_own_insides_is_an_unknown_column() {
    for name in ["status", "issuer_id", "role", "number", "decision", "salt", "country", "language", "person", ""] {
        let text = format!("{HEAD},{name}\n{ROW},x\n");
        let found = faults(text.as_bytes());
        assert_eq!(found, [(1, name.to_owned(), "unknown-column")], "{name}");
    }
}

#[test]
fn what_is_no_csv_is_told_by_what_it_is() {
    for (bytes, code) in [
        (b"".as_slice(), "empty"),
        (b" \n\n", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"\x89PNG\r\n\x1a\n....", "not-text"),
        (b"PK\x03\x04....", "not-text"),
        (b"c\0a\0n\0d\0", "not-text"),
    ] {
        assert_eq!(faults(bytes), [(0, String::new(), code)], "{bytes:?}");
    }
    assert_eq!(faults(HEAD.as_bytes()), [(0, String::new(), "no-rows")]);
}

#[test]
fn an_undecodable_byte_is_named_by_its_place_in_the_file() {
    let text = with_cell("family_name", "\"Do\"\"k?maki\"");
    let place = text.find('?').unwrap();
    let mut bytes = text.into_bytes();
    bytes[place] = 0xe1;
    let refused = read(&bytes).unwrap_err();
    let fault = refused.faults().first().unwrap();
    assert_eq!((fault.row(), fault.column()), (Some(2), Some("family_name")));
    assert_eq!(fault.why(), &Why::Undecodable { byte: place });
}

#[test]
fn quotes_that_do_not_match_are_told_with_their_row() {
    let open = format!("{HEAD}\n{ROW}\n{}", ROW.replace("Ελένη", "\"Ελένη"));
    assert_eq!(faults(open.as_bytes()), [(3, String::new(), "unclosed-quote")]);
    let stray = format!("{HEAD}\n{}", ROW.replace("Ελένη", "Ελέ\"νη"));
    assert_eq!(faults(stray.as_bytes()), [(2, String::new(), "stray-quote")]);
    let behind = format!("{HEAD}\n{}", ROW.replace("Ελένη", "\"Ελέ\"νη"));
    assert_eq!(faults(behind.as_bytes()), [(2, String::new(), "stray-quote")]);
}

#[test]
fn limits_hold_at_and_above() {
    let two = format!("{HEAD}\n{ROW}\n{}\n", ROW.replace("GR-001", "GR-002").replace("eleni", "other"));
    let rows = |rows| IntakeLimits { rows, ..IntakeLimits::web() };
    assert!(read_within(two.as_bytes(), &rows(2)).is_ok());
    assert!(read_within(two.as_bytes(), &rows(1)).is_err());
    let bytes = |file_bytes| IntakeLimits { file_bytes, ..IntakeLimits::web() };
    assert!(read_within(two.as_bytes(), &bytes(two.len())).is_ok());
    assert!(read_within(two.as_bytes(), &bytes(two.len() - 1)).is_err());
    let huge = with_cell("given_name", &"x".repeat(10 << 20));
    let told = read(huge.as_bytes()).unwrap_err().to_string();
    assert!(told.len() < 500, "{}", told.len());
    let wide = format!("{HEAD}\n{ROW}{}", ",".repeat(1_000_000));
    assert_eq!(faults(wide.as_bytes()), [(2, String::new(), "uneven-row")]);
}

#[test]
fn so_many_faults_are_told_and_of_the_rest_how_many() {
    let limits = IntakeLimits { faults: 2, ..IntakeLimits::web() };
    let row = ROW.replace("yes", "x");
    let refused = read_within(format!("{HEAD}\n{row}\n").as_bytes(), &limits).unwrap_err();
    assert_eq!((refused.faults().len(), refused.untold()), (2, 5));
}

#[test]
fn files_and_cohort_must_name_one_another() {
    let scheme = Scheme::parse(SCHEME).unwrap();
    let cohort = Cohort::parse(&COHORT.replace("/1.0\"", "/2.0\"").replace("train-1", "train-9")).unwrap();
    let text = format!("{HEAD}\n{ROW}\n");
    let mut given = [text.as_bytes(), text.as_bytes()];
    let mut files = Vec::new();
    for (path, bytes) in ["greece.csv", "france.csv"].into_iter().zip(&mut given) {
        files.push(InputFile { path, bytes });
    }
    let (officers, resolutions, limits) = (some_officers(), Resolutions::none(), IntakeLimits::web());
    let setting = Setting {
        scheme: &scheme,
        cohort: &cohort,
        officers: &officers,
        zones: &Europe,
        resolutions: &resolutions,
        limits: &limits,
    };
    let refused = intake(&mut files, &setting).unwrap_err();
    let told: Vec<(&str, &str)> = refused.faults().iter().map(|fault| (fault.file(), fault.why().code())).collect();
    assert_eq!(
        told,
        [("", "other-scheme"), ("", "unknown-officer"), ("france.csv", "not-declared"), ("italy.csv", "not-given"),]
    );
}

proptest::proptest! {
    #[test]
    fn no_bytes_whatever_make_it_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
        let mut file = format!("{HEAD}\n").into_bytes();
        file.extend(&bytes);
        let _ = read(&file);
        proptest::prop_assert!(read(&bytes).is_err());
    }
}
